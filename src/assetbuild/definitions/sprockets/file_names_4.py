"""What a file's name says to Sprockets 4, where a file has a type of its own, of which others are made."""

from __future__ import annotations

from typing import NamedTuple

from .file_names import CSS, JS, TYPES, FileName, file_name

# What 4 has beside the types of 3 (lib/sprockets.rb).
_TYPES = TYPES | {
    "aac": "audio/aac",
    "css.map": "application/css-sourcemap+json",
    "flac": "audio/flac",
    "js.map": "application/js-sourcemap+json",
    "m4a": "audio/mp4",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "rb": "application/ruby",
    "webmanifest": "application/manifest+json",
    "woff2": "application/font-woff2",
}
# Languages by extension: what is made of them, their type, and the extension that may stand before theirs. In the
# order in which Sprockets looks for files of them.
_LANGUAGES = {
    "es6": (JS, "application/ecmascript-6", ""),
    "coffee": (JS, "text/coffeescript", "js"),
    "eco": (JS, "text/eco", "jst"),
    "ejs": (JS, "text/ejs", "jst"),
    "sass": (CSS, "text/sass", "css"),
    "scss": (CSS, "text/scss", "css"),
}
_PIPELINES = (".source", ".self", ".default", ".debug")
_RUBY = "+ruby"
_Known = tuple[str | None, tuple[str, ...], str | None]


class Extensions4(NamedTuple):
    """`known` has, by extensions, the type that is made, the engines that make it, and the type of the file."""

    known: dict[str, _Known]
    version: int = 4

    def parse(self, path: str) -> FileName:
        return file_name(path, self.known.get)

    def parse_argument(self, path: str) -> FileName:
        parsed = self.parse(path)
        pipeline = next((each for each in _PIPELINES if parsed.name.endswith(each)), "")
        return parsed._replace(name=parsed.name.removesuffix(pipeline))

    def suffix(self, kind: str | None) -> str:
        return next((f".{each}" for each, known in self.known.items() if kind and known[2] == kind), "")

    def accepted(self, shorthand: str) -> str | None:
        if "/" in shorthand:
            return shorthand
        known = self.known.get(shorthand.removeprefix("."))
        return known[2] if known else None

    def preferred(self, wanted: str) -> list[str]:
        types = wanted.split(",")
        made = [known[2] for known in self.known.values() if known[0] in types and known[1]]
        return list(dict.fromkeys([*types, *filter(None, made)]))


def extensions_4() -> Extensions4:
    """Those of Sprockets 4. `.erb` stands behind any type, and not only behind those of text: an application may have
    said so, and where it did not, nothing asks for such a file."""
    known: dict[str, _Known] = {each: (kind, (), kind) for each, kind in _TYPES.items()}
    for name, (kind, own, before) in _LANGUAGES.items():
        known[name] = kind, (name,), own
        if before:
            known[f"{before}.{name}"] = kind, (before, name) if before == "jst" else (name,), own
    ruby: dict[str, _Known] = {
        f"{each}.erb": (kind, (*engines, "erb"), f"{own}{_RUBY}") for each, (kind, engines, own) in known.items()
    }
    html = "text/html"
    return Extensions4({**known, **_first_es6(ruby), "erb": (html, ("erb",), f"{html}{_RUBY}")})


def _first_es6(known: dict[str, _Known]) -> dict[str, _Known]:
    """As there: templates of ES6 come before those of JavaScript."""
    return {"es6.erb": known["es6.erb"], **known}
