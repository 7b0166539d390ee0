"""`prune`, called."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from ..sites import Site


@pytest.fixture
def site() -> Site:
    """Three builds of one asset of 2, 3 and 4 bytes; the manifests of the first two are kept beside the output."""
    site = Site()
    for name, data in (("one", b"11"), ("two", b"222"), ("three", b"3333")):
        site.write({"assets/a.bin": data})
        site.compile().succeeds()
        shutil.copy(site.output / "manifest.json", site.folder / f"{name}.json")
    return site


def left(site: Site) -> list[int]:
    """The sizes of the artifacts that are there, sorted."""
    return sorted(file.stat().st_size for file in site.output.glob("a.*.bin"))


def test_builds_before_are_deleted(site: Site) -> None:
    assert left(site) == [2, 3, 4]
    assert site.run("prune").succeeds(stderr="").stdout == "2 files (5 B) deleted, 1 kept\n"
    assert left(site) == [4]
    assert site.run("prune").succeeds().stdout == "0 files (0 B) deleted, 1 kept\n"
    site.run("verify").succeeds()


def test_dry_run_names_files_and_deletes_none(site: Site) -> None:
    lines = site.run("prune", "--dry-run").succeeds().stdout.splitlines()
    assert lines[-1] == "2 files (5 B) would be deleted, 1 kept"
    assert sorted((site.output / name).stat().st_size for name in lines[:-1]) == [2, 3]
    assert left(site) == [2, 3, 4]


def test_verbose_names_what_it_deletes(site: Site) -> None:
    assert len(site.run("prune", "-v").succeeds().stdout.splitlines()) == 3


def test_manifests_of_other_releases_are_kept_to(site: Site) -> None:
    run = site.run("prune", "--keep-manifest", "two.json").succeeds()
    assert run.stdout == "1 file (2 B) deleted, 2 kept\n"
    assert left(site) == [3, 4]


def test_several_manifests_are_kept_to(site: Site) -> None:
    run = site.run("prune", "--keep-manifest", "one.json", "--keep-manifest", "two.json").succeeds()
    assert run.stdout == "0 files (0 B) deleted, 3 kept\n"


def test_only_what_is_old_enough_is_deleted(site: Site) -> None:
    old = time.time() - 8 * 24 * 3600
    (oldest,) = (file for file in site.output.glob("a.*.bin") if file.stat().st_size == 2)
    os.utime(oldest, (old, old))
    assert site.run("prune", "--older-than", "9d").succeeds().stdout == (
        "0 files (0 B) deleted, 3 kept, 2 of them too recent to delete\n"
    )
    assert site.run("prune", "--older-than", "1w").succeeds().stdout == (
        "1 file (2 B) deleted, 2 kept, 1 of them too recent to delete\n"
    )
    assert left(site) == [3, 4]


def test_json(site: Site) -> None:
    document = site.run("prune", "--json", "--dry-run").succeeds(stderr="").json
    deleted = document.pop("deleted")
    assert document == {"ok": True, "dry_run": True, "bytes": 5, "kept": 1, "recent": 0}
    assert site.run("prune", "--json").succeeds().json["deleted"] == deleted
    assert left(site) == [4]


def test_files_of_others_are_left(site: Site) -> None:
    (site.output / "robots.txt").write_text("x")
    site.run("prune").succeeds()
    assert (site.output / "robots.txt").is_file()


@pytest.mark.parametrize("text", ["nope.json", "broken.json"])
def test_manifest_to_keep_that_cannot_be_read_deletes_nothing(site: Site, text: str) -> None:
    (site.folder / "broken.json").write_text("{")
    run = site.run("prune", "--keep-manifest", text)
    assert run.status in (1, 2)
    assert run.stderr.startswith(f"{text}: error: the manifest ")
    assert left(site) == [2, 3, 4]


def test_other_configuration_names_another_folder(tmp_path: Path) -> None:
    site = Site({"a.bin": b"1"}, project={"other.toml": 'output = "elsewhere"'}, folder=tmp_path)
    site.compile("--config", "other.toml").succeeds()
    site.write({"assets/a.bin": b"2"}).compile("--config", "other.toml").succeeds()
    assert site.run("prune", "--config", "other.toml").succeeds().stdout == "1 file (1 B) deleted, 1 kept\n"
