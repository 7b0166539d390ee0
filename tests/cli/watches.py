"""`assetbuild watch` and `serve` in a process of their own, read line by line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any

from .programs import COMMAND


@dataclass
class Watching:
    """A running program: its lines come through a queue, so that a test can wait for one with a limit."""

    process: subprocess.Popen[str]
    lines: Queue[str]

    def line(self) -> str:
        return self.lines.get(timeout=60)

    def event(self) -> Any:
        return json.loads(self.line())

    def more(self, seconds: float) -> list[str]:
        """The next line, if there is one within that time."""
        try:
            return [self.lines.get(timeout=seconds)]
        except Empty:
            return []

    def until(self, file: str) -> Any:
        """The first build from here on that says that `file` changed."""
        while file not in (event := self.event())["changed"]:
            pass
        return event

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)


@contextmanager
def running(folder: Path, *arguments: str, **environment: str) -> Iterator[Watching]:
    with (folder / "stderr.txt").open("w") as stderr:
        process = subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            env=os.environ | environment,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
    assert process.stdout
    lines: Queue[str] = Queue()
    reader = Thread(target=_read, args=(process.stdout, lines))
    reader.start()
    try:
        yield Watching(process, lines)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        reader.join()
        process.stdout.close()


def _read(stream: IO[str], lines: Queue[str]) -> None:
    for line in stream:
        lines.put(line)
