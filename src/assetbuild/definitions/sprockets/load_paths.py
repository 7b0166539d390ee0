"""Finding the files that directives name, in the order of Sprockets (lib/sprockets/resolve.rb and path_utils.rb)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cache

from ..reader import Reader
from ..tree import path_in
from .file_names import Extensions, FileName

_RELATIVE = re.compile(r"\.\.?(?:/|\Z)")


class NotFound(LookupError):
    """Nothing is meant; the message says by what."""


def is_relative(path: str) -> bool:
    """Whether a directive's argument is relative to the file that has it."""
    return _RELATIVE.match(path) is not None


def matches(kind: str | None, accepted: str) -> bool:
    """Whether a type is one of those that `accepted`, which may have wildcards and commas, stands for."""
    main, _, sub = (kind or "application/octet-stream").partition("/")
    wanted = (each.strip().partition("/") for each in accepted.split(","))
    return any(wanted_main in ("*", main) and wanted_sub in ("", "*", sub) for wanted_main, _, wanted_sub in wanted)


def is_packages(folder: str) -> bool:
    """Whether it is npm's folder of packages."""
    return posixpath.basename(folder) == "node_modules"


class LoadPaths:
    """The folders that are searched, in order. All paths are relative to the project, and normalised."""

    def __init__(self, folders: tuple[str, ...], extensions: Extensions, reader: Reader) -> None:
        self.folders = folders
        self.extensions = extensions
        self.reader = reader
        self._names = cache(self._listed)
        self._is_folder = cache(reader.is_folder)

    def split(self, path: str) -> tuple[str, str] | None:
        """The load path that a file or folder is below, and its path there."""
        for folder in self.folders:
            if path == folder:
                return folder, ""
            if below := _below(folder, path):
                return folder, below
        return None

    def logical(self, path: str, kind: str | None = None) -> str:
        """The logical path of the asset that is made of a file, which is below a load path."""
        split = self.split(path)
        below = split[1] if split else path
        parsed = self.extensions.parse(below)
        if self.extensions.version > 3 and not parsed.engines:
            return below
        return parsed.name + self.extensions.suffix(kind or parsed.type)

    def parse(self, path: str) -> FileName:
        """What the name of a file says."""
        return self.extensions.parse(path)

    def find(self, argument: str, folder: str, accept: str | None = None) -> str:
        """The file that the argument of a directive in a file of `folder` names. Raises NotFound."""
        if argument.startswith("/"):
            raise NotFound(f"can't require absolute file: {argument}")
        found = self._relative(argument, folder, accept) if is_relative(argument) else self._logical(argument, accept)
        if found is None:
            kind = f" with type '{accept}'" if accept else ""
            split = self.split(folder) if is_relative(argument) else None
            under = f" under '{split[0]}'" if split else ""
            raise NotFound(f"couldn't find file '{argument}'{under}{kind}")
        return found

    def takes(self, path: str, accept: str | None) -> bool:
        """Whether a file below a load path is one of those that a directive for whole folders takes."""
        if self.split(path) is None:
            return False
        parsed = self.parse(path)
        return accept is None or any(kind and matches(kind, accept) for kind in (parsed.own, parsed.type))

    def is_copied(self, path: str, accept: str | None) -> bool:
        """Whether a link to the file, of those types, means its own text, of which nothing is made: so in 4."""
        parsed = self.parse(path)
        return bool(parsed.engines) and parsed.own != parsed.type and matches(parsed.own, accept or "*/*")

    def in_folder(self, folder: str) -> Iterator[str]:
        """The files in the folder, sorted."""
        for name in self._names(folder):
            if not self._is_folder(path := path_in(folder, name)):
                yield path

    def in_tree(self, folder: str) -> Iterator[str]:
        """The files in the folder and those within it; a folder stands where its name with a slash sorts."""
        paths = [path_in(folder, name) for name in self._names(folder)]
        for path in sorted(paths, key=lambda path: f"{path}/" if self._is_folder(path) else path):
            if self._is_folder(path):
                yield from self.in_tree(path)
            else:
                yield path

    def every_file(self) -> Iterator[str]:
        """The file of each logical path, in the order of the load paths, but for those of packages."""
        seen = set()
        for folder in [each for each in self.folders if not is_packages(each)]:
            for path in self.in_tree(folder):
                if (logical := self.logical(path)) not in seen:
                    seen.add(logical)
                    yield path

    def names(self, accept: str | None) -> list[str]:
        """What directives may call the files of a type, or all files."""
        paths = (path for path in self.every_file() if self.takes(path, accept))
        return [self.extensions.parse(self.logical(path)).name if accept else self.logical(path) for path in paths]

    def is_folder(self, path: str) -> bool:
        return self._is_folder(path)

    def _relative(self, argument: str, folder: str, accept: str | None) -> str | None:
        split = self.split(folder)
        path = path_in(folder, argument)
        if split is None:
            return None
        below = "" if path == split[0] else _below(split[0], path)
        return None if below is None else self._under((split[0],), below, accept)

    def _logical(self, argument: str, accept: str | None) -> str | None:
        return self._under(self.folders, argument, accept)

    def _under(self, folders: tuple[str, ...], logical: str, accept: str | None) -> str | None:
        parsed = self.extensions.parse_argument(logical)
        if parsed.own and accept and not matches(parsed.own, accept):
            return None
        preferred = self.extensions.preferred(parsed.own or accept or "*/*")
        for folder in folders:
            candidates = list(self._candidates(folder, parsed.name))
            for kind in preferred:
                if found := next((path for path in candidates if matches(self.parse(path).own, kind)), None):
                    return found
        return None

    def _candidates(self, folder: str, name: str) -> Iterator[str]:
        """The files of that name, whatever they end in, then those called `index` in the folder of that name."""
        inner, base = posixpath.split(path_in(folder, name) if name else "")
        if base:
            yield from self._named(inner or ".", base)
        yield from self._named(path_in(folder, name), "index")

    def _named(self, folder: str, base: str) -> Iterator[str]:
        for name in self._names(folder):
            if name.startswith(base) and self.parse(name).name == base and not self._is_folder(path_in(folder, name)):
                yield path_in(folder, name)

    def _listed(self, folder: str) -> tuple[str, ...]:
        """The names in a folder without those that Sprockets passes over: hidden ones, and what editors leave."""
        return tuple(
            name
            for name in self.reader.names(folder)
            if not name.startswith(".") and not name.endswith("~") and not (name[0] == name[-1] == "#")
        )


def _below(folder: str, path: str) -> str | None:
    if folder == ".":
        return None if path.startswith("../") else path
    return path[len(folder) + 1 :] if path.startswith(f"{folder}/") else None
