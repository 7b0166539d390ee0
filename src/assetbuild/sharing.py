"""Compiling the actions of a plan in as many processes as the work is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from itertools import islice
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple

from .build import run
from .cache import CacheReport, FolderCache, NoCache
from .errors import AssetbuildError, Faults, each_fault
from .logical import extension
from .model import Action, Asset, Source
from .processes import Copy, Pile, can_fork, copies
from .source_bytes import SourceBytes
from .timings import Span, Timings

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

# With less to compile (bytes), a copy of the process costs more than it saves.
_SHARE = 1 << 20
_SCRIPTS = frozenset((".js", ".mjs", ".cjs"))


class _Done(NamedTuple):
    """The action of that number was done: what came of it."""

    number: int
    asset: Asset | None = None
    fault: AssetbuildError | None = None


class _Left(NamedTuple):
    """What a copy of the process knows in the end."""

    digests: dict[str, str]
    spans: list[Span]
    cache: CacheReport


class _Turn(NamedTuple):
    """What is asked again and again for what was done, until that is nothing, and the threads that ask."""

    ask: Callable[[], Sequence[_Done | _Left]]
    threads: Executor
    number: int


class Crew(NamedTuple):
    """The processes that compile the actions together.

    Scripts are a pile of their own, with which every other process begins: what it does not meet with, it need not make
    the patterns for.
    """

    compile_one: Callable[[Action], Asset]
    is_little: Callable[[Action], bool]
    actions: Sequence[Action]
    sources: SourceBytes
    cache: FolderCache | NoCache
    timings: Timings
    piles: Sequence[Pile]
    copies: Sequence[Copy[_Done | _Left]]

    def assets(self, executor: Executor, window: int) -> Iterator[Asset]:
        """The asset of each action as it is done. Raises `Faults` with all that went wrong."""
        faults: list[AssetbuildError] = []
        missing = set(range(len(self.actions)))
        if self.copies:
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(len(self.copies)) as ears:
                for done in self._all_done(executor, window, ears):
                    missing.discard(done.number)
                    if done.fault:
                        faults += each_fault(done.fault)
                    if done.asset:
                        yield done.asset
        try:
            # All of them, or what copies took and are gone with.
            left = [self.actions[number] for number in sorted(missing)]
            yield from run(self.compile_one, left, executor, window, self.is_little)
        except Faults as more:
            faults += more.faults
        if faults:
            raise Faults(faults)

    def _all_done(self, executor: Executor, window: int, ears: Executor) -> Iterator[_Done]:
        """What every process does, as it comes."""
        came: SimpleQueue[tuple[_Turn, Future[Sequence[_Done | _Left]]]] = SimpleQueue()

        def start(turn: _Turn) -> None:
            turn.threads.submit(turn.ask).add_done_callback(lambda future: came.put((turn, future)))

        turns = [_Turn(copy.hear, ears, number) for number, copy in enumerate(self.copies, 1)]
        turns += [_Turn(self._do_next, executor, 0)] * max(1, window - len(turns))
        for turn in turns:
            start(turn)
        left = len(turns)
        while left:
            turn, future = came.get()
            said = future.result()
            if said:
                start(turn)
            else:
                left -= 1
            for each in said:
                if isinstance(each, _Left):
                    self._take(each, turn.number)
                    continue
                if turn.number:
                    self._count(self.actions[each.number])
                yield each

    def _do_next(self) -> Sequence[_Done]:
        return [*islice(self.work(0), 1)]

    def work(self, process: int) -> Iterator[_Done]:
        """What the process of that number does of the actions."""
        for pile in self.piles if process % 2 == 0 else self.piles[::-1]:
            while (number := pile.take()) is not None:
                try:
                    yield _Done(number, self.compile_one(self.actions[number]))
                except AssetbuildError as fault:
                    yield _Done(number, None, fault)

    def _count(self, action: Action) -> None:
        """A copy has done the action: its sources are not read here."""
        for member in action.members:
            self.sources.done(member.path)

    def _take(self, left: _Left, number: int) -> None:
        self.sources.learn(left.digests)
        self.cache.report.add(left.cache)
        # Threads of different processes may have the same number.
        self.timings.spans += [span._replace(thread=-number) for span in left.spans]


@contextmanager
def crew(
    compile_one: Callable[[Action], Asset],
    is_little: Callable[[Action], bool],
    actions: Sequence[Action],
    sources: SourceBytes,
    cache: FolderCache | NoCache,
    timings: Timings,
    processes: int,
) -> Iterator[Crew]:
    """That many processes at most, this one among them, for as long as they are needed. `is_little` says what is not
    worth another thread."""
    begun = len(timings.spans)
    count = min(processes, _worth(actions, sources.listing)) - 1 if processes > 1 and can_fork() else 0
    alone = Crew(compile_one, is_little, actions, sources, cache, timings, (), ())
    if not count:
        yield alone
        return
    with ExitStack() as stack:
        piles = [stack.enter_context(closing(Pile(numbers))) for numbers in _sorted_out(actions)]
        own = alone._replace(piles=piles)

        def say(number: int) -> Iterator[_Done | _Left]:
            yield from own.work(number + 1)
            timings.timed("cache write", cache.write_back)()
            yield _Left(sources.digests(), timings.spans[begun:], cache.report)

        yield own._replace(copies=stack.enter_context(copies(count, say)))


def _sorted_out(actions: Sequence[Action]) -> tuple[list[int], ...]:
    """The numbers of what is no script, and of scripts."""
    piles: tuple[list[int], ...] = ([], [])
    for number, action in enumerate(actions):
        piles[extension(action.output) in _SCRIPTS].append(number)
    return piles


def _worth(actions: Sequence[Action], listing: Mapping[str, Source]) -> int:
    """How many processes there is work for."""
    work = sum(
        listing[member.path].size for action in actions for member in action.members if action.bundle or member.filters
    )
    return max(1, work // _SHARE)
