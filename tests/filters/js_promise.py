"""What minified JavaScript must keep, told by the scanner."""

from __future__ import annotations

from assetbuild.references.js_brackets import has_newline, is_trivia
from assetbuild.references.js_tokens import tokenise

# After these no statement ends, before these none starts (`/` and `/=` are divisions), so newlines there mean nothing.
_BEFORE = frozenset(
    "; { ( [ , : ? = => && || ?? + - * % & | ^ < > . ?. ! ~ ... == != === !== <= >= << >> >>> ** += -= *= /= %= &= |="
    " ^= <<= >>= >>>= **= &&= ||= ??= /".split()
)
_AFTER = frozenset(
    ") ] } , ; : ? = && || ?? % & | ^ < > . ?. == != === !== <= >= << >> >>> += -= *= /= %= &= |= ^= <<= >>= >>>= **="
    " &&= ||= ??= / ...".split()
)


def lost(before: str, after: str) -> str:
    """What `after` does not keep of `before`: a token, a newline that may end a statement, a comment; else nothing."""
    tokens, newlines = _significant(before)
    kept, newlines_kept = _significant(after)
    if tokens != kept:
        return f"tokens: {tokens} became {kept}"
    for index in range(1, len(tokens)):
        left, right = tokens[index - 1], tokens[index]
        if newlines[index] != newlines_kept[index] and _matters(left, right):
            return f"newline between {left!r} and {right!r}: {newlines[index]} became {newlines_kept[index]}"
    comments, comments_kept = _comments(before), _comments(after)
    return "" if comments == comments_kept else f"comments: {comments} became {comments_kept}"


def _matters(left: str, right: str) -> bool:
    in_template = left.endswith("${") or (right[0] == "}" and len(right) > 1)
    multiplies = left in (")", "}") and right in ("*", "**")
    return not (in_template or multiplies or left in _BEFORE or right in _AFTER)


def _significant(text: str) -> tuple[list[str], list[bool]]:
    tokens: list[str] = []
    newlines: list[bool] = []
    newline = False
    for token in tokenise(text):
        if is_trivia(token):
            newline = newline or has_newline(token)
        else:
            tokens.append(token)
            newlines.append(newline)
            newline = False
    return tokens, newlines


def _comments(text: str) -> list[str]:
    return [token for token in tokenise(text) if token.startswith("/*!")]
