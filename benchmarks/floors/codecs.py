"""Brotli and gzip twins of the files below a folder, in memory, on all cores: `python codecs.py FOLDER [GLOB]`.

Runs where assetbuild is installed, for the same codecs at the same settings, on the same bytes: those of its output.
With a glob, of the newest file that it matches alone.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assetbuild.encodings import encode
from assetbuild.media_types import is_compressed

_TWINS = (".br", ".gz")


def main() -> None:
    folder, *globs = sys.argv[1:]
    files = [file for file in Path(folder).rglob("*") if _is_encoded(file)]
    if globs:
        files = sorted(set(files).intersection(Path(folder).glob(globs[0])), key=_time)[-1:]
    if not files:
        sys.exit(f"{folder} has nothing to encode: assetbuild comes first")
    contents = sorted((file.read_bytes() for file in files), key=len, reverse=True)
    # What takes longest goes first: brotli of everything, then gzip.
    work = [(data, encoding) for encoding in ("br", "gzip") for data in contents]
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        twins = executor.map(lambda item: len(encode(*item)), work)
        print(sum(map(len, contents)), sum(twins))


def _time(file: Path) -> int:
    return file.stat().st_mtime_ns


def _is_encoded(file: Path) -> bool:
    skipped = file.suffix in _TWINS or file.name == "manifest.json" or is_compressed(file.name)
    return not skipped and file.is_file()


if __name__ == "__main__":
    main()
