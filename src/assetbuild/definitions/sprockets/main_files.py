"""The files that a folder stands for by what a package manager says of it: `require jquery` by `jquery/bower.json`.

As in Sprockets 3 and 4: lib/sprockets/bower.rb and npm.rb.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ...errors import UsageError, locate
from ..reader import Reader
from ..tree import path_in

_BOWER = ("bower.json", "component.json", ".bower.json")
_NPM = "package.json"


def bower_files(folder: str, reader: Reader) -> Iterator[str]:
    """The files that Bower's file in the folder names, there or not."""
    file = next((path for name in _BOWER if reader.has(path := path_in(folder, name))), None)
    if file:
        main = _read(file, reader).get("main")
        yield from _paths(folder, main if isinstance(main, list) else [main])


def npm_files(folder: str, reader: Reader) -> Iterator[str]:
    """The same of npm's file, which Sprockets 4 reads too."""
    file = path_in(folder, _NPM)
    if reader.has(file):
        package = _read(file, reader)
        yield from _paths(folder, [package.get("main", "index.js"), package.get("style")])


def _paths(folder: str, names: list[Any]) -> Iterator[str]:
    return (path_in(folder, name) for name in names if isinstance(name, str))


def _read(file: str, reader: Reader) -> dict[str, Any]:
    text = reader.text(file)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(f"not JSON: {error.msg}", locate(reader.file(file), text, error.pos)) from error
    return value if isinstance(value, dict) else {}
