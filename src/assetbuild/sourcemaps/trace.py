"""What became of the texts that go into an asset, step by step, as far as source maps want to know."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from ..logical import BadPath, extension, join
from ..model import Action, Fetch, Filter, Filtered, Reference
from ..patterns import compile_pattern
from ..references.scanners import scanner_of
from ..references.source_map import map_at_end
from .skeleton import LANGUAGES

_MARK = "sourceMappingURL="
_INLINE = compile_pattern(
    r"(?://|/\*)[#@][ \t]+sourceMappingURL=data:application/json[^,\s]*?(;base64)?,([^\s'\"*]+)[ \t]*(?:\*/)?\s*\Z"
)


class Origin(NamedTuple):
    """A text that goes into an asset, and `map`, its own source map (JSON), where it has one; `base` is what that map's
    sources are relative to. `is_bare` says that a minifier took its comments."""

    path: str
    text: str
    map: str | None = None
    base: str = ""
    is_bare: bool = False


class Trace:
    """The origins of one asset; `fetch` gets the maps that vendors shipped with them."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._origins: list[Origin] = []

    def begin(self, path: str, text: str) -> None:
        """A source was read, to go into the asset."""
        self._origins.append(Origin(path, text))

    def step(self, done: Filter, filtered: Filtered) -> None:
        """A filter ran on the source that was begun last."""
        if filtered.map is not None or filtered.text != self._origins[-1].text:
            self._origins[-1] = _after(self._origins[-1], done, filtered)

    def rewrite(self, output: str, done: Filter, filtered: Filtered) -> None:
        """A filter ran on, or made, the joined text of the asset `output`."""
        if done.keeps_tokens:
            self._origins = [_after(origin, done, filtered) for origin in self._origins]
        else:
            self._origins = [_after(Origin(output, filtered.text), done, filtered)]

    def take(self, part: Trace) -> None:
        """A text with origins of its own goes into the asset."""
        self._origins += part._origins

    def origins(self) -> list[Origin]:
        """All of them, with their maps."""
        return [self._with_map(origin) for origin in self._origins]

    def _with_map(self, origin: Origin) -> Origin:
        if origin.map is not None or _MARK not in origin.text:
            return origin
        if found := _INLINE.search(origin.text):
            return origin._replace(map=_inline(found[1], found[2]), base=origin.path)
        reference = map_at_end(origin.text) or _first_map(origin)
        path = _join(origin.path, reference.target) if reference else ""
        data = self._fetch(path) if path else None
        return origin if data is None else origin._replace(map=data.decode(errors="replace"), base=path)


def _first_map(origin: Origin) -> Reference | None:
    scan = scanner_of(origin.path)
    found = scan(origin.text) if scan else ()
    return next((reference for reference in found if reference.kind == "sourcemap"), None)


def _after(origin: Origin, done: Filter, filtered: Filtered) -> Origin:
    if done.keeps_tokens:
        return origin._replace(is_bare=True)
    # Without a map of the filter's own what it made is as far back as anyone can tell.
    name = origin.path if filtered.map is not None else f"{origin.path}.{done.name}"
    return Origin(name, filtered.text, filtered.map, origin.path)


def _join(base: str, target: str) -> str:
    try:
        return join(base, target)
    except BadPath:
        return ""


def _inline(encoding: str, data: str) -> str | None:
    """The map in a `data:` URL, or None where it is damaged."""
    try:
        return (b64decode(data) if encoding else unquote_to_bytes(data)).decode()
    except (Error, UnicodeDecodeError):
        return None


def has_map(action: Action) -> bool:
    """Whether something is done that a map can tell of; a plain copy keeps the map that its vendor made."""
    is_work = action.bundle or bool(action.filters) or any(member.filters for member in action.members)
    return is_work and extension(action.output) in LANGUAGES
