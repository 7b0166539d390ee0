"""The threads of a build."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from .model import Filter

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

# Items under way for each worker: enough that none waits, few enough that memory stays flat.
_WINDOW = 4


class Threads(NamedTuple):
    """An executor, and how many items may be under way in it."""

    executor: ThreadPoolExecutor
    window: int


def processors() -> int:
    """How many processors there are."""
    return os.cpu_count() or 1


@contextmanager
def threads_of(workers: int, filters: Mapping[str, Filter]) -> Iterator[Threads]:
    """What has not begun when a build fails never does, and programs that filters wait for are stopped."""
    # Three milliseconds, in which copies of this process may compile already.
    from concurrent.futures import ThreadPoolExecutor

    executor = ThreadPoolExecutor(workers)
    try:
        yield Threads(executor, _WINDOW * workers)
    except BaseException:
        for stop in filter(None, (found.stop for found in filters.values())):
            stop()
        raise
    finally:
        executor.shutdown(cancel_futures=True)
