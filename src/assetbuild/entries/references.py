"""The references in what esbuild made: it was told to put a mark before the path of whatever an output refers to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import dirname, relpath

from ..model import Reference
from ..references.scanners import scanner_of
from ..urls import relative_url
from .names import FILES

MARK = "assetbuild:"
_MARKED = re.compile(rf'"{MARK}/([^"\s]+)"')


def with_references(path: str, text: str, names: Mapping[str, str]) -> tuple[str, tuple[Reference, ...]]:
    """The text of the asset `path` with no marks, and its references. `names` has logical paths by esbuild's paths."""
    if not path.endswith(".css"):
        return _script(path, text, names)
    text = _MARKED.sub(lambda found: _style(path, found, names), text)
    # Beside what was bundled it may name what stands below the public prefix.
    scan = scanner_of(path)
    return text, scan(text) if scan else ()


def _style(path: str, found: re.Match[str], names: Mapping[str, str]) -> str:
    target = names.get(found[1])
    return found[0] if target is None else f'"{relative_url(path, target)}"'


def _script(path: str, text: str, names: Mapping[str, str]) -> tuple[str, tuple[Reference, ...]]:
    parts: list[str] = []
    references: list[Reference] = []
    done = length = 0
    for found in _MARKED.finditer(text):
        target = names.get(found[1])
        if target is None:
            continue
        url = relative_url(path, target)
        # A specifier begins with a dot; the other URLs are those of the module's neighbours, wherever it is served.
        is_file = found[1].startswith(FILES)
        before, after = ('new URL("./', '",import.meta.url).href') if is_file else ('"./', '"')
        head = text[done : found.start()] + before
        start = length + len(head)
        parts += (head, url, after)
        length = start + len(url) + len(after)
        done = found.end()
        end = start + len(url)
        references.append(Reference(start, end, _target(path, target), kind="url" if is_file else "import"))
    parts.append(text[done:])
    return "".join(parts), tuple(references)


def _target(path: str, target: str) -> str:
    """The target from the folder of `path`, not percent-encoded."""
    return relpath("/" + target, "/" + dirname(path))
