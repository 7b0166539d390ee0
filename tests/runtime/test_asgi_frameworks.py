"""Assets in the templates of Starlette, FastAPI and Litestar, and their files before these applications."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from jinja2 import DictLoader, Environment
from litestar import Litestar, get
from litestar.exceptions import LitestarException
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template.config import TemplateConfig
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates

from assetbuild.errors import UsageError
from assetbuild.runtime import LazyManifest, Manifest
from assetbuild.runtime.litestar import AssetBuild
from assetbuild.runtime.serving import serve_asgi
from assetbuild.runtime.starlette import add_assets

from .samples import write_manifest

PAGE = '{{ asset_tags("css/app.css") }} {{ "js/app.js" | asset_url }}'


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("ASSETBUILD_URL", raising=False)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_text(PAGE)
    return write_manifest(tmp_path / "out", {"css/app.css": b"a{}", "js/app.js": b"1"})


def pages(application: Any, *paths: str) -> list[httpx.Response]:
    async def ask() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=application)
        async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
            return [await client.get(path) for path in paths]

    return asyncio.run(ask())


def check(application: Any, file: Path) -> None:
    """The page names the assets, and the assets are there."""
    assets = Manifest.load(file)
    page, style = pages(serve_asgi(application, file), "/", assets.url("css/app.css"))
    assert page.text == f"{assets.tags('css/app.css')} {assets.url('js/app.js')}"
    assert (style.text, style.headers["cache-control"]) == ("a{}", "public, max-age=31536000, immutable")


@pytest.mark.parametrize("given", [str, Manifest.load, LazyManifest])
def test_starlette_templates_name_assets(given: Any, file: Path) -> None:
    templates = Jinja2Templates(file.parents[1] / "templates")
    known = add_assets(templates, given(file))

    async def page(request: Request) -> Response:
        return templates.TemplateResponse(request, "page.html")

    check(Starlette(routes=[Route("/", page)]), file)
    assert known.names() == ["css/app.css", "js/app.js"]


def test_templates_with_an_environment_of_their_own(file: Path) -> None:
    environment = Environment(loader=DictLoader({"page.html": PAGE}), autoescape=True)
    templates = Jinja2Templates(env=environment)
    add_assets(templates, file)
    assert "/static/js/app." in environment.get_template("page.html").render()


def test_fastapi_templates_name_assets(file: Path) -> None:
    templates = Jinja2Templates(file.parents[1] / "templates")
    assets = add_assets(templates, file)
    app = FastAPI()

    @app.get("/")
    def page(request: Request) -> Response:
        response = templates.TemplateResponse(request, "page.html")
        for hint in assets.early_hints("css/app.css"):
            response.headers.append("Link", hint)
        return response

    check(app, file)
    (response,) = pages(app, "/")
    assert response.headers["link"] == Manifest.load(file).early_hints("css/app.css")[0]


@pytest.mark.parametrize("given", [str, Manifest.load, LazyManifest])
def test_litestar_templates_name_assets(given: Any, file: Path) -> None:
    @get("/", sync_to_thread=False)
    def page() -> Template:
        return Template(template_name="page.html")

    templates = TemplateConfig(directory=file.parents[1] / "templates", engine=JinjaTemplateEngine)
    plugin = AssetBuild(given(file))
    check(Litestar([page], template_config=templates, plugins=[plugin]), file)
    assert plugin.assets.names() == ["css/app.css", "js/app.js"]


def test_litestar_without_jinja_templates_is_an_error(file: Path) -> None:
    with pytest.raises((UsageError, LitestarException), match="the AssetBuild plugin is for Jinja templates"):
        Litestar([], plugins=[AssetBuild(file)])
