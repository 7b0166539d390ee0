"""Bare specifiers and the names that an import map gives a meaning (HTML Living Standard §8.1.6.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping

_URL = re.compile(r"(?i)[a-z][a-z0-9+.-]*:|/")
_URL_LIKE = ("/", "./", "../")
# The name of a package with its scope, and the path in it.
_PACKAGE = re.compile(r"(?P<name>(?:@[^/\\%]+/)?[^@./\\%][^/\\%]*)(?:/(?P<path>.*))?", re.DOTALL)


def is_url(text: str) -> bool:
    """Whether what is imported is a URL with a scheme, a host or a path from the server's root."""
    return _URL.match(text) is not None


def is_bare_name(text: str) -> bool:
    """Whether `text` is a specifier that only an import map, or a package, gives a meaning."""
    return bool(text) and not is_url(text) and not text.startswith(_URL_LIKE)


def mapped(specifier: str, importmap: Mapping[str, str]) -> str | None:
    """What the map makes of a bare specifier: by its whole, else by its longest beginning that ends in a slash."""
    if specifier in importmap:
        return importmap[specifier]
    folders = (name for name in importmap if name.endswith("/") and specifier.startswith(name))
    longest = max(folders, key=len, default=None)
    return None if longest is None else importmap[longest] + specifier[len(longest) :]


def package_and_path(specifier: str) -> tuple[str, str] | None:
    """The name of the package and the path in it (empty for the package itself); None where that is no package's."""
    found = _PACKAGE.fullmatch(specifier)
    return (found["name"], found["path"] or "") if found else None
