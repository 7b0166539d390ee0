"""What goes through the proxy, and what it adds."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from time import sleep
from typing import Any
from urllib.request import urlopen

import pytest

from ..sites import Site
from .servers import App, Server, an_app, ask_raw, serving

HTML = ("Content-Type", "text/html; charset=utf-8")
PAGE = {"Accept": "text/html,*/*"}
TAG = b'<script src="/__assetbuild__/client.js" data-digest="'


def answer(path: str) -> tuple[int, list[tuple[str, str]], bytes]:
    answers: dict[str, tuple[int, list[tuple[str, str]], bytes]] = {
        "/page": (200, [HTML, ("ETag", '"x"')], b"<p>page</p>"),
        "/nonce": (200, [HTML, ("Content-Security-Policy", "script-src 'nonce-aB+/_-9='")], b"<p>page</p>"),
        "/zipped": (200, [HTML, ("Content-Encoding", "gzip")], b"zipped"),
        "/json": (200, [("Content-Type", "application/json")], b"{}"),
        "/away": (302, [("Location", "/page"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")], b""),
        "/oops": (500, [HTML], b"<p>oops</p>"),
    }
    return answers.get(path.partition("?")[0], (404, [("Content-Type", "text/plain")], b"the app has no such page"))


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[Server, App]]:
    site = Site({"css/app.css": "a { color: red }"}, config="encodings = []\n")
    with an_app(answer) as app, serving(site, "--proxy", app.url) as server:
        yield server, app


def ask(
    server: Server, path: str, method: str = "GET", headers: dict[str, str] | None = None, body: bytes | None = None
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(server.host, timeout=30)
    connection.request(method, path, body, headers or {})
    response = connection.getresponse()
    data = response.read()
    connection.close()
    return response, data


@pytest.mark.parametrize(
    ("path", "headers", "added"),
    [
        ("/page", PAGE, True),
        ("/page", PAGE | {"Sec-Fetch-Dest": "document"}, True),
        ("/page", PAGE | {"Sec-Fetch-Dest": "empty"}, False),
        ("/page", {}, False),
        ("/zipped", PAGE, False),
        ("/json", PAGE, False),
        ("/oops", PAGE, True),
    ],
)
def test_script_is_added_to_pages_alone(
    both: tuple[Server, App], path: str, headers: dict[str, str], added: bool
) -> None:
    response, data = ask(both[0], path, headers=headers)
    plain = answer(path)[2]
    assert response.status == answer(path)[0]
    assert (TAG in data, data.startswith(plain)) == (added, True)
    assert (data == plain) is not added
    assert (response.headers["ETag"] is None) is (added or path != "/page")


def test_nonce_of_the_policy_is_on_the_script(both: tuple[Server, App]) -> None:
    assert ask(both[0], "/nonce", headers=PAGE)[1].endswith(b'" nonce="aB+/_-9="></script>\n')


def test_request_goes_on_as_it_came(both: tuple[Server, App]) -> None:
    server, app = both
    headers = {"X-Given": "1", "Cookie": "c=d", "Connection": "X-Hop", "X-Hop": "1", "If-None-Match": '"x"'}
    response, _ = ask(server, "/caf%C3%A9/a%2Fb?q=%20&r", "POST", headers, b"body" * 9999)
    method, path, found, body = app.asked[-1]
    assert (method, path, body) == ("POST", "/caf%C3%A9/a%2Fb?q=%20&r", b"body" * 9999)
    assert (found["host"], found["x-given"], found["cookie"]) == (server.host, "1", "c=d")
    assert found["if-none-match"] == '"x"'
    assert "x-hop" not in found
    assert response.status == 404
    ask(server, "/page", headers=PAGE | {"If-None-Match": '"x"', "Accept-Encoding": "gzip"})
    assert "if-none-match" not in app.asked[-1][2]
    assert app.asked[-1][2]["accept-encoding"] == "identity"


def test_request_gets_no_header_that_it_did_not_have(both: tuple[Server, App]) -> None:
    server, app = both
    ask(server, "/away")  # whose cookies are the browser's to send
    ask_raw(server.url, f"GET /bare HTTP/1.1\r\nHost: {server.host}\r\nConnection: close\r\n\r\n".encode())
    assert app.asked[-1][2] == {"host": server.host}


def test_request_without_a_given_length_goes_on_in_pieces(both: tuple[Server, App]) -> None:
    server, app = both
    head = f"POST /pieces HTTP/1.1\r\nHost: {server.host}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert ask_raw(server.url, head.encode() + b"4\r\nbody\r\n0\r\n\r\n")[0] == 404
    headers = {"host": server.host, "transfer-encoding": "chunked"}
    assert app.asked[-1] == ("POST", "/pieces", headers, b"body")


def test_request_that_breaks_off_is_nobodys_fault() -> None:
    site = Site({"a.css": "a{}"}, config="encodings = []\n")
    with an_app(answer) as app, serving(site, "--proxy", app.url) as server:
        port = int(server.url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=30) as page:
            page.sendall(b"POST /broken HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nabc")
        assert ask(server, "/page")[0].status == 200
        assert server.watching.interrupt() == 130
    assert (site.folder / "stderr.txt").read_text() == ""


def test_redirect_and_cookies_come_back(both: tuple[Server, App]) -> None:
    response, data = ask(both[0], "/away", headers=PAGE)
    assert (response.status, response.headers["Location"], data) == (302, "/page", b"")
    assert response.headers.get_all("Set-Cookie") == ["a=1", "b=2"]


def test_artifacts_come_from_the_build_with_their_headers(both: tuple[Server, App]) -> None:
    server, app = both
    server.watching.lines.queue.clear()
    origin = {"Origin": "http://localhost:8000"}
    response, data = ask(server, "/__assetbuild__/client.js", headers=origin)
    assert (response.headers["Content-Type"], b"EventSource" in data) == ("text/javascript; charset=utf-8", True)
    assert response.headers["Access-Control-Allow-Origin"] == "http://localhost:8000"
    assert "/__assetbuild__/client.js" not in [path for _, path, _, _ in app.asked]


def test_app_that_is_not_there_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        target = f"http://127.0.0.1:{free.getsockname()[1]}"
        with serving(Site({"a.css": "a{}"}), "--proxy", target) as server:
            response, data = ask(server, "/")
            assert (response.status, data.decode()) == (502, f"nothing answers at {target}: start the app\n")


@pytest.mark.parametrize(
    "target", ["ftp://x", "localhost:8000", "http://x/path", "http://x/#y", "http://[x", "http://"]
)
def test_proxy_must_be_an_origin(target: str) -> None:
    run = Site({"a.css": "a{}"}).run("serve", "--proxy", target)
    assert (run.status, "hint: name where the app listens" in run.stderr) == (2, True)


def test_port_that_is_taken_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        Site({"a.css": "a{}"}).run("serve", "--port", str(port)).fails(
            status=2,
            stderr=f"""\
                error: cannot listen at 127.0.0.1 port {port}: Address already in use
                  hint: name another: --port 3001, or --port 0 for any that is free
                """,
        )


def test_broken_configuration_ends_at_once() -> None:
    run = Site(config='sources = ["nowhere"]').run("serve", "--port", "0")
    assert (run.status, "there is no source root 'nowhere'" in run.stderr) == (2, True)


def test_interrupt_ends_with_130_and_open_streams() -> None:
    site = Site({"a.css": "a{}"}, config='encodings = []\nurl = "https://cdn.example.com/x/"\n')
    with serving(site, "--host", "::1") as server:
        port = int(server.url.rpartition(":")[2])
        page = socket.create_connection(("::1", port), timeout=30)
        page.sendall(b"GET /__assetbuild__/events HTTP/1.1\r\nHost: [::1]\r\n\r\n")
        assert page.recv(99).startswith(b"HTTP/1.1 200")
        assert server.watching.interrupt() == 130
        page.close()
    assert (site.folder / "stderr.txt").read_text() == ""


def test_others_on_the_network_are_warned_of() -> None:
    site = Site({"a.css": "a{}"}, config="encodings = []\n")
    with serving(site, "--host", "0.0.0.0") as server:
        assert ask_raw(server.url, b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")[0] == 404
    assert (site.folder / "stderr.txt").read_text() == "warning: others on the network can connect to 0.0.0.0\n"


def test_page_that_missed_a_build_is_told_where_things_stand() -> None:
    site = Site({"a.css": "a { color: red }"}, config="encodings = []\n")
    with serving(site) as server:
        first = hello(server)
        site.write({"assets/a.css": "a { color: blue }"})
        second = hello_unlike(first, server)
        site.write({"assets/a.css": "a { background: url(nowhere.png) }"})
        third = hello_unlike(second, server)
    assert first["hello"]
    assert not first["error"]
    assert first["digest"] != second["digest"] == third["digest"]
    assert "there is no asset 'nowhere.png'" in third["error"]


def hello_unlike(before: Any, server: Server) -> Any:
    """What a page is told when it comes after the next build, which is printed a moment before pages are told of it."""
    server.watching.until("assets/a.css")
    for _ in range(1000):
        if (told := hello(server)) != before:
            break
        sleep(0.01)
    return told


def hello(server: Server) -> Any:
    """What a page is told when it comes."""
    with urlopen(server.url + "/__assetbuild__/events", timeout=30) as stream:
        return json.loads(stream.readline().removeprefix(b"data: "))
