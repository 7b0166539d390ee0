"""Brotli and gzip twins of the files below a folder, in memory, on all cores: `python codecs.py FOLDER [GLOB]`.

Runs where assetbuild is installed, for the same codecs at the same settings, on the same bytes: those of its output.
With a glob, of the newest file that it matches alone.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assetbuild.twin_codecs import twin_codecs

_TWINS = (".br", ".gz")


def main() -> None:
    folder, *globs = sys.argv[1:]
    codecs = twin_codecs(["br", "gzip"])
    files = [file for file in Path(folder).rglob("*") if _is_encoded(file) and codecs.of(file.name)]
    if globs:
        files = sorted(set(files).intersection(Path(folder).glob(globs[0])), key=_time)[-1:]
    if not files:
        sys.exit(f"{folder} has nothing to encode: assetbuild comes first")
    contents = sorted(((file.read_bytes(), codecs.of(file.name)) for file in files), key=lambda item: -len(item[0]))
    # What takes longest goes first: brotli of everything, then gzip.
    work = [(codec, data) for name in ("br", "gzip") for data, by in contents for codec in by if codec.encoding == name]
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        twins = executor.map(lambda item: len(item[0].encode(item[1])), work)
        print(sum(len(data) for data, _ in contents), sum(twins))


def _time(file: Path) -> int:
    return file.stat().st_mtime_ns


def _is_encoded(file: Path) -> bool:
    skipped = file.suffix in _TWINS or file.name == "manifest.json"
    return not skipped and file.is_file()


if __name__ == "__main__":
    main()
