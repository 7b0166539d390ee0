"""The mappings of one text, written from blocks of words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress
from operator import add, ne, sub

from ..model import Gap, SourceMap
from .align import Block
from .inner import NAMED, UNKNOWN, Inner
from .segments import Segments
from .words import Words

# From which line and column to before which.
Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Written:
    """A text that something was made of, with the moves of its lines. Where it was made of others itself, `inner` is
    its own map, and the sources from `first` on are its sources; else it is the source `first`."""

    words: Words
    moves: Sequence[str]
    first: int
    inner: Inner | None = None


@dataclass(slots=True)
class _At:
    """Where the last segment stands, in what was made and in its source; and the last name."""

    line: int = 0
    column: int = 0
    source: int = 0
    source_line: int = 0
    source_column: int = 0
    name: int = 0


@dataclass(slots=True)
class Writer:
    """Writes the mappings of `made`. `spans` are the references in it, in order."""

    made: Words
    written: Sequence[Written]
    spans: Sequence[Span]
    segments: Segments
    _at: _At = field(default_factory=_At)
    _parts: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _gaps: list[Gap] = field(default_factory=list)
    _passed: int = 0

    def write(self, blocks: Iterator[Block]) -> SourceMap:
        """Pieces and gaps of a map; what is not known here is left out."""
        for block in without(blocks, self.made, self.spans) if self.spans else blocks:
            self._add(block)
        return SourceMap(pieces=(*self._pieces, "".join(self._parts)), gaps=tuple(self._gaps))

    def _add(self, block: Block) -> None:
        if block.source < 0:
            self._go_to(self.made.place(block.made))
            return
        written = self.written[block.source]
        if written.inner:
            self._add_through(block, written, written.inner)
            return
        self._go_to(self.made.place(block.made))
        self._name_source(written.first, *written.words.place(block.written))
        self._parts.append(self.segments.following(self.made, written.words, written.moves, block))
        at, last = self._at, block.count - 1
        at.line, at.column = self.made.place(block.made + last)
        at.source_line, at.source_column = written.words.place(block.written + last)

    def _add_through(self, block: Block, written: Written, inner: Inner) -> None:
        """A block of a text that has a map of its own: a segment where what that says changes."""
        found = inner.of_words(written.words, block.written, block.count)
        changed = list(compress(range(block.count), map(ne, found, chain((None,), found))))
        words = [block.made + at for at in changed]
        self._go_to(self.made.place(words[0]))
        first, *others = self._of_inner([found[at] for at in changed], written.first, inner)
        self._parts.append(first)
        self._parts += map(add, self._heads(words), others)
        self._at.line, self._at.column = self.made.place(words[-1])

    def _heads(self, words: Sequence[int]) -> list[str]:
        """The starts of the segments of those words that were made, but for the first one."""
        sums, number, place = self.made.sums, self.segments.number, self.made.place
        offsets = [sums[word] for word in words]
        heads = ["," + number(step) for step in map(sub, offsets[1:], offsets)]
        for first in self.made.firsts[self.made.rows(words[0], words[-1] + 1)]:
            at = bisect_left(words, first)
            before, (line, column) = place(words[at - 1])[0], place(words[at])
            heads[at - 1] = ";" * (line - before) + number(column)
        return heads

    def _of_inner(self, segments: Sequence[int], first: int, inner: Inner) -> list[str]:
        """The rest of each segment: what one of a map says, whose sources are those from `first` on."""
        at, targets, number = self._at, inner.targets, self.segments.number
        known = [segment for segment in segments if segment != UNKNOWN]
        sources = [first + targets.sources[segment] for segment in known]
        lines, columns = ([numbers[segment] for segment in known] for numbers in (targets.lines, targets.columns))
        steps = zip(
            map(sub, sources, chain((at.source,), sources)),
            map(sub, lines, chain((at.source_line,), lines)),
            map(sub, columns, chain((at.source_column,), columns)),
            strict=False,
        )
        ends = [number(source) + number(line) + number(column) for source, line, column in steps]
        if known:
            at.source, at.source_line, at.source_column = sources[-1], lines[-1], columns[-1]
        if inner.names:
            ends = list(map(add, ends, self._names(known, inner)))
        if len(known) == len(segments):
            return ends
        following = iter(ends)
        return ["" if segment == UNKNOWN else next(following) for segment in segments]

    def _names(self, segments: Sequence[int], inner: Inner) -> Iterator[str]:
        """The last number of each segment that has a name."""
        kinds, names = inner.targets.kinds, inner.targets.names
        for segment in segments:
            if kinds[segment] == NAMED:
                name = inner.first_name + names[segment]
                yield self.segments.number(name - self._at.name)
                self._at.name = name
            else:
                yield ""

    def _go_to(self, place: tuple[int, int]) -> None:
        """Begin a segment at a place in what was made."""
        at = self._at
        line, column = place
        if line > at.line:
            self._parts.append(";" * (line - at.line))
            at.column = 0
        elif self._parts or self._pieces:
            self._parts.append(",")
        self._add_column(place, line > at.line)
        at.line, at.column = line, column

    def _add_column(self, place: tuple[int, int], is_new_line: bool) -> None:
        step = place[1] - self._at.column
        first = self._pass((place[0], 0)) if is_new_line else self._passed
        last = self._pass(place)
        if first == last:
            self._parts.append(self.segments.number(step))
            return
        self._pieces.append("".join(self._parts))
        self._gaps.append(Gap(step, first, last))
        self._parts.clear()

    def _pass(self, place: tuple[int, int]) -> int:
        """How many of the references start before a place."""
        while self._passed < len(self.spans) and self.spans[self._passed][0] < place:
            self._passed += 1
        return self._passed

    def _name_source(self, source: int, line: int, column: int) -> None:
        """The rest of a segment: how far the source, line and column are from those of the last one."""
        at, number = self._at, self.segments.number
        self._parts += (
            number(source - at.source),
            number(line - at.source_line),
            number(column - at.source_column),
        )
        at.source, at.source_line, at.source_column = source, line, column


def without(blocks: Iterator[Block], made: Words, spans: Sequence[Span]) -> Iterator[Block]:
    """The blocks without the words that start within the spans, and cut there."""
    ranges = [(made.index(start), made.index(end)) for start, end in spans]
    passed = 0
    for block in blocks:
        at, end = block.made, block.made + block.count
        while passed < len(ranges) and ranges[passed][1] <= at and ranges[passed][0] < at:
            passed += 1
        for low, high in ranges[passed:]:
            if low >= end:
                break
            if low > at:
                yield _part(block, at, low)
            at = max(at, high)
        if at < end:
            yield _part(block, at, end)


def _part(block: Block, start: int, end: int) -> Block:
    return Block(start, block.source, block.written + start - block.made, end - start)
