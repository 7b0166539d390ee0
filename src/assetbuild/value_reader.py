"""Reads values of the right types out of a document, and collects what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from json import dumps
from typing import Any, NamedTuple, TypeVar
from unicodedata import normalize

from .config_examples import EXAMPLES
from .errors import AssetbuildError, UsageError, did_you_mean, each_fault
from .known_places import KnownPlaces, Path

T = TypeVar("T")

_OTHER_NAMES = {"brotli": "br", "gz": "gzip", "deflate": "gzip", "zst": "zstd", "zstandard": "zstd"}


class ValueReader(NamedTuple):
    """Reads values out of one document. `table` is the path of its top in `places`."""

    places: KnownPlaces
    table: tuple[str, ...]
    faults: list[AssetbuildError]

    def read(self, document: dict[str, Any], key: str, convert: Callable[[Any, Path], T], default: T) -> T:
        return self.collect(convert, document[key], (key,), default) if key in document else default

    def collect(self, convert: Callable[[Any, Path], T], value: Any, path: Path, default: T) -> T:
        """`value` converted, or `default` and a fault noted, so that one run shows all that is wrong."""
        try:
            return convert(value, path)
        except AssetbuildError as error:
            self.faults.extend(each_fault(error))
            return default

    def fault(self, path: Path, message: str, hint: str | None = None) -> UsageError:
        return UsageError(message, self.places.value(self.table + path), hint)

    def check_keys(self, table: Mapping[str, Any], known: Collection[str], path: Path) -> None:
        for key in sorted(set(table) - set(known)):
            hint = self.misplaced(key, table[key], path) or did_you_mean(key, known)
            hint = hint or f"known keys: {', '.join(sorted(known))}"
            where = self.places.key((*self.table, *path, key))
            self.faults.append(UsageError(f"unknown key `{key}`", where, hint))

    def misplaced(self, key: str, value: Any, path: Path) -> str | None:
        if not path and key == "tool":
            return "the tables of this file stand at its top level: write [bundles.…] for [tool.assetbuild.bundles.…]"
        if path and isinstance(value, dict):
            return f'a path with a dot is quoted: [{".".join((*self.table, "bundles"))}."{path[-1]}.{key}"]'
        return None

    def wrong_type(self, path: Path, expected: str, value: object, hint: str | None = None) -> UsageError:
        name = f"`{path[-1]}`" if isinstance(path[-1], str) else f"each item of `{path[-2]}`"
        hint = hint or EXAMPLES.get(next(key for key in reversed(path) if isinstance(key, str)))
        return self.fault(path, f"{name} must be {expected}, not {_type_name(value)}", hint)

    def string(self, value: Any, path: Path) -> str:
        if not isinstance(value, str):
            raise self.wrong_type(path, "a string", value)
        return value

    def strings(self, value: Any, path: Path) -> tuple[str, ...]:
        if isinstance(value, str):
            raise self.wrong_type(path, "a list of strings", value, f"write {path[-1]} = [{dumps(value)}]")
        if not isinstance(value, list):
            raise self.wrong_type(path, "a list of strings", value)
        return tuple(normalize("NFC", self.string(item, (*path, index))) for index, item in enumerate(value))

    def flag(self, value: Any, path: Path) -> bool:
        if not isinstance(value, bool):
            raise self.wrong_type(path, "true or false", value)
        return value

    def choice(self, value: Any, path: Path, choices: tuple[str, ...]) -> str:
        text = self.string(value, path)
        if text not in choices:
            other = _OTHER_NAMES.get(text.lower(), "")
            hint = f"did you mean {other!r}?" if other in choices else did_you_mean(text, choices)
            name = str(path[-1] if isinstance(path[-1], str) else path[-2])
            known = ", ".join(map(repr, choices[:-1])) + f" or {choices[-1]!r}"
            raise self.fault(path, f"`{name}` may be {known}, not {text!r}", hint or EXAMPLES.get(name))
        return text

    def table_of(self, value: Any, path: Path, hint: str | None = None) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.wrong_type(path, "a table", value, hint)
        return value


def _type_name(value: object) -> str:
    names = {bool: "a boolean", str: "a string", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return names.get(type(value), "a date or time")
