"""The mappings of blocks of words: one segment for each word (ECMA-426 §5.3)."""

from __future__ import annotations

from collections.abc import Sequence

from .align import Block
from .vlq import Memo, encode
from .words import Words


class Segments:
    """Writes segments; it keeps those that it wrote, since most come again and again."""

    def __init__(self) -> None:
        self._numbers = Memo(encode)
        self._heads = Memo(self._head)
        self._within_line = Memo(self._head_and_column)
        self._moves = Memo(self._move)

    def number(self, value: int) -> str:
        return self._numbers[value]

    def moves(self, written: Words) -> list[str]:
        """What segments say at the starts of lines of a source: how far it is from the last word of the line before.
        There is none for its first line."""
        return list(map(self._moves.__getitem__, written.jumps()))

    def following(self, made: Words, written: Words, moves: Sequence[str], block: Block) -> list[str]:
        """The segments of all words of a block but the first, each with what parts it from the one before. `moves`
        are those of `written`."""
        steps = made.steps[block.made : block.made + block.count - 1]
        written_steps = written.steps[block.written : block.written + block.count - 1]
        found = list(map(self._within_line.__getitem__, zip(steps, written_steps, strict=True)))
        for row in written.rows(block.written, block.written + block.count):
            at = written.firsts[row] - block.written - 1
            found[at] = self._heads[steps[at]] + moves[row - 1]
        for row in made.rows(block.made, block.made + block.count):
            at = made.firsts[row] - block.made - 1
            ends = ";" * (made.lines[row] - made.lines[row - 1])
            found[at] = f"{ends}{self._numbers[made.lead(row)]}A{found[at][len(self._heads[steps[at]]) :]}"
        return found

    def _head(self, step: int) -> str:
        """What parts two segments in a line, how far it is in what was made, and that the source is the same."""
        return f",{self._numbers[step + 2]}A"

    def _head_and_column(self, steps: tuple[int, int]) -> str:
        return f"{self._heads[steps[0]]}A{self._numbers[steps[1] + 2]}"

    def _move(self, jump: tuple[int, int]) -> str:
        return self._numbers[jump[0]] + self._numbers[jump[1] + 2]
