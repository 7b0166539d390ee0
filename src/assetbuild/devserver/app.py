"""The development server as an ASGI application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from .client import PATH, client_script
from .guard import is_allowed_origin, refusal
from .live import Live

_EVENTS = b"/__assetbuild__/events"
_FOREVER = "public, max-age=31536000, immutable"

Forward = Callable[[Scope, Receive], Awaitable[Response]]
ForwardSocket = Callable[[Scope, Receive, Send], Awaitable[None]]


class DevApp:
    """Serves artifacts and live reload on `hosts`; what is neither goes to `forward` and `forward_socket`, if there
    are any."""

    def __init__(
        self,
        live: Live,
        hosts: frozenset[str],
        forward: Forward | None = None,
        forward_socket: ForwardSocket | None = None,
    ) -> None:
        self._live, self._hosts, self._forward, self._forward_socket = live, hosts, forward, forward_socket
        self._client = client_script()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        refused = refusal(scope["raw_path"], scope["query_string"], headers, self._hosts)
        response: Response
        if refused:
            response = PlainTextResponse(refused.reason + "\n", refused.status)
        elif scope["type"] == "websocket":
            if self._forward_socket:
                await self._forward_socket(scope, receive, send)
                return
            response = PlainTextResponse("there is no app behind this server: --proxy URL\n", 404)
        else:
            response = self._own(scope, headers) or await self._others(scope, receive)
        await response(scope, receive, send)

    def _own(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to a request for something of ours."""
        if scope["method"] not in ("GET", "HEAD"):
            return None
        found = self._found(scope["raw_path"])
        if found is None:
            return None
        found.headers["X-Content-Type-Options"] = "nosniff"
        found.headers["Vary"] = "Origin"
        origin = headers.get("origin", "")
        # An app at another port of this machine takes its assets from here.
        if is_allowed_origin(origin, self._hosts):
            found.headers["Access-Control-Allow-Origin"] = origin
        return found

    def _found(self, raw_path: bytes) -> Response | None:
        if raw_path == PATH.encode():
            return Response(self._client, media_type="text/javascript", headers={"Cache-Control": "no-cache"})
        if raw_path == _EVENTS:
            headers = {"Cache-Control": "no-store"}
            return StreamingResponse(self._live.events(), media_type="text/event-stream", headers=headers)
        artifact = self._live.served.read(raw_path)
        if artifact is None:
            return None
        entry, data = artifact
        return Response(data, media_type=entry.type, headers={"Cache-Control": _FOREVER})

    async def _others(self, scope: Scope, receive: Receive) -> Response:
        if self._forward:
            return await self._forward(scope, receive)
        if scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse("assets are only read\n", 405, {"Allow": "GET, HEAD"})
        return PlainTextResponse("the manifest names no such file\n", 404)
