"""Reads every file below a folder and takes its SHA-256, on all cores: `python digests.py FOLDER`."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256


def main() -> None:
    files = [os.path.join(folder, name) for folder, _, names in os.walk(sys.argv[1]) for name in names]
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        whole = sha256(b"".join(executor.map(_digest, sorted(files))))
    print(whole.hexdigest())


def _digest(file: str) -> bytes:
    with open(file, "rb") as stream:
        return sha256(stream.read()).digest()


if __name__ == "__main__":
    main()
