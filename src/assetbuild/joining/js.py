"""Scripts joined into one that does what they did one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import AssetbuildError, locate
from ..model import Filtered, FilterInput, Note
from ..references.js_brackets import is_trivia
from ..references.js_tokens import tokenise
from ..references.scan_error import ScanError
from ..references.source_map import is_source_map_comment

_BOM = "\ufeff"
_STRICT = frozenset(('"use strict"', "'use strict'"))
_DECLARES = frozenset(("var", "let", "const", "function", "class"))
_OPENERS = frozenset("([{")
_CLOSERS = frozenset(")]}")


@dataclass(frozen=True, slots=True)
class _Script:
    path: str
    text: str
    tokens: tuple[str, ...]
    strict: bool
    declares: bool


def join_js(members: Iterable[FilterInput]) -> Filtered:
    """One script of all members. Raises AssetbuildError for a member that is a module or is not JavaScript.

    A member keeps its own mode: where one that says "use strict" stands among others, it goes into a function of its
    own, or, where its top-level names are needed outside, loses that directive with a warning.
    """
    scripts = [script for member in members if (script := _parse(member)).tokens]
    if all(script.strict for script in scripts):
        return Filtered("\n".join(_ended(script.text, script.tokens) for script in scripts))
    parts, notes = [], []
    for script in scripts:
        if not script.strict:
            parts.append(_ended(script.text, script.tokens))
        elif not script.declares:
            parts.append(f"(function(){{{script.text}\n}}).call(this);")
        else:
            parts.append(";" + _ended(script.text, script.tokens))
            message = (
                f'{script.path!r} says "use strict" at its top and declares names for other scripts: in a bundle with '
                "scripts that are not strict, its directive has no effect"
            )
            notes.append(Note("warning", message))
    return Filtered("\n".join(parts), tuple(notes))


def _parse(member: FilterInput) -> _Script:
    text = member.text.removeprefix(_BOM)
    try:
        tokens = tokenise(text)
    except ScanError as error:
        where = locate(member.path, member.text, error.offset + len(member.text) - len(text))
        hint = "mend it, or take it out of the bundle: alone it would be passed through as it is"
        raise AssetbuildError(f"not valid JavaScript: {error.message}", where, hint) from error
    kept = [token for token in tokens if not is_source_map_comment(token) and not token.startswith("#!")]
    words = tuple(token for token in kept if not is_trivia(token))
    _refuse_module(member, tokens)
    text = text if len(kept) == len(tokens) else "".join(kept)
    return _Script(member.path, text.strip(" \t\r\n"), words, _is_strict(words), _declares(words))


def _ended(text: str, tokens: tuple[str, ...]) -> str:
    """The script so that no other can go on with its last statement."""
    if tokens[-1] == ";" and text.endswith(";"):
        return text
    return f"{text};" if text.endswith(tokens[-1]) else f"{text}\n;"


def _is_strict(tokens: tuple[str, ...]) -> bool:
    for index, token in enumerate(tokens):
        if token in _STRICT:
            following = tokens[index + 1] if index + 1 < len(tokens) else ";"
            return following not in (".", "[", "(", ",", "+", "?", "=", "==", "===")
        if token[0] not in "'\";":
            return False
        if token == ";" and (not index or tokens[index - 1] == ";"):
            return False
    return False


def _declares(tokens: tuple[str, ...]) -> bool:
    """Whether it may declare a name outside of all functions; blocks count, since `var` leaves them."""
    functions = 0
    stack: list[bool] = []
    pending = False
    for index, token in enumerate(tokens):
        if token in _DECLARES and not functions and not _is_property(tokens, index) and _is_declaration(tokens, index):
            return True
        pending = pending or token in ("function", "=>")
        if token[-1] in _OPENERS and token[-1] == token[-1:] and not _is_text(token):
            is_body = token == "{" and pending
            pending = pending and token != "{"
            stack.append(is_body)
            functions += is_body
        if token[0] in _CLOSERS and stack:
            functions -= stack.pop()
        if token == ";" and not stack:
            pending = False
    return False


def _is_text(token: str) -> bool:
    return token[0] in "'\"" or (token[0] == "/" and len(token) > 1)


def _is_property(tokens: tuple[str, ...], index: int) -> bool:
    after = tokens[index + 1] if index + 1 < len(tokens) else ""
    return (index > 0 and tokens[index - 1] in (".", "?.")) or after == ":"


def _is_declaration(tokens: tuple[str, ...], index: int) -> bool:
    """Not a function expression: those follow an operator, a bracket or a keyword that takes an operand."""
    if tokens[index] not in ("function", "class"):
        return True
    before = tokens[index - 1] if index else ";"
    return before not in (
        "(",
        "[",
        ",",
        "=",
        ":",
        "?",
        "!",
        "~",
        "+",
        "-",
        "&&",
        "||",
        "??",
        "return",
        "new",
        "typeof",
        "void",
        "=>",
    )


def _refuse_module(member: FilterInput, tokens: list[str]) -> None:
    depth = position = 0
    words = [(index, token) for index, token in enumerate(tokens) if not is_trivia(token)]
    for at, (index, token) in enumerate(words):
        if not depth and token in ("import", "export") and (not at or words[at - 1][1] not in (".", "?.")):
            following = words[at + 1][1] if at + 1 < len(words) else ""
            if token == "export" or following not in ("(", "."):
                position = sum(map(len, tokens[:index]))
                hint = "load it by itself with <script type=module>, or list a build of it for classic scripts"
                raise AssetbuildError(
                    f"`{token}` makes this a module, and a bundle of scripts is not one",
                    locate(member.path, member.text.removeprefix(_BOM), position),
                    hint,
                )
        if not _is_text(token):
            depth += (token[-1] in _OPENERS) - (token[0] in _CLOSERS)
