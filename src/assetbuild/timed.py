"""The parts of a build with their time taken: filters, scanners, codecs, the cache."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .cached import Cache
from .encodings import Codec
from .model import Filter, FilterInput
from .references.scanners import Scanner, scanner_of
from .timings import Timings


class _TimedCache(NamedTuple):
    keeps: bool
    get: Callable[[str], bytes | None]
    put: Callable[[str, bytes], None]
    holds: Callable[[str], bool]


def timed_cache(cache: Cache, timings: Timings) -> Cache:
    """The cache, its reads and writes timed."""
    get, put = timings.timed("cache read", cache.get), timings.timed("cache write", cache.put)
    return _TimedCache(cache.keeps, get, put, cache.holds)


def timed_codec(codec: Codec, timings: Timings) -> Codec:
    """The codec, its encoding timed."""
    return codec._replace(encode=timings.timed(f"encode {codec.encoding}", codec.encode))


def timed_filter(found: Filter, timings: Timings) -> Filter:
    """The filter, its steps timed."""
    work = f"filter {found.name}"

    def started(output: str) -> Filter:
        assert found.start
        return timed_filter(found.start(output), timings)

    return found._replace(
        each=timings.timed(work, found.each, _path) if found.each else None,
        join=timings.timed(work, found.join, lambda inputs, *rest: inputs[0].path) if found.join else None,
        whole=timings.timed(work, found.whole, _path) if found.whole else None,
        start=started if found.start else None,
    )


def timed_scanner(timings: Timings, modules: bool) -> Callable[[str], Scanner | None]:
    """`scanner_of`, whose scanners are timed."""

    def find(path: str) -> Scanner | None:
        scan = scanner_of(path, modules)
        return timings.timed("scan", scan, lambda text: path) if scan else None

    return find


def _path(source: FilterInput, *rest: object) -> str:
    return source.path
