"""What every response of the application tells the browser."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse


def add_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a nonce for the scripts of one response, and `Link` headers for what its page needs."""

    def middleware(request: Any) -> HttpResponse:
        request.csp_nonce = secrets.token_urlsafe(16)
        response = get_response(request)
        # The admin's templates give their scripts no nonce: 'self' lets them in.
        scripts = "'self'" if request.path.startswith("/admin/") else f"'nonce-{request.csp_nonce}'"
        response["Content-Security-Policy"] = (
            f"default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
            "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )
        # The page changes with each release, and names the files of that release.
        response["Cache-Control"] = "no-cache"
        if not request.path.startswith("/admin/"):
            # A browser, or a CDN that makes 103 Early Hints of them, fetches these before it has read the page.
            assets = apps.get_app_config("assetbuild").assets
            response["Link"] = ", ".join(assets.early_hints("css/app.css", "fonts/fraunces.woff2"))
        return response

    return middleware
