"""Programs that filters run: each in a group of its own, so that it can be ended with all that it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Lock
from typing import IO

# What programs need to start and to find their files; nothing that an output should depend on.
_KEPT = (
    "APPDATA COMSPEC HOME LOCALAPPDATA PATH PATHEXT PROGRAMDATA PROGRAMFILES SYSTEMDRIVE SYSTEMROOT TEMP TMP TMPDIR "
    "USERPROFILE WINDIR"
).split()
_FIXED = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "PYTHONUTF8": "1", "TZ": "UTC"}

Child = subprocess.Popen[bytes]


class Children:
    """The programs of one filter that are running, started from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: set[Child] = set()
        self._stopped = False

    def start(
        self,
        command: Sequence[str],
        stderr: IO[bytes] | int,
        folder: str | None = None,
        own: Mapping[str, str] | None = None,
    ) -> Child:
        """The program, started without a shell, with pipes to its input and output. `own` are variables that it gets
        beside those that every program needs. Raises OSError where it cannot be started."""
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | _FIXED | dict(own or {})
        child = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            cwd=folder,
            env=environment,
            process_group=None if sys.platform == "win32" else 0,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        with self._lock:
            self._running.add(child)
            if self._stopped:
                kill(child)
        return child

    def end(self, child: Child) -> None:
        """Kill the program and all that it started, and close the pipes."""
        kill(child)
        for pipe in (child.stdin, child.stdout, child.stderr):
            if pipe:
                with suppress(OSError):  # it had gone with something still to be written
                    pipe.close()
        child.wait()
        with self._lock:
            self._running.discard(child)

    def stop(self) -> None:
        """Kill all of them, and what is yet to start: whoever waits for one sees it end."""
        with self._lock:
            self._stopped = True
            for child in self._running:
                kill(child)


def kill(child: Child) -> None:
    """Kill the program and all that it started, unless it has ended."""
    if child.returncode is not None:  # its number may be another program's by now
        return
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(child.pid)], capture_output=True, check=False)
        return
    with suppress(ProcessLookupError, PermissionError):  # all of it is gone
        os.killpg(child.pid, signal.SIGKILL)
