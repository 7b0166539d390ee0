"""Runs a command as a filter: the text goes in, the text comes out, by its input and output or by files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from ...errors import AssetbuildError, Location, UsageError
from ...globs import compile_globs
from ...model import Fetch, Filter, Filtered, FilterInput, FilterUse, Note, Options
from ..children import Children
from ..options import OptionError, quoted
from ..webassets_engines import PROGRAMS
from .settings import Settings, read_settings

_VERSION = "1"
_SAID = 4000
# Nothing may be fetched while assets are compiled; `npx` would.
_OFFLINE = {"npm_config_offline": "true", "npm_config_update_notifier": "false", "npm_config_yes": "false"}
# npm writes it whenever it changes the folder.
_NPM_LOCK = "node_modules/.package-lock.json"
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def load(use: FilterUse, folder: str) -> Filter:
    """The filter of a command, which runs in `folder`. Raises UsageError where the program is not there."""
    settings = read_settings(use)
    folder = os.path.abspath(folder)
    program = _program(use.name, settings.command[0], folder, "command")
    settings = replace(settings, command=(program, *settings.command[1:]))

    children = Children()
    wanted = compile_globs(settings.files) if settings.files is not None else None

    def each(source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
        if wanted and not wanted.fullmatch(source.path):
            return Filtered(source.text)
        return _filter(use.name, settings, folder, source, fetch.file(source.path), children)

    return Filter(
        use.name,
        f"{_VERSION} {_probe(use.name, settings, folder, children)}",
        each=each,
        pure=settings.inputs is not None,
        inputs=settings.inputs or (),
        stop=children.stop,
        tools=(program, os.path.join(folder, _NPM_LOCK)),
    )


def _program(name: str, word: str, folder: str, option: str) -> str:
    """The program's file: a path is below `folder`, a name is in PATH."""
    path = os.path.join(folder, *word.split("/")) if "/" in word and not os.path.isabs(word) else word
    found = shutil.which(path)
    if found is None:
        packages = PROGRAMS.get(name, ("", ""))[0]
        install = f"npm install {packages}" if packages else "install it"
        hint = f"{install}, or name it by its path below the configuration: node_modules/.bin/{os.path.basename(word)}"
        raise OptionError(f"the program {word!r} of the filter {name!r} is not there", option, hint)
    return found


def _probe(name: str, settings: Settings, folder: str, children: Children) -> str:
    """What the program says of its version; nothing where no command for that is given."""
    if not settings.version:
        return ""
    program = _program(name, settings.version[0], folder, "version")
    status, said, error = _run([program, *settings.version[1:]], b"", settings, folder, name, children)
    if status:
        message = f"the filter {name!r} did not tell its version: {_shown(error or said) or f'exit status {status}'}"
        raise OptionError(message, "version")
    return _shown(said)


def _filter(
    name: str, settings: Settings, folder: str, source: FilterInput, file: str | None, children: Children
) -> Filtered:
    with tempfile.TemporaryDirectory(prefix="assetbuild-") as temporary:
        places = {
            "{input}": os.path.join(temporary, "in", os.path.basename(source.path)),
            "{output}": os.path.join(temporary, "out", os.path.basename(source.path)),
            "{file}": file or os.path.join(folder, source.path),
            "{folder}": os.path.dirname(file or os.path.join(folder, source.path)),
        }
        for place in ("{input}", "{output}"):
            os.mkdir(os.path.dirname(places[place]))
        data = source.text.encode()
        if settings.names("{input}"):
            with open(places["{input}"], "wb") as stream:
                stream.write(data)
            data = b""
        try:
            status, said, error = _run(_filled(settings.command, places), data, settings, folder, name, children)
        except UsageError as late:
            raise AssetbuildError(late.message, Location(source.path), late.hint) from late
        if status:
            what = _shown(error) or _shown(said) or "it said nothing"
            raise AssetbuildError(
                f"the filter {name!r} failed with exit status {status}: {what}", Location(source.path)
            )
        made = _read(name, places["{output}"], source.path) if settings.names("{output}") else said
    try:
        return Filtered(made.decode(), _notes(name, error, source.path))
    except UnicodeDecodeError as wrong:
        raise AssetbuildError(f"the filter {name!r} gave what is not UTF-8", Location(source.path)) from wrong


def _filled(command: Sequence[str], places: Mapping[str, str]) -> list[str]:
    return [re.sub(r"\{(?:input|output|file|folder)\}", lambda found: places[found[0]], word) for word in command]


def _read(name: str, file: str, path: str) -> bytes:
    try:
        with open(file, "rb") as stream:
            return stream.read()
    except OSError as error:
        raise AssetbuildError(f"the filter {name!r} wrote no {{output}}: {error.strerror}", Location(path)) from error


def _run(
    command: Sequence[str], data: bytes, settings: Settings, folder: str, name: str, children: Children
) -> tuple[int, bytes, bytes]:
    """Exit status, output and standard error. Raises UsageError where it does not start or end."""
    try:
        child = children.start(command, subprocess.PIPE, folder, {**_OFFLINE, **settings.environment})
    except OSError as error:
        raise UsageError(f"the program {command[0]!r} cannot be started: {error.strerror}") from error
    try:
        said, error_text = child.communicate(data, settings.timeout)
    except subprocess.TimeoutExpired as late:
        message = f"the filter {name!r} did not end within {settings.timeout:g} seconds, and was stopped"
        said_so_far = _shown(late.stderr or b"")
        message += f": {said_so_far}" if said_so_far else ""
        hint = f"see what it waits for, or give it more: timeout = {settings.timeout * 5:g} in [filters.{quoted(name)}]"
        raise UsageError(message, hint=hint) from late
    finally:
        children.end(child)
    return child.returncode, said, error_text


def _notes(name: str, said: bytes, path: str) -> tuple[Note, ...]:
    level: Literal["info"] = "info"
    return (Note(level, f"the filter {name!r} said: {_shown(said)}", Location(path)),) if said.strip() else ()


def _shown(said: bytes) -> str:
    """What a program said, without colours and not more than a screen of it."""
    text = _COLOURS.sub("", said.decode(errors="replace")).strip()
    return text if len(text) <= _SAID else f"{text[:_SAID]} …"
