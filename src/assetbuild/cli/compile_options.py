"""The options of `assetbuild compile`."""

from __future__ import annotations

from typing import Any, NamedTuple

_FLAGS = {
    "--fast": "fast",
    "--force": "force",
    "--no-cache": "no_cache",
    "--check": "check",
    "--profile": "profiled",
    "--json": "as_json",
    "--quiet": "quiet",
    "-q": "quiet",
    "--verbose": "verbose",
    "-v": "verbose",
}
CACHE_SIZE = 10**9


class CompileOptions(NamedTuple):
    """What was asked for. `arguments` are those of the whole call; `jobs` is 0 for one a processor, `cache_size` is in
    bytes."""

    arguments: list[str]
    jobs: int = 0
    fast: bool = False
    force: bool = False
    cache_dir: str | None = None
    no_cache: bool = False
    cache_size: int = CACHE_SIZE
    check: bool = False
    profiled: bool = False
    trace: str | None = None
    also: tuple[str, ...] = ()
    definition: str | None = None
    config_file: str | None = None
    as_json: bool = False
    quiet: bool = False
    verbose: bool = False


def plain_call(arguments: list[str]) -> CompileOptions | None:
    """The options of a call of `compile` that has flags alone; None for any other.

    It spares most builds click, whose import takes a twentieth of a small one.
    """
    command, *flags = arguments or ("",)
    if command != "compile" or not all(flag in _FLAGS for flag in flags):
        return None
    given: dict[str, Any] = {_FLAGS[flag]: True for flag in flags}
    return CompileOptions(arguments, **given)
