"""Which words of what was made are which words of the sources.

All that minifiers and joining do to words is to leave some out, to put few in, and to put one source into another. So
both sides are walked together, and where they part the smallest step that makes several words agree again is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .words import Words

# So many words in a row must agree after a step, or all that are left of a source; more of them after a long one.
_AGREE = 3
_AGREE_AT_START = 2
_AGREE_FAR = 6
_SHORT = 12
# How many words a step may pass over: on one side, on both, in another source.
_FAR = 3_000
_NEAR = 40
_ELSEWHERE = 24


@dataclass(frozen=True, slots=True)
class Block:
    """`count` words from `made` on that are those of the source with that number from `written` on; with the source
    -1 they are of none."""

    made: int
    source: int
    written: int
    count: int


def whole(made: Words, sources: Sequence[Words]) -> list[Block] | None:
    """The blocks where what was made are all words of the sources in their order, as it mostly is, but for the
    `@charset` of all but one style sheet; else None.

    Who keeps words apart adds no space within one and takes none between two: so the same letters are the same words
    where there are as many.
    """
    blocks = []
    at = letters = 0
    for number, source in enumerate(sources):
        left_out = () if made.letters.startswith(source.letters, letters) else source.charset()
        rest = source.letters[len(b"".join(left_out)) :]
        if not made.letters.startswith(rest, letters):
            return None
        if count := len(source.steps) - len(left_out):
            blocks.append(Block(at, number, len(left_out), count))
        at += count
        letters += len(rest)
    return blocks if at == len(made.steps) and letters == len(made.letters) else None


def align(made: Sequence[bytes], sources: Sequence[Sequence[bytes]]) -> Iterator[Block]:
    """The blocks, in order: together they hold every word that was made, once."""
    walk = _Walk(made, sources)
    while walk.at < len(made):
        block = walk.step()
        if block.count:
            yield block


class _Walk:
    """How far the words that were made, and those of each source, are used up."""

    def __init__(self, made: Sequence[bytes], sources: Sequence[Sequence[bytes]]) -> None:
        self.made = made
        self.sources = sources
        self.at = 0
        self.current = 0
        self.used = [0] * len(sources)

    def step(self) -> Block:
        """The next block; one of no words where another source goes on."""
        source = self.current
        if source < len(self.sources):
            start = self.used[source]
            count = _common(self.made, self.at, self.sources[source], start)
            if count and (start or self._agrees(source, 0, self.at, _AGREE_AT_START)):
                self.used[source] += count
                return self._block(source, start, count)
        return self._block(-1, 0, self._resume())

    def _block(self, source: int, start: int, count: int) -> Block:
        self.at += count
        return Block(self.at - count, source, start, count)

    def _resume(self) -> int:
        """Find where to go on; how many words come before that are of no source."""
        others = [at for at, source in enumerate(self.sources) if at != self.current and self.used[at] < len(source)]
        left = len(self.made) - self.at
        for distance in range(_FAR):
            most = min(distance, left)
            for inserted in range(most + 1) if distance <= _NEAR else {0, most}:
                for source in (self.current, *(others if distance <= _ELSEWHERE else ())):
                    if self._takes(source, inserted, distance - inserted):
                        return inserted
        return left

    def _takes(self, source: int, inserted: int, left_out: int) -> bool:
        if source >= len(self.sources):
            return False
        start = self.used[source] + left_out
        count = _AGREE if inserted + left_out <= _SHORT else _AGREE_FAR
        if not self._agrees(source, start, self.at + inserted, count):
            return False
        self.current, self.used[source] = source, start
        return True

    def _agrees(self, source: int, start: int, at: int, count: int) -> bool:
        wanted = self.sources[source][start : start + count]
        return bool(wanted) and self.made[at : at + len(wanted)] == wanted


def _common(one: Sequence[bytes], start: int, other: Sequence[bytes], begin: int) -> int:
    """How many words agree from there on, by comparing runs that double, then halve."""
    count, run = 0, 64
    while run:
        piece = one[start + count : start + count + run]
        if piece and piece == other[begin + count : begin + count + len(piece)]:
            count += len(piece)
            run *= 2
            if len(piece) * 2 < run:
                return count
        else:
            run //= 2
    return count
