"""What the configuration says of files that are put into style sheets: the `inline` table."""

from __future__ import annotations

from typing import Any
from unicodedata import normalize

from .config_esbuild import Reader
from .toml_places import Path

_EXAMPLE = 'for example inline = { "**/*.svg" = 4096 }'
INLINE_EXAMPLES = {"inline": _EXAMPLE}


def read_inline(reader: Reader, value: Any, path: Path) -> tuple[tuple[str, int], ...]:
    """Globs and sizes in bytes, in their order. Raises UsageError."""
    table = reader.table_of(value, path)
    for glob, limit in table.items():
        if isinstance(limit, bool) or not isinstance(limit, int) or limit < 0:
            raise reader.fault((*path, glob), "the size up to which files are inlined is a number of bytes", _EXAMPLE)
    return tuple((normalize("NFC", glob), limit) for glob, limit in table.items())
