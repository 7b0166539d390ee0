from __future__ import annotations

from django.apps import apps
from django.core.asgi import get_asgi_application

from assetbuild.runtime.serving import serve_asgi

application = get_asgi_application()
application = serve_asgi(application, apps.get_app_config("assetbuild").assets)
