"""What esbuild's metafile says of a build: which files it read, and what each output is (esbuild.github.io/api)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

# In front of a file that a package's `browser` field says is empty in browsers.
_DISABLED = "(disabled):"
# What the path of an output's source map ends in.
MAP = (".js.map", ".css.map")


class Input(NamedTuple):
    """A file that was read, relative to the folder of the configuration, and what it names as it is written."""

    file: str
    specifiers: tuple[str, ...]


class Output(NamedTuple):
    """An output by its path below the output folder. `source` is the entry point or the file that it is made of, if it
    is one's; `inputs` are all files in it; `css` is the path of the style sheet that goes with it. `is_closed`: it
    imports other outputs only."""

    path: str
    source: str
    inputs: tuple[str, ...]
    css: str
    is_closed: bool = False


class Metafile(NamedTuple):
    """Inputs and outputs, sorted; source maps left out."""

    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]


def without_suffix(name: str, is_there: Callable[[str], bool]) -> str:
    """The file of that name, which esbuild gives the query and the fragment that the file was named with."""
    while (end := max(name.rfind("?"), name.rfind("#"))) > 0 and not is_there(name):
        name = name[:end]
    return name


def read_metafile(data: bytes, out: str, is_there: Callable[[str], bool]) -> Metafile:
    """The metafile; `out` is the name of the output folder with a slash, `is_there` says whether a file is."""
    document: Mapping[str, Any] = json.loads(data)
    files = {name: without_suffix(name.removeprefix(_DISABLED), is_there) for name in document["inputs"]}
    inputs = [_input(files[name], value) for name, value in sorted(document["inputs"].items()) if name[0] != "<"]
    outputs = [
        _output(path, value, out, files)
        for path, value in sorted(document["outputs"].items())
        if not path.endswith(MAP)
    ]
    return Metafile(tuple(inputs), tuple(outputs))


def _input(file: str, value: Mapping[str, Any]) -> Input:
    specifiers = {each["original"] for each in value["imports"] if "original" in each and not each.get("external")}
    return Input(file, tuple(sorted(specifiers)))


def _output(path: str, value: Mapping[str, Any], out: str, files: Mapping[str, str]) -> Output:
    inputs = tuple(sorted({files.get(name, name) for name in value["inputs"]}))
    source = value.get("entryPoint") or (inputs[0] if len(inputs) == 1 else "")
    is_closed = not any(each.get("external") for each in value["imports"])
    return Output(path.removeprefix(out), source, inputs, value.get("cssBundle", "").removeprefix(out), is_closed)
