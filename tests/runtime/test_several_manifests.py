"""A library's manifest beside an application's, and the host that the environment puts before both."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from jinja2 import Environment

from assetbuild.errors import UsageError
from assetbuild.runtime import LazyManifest, Manifest
from assetbuild.runtime.jinja import add_assets
from assetbuild.runtime.serving import serve_asgi, serve_wsgi

from ..sites import Site
from .test_serving import asgi_page, wsgi_page


@pytest.fixture(autouse=True)
def no_prefix_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASSETBUILD_URL", raising=False)
    monkeypatch.delenv("ASSETBUILD_HOST", raising=False)


@pytest.fixture(scope="module")
def sites() -> tuple[Site, Site]:
    """An application and a library, each compiled for itself, with one name in common."""
    app = Site({"js/app.js": "app();", "css/app.css": "a{}"}, config='url = "/static/"\n')
    library = Site({"js/app.js": "library();"}, config='url = "/static/widgets/"\n')
    for site in (app, library):
        site.compile().succeeds()
    return app, library


def files(sites: tuple[Site, Site]) -> list[str]:
    return [str(site.output / "manifest.json") for site in sites]


@pytest.mark.parametrize("load", [Manifest.load, LazyManifest])
def test_templates_name_assets_of_both(load: Any, sites: tuple[Site, Site]) -> None:
    app, library = map(load, files(sites))
    environment = Environment(autoescape=True)
    add_assets(environment, app)
    environment.globals["widgets"] = library
    page = environment.from_string('{{ asset_tags("js/app.js") }}\n{{ widgets.tags("js/app.js") }}').render()
    first, second = page.splitlines()
    assert f'src="/static/{app.path("js/app.js")}"' in first
    assert f'src="/static/widgets/{library.path("js/app.js")}"' in second
    assert app.integrity("js/app.js") in first
    assert library.integrity("js/app.js") in second


async def ask(application: Any, url: str) -> str:
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
        return (await client.get(url)).text


@pytest.mark.parametrize("host", ["", "https://cdn.example"])
@pytest.mark.parametrize("order", [1, -1])
def test_one_server_serves_both(
    host: str, order: int, sites: tuple[Site, Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSETBUILD_HOST", host)
    app, library = map(Manifest.load, files(sites))
    inner, outer = (app, library)[::order]
    expected = {app.url("js/app.js"): "app();", library.url("js/app.js"): "library();", host + "/": "page"}
    served = serve_asgi(serve_asgi(asgi_page, inner), outer)
    assert {url: asyncio.run(ask(served, url.removeprefix(host))) for url in expected} == expected
    transport = httpx.WSGITransport(app=serve_wsgi(serve_wsgi(wsgi_page, inner), outer))
    with httpx.Client(transport=transport, base_url="http://site") as client:
        assert {url: client.get(url.removeprefix(host)).text for url in expected} == expected


@pytest.mark.parametrize(
    ("host", "url", "given", "prefix"),
    [
        pytest.param("https://cdn.example", None, None, "https://cdn.example/static/", id="before the manifest's"),
        pytest.param("//cdn.example:8080/", None, None, "//cdn.example:8080/static/", id="without scheme"),
        pytest.param("https://cdn.example", "/x", None, "https://cdn.example/x/", id="before the environment's"),
        pytest.param("https://cdn.example", None, "/y/", "https://cdn.example/y/", id="before the application's"),
        pytest.param("https://cdn.example", "https://other/x/", None, "https://other/x/", id="not before a host"),
        pytest.param("https://cdn.example", None, "//other/", "//other/", id="not before a host without scheme"),
        pytest.param("  ", None, None, "/static/", id="blank"),
    ],
)
def test_host_stands_before_a_prefix_that_has_none(
    host: str,
    url: str | None,
    given: str | None,
    prefix: str,
    sites: tuple[Site, Site],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ASSETBUILD_HOST", host)
    if url:
        monkeypatch.setenv("ASSETBUILD_URL", url)
    assert Manifest.load(files(sites)[0], given).prefix == prefix


@pytest.mark.parametrize("host", ["cdn.example", "https://cdn.example/x/", "https://", "https://a b", "https://a?b"])
def test_what_is_no_host_is_an_error(host: str, sites: tuple[Site, Site], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSETBUILD_HOST", host)
    with pytest.raises(UsageError) as refused:
        Manifest.load(files(sites)[0])
    assert str(refused.value) == f"ASSETBUILD_HOST is {host!r}, which is not a host"
    assert refused.value.hint == "give it like `https://cdn.example.com`; a prefix with a path is ASSETBUILD_URL"
