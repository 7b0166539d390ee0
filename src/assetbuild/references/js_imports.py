"""The references of modules: imports, exports from others, `new URL("…", import.meta.url)` and `import.meta.resolve`
(ECMA-262 §16.2, §13.3.10; HTML Living Standard §8.1.6.7). Those whose specifier is not a constant are not found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model import Reference, ReferenceKind
from .js_brackets import has_newline, is_html_comment, is_trivia
from .js_hints import end_of_imports, ends_of_module_syntax, may_be_module, may_import
from .js_specifiers import specifier_reference
from .js_tokens import tokenise
from .scan_error import ScanError

_OPENERS = frozenset("([{")
_CLOSERS = frozenset(")]}")
_QUOTES = frozenset("\"'")
# What follows a property, a method or a call that has the name of a declaration.
_NOT_DECLARED = frozenset((":", "(", ".", ",", "}", "=", ";", ""))
_BEFORE_STATEMENT = frozenset(("", ";", "}", ")"))
_AFTER_DECLARATION = frozenset(("", ";", "}", "with", "assert"))
_ENDS_ARGUMENT = (",", ")")
_MODULE = re.compile("(?<![\\w$])(?:import|export)(?![\\w$])")


def scan_imports(text: str) -> tuple[Reference, ...]:
    """The references of a script's or module's imports, in order; none in a text that is not JavaScript up to
    there."""
    if not may_import(text):
        return ()
    try:
        return find_imports(module_tokens(text, end_of_imports(text)))
    except ScanError:
        return ()


def is_module(text: str) -> bool:
    """Whether `import` or `export` at the top, or `import.meta`, says that the text is a module.

    `await` at the top says so too, but is not looked for: it would have every script with an asynchronous function
    tokenised.
    """
    if not may_be_module(text):
        return False
    try:
        return any(has_module_syntax(module_tokens(text, end)) for end in _worth_a_look(text))
    except ScanError:
        return False


def _worth_a_look(text: str) -> tuple[int, ...]:
    """How far tokens are needed: to the first sign of a module, where that spares most of them, and to the last."""
    first, last = ends_of_module_syntax(text)
    return (first, last) if first * 4 < last else (last,)


def module_tokens(text: str, until: int | None = None) -> list[str]:
    """The tokens of a text that may be a script or a module, at least those that begin before `until`.

    `<!--` is a comment in one and code in the other (Annex B.1.1), so where a comment of scripts would hide what only
    modules have, the text is taken for a module.
    """
    if "<!--" not in text and "-->" not in text:
        return tokenise(text, until=until)
    tokens = tokenise(text, module=False)
    hidden = [token for token in tokens if is_html_comment(token)]
    if not hidden or not (any(map(_MODULE.search, hidden)) or any(map(_is_static, find_imports(tokens)))):
        return tokens
    try:
        as_module = tokenise(text, module=True)
    except ScanError:
        return tokens
    return as_module if any(map(_is_static, find_imports(as_module))) or has_module_syntax(as_module) else tokens


def has_module_syntax(tokens: Sequence[str]) -> bool:
    """Whether only a module may have these tokens: `import` or `export` at the top level, `import.meta`."""
    walk = _Walk(tokens)
    return any(walk.is_statement(at) or walk.is_meta(at) for at in walk.keywords())


def find_imports(tokens: Sequence[str]) -> tuple[Reference, ...]:
    """The references in the tokens of a whole text."""
    walk = _Walk(tokens)
    found = (walk.reference(at) for at in walk.keywords())
    return tuple(reference for reference in found if reference)


def _is_static(reference: Reference) -> bool:
    return reference.kind == "import-static"


class _Walk:
    """A list of tokens that is walked forward once, from `import` or `export` to the next."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = tokens
        # A token, where it starts in the text, and how deep in brackets it is: of the last that was asked for.
        self._at, self._offset = 0, 0
        self._deep_at, self._depth = 0, 0

    def keywords(self) -> Iterator[int]:
        for at, token in enumerate(self.tokens):
            if token in ("import", "export") and self._text(self._before(at)) not in (".", "?."):
                yield at

    def reference(self, at: int) -> Reference | None:
        """That of the `import` or `export` at `at`."""
        after = self._after(at)
        following = self._text(after)
        if following == "(":
            return self._argument(after, "import-dynamic")
        if following == ".":
            return self._at_property(after)
        if not self.is_statement(at):
            return None
        if following[:1] not in _QUOTES:
            return self._at_from(after)
        return self._declared(after) if self.tokens[at] == "import" else None

    def is_statement(self, at: int) -> bool:
        """Whether an import or export declaration starts there, and not a call, a property or a method of that name."""
        if self._text(self._after(at)) in _NOT_DECLARED or self._depth_of(at):
            return False
        before = self._before(at)
        return self._text(before) in _BEFORE_STATEMENT or any(map(has_newline, self.tokens[before + 1 : at]))

    def is_meta(self, at: int) -> bool:
        """Whether `import.meta` starts there."""
        dot = self._after(at)
        return self._text(dot) == "." and self._text(self._after(dot)) == "meta"

    def _at_property(self, dot: int) -> Reference | None:
        """`import.meta.…`, and the phases of dynamic imports (stage 3): `import.defer("…")`."""
        name = self._after(dot)
        after = self._after(name)
        if self._text(name) in ("defer", "source"):
            return self._argument(after, "import-dynamic") if self._text(after) == "(" else None
        if self._text(name) != "meta" or self._text(after) != ".":
            return None
        member = self._after(after)
        called = self._after(member)
        if self._text(member) == "resolve":
            called = self._after(called) if self._text(called) == "?." else called
            return self._argument(called, "import-resolve") if self._text(called) == "(" else None
        return self._in_url(dot, called) if self._text(member) == "url" else None

    def _in_url(self, dot: int, after: int) -> Reference | None:
        """The first argument of `URL`, whose second is the `import.meta.url` that ends before `after`."""
        if self._text(after) not in _ENDS_ARGUMENT:
            return None
        comma = self._before(self._before(dot))
        literal = self._before(comma)
        opening = self._before(literal)
        is_call = self._text(opening) == "(" and self._text(self._before(opening)) == "URL"
        if not is_call or self._text(comma) != "," or not _is_constant(self._text(literal)):
            return None
        return self._literal(literal, "import-meta-url")

    def _argument(self, opening: int, kind: ReferenceKind) -> Reference | None:
        """The first argument of the call whose bracket is at `opening`, where it is a constant."""
        literal = self._after(opening)
        is_whole = self._text(self._after(literal)) in _ENDS_ARGUMENT
        return self._literal(literal, kind) if is_whole and _is_constant(self._text(literal)) else None

    def _at_from(self, at: int) -> Reference | None:
        """The specifier of a clause that starts at `at` and ends in `from "…"`."""
        depth = 0
        while at < len(self.tokens):
            token = self.tokens[at]
            following = self._after(at)
            if token == "from" and not depth and self._text(following)[:1] in _QUOTES:
                return self._declared(following)
            depth += (token == "{") - (token == "}")
            if depth < 0 or not _is_in_clause(token):
                return None
            at = following
        return None

    def _declared(self, at: int) -> Reference | None:
        """The specifier at the end of a declaration, where that does end there, or in attributes."""
        after = self._after(at)
        ends = any(has_newline(token) or token[0] == "/" for token in self.tokens[at + 1 : after])
        return self._literal(at, "import-static") if ends or self._text(after) in _AFTER_DECLARATION else None

    def _literal(self, at: int, kind: ReferenceKind) -> Reference | None:
        if at < self._at:
            self._at, self._offset = 0, 0
        self._offset += sum(map(len, self.tokens[self._at : at]))
        self._at = at
        return specifier_reference(self.tokens[at], self._offset, kind)

    def _depth_of(self, at: int) -> int:
        for token in self.tokens[self._deep_at : at]:
            if not is_trivia(token):
                self._depth += (token[-1] in _OPENERS) - (token[0] in _CLOSERS)
        self._deep_at = at
        return self._depth

    def _text(self, at: int) -> str:
        return self.tokens[at] if 0 <= at < len(self.tokens) else ""

    def _after(self, at: int) -> int:
        at += 1
        while at < len(self.tokens) and is_trivia(self.tokens[at]):
            at += 1
        return at

    def _before(self, at: int) -> int:
        at -= 1
        while at >= 0 and is_trivia(self.tokens[at]):
            at -= 1
        return at


def _is_in_clause(token: str) -> bool:
    """Whether a token may stand between `import` or `export` and its `from`: names, strings, `{`, `}`, `,` and `*`."""
    first = token[0]
    return first in "{},*_$\"'\\" or first.isalnum() or first > "\x7f"


def _is_constant(token: str) -> bool:
    """Whether a token is a string or a template without holes."""
    return token[:1] in _QUOTES or (token[:1] == "`" and token[-1] == "`" and len(token) > 1)
