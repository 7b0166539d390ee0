"""`assetbuild compile --check`: whether the manifest is what the sources give, with nothing written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assetbuild.manifest import Entry, manifest_bytes

from ..sites import Files, Site

STYLE = "a { color: red }\n" * 30
HINT = "  hint: run `assetbuild compile`, and commit or deploy what it writes\n"
WHERE = "dist/assets/manifest.json: error: "


@pytest.fixture
def site() -> Site:
    site = Site({"a.css": STYLE, "b.js": "let b = 1;"}, config="minify = 'off'\n")
    site.compile().succeeds()
    return site


def _state(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(file.relative_to(folder)): (file.stat().st_mtime_ns, file.read_bytes())
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_manifest_of_these_sources_passes(site: Site) -> None:
    assert site.compile("--check").succeeds(stderr="").stdout == (
        "2 assets: dist/assets/manifest.json is as the sources say\n"
    )
    assert site.compile("--check", "--quiet").succeeds(stderr="").stdout == ""
    assert site.compile("--check", "--json").json == {"ok": True, "manifest": "dist/assets/manifest.json", "assets": 2}


def test_manifest_alone_is_enough(site: Site) -> None:
    for file in site.output.iterdir():
        if file.name != "manifest.json":
            file.unlink()
    site.compile("--check").succeeds(stderr="")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        pytest.param(
            {"assets/b.js": "let b = 2;"},
            "'b.js' differs: it says b.….js, and the sources give b.….js",
            id="another content",
        ),
        pytest.param({"assets/c.css": "c {}"}, "it lacks 'c.css', which the sources give", id="one more"),
        pytest.param(
            {"assetbuild.toml": "minify = 'off'\nexclude = ['b.js']"},
            "it has 'b.js', which the sources do not give",
            id="one fewer",
        ),
        pytest.param(
            {"assetbuild.toml": "minify = 'off'\nurl = '/x/'"},
            "its URL is '/static/', and the configuration says '/x/'",
            id="another URL",
        ),
        pytest.param(
            {"assetbuild.toml": "minify = 'off'\nencodings = []"},
            "'a.css' differs: its twins are br of … bytes, gzip of … bytes, and would be none",
            id="no twins any more",
        ),
        pytest.param(
            {"assetbuild.toml": "minify = 'off'\n[groups]\nall = { assets = ['*'] }\n"},
            "the group 'all' differs",
            id="one more group",
        ),
    ],
)
def test_each_difference_is_told_and_nothing_is_written(site: Site, changed: Files, message: str) -> None:
    site.write(changed)
    before = _state(site.folder)
    run = site.compile("--check")
    assert (run.status, run.stdout) == (1, "")
    head, *parts = f"{WHERE}the manifest is stale: {message}\n{HINT}".split("…")
    assert run.stderr.startswith(head)
    assert run.stderr.endswith(parts[-1] if parts else "")
    assert run.stderr.count("error:") == 1
    assert all(part in run.stderr for part in parts)
    assert _state(site.folder) == before
    assert site.compile("--check", "--json").json["ok"] is False
    site.compile().succeeds()
    site.compile("--check").succeeds(stderr="")


def test_all_differences_are_told_at_once(site: Site) -> None:
    (site.folder / "assets/a.css").rename(site.folder / "assets/c.css")
    site.compile("--check").fails(
        stderr=f"{WHERE}the manifest is stale: it has 'a.css', which the sources do not give\n{HINT}"
        f"{WHERE}the manifest is stale: it lacks 'c.css', which the sources give\n{HINT}"
    )


def test_entry_that_was_edited_is_told(site: Site) -> None:
    manifest = site.compile().manifest
    entries = dict(zip(manifest.names(), manifest.entries(), strict=True))
    found = entries["b.js"]
    entries["b.js"] = Entry(found.path, found.size, "text/plain", found.integrity, found.encodings, ())
    file = site.output / "manifest.json"
    file.unlink()
    file.write_bytes(manifest_bytes(manifest.url, entries))
    site.compile("--check").fails(
        stderr=f"{WHERE}the manifest is stale: 'b.js' differs: its content is the same, "
        f"and what the manifest says of it is not\n{HINT}"
    )


def test_missing_manifest_fails_as_a_stale_one_does(site: Site) -> None:
    shutil.rmtree(site.output)
    site.compile("--check").fails(stderr=f"{WHERE}there is no manifest\n{HINT}")
    assert not site.output.exists()


def test_cache_is_neither_used_nor_written(site: Site) -> None:
    cache = site.folder / ".assetbuild"
    shutil.rmtree(cache)
    site.compile("--check").succeeds(stderr="")
    assert not cache.exists()


def test_broken_source_is_told_as_a_build_tells_it(site: Site) -> None:
    site.write({"assets/a.css": "a { background: url(gone.png) }"})
    assert "'a.css' refers to 'gone.png'" in site.compile("--check").stderr


def test_definition_is_what_the_manifest_is_held_against(site: Site) -> None:
    site.write({"config/assets.yml": "public_root: assets\njavascripts:\n  all: [assets/*.js]\n"})
    site.compile("--from", "jammit").succeeds()
    site.compile("--check", "--from", "jammit").succeeds(stderr="")
    assert "it has 'assets/all.js', which the sources do not give" in site.compile("--check").stderr
