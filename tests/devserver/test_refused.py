"""What the advisories of other development servers tell of is refused: path traversal, sources, foreign pages.

GHSA numbers are those of https://github.com/advisories.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..sites import Site
from .servers import App, Server, an_app, ask_raw, serving

SECRET = "the-secret"
# Each is the target of a request line. `CSS` stands for the artifact's path, `ROOT` for the project's folder.
TARGETS = {
    # Sprockets, CVE-2018-3760
    "CVE-2018-3760 file url": "/assets/file:%2f%2f/etc/passwd",
    "CVE-2018-3760 double encoded": "/assets/file:%2f%2fROOT/%252e%252e/%252e%252e/etc/passwd",
    "CVE-2018-3760 below root": "/static/file:%2f%2fROOT/assets/%252e%252e/secret.toml",
    # Sprockets, CVE-2014-7819
    "CVE-2014-7819 double slash": "/static//etc/passwd",
    "CVE-2014-7819 encoded backslash": "/static/%5c../%5c../secret.toml",
    "CVE-2014-7819 dots": "/static/../../secret.toml",
    # webpack-dev-middleware, GHSA-wr3j-pwj9-hqq6 (CVE-2024-29180)
    "CVE-2024-29180 encoded slash": "/static/..%2f..%2fsecret.toml",
    "CVE-2024-29180 encoded dots": "/static/%2e%2e/%2e%2e/secret.toml",
    "CVE-2024-29180 mixed": "/static/%2e%2e%2f%2e%2e%2fsecret.toml",
    "CVE-2024-29180 public path": "/webpack/..%2f..%2fetc%2fpasswd",
    "CVE-2024-29180 upper case": "/static/%2E%2E%2F%2E%2E%2Fsecret.toml",
    # webpack-dev-server, GHSA-9jgg-88mc-972h and GHSA-4v9v-hfq4-rm2v: reading bundles and listings
    "CVE-2025-30359 listing": "/webpack-dev-server",
    "CVE-2025-30360 open editor": "/webpack-dev-server/open-editor?fileName=ROOT/secret.toml",
    "CVE-2025-30360 invalidate": "/webpack-dev-server/invalidate",
    # Vite, GHSA-x574-m823-4x7w (CVE-2025-30208)
    "CVE-2025-30208 raw": "/@fs/etc/passwd?raw??",
    "CVE-2025-30208 import raw": "/@fs/etc/passwd?import&raw??",
    "CVE-2025-30208 source": "/assets/css/app.css?raw??",
    # Vite, GHSA-4r4m-qw57-chr8 (CVE-2025-31125)
    "CVE-2025-31125 inline": "/@fs/etc/passwd?import&?inline=1.wasm?init",
    "CVE-2025-31125 source": "/secret.toml?import&?inline=1.wasm?init",
    # Vite, GHSA-xcj6-pq6g-qj4x (CVE-2025-31486)
    "CVE-2025-31486 svg": "/etc/passwd?.svg?.wasm?init",
    "CVE-2025-31486 svg source": "/static/secret.toml?.svg?.wasm?init",
    "CVE-2025-31486 relative": "/@fs/x/x/x/ROOT/?/../../../../../etc/passwd?import&?raw",
    # Vite, GHSA-356w-63v5-8wf4 (CVE-2025-32395): `#` is not allowed in a request target
    "CVE-2025-32395 hash": "/@fs/ROOT/#/../../../../../etc/passwd",
    "CVE-2025-32395 hash only": "/static/#/../secret.toml",
    "CVE-2025-32395 hash behind an asset": "/static/CSS#/../../secret.toml",
    # Vite, GHSA-859w-5945-r5v3 (CVE-2025-46565): a slash and a dot behind
    "CVE-2025-46565 slash dot": "/secret.toml/.",
    "CVE-2025-46565 slash": "/secret.toml/",
    "CVE-2025-46565 in the output": "/static/manifest.json/.",
    # Vite, GHSA-93m4-6634-74q7 (CVE-2025-62522): a backslash behind
    "CVE-2025-62522 backslash": "/secret.toml\\",
    "CVE-2025-62522 encoded backslash": "/secret.toml%5c",
    # Vite, GHSA-353f-5xf4-qw67 (CVE-2023-34092) and GHSA-c24v-8rfc-w8vw (CVE-2024-23331)
    "CVE-2023-34092 double slash": "//secret.toml",
    "CVE-2023-34092 in the output": "//static/../secret.toml",
    "CVE-2024-23331 other case": "/SECRET.TOML",
    "CVE-2024-23331 other case of an asset": "/static/CSS/../CSS",
    # Vite, GHSA-8jhw-289h-jh2g (CVE-2024-31207) and issues 2820 and 8498
    "CVE-2024-31207 fs": "/@fs/etc/passwd",
    "CVE-2024-31207 fs encoded": "/@fs/ROOT/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "CVE-2024-31207 fs secret": "/@fs/ROOT/secret.toml",
    "CVE-2022-35204 fs double slash": "/@fs//etc/passwd",
    "CVE-2024-31207 id": "/@id/ROOT/secret.toml",
    "CVE-2024-31207 env": "/.env",
    "CVE-2024-45811 env raw": "/.env?raw",
    # Vite, GHSA-g4jq-h2w9-997c and GHSA-jqfw-vq24-v9c3: a neighbour of the public folder
    "CVE-2025-58751 neighbour": "/static/../assets-private/x.txt",
    "CVE-2025-58752 neighbour encoded": "/static/..%2fassets-private%2fx.txt",
    # Vite, GHSA-9cwx-2883-4wfx: a query in place of a path
    "CVE-2024-45811 import raw": "/@fs/etc/passwd?import&raw",
    "CVE-2024-45811 import raw source": "/secret.toml?import&raw",
    # Vite, GHSA-v2wj-q39q-566r and GHSA-4w7w-66w2-5vf9: queries again, and source maps of dependencies
    "CVE-2026-39364 raw": "/assets/.env?import&url&inline",
    "CVE-2026-39364 raw secret": "/secret.toml?raw",
    "CVE-2026-39365 map": "/static/../../secret.toml.map",
    "CVE-2026-39365 map of a dependency": "/node_modules/.vite/deps/..%2f..%2f..%2fsecret.toml.map",
    # Vite, GHSA-p9ff-h696-f583: the address of its WebSocket
    "CVE-2026-39363 fetch module": "/@vite/invoke?fetchModule=file:///etc/passwd?raw",
    # Vite, GHSA-xcj6-pq6g-qj4x: as a module
    "CVE-2025-31486 url": "/@fs/etc/passwd?url&inline",
    "vite open in editor": "/__open-in-editor?file=ROOT/secret.toml",
    "vite html proxy": "/@id/__x00__ROOT/secret.toml?html-proxy&index=0.js",
    # Windows: GHSA on NTFS streams and 8.3 names
    "CVE-2026-53571 stream": "/.env::$DATA?raw",
    "CVE-2026-53571 short name": "/static/SECRET~1.TOM",
    # esbuild, GHSA-g7r4-m6w7-qqqr
    "GHSA-g7r4-m6w7-qqqr backslashes": "/static/..\\..\\secret.toml",
    "GHSA-g7r4-m6w7-qqqr encoded": "/static/..%5c..%5csecret.toml",
    "GHSA-g7r4-m6w7-qqqr windows": "/..\\..\\..\\..\\Windows\\system.ini",
    "GHSA-g7r4-m6w7-qqqr drive": "/C:/Windows/system.ini",
    # Sources, cache, configuration, the manifest, by any name
    "source": "/assets/css/app.css",
    "source under the url": "/static/css/app.css",
    "configuration": "/assetbuild.toml",
    "configuration under the url": "/static/assetbuild.toml",
    "manifest": "/static/manifest.json",
    "cache": "/.assetbuild/cache/CACHEDIR.TAG",
    "absolute": "ROOT/secret.toml",
    "file that no build named": "/static/css/stray.css",
    "temporary file": "/static/.assetbuild-00-0.tmp",
    "link": "/static/css/link.css",
    "folder link": "/static/linked/x.txt",
    "listing": "/static/",
    "listing of a folder": "/static/css/",
    "folder": "/static/css",
    "root": "/",
    # Other spellings
    "nul": "/static/CSS%00.png",
    "nul before": "/static/%00/CSS",
    "triple encoded dots": "/static/%25252e%25252e/secret.toml",
    "overlong slash": "/static/..%c0%af..%c0%afsecret.toml",
    "overlong dot of three bytes": "/static/%e0%80%ae%e0%80%ae/secret.toml",
    "full width dots": "/static/%ef%bc%8e%ef%bc%8e/secret.toml",
    "full width slash": "/static/%ef%bc%8e%ef%bc%8e%ef%bc%8fsecret.toml",
    "utf-16 escape": "/static/%u002e%u002e/secret.toml",
    "newline": "/static/CSS%0a",
    "header in the path": "/static/CSS%0d%0aX:%201",
    "query of a query": "/static/CSS??/../../secret.toml#",
    "hash in the query": "/static/CSS?x#/../../secret.toml",
    "client's folder": "/__assetbuild__/../secret.toml",
    "client's source": "/__assetbuild__/server.py",
    "client encoded": "/__assetbuild__/..%2f..%2fsecret.toml",
    "percent alone": "/static/%/%2/secret.toml",
    "overlong utf-8": "/static/%c0%ae%c0%ae/secret.toml",
    "segment parameters": "/static/..;/..;/secret.toml",
    "encoded asset": "/static/%63ss/CSS",
    "dot": "/static/./CSS",
    "absolute form": "http://127.0.0.1/secret.toml",
    "absolute form of another": "http://evil.example/static/CSS",
    "absolute form with user": "http://127.0.0.1@evil.example/static/CSS",
    "web socket form": "ws://127.0.0.1/static/CSS",
    "authority form": "127.0.0.1:80",
    "at sign": "@evil.example/static/CSS",
    "query alone": "?/static/CSS",
    "file form": "file:///etc/passwd",
    "no slash": "static/CSS",
    "asterisk": "*",
}
GOOD = "127.0.0.1"
# GHSA-vg6x-rcgg-rjx6 (Vite), GHSA-67mh-4wv8-2f99 (esbuild), GHSA-9jgg-88mc-972h and CVE-2018-14732 (webpack)
HEADERS = {
    "CVE-2025-24010 foreign host": ["Host: evil.example"],
    "CVE-2025-24010 foreign host with our port": ["Host: evil.example:PORT"],
    "host with our name before": ["Host: 127.0.0.1.evil.example"],
    "host with our name behind": ["Host: evil-localhost"],
    "host with user": ["Host: localhost@evil.example"],
    "host with path": ["Host: localhost/evil.example"],
    "host with a dot": ["Host: localhost."],
    "host of all addresses": ["Host: 0.0.0.0:PORT"],
    "host in decimals": ["Host: 2130706433"],
    "host in short": ["Host: 127.1"],
    "other loopback": ["Host: 127.0.0.2"],
    "foreign ipv6": ["Host: [2001:db8::1]:PORT"],
    "mapped ipv6": ["Host: [::ffff:127.0.0.1]"],
    "ipv6 and more": ["Host: [::1].evil.example"],
    "CVE-2026-14631 broken ipv6": ["Host: [::1"],
    "ipv6 without brackets": ["Host: ::1"],
    "no host": ["Host:"],
    "port that is none": ["Host: localhost:99999"],
    "port that is no number": ["Host: localhost:8o"],
    "CVE-2026-14631 host of brackets": ["Host: []"],
    "CVE-2026-14631 host of a percent": ["Host: %"],
    "host that is folded": ["Host: localhost", " .evil.example"],
    "host with a zone": ["Host: [::1%25lo]"],
    "host in octal": ["Host: 0177.0.0.1"],
    "host in hexadecimal": ["Host: 0x7f000001"],
    "host that rebinds": ["Host: 127.0.0.1.nip.io"],
    "unspecified ipv6": ["Host: [::]:PORT"],
    "host with a comma": ["Host: localhost, evil.example"],
    "two hosts": ["Host: 127.0.0.1", "Host: evil.example"],
    "forwarded host": ["Host: evil.example", "X-Forwarded-Host: localhost"],
    "CVE-2025-30360 foreign origin": ["Host: 127.0.0.1", "Origin: http://evil.example"],
    "CVE-2018-14732 foreign origin with our port": ["Host: 127.0.0.1", "Origin: http://evil.example:PORT"],
    "origin of a name before": ["Host: 127.0.0.1", "Origin: http://localhost.evil.example"],
    "CVE-2026-27977 origin null": ["Host: 127.0.0.1", "Origin: null"],
    "two origins": ["Host: 127.0.0.1", "Origin: http://localhost", "Origin: http://evil.example"],
    "origins in one": ["Host: 127.0.0.1", "Origin: http://localhost http://evil.example"],
    "origin that is empty": ["Host: 127.0.0.1", "Origin:"],
    "origin of a name with a dot": ["Host: 127.0.0.1", "Origin: http://localhost."],
    "CVE-2026-14631 origin of brackets": ["Host: 127.0.0.1", "Origin: http://[]"],
    "origin file": ["Host: 127.0.0.1", "Origin: file://"],
    "origin of an extension": ["Host: 127.0.0.1", "Origin: chrome-extension://localhost"],
    "CVE-2025-30360 origin of an address": ["Host: 127.0.0.1", "Origin: http://192.0.2.1"],
    "origin with user": ["Host: 127.0.0.1", "Origin: http://localhost@evil.example"],
    "origin of ipv6": ["Host: 127.0.0.1", "Origin: http://[2001:db8::1]"],
    "CVE-2026-14631 origin broken": ["Host: 127.0.0.1", "Origin: http://[::1"],
    "CVE-2025-30359 foreign script": ["Host: 127.0.0.1", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"],
    "CVE-2025-30359 foreign script with referrer": [
        "Host: 127.0.0.1",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Mode: no-cors",
        "Referer: http://evil.example/localhost",
    ],
}
ALLOWED = {
    "ipv4": ["Host: 127.0.0.1:PORT"],
    "another port": ["Host: 127.0.0.1:9"],
    "localhost": ["Host: LocalHost:PORT"],
    "below localhost": ["Host: app.localhost"],
    "ipv6": ["Host: [::1]:PORT"],
    "our origin": ["Host: 127.0.0.1", "Origin: http://localhost:8000"],
    "named": ["Host: dev.example", "Origin: https://dev.example"],
    "script of our page": [
        "Host: 127.0.0.1",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Mode: no-cors",
        "Referer: http://localhost:8000/",
    ],
    "link that was followed": ["Host: 127.0.0.1", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"],
}
# Refused by their form alone, whether there is an app behind or not.
UP = ("..", "%c0", "%2e", "%2E", "%252e", "%25252e", "\\", "%5c", "%00", "#", "/./", "//static", "//secret")


@pytest.fixture(scope="module")
def site() -> Site:
    site = Site(
        {"css/app.css": "a { color: red }"},
        project={
            "secret.toml": SECRET,
            ".env": SECRET,
            "dist/assets/css/stray.css": SECRET,
            "dist/assets-private/x.txt": SECRET,
            "dist/assets/.assetbuild-00-0.tmp": SECRET,
        },
        config="encodings = []\n",
    )
    (site.output / "css/link.css").symlink_to(site.folder / "secret.toml")
    (site.output / "linked").symlink_to(site.folder / "dist/assets-private")
    return site


@pytest.fixture(scope="module")
def server(site: Site) -> Iterator[Server]:
    with serving(site, "--allow-host", "dev.example") as found:
        yield found


@pytest.fixture(scope="module")
def behind(site: Site) -> Iterator[tuple[Server, App]]:
    with (
        an_app(lambda path: (200, [("Content-Type", "text/plain")], b"the app")) as app,
        serving(site, "--allow-host", "dev.example", "--proxy", app.url) as found,
    ):
        yield found, app


def css(site: Site) -> str:
    return str(site.run("lookup", "css/app.css").stdout.strip().removeprefix("/static/"))


def request(site: Site, server: Server, target: str, headers: list[str]) -> bytes:
    port = server.host.rpartition(":")[2]
    target = target.replace("ROOT", str(site.folder)).replace("CSS", css(site))
    lines = [f"GET {target} HTTP/1.1", *(header.replace("PORT", port) for header in headers), "Connection: close"]
    return "\r\n".join([*lines, "", ""]).encode()


def check(answer: tuple[int, bytes], *statuses: int) -> None:
    status, text = answer
    assert status in statuses, text
    assert SECRET.encode() not in text
    assert b"root:" not in text
    assert b"color" not in text


def test_there_are_sixty_cases_and_more() -> None:
    assert len(TARGETS) + len(HEADERS) + len(HEADS) >= 60
    assert len({name.split()[0] for name in (*TARGETS, *HEADERS) if name.startswith(("CVE-", "GHSA-"))}) >= 20


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS.keys())
def test_target_is_refused(site: Site, server: Server, target: str) -> None:
    check(ask_raw(server.url, request(site, server, target, ["Host: 127.0.0.1"])), 400, 404)


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS.keys())
@pytest.mark.parametrize("target", ["/static/CSS", "/__assetbuild__/events"])
def test_foreign_host_or_page_is_refused(site: Site, server: Server, headers: list[str], target: str) -> None:
    check(ask_raw(server.url, request(site, server, target, headers)), 400, 403)


@pytest.mark.parametrize("headers", ALLOWED.values(), ids=ALLOWED.keys())
def test_own_host_and_page_are_served(site: Site, server: Server, headers: list[str]) -> None:
    status, answer = ask_raw(server.url, request(site, server, "/static/CSS?x=1", headers))
    assert (status, answer.endswith(b"a{color:red}")) == (200, True)


CROOKED = {name: target for name, target in TARGETS.items() if any(up in target.partition("?")[0] for up in UP)}


@pytest.mark.parametrize("target", CROOKED.values(), ids=CROOKED.keys())
def test_crooked_target_does_not_reach_the_app(site: Site, behind: tuple[Server, App], target: str) -> None:
    server, app = behind
    before = len(app.asked)
    check(ask_raw(server.url, request(site, server, target, ["Host: 127.0.0.1"])), 400)
    assert len(app.asked) == before


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS.keys())
def test_foreign_request_does_not_reach_the_app(site: Site, behind: tuple[Server, App], headers: list[str]) -> None:
    server, app = behind
    check(ask_raw(server.url, request(site, server, "/foreign", headers)), 400, 403)
    assert [path for _, path, _, _ in app.asked if path == "/foreign"] == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_assets_are_only_read(site: Site, server: Server, method: str) -> None:
    head = request(site, server, "/static/CSS", ["Host: localhost"]).replace(b"GET", method.encode(), 1)
    check(ask_raw(server.url, head), 405)


# Request lines and heads by which two servers come to see two different requests (CWE-444).
HEADS = {
    "high bytes": b"GET /static/\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "high bytes in the query": b"GET /x?\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "method alone": b"GET\r\n\r\n",
    "no version": b"GET /x\r\n\r\n",
    "nul": b"\0\r\n\r\n",
    "nul in a header": b"GET /x HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n",
    "line end in a header": b"GET /x HTTP/1.1\r\nHost: localhost\r\nX: a\rb\r\n\r\n",
    "two words": b"GET /x /etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "tabs": b"GET\t/x\tHTTP/1.1\r\nHost: localhost\r\n\r\n",
    "header in the method": b"GET%0d%0aX: /x HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "connect": b"CONNECT evil.example:80 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "two lengths": b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 0\r\n\r\nabc",
    "length and pieces": b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 42\r\nTransfer-Encoding: chunked\r\n"
    b"Connection: close\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "pieces with a space": b"POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "unknown pieces": b"POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "pieces twice": b"POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    "length with a sign": b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: +3\r\n\r\nabc",
    "huge header": b"GET /x HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 99_999 + b"\r\n\r\n",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_what_is_not_plain_http_is_refused_and_does_not_reach_the_app(behind: tuple[Server, App], head: bytes) -> None:
    server, app = behind
    before = len(app.asked)
    check(ask_raw(server.url, head), 400, 431)
    assert len(app.asked) == before


# GHSA-67mh-4wv8-2f99 (esbuild) sent `*` with everything.
@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS.keys())
def test_answer_to_a_foreign_page_cannot_be_read_by_it(site: Site, server: Server, headers: list[str]) -> None:
    _, answer = ask_raw(server.url, request(site, server, "/static/CSS", headers))
    assert b"access-control" not in answer.lower()


@pytest.mark.parametrize("kind", ["link", "folder link", "other bytes", "pipe", "gone"])
def test_artifact_that_is_not_what_was_built_is_not_served(tmp_path: Path, kind: str) -> None:
    site = Site({"css/app.css": "a { color: red }"}, config="encodings = []\n")
    with serving(site) as server:
        file = site.output / css(site)
        if kind == "folder link":
            file.parent.rename(tmp_path / "css")
            file.parent.symlink_to(tmp_path / "css")
        else:
            file.rename(tmp_path / "x")
        if kind == "link":
            file.symlink_to(tmp_path / "x")
        elif kind == "pipe":
            os.mkfifo(file)
        elif kind == "other bytes":
            file.write_text(SECRET)
        check(ask_raw(server.url, request(site, server, "/static/CSS", ["Host: localhost"])), 404)
