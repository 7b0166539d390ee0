"""A project of Sprockets: its load paths and what is to be made of them, by Rails' rules or those of `.sprocketsrc`."""

from __future__ import annotations

import posixpath
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from ...errors import AssetbuildError, Location, UsageError, did_you_mean
from ...model import Note
from ..braces import without_braces
from ..rails_project import RailsProject, read_project
from ..reader import Reader
from ..tree import path_in
from .file_names import CSS, JS, extensions_3
from .file_names_4 import extensions_4
from .load_paths import LoadPaths, NotFound

RC = ".sprocketsrc"
MANIFEST = "app/assets/config/manifest.js"
_RC_OPTIONS = ("-I", "--include", "-r", "--require", "-o", "--output", "--css-compressor", "--js-compressor")
_GEMS = ("sprockets", "sprockets-rails")


@dataclass(slots=True)
class Project:
    """`targets` are the files to make assets of, with the places that name them."""

    folder: str
    rails: RailsProject
    paths: LoadPaths
    targets: dict[str, Location] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def find_project(path: str, reader: Reader) -> Project:
    """The project in the folder `path`, or in that of the `.sprocketsrc` or `manifest.js` of this path. Raises
    UsageError where there is none, AssetbuildError for a name that nothing has."""
    folder = _folder(path, reader)
    rails = read_project(folder, reader)
    flags = _rc_flags(path_in(folder, path if path.endswith(RC) and "/" not in path else RC), reader)
    folders = [*rails.paths, *(path_in(folder, include) for include in flags.includes)]
    if not folders:
        message = "there are no load paths: no folder below app/assets, lib/assets or vendor/assets"
        raise UsageError(message, Location(reader.file(path)), f"name them in {RC}: -I FOLDER")
    for kind, (name, where) in flags.compressors.items():
        rails.compressors[kind] = name, where
    manifest = path_in(folder, MANIFEST)
    version = rails.major("sprockets") or (4 if reader.has(manifest) else 3)
    extensions = extensions_4() if version > 3 else extensions_3("sprockets-es6" in rails.gems)
    found = [each for each in dict.fromkeys(map(posixpath.normpath, folders)) if reader.is_folder(each)]
    project = Project(folder, rails, LoadPaths(tuple(found), extensions, reader), notes=list(rails.notes))
    _add_targets(project, flags, manifest if version > 3 and reader.has(manifest) else "")
    return project


def _folder(path: str, reader: Reader) -> str:
    if posixpath.basename(path) == RC:
        return posixpath.dirname(path) or "."
    if path.endswith(MANIFEST):
        return path.removesuffix(MANIFEST).rstrip("/") or "."
    if not reader.is_folder(path):
        hint = f"name the application's folder, or its {RC}"
        raise UsageError(f"there is no folder {path!r}", Location(reader.file(path)), hint)
    return path.rstrip("/")


@dataclass(slots=True)
class _Flags:
    includes: list[str] = field(default_factory=list)
    names: dict[str, Location] = field(default_factory=dict)
    compressors: dict[str, tuple[str, Location]] = field(default_factory=dict)


def _rc_flags(file: str, reader: Reader) -> _Flags:
    """What `.sprocketsrc` says, which are arguments of the program `sprockets`."""
    flags = _Flags()
    if reader.read(file) is None:
        return flags
    where = Location(reader.file(file))
    try:
        words = iter(shlex.split(reader.text(file)))
    except ValueError as error:
        raise UsageError("a quotation mark has no second", where) from error
    for word in words:
        option, value = _option(word)
        if not option:
            flags.names.setdefault(word, where)
            continue
        if option not in _RC_OPTIONS:
            hint = f"it may have: {', '.join(_RC_OPTIONS)}"
            raise UsageError(f"{option!r} is no option of sprockets", where, hint)
        value = value or next(words, "")
        if option in ("-I", "--include"):
            flags.includes.append(value)
        elif option.endswith("compressor"):
            flags.compressors[option[2:].partition("-")[0]] = value, where
    return flags


def _option(word: str) -> tuple[str, str]:
    if word.startswith("--"):
        option, _, value = word.partition("=")
        return option, value
    return (word[:2], word[2:].removeprefix("=")) if word.startswith("-") else ("", "")


def _add_targets(project: Project, flags: _Flags, manifest: str) -> None:
    if manifest:
        project.targets[manifest] = Location(project.paths.reader.file(manifest))
    else:
        for path in project.paths.every_file():
            if _is_application(project.paths.logical(path)) and project.paths.parse(path).type in (JS, CSS):
                project.targets.setdefault(path, Location(project.paths.reader.file(path)))
    for name, where in {**flags.names, **project.rails.precompile}.items():
        for path in _named(project, name, where):
            project.targets.setdefault(path, where)


def _is_application(logical: str) -> bool:
    """What Rails makes without being told (sprockets-rails: config.assets.precompile)."""
    return posixpath.basename(logical) in ("application.js", "application.css")


def _named(project: Project, name: str, where: Location) -> Iterator[str]:
    """The file of a path, or those that a glob of Ruby matches, whose `*` crosses slashes too."""
    paths = project.paths
    if any(char in name for char in "*?[{"):
        found = [path for path in paths.every_file() if _matches(paths.logical(path), name)]
        if not found:
            project.notes.append(Note("warning", f"{name!r} matches no asset", where))
        yield from found
        return
    file = path_in(project.folder, name)
    if paths.reader.has(file) and paths.split(file):
        yield file
        return
    try:
        yield paths.find(name, project.folder)
    except NotFound as error:
        if name == "manifest.js":
            return
        if where.line:
            project.notes.append(Note("warning", f"{error}, so it is not made", where))
            return
        hint = did_you_mean(name, paths.names(None)) or "name files by their logical paths"
        raise AssetbuildError(str(error), where, hint) from error


def _matches(logical: str, pattern: str) -> bool:
    return any(fnmatchcase(logical, each) for each in without_braces(pattern))
