"""Twins are decoded whole or refused, in pieces that stay small whatever the twin says."""

from __future__ import annotations

import gzip
import io
import random
import tracemalloc
from collections.abc import Callable, Iterator

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from assetbuild.encodings import SUFFIXES, encode
from assetbuild.output.content import PIECE
from assetbuild.output.decodings import Undecodable, decoded

ENCODINGS = sorted(SUFFIXES)


def decode(data: bytes, encoding: str, size: int | None = None) -> bytes:
    return b"".join(decoded(io.BytesIO(data), encoding, size))


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"x", id="one byte"),
        pytest.param(bytes(PIECE), id="one piece"),
        pytest.param(bytes(PIECE * 20 + 1), id="many pieces of little input"),
        pytest.param(random.Random(1).randbytes(PIECE * 3), id="many pieces of as much input"),
        pytest.param(random.Random(2).randbytes(PIECE) * 30, id="much output after all input"),
    ],
)
def test_what_was_encoded_is_decoded(data: bytes, encoding: str) -> None:
    assert decode(encode(data, encoding), encoding, len(data)) == data


@given(st.binary(max_size=2000), st.sampled_from(ENCODINGS), st.data())
def test_every_cut_is_refused(data: bytes, encoding: str, draw: st.DataObject) -> None:
    whole = encode(data, encoding)
    cut = whole[: draw.draw(st.integers(0, len(whole) - 1))]
    with pytest.raises(Undecodable):
        decode(cut, encoding, len(data) or 1)


@pytest.mark.parametrize(
    ("encoding", "change", "message"),
    [
        pytest.param("br", lambda data: data[:-1], "the brotli stream is cut short", id="br cut"),
        pytest.param("gzip", lambda data: data[:-1], "the gzip stream is cut short", id="gzip cut"),
        pytest.param("zstd", lambda data: data[:-1], "the zstd stream is cut short", id="zstd cut"),
        pytest.param(
            "zstd",
            lambda data: data[:7] + bytes([data[7] & 0xFE]) + data[8:],
            "the zstd stream is cut short",
            id="zstd end",
        ),
        pytest.param("br", lambda data: b"", "the brotli stream is cut short", id="br empty"),
        pytest.param("gzip", lambda data: b"", "the gzip stream is cut short", id="gzip empty"),
        pytest.param("zstd", lambda data: b"", "the zstd stream is cut short", id="zstd empty"),
        pytest.param("br", lambda data: data + b"x", "it is not one whole brotli stream", id="br and more"),
        pytest.param("gzip", lambda data: data + b"x", "something follows the gzip stream", id="gzip and more"),
        pytest.param("gzip", lambda data: data * 2, "something follows the gzip stream", id="gzip twice"),
        pytest.param("zstd", lambda data: data + b"x", "something follows the zstd stream", id="zstd and more"),
        pytest.param("zstd", lambda data: data * 2, "something follows the zstd stream", id="zstd twice"),
        pytest.param("br", lambda data: b"\xff" * 9, "it is not one whole brotli stream", id="br of noise"),
        pytest.param("gzip", lambda data: b"\xff" * 9, "it is not a gzip stream", id="gzip of noise"),
        pytest.param("zstd", lambda data: b"\xff" * 9, "it is not a zstd stream", id="zstd of noise"),
        pytest.param("gzip", lambda data: data[:-5] + b"xxxxx", "it is not a gzip stream", id="gzip with another sum"),
    ],
)
def test_damage_is_refused(encoding: str, change: Callable[[bytes], bytes], message: str) -> None:
    with pytest.raises(Undecodable) as caught:
        decode(change(encode(b"abc" * 300, encoding)), encoding, 900)
    assert str(caught.value) == message


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_follows_in_the_next_piece_is_refused(encoding: str) -> None:
    whole = encode(random.Random(3).randbytes(PIECE * 2), encoding)

    class Pieces(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 0, len(whole) - self.tell()) or size)

    with pytest.raises(Undecodable, match="something follows the"):
        b"".join(decoded(Pieces(whole + b"x"), encoding))


@pytest.mark.parametrize(("size", "word"), [(899, "more"), (901, "fewer")])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_other_size_is_refused(encoding: str, size: int, word: str) -> None:
    with pytest.raises(Undecodable, match=f"{word} than {size}"):
        decode(encode(b"abc" * 300, encoding), encoding, size)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_bomb_does_not_fill_the_memory(encoding: str) -> None:
    """200 MB of nothing: a twin of a few hundred bytes in brotli."""
    twin = io.BytesIO(bomb(encoding))
    tracemalloc.start()
    try:
        with pytest.raises(Undecodable, match="more than 50000000 bytes"):
            read_on(decoded(twin, encoding, 50_000_000))
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def bomb(encoding: str) -> bytes:
    compress: Callable[[bytes], bytes] = {
        "br": lambda data: brotli.compress(data, quality=5, lgwin=24),
        "gzip": lambda data: gzip.compress(data, 1),
        "zstd": zstandard.ZstdCompressor(level=1).compress,
    }[encoding]
    return compress(bytes(200_000_000))


def read_on(pieces: Iterator[bytes]) -> None:
    for piece in pieces:
        assert len(piece) <= 1 << 22


def test_zstd_window_that_browsers_refuse_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=24)
    compressor = zstandard.ZstdCompressor(compression_params=parameters)
    with pytest.raises(Undecodable, match="it is not a zstd stream"):
        decode(compressor.compress(random.Random(4).randbytes(1 << 20) * 20), "zstd")


def test_zstd_twin_of_a_large_file_is_within_the_window_of_browsers() -> None:
    data = random.Random(5).randbytes(1 << 16) * 160
    assert decode(encode(data, "zstd"), "zstd", len(data)) == data


def test_unknown_encoding_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        decode(b"", "xz")
