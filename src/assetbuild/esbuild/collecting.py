"""How seldom esbuild collects garbage, which takes a third of its time."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress

# https://docs.kernel.org/admin-guide/cgroup-v2.html: what a container may use, or `max`.
_CONTAINER = "/sys/fs/cgroup/memory.max"
_MOST = 1 << 30
_SHARE = 4


def collecting(container: str = _CONTAINER) -> Mapping[str, str]:
    """The environment by which a program in Go collects only what it would need beyond a gigabyte, or a quarter of the
    memory that there is. See https://pkg.go.dev/runtime#hdr-Environment_Variables."""
    return {"GOGC": "off", "GOMEMLIMIT": str(min(_MOST, _memory(container) // _SHARE))}


def _memory(container: str) -> int:
    """What this machine or container has, in bytes; as much as anybody wants where nothing tells."""
    known = [_MOST * _SHARE]
    with suppress(AttributeError, ValueError, OSError):  # Windows has no sysconf
        known.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    with suppress(OSError, ValueError), open(container, encoding="ascii") as stream:
        known.append(int(stream.read()))
    return min(known)
