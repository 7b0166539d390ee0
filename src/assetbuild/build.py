"""Runs actions and encodings on an executor, a bounded number at a time; knows nothing of what they do."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import TypeVar

from .errors import AssetbuildError, Faults, each_fault

T = TypeVar("T")
R = TypeVar("R")


def run(work: Callable[[T], R], items: Iterable[T], executor: Executor, window: int) -> Iterator[R]:
    """The result of `work` for each item as it is done, `window` of them under way at most.

    All items are worked on, then `Faults` is raised with everything that went wrong.
    """
    faults: list[AssetbuildError] = []
    pending: set[Future[R]] = set()
    queue = iter(items)
    exhausted = False
    while pending or not exhausted:
        while not exhausted and len(pending) < window:
            try:
                pending.add(executor.submit(work, next(queue)))
            except StopIteration:
                exhausted = True
        if not pending:
            break
        done, pending = wait(pending, return_when=FIRST_COMPLETED)
        for future in done:
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
