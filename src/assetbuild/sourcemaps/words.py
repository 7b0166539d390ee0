"""The words of a text and where they stand.

A word is what no minifier that keeps tokens takes apart: in scripts a name, a keyword, the digits of a number; in style
sheets also what hangs on to one with `-`, `.`, `#`, `%` or `@`. Everything is done by few calls on whole texts: there
are a hundred thousand words in a megabyte.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, compress
from operator import sub

from .skeleton import Language

_PART = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$") | frozenset(range(128, 256))
_PARTS = {"js": _PART, "css": _PART | frozenset(b"-.#%@")}
_SPACE, _LINE_END, _ANY = b" \nx"


@dataclass(slots=True)
class Words:
    """The words of a text, in order.

    `steps` says for each how far it is from its start to that of the next one, less 2. Of each line that has words
    there is its number in `lines`, its text in `texts`, with spaces for what is in no word, the index of its first word
    in `firsts`, and in `begins` where it begins. Offsets and columns are in UTF-16 code units; lines count from 0.
    """

    words: list[bytes]
    steps: list[int]
    lines: list[int]
    texts: list[bytes]
    firsts: list[int]
    begins: list[int]
    _starts: list[int] = field(default_factory=list)

    @property
    def starts(self) -> list[int]:
        """Where each word starts, in the whole text."""
        if not self._starts and self.words:
            self._starts += accumulate((step + 2 for step in self.steps[:-1]), initial=self.begins[0] + self.lead(0))
        return self._starts

    def rows(self, start: int, end: int) -> range:
        """Which lines start within the words from one to before another, the first word left out."""
        return range(bisect_right(self.firsts, start), bisect_left(self.firsts, end))

    def lead(self, row: int) -> int:
        """The column of the first word of a line that has words."""
        return len(self.texts[row]) - len(self.texts[row].lstrip())

    def place(self, index: int) -> tuple[int, int]:
        """Line and column of a word."""
        row = bisect_right(self.firsts, index) - 1
        if index == self.firsts[row]:
            return self.lines[row], self.lead(row)
        if index + 1 == (self.firsts[row + 1] if row + 1 < len(self.firsts) else len(self.words)):
            return self.lines[row], len(self.texts[row].rstrip()) - len(self.words[index])
        return self.lines[row], self.starts[index] - self.begins[row]

    def runs(self, index: int, count: int) -> Iterator[tuple[int, int, int]]:
        """The lines that so many words stand in: of each its row, and from which word to before which."""
        end = index + count
        for row in range(bisect_right(self.firsts, index) - 1, len(self.firsts)):
            following = self.firsts[row + 1] if row + 1 < len(self.firsts) else end
            yield row, index, min(following, end)
            index = following
            if index >= end:
                return

    def jumps(self) -> Iterator[tuple[int, int]]:
        """How many lines and columns it is from the last word of each line to the first of the next."""
        begins = self.begins
        steps = map(self.steps.__getitem__, (first - 1 for first in self.firsts[1:]))
        columns = map(sub, steps, map(sub, begins[1:], begins))
        return zip(map(sub, self.lines[1:], self.lines), columns, strict=False)


class Cutter:
    """Cuts skeletons into words."""

    def __init__(self) -> None:
        self._words = {language: _table(_PARTS[language], None) for language in _PARTS}
        self._marks = {language: _table(_PARTS[language], _ANY) for language in _PARTS}

    def cut(self, skeleton: str, language: Language) -> Words:
        """The words of a skeleton."""
        data = skeleton.encode("latin-1")
        only_words = data.translate(self._words[language])
        lines = only_words.split(b"\n")
        words = only_words.split()
        counts = list(map(len, map(bytes.split, lines))) if len(lines) > 1 else [len(words)]
        begins = accumulate(map(len, lines), lambda begin, length: begin + length + 1, initial=0)
        return Words(
            words=words,
            steps=self._steps(data, language),
            lines=list(compress(range(len(lines)), counts)),
            texts=list(compress(lines, counts)),
            firsts=list(compress(accumulate(counts, initial=0), counts)),
            begins=list(compress(begins, counts)),
        )

    def _steps(self, data: bytes, language: Language) -> list[int]:
        # What parts the pieces is what is right before a word, and its first character.
        steps = list(map(len, (b" " + data.translate(self._marks[language])).split(b" x")))
        del steps[0]
        return steps


def _table(parts: frozenset[int], mark: int | None) -> bytes:
    """For `bytes.translate`: spaces for what is in no word; words as they are, and line ends, or as marks."""
    if mark is None:
        return bytes(byte if byte in parts or byte == _LINE_END else _SPACE for byte in range(256))
    return bytes(mark if byte in parts else _SPACE for byte in range(256))
