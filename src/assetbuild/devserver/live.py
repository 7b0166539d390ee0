"""What open pages are told: server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from ..errors import render
from ..urls import quote_path
from ..watching import Rebuild
from .served import Served, served


class Live:
    """The state of the last build and the pages that wait for the next. Lives in the server's event loop."""

    def __init__(self) -> None:
        self.served = Served()
        self._error = ""
        self._pages: set[asyncio.Queue[str | None]] = set()
        self._closed = False

    def update(self, rebuild: Rebuild) -> None:
        """Take over what a build made, or why it made nothing, and tell all pages."""
        before = self.served
        self._error = render(rebuild.error) if rebuild.error else ""
        if rebuild.result:
            self.served = served(rebuild)
        styles = _changed_styles(before, self.served)
        self._tell(self._message(styles=styles or [], reload=styles is None))

    def close(self) -> None:
        """End all streams: the server is about to stop."""
        self._closed = True
        self._tell(None)

    async def events(self) -> AsyncIterator[str]:
        """The state as it is, then each change."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._pages.add(queue)
        try:
            yield self._message(hello=True)
            while not self._closed and (message := await queue.get()) is not None:
                yield message
        finally:
            self._pages.discard(queue)

    def _tell(self, message: str | None) -> None:
        for queue in self._pages:
            queue.put_nowait(message)

    def _message(self, **more: Any) -> str:
        document = {"digest": self.served.digest, "error": self._error, **more}
        return f"data: {json.dumps(document)}\n\n"


def _changed_styles(before: Served, after: Served) -> list[list[str]] | None:
    """Old path, new path and integrity of each style sheet that changed; None where more than style sheets did."""
    if before.entries.keys() != after.entries.keys():
        return None
    pairs = [(name, before.entries[name], entry) for name, entry in after.entries.items()]
    changed = [(name, old, new) for name, old, new in pairs if old.path != new.path]
    if not all(name.endswith(".css") for name, _, _ in changed):
        return None
    return [[quote_path(old.path), quote_path(new.path), new.integrity] for _, old, new in changed]
