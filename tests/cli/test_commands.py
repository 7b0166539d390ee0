"""What each command prints, for people and as JSON."""

from __future__ import annotations

import re
from typing import Any

import pytest

from assetbuild.cli.console import count, size, table

from ..sites import Files, Run, Site

TWO: Files = {"css/a.css": "a { color: red }\n" * 100, "img/b.png": b"\x89PNG" + bytes(5000)}


def shown(text: str) -> str:
    """`text` with zeros for sizes of twins, which depend on the codec's version, and for fingerprints."""
    return re.sub(r"\.[0-9a-f]{12}\.", ".000000000000.", text)


def compiled(**options: Any) -> tuple[Site, Run]:
    site = Site(TWO, **options)
    return site, site.compile().succeeds(stderr="")


def test_compile_shows_a_table_of_what_was_written() -> None:
    _, run = compiled()
    twins, raw = run.entry("css/a.css").encodings, run.entry("css/a.css").size
    assert [line.split() for line in run.stdout.splitlines()] == [
        "asset raw gzip br".split(),
        f"css/a.css {size(raw)} {twins['gzip']} B {twins['br']} B".split(),
        "img/b.png 5.0 kB – –".split(),
        f"2 total {size(raw + 5004)} {size(twins['gzip'] + 5004)} {size(twins['br'] + 5004)}".split(),
        [],
        "2 assets in dist/assets: 4 files written, 0 reused, manifest written".split(),
    ]
    assert len({len(line) for line in run.stdout.splitlines()[:4]}) == 1


def test_compile_again_writes_nothing() -> None:
    site, _ = compiled()
    assert site.compile().succeeds().stdout.splitlines()[-1] == (
        "2 assets in dist/assets: 0 files written, 4 reused, manifest unchanged"
    )


def test_one_asset_is_one_asset() -> None:
    run = Site({"a.txt": "a"}).compile().succeeds()
    assert (
        run.stdout == "asset  raw\na.txt  1 B\n\n1 asset in dist/assets: 1 file written, 0 reused, manifest written\n"
    )


def test_no_assets() -> None:
    run = Site().compile().succeeds()
    assert run.stdout == "0 assets in dist/assets: 0 files written, 0 reused, manifest written\n"


def test_many_assets_are_shown_by_type_unless_verbose() -> None:
    site = Site({f"a{number}.txt": b"a" for number in range(20)} | {"b.PNG": b"x", "LICENSE": b"y"})
    assert site.compile().succeeds().stdout.splitlines()[:5] == [
        "assets     raw",
        "1 (none)   1 B",
        "1 png      1 B",
        "20 txt    20 B",
        "22 total  22 B",
    ]
    assert "LICENSE    1 B" in site.compile("-v").succeeds().stdout.splitlines()


def test_quiet_prints_nothing() -> None:
    site = Site({"a.txt": "a"})
    for command in (["compile"], ["verify"], ["prune"]):
        run = site.run(*command, "-q").succeeds(stderr="")
        assert run.stdout == ""


def test_notes_are_shown_by_level() -> None:
    assets: Files = {"a.css": b"/* \xe9 */", "b.css": "a{background:url(c.png)}"}
    site = Site(assets, config='allow-missing = ["b.css"]')
    warning = "assets/a.css:1:4: warning: not UTF-8: byte 0xe9; the file is passed through as it is"
    assert [line for line in site.compile().succeeds().stderr.splitlines() if line[:1] != " "] == [warning]
    verbose = [line for line in site.compile("-v").succeeds().stderr.splitlines() if line[:1] != " "]
    assert verbose[0] == warning
    assert verbose[1:] == ["assets/b.css: info: 'c.png' is missing, as `allow-missing` allows"]
    assert site.compile("-q").succeeds().stderr == ""


def test_compile_as_json() -> None:
    site = Site(TWO)
    run = site.compile("--json").succeeds(stderr="")
    entry = run.entry("css/a.css")
    twins = dict(entry.encodings)
    total = sum([entry.size, *twins.values(), 5004])
    assert run.json == {
        "ok": True,
        "manifest": "dist/assets/manifest.json",
        "also": [],
        "changed": True,
        "files": {"written": 4, "reused": 0},
        "bytes": {"written": total, "reused": 0},
        "assets": {
            "css/a.css": {"path": entry.path, "size": entry.size, "encodings": twins},
            "img/b.png": {"path": run.entry("img/b.png").path, "size": 5004, "encodings": {}},
        },
        "notes": [],
    }


