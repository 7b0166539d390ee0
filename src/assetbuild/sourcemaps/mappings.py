"""The mappings of one text, written from blocks of words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress
from operator import ne

from ..model import Gap, SourceMap
from .align import Block
from .inner import NAMED, UNKNOWN, Inner
from .segments import Segments
from .words import Words

Span = tuple[int, int]


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
    """Writes the mappings of `made`. `spans` are the references in it (UTF-16 code units), in order."""

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
            self._go_to(block.made, self.made.place(block.made))
            return
        written = self.written[block.source]
        if written.inner:
            self._add_through(block, written, written.inner)
            return
        self._go_to(block.made, self.made.place(block.made))
        self._name_source(written.first, *written.words.place(block.written))
        self._parts += self.segments.following(self.made, written.words, written.moves, block)
        at, last = self._at, block.count - 1
        at.line, at.column = self.made.place(block.made + last)
        at.source_line, at.source_column = written.words.place(block.written + last)

    def _add_through(self, block: Block, written: Written, inner: Inner) -> None:
        """A block of a text that has a map of its own: a segment where what that says changes."""
        found = inner.of_words(written.words, block.written, block.count)
        changed = list(map(ne, found, chain((None,), found)))
        starts = self.made.starts
        for row, first, end in self.made.runs(block.made, block.count):
            line, begin = self.made.lines[row], self.made.begins[row]
            here = slice(first - block.made, end - block.made)
            for word in compress(range(first, end), changed[here]):
                self._go_to(word, (line, starts[word] - begin))
                if (segment := found[word - block.made]) != UNKNOWN:
                    self._name_inner(segment, written.first, inner)

    def _name_inner(self, segment: int, first: int, inner: Inner) -> None:
        """The rest of a segment: what one of a map says, whose sources are those from `first` on."""
        targets = inner.targets
        self._name_source(first + targets.sources[segment], targets.lines[segment], targets.columns[segment])
        if targets.kinds[segment] == NAMED:
            name = inner.first_name + targets.names[segment]
            self._parts.append(self.segments.number(name - self._at.name))
            self._at.name = name

    def _go_to(self, word: int, place: tuple[int, int]) -> None:
        """Begin a segment at a word that was made, which stands there."""
        at = self._at
        line, column = place
        if line > at.line:
            self._parts.append(";" * (line - at.line))
            at.column = 0
        elif self._parts or self._pieces:
            self._parts.append(",")
        self._add_column(word, column, line > at.line)
        at.line, at.column = line, column

    def _add_column(self, word: int, column: int, is_new_line: bool) -> None:
        step = column - self._at.column
        if self._passed < len(self.spans):
            offset = self.made.starts[word]
            first = self._pass(offset - column) if is_new_line else self._passed
            last = self._pass(offset)
            if first < last:
                self._pieces.append("".join(self._parts))
                self._gaps.append(Gap(step, first, last))
                self._parts.clear()
                return
        self._parts.append(self.segments.number(step))

    def _pass(self, offset: int) -> int:
        """How many of the references start before an offset."""
        while self._passed < len(self.spans) and self.spans[self._passed][0] < offset:
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
    starts = made.starts
    ranges = [(bisect_left(starts, start), bisect_left(starts, end)) for start, end in spans]
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
