"""Runs actions and encodings on an executor, a bounded number at a time; knows nothing of what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from .errors import AssetbuildError, Faults, each_fault

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

# With less to read, hash or write (bytes), to wake another thread takes as long.
LITTLE = 1 << 18

T = TypeVar("T")
R = TypeVar("R")


class _Failed(NamedTuple):
    """In place of a result."""

    error: AssetbuildError


def run(
    work: Callable[[T], R],
    items: Iterable[T],
    executor: Executor,
    window: int,
    is_little: Callable[[T], bool] = lambda item: False,
) -> Iterator[R]:
    """The result of `work` for each item as it is done, `window` of them under way at most.

    All items are worked on, then `Faults` is raised with everything that went wrong.
    """
    faults: list[AssetbuildError] = []

    def attempt(item: T) -> R | _Failed:
        try:
            return work(item)
        except AssetbuildError as error:
            return _Failed(error)

    for result in run_until_fault(attempt, items, executor, window, is_little):
        if isinstance(result, _Failed):
            faults += each_fault(result.error)
        else:
            yield result
    if faults:
        raise Faults(faults)


def run_until_fault(
    work: Callable[[T], R],
    items: Iterable[T],
    executor: Executor,
    window: int,
    is_little: Callable[[T], bool] = lambda item: False,
) -> Iterator[R]:
    """Like `run`, but stops at the first fault: what is wrong with the disk is wrong with it for every item.

    What `is_little` work is done here and now: to hand it to another thread would take longer.
    """
    # Filled by the workers: to wait for a set of futures costs more than compiling a small file.
    done: SimpleQueue[Future[R]] = SimpleQueue()
    pending = 0
    for item in items:
        if is_little(item):
            yield work(item)
            continue
        executor.submit(work, item).add_done_callback(done.put)
        pending += 1
        if pending == window:
            yield done.get().result()
            pending -= 1
    for _ in range(pending):
        yield done.get().result()
