"""The words of a text and where they stand.

A word is what no minifier that keeps tokens takes apart: in scripts a name, a keyword, the digits of a number; in style
sheets also what hangs on to one with `-`, `.`, `#`, `%` or `@`. Everything is done by few calls on whole texts: there
are a hundred thousand words in a megabyte.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, repeat
from operator import and_, rshift, sub

from .skeleton import Language
from .vlq import Memo

_PART = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$") | frozenset(range(128, 256))
_PARTS = {"js": _PART, "css": _PART | frozenset(b"-.#%@")}
_SPACE, _LINE_END, _ANY = b" \nx"
# Where a line ends between two words their step is how many do, and below these bits the column of the second.
_COLUMN_BITS = 32
_TURN = 1 << _COLUMN_BITS


@dataclass(slots=True)
class Words:
    """The words of a text, in order.

    `letters` are those of all words, with nothing between. `steps` says for each word how far it is from the start of
    the one before, in the same line; else what `turn` says. Of each line that has words there is its number in `lines`,
    the index of its first word in `firsts`, and in `leads` the column of that. Columns are in UTF-16 code units; lines
    count from 0.
    """

    letters: bytes
    steps: list[int]
    lines: list[int]
    firsts: list[int]
    leads: list[int]
    _turns: list[int]
    _text: bytes
    _words: list[bytes] = field(default_factory=list)
    _sums: list[int] = field(default_factory=list)

    @property
    def words(self) -> list[bytes]:
        """Each of them: few ask for these."""
        if not self._words:
            self._words += self._text.split()
        return self._words

    def charset(self) -> Sequence[bytes]:
        """Those of the `@charset` that it begins with."""
        return self._text.split(None, 2)[:2] if self.letters.startswith(b"@charset") else ()

    @property
    def sums(self) -> list[int]:
        """The steps added up: the difference of two words of a line is how far they are apart."""
        if not self._sums:
            self._sums += accumulate(self.steps)
        return self._sums

    def rows(self, start: int, end: int) -> slice:
        """Which lines start within the words from one to before another, the first word left out."""
        return slice(bisect_right(self.firsts, start), bisect_left(self.firsts, end))

    def place(self, index: int) -> tuple[int, int]:
        """Line and column of a word."""
        row = bisect_right(self.firsts, index) - 1
        return self.lines[row], self.leads[row] + self.sums[index] - self.sums[self.firsts[row]]

    def index(self, place: tuple[int, int]) -> int:
        """Which is the first word there or behind."""
        return bisect_left(range(len(self.steps)), place, key=self.place)

    def runs(self, index: int, count: int) -> Iterator[tuple[int, int, int]]:
        """The lines that so many words stand in: of each its row, and from which word to before which."""
        end = index + count
        for row in range(bisect_right(self.firsts, index) - 1, len(self.firsts)):
            following = self.firsts[row + 1] if row + 1 < len(self.firsts) else end
            yield row, index, min(following, end)
            index = following
            if index >= end:
                return

    def moves(self) -> Iterator[int]:
        """For each line but the first how far it is from the last word of the line before to its first: how many lines,
        and below the bits of columns how many columns, which may be taken off those."""
        sums, following = self.sums, self.firsts[1:]
        begins = map(sub, map(sums.__getitem__, self.firsts), self.leads)
        columns = map(sub, map([0, *sums].__getitem__, following), begins)
        return map(sub, self._turns[1:], columns)


def turn(step: int) -> tuple[int, int]:
    """How many lines and columns a step or move over line ends is."""
    lines = (step + (_TURN >> 1)) >> _COLUMN_BITS
    return lines, step - (lines << _COLUMN_BITS)


class Cutter:
    """Cuts skeletons into words."""

    def __init__(self) -> None:
        self._words = {language: _table(_PARTS[language], None) for language in _PARTS}
        self._others = {language: bytes(set(range(256)) - _PARTS[language]) for language in _PARTS}
        self._marks = {language: _table(_PARTS[language], _ANY) for language in _PARTS}
        self._steps = Memo(_step)

    def cut(self, skeleton: str, language: Language) -> Words:
        """The words of a skeleton."""
        data = skeleton.encode("latin-1")
        # What parts the pieces is what is right before a word, and its first character.
        gaps = (b"\n " + data.translate(self._marks[language]).replace(b"\n", b"\n ")).split(b" x")
        del gaps[-1]
        steps = list(map(self._steps.__getitem__, gaps))
        firsts = [at for at, step in enumerate(steps) if step >= _TURN]
        turns = list(map(steps.__getitem__, firsts))
        return Words(
            letters=data.translate(None, self._others[language]),
            steps=steps,
            lines=list(accumulate(map(rshift, turns, repeat(_COLUMN_BITS)), initial=-1))[1:],
            firsts=firsts,
            leads=list(map(and_, turns, repeat(_TURN - 1))),
            _turns=turns,
            _text=data.translate(self._words[language]),
        )


def _step(gap: bytes) -> int:
    """The step over what stands behind the first character of a word and before what is before the next one."""
    lines = gap.count(b"\n")
    return lines << _COLUMN_BITS | len(gap) - gap.rindex(b"\n") - 1 if lines else len(gap) + 2


def _table(parts: frozenset[int], mark: int | None) -> bytes:
    """For `bytes.translate`: line ends as they are, spaces for what is in no word, words as they are or as marks."""
    marks = {byte: byte if mark is None else mark for byte in parts} | {_LINE_END: _LINE_END}
    return bytes(marks.get(byte, _SPACE) for byte in range(256))
