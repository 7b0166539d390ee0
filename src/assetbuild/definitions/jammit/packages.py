"""Packages of Jammit as bundles and groups of ours."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import Location, UsageError
from ...globs import is_glob, literal_glob
from ...known_places import Path
from ...logical import BadPath, join
from ...model import Note
from ..definition import NAMED_ALONE, Definition
from ..embedded import embedded
from ..reader import Reader
from .ruby_globs import find_files, our_globs
from .settings import Settings

_KINDS = {"javascripts": "js", "stylesheets": "css"}
_MINIFIERS = {"js": ("javascript_compressor", "jsmin", "rjsmin"), "css": ("css_compressor", "cssmin", "rcssmin")}
_MHTML = "MHTML is not made: Internet Explorer 7 was the last browser to read it"
# Of images those whose base64 is shorter than 32,700 characters.
_LARGEST = 24_522


def translate(settings: Settings, reader: Reader) -> Definition:
    """Our tables for the settings."""
    translation = _Translation(settings, reader)
    for kind in _KINDS:
        packages = settings.get(kind, {})
        if not isinstance(packages, dict):
            raise UsageError(f"`{kind}` must be a mapping of packages", settings.where(kind))
        for name, globs in packages.items():
            translation.add(kind, str(name), globs)
    notes = (*settings.notes, *translation.notes, *_not_carried(settings))
    return Definition(translation.document(), translation.places, notes, settings.is_pure)


class _Translation:
    def __init__(self, settings: Settings, reader: Reader) -> None:
        self.settings = settings
        self.reader = reader
        self.public = posixpath.normpath(str(settings.get("public_root", "public")))
        roots = settings.get("asset_roots", ["."])
        self.asset_roots = [str(root) for root in (roots if isinstance(roots, list) else [roots])]
        self.package_path = str(settings.get("package_path", "assets")).strip("/")
        extension = settings.get("template_extension", True)
        self.extension = "jst" if extension is True else str(extension).removeprefix(".")
        # Where packages are for production alone, pages load the sources one by one.
        self.is_separate = settings.get("package_assets", True) not in (True, "always")
        self.prefixes: dict[str, str] = {}
        self.bundles: dict[str, dict[str, Any]] = {}
        self.groups: dict[str, dict[str, Any]] = {}
        self.exclude: list[str] = [*NAMED_ALONE, f"{self.package_path}/*.gz"]
        self.places: dict[Path, Location] = {}
        self.notes: list[Note] = []
        self.has_templates = False

    def document(self) -> dict[str, Any]:
        """The tables. What is below the public root is served from the root of the site, as it was."""
        sources = [self.public] if self.reader.is_folder(self.public) or not self.prefixes else []
        document: dict[str, Any] = {"sources": [*sources, *self.prefixes], "prefixes": self.prefixes, "url": "/"}
        if self.settings.get("gzip_assets", True) is False:
            document["encodings"] = []
        document |= {"exclude": list(dict.fromkeys(self.exclude)), "minify": "off", "allow-missing": ["**"]}
        if _embeds(self.settings):
            document |= {"inline": embedded(["**/embed"], _LARGEST), "inline-repeated": True}
        document["bundles"] = self.bundles
        if filters := {name: options for name, options in self.filter_options() if options}:
            document["filters"] = filters
        document["groups"] = self.groups
        return {key: value for key, value in document.items() if value or key in ("encodings", "sources")}

    def filter_options(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        yield "templates", self.template_options()
        is_used = any("project_paths" in bundle["filters"] for bundle in self.bundles.values())
        yield "project_paths", {"folders": {self.public: ""}} if is_used and self.public != "public" else {}

    def template_options(self) -> dict[str, str]:
        function = self.settings.get("template_function", True)
        namespace = self.settings.get("template_namespace", True)
        options = {} if self.extension == "jst" else {"extension": self.extension}
        if function is not True:
            options["function"] = "" if function is False else str(function)
        if namespace is not True:
            options["namespace"] = str(namespace)
        return options if self.has_templates else {}

    def add(self, kind: str, name: str, globs: Any) -> None:
        """The bundle of a package, and a group `NAME.js` or `NAME.css` by which the helpers find it."""
        suffix = _KINDS[kind]
        output = "/".join(part for part in (self.package_path, f"{name}.{suffix}") if part)
        place: Path = ("bundles", output)
        self.places[place] = self.settings.where(kind, name)
        contents, templates = self.contents(kind, name, globs, (*place, "contents"))
        group = f"{name}.{suffix}"
        self.places["groups", group] = self.places[place]
        if not contents and not templates:
            message = f"the package {name!r} has no files, so it is not made"
            self.notes.append(Note("warning", message, self.places[place]))
            return
        if templates:
            self.has_templates = True
            self.places[*place, "contents", len(contents)] = self.places[place]
        parts = [{"contents": templates, "filters": ["templates"]}] if templates else []
        filters = self.filters(suffix, contents)
        self.bundles[output] = {"contents": [*contents, *parts], "filters": filters, "allow-empty": True}
        self.groups[group] = {"assets": contents if self.is_separate and not templates else [output]}
        if suffix == "css":
            self.exclude += [f"{output[:-4]}-{variant}.css" for variant in ("datauri", "mhtml")]

    def filters(self, suffix: str, contents: list[str]) -> list[str]:
        """The minifier; and for style sheets outside the public root, which may lead into it, what follows them."""
        is_outside = any(path.startswith(tuple(f"{prefix}/" for prefix in self.prefixes)) for path in contents)
        first = ["project_paths"] if suffix == "css" and is_outside else []
        return first if self.settings.get("compress_assets", True) is False else [*first, _MINIFIERS[suffix][2]]

    def contents(self, kind: str, name: str, globs: Any, place: Path) -> tuple[list[str], list[str]]:
        """The globs of a package's own files, and those of its templates, which Jammit puts behind them."""
        plain: list[str] = []
        templates: list[str] = []
        seen: set[str] = set()
        ending = f".{self.extension}"
        for glob, path in _flat(globs, ()):
            where = self.settings.where(kind, name, *path)
            if not isinstance(glob, str):
                raise UsageError(f"a package is a list of globs, and {glob!r} is none", where)
            if glob in seen:
                continue
            seen.add(glob)
            for item in self.paths(glob, where):
                if kind == "javascripts" and item.endswith(ending):
                    templates.append(item)
                    continue
                self.places[*place, len(plain)] = where
                plain.append(item)
                if kind == "javascripts" and item.endswith("*"):
                    templates.append(f"{item}{ending}")
                    self.places[*place, len(plain)] = where
                    plain.append(f"!**/*{ending}")
        return plain, templates

    def paths(self, glob: str, where: Location) -> Iterator[str]:
        """The logical globs for a glob of Ruby. One that names a single file is passed over where that is not there."""
        found = False
        for root in self.asset_roots:
            globs = [posixpath.normpath(posixpath.join(root, each)) for each in our_globs(glob)]
            for path in self.in_order(globs):
                if is_glob(path) or self.reader.has(path):
                    found = True
                    yield self.logical(path, where)
        if not found:
            self.notes.append(Note("warning", f"no assets match {glob!r}", where))

    def in_order(self, globs: list[str]) -> list[str]:
        """The globs; where the files of several are not in order one glob after the other, the files themselves."""
        if len(globs) == 1 or not any(map(is_glob, globs)):
            return globs
        files = list(dict.fromkeys(path for glob in globs for path in find_files(glob, self.reader)))
        return globs if files == sorted(files) else [literal_glob(path) for path in sorted(files)]

    def logical(self, path: str, where: Location) -> str:
        if path.startswith(f"{self.public}/"):
            return path[len(self.public) + 1 :]
        segments = path.split("/")
        fixed = next((at for at, segment in enumerate(segments) if is_glob(segment)), len(segments) - 1)
        folder = "/".join(segments[:fixed])
        try:
            self.prefixes[folder or "."] = prefix = join("", folder)
        except BadPath as error:
            hint = "name files below folders of the project"
            raise UsageError(f"{path!r} cannot be among the sources: {error}", where, hint) from error
        if not self.is_separate:
            # Jammit never served what is not below the public root.
            self.exclude.append(f"{prefix}/**")
        return path


