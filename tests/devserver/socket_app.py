"""An app with WebSockets, in a server of its own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect


@dataclass
class SocketApp:
    """Where it listens; the handshakes that reached it, and how each connection ended."""

    url: str
    handshakes: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    ends: list[tuple[int, str]] = field(default_factory=list)

    async def echo(self, connection: WebSocket) -> None:
        """Sends back what it gets; `close CODE REASON` closes, and `vanish` ends without a word."""
        self.handshakes.append((connection.url.path + "?" + connection.url.query, dict(connection.headers)))
        offered = connection.scope["subprotocols"]
        await connection.accept(subprotocol=offered[-1] if offered else None, headers=[(b"set-cookie", b"a=1")])
        try:
            while True:
                message = await connection.receive()
                if message["type"] == "websocket.disconnect":
                    raise WebSocketDisconnect(message["code"], message.get("reason"))
                await self._answer(connection, message)
        except WebSocketDisconnect as end:
            self.ends.append((end.code, end.reason))

    async def _answer(self, connection: WebSocket, message: Any) -> None:
        text = message.get("text")
        if text is None:
            await connection.send_bytes(message["bytes"])
        elif text.startswith("close "):
            _, code, reason = text.split(" ", 2)
            await connection.close(int(code), reason)
        else:
            await connection.send_text(text)


async def denied(connection: WebSocket) -> None:
    await connection.send_denial_response(PlainTextResponse("log in first", 401, {"X-Reason": "none"}))


async def moved(connection: WebSocket) -> None:
    await connection.send_denial_response(RedirectResponse("/echo"))


class _Server(uvicorn.Server):
    def install_signal_handlers(self) -> None:
        """Those of the test stay."""


@contextmanager
def a_socket_app() -> Iterator[SocketApp]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        app = SocketApp(f"http://127.0.0.1:{listener.getsockname()[1]}")
        routes = [
            WebSocketRoute("/echo", app.echo),
            WebSocketRoute("/denied", denied),
            WebSocketRoute("/moved", moved),
        ]
        config = uvicorn.Config(
            Starlette(routes=routes),
            log_config=None,
            lifespan="off",
            ws="websockets-sansio",
            timeout_graceful_shutdown=1,
        )
        server = _Server(config)
        thread = Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield app
        finally:
            server.should_exit = True
            thread.join()
