"""References in CSS: `url()` and `src()`, `@import` in every form, `image-set()`, and the source map comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from ..logical import BadPath, join
from ..model import Reference
from ..urls import relative_url
from .css_tokens import COMMENT, NAME_CHARACTER, SPACE, STRING, name_of, unescape
from .source_map import source_map_reference
from .spans import rewrite

# Only what may be a reference, or may hide one; what lies between is passed over.
_INTERESTING = re.compile(r"(?i)url|src\(|image-set|@import|sourceMappingURL|\\")
_STOP = re.compile(
    rf"(?P<comment>{COMMENT})|(?P<string>{STRING})|(?P<name>@?{NAME_CHARACTER}++\(?+)|(?P<bracket>[();{{}}])",
    re.ASCII,
)
_UNQUOTED = re.compile(
    r"[ \t\n\r\f]*((?:[^\"'()\\ \t\n\r\f\x00-\x08\x0b\x0e-\x1f\x7f]|\\[^\n\r\f])*)[ \t\n\r\f]*(?:\)|\Z)"
)
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
    walk = _Walk(text)
    while stop := _STOP.search(text, walk.position):
        walk.position = stop.end()
        reference: Reference | None = getattr(walk, str(stop.lastgroup))(stop[0], stop.start())
        if reference:
            yield reference


class _Walk:
    """Where in a style sheet the scanner is: each method takes one construct and gives the reference that it is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.depth = 0
        self.importing = False
        self.image_sets: list[int] = []

    def comment(self, token: str, start: int) -> Reference | None:
        return source_map_reference(token, start)

    def bracket(self, token: str, start: int) -> None:
        self.depth += (token == "(") - (token == ")")
        while self.image_sets and self.depth < self.image_sets[-1]:
            self.image_sets.pop()
        self.importing = self.importing and token not in ";{}"

    def string(self, token: str, start: int) -> Reference | None:
        if not self.importing and not (self.image_sets and self.depth == self.image_sets[-1]):
            return None
        return _string(start, token, self.kind())

    def name(self, token: str, start: int) -> Reference | None:
        name = name_of(token)
        if token.startswith("@"):
            self.importing = name == "import"
            return None
        if not token.endswith("("):
            self.importing = False
            return None
        self.depth += 1
        if name in _IMAGE_SETS:
            self.image_sets.append(self.depth)
        kind = self.kind()
        return self.call(name, kind) if name in _STRING_FUNCTIONS else None

    def call(self, name: str, kind: str) -> Reference | None:
        """The reference in `url(` or `src(`, which ends the walk's way through it."""
        if quoted := _QUOTED.match(self.text, self.position):
            self.position = quoted.end()
            return _string(quoted.start(1), quoted[1], kind)
        if name == "src":
            return None
        unquoted = _UNQUOTED.match(self.text, self.position) or _BAD_URL.match(self.text, self.position)
        assert unquoted  # the second pattern matches anything
        self.position = unquoted.end()
        self.depth -= 1
        if unquoted.re is _BAD_URL:
            return None
        return parse_target(unquoted.start(1), unquoted[1], unescape(unquoted[1]), kind)

    def kind(self) -> str:
        """`import` for what comes first after `@import`."""
        importing, self.importing = self.importing, False
        return "import" if importing else "url"


def _string(start: int, token: str, kind: str) -> Reference | None:
    if len(token) < 2 or token[-1] != token[0]:
        return None
    raw = token[1:-1]
    return parse_target(start + 1, raw, unescape(raw).strip(SPACE), kind)
