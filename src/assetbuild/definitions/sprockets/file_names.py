"""What a file's name says to Sprockets: its logical name, its type, and the engines that make it of that type."""

from __future__ import annotations

from typing import NamedTuple

JS, CSS = "application/javascript", "text/css"
# Sprockets 3, and what 4 has beside it (lib/sprockets.rb). What neither knows has no type.
_TYPES = {
    "aif": "audio/aiff",
    "aiff": "audio/aiff",
    "au": "audio/basic",
    "avi": "video/avi",
    "bmp": "image/bmp",
    "css": CSS,
    "eot": "application/vnd.ms-fontobject",
    "gif": "image/gif",
    "htm": "text/html",
    "html": "text/html",
    "ico": "image/x-icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": JS,
    "json": "application/json",
    "m2a": "audio/mpeg",
    "m3a": "audio/mpeg",
    "m4v": "video/mp4",
    "mid": "audio/midi",
    "midi": "audio/midi",
    "mp2": "audio/mpeg",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "ogx": "application/ogg",
    "otf": "application/x-font-opentype",
    "png": "image/png",
    "snd": "audio/basic",
    "svg": "image/svg+xml",
    "text": "text/plain",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "ttf": "application/x-font-ttf",
    "txt": "text/plain",
    "wav": "audio/wave",
    "wave": "audio/wave",
    "webm": "video/webm",
    "webp": "image/webp",
    "woff": "application/font-woff",
    "xml": "application/xml",
    "yaml": "text/yaml",
    "yml": "text/yaml",
}
_TYPES_4 = {"webmanifest": "application/manifest+json", "woff2": "application/font-woff2"}
_ENGINES = {"coffee": JS, "jst": JS, "eco": JS, "ejs": JS, "sass": CSS, "scss": CSS, "erb": "text/plain"}
_MOST_ENGINES = 3
_PIPELINES = ("source", "self", "default")


class FileName(NamedTuple):
    """A path without its extensions, its type (None where it has none), and its engines as they are written."""

    name: str
    type: str | None
    engines: tuple[str, ...] = ()


class Extensions(NamedTuple):
    """The extensions of one version of Sprockets; 4 `prefers_plain` files, without engines."""

    types: dict[str, str]
    engines: dict[str, str]
    prefers_plain: bool

    def parse(self, path: str) -> FileName:
        """The longest known extensions decide, which need not be all that look like one: `jquery.min.js`."""
        folder, slash, base = path.rpartition("/")
        at = base.find(".")
        while 0 <= at < len(base) - 1:
            if found := self._known(base[at + 1 :].split(".")):
                return FileName(f"{folder}{slash}{base[:at]}", *found)
            at = base.find(".", at + 1)
        return FileName(path, None)

    def _known(self, words: list[str]) -> tuple[str | None, tuple[str, ...]] | None:
        is_of_pipeline = words[0] in _PIPELINES
        words = words[is_of_pipeline:]
        kind = self.types.get(words[0]) if words else None
        engines = tuple(words[kind is not None :])
        if any(each not in self.engines for each in engines) or len(engines) > _MOST_ENGINES:
            return None
        if len(set(engines)) < len(engines):
            return None
        return kind or (self.engines[engines[0]] if engines else None), engines

    def suffix(self, kind: str | None) -> str:
        """The extension of an asset of that type; empty where it has none."""
        return next((f".{each}" for each, of in self.types.items() if of == kind), "") if kind else ""

    def accepted(self, shorthand: str) -> str | None:
        """The type that the second argument of `link_tree` means: a type, or an extension with or without its dot."""
        return shorthand if "/" in shorthand else self.types.get(shorthand.removeprefix("."))


def extensions_of(version: int, es6: bool) -> Extensions:
    """Those of that major version; with `es6`, of the gem sprockets-es6 too, which is a part of 4."""
    is_new = version > 3
    engines = _ENGINES | ({"es6": JS} if es6 or is_new else {})
    return Extensions(_TYPES | (_TYPES_4 if is_new else {}), engines, is_new)
