"""Globs of Ruby's `Dir` in terms of ours: escapes, `[^…]`, a last `**` that is no more than `*`, and braces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...globs import compile_glob, literal_glob
from ..reader import Reader

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
# The innermost braces that no backslash stands before.
_BRACES = re.compile(r"(?<!\\)\{((?:[^{}\\]|\\.)*)\}")
_COMMA = re.compile(r"(?<!\\),")


def our_globs(glob: str) -> list[str]:
    """Globs of ours that match together what the glob matches, sorted: one for each choice in its braces."""
    return sorted(dict.fromkeys(map(_translate, _choices(glob))))


def find_files(glob: str, reader: Reader) -> Iterator[str]:
    """The files of the project that a glob of ours matches. Names that begin with a dot are passed over."""
    yield from _find("", glob.split("/"), reader)


def _choices(glob: str) -> list[str]:
    found = _BRACES.search(glob)
    if found is None:
        return [glob]
    choices = _COMMA.split(found[1])
    return [inner for each in choices for inner in _choices(glob[: found.start()] + each + glob[found.end() :])]


def _translate(glob: str) -> str:
    text = _ESCAPE.sub(lambda found: literal_glob(found[1]), glob.replace("[^", "[!"))
    return f"{text[:-2]}*" if text == "**" or text.endswith("/**") else text


def _find(folder: str, segments: list[str], reader: Reader) -> Iterator[str]:
    head, *rest = segments
    if head == "**":
        yield from _find(folder, rest, reader)
    pattern = compile_glob("*" if head == "**" else head)
    for name in reader.names(folder or "."):
        path = f"{folder}/{name}" if folder else name
        if name.startswith(".") or not pattern.fullmatch(name):
            continue
        if reader.is_folder(path):
            yield from _find(path, segments if head == "**" else rest, reader) if rest else ()
        elif not rest:
            yield path
