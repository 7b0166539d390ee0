"""The logical paths of what esbuild made: its own have hashes in them, which would change with every content."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from posixpath import basename, dirname, splitext
from typing import TYPE_CHECKING

from ..logical import BadPath, normalise

if TYPE_CHECKING:
    from .metafile import Metafile, Output

# esbuild is told to put it before the path of whatever an output refers to.
MARK = "assetbuild:"
CHUNKS, FILES, ENTRIES = "chunks/", "files/", "entries/"


def entry_name(index: int) -> str:
    """How esbuild is told to name the output of the entry point with that number, without its extension."""
    return f"{ENTRIES}{index}"


def name_outputs(
    metafile: Metafile, entries: Sequence[str], logical: Mapping[str, str], taken: Collection[str]
) -> dict[str, str]:
    """The logical path of each output, by esbuild's path.

    `entries` are the logical paths of the entry points' outputs, in the order in which esbuild was given them;
    `logical` has those of source files that are assets themselves, by the file as the metafile has it; `taken` are
    paths of others. Chunks and files of packages are put beside the entry points, numbered where names repeat.
    """
    names = _entry_names(metafile, entries)
    folder = _common_folder(entries)
    used = {*taken, *names.values()}
    stems = {output.path: _stem(output.source) for output in metafile.outputs}
    # A style sheet goes by the name of the script that it belongs to.
    stems |= {output.css: _stem(output.source) for output in metafile.outputs if output.css}
    for output in sorted(metafile.outputs, key=lambda output: (stems[output.path], *_order(output))):
        if output.path in names:
            continue
        if output.path.startswith(FILES) and output.source in logical:
            names[output.path] = logical[output.source]
            continue
        kind = FILES if output.path.startswith(FILES) else CHUNKS
        names[output.path] = _free(f"{folder}{kind}{stems[output.path]}", splitext(output.path)[1], used)
        used.add(names[output.path])
    return names


def _entry_names(metafile: Metafile, entries: Sequence[str]) -> dict[str, str]:
    names = {}
    styles = {output.path: output.css for output in metafile.outputs if output.css}
    for index, path in enumerate(entries):
        suffix = ".css" if path.endswith(".css") else ".js"
        own = entry_name(index) + suffix
        names[own] = path
        if css := styles.get(own):
            names[css] = splitext(path)[0] + ".css"
    return names


def _common_folder(entries: Sequence[str]) -> str:
    folders = [dirname(path).split("/") for path in entries]
    common = []
    for parts in zip(*folders, strict=False):
        if len(set(parts)) > 1:
            break
        common.append(parts[0])
    return "/".join([*filter(None, common), ""])


def _order(output: Output) -> tuple[str, tuple[str, ...], str]:
    return splitext(output.path)[1], output.inputs, output.path


def _stem(source: str) -> str:
    """The name of what an output is made of, else a word for what several others share."""
    stem = splitext(basename(source))[0]
    try:
        return normalise(stem) if stem else "shared"
    except BadPath:
        return "file"


def _free(stem: str, suffix: str, used: Collection[str]) -> str:
    number = 1
    while (path := f"{stem}{'' if number == 1 else f'-{number}'}{suffix}") in used:
        number += 1
    return path
