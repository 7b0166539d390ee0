"""A development server in a process of its own, and an app for it to stand in front of."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from ..cli.watches import Watching, running
from ..sites import Site


@dataclass(frozen=True)
class Server:
    url: str
    watching: Watching

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc


@contextmanager
def serving(site: Site, *arguments: str) -> Iterator[Server]:
    with running(site.folder, "serve", "--json", "--port", "0", *arguments) as watching:
        while (event := watching.event())["event"] != "listening":
            pass
        yield Server(event["url"], watching)


def ask_raw(url: str, head: bytes) -> tuple[int, bytes]:
    """The status and the whole answer to a request that is sent as it stands; 0 where the connection just ends."""
    parts = urlsplit(url)
    assert parts.hostname
    assert parts.port
    answer = b""
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as connection:
        connection.sendall(head)
        while data := connection.recv(65536):
            answer += data
    return (int(answer.split()[1]) if answer else 0), answer


@dataclass
class App:
    """An app on loopback: `answer` makes status, headers and body of a request's path; `asked` has all requests."""

    url: str
    asked: list[tuple[str, str, dict[str, str], bytes]]


@contextmanager
def an_app(answer: Any) -> Iterator[App]:
    asked: list[tuple[str, str, dict[str, str], bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            while self.headers.get("Transfer-Encoding") and (size := int(self.rfile.readline(), 16)):
                body += self.rfile.read(size + 2)[:size]
            asked.append((self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            status, headers, data = answer(self.path)
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_GET  # noqa: N815 (the name is the library's)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the library's)
            """Keeps the test's output for what the test says."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield App(f"http://127.0.0.1:{server.server_port}", asked)
        finally:
            server.shutdown()
            thread.join()
