"""Runs actions and encodings on an executor, a bounded number at a time; knows nothing of what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, as_completed, wait
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


def run_until_fault(work: Callable[[T], R], items: Iterable[T], executor: Executor, window: int) -> Iterator[R]:
    """Like `run`, but stops at the first fault: what is wrong with the disk is wrong with it for every item."""
    pending: set[Future[R]] = set()
    for item in items:
        pending.add(executor.submit(work, item))
        if len(pending) >= window:
            done, pending = wait(pending, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)
    for future in as_completed(pending):
        yield future.result()