def test_note_as_json() -> None:
    (note,) = Site({"a.css": b"/* \xe9 */"}).compile("--json").succeeds().json["notes"]
    assert note == {
        "level": "warning",
        "message": "not UTF-8: byte 0xe9; the file is passed through as it is",
        "file": "assets/a.css",
        "line": 1,
        "column": 4,
    }


def test_lookup_prints_urls() -> None:
    site, run = compiled(config='url = "https://cdn.example.com/x"')
    urls = [f"https://cdn.example.com/x/{run.entry(name).path}" for name in ("img/b.png", "css/a.css")]
    assert site.run("lookup", "img/b.png", "css/a.css").succeeds().stdout == "\n".join(urls) + "\n"
    assert site.run("lookup", "--json", "img/b.png").succeeds().json == {"ok": True, "urls": {"img/b.png": urls[0]}}


def test_lookup_escapes() -> None:
    site = Site({"a b#.txt": ""})
    site.compile().succeeds()
    assert shown(site.run("lookup", "a b#.txt").succeeds().stdout) == "/static/a%20b%23.000000000000.txt\n"


def test_lookup_names_all_that_are_not_there() -> None:
    site, _ = compiled()
    run = site.run("lookup", "css/b.css", "img/b.png", "x", "css/b.css")
    run.fails(
        stderr="""\
        dist/assets/manifest.json: error: there is no asset 'css/b.css'
          hint: did you mean 'css/a.css'?
        dist/assets/manifest.json: error: there is no asset 'x'
          hint: `assetbuild compile --verbose` lists them all
        """
    )
    assert run.stdout == ""
    assert len(site.run("lookup", "--json", "x", "y").json["errors"]) == 2


def test_verify_says_that_all_is_whole() -> None:
    site, run = compiled()
    total = sum(file.stat().st_size for file in site.output.rglob("*.*") if file.name != "manifest.json")
    assert site.run("verify").succeeds().stdout == f"2 assets, 4 files, {size(total)}: all whole\n"
    assert site.run("verify", "--json").succeeds().json == {
        "ok": True,
        "assets": 2,
        "files": 4,
        "bytes": total,
        "errors": [],
        "notes": [],
    }
    assert run.status == 0


def test_verify_tells_all_faults() -> None:
    site, run = compiled()
    (site.output / run.entry("css/a.css").path).write_text("b{}")
    (site.output / run.entry("img/b.png").path).unlink()
    found = site.run("verify")
    assert found.status == 1
    assert found.stderr.count("error: ") == 2
    assert found.stdout.endswith(": 2 faults\n")
    document = site.run("verify", "--json").json
    assert (document["ok"], len(document["errors"])) == (False, 2)
    assert sorted(document["errors"][0]) == ["column", "file", "hint", "line", "message"]


@pytest.mark.parametrize("command", ["compile", "verify", "lookup", "prune", "init", "check", "server-config"])
def test_help_of_each_command(command: str) -> None:
    run = Site().run(command, "--help").succeeds(stderr="")
    assert run.stdout.startswith(f"Usage: assetbuild {command} [OPTIONS]")
    for option in ("--config FILE", "--json", "-q, --quiet", "-v, --verbose"):
        assert option in run.stdout


def test_help() -> None:
    assert Site().run("--help").succeeds().stdout == Site().run("-h").succeeds().stdout


@pytest.mark.parametrize(
    ("bytes_", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1.0 MB"),
        (12_345_678, "12.3 MB"),
        (5_000_000_000, "5.0 GB"),
        (5_000_000_000_000, "5,000.0 GB"),
    ],
)
def test_size_for_people(bytes_: int, text: str) -> None:
    assert size(bytes_) == text


def test_count_for_people() -> None:
    assert [count(number, "file") for number in (0, 1, 2, 12345)] == ["0 files", "1 file", "2 files", "12,345 files"]


def test_table_counts_columns_and_not_characters() -> None:
    assert table(["a", "b"], [["\u65e5\u672c", "1"], ["e\u0301", "22"]]) == "a      b\n\u65e5\u672c   1\ne\u0301     22"
