"""Runs actions and encodings on an executor, a bounded number at a time; knows nothing of what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from queue import SimpleQueue
from typing import TYPE_CHECKING, TypeVar

from .errors import AssetbuildError, Faults, each_fault

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

# With less to read, hash or write (bytes), to wake another thread takes as long.
LITTLE = 1 << 18

T = TypeVar("T")
R = TypeVar("R")


def run(
    work: Callable[[T], R],
    items: Iterable[T],
    executor: Executor,
    window: int,
    at_once: Callable[[T], R | None] = lambda item: None,
) -> Iterator[R]:
    """The result of `work` for each item as it is done, `window` of them under way at most.

    What `at_once` gives a result for is done with: to hand little work to another thread would take longer. All items
    are worked on, then `Faults` is raised with everything that went wrong.
    """
    faults: list[AssetbuildError] = []
    # Filled by the workers: to wait for a set of futures costs more than compiling a small file.
    done: SimpleQueue[Future[R]] = SimpleQueue()
    pending = 0
    for item in items:
        try:
            result = at_once(item)
        except AssetbuildError as error:
            faults += each_fault(error)
            continue
        if result is not None:
            yield result
            continue
        executor.submit(work, item).add_done_callback(done.put)
        pending += 1
        if pending == window:
            yield from _result(done.get(), faults)
            pending -= 1
    for _ in range(pending):
        yield from _result(done.get(), faults)
    if faults:
        raise Faults(faults)


def _result(future: Future[R], faults: list[AssetbuildError]) -> Iterator[R]:
    try:
        result = future.result()
    except AssetbuildError as error:
        faults += each_fault(error)
    else:
        yield result


def run_until_fault(
    work: Callable[[T], R], items: Iterable[T], executor: Executor, window: int, at_once: Callable[[T], R | None]
) -> Iterator[R]:
    """Like `run`, but stops at the first fault: what is wrong with the disk is wrong with it for every item."""
    done: SimpleQueue[Future[R]] = SimpleQueue()
    pending = 0
    for item in items:
        if (result := at_once(item)) is not None:
            yield result
            continue
        executor.submit(work, item).add_done_callback(done.put)
        pending += 1
        if pending == window:
            yield done.get().result()
            pending -= 1
    for _ in range(pending):
        yield done.get().result()
