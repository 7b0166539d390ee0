"""The pins of `config/importmap.rb` (importmap-rails), which bare specifiers of modules stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..errors import Location, locate
from ..known_places import Path
from ..model import Note
from .reader import Reader
from .tree import files_below, path_in

FILE = "config/importmap.rb"
_STRING = r"""(?:'([^'\\]*)'|"([^"\\#]*)")"""
_PIN = re.compile(rf"^[ \t]*(pin|pin_all_from)[ \t(]+{_STRING}((?:[^\n]*,[ \t]*\n)*[^\n]*)", re.MULTILINE)
_COMMENT = re.compile(rf"({_STRING})|#[^\n]*")
_OPTION = re.compile(rf"\b(to|under):\s*{_STRING}")
_URL = re.compile(r"(?i)[a-z][a-z0-9+.-]*:|//")


def read_importmap(
    folder: str, reader: Reader, has: Callable[[str], bool]
) -> tuple[dict[str, str], dict[Path, Location], list[Note]]:
    """The key `importmap` of ours, where its names are written, and a note for each pin without an asset: `has` tells
    which logical paths there are. All are empty where there is no such file."""
    file = path_in(folder, FILE)
    found: dict[str, str] = {}
    places: dict[Path, Location] = {}
    notes: list[Note] = []
    if reader.read(file) is None:
        return found, places, notes
    text = reader.text(file)
    code = _COMMENT.sub(lambda each: each[1] or " " * len(each[0]), text)
    # Whole folders come last there, whatever stands first.
    for call in sorted(_PIN.finditer(code), key=lambda call: call[1] == "pin_all_from"):
        where = locate(reader.file(file), text, call.start())
        options = {key: one or other for key, one, other in _OPTION.findall(call[4])}
        for name, target in _pins(call[1], call[2] or call[3], options, folder, reader):
            if _URL.match(target) or has(target):
                found[name] = target
                places["importmap", name] = where
            else:
                message = f"{name!r} is pinned to {target!r}, and there is no such asset: is it one of a gem?"
                notes.append(Note("warning", message, where))
    return found, places, notes


def _pins(kind: str, name: str, options: dict[str, str], folder: str, reader: Reader) -> Iterator[tuple[str, str]]:
    if kind == "pin":
        yield name, options.get("to") or f"{name}.js"
        return
    base = path_in(folder, name)
    under = options.get("under", "")
    for path in files_below(base, reader):
        if path.endswith((".js", ".jsm")):
            below = path[len(base) + 1 :]
            stem = re.sub(r"(?:^|/)index$", "", below.rpartition(".")[0])
            yield "/".join(filter(None, (under, stem))), "/".join(filter(None, (options.get("to", under), below)))
