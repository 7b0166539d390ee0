"""Packages of django-pipeline as bundles and groups of ours."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import Location, UsageError
from ...globs import compile_glob, is_glob
from ...known_places import Path
from ...logical import BadPath, normalise
from ...model import Note
from ..definition import NAMED_ALONE, Definition
from ..embedded import embedded
from ..reader import Reader
from .compilers import Compilers
from .settings import Settings

_KINDS = {"STYLESHEETS": "css", "JAVASCRIPT": "js"}
_COMPRESSORS = {"css": "CSS_COMPRESSOR", "js": "JS_COMPRESSOR"}
_MINIFIERS = {"css": "rcssmin", "js": "rjsmin"}
# These are what we run, and so is the default, which no registry's newest Node runs any more.
_SAME = frozenset(
    "pipeline.compressors." + name
    for name in "cssmin.CSSMinCompressor jsmin.JSMinCompressor csshtmljsminify.CssHtmlJsMinifyCompressor".split()
)
_NONE = "pipeline.compressors.NoopCompressor"
_PACKAGE = frozenset("source_filenames output_filename extra_context template_name variant manifest".split())
_FOLDER = re.compile(r"(?:\[/\]\??|/)?([\w-]+)/")
_EVERYWHERE = "all style sheets embed, not only those of this package"


def translate(settings: Settings, reader: Reader) -> Definition:
    """Our tables for the settings."""
    translation = _Translation(settings, reader)
    for kind in _KINDS:
        for name, package in (settings[kind] or {}).items():
            translation.add(kind, str(name), package)
    document = translation.document()
    notes = (*translation.notes, *translation.compilers.notes(), *_not_carried(settings), *settings.unknown())
    return Definition(document, translation.places, notes, is_pure=False)


class _Translation:
    def __init__(self, settings: Settings, reader: Reader) -> None:
        self.settings = settings
        self.compilers = Compilers(settings, reader)
        self.outputs = {str(package.get("output_filename")): (kind, name) for kind, name, package in _all(settings)}
        self.extension = str(settings["TEMPLATE_EXT"])
        self.bundles: dict[str, dict[str, Any]] = {}
        self.groups: dict[str, dict[str, Any]] = {}
        self.filters: dict[str, dict[str, Any]] = {}
        self.places: dict[Path, Location] = {("sources",): settings.project.file}
        self.notes: list[Note] = []
        self.embeds = False

    def document(self) -> dict[str, Any]:
        """The tables."""
        document: dict[str, Any] = {"sources": [self.settings.project.root]}
        if url := self.settings.project.said["static_url"]:
            document["url"] = url
        document |= {"exclude": list(NAMED_ALONE), "minify": "off", "allow-missing": ["**"]}
        if self.embeds:
            size = 3 * ((int(self.settings["EMBED_MAX_IMAGE_SIZE"]) - 1) // 4)
            folders = _folders(str(self.settings["EMBED_PATH"]))
            document["inline"] = embedded((f"**/*{folder}" for folder in folders), size)
            document["inline-repeated"] = True
        document["bundles"] = self.bundles
        document["filters"] = self.compilers.options | self.filters
        document["groups"] = self.groups
        return {key: value for key, value in document.items() if value}

    def add(self, kind: str, name: str, package: Any) -> None:
        """The bundle of a package, and a group `NAME.css` or `NAME.js` by which the tags find it."""
        where = self.settings.where(kind, name)
        output = self.output(kind, name, package, where)
        suffix = _KINDS[kind]
        self.places["bundles", output] = self.places["groups", f"{name}.{suffix}"] = where
        contents, templates, members = self.contents(kind, name, package, output)
        if not contents and not templates:
            self.notes.append(Note("warning", f"the package {name!r} has no files, so it is not made", where))
            return
        if templates:
            self.places["bundles", output, "contents", len(contents)] = where
            contents = [*contents, {"contents": templates, "filters": ["templates"]}]
            self.filters.setdefault("templates", self.template_options())
        filters = [*self.compilers.filters_for(name, members), *self.finishing(suffix)]
        if "esbuild" in filters:
            filters = [each for each in filters if each != "rjsmin"]
        self.bundles[output] = {"contents": contents, "filters": filters, "allow-empty": True}
        self.groups[f"{name}.{suffix}"] = _group(output, package)
        self.variant(package, where)

    def output(self, kind: str, name: str, package: Any, where: Location) -> str:
        if not isinstance(package, dict) or not package.get("output_filename"):
            raise UsageError(f"the package {name!r} has no `output_filename`", where)
        given = str(package["output_filename"])
        if self.outputs[given] != (kind, name):
            other = self.outputs[given][1]
            hint = "give each an output of its own"
            raise UsageError(f"the packages {other!r} and {name!r} have the same output, {given!r}", where, hint)
        for key in sorted(set(package) - _PACKAGE):
            message = f"`{key}` of the package {name!r} is not carried over"
            self.notes.append(Note("warning", message, self.settings.where(kind, name, key)))
        return _normal(given, where)

    def contents(self, kind: str, name: str, package: Any, output: str) -> tuple[list[Any], list[str], list[str]]:
        """The paths and globs of a package's own files, those of its templates, which stand behind them, and the
        sources that are no templates."""
        plain: list[Any] = []
        templates: list[str] = []
        members: list[str] = []
        patterns = package.get("source_filenames", ())
        if not isinstance(patterns, list | tuple):
            hint = "put a comma behind the one that is in it"
            where = self.settings.where(kind, name, "source_filenames")
            raise UsageError(f"`source_filenames` of the package {name!r} must be a list", where, hint)
        for index, pattern in enumerate(map(str, patterns)):
            where = self.settings.where(kind, name, "source_filenames", index)
            glob = re.sub(r"\*+", "*", posixpath.normpath(pattern))
            found = self.found(glob, where)
            if kind == "JAVASCRIPT" and glob.endswith(self.extension):
                templates += [glob] if found else []
                continue
            if found or glob in self.outputs:
                self.places["bundles", output, "contents", len(plain)] = where
                plain.append(glob)
            if kind == "JAVASCRIPT" and any(path.endswith(self.extension) for path in found):
                self.places["bundles", output, "contents", len(plain)] = where
                plain.append(f"!**/*{self.extension}")
                templates += [path for path in found if path.endswith(self.extension) and path not in templates]
            members += [path for path in found if kind != "JAVASCRIPT" or not path.endswith(self.extension)]
        return plain, templates, members

    def found(self, glob: str, where: Location) -> list[str]:
        """The static files of that name or glob, sorted. What is not there django-pipeline passes over."""
        if is_glob(glob):
            matches = compile_glob(glob).fullmatch
            found = [name for name in sorted(self.settings.names) if matches(name)]
        else:
            found = [glob] if glob in self.settings.names else []
        if not found and glob not in self.outputs:
            message = f"there is no static file {glob!r}, and django-pipeline passes it over"
            self.notes.append(Note("warning", message, where))
        return found

    def finishing(self, suffix: str) -> list[str]:
        """The filters after those that compile: what minifies, and the wrapper of scripts."""
        named = self.settings[_COMPRESSORS[suffix]]
        filters = [] if not named or named == _NONE else [_MINIFIERS[suffix]]
        if suffix == "js" and not self.settings["DISABLE_WRAPPER"]:
            self.filters["wrap"] = self.wrapper()
            filters.append("wrap")
        return filters

    def wrapper(self) -> dict[str, str]:
        mark = "\0"
        try:
            parts = (str(self.settings["JS_WRAPPER"]) % mark).split(mark)
        except (TypeError, ValueError):
            parts = []
        if len(parts) != 2:
            hint = "the scripts take the place of `%s`; any other `%` is written `%%`"
            raise UsageError("`JS_WRAPPER` must have one `%s`", self.settings.where("JS_WRAPPER"), hint)
        return {"before": parts[0], "after": parts[1]}

    def template_options(self) -> dict[str, Any]:
        names = {
            "namespace": "TEMPLATE_NAMESPACE",
            "function": "TEMPLATE_FUNC",
            "extension": "TEMPLATE_EXT",
            "separator": "TEMPLATE_SEPARATOR",
        }
        options: dict[str, Any] = {}
        for key, name in names.items():
            if self.settings.has(name) or key == "separator":
                options[key] = str(self.settings[name])
                self.places["filters", "templates", key] = self.settings.where(name)
        return options | {"bare": True}

    def variant(self, package: Mapping[str, Any], where: Location) -> None:
        variant = package.get("variant")
        if variant == "datauri":
            if not self.embeds:
                self.notes.append(Note("info", _EVERYWHERE, where))
            self.embeds = True
        elif variant:
            raise UsageError(f"{variant!r} is no variant", where, "the only one is 'datauri'")


def _all(settings: Settings) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """All packages, the last one first: so of two with one output the first is known by it."""
    for kind in reversed(_KINDS):
        for name, package in reversed((settings[kind] or {}).items()):
            if isinstance(package, dict):
                yield kind, str(name), package


def _normal(path: str, where: Location) -> str:
    try:
        return normalise(posixpath.normpath(path))
    except BadPath as error:
        raise UsageError(f"{path!r} cannot be among the static files: {error}", where) from error


def _group(output: str, package: Mapping[str, Any]) -> dict[str, Any]:
    extra = {key: _plain(package[key]) for key in ("extra_context", "template_name") if package.get(key)}
    return {"assets": [output], "extra": extra} if extra else {"assets": [output]}


def _plain(value: Any) -> Any:
    """The value in the types of TOML: what is null is left out."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items() if item is not None}
    return [_plain(item) for item in value if item is not None] if isinstance(value, list) else value


def _not_carried(settings: Settings) -> Iterator[Note]:
    """What django-pipeline would do and we do not."""
    for suffix, setting in _COMPRESSORS.items():
        named = settings[setting]
        if settings.has(setting) and named and named != _NONE and named not in _SAME:
            ours = _MINIFIERS[suffix]
            message = f"{named!r} does not run; {ours!r} does, and in `filters` of a bundle you may name another"
            yield Note("warning", message, settings.where(setting))
    if not _folders(str(settings["EMBED_PATH"])):
        message = "`EMBED_PATH` is more than names of folders: set `inline` to globs of what is to be embedded"
        yield Note("warning", message, settings.where("EMBED_PATH"))


def _folders(pattern: str) -> list[str]:
    """The ends of the names of folders that a regular expression like `[/]?embed/` finds; none for any other."""
    found = [_FOLDER.fullmatch(choice) for choice in pattern.split("|")]
    return [each[1] for each in found if each] if all(found) else []
