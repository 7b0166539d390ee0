"""Visitors: each asks for a page, then for what that page names, each time from any of the hosts.

A connection that is refused or closed is what a load balancer sees of a host that restarts: the request goes to the
other host, and is counted. An answer is never asked for again.
"""

from __future__ import annotations

import asyncio
import gzip
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha384
from random import Random

import brotli

_VISITORS = 12
_TRIES = 8
# As many as say what is wrong.
_FAILURES = 99
# A connection stays with one worker, so it is given up now and then.
_RENEWED = 0.05
_NAMED = re.compile(rb'(?:href|src)="(/static/[^"]+)"')
_DECODE: Mapping[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Load:
    """What the visitors asked for and what came of it. `integrities` has each URL that any release names."""

    ports: Sequence[int]
    integrities: Mapping[str, str]
    random: Random
    assets: int = 0
    retried: int = 0
    failed: list[str] = field(default_factory=list)
    # By process number.
    workers: Counter[int] = field(default_factory=Counter)
    # By the release of the page and the release of the host that the asset came from.
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    _pages: dict[str, list[str]] = field(default_factory=dict)
    _idle: dict[int, list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]] = field(default_factory=dict)

    async def run(self, is_enough: Callable[[], bool]) -> None:
        """Visits, at once and one after the other, until it is enough."""
        await asyncio.gather(*(self._visits(is_enough) for _ in range(_VISITORS)))
        for _, writer in (pair for pairs in self._idle.values() for pair in pairs):
            writer.close()

    async def _visits(self, is_enough: Callable[[], bool]) -> None:
        while not is_enough() and len(self.failed) < _FAILURES:
            page = await self._ask("/")
            if page.status != 200:
                self.failed.append(f"/: {page.status}")
                continue
            self._pages.setdefault(page.headers["x-release"], [url.decode() for url in _NAMED.findall(page.body)])
            # Pages stay open: those of the last release are asked for still.
            release = self.random.choice(sorted(self._pages))
            for url in self._pages[release]:
                await self._asset(release, url)

    async def _asset(self, release: str, url: str) -> None:
        answer = await self._ask(url)
        self.assets += 1
        if answer.status != 200:
            self.failed.append(f"{url}: {answer.status}")
            return
        body = _DECODE[answer.headers.get("content-encoding", "")](answer.body)
        if "sha384-" + b64encode(sha384(body).digest()).decode() != self.integrities[url]:
            self.failed.append(f"{url}: other bytes")
        self.workers[int(answer.headers["x-worker"])] += 1
        self.pairs[release, answer.headers["x-release"]] += 1

    async def _ask(self, path: str) -> Answer:
        """The answer of the first host, from a random one on, that gives a whole one."""
        first = self.random.randrange(len(self.ports))
        accepted = self.random.choice(("br, gzip", "gzip", "identity"))
        head = f"GET {path} HTTP/1.1\r\nHost: site\r\nAccept-Encoding: {accepted}\r\n\r\n".encode()
        for attempt in range(_TRIES):
            try:
                return await self._ask_host(self.ports[(first + attempt) % len(self.ports)], head)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.retried += 1
        return Answer(0, {}, b"")

    async def _ask_host(self, port: int, head: bytes) -> Answer:
        idle = self._idle.setdefault(port, [])
        reader, writer = idle.pop() if idle else await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(head)
            answer = await _read(reader)
        except (ConnectionError, asyncio.IncompleteReadError):
            writer.close()
            raise
        if answer.headers.get("connection", "").lower() == "close" or self.random.random() < _RENEWED:
            writer.close()
        else:
            idle.append((reader, writer))
        return answer


async def _read(reader: asyncio.StreamReader) -> Answer:
    head = await reader.readuntil(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").rstrip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers["content-length"]))
    return Answer(int(status.split()[1]), headers, body)
