"""AssetPackager: `config/asset_packages.yml` of a Rails application."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..errors import Location, UsageError
from ..known_places import Path
from ..model import Note
from .definition import Definition
from .reader import Reader
from .yaml_text import YamlDocument, parse_yaml

_KINDS = {"javascripts": ("js", "rjsmin"), "stylesheets": ("css", "rcssmin")}
_PUBLIC = "public"
_HINT = "give the path of AssetPackager's file: asset-packager:config/asset_packages.yml"


def define(path: str, reader: Reader) -> Definition:
    """The definition in the YAML file `path`."""
    document = parse_yaml(reader.text(path, _HINT), reader.file(path))
    value = document.value if document.value is not None else {}
    if not isinstance(value, dict):
        raise UsageError("the file must be a mapping", document.where(), _HINT)
    packages = [package for kind in _KINDS for package in _packages(document, kind, value.get(kind))]
    tables: dict[str, Any] = {"sources": [_PUBLIC], "url": "/", "minify": "off", "allow-missing": ["**"]}
    notes = [*_empty(packages, document), *_not_carried(value, document)]
    return Definition(tables | _tables(packages), dict(_places(packages, document)), tuple(notes))


class _Package(NamedTuple):
    """A package: its kind, its name, the logical paths of its files, and where it is written."""

    kind: str
    name: str
    contents: list[str]
    at: Path

    @property
    def output(self) -> str:
        return f"{self.kind}/{self.name}_packaged.{_KINDS[self.kind][0]}"

    @property
    def group(self) -> str:
        return f"{self.name}.{_KINDS[self.kind][0]}"


def _tables(packages: list[_Package]) -> dict[str, Any]:
    bundles: dict[str, Any] = {}
    groups: dict[str, Any] = {}
    for package in packages:
        if package.contents:
            bundles[package.output] = {"contents": package.contents, "filters": [_KINDS[package.kind][1]]}
            groups[package.group] = {"assets": [package.output]}
    for package in packages:
        # The helpers load the package of a file where they are asked for the file.
        for path in package.contents:
            groups.setdefault(path.removeprefix(f"{package.kind}/"), {"assets": [package.output]})
    return {"bundles": bundles, "groups": groups}


def _places(packages: list[_Package], document: YamlDocument) -> Iterator[tuple[Path, Location]]:
    for package in packages:
        yield ("bundles", package.output), document.where(*package.at)
        yield ("groups", package.group), document.where(*package.at)
        for index in range(len(package.contents)):
            yield ("bundles", package.output, "contents", index), document.where(*package.at, index)


def _empty(packages: list[_Package], document: YamlDocument) -> Iterator[Note]:
    for package in packages:
        if not package.contents:
            message = f"the package {package.name!r} has no files, so it is not made"
            yield Note("warning", message, document.where(*package.at))


def _not_carried(value: dict[Any, Any], document: YamlDocument) -> Iterator[Note]:
    for name in value:
        if name not in _KINDS:
            yield Note("warning", f"{name!r} is not carried over", document.where(str(name)))


def _packages(document: YamlDocument, kind: str, value: Any) -> Iterator[_Package]:
    """The packages of a kind, each written as a mapping with its name alone."""
    if not isinstance(value or [], list):
        raise UsageError(f"`{kind}` must be a list of packages", document.where(kind))
    for index, package in enumerate(value or []):
        if not isinstance(package, dict) or len(package) != 1:
            raise UsageError("a package is one name with a list of files", document.where(kind, index))
        ((name, sources),) = package.items()
        at = (kind, index, name)
        if not isinstance(sources or [], list):
            raise UsageError(f"the package {name!r} must be a list of files", document.where(*at))
        yield _Package(kind, str(name), list(_contents(document, kind, str(name), sources or [], at)), at)


def _contents(document: YamlDocument, kind: str, package: str, sources: list[Any], at: Path) -> Iterator[str]:
    """The logical paths of the sources, which are in the package's own folder."""
    folder = package.rpartition("/")[0]
    for index, source in enumerate(sources):
        if not isinstance(source, str | int):
            raise UsageError(f"a package is a list of files, and {source!r} is none", document.where(*at, index))
        yield "/".join(part for part in (kind, folder, f"{source}.{_KINDS[kind][0]}") if part)
