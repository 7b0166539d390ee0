"""The real program: `assetbuild` in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

COMMAND = [sys.executable, "-m", "assetbuild"]
# Root may read and write everything; without these capabilities modes count for it too.
_POWERS = "-dac_override,-dac_read_search"
AS_USER = ["setpriv", f"--inh-caps={_POWERS}", f"--bounding-set={_POWERS}"] if os.geteuid() == 0 else []


def run(folder: Path, *arguments: str, before: Sequence[str] = (), **options: Any) -> subprocess.CompletedProcess[str]:
    """Run `assetbuild` in `folder`, its output captured unless `options` (of `subprocess.run`) say otherwise.

    `before` is a program that runs it.
    """
    given: dict[str, Any] = {
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "encoding": "utf-8",
        "check": False,
    } | options
    result: subprocess.CompletedProcess[str] = subprocess.run([*before, *COMMAND, *arguments], cwd=folder, **given)
    return result


def on_terminal(folder: Path, *arguments: str, environment: dict[str, str] | None = None) -> str:
    """What `assetbuild` writes to standard error where that is a terminal."""
    import pty

    master, slave = pty.openpty()
    base = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | {"TERM": "xterm"}
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=slave,
        env=base | (environment or {}),
    )
    os.close(slave)
    written = b""
    try:
        while data := os.read(master, 65536):
            written += data
    except OSError:  # Linux says so where the other side has closed
        pass
    os.close(master)
    process.wait()
    return written.decode().replace("\r\n", "\n")
