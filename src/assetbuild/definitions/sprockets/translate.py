"""A project of Sprockets as sources and bundles of ours."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from ...errors import Location, UsageError, locate
from ...filters.erb import is_erb, named_assets
from ...globs import literal_glob
from ...known_places import Path
from ...logical import BadPath, join, normalise
from ...model import Note
from ...references.js_imports import is_module
from ..definition import Definition
from ..left_out import left_out
from ..rails_importmap import read_importmap
from ..reader import Reader
from ..tree import files_below
from .file_names import CSS, JS
from .load_paths import NotFound, is_packages
from .members import Directives
from .project import Project

_PACKAGES = "node_modules"
_MINIFIERS = {JS: ("js", "rjsmin"), CSS: ("css", "rcssmin")}
# Version 1.0, which npm has as the latest, makes a module of a template.
_ECO = (
    "const eco = require('eco'), text = require('fs').readFileSync(0, 'utf8');"
    " process.stdout.write((eco.precompile || eco.compile)(text).replace(/^module\\.exports = /, ''))"
)
# Where the configuration of Babel may be.
_BABEL = (
    *(f"babel.config.{kind}" for kind in ("json", "js", "cjs", "mjs")),
    *(f".babelrc{kind}" for kind in ("", ".json", ".js", ".cjs", ".mjs")),
    "package.json",
)
# What makes scripts of the files of an engine, in the order in which they run: `.jst.eco` is Eco first.
_COMMANDS: dict[str, dict[str, Any]] = {
    "coffee": {
        "command": ["node_modules/.bin/coffee", "--compile", "--stdio", "--no-header"],
        "version": ["node_modules/.bin/coffee", "--version"],
    },
    "es6": {
        "command": ["node_modules/.bin/babel", "--filename", "{file}"],
        "version": ["node_modules/.bin/babel", "--version"],
    },
    "eco": {
        "command": ["node", "-e", _ECO],
        "version": ["node", "-p", "require('eco/package.json').version"],
    },
}


def translate(project: Project, reader: Reader) -> Definition:
    """Our tables for a project."""
    translation = _Translation(project, reader)
    for file, where in project.targets.items():
        translation.add(file, where)
    document = translation.document()
    return Definition(document, translation.places, (*project.notes, *translation.notes))


class _Translation:
    def __init__(self, project: Project, reader: Reader) -> None:
        self.project = project
        self.paths = project.paths
        self.reader = reader
        self.directives = Directives(self.paths)
        self.bundles: dict[str, dict[str, Any]] = {}
        self.filters: dict[str, dict[str, Any]] = {}
        # The file of each logical path that is emitted as it is.
        self.plain: dict[str, str] = {}
        # Folders whose files have a prefix of their own, so that nothing of them goes out by itself.
        self.packages = {folder: _PACKAGES for folder in self.paths.folders if is_packages(folder)}
        self.sources = self.all_sources()
        self.shadowed: dict[str, str] = {}
        self.places: dict[Path, Location] = {}
        self.notes: list[Note] = []
        self.made: set[str] = set()

    def document(self) -> dict[str, Any]:
        """The tables. Sprockets minifies only where it is told, and judges no reference."""
        rails = self.project.rails
        kept = {path for path, file in self.sources.items() if self.is_static(file)} | set(self.plain)
        made = {*kept, *self.bundles}
        prefixes = dict.fromkeys([*self.packages.values(), *self.shadowed.values()])
        document: dict[str, Any] = {
            "sources": [*self.paths.folders, *(_second(folder) for folder in self.shadowed)],
            "prefixes": self.packages | {_second(folder): prefix for folder, prefix in self.shadowed.items()},
            "url": rails.url,
            "exclude": [*left_out(self.sources, kept), *(f"{literal_glob(each)}/**" for each in prefixes)],
            "minify": "off",
            "allow-missing": ["**"],
            "bundles": self.bundles,
            "filters": self.filters,
        }
        importmap, places, notes = read_importmap(self.project.folder, self.reader, lambda path: path in made)
        if importmap:
            document["importmap"] = importmap
        self.places |= places
        self.notes += notes
        for index, folder in enumerate(self.paths.folders):
            if folder in rails.places:
                self.places["sources", index] = rails.places[folder]
        self.notes += self.compressors()
        return {key: value for key, value in document.items() if value or key == "sources"}

    def compressors(self) -> Iterator[Note]:
        for kind, ours in _MINIFIERS.values():
            name, where = self.project.rails.compressors.get(kind, ("", Location("")))
            if name:
                yield Note("info", f"{name!r} does not run; {ours!r} does, and `filters` may name another", where)

    def all_sources(self) -> dict[str, str]:
        """The file of each logical path of ours, which has the whole name of the file."""
        found: dict[str, str] = {}
        for folder in [each for each in self.paths.folders if each not in self.packages]:
            for file in files_below(folder, self.reader):
                found.setdefault(file[len(folder) + 1 :] if folder != "." else file, file)
        return found

    def is_static(self, file: str) -> bool:
        """Whether the file goes out as it is: a style sheet may name it, and only Ruby would know."""
        parsed = self.paths.parse(file)
        return parsed.type not in (JS, CSS) and not parsed.engines

    def add(self, file: str, where: Location) -> None:
        """Make the asset of a file, and all that it links."""
        pending = [(file, where)]
        while pending:
            file, where = pending.pop(0)
            if file in self.made:
                continue
            self.made.add(file)
            kind = self.paths.parse(file).type
            if kind in (JS, CSS):
                members = self.directives.members(file)
                pending += members.linked.items()
                self.copy(members.copied)
                pending += self.named_in(members.files)
                self.add_members(file, members.files, where)
            elif self.paths.parse(file).engines:
                self.bundle(self.paths.logical(file), {file: where}, ["erb"], where)

    def copy(self, files: dict[str, Location]) -> None:
        """Have the files go out as they are; but for those of Sass, of which a build makes style sheets or nothing."""
        for file, where in files.items():
            if not {"sass", "scss"} & {*self.paths.parse(file).engines}:
                self.plain[self.source(file, where)] = file

    def add_members(self, file: str, files: dict[str, Location], where: Location) -> None:
        if file.endswith("app/assets/config/manifest.js") or not files:
            return
        kind = self.paths.parse(file).type
        output = self.paths.logical(file)
        if kind == JS and list(files) == [file] and self.is_plain_module(file):
            self.plain[output] = file
            return
        self.bundle(output, files, self.bundle_filters(kind, files), where)
        folder, _, name = output.rpartition("/")
        alias = f"{folder}{posixpath.splitext(name)[1]}"
        if folder and posixpath.splitext(name)[0] == "index" and not self.is_taken(alias):
            self.bundles[alias] = {"contents": [output], "filters": self.bundles[output]["filters"]}
            self.places["bundles", alias] = where

    def is_taken(self, logical: str) -> bool:
        """Whether an asset of that logical path is there or may come: an index stands for its folder only if not."""
        return logical in self.bundles or any(self.paths.logical(file) == logical for file in self.sources.values())

    def is_plain_module(self, file: str) -> bool:
        """Whether the script is a module that nothing has to be done to, which no bundle could hold."""
        return not self.paths.parse(file).engines and is_module(self.reader.text(file))

    def bundle(self, output: str, files: Iterable[str], filters: list[str], where: Location) -> None:
        place: Path = ("bundles", output)
        contents: list[str] = []
        for file in files:
            at = files[file] if isinstance(files, dict) else where
            self.places[*place, "contents", len(contents)] = at
            contents.append(self.source(file, at))
        self.places[place] = where
        self.bundles[self.logical(output, where)] = {"contents": contents, "filters": filters}

    def logical(self, path: str, where: Location) -> str:
        try:
            return normalise(path)
        except BadPath as error:
            raise UsageError(f"{path!r} cannot be an asset: {error}", where, "rename the file") from error

    def source(self, file: str, where: Location) -> str:
        """The logical path of ours for a file. One that another load path hides gets a source root of its own."""
        split = self.paths.split(file)
        assert split
        folder, path = split
        if folder in self.packages:
            return self.logical(f"{_PACKAGES}/{path}", where)
        if self.sources.get(path) == file:
            return self.logical(path, where)
        prefix = self.shadowed.setdefault(folder, self.logical(folder.lstrip("./") or "project", where))
        return join("", f"{prefix}/{path}")

    def bundle_filters(self, kind: str | None, files: Iterable[str]) -> list[str]:
        engines = {engine for file in files for engine in self.paths.parse(file).engines}
        names = ["directives", *(["erb"] if "erb" in engines else [])]
        if kind == CSS:
            if engines & {"scss", "sass"}:
                load_paths = {"load_paths": [_PACKAGES]} if self.packages else {}
                self.filters["sass"] = {"functions": "rails", **load_paths}
                names.append("sass")
            names.append("asset-urls")
        else:
            for engine, options in _COMMANDS.items():
                if engine in engines:
                    inputs = [file for file in _BABEL if self.reader.has(file)] if engine == "es6" else []
                    files = [f"**/*.{engine}", f"**/*.{engine}.erb"]
                    self.filters[engine] = {**options, "inputs": inputs, "files": files}
                    names.append(engine)
            names += ["sprockets-jst"] if engines & {"jst", "ejs", "eco"} else []
        own, minifier = _MINIFIERS[kind or JS]
        return [*names, minifier] if own in self.project.rails.compressors else names

    def named_in(self, files: Iterable[str]) -> Iterator[tuple[str, Location]]:
        """The files that templates of Ruby name, which Rails makes too. What cannot be read, the build tells."""
        for file in filter(is_erb, files):
            text = self.reader.text(file)
            for tag, path in named_assets(text):
                with suppress(NotFound):
                    yield self.paths.find(path, "."), locate(self.reader.file(file), text, tag)


def _second(folder: str) -> str:
    """The same folder, as another source root."""
    return f"{folder}/."
