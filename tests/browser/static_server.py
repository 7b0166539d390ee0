"""A plain static server on loopback: no rewriting, and no headers of its own but for CORS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread


class _Handler(SimpleHTTPRequestHandler):
    cors = False

    def end_headers(self) -> None:
        if self.cors:
            self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the library's)
        """Keeps the test's output for what the test says."""


class _HandlerForAll(_Handler):
    cors = True


@contextmanager
def static_server(folder: Path, cors: bool = False) -> Iterator[str]:
    """Gives the URL of the folder, with no slash at its end; `cors`: scripts of all hosts may have its files."""
    handler = _HandlerForAll if cors else _Handler
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
