"""The identity bytes of precompressed twins, within a bound: a damaged twin must not fill the memory."""

from __future__ import annotations

from collections.abc import Callable

# Brotli's interface before 1.2 has no bound on its output, so it is fed this many bytes at a time.
_BROTLI_STEP = 64


class Undecodable(ValueError):
    """Bytes that are not one whole stream of their encoding, or of another size; the message says which."""


def decode(data: bytes, encoding: str, size: int) -> bytes:
    """The `size` bytes that `data` stands for in `encoding`.

    Raises Undecodable, KeyError for an encoding without a decoder, ImportError where the codec is not installed.
    """
    decoded = _DECODERS[encoding](data, size + 1)
    if len(decoded) != size:
        raise Undecodable(f"it decodes to {'more' if len(decoded) > size else 'fewer'} than {size} bytes")
    return decoded


def _brotli(data: bytes, limit: int) -> bytes:
    import brotli

    decoder = brotli.Decompressor()
    parts: list[bytes] = []
    total = start = 0
    try:
        while start < len(data) and total < limit:
            parts.append(decoder.process(data[start : start + _BROTLI_STEP]))
            total += len(parts[-1])
            start += _BROTLI_STEP
    except brotli.error as error:
        raise Undecodable("it is not a brotli stream") from error
    if total < limit and not decoder.is_finished():
        raise Undecodable("the brotli stream is cut short")
    return b"".join(parts)


def _gzip(data: bytes, limit: int) -> bytes:
    import zlib

    decoder = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        decoded = decoder.decompress(data, limit)
    except zlib.error as error:
        raise Undecodable("it is not a gzip stream") from error
    if len(decoded) < limit and not decoder.eof:
        raise Undecodable("the gzip stream is cut short")
    if decoder.unused_data:
        raise Undecodable("something follows the gzip stream")
    return decoded


def _zstd(data: bytes, limit: int) -> bytes:
    import zstandard

    try:
        with zstandard.ZstdDecompressor().stream_reader(data, read_across_frames=True) as reader:
            decoded: bytes = reader.read(limit)
            return decoded
    except zstandard.ZstdError as error:
        raise Undecodable("it is not a zstd stream") from error


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {"br": _brotli, "gzip": _gzip, "zstd": _zstd}
