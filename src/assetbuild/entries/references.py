"""The references in what esbuild made: it was told to put a mark before the path of whatever an output refers to."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..urls import relative_url
from .metafile import without_suffix
from .names import FILES

MARK = "assetbuild:"
_MARKED = re.compile(rf'"{MARK}/([^"\s]+)"')


def without_marks(path: str, text: str, names: Mapping[str, str]) -> str:
    """The text of the asset `path` in which relative addresses stand in place of marked ones. `names` has logical paths
    by esbuild's paths."""
    address = _in_style if path.endswith(".css") else _in_script

    def written(found: re.Match[str]) -> str:
        output = without_suffix(found[1], names.__contains__)
        # A text of somebody's own that only looks like one stays.
        if output not in names:
            return found[0]
        return address(output, relative_url(path, names[output]) + found[1].removeprefix(output))

    return _MARKED.sub(written, text)


def _in_style(marked: str, url: str) -> str:
    return f'"{url}"'


def _in_script(marked: str, url: str) -> str:
    specifier = url if url.startswith(".") else f"./{url}"
    # The address of a file is that from this script, wherever that is served.
    return f'new URL("{specifier}",import.meta.url).href' if marked.startswith(FILES) else f'"{specifier}"'
