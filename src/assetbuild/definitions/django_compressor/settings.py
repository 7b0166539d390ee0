"""The settings of django-compressor as filters of ours."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import Location, UsageError
from ...model import Note
from ..django_project import DjangoProject

_RCSSMIN, _RJSMIN = "compressor.filters.cssmin.rCSSMinFilter", "compressor.filters.jsmin.rJSMinFilter"
_ABSOLUTE = "compressor.filters.css_default.CssAbsoluteFilter"
_DEFAULTS = {"css": [_ABSOLUTE, _RCSSMIN], "js": [_RJSMIN]}
_MINIFIERS = {"css": "rcssmin", "js": "rjsmin"}
_SAME = frozenset((_RCSSMIN, _RJSMIN, "compressor.filters.cssmin.CSSMinFilter", "compressor.filters.jsmin.JSMinFilter"))
# All addresses are rewritten without them.
_ADDRESSES = frozenset((_ABSOLUTE, "compressor.filters.css_default.CssRelativeFilter"))
_DATA_URIS = "compressor.filters.datauri.CssDataUriFilter"
_TEMPLATES = "compressor.filters.template.TemplateFilter"
_OTHER_MINIFIERS = frozenset(
    "compressor.filters." + name
    for name in (
        "cssmin.CSSCompressorFilter jsmin.CalmjsFilter jsmin.SlimItFilter yui.YUICSSFilter yui.YUIJSFilter "
        "yuglify.YUglifyCSSFilter yuglify.YUglifyJSFilter cleancss.CleanCSSFilter closure.ClosureCompilerFilter"
    ).split()
)
_OUTPUT_TYPES = {"css": ("text/css",), "js": ("text/javascript",)}
_SASS_PROGRAMS = frozenset(("sass", "sassc", "scss", "node-sass", "dart-sass", "pyscss"))
_SASS_CLASSES = frozenset(
    "django_libsass.SassCompiler compressor_toolkit.precompilers.SCSSCompiler "
    "compressor_toolkit.precompilers.SCSSFilter".split()
)
_CLASS = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)+")
_FOR_A_SHELL = re.compile(r"[<>|&;$`*]")
_AS_COMMAND = "give the command itself in COMPRESS_PRECOMPILERS, as in 'lessc {infile}'"
_SIZE = 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """What is set, by its name without `COMPRESS_`."""

    project: DjangoProject
    values: Mapping[str, Any]

    def where(self, name: str, *path: str | int) -> Location:
        """Where it is written."""
        return self.project.where(f"COMPRESS_{name}", *path)

    @property
    def prefix(self) -> str:
        """What URLs of static files begin with."""
        return str(self.values.get("URL") or self.project.said["static_url"])

    def output(self, kind: str, name: str | None, digest: str) -> str:
        """The logical path for what a block makes."""
        folder = str(self.values.get("OUTPUT_DIR", "CACHE")).strip("/")
        stem = os.path.splitext(os.path.basename(name or "output"))[0]
        return "/".join(part for part in (folder, kind, f"{stem}-{digest}.{kind}") if part)

    def filters(self, kind: str) -> list[str]:
        """The filters of ours for what a block of that kind makes."""
        named = self._named(kind)
        minifies = any(name in _SAME or name in _OTHER_MINIFIERS for name in named)
        return [_MINIFIERS[kind]] if minifies else []

    def inline(self) -> dict[str, int]:
        """What is embedded in style sheets."""
        size = int(self.values.get("DATA_URI_MAX_SIZE", _SIZE))
        return {"**": size} if _DATA_URIS in self._named("css") else {}

    def notes(self) -> Iterator[Note]:
        """Filters that do not run."""
        for kind in _MINIFIERS:
            for index, name in enumerate(self._named(kind)):
                where = self.where("FILTERS", kind, index)
                if name in _OTHER_MINIFIERS:
                    ours = _MINIFIERS[kind]
                    message = f"{name!r} does not run; {ours!r} does, and in `filters` of a bundle you may name another"
                    yield Note("warning", message, where)
                elif name == _TEMPLATES:
                    message = f"{name!r} does not run: sources are compiled as they are, not as templates of Django"
                    yield Note("warning", message, where)
                elif name not in _SAME | _ADDRESSES | {_DATA_URIS}:
                    message = f"{name!r} does not run: it is no filter of ours; name one in `filters` of a bundle"
                    yield Note("warning", message, where)
        if self.values.get("COMPRESSORS"):
            message = "`COMPRESS_COMPRESSORS`: classes of the project do not run"
            yield Note("warning", message, self.where("COMPRESSORS"))

    def precompiler(self, media_type: str | None, kind: str, where: Location) -> tuple[str, dict[str, Any]] | None:
        """The filter that compiles a media type, by its name and options; None where it is CSS or JavaScript.

        Raises UsageError, at `where`, where there is none.
        """
        known = {str(key): str(value) for key, value in self.values.get("PRECOMPILERS") or ()}
        if media_type is None or not known or (media_type not in known and media_type in _OUTPUT_TYPES[kind]):
            return None
        if media_type not in known:
            hint = (
                f"name one for it in COMPRESS_PRECOMPILERS, or leave `type` out; there are {', '.join(sorted(known))}"
            )
            raise UsageError(f"nothing in COMPRESS_PRECOMPILERS compiles {media_type!r}", where, hint)
        return self._filter(media_type, known[media_type], list(known).index(media_type))

    def _filter(self, media_type: str, how: str, index: int) -> tuple[str, dict[str, Any]]:
        words = shlex.split(how)
        program = os.path.basename(words[0]) if words else ""
        if how in _SASS_CLASSES or (program in _SASS_PROGRAMS and not _CLASS.fullmatch(how)):
            return "sass", {}
        if not words or (_CLASS.fullmatch(how) and len(words) == 1):
            message = f"{how!r}, which compiles {media_type!r}, is a class that does not run: it is no filter"
            raise UsageError(message, self.where("PRECOMPILERS", index, 1), _AS_COMMAND)
        return media_type.rpartition("/")[2], {"command": _command(how, words)}

    def _named(self, kind: str) -> list[str]:
        older = self.values.get(f"{kind.upper()}_FILTERS")
        named = older if older is not None else (self.values.get("FILTERS") or _DEFAULTS).get(kind, ())
        return [str(name) for name in named]


def _command(how: str, words: list[str]) -> list[str]:
    """The command without a shell, unless it is written for one."""
    places = {"{infile}": "{file}", "{outfile}": "{output}"}
    if not _FOR_A_SHELL.search(how):
        return [re.sub(r"\{(?:in|out)file\}", lambda found: places[found[0]], word) for word in words]
    used = [name for name in places if name in how]
    for number, name in enumerate(used, 1):
        how = how.replace(name, f'"${number}"')
    return ["sh", "-c", how, "sh", *(places[name] for name in used)]
