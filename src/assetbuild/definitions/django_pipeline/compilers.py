"""django-pipeline's compilers as filters of ours."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ...errors import UsageError
from ...logical import extension
from ...model import Note
from ..reader import Reader
from .settings import Settings

_OWN_WAY = "make a filter of its command, `[filters.NAME] command = […]`, after `assetbuild migrate django-pipeline`"


@dataclass(frozen=True, slots=True)
class Compiler:
    """A filter by its name in our configuration, the extensions of what it compiles, the first part of the names of its
    settings, its usual program, and the arguments with which that makes one text of another."""

    filter: str
    extensions: tuple[str, ...]
    settings: str
    program: str = ""
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()


_KNOWN = {
    "pipeline.compilers.sass.SASSCompiler": Compiler("sass", (".scss", ".sass"), "SASS"),
    "pipeline.compilers.less.LessCompiler": Compiler(
        "less", (".less",), "LESS", "lessc", ("--include-path={folder}",), ("-",)
    ),
    "pipeline.compilers.stylus.StylusCompiler": Compiler(
        "stylus", (".styl",), "STYLUS", "stylus", ("--include", "{folder}")
    ),
    "pipeline.compilers.coffee.CoffeeScriptCompiler": Compiler(
        "coffeescript", (".coffee", ".litcoffee"), "COFFEE_SCRIPT", "coffee", ("-c", "-p"), ("{input}",)
    ),
    "pipeline.compilers.livescript.LiveScriptCompiler": Compiler(
        "livescript", (".ls",), "LIVE_SCRIPT", "lsc", ("-c", "-p"), ("{input}",)
    ),
    "pipeline.compilers.es6.ES6Compiler": Compiler("babel", (".es6",), "BABEL", "babel", ("--filename", "{file}")),
    "pipeline.compilers.typescript.TypeScriptCompiler": Compiler("esbuild", (".ts",), "TYPE_SCRIPT"),
    # Of others, for the same languages.
    "libsasscompiler.LibSassCompiler": Compiler("sass", (".scss", ".sass"), "SASS"),
    "pipeline_compass.compass.CompassCompiler": Compiler("sass", (".scss", ".sass"), "SASS"),
}
_PLAIN = frozenset((".css", ".js", ".mjs"))


class Compilers:
    """Those that the settings name; `options` are those of the filters that are in use."""

    def __init__(self, settings: Settings, reader: Reader) -> None:
        self._settings = settings
        self._reader = reader
        named = [str(name) for name in settings["COMPILERS"] or ()]
        self._unknown = [(index, name) for index, name in enumerate(named) if name not in _KNOWN]
        self._compilers = [_KNOWN[name] for name in named if name in _KNOWN]
        self.options: dict[str, dict[str, Any]] = {}
        self.used: dict[str, Compiler] = {}

    def filters_for(self, package: str, paths: Iterable[str]) -> list[str]:
        """The filters that compile these sources, in the order of the settings. Raises UsageError for what only a
        class of the project compiles."""
        needed: dict[str, None] = {}
        for path in paths:
            compiler = next((each for each in self._compilers if path.endswith(each.extensions)), None)
            if compiler:
                needed[compiler.filter] = None
                self._use(compiler)
            elif self._unknown and extension(path) not in _PLAIN:
                index, name = self._unknown[0]
                message = f"{path!r} in the package {package!r} is for {name!r}, which is not run: it is no filter"
                raise UsageError(message, self._settings.where("COMPILERS", index), _OWN_WAY)
        order = [each.filter for each in self._compilers]
        return sorted(needed, key=order.index)

    def notes(self) -> Iterator[Note]:
        """What was set for compilers that are not run by their own programs."""
        for compiler in self.used.values():
            if compiler.program:
                continue
            name = f"{compiler.settings}_ARGUMENTS"
            if words := self._settings.words(name):
                message = f"`{name}`: {' '.join(words)!r} is not carried over to the filter {compiler.filter!r}"
                yield Note("warning", message, self._settings.where(name))

    def _use(self, compiler: Compiler) -> None:
        if compiler.filter in self.used:
            return
        self.used[compiler.filter] = compiler
        arguments = self._settings.words(f"{compiler.settings}_ARGUMENTS")
        if compiler.program:
            program = self._program(compiler)
            command = [*program, *compiler.first, *arguments, *compiler.last]
            files = [f"**/*{suffix}" for suffix in compiler.extensions]
            self.options[compiler.filter] = {"command": command, "version": [*program, "--version"], "files": files}

    def _program(self, compiler: Compiler) -> list[str]:
        words = self._settings.words(f"{compiler.settings}_BINARY", compiler.program)
        # It only looks the program up, as we do.
        words = words[1:] if os.path.basename(words[0]) == "env" and words[1:] else words
        npm = f"node_modules/.bin/{words[0]}"
        return [npm if "/" not in words[0] and self._reader.has(npm) else self._below(words[0]), *words[1:]]

    def _below(self, path: str) -> str:
        """The path below the project where it is there."""
        folder = os.path.join(os.path.abspath(self._reader.folder), "")
        return os.path.relpath(path, folder).replace(os.sep, "/") if path.startswith(folder) else path
