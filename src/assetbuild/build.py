"""Runs actions and encodings on an executor, a bounded number at a time; knows nothing of what they do."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from itertools import islice
from queue import SimpleQueue
from typing import TypeVar

from .errors import AssetbuildError, Faults, each_fault

T = TypeVar("T")
R = TypeVar("R")


def run(work: Callable[[T], R], items: Iterable[T], executor: Executor, window: int) -> Iterator[R]:
    """The result of `work` for each item as it is done, `window` of them under way at most.

    All items are worked on, then `Faults` is raised with everything that went wrong.
    """
    faults: list[AssetbuildError] = []
    # Filled by the workers: to wait for a set of futures costs more than compiling a small file.
    done: SimpleQueue[Future[R]] = SimpleQueue()
    queue = iter(items)

    def start(count: int) -> int:
        started = [executor.submit(work, item) for item in islice(queue, count)]
        for future in started:
            future.add_done_callback(done.put)
        return len(started)

    pending = start(window)
    while pending:
        future = done.get()
        pending += start(1) - 1
        try:
            result = future.result()
        except AssetbuildError as error:
            faults += each_fault(error)
        else:
            yield result
    if faults:
        raise Faults(faults)


def run_in_order(work: Callable[[T], R], items: Iterable[T], executor: Executor, window: int) -> Iterator[R]:
    """Like `run`, in the order of the items, stopping at the first fault. The items are taken lazily."""
    pending: deque[Future[R]] = deque()
    for item in items:
        pending.append(executor.submit(work, item))
        if len(pending) >= window:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()
