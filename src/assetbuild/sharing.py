"""Compiling the actions of a plan in as many processes as the work is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import NamedTuple

from .build import run
from .cache import CacheReport, FolderCache, NoCache
from .model import Action, Asset, Source
from .processes import Shared, can_fork, shared
from .source_bytes import SourceBytes
from .timings import Span, Timings

# With less to compile (bytes), a copy of the process costs more than it saves.
_SHARE = 1 << 20


class _Left(NamedTuple):
    """What a copy of the process knows in the end."""

    digests: dict[str, str]
    spans: list[Span]
    cache: CacheReport


class Crew(NamedTuple):
    """The processes that compile the actions together."""

    actions: Sequence[Action]
    sources: SourceBytes
    cache: FolderCache | NoCache
    timings: Timings
    work: Shared[Asset, _Left]

    def assets(self, executor: Executor, window: int) -> Iterator[Asset]:
        """The asset of each action as it is done. Raises `Faults` with all that went wrong."""
        yield from run(self._compile, range(len(self.actions)), executor, window)
        for number, left in enumerate(self.work.farewells(), 1):
            self.sources.learn(left.digests)
            self.cache.report.add(left.cache)
            # Threads of different processes may have the same number.
            self.timings.spans += [span._replace(thread=-number) for span in left.spans]

    def _compile(self, number: int) -> Asset:
        asset, elsewhere = self.work(number)
        if elsewhere:
            for member in self.actions[number].members:
                self.sources.done(member.path)
        return asset


@contextmanager
def crew(
    compile_one: Callable[[Action], Asset],
    actions: Sequence[Action],
    sources: SourceBytes,
    cache: FolderCache | NoCache,
    timings: Timings,
    processes: int,
) -> Iterator[Crew]:
    """That many processes at most, this one among them, for as long as they are needed."""
    begun = len(timings.spans)
    copies = min(processes, _worth(actions, sources.listing)) - 1 if can_fork() else 0
    with shared(
        lambda number: compile_one(actions[number]),
        copies,
        lambda: _Left(sources.digests(), timings.spans[begun:], cache.report),
    ) as work:
        yield Crew(actions, sources, cache, timings, work)


def _worth(actions: Sequence[Action], listing: Mapping[str, Source]) -> int:
    """How many processes there is work for."""
    work = sum(
        listing[member.path].size for action in actions for member in action.members if action.bundle or member.filters
    )
    return max(1, work // _SHARE)
