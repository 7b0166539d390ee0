"""Which file, or which URL, a bare specifier names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from ..errors import did_you_mean
from .package_json import Package, exported, imported, subpaths
from .specifiers import is_url, mapped, package_and_path

# What `import()` may name in code that runs in Node.js too (its `module.builtinModules`): it is guarded there, or fails
# there as it would have failed before.
NODE_MODULES = frozenset(
    "assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain"
    " events fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl"
    " stream string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib".split()
)


class Packages(Protocol):
    """The packages that there are."""

    def find(self, name: str, importer: str) -> Package | None:
        """The package of that name that the file with the logical path `importer` sees."""
        ...

    def around(self, path: str) -> Package | None:
        """The package that the file is in."""
        ...

    def has(self, path: str) -> bool:
        """Whether there is a file of a package with that logical path."""
        ...

    def reach(self, path: str) -> bool:
        """As `has`; then it is an asset from now on."""
        ...

    def names(self) -> Iterable[str]:
        """The names of all packages, for hints; none where no folder of packages is configured."""
        ...

    def near(self, path: str) -> list[str]:
        """The logical paths of the files in the folder of that one, for hints."""
        ...


class Unresolved(Exception):
    """A bare specifier that names nothing: what is wrong, and what to do."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason, self.hint = reason, hint


def resolve_bare(specifier: str, importer: str, importmap: Mapping[str, str], packages: Packages) -> str:
    """The logical path or the URL that `specifier` names in the file `importer`. Whether the path is there is another
    question. Raises Unresolved."""
    found = mapped(specifier, importmap)
    if found is not None:
        return found
    if specifier.startswith("#"):
        return _own(specifier, importer, importmap, packages)
    split = package_and_path(specifier)
    package = packages.find(split[0], importer) if split else None
    if split is None or package is None:
        raise Unresolved(
            "no import map and no package gives that name a meaning", _way_out(specifier, importmap, packages)
        )
    path = exported(package, split[1], packages.has)
    if path is None:
        reason = (
            f"its package exports no {specifier!r} to browsers" if split[1] else "its package has no entry for browsers"
        )
        hint = did_you_mean(specifier, subpaths(package)) if split[1] else None
        raise Unresolved(
            reason, hint or f"see `exports` in {package.folder}/package.json, or map the name: {_example(specifier)}"
        )
    return path


def _own(specifier: str, importer: str, importmap: Mapping[str, str], packages: Packages) -> str:
    package = packages.around(importer)
    found = imported(package, specifier) if package else None
    if found is None:
        reason = (
            f"{package.name!r} has no such name in its `imports`" if package else "only a package may have such names"
        )
        raise Unresolved(reason, f"map it: {_example(specifier)}")
    if found.startswith("#"):
        raise Unresolved(
            f"its package maps it to {found!r}, which is such a name again", f"map it: {_example(specifier)}"
        )
    is_path = package is not None and found.startswith(f"{package.folder}/")
    return found if is_path or is_url(found) else resolve_bare(found, importer, importmap, packages)


def _way_out(specifier: str, importmap: Mapping[str, str], packages: Packages) -> str:
    known = [*packages.names()]
    near = did_you_mean(specifier, {*importmap, *known})
    if near:
        return near
    install = "install the package" if known else 'name the folder of its package: packages = ["node_modules"]'
    return f"{install}, or map it: {_example(specifier)}"


def _example(specifier: str) -> str:
    name = specifier.strip("#@/").rsplit("/", 1)[-1].removesuffix(".js") or "name"
    return f'importmap = {{"{specifier}" = "vendor/{name}.js"}}'
