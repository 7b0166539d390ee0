"""`prune`: deletes what no manifest in use names, and nothing that a build did not write."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetbuild.errors import AssetbuildError, UsageError
from assetbuild.manifest import ManifestFile
from assetbuild.model import Artifact
from assetbuild.output.listing import Listed, named_files
from assetbuild.output.prune import PrunePlan, parse_duration, plan_prune, prune
from assetbuild.output.verify import verify
from assetbuild.output.writer import MANIFEST

from ..properties.projects import quick_folder
from ..sites import Site
from .samples import artifact, build, files_in, manifest_of

DAY = 86400.0
NOW = 1000 * DAY
OLD = artifact("css/old/a.css", "a{color:red}" * 40, encodings=["br", "gzip", "zstd"])
KEPT = artifact("b.txt", "b" * 100, encodings=["gzip"])
NEW = artifact("css/new.css", "new", encodings=[])


def names(*artifacts: Artifact) -> list[str]:
    return sorted(named_files(ManifestFile.parse(manifest_of(artifacts), "m")) | {MANIFEST})


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with the files of two builds."""
    build(tmp_path, [OLD, KEPT])
    build(tmp_path, [KEPT, NEW])
    return tmp_path


def set_age(folder: Path, days: float) -> None:
    for name in files_in(folder):
        os.utime(folder / name, (NOW - days * DAY, NOW - days * DAY), follow_symlinks=False)


def test_files_that_no_manifest_names_go_with_their_folders(out: Path) -> None:
    plan = prune(out, now=NOW)
    assert files_in(out) == names(KEPT, NEW)
    assert not (out / "css" / "old").exists()
    assert [each.path for each in plan.files] == names(OLD)[:-1]
    assert (plan.folders, plan.kept, plan.recent) == (("css/old",), 3, 0)
    assert plan.bytes == len(OLD.data) + sum(map(len, OLD.encodings.values()))
    assert verify(out).faults == ()


def test_second_prune_has_nothing_to_do(out: Path) -> None:
    prune(out, now=NOW)
    assert prune(out, now=NOW) == PrunePlan((), (), 0, 3, 0)


def test_dry_run_says_the_same_and_deletes_nothing(out: Path) -> None:
    before = files_in(out)
    plan = prune(out, now=NOW, dry_run=True)
    assert files_in(out) == before
    assert (out / "css" / "old").is_dir()
    assert plan == prune(out, now=NOW)


def test_what_another_manifest_names_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, [OLD, KEPT])
    (tmp_path / "release-41.json").write_bytes((out / MANIFEST).read_bytes())
    build(out, [NEW])
    build(out, [artifact("c.txt", "c")])
    plan = prune(out, [tmp_path / "release-41.json"], now=NOW)
    assert [each.path for each in plan.files] == [NEW.path]
    (out / MANIFEST).chmod(0o644)
    (out / MANIFEST).write_bytes((tmp_path / "release-41.json").read_bytes())
    assert verify(out).faults == ()


@pytest.mark.parametrize(
    ("days", "deleted", "recent"),
    [
        pytest.param(6.9, 0, 4, id="younger"),
        pytest.param(7, 4, 0, id="of that age"),
        pytest.param(8, 4, 0, id="older"),
        pytest.param(-1, 0, 4, id="of tomorrow"),
    ],
)
def test_age_keeps_what_is_recent(out: Path, days: float, deleted: int, recent: int) -> None:
    set_age(out, days)
    plan = prune(out, older_than=timedelta(days=7), now=NOW)
    assert (len(plan.files), plan.recent, plan.kept) == (deleted, recent, 7 - deleted)
    assert set(names(KEPT, NEW)) <= set(files_in(out))


def test_age_counts_from_when_a_file_went_out_of_use(tmp_path: Path) -> None:
    build(tmp_path, [OLD])
    set_age(tmp_path, 400)
    build(tmp_path, [NEW])
    now = (tmp_path / OLD.path).stat().st_mtime
    assert prune(tmp_path, older_than=timedelta(days=7), now=now + 6 * DAY).recent == 4
    assert len(prune(tmp_path, older_than=timedelta(days=7), now=now + 8 * DAY).files) == 4


def test_temporary_files_go_whatever_their_age(out: Path) -> None:
    (out / "css" / ".assetbuild-1-2.tmp").write_text("half")
    os.utime(out / "css" / ".assetbuild-1-2.tmp", (NOW, NOW))
    plan = prune(out, older_than=timedelta(days=7), now=NOW)
    assert [each.path for each in plan.files] == ["css/.assetbuild-1-2.tmp"]


FOREIGN = ["robots.txt", "css/old/notes.txt", ".gitkeep", "css/old/a.css", "a.css.br", ".assetbuild.lock", "x.tmp"]


