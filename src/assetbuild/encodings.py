"""Encodings of bytes: the precompressed twins of an artifact."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from .errors import Location, UsageError

SUFFIXES = {"br": ".br", "gzip": ".gz", "zstd": ".zst"}

# What each encoding imports, and what to install for it.
_MODULES = {"br": ("brotli", "brotli"), "gzip": ("zlib", "zlib"), "zstd": ("zstandard", "assetbuild[zstd]")}
_BROTLI_DEFAULT_WINDOW = 22
_BROTLI_LARGEST_WINDOW = 24
# RFC 1952 §2.3: deflate, no flags, no time, best compression, unknown system. zlib's own header names the system.
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


def encode(data: bytes, encoding: str) -> bytes:
    """`data` in `encoding`, at its highest level; the same bytes on every machine for one version of the codec."""
    return _ENCODERS[encoding](data)


def check_encoding(encoding: str, where: Location) -> None:
    """Raises UsageError, at `where`, for an encoding whose package is not installed; it names what to install."""
    module, distribution = _MODULES[encoding]
    if find_spec(module) is None:
        message = f"the encoding {encoding!r} needs {module}, which is not installed"
        raise UsageError(message, where, f"pip install '{distribution}', or take {encoding!r} out of `encodings`")


def _brotli(data: bytes) -> bytes:
    import brotli

    window = _BROTLI_DEFAULT_WINDOW if len(data) <= 1 << _BROTLI_DEFAULT_WINDOW else _BROTLI_LARGEST_WINDOW
    result: bytes = brotli.compress(data, quality=11, lgwin=window)
    return result


def _gzip(data: bytes) -> bytes:
    import zlib

    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
    body = deflate.compress(data) + deflate.flush()
    trailer = zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
    return _GZIP_HEADER + body + trailer


def _zstd(data: bytes) -> bytes:
    import zstandard

    result: bytes = zstandard.ZstdCompressor(level=19, write_content_size=True).compress(data)
    return result


_ENCODERS: dict[str, Callable[[bytes], bytes]] = {"br": _brotli, "gzip": _gzip, "zstd": _zstd}
