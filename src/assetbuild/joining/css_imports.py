"""What an `@import` says (CSS Cascade Level 5 §2): the sheet, and the layer and conditions that it is under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Reference
from ..references import css
from ..references.css_faults import is_good_url
from ..references.css_tokens import SPACE, closer_of, is_comment, is_space, name_of, tokenise
from .css_statements import Statement


@dataclass(frozen=True, slots=True)
class Import:
    """`reference` is None where the sheet is not of the site. `layer` is empty for a layer without a name, None for
    none; `supports` is a condition as `@supports` has it."""

    reference: Reference | None
    layer: str | None = None
    supports: str = ""
    media: str = ""

    @property
    def is_conditional(self) -> bool:
        return self.layer is not None or bool(self.supports or self.media)

    def wrap(self, text: str) -> str:
        """`text`, the sheet's rules, in blocks that stand for the layer and the conditions. A layer counts from where
        it is first named, even an empty one."""
        if not text and not self.layer:
            return ""
        if self.layer is not None:
            text = f"@layer {self.layer}{{{text}}}" if self.layer else f"@layer{{{text}}}"
        if self.supports:
            text = f"@supports {self.supports}{{{text}}}"
        return f"@media {self.media}{{{text}}}" if self.media else text


def parse_import(statement: Statement) -> Import | None:
    """What the statement says, or None where it is none that a browser follows."""
    words = _Words(statement.tokens[:-1] if statement.tokens[-1] == ";" else statement.tokens)
    words.take()
    url = words.take()
    if statement.has_block or not _is_url(url):
        return None
    if closer_of(url):
        words.argument()
    layer, supports = None, ""
    if name_of(words.peek()) == "layer":
        layer = words.argument() if closer_of(words.take()) else ""
    if name_of(words.peek()) == "supports" and closer_of(words.peek()):
        words.take()
        supports = _condition(words.argument())
    found = css.scan(statement.text)
    reference = found[0] if found and found[0].kind == "import" else None
    return Import(reference, layer, supports, words.rest())


def _is_url(token: str) -> bool:
    if closer_of(token):
        return name_of(token) in ("url", "src")
    return token[:1] in ("'", '"') or is_good_url(token)


def _condition(text: str) -> str:
    """In `supports()` a declaration may stand without the brackets that it has in `@supports`."""
    words = _Words(tokenise(text))
    is_declaration = not closer_of(words.take() or "(") and words.peek() == ":"
    return f"({text})" if is_declaration else text


class _Words:
    """A way through tokens that passes over white space and comments."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._tokens = tokens
        self._position = 0

    def peek(self) -> str:
        """The next word, empty at the end."""
        while self._position < len(self._tokens):
            token = self._tokens[self._position]
            if not is_space(token) and not is_comment(token):
                return token
            self._position += 1
        return ""

    def take(self) -> str:
        word = self.peek()
        self._position += 1
        return word

    def argument(self) -> str:
        """The text up to the bracket that closes the one just taken, which is taken too."""
        start = self._position
        closers = [")"]
        while closers and self._position < len(self._tokens):
            token = self._tokens[self._position]
            if closer := closer_of(token):
                closers.append(closer)
            elif token == closers[-1]:
                closers.pop()
            self._position += 1
        end = self._position - (not closers)
        return "".join(self._tokens[start:end]).strip(SPACE)

    def rest(self) -> str:
        self.peek()
        return "".join(self._tokens[self._position :]).strip(SPACE)