def test_foreign_files_and_their_folders_stay(out: Path) -> None:
    for name in FOREIGN:
        (out / name).write_text("")
    (out / "empty").mkdir()
    prune(out, now=NOW)
    assert files_in(out) == sorted([*FOREIGN, *names(KEPT, NEW)])
    assert (out / "empty").is_dir()


def test_links_are_neither_followed_nor_deleted(out: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "a.0123456789ab.css").write_text("not ours")
    (elsewhere / ".assetbuild-1-2.tmp").write_text("not ours")
    (out / "link").symlink_to(elsewhere)
    (out / "css" / "old" / "b.0123456789ab.css").symlink_to(elsewhere / "a.0123456789ab.css")
    prune(out, now=NOW)
    assert len(list(elsewhere.iterdir())) == 2
    assert (out / "link").is_symlink()
    assert (out / "css" / "old" / "b.0123456789ab.css").is_symlink()


def test_folder_with_the_name_of_an_artifact_stays(out: Path) -> None:
    (out / "a.0123456789ab.css").mkdir()
    prune(out, now=NOW)
    assert (out / "a.0123456789ab.css").is_dir()


def test_twin_of_an_encoding_that_is_no_longer_named_goes(tmp_path: Path) -> None:
    build(tmp_path, [OLD])
    build(tmp_path, [Artifact(OLD.logical, OLD.path, OLD.data, OLD.integrity, OLD.references, {})])
    assert [each.path for each in prune(tmp_path, now=NOW).files] == [OLD.path + end for end in (".br", ".gz", ".zst")]


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        pytest.param(lambda out: (out / MANIFEST).unlink(), "there is no manifest, so nothing says", id="none"),
        pytest.param(lambda out: shutil.rmtree(out), "there is no manifest, so nothing says", id="no folder"),
        pytest.param(
            lambda out: out.rename(out.with_name("x")) and out.write_text(""),
            "there is no manifest, so nothing says",
            id="file",
        ),
    ],
)
def test_without_a_manifest_nothing_is_deleted(tmp_path: Path, prepare: Callable[[Path], None], message: str) -> None:
    out = tmp_path / "out"
    build(out, [OLD])
    prepare(out)
    before = files_in(tmp_path)
    with pytest.raises(UsageError, match=message) as caught:
        prune(out, now=NOW)
    assert caught.value.hint == "compile first, then prune"
    assert files_in(tmp_path) == before


@pytest.mark.parametrize("which", ["own", "other"])
def test_damaged_manifest_deletes_nothing_and_frees_the_lock(out: Path, tmp_path: Path, which: str) -> None:
    other = tmp_path / "release.json"
    other.write_bytes(manifest_of([OLD]))
    damaged = out / MANIFEST if which == "own" else other
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes()[:-9])
    before = files_in(out)
    with pytest.raises(AssetbuildError, match="the manifest is damaged"):
        prune(out, [other], now=NOW)
    assert files_in(out) == before
    build(out, [KEPT])


def test_missing_manifest_to_keep_deletes_nothing(out: Path) -> None:
    before = files_in(out)
    with pytest.raises(UsageError, match="the manifest cannot be read: No such file"):
        prune(out, [out / "none.json"], now=NOW)
    assert files_in(out) == before


def test_file_that_cannot_be_deleted_is_told(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unlink(file: str) -> None:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES), file)

    monkeypatch.setattr(os, "unlink", unlink)
    with pytest.raises(UsageError) as caught:
        prune(out, now=NOW)
    assert str(caught.value) == f"{out / OLD.path}: cannot delete it: Permission denied"


def test_folder_that_cannot_be_locked_is_told(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: str, flags: int, mode: int = 0o777) -> int:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES), path)

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(UsageError, match="cannot use it: Permission denied"):
        prune(out, now=NOW)


def test_what_is_gone_or_filled_meanwhile_is_no_fault(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.unlink

    def unlink(file: str) -> None:
        real(file)
        (out / "css" / "old" / "put here").write_text("")
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), file)

    monkeypatch.setattr(os, "unlink", unlink)
    prune(out, now=NOW)
    assert (out / "css" / "old" / "put here").exists()
    assert set(files_in(out)) == {*names(KEPT, NEW), "css/old/put here"}


@pytest.mark.parametrize("stop", range(1, 5))
def test_prune_that_is_killed_leaves_what_is_named(out: Path, monkeypatch: pytest.MonkeyPatch, stop: int) -> None:
    real, calls = os.unlink, iter(range(1, 10))

    def unlink(file: str) -> None:
        if next(calls) == stop:
            raise KeyboardInterrupt
        real(file)

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", unlink)
        with pytest.raises(KeyboardInterrupt):
            prune(out, now=NOW)
    assert verify(out).faults == ()
    assert len(prune(out, now=NOW).files) == 5 - stop
    assert files_in(out) == names(KEPT, NEW)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("2w", timedelta(weeks=2)),
        ("7d", timedelta(days=7)),
        ("12h", timedelta(hours=12)),
        ("30m", timedelta(minutes=30)),
    ],
)
def test_duration_is_a_number_and_a_unit(text: str, duration: timedelta) -> None:
    assert parse_duration(text) == duration


