"""Which names in an output folder are ours, and what a folder holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assetbuild.fingerprint import fingerprinted
from assetbuild.manifest import Entry, ManifestFile, manifest_bytes
from assetbuild.output.listing import (
    Listed,
    fingerprint_in,
    folders_above,
    is_ours,
    is_temporary,
    list_folder,
    logical_in,
    named_files,
    temporary_name,
    twin_of,
    walk,
)

F = "3f2a9c1b7d4e"


@pytest.mark.parametrize(
    ("path", "fingerprint", "logical", "twin"),
    [
        pytest.param(f"css/app.{F}.css", F, "css/app.css", None, id="artifact"),
        pytest.param(f"css/app.{F}.css.br", None, f"css/app.{F}.css.br", f"css/app.{F}.css", id="twin"),
        pytest.param(f"css/app.{F}.css.gz", None, f"css/app.{F}.css.gz", f"css/app.{F}.css", id="gzip twin"),
        pytest.param(f"app.{F}.css.zst", None, f"app.{F}.css.zst", f"app.{F}.css", id="zstd twin"),
        pytest.param(f"LICENSE.{F}", F, "LICENSE", None, id="without extension"),
        pytest.param(f"logo.{F}.gz", F, "logo.gz", f"logo.{F}", id="artifact or twin"),
        pytest.param(f".htaccess.{F}", F, ".htaccess", None, id="dot file"),
        pytest.param(f"a.0123456789ab.{F}.js", F, "a.0123456789ab.js", None, id="source with a fingerprint"),
        pytest.param(f"a.min.{F}.js", F, "a.min.js", None, id="two extensions"),
        pytest.param(f"line\nbreak.{F}.js", F, "line\nbreak.js", None, id="line break"),
        pytest.param("css/app.css", None, "css/app.css", None, id="foreign"),
        pytest.param("css/app.css.br", None, "css/app.css.br", None, id="foreign twin"),
        pytest.param(f"app.{F.upper()}.css", None, f"app.{F.upper()}.css", None, id="upper case"),
        pytest.param(f"app.{F}0.css", None, f"app.{F}0.css", None, id="thirteen digits"),
        pytest.param(f"{F}.css", None, f"{F}.css", None, id="fingerprint alone"),
        pytest.param(f"a.{F}/b.css", None, f"a.{F}/b.css", None, id="in the name of a folder"),
        pytest.param("manifest.json", None, "manifest.json", None, id="manifest"),
    ],
)
def test_name_says_what_a_file_is(path: str, fingerprint: str | None, logical: str, twin: str | None) -> None:
    assert (fingerprint_in(path), logical_in(path), twin_of(path)) == (fingerprint, logical, twin)
    assert is_ours(path) is (fingerprint is not None or twin is not None)


@pytest.mark.parametrize("path", ["css/app.css", "LICENSE", ".htaccess", "a.b/c", "a/.b/c.tar.gz", "x.0123456789ab.js"])
def test_logical_path_of_a_fingerprinted_name_is_the_one_before(path: str) -> None:
    assert logical_in(fingerprinted(path, F * 5)) == path


def test_temporary_names_are_known() -> None:
    assert is_temporary(temporary_name("12ab", 3))
    assert is_temporary("css/" + temporary_name("12ab", 3))
    assert is_ours(temporary_name("1", 0))
    assert not any(
        map(
            is_temporary,
            ["a.tmp", ".assetbuild-1.tmp", ".assetbuild-1-2.tmp/a", ".assetbuild-x-2.tmp", "x.assetbuild-1-2.tmp"],
        )
    )


def test_folders_above_are_named_deepest_first() -> None:
    assert list(folders_above("a/b/c.css")) == ["a/b", "a"]
    assert list(folders_above("c.css")) == []


def test_manifest_names_artifacts_and_the_twins_that_are_known() -> None:
    entry = Entry(f"a.{F}.js", 9, "text/javascript", "", {"br": 1, "gzip": 2, "zstd": 3, "xz": 4}, ())
    manifest = ManifestFile.parse(manifest_bytes("/", {"a.js": entry}), "m")
    assert sorted(named_files(manifest)) == [f"a.{F}.js", f"a.{F}.js.br", f"a.{F}.js.gz", f"a.{F}.js.zst"]


def test_listing_is_sorted_and_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    for name in ("b/c/z", "b/a", "B", "é", "a"):
        (tmp_path / name).write_text(name)
        os.utime(tmp_path / name, (5, 5))
    (tmp_path / "link").symlink_to(tmp_path / "b")
    os.mkfifo(tmp_path / "pipe")
    listing = list_folder(str(tmp_path))
    assert [(each.path, each.kind) for each in listing] == [
        ("B", "file"),
        ("a", "file"),
        ("b", "folder"),
        ("b/a", "file"),
        ("b/c", "folder"),
        ("b/c/z", "file"),
        ("link", "other"),
        ("pipe", "other"),
        ("é", "file"),
    ]
    assert listing[3] == Listed("b/a", "file", 3, 5.0)


def test_file_that_is_gone_when_it_is_looked_at_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build beside renames its temporary files, and `prune` deletes files and folders."""
    (tmp_path / "gone").mkdir()
    (tmp_path / "stays").write_text("")
    real = os.scandir

    def scandir(folder: str) -> list[os.DirEntry[str]]:
        with real(folder) as listing:
            entries = list(listing)
        (tmp_path / "gone").rmdir() if (tmp_path / "gone").exists() else None
        return entries

    class Listing(list[os.DirEntry[str]]):
        def __enter__(self) -> Listing:
            return self

        def __exit__(self, *error: object) -> None: ...

    monkeypatch.setattr(os, "scandir", lambda folder: Listing(scandir(folder)))
    assert [each.path for each in list_folder(str(tmp_path))] == ["stays"]


def test_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(walk(str(tmp_path / "none")))
