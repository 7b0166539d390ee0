"""What a file's name says to Sprockets: its logical name, its type, and the engines that make it of that type."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

JS, CSS = "application/javascript", "text/css"
# Those of Sprockets 3 (lib/sprockets.rb), in its order: what is made of a type is called by its first extension. What
# it does not know has no type.
TYPES = {
    "js": JS,
    "json": "application/json",
    "xml": "application/xml",
    "css": CSS,
    "html": "text/html",
    "htm": "text/html",
    "txt": "text/plain",
    "text": "text/plain",
    "yml": "text/yaml",
    "yaml": "text/yaml",
    "ico": "image/x-icon",
    "bmp": "image/bmp",
    "gif": "image/gif",
    "webp": "image/webp",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "tiff": "image/tiff",
    "tif": "image/tiff",
    "svg": "image/svg+xml",
    "webm": "video/webm",
    "snd": "audio/basic",
    "au": "audio/basic",
    "aiff": "audio/aiff",
    "mp3": "audio/mpeg",
    "mp2": "audio/mpeg",
    "m2a": "audio/mpeg",
    "m3a": "audio/mpeg",
    "ogx": "application/ogg",
    "midi": "audio/midi",
    "mid": "audio/midi",
    "avi": "video/avi",
    "wav": "audio/wave",
    "wave": "audio/wave",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "eot": "application/vnd.ms-fontobject",
    "otf": "application/x-font-opentype",
    "ttf": "application/x-font-ttf",
    "woff": "application/font-woff",
}
_ENGINES = {"coffee": JS, "jst": JS, "eco": JS, "ejs": JS, "sass": CSS, "scss": CSS, "erb": "text/plain"}
_MOST_ENGINES = 3
_PIPELINES = ("source", "self", "default")


class FileName(NamedTuple):
    """A path without its extensions, the type of the asset that is made of the file (None where it has none), its
    engines as they are written, and the type of the file itself, which only Sprockets 4 tells from the other."""

    name: str
    type: str | None
    engines: tuple[str, ...] = ()
    own: str | None = None


class Extensions(Protocol):
    """The extensions of one version of Sprockets."""

    @property
    def version(self) -> int: ...

    def parse(self, path: str) -> FileName:
        """What the path of a file says."""

    def parse_argument(self, path: str) -> FileName:
        """What the argument of a directive says, which may name a pipeline."""

    def suffix(self, kind: str | None) -> str:
        """The extension of an asset of that type; empty where it has none."""

    def accepted(self, shorthand: str) -> str | None:
        """The types that the second argument of `link_tree` means: types, or an extension with or without its dot."""

    def preferred(self, wanted: str) -> list[str]:
        """The types of files of which assets of the types in `wanted` are made, the best first."""


def file_name(path: str, known: Callable[[str], tuple[str | None, tuple[str, ...], str | None] | None]) -> FileName:
    """The longest known extensions decide, which need not be all that look like one: `jquery.min.js`."""
    folder, slash, base = path.rpartition("/")
    at = base.find(".")
    while 0 <= at < len(base) - 1:
        if found := known(base[at + 1 :]):
            return FileName(f"{folder}{slash}{base[:at]}", *found)
        at = base.find(".", at + 1)
    return FileName(path, None)


class Extensions3(NamedTuple):
    """Those of Sprockets 3: a type and engines behind it, in any order."""

    types: dict[str, str]
    engines: dict[str, str]
    version: int = 3

    def parse(self, path: str) -> FileName:
        return file_name(path, self._known)

    def parse_argument(self, path: str) -> FileName:
        return self.parse(path)

    def _known(self, extensions: str) -> tuple[str | None, tuple[str, ...], str | None] | None:
        words = extensions.split(".")
        is_of_pipeline = words[0] in _PIPELINES
        words = words[is_of_pipeline:]
        kind = self.types.get(words[0]) if words else None
        engines = tuple(words[kind is not None :])
        if any(each not in self.engines for each in engines) or len(engines) > _MOST_ENGINES:
            return None
        if len(set(engines)) < len(engines):
            return None
        made = kind or (self.engines[engines[0]] if engines else None)
        return made, engines, made

    def suffix(self, kind: str | None) -> str:
        return next((f".{each}" for each, of in self.types.items() if of == kind), "") if kind else ""

    def accepted(self, shorthand: str) -> str | None:
        return shorthand if "/" in shorthand else self.types.get(shorthand.removeprefix("."))

    def preferred(self, wanted: str) -> list[str]:
        return wanted.split(",")


def extensions_3(es6: bool) -> Extensions3:
    """Those of Sprockets 3, with those of the gem sprockets-es6 too where `es6` says so."""
    return Extensions3(TYPES, _ENGINES | ({"es6": JS} if es6 else {}))
