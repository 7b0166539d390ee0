"""Which bracket closes which in a list of JavaScript tokens, worked out as far as the tokens go."""

from __future__ import annotations

from collections.abc import Sequence

from .scan_error import ScanError

_SPACES = frozenset("\t\n\v\f\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff") | {
    chr(n) for n in range(0x2000, 0x200B)
}
_COMMENTS = frozenset(("//", "/*", "<!", "#!"))
_HTML_COMMENTS = frozenset(("<!-", "-->"))
_PAIRED = frozenset("()[]{}`?:")
_PARTNERS = {")": "(", "]": "[", "}": "{"}


def is_trivia(token: str) -> bool:
    """Whether a token is white space or a comment."""
    return token[0] in _SPACES or token[:2] in _COMMENTS or token.startswith("-->")


def is_html_comment(token: str) -> bool:
    """Whether a token is a comment in scripts only (Annex B.1.1)."""
    return token[:3] in _HTML_COMMENTS


def has_newline(token: str) -> bool:
    """Whether a trivial token counts as a line terminator (ECMA-262 §12.4: a comment that holds one does)."""
    return "\n" in token or "\r" in token or "\u2028" in token or "\u2029" in token


class Brackets:
    """The tokens so far; for each bracket, by index, its partner, and for each opening one the bracket around it."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = tokens
        self.opener: dict[int, int] = {}
        self.around: dict[int, int] = {}
        # The bracket around each `:` that belongs to no `?`.
        self.colons: dict[int, int] = {}
        # What braces were found to be, for js_braces.py.
        self.kinds: dict[int, str] = {}
        self._open: list[int] = []
        self._questions = [0]
        self._done = 0

    @property
    def innermost(self) -> int:
        """The opening bracket around what comes next, or -1."""
        return self._open[-1] if self._open else -1

    def advance(self) -> None:
        """Take in the tokens that came since the last call."""
        tokens = self.tokens
        for index in range(self._done, len(tokens)):
            if tokens[index][0] in _PAIRED:
                self._take(index, tokens[index])
        self._done = len(tokens)

    def finish(self) -> None:
        """Check that nothing is left open."""
        self.advance()
        if self._open:
            index = self._open[-1]
            raise ScanError(f"this {self.tokens[index][-1]!r} is never closed", self.offset(index))

    def offset(self, index: int) -> int:
        """Where the token starts in the text, in characters."""
        return sum(map(len, self.tokens[:index]))

    def before(self, index: int) -> int:
        """The last token before `index` that is neither space nor comment, or -1."""
        index -= 1
        while index >= 0 and is_trivia(self.tokens[index]):
            index -= 1
        return index

    def newline_after(self, index: int) -> bool:
        """Whether a line ends between this token and the next one of substance."""
        for after in range(index + 1, len(self.tokens)):
            if not is_trivia(self.tokens[after]):
                return False
            if has_newline(self.tokens[after]):
                return True
        return False

    def _take(self, index: int, token: str) -> None:
        first, last = token[0], token[-1]
        if first in ")]}":
            if not self._open or self.tokens[self._open[-1]][-1] != _PARTNERS[first]:
                raise ScanError(f"{first!r} closes nothing", self.offset(index))
            self.opener[index] = self._open.pop()
            self._questions.pop()
        if last in "([{":
            self.around[index] = self.innermost
            self._open.append(index)
            self._questions.append(0)
        elif token == "?":
            self._questions[-1] += 1
        elif token == ":":
            self._colon(index)

    def _colon(self, index: int) -> None:
        if self._questions[-1]:
            self._questions[-1] -= 1
        else:
            self.colons[index] = self.innermost
