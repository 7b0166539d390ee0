"""The weight of a beehive through the day: a page and an API of FastAPI, whose assets were compiled before."""

from __future__ import annotations

import secrets
from math import cos, pi

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from assetbuild.runtime.serving import serve_asgi
from assetbuild.runtime.starlette import add_assets

templates = Jinja2Templates("templates")
# Read at the first lookup, which is here: a worker without a manifest does not start.
assets = add_assets(templates, "dist/assets/manifest.json")
HINTS = assets.early_hints("css/app.css", "fonts/inter.woff2")

api = FastAPI()


@api.get("/api/weights")
def weights() -> list[float]:
    """Kilograms, one for each hour: the bees are out at noon."""
    return [round(41.6 + 0.035 * hour + 0.8 * cos((hour - 2) * pi / 12), 2) for hour in range(24)]


@api.get("/", response_class=HTMLResponse)
def page(request: Request) -> HTMLResponse:
    nonce = secrets.token_urlsafe(16)
    response = templates.TemplateResponse(request, "page.html", {"nonce": nonce, "now": weights()[-1]})
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    # The page changes with each release, and names the files of that release.
    response.headers["Cache-Control"] = "no-cache"
    # A browser, or a CDN that makes 103 Early Hints of them, fetches these before it has read the page.
    for hint in HINTS:
        response.headers.append("Link", hint)
    return response


# ServeStatic answers for the assets. With nginx in front none of these requests comes here.
app = serve_asgi(api, assets)
