"""Which twins an artifact gets, and how hard each is pressed."""

from __future__ import annotations

import brotli
import pytest
import zstandard

from ..sites import Site

# Enough for the qualities to differ.
TEXT = "".join(f"{number * number} of {number}, " for number in range(3000))


@pytest.mark.parametrize(
    ("name", "encodings"),
    [
        pytest.param("a.txt", ["br", "gzip", "zstd"], id="text"),
        pytest.param("a.map", ["br", "gzip", "zstd"], id="map"),
        pytest.param("a.svg", ["br", "gzip", "zstd"], id="picture in text"),
        pytest.param("a.ttf", ["br", "gzip", "zstd"], id="bare font"),
        pytest.param("a.eot", ["gzip"], id="font that only Internet Explorer reads"),
        pytest.param("a.EOT", ["gzip"], id="its extension in capitals"),
        pytest.param("a.woff2", [], id="font that is compressed"),
        pytest.param("a.png", [], id="picture that is compressed"),
    ],
)
def test_file_gets_the_twins_that_somebody_takes(name: str, encodings: list[str]) -> None:
    site = Site({name: TEXT}, config='encodings = ["br", "gzip", "zstd"]')
    entry = site.compile().succeeds().entry(name)
    assert sorted(entry.encodings) == encodings


@pytest.mark.parametrize(
    ("name", "options", "quality", "level"),
    [
        pytest.param("a.txt", [], 11, 19, id="what pages load"),
        pytest.param("a.txt", ["--fast"], 10, 15, id="a preview"),
        pytest.param("a.map", [], 9, 12, id="a map"),
        pytest.param("a.map", ["--fast"], 9, 12, id="a map, in a preview"),
    ],
)
def test_map_is_pressed_less_than_what_pages_load(name: str, options: list[str], quality: int, level: int) -> None:
    site = Site({name: TEXT}, config='encodings = ["br", "zstd"]')
    run = site.compile(*options).succeeds()
    file = site.output / run.entry(name).path
    assert file.with_name(file.name + ".br").read_bytes() == brotli.compress(TEXT.encode(), quality=quality)
    compressor = zstandard.ZstdCompressor(level=level, write_content_size=True)
    assert file.with_name(file.name + ".zst").read_bytes() == compressor.compress(TEXT.encode())


@pytest.mark.parametrize("options", [[], ["--no-cache"]], ids=["cache", "no cache"])
def test_one_content_under_two_names_gets_the_twins_of_each(options: list[str]) -> None:
    site = Site(dict.fromkeys(["a.eot", "a.map", "a.txt"], TEXT), config='encodings = ["br"]')
    run = site.compile(*options).succeeds()
    sizes = {name: run.entry(name).encodings.get("br") for name in ("a.eot", "a.map", "a.txt")}
    best, brief = (len(brotli.compress(TEXT.encode(), quality=quality)) for quality in (11, 9))
    assert sizes == {"a.eot": None, "a.map": brief, "a.txt": best}
