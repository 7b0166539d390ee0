"""The identity bytes of precompressed twins, in pieces: a damaged twin must not fill the memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from .content import PIECE

# RFC 9659 §3: a browser refuses a larger window, so a twin that needs one is of no use.
_ZSTD_WINDOW = 1 << 23
# Its streaming interface that knows of a missing end has no bound on its output: 128 KiB for each four bytes.
_ZSTD_STEP = 64


class Undecodable(ValueError):
    """Bytes that are not one whole stream of their encoding, or of another size; the message says which."""


def decoded(stream: BinaryIO, encoding: str, size: int | None = None) -> Iterator[bytes]:
    """What `stream` stands for in `encoding`, in small pieces; it has to be `size` bytes where that is known.

    Raises Undecodable, KeyError for an encoding without a decoder, ImportError where the codec is not installed.
    """
    total = 0
    for piece in _DECODERS[encoding](stream):
        total += len(piece)
        if size is not None and total > size:
            raise Undecodable(f"it decodes to more than {size} bytes")
        yield piece
    if size is not None and total < size:
        raise Undecodable(f"it decodes to {total} bytes, which is fewer than {size}")


def _brotli(stream: BinaryIO) -> Iterator[bytes]:
    import brotli

    decoder = brotli.Decompressor()
    try:
        while not decoder.is_finished():
            hungry = decoder.can_accept_more_data()
            data = stream.read(PIECE) if hungry else b""
            # All that went in may be taken while some of what comes out of it is still to come.
            piece = decoder.process(data, output_buffer_limit=PIECE)
            if hungry and not data and not piece and not decoder.is_finished():
                raise Undecodable("the brotli stream is cut short")
            yield piece
    except brotli.error as error:  # of damage, and of what follows the stream in the same piece
        raise Undecodable("it is not one whole brotli stream") from error
    if stream.read(1):
        raise Undecodable("something follows the brotli stream")


def _gzip(stream: BinaryIO) -> Iterator[bytes]:
    import zlib

    decoder = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        while not decoder.eof:
            data = decoder.unconsumed_tail or stream.read(PIECE)
            if not data:
                raise Undecodable("the gzip stream is cut short")
            yield decoder.decompress(data, PIECE)
    except zlib.error as error:
        raise Undecodable("it is not a gzip stream") from error
    if decoder.unused_data or stream.read(1):
        raise Undecodable("something follows the gzip stream")


def _zstd(stream: BinaryIO) -> Iterator[bytes]:
    import zstandard

    decoder = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
    try:
        while not decoder.eof:
            data = stream.read(_ZSTD_STEP)
            if not data:
                raise Undecodable("the zstd stream is cut short")
            yield decoder.decompress(data)
    except zstandard.ZstdError as error:
        raise Undecodable("it is not a zstd stream") from error
    if decoder.unused_data or stream.read(1):
        raise Undecodable("something follows the zstd stream")


_DECODERS: dict[str, Callable[[BinaryIO], Iterator[bytes]]] = {"br": _brotli, "gzip": _gzip, "zstd": _zstd}
