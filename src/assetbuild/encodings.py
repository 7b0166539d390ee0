"""Encodings of bytes: the precompressed twins of an artifact."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from .errors import Location, UsageError

SUFFIXES = {"br": ".br", "gzip": ".gz", "zstd": ".zst"}

# What each encoding imports, and what to install for it.
_MODULES = {"br": ("brotli", "brotli"), "gzip": ("deflate", "deflate"), "zstd": ("zstandard", "assetbuild[zstd]")}
_BROTLI_DEFAULT_WINDOW = 22
_BROTLI_LARGEST_WINDOW = 24
# RFC 1952 §2.3: deflate, no flags, no time, best compression, unknown system.
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
_GZIP_LEVEL = 9


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
    # Not zlib: Pythons bring zlib or zlib-ng, of many versions, and their bytes differ.
    import deflate

    body = bytes(deflate.deflate_compress(data, _GZIP_LEVEL))
    trailer = deflate.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
    return _GZIP_HEADER + body + trailer


def _zstd(data: bytes) -> bytes:
    import zstandard

    result: bytes = zstandard.ZstdCompressor(level=19, write_content_size=True).compress(data)
    return result


_ENCODERS: dict[str, Callable[[bytes], bytes]] = {"br": _brotli, "gzip": _gzip, "zstd": _zstd}
