"""A build that was done before and whose inputs are as they were: what it printed is printed again.

This runs before anything else is imported; see `unchanged`.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

_DEFAULT = os.path.join(".assetbuild", "cache")
# Called with one of these, a build is to do its work, or has more to tell than was remembered.
_WORKING = ("--check", "--force", "--no-cache", "--profile", "--trace", "--help", "-h")


def cache_folder(config_folder: str, given: str | None) -> str:
    """The cache: as given on the command line, else in the environment, else beside the configuration."""
    return given or os.environ.get("ASSETBUILD_CACHE") or os.path.join(config_folder, _DEFAULT)


def call(arguments: list[str]) -> str:
    """What the index of a call is kept under: its arguments, and whatever else the result depends on but files."""
    from .unchanged import call_key

    terminal = sys.stderr is not None and sys.stderr.isatty()
    return call_key([*arguments, f"NO_COLOR={os.environ.get('NO_COLOR', '')}", f"terminal={terminal}"])


def replay(arguments: list[str]) -> bool:
    """Whether that call of `compile` had nothing to do. Then its output is written."""
    if any(argument.partition("=")[0] in _WORKING for argument in arguments):
        return False
    from time import time_ns

    from .unchanged import dump, index_file, is_unchanged, load

    config = _value(arguments, "--config")
    key = call(arguments)
    file = index_file(cache_folder(os.path.dirname(config or ""), _value(arguments, "--cache")), key)
    try:
        with open(file, "rb", buffering=0) as stream:
            data = stream.readall()
    except OSError:
        return False
    began = time_ns()
    index = load(data)
    if index is None or index.key != key:
        return False
    if not is_unchanged(index):
        return False
    try:
        _print(index.stderr, sys.stderr)
        _print(index.stdout, sys.stdout)
    except OSError:  # a full disk, or a reader that went away: the whole command knows what to say of it
        return False
    if index.doubts:
        index.settled = began
        write(file, dump(index))
    return True


def write(file: str, data: bytes) -> None:
    """Put the index there, whole; without one the next build works as if it were the first."""
    temporary = f"{file}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb", buffering=0) as stream:
            stream.write(data)
        os.replace(temporary, file)
    except OSError:  # a full disk, or a folder that is not ours
        pass


def _value(arguments: list[str], option: str) -> str | None:
    """What was given for an option, as click would find it."""
    for at, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == option:
            return value if equals else "".join(arguments[at + 1 : at + 2])
    return None


def _print(text: str, stream: TextIO | None) -> None:
    """Straight to the file, so that nothing is left in a buffer that a full disk or a closed pipe refuses."""
    if not text or stream is None:
        return
    raw = getattr(getattr(stream, "buffer", None), "raw", None)
    if raw is None:
        stream.write(text)
        return
    stream.flush()
    data = text.encode(stream.encoding, "backslashreplace")
    while data:
        data = data[raw.write(data) :]
