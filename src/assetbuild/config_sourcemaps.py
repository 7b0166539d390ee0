"""What the configuration says of source maps."""

from __future__ import annotations

from typing import Any

from .config import SourceMaps
from .config_esbuild import Reader
from .errors import did_you_mean
from .toml_places import Path

SOURCEMAP_EXAMPLES = {
    "sourcemaps": "for example sourcemaps = true",
    "sources-content": "for example sources-content = false",
}


def read_sourcemaps(reader: Reader, value: Any, path: Path) -> SourceMaps:
    """Whether there are maps. Raises UsageError."""
    if isinstance(value, bool):
        return value
    if value == "hidden":
        return "hidden"
    if isinstance(value, str):
        hint = did_you_mean(value, ("hidden",)) or SOURCEMAP_EXAMPLES["sourcemaps"]
        raise reader.fault(path, f"`sourcemaps` may be true, false or 'hidden', not {value!r}", hint)
    raise reader.wrong_type(path, "true, false or a string", value)


def read_boolean(reader: Reader, value: Any, path: Path) -> bool:
    """Yes or no. Raises UsageError."""
    if not isinstance(value, bool):
        raise reader.wrong_type(path, "true or false", value)
    return value