def _flat(value: Any, path: tuple[int, ...]) -> Iterator[tuple[Any, tuple[int, ...]]]:
    """The items of lists in lists: YAML's aliases make them."""
    for index, item in enumerate(value if isinstance(value, list) else [] if value is None else [value]):
        if isinstance(item, list):
            yield from _flat(item, (*path, index))
        else:
            yield item, (*path, index)


def _embeds(settings: Settings) -> str:
    """The setting that has files embedded in style sheets; empty where none has."""
    return next((name for name in ("embed_assets", "embed_images") if settings.get(name)), "")


def _not_carried(settings: Settings) -> Iterator[Note]:
    """What Jammit would do and we do not."""
    for suffix, (setting, usual, ours) in _MINIFIERS.items():
        named = settings.get(setting, usual)
        if named != usual and settings.get("compress_assets", True) is not False:
            message = f"{named!r} does not run; {ours!r} does, and in `filters` of a bundle you may name another"
            yield Note("warning", message, settings.where(setting))
        options = "compressor_options" if suffix == "js" else "css_compressor_options"
        if settings.get(options):
            yield Note("warning", f"`{options}` are options of another compressor", settings.where(options))
    if (setting := _embeds(settings)) and settings.get(setting) != "datauri":
        yield Note("info", _MHTML, settings.where(setting))
    if settings.get("rewrite_relative_paths", True) is False:
        message = "references in style sheets are always rewritten, from the folder of the file that has them"
        yield Note("warning", message, settings.where("rewrite_relative_paths"))
    if settings.get("templates"):
        message = "separate packages for templates are from before Jammit 0.5: put them in `javascripts`"
        yield Note("warning", message, settings.where("templates"))
