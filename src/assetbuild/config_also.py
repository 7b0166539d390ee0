"""What the configuration and the command line say of manifests for other readers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .config import Also, Config
from .errors import Location, UsageError, did_you_mean
from .known_places import Path
from .logical import BadPath, fold, normalise
from .other_manifests.formats import FORMATS
from .value_reader import ValueReader

_INSIDE = "it goes into the output folder, with the files that it names: give a path below that"
_TWO = "give one of them another path: {}:PATH"


def read_also(reader: ValueReader, value: Any, path: Path) -> tuple[Also, ...]:
    """The manifests in order, each once. Raises UsageError for the first that is not right."""
    texts = reader.strings(value, path)
    return _all((text, reader.places.value((*reader.table, *path, index))) for index, text in enumerate(texts))


def with_also(config: Config, texts: Iterable[str]) -> Config:
    """The configuration, with the manifests of the command line too. Raises UsageError."""
    known = [(f"{each.format}:{each.path}", config.where("also", at)) for at, each in enumerate(config.also)]
    given = [(text, None) for text in texts]
    return config._replace(also=_all([*known, *given])) if given else config


def _all(texts: Iterable[tuple[str, Location | None]]) -> tuple[Also, ...]:
    found: dict[str, Also] = {}
    for text, where in texts:
        also = _also(text, where)
        other = found.setdefault(fold(also.path), also)
        if other != also:
            hint = _TWO.format(also.format)
            message = f"the manifests {other.format!r} and {also.format!r} would be one file, {also.path!r}"
            raise UsageError(message, where, hint)
    return tuple(found.values())


def _also(text: str, where: Location | None) -> Also:
    name, _, path = text.partition(":")
    if name not in FORMATS:
        hint = did_you_mean(name, FORMATS) or f"formats: {', '.join(FORMATS)}"
        raise UsageError(f"there is no manifest of the format {name!r}", where, hint)
    try:
        return Also(name, normalise(path or FORMATS[name].file))
    except BadPath as error:
        raise UsageError(f"{path!r} cannot be the path of a manifest: {error}", where, _INSIDE) from error
