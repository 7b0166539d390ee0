"""What a call of esbuild depends on in the disk: the files that it read, and those that it would have taken instead.

esbuild tells what it read. What it looked for besides follows from how it resolves names (esbuild.github.io/api): the
`package.json` and `tsconfig.json` of every folder on the way up from a file, `node_modules` on that way before the one
that has a package, and the names in the folders of packages. The names in source roots are in the key of the call.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from ..references.js_brackets import is_trivia
from ..references.js_tokens import tokenise
from ..references.scan_error import ScanError
from .metafile import Metafile

_ABOUT = ("package.json", "tsconfig.json", "jsconfig.json")
_MODULES = "node_modules"
# In place of a digest, before the file that a link leads to.
_LINK = "-> "
_TRAILING = frozenset([(",", "}"), (",", "]")])


class LookedAt(NamedTuple):
    """Digests by path, relative to a folder: of files, None for one that is not there; of the names in folders."""

    files: Mapping[str, str | None]
    folders: Mapping[str, str]

    def is_same(self, folder: str) -> bool:
        """Whether all is as it was."""
        return all(_digest(os.path.join(folder, file)) == digest for file, digest in self.files.items()) and all(
            _names(os.path.join(folder, path)) == digest for path, digest in self.folders.items()
        )

    def has_links(self) -> bool:
        """Whether it went through a link, which may lead elsewhere."""
        return any(digest is not None and digest.startswith(_LINK) for digest in self.files.values())


def look(metafile: Metafile, folder: str, tsconfig: str) -> LookedAt:
    """What that build depends on, as it is now. `folder` is the one that the metafile's paths are relative to, without
    links; `tsconfig` the file that is taken for all, if one is configured."""
    inputs = {os.path.normpath(os.path.join(folder, each.file)): each.specifiers for each in metafile.inputs}
    files = set(inputs)
    above = {parent for each in {*map(os.path.dirname, inputs)} for parent in _parents(each)}
    files |= {os.path.join(parent, name) for parent in above for name in _ABOUT}
    configs = [file for file in files if os.path.basename(file) in _ABOUT[1:]]
    configs += [os.path.join(folder, tsconfig)] if tsconfig else []
    packages = {
        (os.path.dirname(file), name)
        for file, specifiers in inputs.items()
        for name in filter(None, map(_package, specifiers))
    }
    for parent, name in packages:
        files |= set(_before(parent, name))
    files |= {*configs, *_extended(configs)}
    folders = {parent for file in inputs for parent in _of_package(file)}

    @cache
    def below(parent: str) -> str:
        return "" if parent == folder else os.path.relpath(parent, folder) + os.sep

    def relative(path: str) -> str:
        parent, name = os.path.split(path)
        return below(parent) + name

    return LookedAt(
        {relative(file): _digest(file) for file in sorted(files)},
        {relative(path): _names(path) for path in sorted(folders)},
    )


def _parents(folder: str) -> Iterator[str]:
    """The folder and all above it."""
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent


def _package(specifier: str) -> str:
    """The name of the package that a specifier is in; empty for a path."""
    if specifier.startswith((".", "/")):
        return ""
    return "/".join(specifier.split("/")[: 2 if specifier.startswith("@") else 1])


def _before(folder: str, package: str) -> Iterator[str]:
    """The folders in which a package would be found before the one that it is in; and that, where it is a link."""
    for parent in _parents(folder):
        candidate = f"{parent.rstrip(os.sep)}{os.sep}{_MODULES}{os.sep}{package}"
        if not os.path.lexists(candidate):
            yield candidate
        else:
            if os.path.islink(candidate):
                yield candidate
            return


def _of_package(file: str) -> Iterator[str]:
    """The folders from that of a package's file up to the package's own."""
    parts = file.split(os.sep)
    if _MODULES not in parts:
        return
    root = len(parts) - 1 - parts[::-1].index(_MODULES) + 1
    root += parts[root].startswith("@")
    for end in range(root + 1, len(parts)):
        yield os.sep.join(parts[:end])


def _extended(files: Iterable[str]) -> Iterator[str]:
    """The files that these configurations of TypeScript extend, and would extend if they were there."""
    pending = [file for file in files if os.path.isfile(file)]
    seen = set(pending)
    while pending:
        file = pending.pop()
        for candidate in _bases(file):
            yield candidate
            if candidate not in seen and os.path.isfile(candidate):
                seen.add(candidate)
                pending.append(candidate)


def _bases(file: str) -> Iterator[str]:
    extends = _read_commented(file).get("extends", ())
    for name in [extends] if isinstance(extends, str) else extends:
        folder = os.path.dirname(file)
        relative = name.startswith(".") or os.path.isabs(name)
        places = [folder] if relative else [os.path.join(parent, _MODULES) for parent in _parents(folder)]
        for place in places:
            found = os.path.normpath(os.path.join(place, name))
            yield from (found, f"{found}.json", os.path.join(found, "tsconfig.json"), os.path.join(found, _ABOUT[0]))


def _read_commented(file: str) -> dict[str, Any]:
    """A JSON document that may have comments and trailing commas; nothing of one that is broken: esbuild tells that."""
    try:
        with open(file, encoding="utf-8-sig") as stream:
            tokens = [token for token in tokenise(stream.read()) if not is_trivia(token)]
        pairs = zip(tokens, [*tokens[1:], ""], strict=True)
        kept = [token for token, after in pairs if (token, after) not in _TRAILING]
        document = json.loads("".join(kept))
    except (OSError, ValueError, ScanError):
        return {}
    return document if isinstance(document, dict) else {}


def _digest(path: str) -> str | None:
    try:
        if stat.S_ISLNK(os.lstat(path).st_mode):
            return _LINK + os.path.relpath(os.path.realpath(path), os.path.dirname(path))
        with open(path, "rb", buffering=0) as stream:
            return sha256(stream.readall()).hexdigest()
    except IsADirectoryError:
        return "a folder"
    except OSError:
        return None


def _names(folder: str) -> str:
    try:
        return sha256("/".join(sorted(os.listdir(folder))).encode("utf-8", "surrogatepass")).hexdigest()
    except OSError:
        return ""
