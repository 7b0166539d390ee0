"""Scripts joined into one that does what they did one after the other.

As one script they share the hoisting of functions and the fate of an uncaught error: nothing can be done for that.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from ..errors import AssetbuildError, Location, locate
from ..model import Filtered, FilterInput, Note
from ..references.js_brackets import has_newline, is_trivia
from ..references.js_tokens import tokenise
from ..references.scan_error import ScanError
from ..references.source_map import is_source_map_comment
from .js_declarations import declares_names
from .js_modules import module_syntax

_BOM = "\ufeff"
_STRICT = frozenset(('"use strict"', "'use strict'"))
# What may follow a string in one statement although a line ends between them; a name, a literal or a brace may not.
_GOES_ON = frozenset(".?([`,;+-*/%<>=&|^")
_CONTINUATIONS = frozenset(("in", "instanceof", "!=", "!=="))


@dataclass(frozen=True, slots=True)
class _Script:
    path: str
    tokens: tuple[str, ...]
    strict: bool
    notes: tuple[Note, ...]

    @property
    def text(self) -> str:
        return "".join(self.tokens).strip(" \t\r\n")


def join_js(members: Iterable[FilterInput]) -> Filtered:
    """One script of all members. Raises AssetbuildError for a member that is a module or is not JavaScript.

    A member keeps its own mode: where one that says "use strict" stands among others, it goes into a function of its
    own, or, where its top-level names are needed outside, loses that directive with a warning.
    """
    scripts = [script for script in map(_parse, members) if script.text]
    notes = [note for script in scripts for note in script.notes]
    # One that is only comments has no mode.
    code = [script for script in scripts if not all(map(is_trivia, script.tokens))]
    if all(script.strict for script in code):
        return Filtered("\n".join(map(_ended, scripts)), tuple(notes))
    parts = []
    for script in scripts:
        part, note = _in_its_mode(script)
        parts.append(part)
        notes += note
    return Filtered("\n".join(parts), tuple(notes))


def _in_its_mode(script: _Script) -> tuple[str, tuple[Note, ...]]:
    """The script among others that are not strict."""
    if not script.strict:
        return _ended(script), ()
    if not declares_names(script.tokens):
        # The newlines keep a last `// comment` and a first `-->` what they are.
        return f"(function(){{\n{script.text}\n}}).call(this);", ()
    message = (
        f'{script.path!r} says "use strict" at its top and declares names for other scripts: in a bundle with '
        "scripts that are not strict, its directive has no effect"
    )
    return f";\n{_ended(script)}", (Note("warning", message),)


def _parse(member: FilterInput) -> _Script:
    text = member.text.removeprefix(_BOM)
    try:
        tokens = tokenise(text)
    except ScanError as error:
        hint = "mend it, or take it out of the bundle: alone it would be passed through as it is"
        where = locate(member.path, text, error.offset)
        raise AssetbuildError(f"not valid JavaScript: {error.message}", where, hint) from error
    if found := module_syntax(tokens):
        hint = "take it out of the bundle: asset_tags() loads it as a module, with what it imports"
        message = f"{found.what} makes this a module, and a bundle of scripts is not one"
        raise AssetbuildError(message, _place(member, found.word, tokens), hint)
    kept = tuple(token for token in tokens if not (is_source_map_comment(token) or token.startswith("#!")))
    words = [token for token in tokens if not is_trivia(token)]
    return _Script(member.path, kept, _is_strict(tokens) if words else False, _dropped_map(member.path, text, tokens))


def _place(member: FilterInput, word: int, tokens: list[str]) -> Location:
    """Where the token of substance with that number stands, in the file as its author wrote it where that is known."""
    text = member.text.removeprefix(_BOM)
    index = _index(tokens, word)
    if member.original:
        original = member.original.removeprefix(_BOM)
        with suppress(ScanError, IndexError):
            written = tokenise(original)
            if written[_index(written, word)] == tokens[index]:
                text, tokens, index = original, written, _index(written, word)
    return locate(member.path, text, sum(map(len, tokens[:index])))


def _index(tokens: list[str], word: int) -> int:
    return [index for index, token in enumerate(tokens) if not is_trivia(token)][word]


def _dropped_map(path: str, text: str, tokens: list[str]) -> tuple[Note, ...]:
    position = 0
    notes = []
    for token in tokens:
        if is_source_map_comment(token):
            message = "its source map is of this file, not of the bundle: the comment that names it was dropped"
            notes.append(Note("info", message, locate(path, text, position)))
        position += len(token)
    return tuple(notes)


def _ended(script: _Script) -> str:
    """The script so that no other can go on with its last statement."""
    last = next((token for token in reversed(script.tokens) if not is_trivia(token)), ";")
    text = script.text
    if last == ";":
        return text
    ends_in_comment = is_trivia(next(token for token in reversed(script.tokens) if token.strip()))
    return f"{text}\n;" if ends_in_comment else f"{text};"


def _is_strict(tokens: list[str]) -> bool:
    """Whether the directive prologue (ECMA-262 §11.2.1) says "use strict", by these very characters."""
    words = [index for index, token in enumerate(tokens) if not is_trivia(token)]
    at = 0
    while at < len(words) and tokens[words[at]][0] in "'\"":
        end = words[at + 1] if at + 1 < len(words) else len(tokens)
        following = tokens[end] if end < len(tokens) else ";"
        if following != ";" and not _ends_before(following, any(map(has_newline, tokens[words[at] : end]))):
            return False
        if tokens[words[at]] in _STRICT:
            return True
        at += 2 if following == ";" else 1
    return False


def _ends_before(token: str, newline: bool) -> bool:
    """Whether a string is a statement of its own before this token."""
    goes_on = token[0] in _GOES_ON or token in _CONTINUATIONS
    return newline and (token in ("++", "--") or not goes_on)
