"""What a WSGI server runs: the application, and WhiteNoise before it for the assets."""

from __future__ import annotations

from app import create_app

from assetbuild.runtime.serving import serve_wsgi

app = create_app()
# With nginx in front none of these requests comes here. On a platform that only runs the Procfile all of them do.
app.wsgi_app = serve_wsgi(app.wsgi_app, app.extensions["assetbuild"])  # type: ignore[method-assign]
