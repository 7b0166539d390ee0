"""The application that each release folder has a copy of: a page that names all assets, and the assets behind it."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from typing import Any

from flask import Flask, Response, render_template_string

from assetbuild.runtime.flask import AssetBuild
from assetbuild.runtime.serving import add_headers, serve_wsgi

PAGE = """<!doctype html>
<title>{{ release }}</title>
{{ asset_tags("css/app.css", "js/app.js", "js/menu.mjs") }}
{{ asset_preload("fonts/text.woff2") }}
<img src="{{ "img/logo.svg" | asset_url }}" alt="">
<a href="{{ "LICENSE" | asset_url }}">Licence</a>
"""


def mark(headers: Any) -> None:
    """Say who answers, so that the test can tell."""
    headers["X-Release"] = os.environ["RELEASE"]
    headers["X-Worker"] = str(os.getpid())
    headers["X-Master"] = str(os.getppid())


def with_marks(headers: MutableMapping[str, str], path: str, url: str) -> None:
    add_headers(headers, path, url)
    mark(headers)


def create_app() -> Flask:
    app = Flask(__name__, static_folder=None)
    app.config.from_prefixed_env()
    AssetBuild(app)

    @app.get("/")
    def page() -> str:
        return render_template_string(PAGE, release=os.environ["RELEASE"])

    @app.after_request
    def marked(response: Response) -> Response:
        mark(response.headers)
        return response

    assets = app.extensions["assetbuild"]
    app.wsgi_app = serve_wsgi(  # type: ignore[method-assign]
        app.wsgi_app, assets, root=os.environ["ASSETS"], add_headers_function=with_marks
    )
    return app
