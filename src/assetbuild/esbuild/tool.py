"""esbuild as one build uses it: at the pinned version, looked for when it is first needed."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from ..errors import Location
from ..model import Note
from .settings import EsbuildSettings
from .version_lock import lock_file, lock_version, locked_version

if TYPE_CHECKING:
    from .service import Service


class Esbuild:
    """`where` is where the configuration speaks of it, `folder` the configuration's. `close` ends its process."""

    def __init__(self, settings: EsbuildSettings, folder: str, where: Location) -> None:
        self.settings, self.folder, self._where = settings, folder, where
        self.notes: list[Note] = []
        self._lock = Lock()
        self._service: Service | None = None

    @cached_property
    def version(self) -> str:
        """The pinned version: the configuration's, else that of the lock, which is written where there is none.

        Raises UsageError where nothing pins it and there is no esbuild to pin.
        """
        if pinned := self.settings.version or locked_version(self.folder):
            return pinned
        from .binary import find_binary, version_of

        found = version_of(find_binary(self.settings, self.folder, self._where), self._where)
        lock_version(self.folder, found)
        message = f"pinned esbuild {found}: commit this file, so that every machine builds the same"
        self.notes.append(Note("warning", message, Location(lock_file(self.folder))))
        return found

    def files(self) -> tuple[str, ...]:
        """The files that decided the version, where it was asked for."""
        asked = "version" in self.__dict__ and not self.settings.version
        return (lock_file(self.folder),) if asked else ()

    def request(self, value: dict[str, Any], what: str) -> dict[str, Any]:
        """The response of the one process to a request about `what`; see `Service.begin`."""
        return self.begin(value, what)()

    def begin(self, value: dict[str, Any], what: str) -> Callable[[], dict[str, Any]]:
        """Send a request about `what`, and give what waits for its response; see `Service.begin`."""
        return self._of_this_process().begin(value, what)

    def dismiss(self) -> None:
        """Let the process end while others work; `close` then has less to wait for. The next request starts another."""
        if self._service and self._service.owner == os.getpid():
            self._service.dismiss()

    def close(self) -> None:
        """End the process, if one was started; the next request starts another."""
        service, self._service = self._service, None
        if service and service.owner == os.getpid():
            service.close()

    def _of_this_process(self) -> Service:
        with self._lock:
            # A copy of this process has the pipes, and not the thread that reads them.
            if self._service is None or self._service.owner != os.getpid() or self._service.is_dismissed:
                from .service import Service

                self.close()
                self._service = Service(self.settings, self.version, self.folder, self._where)
            return self._service
