"""What the directives of files come to: the members of bundles, and the assets that are linked.

As in Sprockets (lib/sprockets/directive_processor.rb and bundle.rb), whose versions 3 and 4 differ here and there.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from ...errors import AssetbuildError, Location, did_you_mean
from ...filters.directives import HINT, BadDirective, Comments, Directive, comments_of, find_directives
from ..tree import path_in
from .file_names import CSS, JS
from .load_paths import LoadPaths, NotFound, is_relative

_GEM = "copy it below vendor/assets, or name a gem's folder of assets in .sprocketsrc: -I FOLDER"
_RUBY_COMMENT = re.compile(r"(?s)<%#.*?%>")
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
    those that it links, each once, in order; and the lines that name them. Of `copied` it links the text, and not what
    is made of it."""

    required: dict[str, Location] = field(default_factory=dict)
    stubbed: dict[str, Location] = field(default_factory=dict)
    linked: dict[str, Location] = field(default_factory=dict)
    copied: dict[str, Location] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Members:
    """The files of a bundle in order, each with the place that names it, and those that they link, to be made and to be
    copied."""

    files: dict[str, Location]
    linked: dict[str, Location]
    copied: dict[str, Location]


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
        # Sprockets 4 hears of links only in the file that the bundle is of.
        linking = [self.said(each) for each in (files if self.paths.extensions.version < 4 else [file])]
        linked = {path: where for said in linking for path, where in said.linked.items()}
        copied = {path: where for said in linking for path, where in said.copied.items()}
        return Members(files, linked, copied)

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
            found = find_directives(*self.read())
        except BadDirective as error:
            raise AssetbuildError(str(error), self.where(error.line), HINT) from error
        for directive in found:
            where = self.where(directive.line)
            fewest, most = _ARGUMENTS[directive.name]
            if not fewest <= len(directive.arguments) <= most:
                raise AssetbuildError(f"`{directive.name}` {_counted(fewest, most)}", where)
            self.process(directive, where)

    def read(self) -> tuple[str, Comments]:
        """The text with its directives, and the comments that may have them."""
        if self.paths.extensions.version < 4:
            return self.text, comments_of(self.file)
        engines = self.paths.parse(self.file).engines
        text = (
            _RUBY_COMMENT.sub(lambda found: "\n" * found[0].count("\n"), self.text) if "erb" in engines else self.text
        )
        if engines[:1] == ("coffee",):
            return text, Comments.HASHES
        # Of a template a function is made first, which has no comment at its head.
        return text if not {"ejs", "eco"} & {*engines} else "", Comments.SLASHES

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
            found = self.find(self.made_of(arguments[0]), where, None)
            if name == "link":
                self.link(found, self.paths.extensions.parse_argument(arguments[0]).own, where)

    def made_of(self, argument: str) -> str:
        """The argument; of a source map that Sprockets 4 would make, that of which it is: maps come with it here."""
        if self.paths.extensions.version > 3 and argument.endswith((".js.map", ".css.map")):
            with suppress(NotFound):
                self.paths.find(argument, self.folder)
                return argument
            return argument.removesuffix(".map")
        return argument

    def link(self, file: str, accept: str | None, where: Location) -> None:
        into = self.said.copied if self.paths.is_copied(file, accept) else self.said.linked
        into.setdefault(file, where)

    def process_folder(self, name: str, arguments: tuple[str, ...], where: Location) -> None:
        accept = self.kind if name.startswith("require") else None
        if len(arguments) > 1:
            accept = self.paths.extensions.accepted(arguments[1])
        for path in self.in_folder(name, arguments[0] if arguments else ".", where):
            if path == self.file or not self.paths.takes(path, accept):
                continue
            if name.startswith("link"):
                self.link(path, accept, where)
            elif name.startswith("require"):
                self.said.required.setdefault(path, where)

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
