"""The mappings of blocks of words: one segment for each word (ECMA-426 §5.3)."""

from __future__ import annotations

from collections.abc import Sequence

from .align import Block
from .vlq import Memo, encode
from .words import Words, turn


class Segments:
    """Writes segments; it keeps those that it wrote, since most come again and again."""

    def __init__(self) -> None:
        self._numbers = Memo(encode)
        self._heads = Memo(self._head)
        self._within_line = Memo(self._head_and_column)
        self._moves = Memo(self._move)
        self.number = self._numbers.__getitem__

    def moves(self, written: Words) -> list[str]:
        """What segments say at the starts of lines of a source: how far it is from the last word of the line before.
        There is none for its first line."""
        return list(map(self._moves.__getitem__, written.moves()))

    def following(self, made: Words, written: Words, moves: Sequence[str], block: Block) -> str:
        """The segments of all words of a block but the first, each with what parts it from the one before. `moves`
        are those of `written`."""
        steps = made.steps[block.made + 1 : block.made + block.count]
        written_steps = written.steps[block.written + 1 : block.written + block.count]
        found = list(map(self._within_line.__getitem__, zip(steps, written_steps, strict=True)))
        rows, before = written.rows(block.written, block.written + block.count), block.written + 1
        # The moves are those of all lines but the first.
        for first, move in zip(written.firsts[rows], moves[rows.start - 1 : rows.stop - 1], strict=True):
            at = first - before
            found[at] = self._heads[steps[at]] + move
        return "".join(found)

    def _head(self, step: int) -> str:
        """What parts two segments, how far it is in what was made, and that the source is the same."""
        lines, column = turn(step)
        return f"{';' * lines or ','}{self._numbers[column]}A"

    def _head_and_column(self, steps: tuple[int, int]) -> str:
        return f"{self._heads[steps[0]]}A{self._numbers[steps[1]]}"

    def _move(self, step: int) -> str:
        lines, columns = turn(step)
        return self._numbers[lines] + self._numbers[columns]