@pytest.mark.parametrize("text", ["", "7", "d", "7 d", "-7d", "1.5d", "7D", "7d ", "7y", "1234567d", "٧d"])
def test_other_durations_are_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_duration(text)
    assert caught.value.message == f"{text!r} is not a duration"
    assert caught.value.hint == "write a whole number and a unit: 2w, 7d, 12h or 30m"


def test_longest_duration_is_no_error(out: Path) -> None:
    assert prune(out, older_than=parse_duration("999999w"), now=NOW).recent == 4


def test_plan_of_an_empty_folder_is_empty() -> None:
    assert plan_prune([], [], None, NOW) == PrunePlan((), (), 0, 0, 0)


def test_folder_is_emptied_only_when_all_in_it_goes() -> None:
    listing = [
        Listed("a", "folder", 0, 0),
        Listed("a/b", "folder", 0, 0),
        Listed("a/b/x.0123456789ab.js", "file", 3, 0),
        Listed("a/c", "folder", 0, 0),
        Listed("a/c/d", "folder", 0, 0),
        Listed("a/c/d/y.0123456789ab.js", "file", 4, 0),
        Listed("a/c/empty", "folder", 0, 0),
    ]
    plan = plan_prune(listing, [], None, NOW)
    assert (plan.folders, plan.bytes) == (("a/c/d", "a/b"), 7)


SITES = st.lists(
    st.dictionaries(st.sampled_from(["a.css", "x/b.css", "x/y/c.js", "d"]), st.integers(0, 2), max_size=4),
    min_size=1,
    max_size=6,
)
RELEASES = st.lists(st.tuples(st.booleans(), st.sampled_from([None, 0, 3, 30])), min_size=6, max_size=6)


@settings(max_examples=40, deadline=None)
@given(sites=SITES, releases=RELEASES)
def test_everything_that_a_kept_manifest_names_is_there_after_any_builds_and_prunes(
    tmp_path_factory: pytest.TempPathFactory,
    sites: list[dict[str, int]],
    releases: list[tuple[bool, int | None]],
) -> None:
    """Each build may be followed by a prune of some age, which keeps to the manifests that were put aside."""
    with quick_folder(tmp_path_factory.getbasetemp()) as folder:
        out, kept = Path(folder, "out"), []
        for number, (site, (keep, age)) in enumerate(zip(sites, releases, strict=False)):
            build(out, [artifact(name, f"{name} {value} " * 20, encodings=["gzip"]) for name, value in site.items()])
            if keep:
                kept.append(Path(folder, f"{number}.json"))
                kept[-1].write_bytes((out / MANIFEST).read_bytes())
            if age is not None:
                prune(out, kept, timedelta(days=age), now=(out / MANIFEST).stat().st_mtime + number * DAY)
            assert verify(out).faults == ()
        for manifest in [*kept, out / MANIFEST]:
            os.replace(shutil.copy(manifest, Path(folder, "copy")), out / MANIFEST)
            assert verify(out).faults == ()
        named = set().union(*(named_files(ManifestFile.load(file)) for file in [*kept, out / MANIFEST]))
        prune(out, kept, now=NOW)
        assert set(files_in(out)) == named | {MANIFEST}


def test_command_says_what_it_deletes(tmp_path: Path) -> None:
    site = Site({"a.css": "a{}", "b.js": "b()"}, config='encodings = []\nminify = "off"', folder=tmp_path)
    first = site.compile().succeeds().entry("a.css").path
    site.write({"assets/a.css": "c{}"}).compile().succeeds()
    run = site.run("prune", "--dry-run").succeeds(stderr="")
    assert run.stdout == f"{first}\n1 file (3 B) would be deleted, 2 kept\n"
    run = site.run("prune", "--older-than", "7d").succeeds(stderr="")
    assert run.stdout == "0 files (0 B) deleted, 3 kept, 1 of them too recent to delete\n"
    document = site.run("prune", "--json").json
    assert document == {"ok": True, "dry_run": False, "deleted": [first], "bytes": 3, "kept": 2, "recent": 0}
    assert site.run("prune", "-q").succeeds(stderr="").stdout == ""
    site.run("prune", "--older-than", "soon").fails(
        stderr="""\
        error: 'soon' is not a duration
          hint: write a whole number and a unit: 2w, 7d, 12h or 30m
        """,
        status=2,
    )
