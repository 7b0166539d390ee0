"""What a package's `package.json` says of the files that others may import (Node.js, "Modules: Packages")."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

# A browser's; the order is the package's. `development` and `node` are not among them.
CONDITIONS = frozenset(("browser", "import", "module", "default"))
# Where there are no `exports`, in the order in which they tell of a browser's ES module.
_MAIN_FIELDS = ("browser", "module", "main")
_MAIN_ENDINGS = ("", ".js", "/index.js")
# A target may not lead out of its package (Node.js, PACKAGE_TARGET_RESOLVE).
_ESCAPES = re.compile(r"(?:^|/)(?:\.\.?|node_modules)(?:/|$)", re.IGNORECASE)


class Package(NamedTuple):
    """A package: the logical path of its folder, and the object in its `package.json`."""

    name: str
    folder: str
    meta: Mapping[str, Any] = MappingProxyType({})


def exported(package: Package, path: str, has: Callable[[str], bool]) -> str | None:
    """The logical path of what `path` in the package is (empty: the package itself), or None where it exports nothing
    of that name. `has` tells whether there is a file; with `exports`, there need not be one."""
    exports = package.meta.get("exports")
    if exports is None:
        return f"{package.folder}/{path}" if path else _main(package, has)
    target = _matched(_subpaths(exports), f"./{path}" if path else ".")
    return None if target is None else _inside(package, target)


def imported(package: Package, specifier: str) -> str | None:
    """What `imports` of the package says of a specifier that begins with `#`: a logical path, a bare specifier, or
    None."""
    imports = package.meta.get("imports")
    target = _matched(imports, specifier) if isinstance(imports, dict) else None
    if target is None or not target.startswith("./"):
        return target
    return _inside(package, target)


def subpaths(package: Package) -> list[str]:
    """The names under which the package exports files, as they are imported, sorted; patterns are left out."""
    known = _subpaths(package.meta.get("exports")).items()
    return sorted(package.name + key[1:] for key, target in known if "*" not in key and _target(target, "") is not None)


def _subpaths(exports: object) -> Mapping[str, Any]:
    """The `exports` as a mapping of subpaths: what has none is of the package itself."""
    if isinstance(exports, dict) and all(key.startswith(".") for key in exports):
        return exports
    return {".": exports}


def _main(package: Package, has: Callable[[str], bool]) -> str | None:
    named = (package.meta.get(key) for key in _MAIN_FIELDS)
    for name in (*(name for name in named if isinstance(name, str) and name.strip("./")), "index.js"):
        base = f"{package.folder}/{name.removeprefix('./').rstrip('/')}"
        for ending in _MAIN_ENDINGS:
            if has(base + ending):
                return base + ending
    return None


def _matched(table: Mapping[str, Any], key: str) -> str | None:
    """The target of the key, or of the most specific pattern with one `*` that matches it."""
    if key in table and "*" not in key:
        return _target(table[key], "")
    for pattern in sorted(table, key=_specificity, reverse=True):
        head, star, tail = pattern.partition("*")
        fits = star and key.startswith(head) and key.endswith(tail) and len(key) >= len(head) + len(tail)
        if fits and key != head:
            return _target(table[pattern], key[len(head) : len(key) - len(tail)])
    return None


def _specificity(pattern: str) -> tuple[int, int]:
    """Node.js, PATTERN_KEY_COMPARE: the longer text before the star, then the longer pattern."""
    return pattern.find("*"), len(pattern)


def _target(target: object, star: str) -> str | None:
    """The first target whose conditions are a browser's, with what a pattern's star stood for."""
    if isinstance(target, str):
        return target.replace("*", star)
    return next((found for each in _choices(target) if (found := _target(each, star)) is not None), None)


def _choices(target: object) -> Iterator[object]:
    if isinstance(target, dict):
        yield from (each for condition, each in target.items() if condition in CONDITIONS)
    elif isinstance(target, list):
        yield from target


def _inside(package: Package, target: str) -> str | None:
    path = target.removeprefix("./")
    if not target.startswith("./") or _ESCAPES.search(path):
        return None
    return f"{package.folder}/{path}"
