"""Encodings: what independent decoders read, and what is said where a package is missing."""

from __future__ import annotations

import gzip
import sys

import brotli
import pytest
import zstandard

from assetbuild.encodings import SUFFIXES, check_encoding, encode
from assetbuild.errors import Location

from ..sites import Site

DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress, "zstd": zstandard.decompress}
SAMPLES = [b"", b"a", b"a{color:red}" * 1000, bytes(range(256)) * 40, b"x" * ((1 << 22) + 1)]


@pytest.mark.parametrize("encoding", SUFFIXES)
@pytest.mark.parametrize("data", SAMPLES, ids=len)
def test_other_decoders_read_it(encoding: str, data: bytes) -> None:
    assert DECODERS[encoding](encode(data, encoding)) == data


def test_gzip_names_no_time_and_no_system() -> None:
    assert encode(b"a", "gzip")[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


@pytest.mark.parametrize("encoding", SUFFIXES)
def test_encoding_whose_package_is_installed_is_taken(encoding: str) -> None:
    check_encoding(encoding, Location("assetbuild.toml"))


def test_all_encodings_are_written() -> None:
    site = Site({"a.css": "a { b: c }" * 100}, config='encodings = ["zstd", "br", "gzip"]')
    run = site.compile().succeeds()
    assert sorted(run.entry("a.css").encodings) == ["br", "gzip", "zstd"]
    assert run.stdout.splitlines()[0].split() == ["asset", "raw", "gzip", "br", "zstd"]
    site.run("verify").succeeds(stderr="")


def test_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    Site(config='encodings = ["br", "zstd"]').compile().fails(
        status=2,
        stderr="""\
        assetbuild.toml:1:20: error: the encoding 'zstd' needs zstandard, which is not installed
          1 | encodings = ["br", "zstd"]
            |                    ^
          hint: pip install 'assetbuild[zstd]', or take 'zstd' out of `encodings`
        """,
    )
