"""The output folder served by WhiteNoise and by ServeStatic, each set up by one call."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from assetbuild.errors import UsageError
from assetbuild.runtime import LazyManifest, Manifest
from assetbuild.runtime.served_files import serve_files
from assetbuild.runtime.serving import is_immutable, serve_asgi, serve_wsgi

from ..sites import Site

Get = Callable[..., httpx.Response]


def wsgi_page(environ: Any, start_response: Any) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"page"]


async def asgi_page(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"page"})


def get_wsgi(assets: Any, path: str, headers: Mapping[str, str], method: str = "GET", **options: Any) -> httpx.Response:
    transport = httpx.WSGITransport(app=serve_wsgi(wsgi_page, assets, **options))
    with httpx.Client(transport=transport, base_url="http://site") as client:
        return client.request(method, path, headers=headers)


def get_asgi(assets: Any, path: str, headers: Mapping[str, str], method: str = "GET", **options: Any) -> httpx.Response:
    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(app=serve_asgi(asgi_page, assets, **options))
        async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
            return await client.request(method, path, headers=headers)

    return asyncio.run(get())


@pytest.fixture(params=[get_wsgi, get_asgi], ids=["wsgi", "asgi"])
def get(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Get:
    monkeypatch.delenv("ASSETBUILD_URL", raising=False)
    found: Get = request.param
    return found


@pytest.fixture(scope="module")
def site() -> Site:
    site = Site(
        {
            "css/app.css": ".b{color:blue}" * 99,
            "js/app.mjs": "export const é = 1;\n" * 99,
            "js/tiny.js": "1",
            "fonts/A.WOFF2": b"font",
            "img/a b.svg": "<svg xmlns='http://www.w3.org/2000/svg'></svg>" + " " * 200,
            "LICENSE": "MIT " * 99,
        },
        config='minify = "off"\n',
    )
    site.compile().succeeds()
    return site


@pytest.fixture
def assets(site: Site) -> Manifest:
    return Manifest.load(site.output / "manifest.json")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("css/app.css", 'text/css; charset="utf-8"'),
        ("js/app.mjs", 'text/javascript; charset="utf-8"'),
        ("js/tiny.js", 'text/javascript; charset="utf-8"'),
        ("fonts/A.WOFF2", "font/woff2"),
        ("img/a b.svg", "image/svg+xml"),
        ("LICENSE", "application/octet-stream"),
    ],
)
@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, br", "br"), ("gzip", "gzip"), ("identity", "")])
def test_file_is_immutable_and_has_its_type_and_the_right_twin(
    name: str, kind: str, accepted: str, encoding: str, site: Site, assets: Manifest, get: Get
) -> None:
    entry = site.compile().entry(name)
    response = get(assets, assets.url(name), {"Accept-Encoding": accepted})
    assert response.status_code == 200
    assert response.content == (site.output / entry.path).read_bytes()
    headers = response.headers
    assert headers["content-type"] == kind
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["access-control-allow-origin"] == "*"
    assert headers["content-length"] == str(entry.encodings.get(encoding, entry.size))
    assert headers.get("content-encoding") == (encoding if encoding in entry.encodings else None)
    assert headers.get("vary") == ("Accept-Encoding" if entry.encodings else None)
    again = get(assets, assets.url(name), {"If-None-Match": headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == headers["cache-control"]


def test_etag_is_the_fingerprint_whatever_the_time_of_the_file(assets: Manifest, get: Get) -> None:
    response = get(assets, assets.url("js/tiny.js"), {}, "HEAD")
    assert response.headers["etag"] == f'W/"{assets.path("js/tiny.js").split(".")[1]}"'


@pytest.mark.parametrize("path", ["/", "/static/", "/static/css/app.css", "/static/../assetbuild.toml", "/css/app.css"])
def test_other_paths_are_the_applications(path: str, assets: Manifest, get: Get) -> None:
    assert get(assets, path, {}).text == "page"


def test_manifest_is_not_immutable(assets: Manifest, get: Get) -> None:
    assert "immutable" not in get(assets, "/static/manifest.json", {}).headers["cache-control"]


def test_files_of_an_earlier_build_are_served_until_they_are_pruned(get: Get) -> None:
    site = Site({"a.css": "a{}"})
    site.compile().succeeds()
    old = Manifest.load(site.output / "manifest.json").url("a.css")
    site.write({"assets/a.css": "b{}"}).compile().succeeds()
    response = get(site.output / "manifest.json", old, {})
    assert (response.text, response.headers["cache-control"]) == ("a{}", "public, max-age=31536000, immutable")


@pytest.mark.parametrize("make", [serve_wsgi, serve_asgi])
@pytest.mark.parametrize("prefix", ["/static/", "", "/"])
def test_files_of_a_later_build_are_found_when_they_are_asked_for(make: Any, prefix: str) -> None:
    site = Site({"css/a.css": "a{}", "b.css": "b{}"})
    site.compile().succeeds()
    server = make(None, site.output / "manifest.json", prefix=prefix)
    site.write({"assets/css/a.css": "c{" + "d:e;" * 99 + "}", "secret.0123456789ab.txt": "x"}).compile().succeeds()
    start = f"/{prefix.strip('/')}/".replace("//", "/")
    later = Manifest.load(site.output / "manifest.json").path("css/a.css")
    url = start + later
    assert url not in server.files
    found = server.files.get(url)
    assert found is server.files[url] is server.files.get(url)
    for missing in (
        url.replace(".css", ".txt"),
        f"{start}css/../{later}",
        f"{start}..//../secret.0123456789ab.txt",
        f"{start}../../secret.0123456789ab.txt",
        f"{start}/{site.folder}/secret.0123456789ab.txt",
        f"{start}x\0.0123456789ab.css",
        url + ".br",
        "/elsewhere/" + later,
    ):
        assert server.files.get(missing, "none") == "none", missing
        assert missing not in server.files


@dataclass
class Walker:
    """A server whose walk of the folder meets a file that goes, so many times."""

    gone: int
    autorefresh: bool = False
    directories: list[tuple[str, str]] = field(default_factory=list)
    files: dict[str, Any] = field(default_factory=dict)

    def add_files(self, root: Any, prefix: str) -> None:
        self.gone -= 1
        if self.gone >= 0:
            raise FileNotFoundError(".assetbuild-0-0.tmp")
        self.files["/x"] = root


def test_walk_begins_anew_where_a_file_goes_while_a_build_writes() -> None:
    server = Walker(gone=3)
    serve_files(server, "out", "x", bool)
    assert (server.files, server.directories) == ({"/x": "out"}, [(os.path.abspath("out") + os.sep, "/x/")])
    with pytest.raises(FileNotFoundError):
        serve_files(Walker(gone=99), "out", "x", bool)


def test_path_is_that_of_the_prefix_and_an_option_puts_it_elsewhere(site: Site, get: Get) -> None:
    file = site.output / "manifest.json"
    cdn = LazyManifest(file, "https://cdn.example/my%20site/")
    assert get(cdn, f"/my%20site/{cdn.path('js/tiny.js')}", {}).text == "1"
    root = Manifest.load(file, "https://cdn.example")
    assert get(root, f"/{root.path('js/tiny.js')}", {}).text == "1"
    assert get(cdn, f"/other/{cdn.path('js/tiny.js')}", {}, prefix="/other/", max_age=5).text == "1"


def test_manifest_that_is_missing_is_told_at_once(site: Site, get: Get) -> None:
    with pytest.raises(UsageError, match="the manifest cannot be read"):
        get(site.folder / "manifest.json", "/", {})


@pytest.mark.parametrize(
    ("url", "immutable"),
    [
        ("/static/css/app.3f2a9c1b7d4e.css", True),
        ("/static/LICENSE.3f2a9c1b7d4e", True),
        ("/static/app.min.3f2a9c1b7d4e.js", True),
        ("/static/manifest.json", False),
        ("/static/3f2a9c1b7d4e.css", False),
        ("/static/.3f2a9c1b7d4e.css", False),
        ("/static/app.3f2a9c1b7d4.css", False),
        ("/static/app.3F2A9C1B7D4E.css", False),
        ("/static/app.3f2a9c1b7d4e.css/x", False),
    ],
)
def test_what_bears_a_fingerprint_is_immutable(url: str, immutable: bool) -> None:
    assert is_immutable("", url) is immutable
