"""The references in what esbuild made: it was told to put a mark before the path of whatever an output refers to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from ..model import Reference
from ..references.js_asset_urls import MARK as ASSET_URL
from ..references.js_imports import find_imports
from ..references.js_tokens import tokenise
from ..references.scan_error import ScanError
from ..references.scanners import scanner_of
from ..urls import relative_url
from .metafile import without_suffix
from .names import FILES, MARK

_META = "import.meta"
_URL = 'new URL("{}",import.meta.url).href'
_MAP = "sourceMappingURL="
_SCRIPTS = (".js", ".mjs")
# So many characters behind an address tell what it is of.
_BEHIND = len(_URL)
_MARKED = re.compile(rf'"{MARK}/([^"\s]+)"')


class Unmarked(NamedTuple):
    """A text with relative addresses in place of marked ones: where the last of them ends, and how many are `URL`s."""

    text: str
    last: int
    urls: int

    def references(self, path: str, is_closed: bool) -> tuple[Reference, ...]:
        """The references as a scanner finds them. A script of an output that `is_closed` has none but these addresses,
        and so is not read to its end."""
        if is_closed and path.endswith(_SCRIPTS) and not self._has_others():
            return self._up_to_last()
        scan = scanner_of(path)
        return scan(self.text) if scan else ()

    def _up_to_last(self) -> tuple[Reference, ...]:
        until = min(len(self.text), self.last + _BEHIND)
        try:
            return find_imports(tokenise(self.text, module=True, until=until)) if self.last else ()
        except ScanError:
            return ()

    def _has_others(self) -> bool:
        """Whether there may be references that esbuild knows nothing of."""
        return self.text.count(_META) > self.urls or _MAP in self.text or ASSET_URL in self.text


def without_marks(path: str, text: str, names: Mapping[str, str]) -> Unmarked:
    """The text of the asset `path` with relative addresses. `names` has logical paths by esbuild's paths."""
    address = _in_style if path.endswith(".css") else _in_script
    parts: list[str] = []
    at = urls = 0
    for found in _MARKED.finditer(text):
        output = without_suffix(found[1], names.__contains__)
        # A text of somebody's own that only looks like one stays.
        if output in names:
            url = relative_url(path, names[output]) + found[1].removeprefix(output)
            parts += (text[at : found.start()], address(output, url))
            urls += _META in parts[-1]
            at = found.end()
    return Unmarked("".join([*parts, text[at:]]), sum(map(len, parts)), urls)


def _in_style(marked: str, url: str) -> str:
    return f'"{url}"'


def _in_script(marked: str, url: str) -> str:
    specifier = url if url.startswith(".") else f"./{url}"
    # The address of a file is that from this script, wherever that is served.
    return _URL.format(specifier) if marked.startswith(FILES) else f'"{specifier}"'
