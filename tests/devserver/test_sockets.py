"""WebSockets through the proxy, between a client and an app of other libraries' making."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import sleep
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from ..sites import Site
from .servers import Server, ask_raw, serving
from .socket_app import SocketApp, a_socket_app
from .test_refused import CROOKED, HEADERS

Both = tuple[Server, SocketApp]


@pytest.fixture(scope="module")
def both() -> Iterator[Both]:
    site = Site({"css/app.css": "a { color: red }"}, config="encodings = []\n")
    with a_socket_app() as app, serving(site, "--proxy", app.url) as server:
        yield server, app


@contextmanager
def connection(server: Server, path: str, **options: Any) -> Iterator[ClientConnection]:
    with connect(f"ws://{server.host}{path}", compression=None, proxy=None, **options) as found:
        yield found


def closed(found: ClientConnection) -> tuple[int, str]:
    with pytest.raises(ConnectionClosed) as end:
        found.recv(timeout=30)
    assert end.value.rcvd
    return end.value.rcvd.code, end.value.rcvd.reason


def until(holds: Callable[[], bool]) -> None:
    """Wait for what another process is about to do."""
    for _ in range(3000):
        if holds():
            return
        sleep(0.01)
    raise AssertionError("it did not come to that")


@pytest.mark.parametrize(
    "message",
    ["text é\U0001f600", "", b"\x00\xff", b"", "x" * 3_000_000, b"y" * 3_000_000],
    ids=lambda found: found[:4],
)
def test_message_goes_there_and_back_as_what_it_was(both: Both, message: str | bytes) -> None:
    with connection(both[0], "/echo", max_size=None) as found:
        found.send(message)
        assert found.recv(timeout=30) == message


def test_messages_keep_their_order(both: Both) -> None:
    with connection(both[0], "/echo") as found:
        for number in range(200):
            found.send(str(number))
        assert [found.recv(timeout=30) for _ in range(200)] == [str(number) for number in range(200)]


def test_message_in_pieces_comes_whole(both: Both) -> None:
    with connection(both[0], "/echo") as found:
        found.send(["a", "b", "c"])
        assert found.recv(timeout=30) == "abc"


def test_handshake_goes_on_as_it_came(both: Both) -> None:
    server, app = both
    given = {"Cookie": "c=d", "X-Given": "1", "Authorization": "Basic eA=="}
    with connection(
        server,
        "/echo?q=%20&r",
        origin=Origin("http://localhost:8000"),
        additional_headers=given,
        user_agent_header="me",
    ) as found:
        assert found.response
        assert found.response.headers["Set-Cookie"] == "a=1"
        assert found.subprotocol is None
    path, headers = app.handshakes[-1]
    assert path == "/echo?q=%20&r"
    assert {name: headers[name] for name in ("cookie", "x-given", "authorization", "user-agent", "origin", "host")} == {
        "cookie": "c=d",
        "x-given": "1",
        "authorization": "Basic eA==",
        "user-agent": "me",
        "origin": "http://localhost:8000",
        "host": server.host,
    }


@pytest.mark.parametrize(("offered", "taken"), [(["one"], "one"), (["one", "two.v1"], "two.v1"), ([], None)])
def test_subprotocol_is_the_one_that_the_app_takes(both: Both, offered: list[str], taken: str | None) -> None:
    with connection(both[0], "/echo", subprotocols=list(map(Subprotocol, offered)) or None) as found:
        assert found.subprotocol == taken


@pytest.mark.parametrize(
    ("code", "reason"), [(1000, ""), (1001, "gone"), (1011, "it broke é"), (3000, "x"), (4999, "")]
)
def test_close_of_the_app_reaches_the_page_with_its_code(both: Both, code: int, reason: str) -> None:
    with connection(both[0], "/echo") as found:
        found.send(f"close {code} {reason}")
        assert closed(found) == (code, reason)


@pytest.mark.parametrize(("code", "reason"), [(1000, ""), (1001, "tab"), (4123, "by é")])
def test_close_of_the_page_reaches_the_app_with_its_code(both: Both, code: int, reason: str) -> None:
    server, app = both
    before = len(app.ends)
    with connection(server, "/echo") as found:
        found.close(code, reason)
    until(lambda: len(app.ends) > before)
    assert app.ends[-1] == (code, reason)


@pytest.mark.parametrize("messages", [0, 99], ids=["idle", "with answers under way"])
def test_page_that_vanishes_ends_the_connection_of_the_app(both: Both, messages: int) -> None:
    server, app = both
    before = len(app.ends)
    with socket.create_connection(address(server), timeout=30) as page:
        page.sendall(handshake(server.host, "/echo"))
        assert page.recv(65536).startswith(b"HTTP/1.1 101 ")
        # Of 60,000 bytes each, masked with zeros (RFC 6455 §5.2).
        page.sendall((struct.pack("!BBHI", 0x81, 0x80 | 126, 60_000, 0) + b"x" * 60_000) * messages)
        # With a reset, as when a program dies.
        page.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    until(lambda: len(app.ends) > before)
    assert app.ends[-1][0] == 1000 if not messages else app.ends[-1][0] in (1000, 1006)


def test_app_that_vanishes_is_told_to_the_page() -> None:
    site = Site({"a.css": "a{}"}, config="encodings = []\n")
    with ExitStack() as stack, socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = stack.enter_context(serving(site, "--proxy", url))
        head = handshake(server.host, "/x")
        page = stack.enter_context(socket.create_connection(address(server), timeout=30))
        page.sendall(head)
        app, _ = listener.accept()
        key = b"Sec-WebSocket-Accept: " + accept_of(app.recv(65536))
        app.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + key + b"\r\n\r\n"
        )
        answer = page.recv(65536)
        app.close()
        while data := page.recv(65536):
            answer += data
    assert answer.startswith(b"HTTP/1.1 101 ")
    assert answer.endswith(struct.pack("!BBH", 0x88, 19, 1014) + b"the app went away")


def address(server: Server) -> tuple[str, int]:
    name, _, port = server.host.partition(":")
    return name, int(port)


def handshake(host: str, path: str, *headers: str) -> bytes:
    lines = [
        f"GET {path} HTTP/1.1",
        *(headers or (f"Host: {host}",)),
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def accept_of(request: bytes) -> bytes:
    """The answer to the key in a request (RFC 6455 §4.2.2)."""
    from websockets.utils import accept_key

    (key,) = (
        line.split()[1] for line in request.decode().splitlines() if line.lower().startswith("sec-websocket-key:")
    )
    return accept_key(key).encode()


@pytest.mark.parametrize(
    ("path", "status", "body", "header"),
    [
        pytest.param("/denied", 401, b"log in first", b"x-reason: none", id="denied"),
        pytest.param("/moved", 307, b"", b"location: /echo", id="redirect"),
        pytest.param("/nowhere", 403, b"", b"content-length: 0", id="unknown"),
    ],
)
def test_refusal_of_the_app_reaches_the_page(both: Both, path: str, status: int, body: bytes, header: bytes) -> None:
    found, answer = ask_raw(both[0].url, handshake(both[0].host, path))
    head, _, rest = answer.partition(b"\r\n\r\n")
    assert (found, rest) == (status, body)
    assert head.lower().split(b"\r\n").count(header) == 1


def test_app_that_is_not_there_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        target = f"http://127.0.0.1:{free.getsockname()[1]}"
        with (
            serving(Site({"a.css": "a{}"}), "--proxy", target) as server,
            pytest.raises(InvalidStatus) as refused,
            connection(server, "/echo"),
        ):
            pass
    response = refused.value.response
    assert response.status_code == 502
    assert response.body == f"no WebSocket answers at {target}: start the app\n".encode()


def test_without_an_app_there_are_no_sockets() -> None:
    with (
        serving(Site({"a.css": "a{}"})) as server,
        pytest.raises(InvalidStatus) as refused,
        connection(server, "/echo"),
    ):
        pass
    assert refused.value.response.status_code == 404
    assert refused.value.response.body == b"there is no app behind this server: --proxy URL\n"


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS.keys())
def test_foreign_host_or_page_gets_no_socket(both: Both, headers: list[str]) -> None:
    server, app = both
    before = len(app.handshakes)
    port = server.host.rpartition(":")[2]
    head = handshake(server.host, "/echo", *(header.replace("PORT", port) for header in headers))
    status, _ = ask_raw(server.url, head)
    assert status in (400, 403)
    assert len(app.handshakes) == before


@pytest.mark.parametrize("path", CROOKED.values(), ids=CROOKED.keys())
def test_crooked_path_gets_no_socket(both: Both, path: str) -> None:
    server, app = both
    before = len(app.handshakes)
    status, _ = ask_raw(server.url, handshake(server.host, path.replace("ROOT", "/x").replace("CSS", "css/x.css")))
    assert status == 400
    assert len(app.handshakes) == before


def test_query_that_no_url_may_have_is_refused(both: Both) -> None:
    status, answer = ask_raw(both[0].url, handshake(both[0].host, "/echo?a#b"))
    assert (status, answer.endswith(b"this is not the path of a file\n")) == (400, True)


def test_interrupt_closes_open_sockets() -> None:
    site = Site({"a.css": "a{}"}, config="encodings = []\n")
    with a_socket_app() as app, serving(site, "--proxy", app.url) as server, connection(server, "/echo") as found:
        found.send("x")
        assert found.recv(timeout=30) == "x"
        assert server.watching.interrupt() == 130
        assert closed(found)[0] == 1012
        until(lambda: app.ends == [(1012, "")])
    assert (site.folder / "stderr.txt").read_text() == ""
