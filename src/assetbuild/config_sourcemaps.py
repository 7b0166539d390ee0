"""What the configuration says of source maps."""

from __future__ import annotations

from typing import Any

from .config import SourceMaps
from .config_examples import EXAMPLES
from .errors import did_you_mean
from .known_places import Path
from .value_reader import ValueReader


def read_sourcemaps(reader: ValueReader, value: Any, path: Path) -> SourceMaps:
    """Whether there are maps. Raises UsageError."""
    if isinstance(value, bool):
        return value
    if value == "hidden":
        return "hidden"
    if isinstance(value, str):
        hint = did_you_mean(value, ("hidden",)) or EXAMPLES["sourcemaps"]
        raise reader.fault(path, f"`sourcemaps` may be true, false or 'hidden', not {value!r}", hint)
    raise reader.wrong_type(path, "true, false or a string", value)
