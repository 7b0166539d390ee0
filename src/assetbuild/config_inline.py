"""What the configuration says of files that are put into style sheets: the `inline` table."""

from __future__ import annotations

from typing import Any
from unicodedata import normalize

from .config_examples import EXAMPLES
from .known_places import Path
from .value_reader import ValueReader


def read_inline(reader: ValueReader, value: Any, path: Path) -> tuple[tuple[str, int], ...]:
    """Globs and sizes in bytes, in their order. Raises UsageError."""
    table = reader.table_of(value, path)
    for glob, limit in table.items():
        if isinstance(limit, bool) or not isinstance(limit, int) or limit < 0:
            raise reader.fault(
                (*path, glob), "the size up to which files are inlined is a number of bytes", EXAMPLES["inline"]
            )
    return tuple((normalize("NFC", glob), limit) for glob, limit in table.items())
