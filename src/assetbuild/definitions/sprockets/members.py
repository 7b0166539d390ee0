"""What the directives of files come to: the members of bundles, and the assets that are linked.

As in Sprockets 3: lib/sprockets/directive_processor.rb and bundle.rb.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ...errors import AssetbuildError, Location, did_you_mean
from ...filters.directives import HINT, BadDirective, Directive, find_directives, has_hashes
from ..tree import path_in
from .file_names import CSS, JS
from .load_paths import LoadPaths, NotFound, is_relative

_GEM = "copy it below vendor/assets, or name a gem's folder of assets in .sprocketsrc: -I FOLDER"
_ARGUMENTS = {
    "require": (1, 1),
    "require_self": (0, 0),
    "require_directory": (0, 1),
    "require_tree": (0, 1),
    "link": (1, 1),
    "link_directory": (0, 2),
    "link_tree": (0, 2),
    "depend_on": (1, 1),
    "depend_on_asset": (1, 1),
    "depend_on_directory": (0, 2),
    "stub": (1, 1),
}


@dataclass(slots=True)
class Said:
    """What the directives of one file say: the files that it requires, itself maybe among them, those that it stubs and
    those that it links, each once, in order; and the lines that name them."""

    required: dict[str, Location] = field(default_factory=dict)
    stubbed: dict[str, Location] = field(default_factory=dict)
    linked: dict[str, Location] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Members:
    """The files of a bundle in order, each with the place that names it, and those that they link."""

    files: dict[str, Location]
    linked: dict[str, Location]


class Directives:
    """Reads files, each once."""

    def __init__(self, paths: LoadPaths) -> None:
        self.paths = paths
        self._said: dict[str, Said] = {}

    def members(self, file: str) -> Members:
        """The bundle of a file. Raises AssetbuildError for a directive that is at fault."""
        places = {file: Location(self.paths.reader.file(file))}

        def required(path: str) -> list[str]:
            said = self.said(path)
            for each, where in said.required.items():
                places.setdefault(each, where)
            return list(said.required)

        wanted = _depth_first([file], required)
        unwanted = set(_depth_first(list(self.said(file).stubbed), required))
        files = {path: places[path] for path in wanted if path not in unwanted}
        linked = {path: where for each in files for path, where in self.said(each).linked.items()}
        return Members(files, linked)

    def said(self, file: str) -> Said:
        """What the file says; nothing where it is neither script nor style sheet."""
        if file not in self._said:
            self._said[file] = Said()
            if self.paths.parse(file).type in (JS, CSS):
                _Processor(self, file, self._said[file]).run()
        return self._said[file]


def _depth_first(initial: list[str], inner: Callable[[str], list[str]]) -> list[str]:
    """What is required comes before what requires it; what is met again on the way to itself, where it is met."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    stack = initial[::-1]
    while stack:
        path = stack.pop()
        if path in seen:
            found.setdefault(path)
        else:
            seen.add(path)
            stack.append(path)
            stack += inner(path)[::-1]
    return list(found)


class _Processor:
    def __init__(self, directives: Directives, file: str, said: Said) -> None:
        self.directives = directives
        self.paths = directives.paths
        self.file = file
        self.folder = posixpath.dirname(file) or "."
        self.kind = self.paths.parse(file).type
        self.said = said
        self.text = self.paths.reader.text(file).replace("\r\n", "\n")

    def run(self) -> None:
        try:
            found = find_directives(self.text, has_hashes(self.file))
        except BadDirective as error:
            raise AssetbuildError(str(error), self.where(error.line), HINT) from error
        for directive in found:
            where = self.where(directive.line)
            fewest, most = _ARGUMENTS[directive.name]
            if not fewest <= len(directive.arguments) <= most:
                raise AssetbuildError(f"`{directive.name}` {_counted(fewest, most)}", where)
            self.process(directive, where)

    def where(self, line: int) -> Location:
        shown = self.text.split("\n")[line - 1]
        return Location(self.paths.reader.file(self.file), line, len(shown) - len(shown.lstrip()) + 1, shown)

    def process(self, directive: Directive, where: Location) -> None:
        name, arguments = directive.name, directive.arguments
        if name == "require_self":
            if self.file in self.said.required:
                raise AssetbuildError("`require_self` stands here for the second time", where, "take it out")
            self.said.required[self.file] = where
        elif name.endswith(("_directory", "_tree")):
            self.process_folder(name, arguments, where)
        elif name in ("require", "stub"):
            into = self.said.required if name == "require" else self.said.stubbed
            into.setdefault(self.find(arguments[0], where, self.kind), where)
        else:
            found = self.find(arguments[0], where, None)
            if name == "link":
                self.said.linked.setdefault(found, where)

    def process_folder(self, name: str, arguments: tuple[str, ...], where: Location) -> None:
        into = {"require": self.said.required, "link": self.said.linked}.get(name.partition("_")[0], {})
        accept = self.kind if name.startswith("require") else None
        if len(arguments) > 1:
            accept = self.paths.extensions.accepted(arguments[1])
        for path in self.in_folder(name, arguments[0] if arguments else ".", where):
            if path != self.file and self.paths.takes(path, accept):
                into.setdefault(path, where)

    def in_folder(self, name: str, argument: str, where: Location) -> Iterator[str]:
        if not is_relative(argument):
            hint = f"write `{name} ./{argument}`" if not argument.startswith("/") else None
            raise AssetbuildError(f"{name} argument must be a relative path", where, hint)
        folder = path_in(self.folder, argument)
        if not self.paths.is_folder(folder):
            raise AssetbuildError(f"{name} argument must be a directory", where, f"there is no folder {folder!r}")
        return self.paths.in_tree(folder) if name.endswith("_tree") else self.paths.in_folder(folder)

    def find(self, argument: str, where: Location, accept: str | None) -> str:
        try:
            return self.paths.find(argument, self.folder, accept)
        except NotFound as error:
            near = None if is_relative(argument) else did_you_mean(argument, self.paths.names(accept))
            raise AssetbuildError(str(error), where, near or _GEM) from error


def _counted(fewest: int, most: int) -> str:
    if fewest == most:
        return "takes one argument" if most else "takes no argument"
    return "takes one argument at most" if most == 1 else f"takes {most} arguments at most"
