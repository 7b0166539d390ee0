"""References in CSS: `url()` and `src()`, `@import` in every form, `image-set()`, and the source map comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from ..logical import BadPath, join
from ..model import Reference
from ..urls import relative_url
from .css_tokens import COMMENT, NAME_CHARACTER, SPACE, STRING, is_comment, is_space, name_of, tokenise, unescape
from .source_map import source_map_reference
from .spans import rewrite

# Only what may be a reference, or may hide one; what lies between is passed over.
_INTERESTING = re.compile(r"(?i)url|src\(|image-set|@import|sourceMappingURL|\\")
_STOP = re.compile(
    rf"(?P<comment>{COMMENT})|(?P<string>{STRING})|(?P<name>@?{NAME_CHARACTER}++\(?+)",
    re.ASCII,
)
_UNQUOTED = re.compile(r"[ \t\n\r\f]*((?:[^\"'()\\ \t\n\r\f\x00-\x08\x0b\x0e-\x1f\x7f]|\\[^\n\r\f])*)[ \t\n\r\f]*(?:\)|\Z)")
_BAD_URL = re.compile(r"(?:[^)\\]|\\[\s\S])*+\)?")
_QUOTED = re.compile(rf"[ \t\n\r\f]*(?:{COMMENT}[ \t\n\r\f]*)*({STRING})", re.ASCII)
_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]*:")
_STRING_FUNCTIONS = frozenset(("url", "src"))
_IMAGE_SETS = frozenset(("image-set", "-webkit-image-set"))


def scan(text: str) -> tuple[Reference, ...]:
    """The references to other files of the site, in order."""
    return tuple(_references(text)) if _INTERESTING.search(text) else ()


def rebase(text: str, base: str, target: str) -> str:
    """`text`, written for the place `base`, so that its relative references mean the same at `target`."""
    replacements = []
    for reference in scan(text):
        if reference.target.startswith("/"):
            continue
        try:
            path = join(base, reference.target)
        except BadPath:  # it is refused where it is resolved, and there its place is told
            continue
        replacements.append((reference.start, reference.end, relative_url(target, path)))
    return rewrite(text, replacements)


def parse_target(start: int, raw: str, decoded: str, kind: str = "url") -> Reference | None:
    """The reference for a URL whose text `raw` starts at `start`, or None where it names nothing of the site."""
    if not decoded or decoded[0] in "#?" or decoded.startswith("//") or _SCHEME.match(decoded):
        return None
    path = re.split(r"[?#]", decoded, maxsplit=1)[0]
    cut = _suffix_start(raw)
    suffix = decoded[len(path) :]
    return Reference(start, start + cut, unquote(path), suffix, kind)  # type: ignore[arg-type]


def _suffix_start(raw: str) -> int:
    found = re.search(r"(?<!\\)[?#]", raw)
    return found.start() if found else len(raw)


def _references(text: str) -> Iterator[Reference]:
    position = 0
    importing = False
    sets: list[int] = []
    depth = 0
    while stop := _STOP_OR_BRACKET.search(text, position):
        position = stop.end()
        kind, token = stop.lastgroup, stop[0]
        if kind == "comment":
            if reference := source_map_reference(token, stop.start()):
                yield reference
            continue
        if kind == "bracket":
            depth += (token == "(") - (token == ")")
            while sets and depth < sets[-1]:
                sets.pop()
            importing = importing and token not in ";{}"
            continue
        found = None
        if kind == "string":
            if importing or (sets and depth == sets[-1]):
                found = _string(stop.start(), token, "import" if importing else "url")
                importing = False
        elif token.startswith("@"):
            importing = name_of(token) == "import"
        elif token.endswith("("):
            depth += 1
            name = name_of(token)
            if name in _IMAGE_SETS:
                sets.append(depth)
            elif name in _STRING_FUNCTIONS:
                found, position, depth = _call(text, position, name, depth, importing)
                importing = False
            else:
                importing = False
        else:
            importing = False
        if found:
            yield found


_STOP_OR_BRACKET = re.compile(_STOP.pattern + r"|(?P<bracket>[();{}])", re.ASCII)


def _call(text: str, position: int, name: str, depth: int, importing: bool) -> tuple[Reference | None, int, int]:
    """The reference in `url(` or `src(`, where to go on, and the depth there."""
    kind = "import" if importing else "url"
    if quoted := _QUOTED.match(text, position):
        return _string(quoted.start(1), quoted[1], kind), quoted.end(), depth
    if name == "src":
        return None, position, depth
    unquoted = _UNQUOTED.match(text, position)
    if unquoted is None:
        bad = _BAD_URL.match(text, position)
        return None, bad.end() if bad else position, depth - 1
    return parse_target(unquoted.start(1), unquoted[1], unescape(unquoted[1]), kind), unquoted.end(), depth - 1


def _string(start: int, token: str, kind: str) -> Reference | None:
    if len(token) < 2 or token[-1] != token[0]:
        return None
    raw = token[1:-1]
    return parse_target(start + 1, raw, unescape(raw).strip(SPACE), kind)


def is_blank(tokens: list[str]) -> bool:
    """Whether the tokens are white space and comments alone."""
    return all(is_space(token) or is_comment(token) for token in tokens)


__all__ = ["is_blank", "parse_target", "rebase", "scan", "tokenise"]
