"""Runs the development server beside a watch."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Event, Thread

import uvicorn

from ..errors import UsageError
from ..watching import Rebuild
from .app import DevApp
from .guard import LOOPBACK
from .live import Live
from .proxy import Proxy, app_url
from .sockets import Sockets

# Seconds that answers under way have when the server stops.
_GRACE = 1
# Bytes of a WebSocket's message: what the app takes is for the app to say.
_MESSAGE = 2**30


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the server listens, which hosts it answers to beside loopback, and the app behind it, if there is one."""

    host: str
    port: int
    hosts: tuple[str, ...] = ()
    proxy: str | None = None


def open_socket(listening: Listening) -> tuple[socket.socket, str]:
    """The socket, and its URL. Raises UsageError where the address cannot be had."""
    host, port = listening.host.strip("[]"), listening.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
        found.listen(128)
    except OSError as error:
        found.close()
        hint = "name another: --port 3001, or --port 0 for any that is free"
        raise UsageError(f"cannot listen at {host} port {port}: {error.strerror or error}", hint=hint) from error
    shown = f"[{host}]" if family == socket.AF_INET6 else host
    return found, f"http://{shown}:{found.getsockname()[1]}"


class _Server(uvicorn.Server):
    """Ends the streams of events when it stops; it would wait for them. Then leaves the app."""

    def __init__(self, config: uvicorn.Config, live: Live, proxy: Proxy | None) -> None:
        super().__init__(config)
        self._live, self._proxy = live, proxy

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._live.close()
        await super().shutdown(sockets)
        if self._proxy:
            await self._proxy.close()


def serve(
    listening: Listening,
    listener: socket.socket,
    first: Rebuild,
    rebuilds: Iterator[Rebuild],
    stop: Event,
    told: Callable[[Rebuild], None],
) -> None:
    """Serve until interrupted, and `told` each of `rebuilds`, which end when `stop` is set."""
    asyncio.run(_serve(listening, listener, first, rebuilds, stop, told))


async def _serve(
    listening: Listening,
    listener: socket.socket,
    first: Rebuild,
    rebuilds: Iterator[Rebuild],
    stop: Event,
    told: Callable[[Rebuild], None],
) -> None:
    live, loop = Live(), asyncio.get_running_loop()
    live.update(first)
    target = app_url(listening.proxy) if listening.proxy else None
    proxy = Proxy(target, lambda: live.served.digest) if target else None
    hosts = LOOPBACK | {host.lower() for host in listening.hosts}
    app = DevApp(live, frozenset(hosts), proxy.forward if proxy else None, Sockets(target).forward if target else None)
    config = uvicorn.Config(
        app,
        lifespan="off",
        ws="websockets-sansio",
        # The app and the page ask each other whether they are there, or not.
        ws_ping_interval=None,
        ws_max_size=_MESSAGE,
        ws_per_message_deflate=False,
        http="h11",
        interface="asgi3",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )
    server = _Server(config, live, proxy)
    thread = Thread(target=_follow, args=(rebuilds, told, live, loop, server))
    thread.start()
    try:
        await server.serve([listener])
    finally:
        stop.set()
        # An interrupt cancels whatever would be awaited here.
        thread.join()


def _follow(
    rebuilds: Iterator[Rebuild],
    told: Callable[[Rebuild], None],
    live: Live,
    loop: asyncio.AbstractEventLoop,
    server: _Server,
) -> None:
    try:
        for rebuild in rebuilds:
            told(rebuild)
            loop.call_soon_threadsafe(live.update, rebuild)
    finally:
        server.should_exit = True
