"""A style sheet cut into the statements at its top (CSS Syntax Level 3 §5.4.1), each whole, whatever it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..references.css_tokens import closer_of, is_comment, is_space, missing_end, name_of, tokenise
from ..references.source_map import is_source_map_comment

_MARKUP = frozenset(("<!--", "-->"))
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Statement:
    """One rule with the white space and comments before it. `name` is that of an at-rule, in lower case, else empty.

    `offset` (characters) is where its first word stands, `first` that word: empty where there is nothing but space and
    comments. What the end of the sheet closed is written out in `added`, so that another statement can follow.
    `is_broken` means that a `}` which closes nothing stands in it, so that browsers ignore all of it.
    """

    name: str
    first: str
    tokens: tuple[str, ...]
    offset: int
    has_block: bool
    added: str
    is_broken: bool

    @property
    def text(self) -> str:
        return "".join(self.tokens) + self.added


def statements(text: str) -> Iterator[Statement]:
    """The statements in order. HTML's comment marks between them, which browsers skip, and source map comments, whose
    lines are no longer true, are left out."""
    offset = 0
    statement = _Open(0)
    for token in tokenise(text):
        if statement.take(token, offset):
            yield statement.close()
            statement = _Open(offset)
        offset += len(token)
    if statement.tokens:
        yield statement.end()


def offset_before_filters(statement: Statement, text: str, original: str) -> int | None:
    """Where the statement, which is one of `text`, stands in the text that the filters made that of; None where they
    changed how many there are of its name."""
    now, before = (
        [each.offset for each in statements(sheet) if each.name == statement.name] for sheet in (text, original)
    )
    return before[now.index(statement.offset)] if len(now) == len(before) else None


@dataclass(slots=True)
class _Open:
    """A statement whose end has not come yet."""

    offset: int
    first: str = ""
    name: str = ""
    tokens: list[str] = field(default_factory=list)
    closers: list[str] = field(default_factory=list)
    has_block: bool = False
    is_broken: bool = False

    def take(self, token: str, offset: int) -> bool:
        """Add a token, and say whether it ends the statement."""
        if is_source_map_comment(token):
            self.tokens += ["/**/"] if self.first else []
            return False
        if not self.first and not is_space(token) and not is_comment(token):
            if token in _MARKUP:
                return False
            self.first, self.offset = token, offset
            self.name = name_of(token) if token.startswith("@") and len(token) > 1 else ""
        self.tokens.append(token)
        return self._nest(token)

    def _nest(self, token: str) -> bool:
        if closer := closer_of(token):
            self.has_block |= token == "{" and not self.closers
            self.closers.append(closer)
        elif self.closers:
            if token == self.closers[-1]:
                self.closers.pop()
                return token == "}" and not self.closers
        elif token == "}":
            self.is_broken = True
        return token == ";" and not self.closers and self.name != ""

    def close(self, added: str = "") -> Statement:
        tokens = tuple(self.tokens)
        return Statement(self.name, self.first, tokens, self.offset, self.has_block, added, self.is_broken)

    def end(self) -> Statement:
        """The statement closed as the end of the sheet closes it (CSS Syntax Level 3 §5)."""
        last = self.tokens[-1]
        added = missing_end(last)
        if not is_comment(last) and (len(last) - len(last.rstrip("\\"))) % 2:
            self.tokens[-1] = last[:-1] + ("" if last[0] in "\"'" else _REPLACEMENT)
        added += "".join(reversed(self.closers))
        if self.first and not self.has_block:
            added += ";" if self.name else "{}"
        return self.close(added)
