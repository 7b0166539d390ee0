"""What Sass asks for, answered from the sources: all is fetched, so the build knows what a style sheet is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from ...errors import AssetbuildError, Location
from ...logical import BadPath, join, normalise
from ...model import Fetch
from .candidates import find_sheet
from .packages import is_package_url, package_paths

SCHEME = "assetbuild:"


@dataclass(frozen=True, slots=True)
class Importer:
    """Finds and reads the style sheets of one compilation. `load_paths` are logical folders ending in a slash, or empty
    for the roots themselves."""

    fetch: Fetch
    load_paths: tuple[str, ...]

    def canonicalize(self, url: str, from_import: bool) -> str | None:
        """The canonical URL of what `url` means, or None. Raises Ambiguous."""
        for path in self._paths(url):
            try:
                found = find_sheet(normalise(path), from_import, self.fetch.exists)
            except BadPath:
                continue
            if found:
                return to_url(found)
        return None

    def read(self, url: str) -> str:
        """The text of a style sheet that `canonicalize` found."""
        path = to_path(url)
        data = self.fetch(path) or b""
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise AssetbuildError(
                f"not UTF-8: byte 0x{data[error.start]:02x}", Location(path), "save the file as UTF-8"
            ) from error

    def _paths(self, url: str) -> Iterator[str]:
        if url.startswith(SCHEME):
            yield to_path(url)
        elif is_package_url(url):
            folders = (*self.load_paths, *(f"{folder}node_modules/" for folder in self.load_paths))
            yield from package_paths(unquote(url), folders, self.fetch)
        elif ":" not in url:
            for folder in self.load_paths:
                try:
                    yield join(folder, unquote(url))
                except BadPath:
                    continue


def to_url(path: str) -> str:
    """The canonical URL of a source."""
    return f"{SCHEME}/{quote(path)}"


def to_path(url: str) -> str:
    """The logical path in a canonical URL."""
    return unquote(url.removeprefix(SCHEME).lstrip("/"))
