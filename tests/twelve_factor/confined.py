"""Programs that see a file system which they cannot write, and whose every open file is noted down."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

# Folders first, then all the rest; `/dev/shm`, a file system of its own, stays as it is.
_REMOUNT = """
while [ "$1" != -- ]; do mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || exit 99; shift; done
shift
mount -o remount,bind,ro / || exit 99
exec "$@"
"""
_CALLS = (
    "open openat openat2 creat mkdir mkdirat rename renameat renameat2 unlink unlinkat rmdir link linkat "
    "symlink symlinkat mknod mknodat truncate chmod fchmodat chown lchown fchownat"
)
_OPENED = re.compile(r'^open(?:at2?)?\((?:[^"]*, )?"(?P<path>[^"]*)", (?:\{flags=)?(?P<flags>[A-Z_|0]+)')
_WRITES = re.compile(r"O_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND)")


@cache
def confinement() -> tuple[str, ...]:
    """The program, before its folders and `--`, that runs another with them and the root read-only."""
    for flags in ("-m", "-rm"):
        command = ("unshare", flags, "sh", "-c", _REMOUNT, "confined")
        if subprocess.run([*command, "--", "true"], capture_output=True, check=False).returncode == 0:
            return command
    raise AssertionError("unshare can mount nothing here: run as root, or allow user namespaces")


def read_only(folders: Sequence[Path], command: Sequence[str]) -> list[str]:
    """`command` where it can write neither in the folders nor elsewhere below the root."""
    return [*confinement(), *map(str, folders), "--", *command]


def assert_read_only(folders: Sequence[Path]) -> None:
    """Check that a program so confined cannot write in the folders, whoever runs it."""
    for folder in folders:
        run = subprocess.run(
            read_only(folders, ["touch", str(folder / "x")]), capture_output=True, text=True, check=False
        )
        assert (run.returncode, "Read-only file system" in run.stderr) == (1, True), run.stderr


def traced(log: Path, command: Sequence[str]) -> list[str]:
    """`command`, with what each of its processes does to files in `log` and its process number."""
    found = shutil.which("strace")
    assert found, "there is no strace; install it (on Debian: apt-get install strace)"
    calls = ",".join(f"?{call}" for call in _CALLS.split())
    return [found, "-qq", "-ff", "--seccomp-bpf", "-s", "4096", "-e", f"trace={calls}", "-o", str(log), *command]


def opened(log: Path) -> list[str]:
    """The files that the process opened, or wanted to, in order."""
    return [found["path"] for line in log.read_text().splitlines() if (found := _OPENED.match(line))]


def changes(log: Path) -> list[str]:
    """The calls by which the process wanted to change a file, or to open one for that, whether it could or not.

    Sockets and pipes are not opened by a path, so they are not among them; `/dev/null` keeps nothing.
    """
    return [line for line in log.read_text().splitlines() if _is_change(line)]


def _is_change(line: str) -> bool:
    if line.startswith(("+++", "---")):
        return False
    found = _OPENED.match(line)
    if found is None:
        return not line.startswith("<...")
    return _WRITES.search(found["flags"]) is not None and found["path"] != "/dev/null"
