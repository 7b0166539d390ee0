"""WebSockets through the proxy (RFC 6455)."""

from __future__ import annotations

import asyncio

import httpx
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.utils import ClientDisconnected
from websockets.asyncio.client import ClientConnection, connect
from websockets.datastructures import Headers as AppHeaders
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.frames import EXTERNAL_CLOSE_CODES, CloseCode
from websockets.typing import Subprotocol

from .headers import passed

# What each of the two connections agrees for itself; `Host` is in the URL.
_HANDSHAKE = frozenset(
    "host sec-websocket-accept sec-websocket-extensions sec-websocket-key sec-websocket-protocol sec-websocket-version "
    "content-length date server".split()
)
_WAIT = 10.0
# Seconds that the app has to say goodbye, which may stand behind messages that nobody takes any more.
_GRACE = 1.0


class _Connect(connect):
    """One that is not sent elsewhere: browsers follow no redirect here, and so are told of it."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


class Sockets:
    """Connects WebSockets with the app at `target`."""

    def __init__(self, target: httpx.URL) -> None:
        self._target = target

    async def forward(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass messages both ways until one side closes. What the app says in place of a connection is passed too."""
        await receive()  # `websocket.connect`, by which the scope is complete
        try:
            async with self._connection(scope) as app:
                headers = _raw(app.response.headers) if app.response else ()
                accepted = {"subprotocol": app.subprotocol, "headers": passed(headers, _HANDSHAKE)}
                await send({"type": "websocket.accept", **accepted})
                await _pass_messages(app, receive, send)
        except InvalidStatus as refused:
            response = Response(bytes(refused.response.body or b""), refused.response.status_code)
            response.raw_headers = passed(_raw(refused.response.headers), frozenset())
            await response(scope, receive, send)
        except ClientDisconnected:
            return  # the page is gone, and with this the connection to the app
        except (OSError, TimeoutError, InvalidHandshake):
            message = f"no WebSocket answers at {self._target}: start the app\n"
            await PlainTextResponse(message, 502)(scope, receive, send)

    def _connection(self, scope: Scope) -> connect:
        headers = Headers(scope=scope)
        secure = self._target.scheme == "https"
        path = scope["raw_path"] + (b"?" * bool(scope["query_string"]) + scope["query_string"])
        return _Connect(
            f"{'wss' if secure else 'ws'}://{headers['host']}{path.decode('latin-1')}",
            host=self._target.host,
            port=self._target.port or (443 if secure else 80),
            server_hostname=self._target.host if secure else None,
            subprotocols=[Subprotocol(name) for name in scope["subprotocols"]] or None,
            additional_headers=[(n.decode("latin-1"), v.decode("latin-1")) for n, v in passed(headers.raw, _HANDSHAKE)],
            user_agent_header=None,
            compression=None,
            proxy=None,
            open_timeout=_WAIT,
            close_timeout=_GRACE,
            ping_interval=None,
            max_size=None,
        )


def _raw(headers: AppHeaders) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.raw_items()]


async def _pass_messages(app: ClientConnection, receive: Receive, send: Send) -> None:
    ways = [asyncio.create_task(_to_app(receive, app)), asyncio.create_task(_from_app(app, send))]
    try:
        done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
    for way in done:
        way.result()


async def _to_app(receive: Receive, app: ClientConnection) -> None:
    try:
        while (message := await receive())["type"] == "websocket.receive":
            text = message.get("text")
            await app.send(message["bytes"] if text is None else text)
    except ConnectionClosed:
        # The other way has its code, and tells it to the browser.
        await asyncio.Event().wait()
    await app.close(_code(message.get("code")), message.get("reason") or "")


async def _from_app(app: ClientConnection, send: Send) -> None:
    try:
        while True:
            message = await app.recv()
            await send({"type": "websocket.send", "text" if isinstance(message, str) else "bytes": message})
    except ConnectionClosed as closed:
        # Without a close frame of the app's there is none to pass on.
        code = _code(closed.rcvd.code) if closed.rcvd else CloseCode.BAD_GATEWAY
        reason = closed.rcvd.reason if closed.rcvd else "the app went away"
    await send({"type": "websocket.close", "code": code, "reason": reason})


def _code(code: int | None) -> int:
    """A code that may be sent: 1000 in place of those that say that there was none."""
    sendable = code is not None and (code in EXTERNAL_CLOSE_CODES or 3000 <= code < 5000)
    return code if code is not None and sendable else CloseCode.NORMAL_CLOSURE
