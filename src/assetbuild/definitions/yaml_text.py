"""YAML text to plain values, each with the place where it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import Location, UsageError
from ..errors import locate as at_offset
from ..known_places import Path


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """The values of a document, and where they are written: a key of a mapping at the key, an item at itself."""

    file: str
    value: Any
    places: Mapping[Path, Location] = field(default_factory=dict)

    def where(self, *path: str | int) -> Location:
        """Where that value is written, else the nearest above it, else the file."""
        known = (self.places[path[:length]] for length in range(len(path), 0, -1) if path[:length] in self.places)
        return next(known, Location(self.file))


def parse_yaml(text: str, file: str) -> YamlDocument:
    """The document in `text`, of YAML's safe types only. Raises UsageError for what is no YAML."""
    try:
        import yaml
    except ImportError as error:
        hint = 'install the extra: pip install "assetbuild[yaml]"'
        raise UsageError("PyYAML, which reads this file, is not installed", Location(file), hint) from error
    lines = text.splitlines()

    def locate(mark: Any) -> Location:
        shown = lines[mark.line] if mark.line < len(lines) else ""
        return Location(file, mark.line + 1, mark.column + 1, shown)

    try:
        loader = yaml.SafeLoader(text)
    except yaml.reader.ReaderError as error:
        message = f"not valid YAML: it has the character U+{ord(text[error.position]):04X}"
        raise UsageError(
            message, at_offset(file, text, error.position), "remove it, or write it as an escape"
        ) from error
    try:
        node = loader.get_single_node()
        if node is None:
            return YamlDocument(file, None)
        value = loader.construct_document(node)
        return YamlDocument(file, value, {path: locate(mark) for path, mark in _marks(node, (), ())})
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = locate(mark) if mark else Location(file)
        raise UsageError(f"not valid YAML: {error.problem}", where, "see https://yaml.org for the syntax") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise UsageError(f"not valid YAML: {error}", Location(file)) from error
    finally:
        loader.dispose()


def _marks(node: Any, path: Path, above: tuple[int, ...]) -> Iterator[tuple[Path, Any]]:
    """The paths of all keys and items below a node, and the marks at which they start."""
    if id(node) in above:
        return
    if node.id == "mapping":
        for key, value in node.value:
            inner = (*path, key.value)
            yield inner, key.start_mark
            yield from _marks(value, inner, (*above, id(node)))
    elif node.id == "sequence":
        for index, item in enumerate(node.value):
            yield (*path, index), item.start_mark
            yield from _marks(item, (*path, index), (*above, id(node)))
