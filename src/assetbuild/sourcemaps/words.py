"""The words of a text and where they stand.

A word is what no minifier that keeps tokens takes apart: in scripts a name, a keyword, the digits of a number; in style
sheets also what hangs on to one with `-`, `.`, `#`, `%` or `@`. Everything is done by few calls on whole texts: there
are a hundred thousand words in a megabyte.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate, chain, compress

from .skeleton import Language

_PART = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$") | frozenset(range(128, 256))
_PARTS = {"js": _PART, "css": _PART | frozenset(b"-.#%@")}
_SPACE, _LINE_END, _ANY = b" \nx"


@dataclass(slots=True)
class Words:
    """The words of a text, in order.

    `steps` says for each how far it is from its start to that of the next one, less 1. Of each line that has words
    there is its number in `lines`, the index of its first word in `firsts`, and the columns where its first and last
    word start in `leads` and `lasts`. Offsets and columns are in UTF-16 code units, lines are counted from 0.
    """

    words: list[bytes]
    steps: list[int]
    lines: list[int]
    firsts: list[int]
    leads: list[int]
    lasts: list[int]
    start: int
    _starts: list[int] = field(default_factory=list)

    @property
    def starts(self) -> list[int]:
        """Where each word starts, in the whole text."""
        if not self._starts:
            self._starts += accumulate((step + 1 for step in self.steps[:-1]), initial=self.start)
        return self._starts

    def rows(self, start: int, end: int) -> range:
        """Which lines start within the words from one to before another, the first word left out."""
        return range(bisect_right(self.firsts, start), bisect_left(self.firsts, end))

    def place(self, index: int) -> tuple[int, int]:
        """Line and column of a word."""
        row = bisect_right(self.firsts, index) - 1
        first = self.firsts[row]
        if index == first:
            return self.lines[row], self.leads[row]
        if index + 1 == (self.firsts[row + 1] if row + 1 < len(self.firsts) else len(self.words)):
            return self.lines[row], self.lasts[row]
        return self.lines[row], self.leads[row] + self.starts[index] - self.starts[first]


class Cutter:
    """Cuts skeletons into words."""

    def __init__(self) -> None:
        self._words = {language: _table(_PARTS[language], None) for language in _PARTS}
        self._marks = {language: _table(_PARTS[language], _ANY) for language in _PARTS}

    def cut(self, skeleton: str, language: Language) -> Words:
        """The words of a skeleton."""
        data = skeleton.encode("latin-1")
        lines = data.translate(self._words[language]).split(b"\n")
        cut_lines = list(map(bytes.split, lines))
        counts = list(map(len, cut_lines))
        cut_lines = list(compress(cut_lines, counts))
        lines_with_words = list(compress(lines, counts))
        return Words(
            words=list(chain.from_iterable(cut_lines)),
            steps=self._steps(data, language),
            lines=list(compress(range(len(lines)), counts)),
            firsts=list(compress(accumulate(counts, initial=0), counts)),
            leads=[len(line) - len(line.lstrip()) for line in lines_with_words],
            lasts=[len(line.rstrip()) - len(cut[-1]) for line, cut in zip(lines_with_words, cut_lines, strict=True)],
            start=len(data) - len(data.translate(self._marks[language]).lstrip()),
        )

    def _steps(self, data: bytes, language: Language) -> list[int]:
        # A line end takes the place of what is right before a word.
        marked = (b" " + data.translate(self._marks[language])).replace(b" x", b"\nx")
        steps = list(map(len, marked.split(b"\n")))
        del steps[0]
        return steps


def _table(parts: frozenset[int], mark: int | None) -> bytes:
    """For `bytes.translate`: spaces for what is in no word; words as they are, and line ends, or as marks."""
    if mark is None:
        return bytes(byte if byte in parts or byte == _LINE_END else _SPACE for byte in range(256))
    return bytes(mark if byte in parts else _SPACE for byte in range(256))
