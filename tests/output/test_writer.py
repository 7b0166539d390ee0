"""Writing the output folder: whole files or none, under any umask, and the last good build stays."""

from __future__ import annotations

import errno
import os
import random
import stat
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assetbuild.errors import AssetbuildError, UsageError
from assetbuild.model import Artifact
from assetbuild.output import durable_files, writer
from assetbuild.output.verify import verify
from assetbuild.output.writer import MANIFEST, Output

from .samples import artifact, build, files_in, manifest_of, small_site

ONE = artifact("css/a.css", "a{color:red}" * 40, encodings=["br", "gzip"])
TWO = artifact("b.txt", "b" * 100)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in files_in(folder)}


def test_build_writes_artifacts_twins_and_manifest(tmp_path: Path) -> None:
    report = build(tmp_path / "dist" / "assets", [ONE, TWO])
    written = snapshot(tmp_path / "dist" / "assets")
    assert written == {
        ONE.path: ONE.data,
        ONE.path + ".br": ONE.encodings["br"],
        ONE.path + ".gz": ONE.encodings["gzip"],
        TWO.path: TWO.data,
        MANIFEST: manifest_of([ONE, TWO]),
    }
    size = sum(len(data) for name, data in written.items() if name != MANIFEST)
    assert (report.written, report.written_bytes, report.reused, report.reused_bytes) == (4, size, 0, 0)
    assert report.manifest_changed


def test_same_build_again_writes_nothing(tmp_path: Path) -> None:
    build(tmp_path, [ONE, TWO])
    before = {name: (tmp_path / name).stat() for name in files_in(tmp_path)}
    report = build(tmp_path, [ONE, TWO])
    after = {name: (tmp_path / name).stat() for name in files_in(tmp_path)}
    assert (report.written, report.reused, report.manifest_changed) == (0, 4, False)
    assert {name: (each.st_ino, each.st_mtime_ns) for name, each in before.items()} == {
        name: (each.st_ino, each.st_mtime_ns) for name, each in after.items()
    }


def test_files_of_earlier_builds_stay(tmp_path: Path) -> None:
    build(tmp_path, [ONE, TWO])
    build(tmp_path, [TWO])
    assert (tmp_path / ONE.path).read_bytes() == ONE.data
    assert (tmp_path / MANIFEST).read_bytes() == manifest_of([TWO])


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(b"", id="zero bytes after a power cut"),
        pytest.param(TWO.data[:-1], id="truncated"),
        pytest.param(b"x" * len(TWO.data), id="other bytes of the same size"),
        pytest.param(TWO.data + b"x", id="longer"),
    ],
)
def test_damaged_file_is_replaced(tmp_path: Path, damage: bytes) -> None:
    build(tmp_path, [ONE, TWO])
    (tmp_path / TWO.path).write_bytes(damage)
    report = build(tmp_path, [ONE, TWO])
    assert (tmp_path / TWO.path).read_bytes() == TWO.data
    assert (report.written, report.reused, report.manifest_changed) == (1, 3, False)


def test_file_larger_than_a_read_is_reused(tmp_path: Path) -> None:
    large = artifact("large.bin", bytes(range(256)) * 10_000)
    build(tmp_path, [large])
    assert build(tmp_path, [large]).reused == 1
    assert build(tmp_path, [Artifact(large.logical, large.path, large.data[:-1] + b"x", "")]).written == 1


def test_file_cut_while_it_is_compared_is_not_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    monkeypatch.setattr(os, "read", lambda descriptor, size: b"")
    assert not durable_files.holds(str(tmp_path / "a"), b"abc", 0o644)


def test_files_and_folders_have_their_modes_whatever_the_umask(tmp_path: Path) -> None:
    code = (
        "import os, sys; os.umask(0o077); from pathlib import Path; from tests.output.test_writer import ONE, build;"
        "build(Path(sys.argv[1]), [ONE])"
    )
    run_python(code, str(tmp_path / "made" / "out"))
    out = tmp_path / "made" / "out"
    assert {mode(tmp_path / "made"), mode(out), mode(out / "css")} == {0o755}
    assert {mode(out / ONE.path), mode(out / (ONE.path + ".gz"))} == {0o644}
    assert mode(out / MANIFEST) == 0o444


def test_reused_files_get_their_modes_back(tmp_path: Path) -> None:
    build(tmp_path, [TWO])
    (tmp_path / TWO.path).chmod(0o600)
    (tmp_path / MANIFEST).chmod(0o664)
    report = build(tmp_path, [TWO])
    assert (mode(tmp_path / TWO.path), mode(tmp_path / MANIFEST)) == (0o644, 0o444)
    assert (report.written, report.manifest_changed) == (0, False)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(0o700, 0o755, id="a build was killed before it set the mode"),
        pytest.param(0o2775, 0o2775, id="shared by a group"),
        pytest.param(0o1777, 0o1777, id="open to all"),
    ],
)
def test_folder_that_is_there_gets_the_modes_that_it_lacks(tmp_path: Path, before: int, after: int) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css").chmod(before)
    build(tmp_path, [ONE])
    assert mode(tmp_path / "css") == after


def test_group_bit_of_a_shared_folder_is_kept(tmp_path: Path) -> None:
    tmp_path.chmod(0o2775)
    run_python(
        "import os, sys; from assetbuild.output.durable_files import make_folder\n"
        "os.umask(0o077); make_folder(sys.argv[1])",
        str(tmp_path / "a"),
    )
    assert mode(tmp_path / "a") == 0o2755


def test_symlinked_output_folder_is_fine(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    build(tmp_path / "link", [ONE])
    assert (tmp_path / "real" / ONE.path).read_bytes() == ONE.data


def test_relative_output_folder_is_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    build(Path("out"), [ONE])
    assert (tmp_path / "out" / ONE.path).read_bytes() == ONE.data


@pytest.mark.parametrize("place", ["css", ONE.path, ONE.path + ".br", MANIFEST])
def test_link_inside_the_output_is_not_written_through(tmp_path: Path, place: str) -> None:
    out, outside = tmp_path / "out", tmp_path / "outside"
    outside.mkdir()
    (out / place).parent.mkdir(parents=True)
    (out / place).symlink_to(outside)
    with pytest.raises(UsageError) as caught:
        build(out, [ONE])
    assert caught.value.where is not None
    assert caught.value.where.file == str(out / place)
    assert "symbolic link" in (caught.value.hint or "")
    assert list(outside.iterdir()) == []
    assert not any(name.endswith(".tmp") for name in files_in(out))


@pytest.mark.parametrize("place", [ONE.path, MANIFEST])
def test_folder_in_the_place_of_a_file_is_told(tmp_path: Path, place: str) -> None:
    (tmp_path / place).mkdir(parents=True)
    with pytest.raises(UsageError) as caught:
        build(tmp_path, [ONE])
    assert str(caught.value) == f"{tmp_path / place}: cannot write it: Is a directory"
    assert files_in(tmp_path) == []


def test_unreadable_folder_in_the_place_of_a_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / TWO.path).mkdir()
    monkeypatch.setattr(os, "open", refuse(os.open, TWO.path, errno.EACCES))
    with pytest.raises(UsageError, match="Is a directory"):
        build(tmp_path, [TWO])


def test_unreadable_file_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / TWO.path).write_bytes(TWO.data)
    monkeypatch.setattr(os, "open", refuse(os.open, TWO.path, errno.EACCES))
    assert build(tmp_path, [TWO]).written == 1


def test_named_pipe_in_the_place_of_a_file_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / TWO.path)
    with pytest.raises(AssetbuildError, match="File exists"):
        build(tmp_path, [TWO])


def test_file_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "css").write_text("a file")
    with pytest.raises(UsageError) as caught:
        build(tmp_path, [ONE])
    assert str(caught.value) == f"{tmp_path / 'css'}: cannot write it: Not a directory"


@pytest.mark.parametrize("path", ["../a.css", "/etc/a.css", "a/../../b", "a\\b", "C:/a", "", "a//b", "con.css"])
def test_path_that_leads_out_of_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(AssetbuildError, match="cannot be a path in the output folder"):
        build(tmp_path / "out", [artifact("a.css", "a", name=path)])
    assert files_in(tmp_path) == []


@pytest.mark.parametrize("path", [MANIFEST, ".assetbuild-1-2.tmp", "css/.assetbuild-1-2.tmp", "e\u0301.css"])
def test_path_that_the_build_keeps_for_itself_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(AssetbuildError, match="keeps for itself, or is not in Unicode NFC"):
        build(tmp_path, [artifact("a.css", "a", name=path)])


@pytest.mark.parametrize("below", ["", "sub/folder"])
def test_output_that_is_a_file_is_told(tmp_path: Path, below: str) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(UsageError) as caught:
        build(tmp_path / "out" / below, [ONE])
    assert caught.value.message in ("cannot use it: Not a directory", "cannot use it: File exists")
    assert caught.value.hint


def test_folder_that_the_user_may_not_write_is_told() -> None:
    # Not below pytest's own folder, which it closes to the user that this test turns into.
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out")
        build(out, [TWO])
        before = snapshot(out)
        Path(folder).chmod(0o755)
        out.chmod(0o555)
        printed = run_python(
            "import os, sys\n"
            "from pathlib import Path\n"
            "from tests.output.test_writer import ONE, TWO, build\n"
            "from assetbuild.errors import UsageError, render\n"
            "import encodings.idna, ctypes, rcssmin\n"
            "if os.geteuid() == 0: os.seteuid(65534)\n"
            "try: build(Path(sys.argv[1]), [TWO, ONE])\n"
            "except UsageError as error: print(render(error))\n",
            str(out),
        )
        out.chmod(0o755)
        assert printed.splitlines() == [
            f"{out / 'css'}: error: cannot write it: Permission denied",
            "  hint: give the user that runs the build write access, or set `output` to a folder that it may write to",
        ]
        assert snapshot(out) == before


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_disk_that_fills_up_leaves_the_last_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    build(tmp_path, small_site(20, "one"))
    before = snapshot(tmp_path)
    real, calls = os.write, iter(range(10**6))

    def write(descriptor: int, data: bytes) -> int:
        if next(calls) == 3:
            raise OSError(number, os.strerror(number))
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(AssetbuildError) as caught:
        build(tmp_path, small_site(20, "two"))
    assert not isinstance(caught.value, UsageError)
    assert caught.value.message == f"cannot write it: {os.strerror(number)}"
    assert caught.value.hint
    assert caught.value.where is not None
    assert ".tmp" not in caught.value.where.file
    assert snapshot(tmp_path) == before


def test_file_size_limit_leaves_the_last_build(tmp_path: Path) -> None:
    build(tmp_path, [TWO])
    before = snapshot(tmp_path)
    out = run_python(
        "import resource, sys; from pathlib import Path; from tests.output.test_writer import TWO, build, artifact\n"
        "from assetbuild.errors import AssetbuildError\n"
        "big = artifact('big.bin', bytes(100_000))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "try: build(Path(sys.argv[1]), [TWO, big])\n"
        "except AssetbuildError as error: print(error.message, '|', error.hint)\n",
        str(tmp_path),
    )
    assert out.startswith("cannot write it: File too large | ")
    assert snapshot(tmp_path) == before


def test_write_in_parts_is_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:7]))
    build(tmp_path, [ONE])
    assert (tmp_path / ONE.path).read_bytes() == ONE.data


def test_failed_rename_is_told_and_cleaned_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def replace(source: str, target: str) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), source, None, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(AssetbuildError) as caught:
        build(tmp_path, [TWO])
    assert str(caught.value) == f"{tmp_path / TWO.path}: cannot write it: {os.strerror(errno.EIO)}"
    assert files_in(tmp_path) == []


def test_error_between_write_and_commit_removes_temporary_files(tmp_path: Path) -> None:
    build(tmp_path, [TWO])
    before = snapshot(tmp_path)

    def interrupted() -> None:
        with Output(tmp_path) as output:
            output.write(ONE)
            assert len(files_in(tmp_path)) == len(before) + 3
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert snapshot(tmp_path) == before


def test_write_that_ends_after_the_build_failed_leaves_nothing(tmp_path: Path) -> None:
    with Output(tmp_path) as output:
        pass
    output.write(ONE)
    assert files_in(tmp_path) == []


def test_names_appear_at_commit_and_not_before(tmp_path: Path) -> None:
    with Output(tmp_path) as output:
        output.write(ONE)
        assert not (tmp_path / ONE.path).exists()
        output.commit(manifest_of([ONE]))
        assert (tmp_path / ONE.path).exists()


def test_stale_temporary_files_are_swept_and_nothing_else(tmp_path: Path) -> None:
    stale = [".assetbuild-1-2.tmp", "css/.assetbuild-77-0.tmp", "a/b/.assetbuild-1-1.tmp"]
    others = [".assetbuild-x-2.tmp", "a.tmp", ".assetbuild-1-2.tmp.txt", "css/old.0123456789ab.css", ".htaccess"]
    for name in stale + others:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / ".assetbuild-3-3.tmp").mkdir()
    build(tmp_path, [TWO])
    assert files_in(tmp_path) == sorted([*others, TWO.path, MANIFEST])


def test_sweep_does_not_leave_the_folder_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / ".assetbuild-1-2.tmp").write_text("x")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "link").symlink_to(tmp_path / "other")
    build(tmp_path / "out", [TWO])
    assert (tmp_path / "other" / ".assetbuild-1-2.tmp").exists()


def test_folder_that_cannot_be_listed_is_told_and_unlocked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refuse(os.scandir, str(tmp_path), errno.EACCES))
        with pytest.raises(UsageError, match="cannot read it: Permission denied"):
            build(tmp_path, [TWO])
    build(tmp_path, [TWO])


def test_folder_below_that_cannot_be_listed_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lost+found").mkdir()
    monkeypatch.setattr(os, "scandir", refuse(os.scandir, str(tmp_path / "lost+found"), errno.EACCES))
    assert build(tmp_path, [TWO]).written == 1


def test_workers_may_write_at_once(tmp_path: Path) -> None:
    site = small_site(300, "one")
    with Output(tmp_path) as output, ThreadPoolExecutor(8) as pool:
        list(pool.map(output.write, random.Random(7).sample(site, len(site))))
        report = output.commit(manifest_of(site))
    assert report.written == 360
    assert verify(tmp_path).faults == ()


def test_order_of_writes_changes_nothing(tmp_path: Path) -> None:
    site = small_site(30, "one")
    for number in range(3):
        build(tmp_path / str(number), site if not number else random.Random(number).sample(site, len(site)))
    assert snapshot(tmp_path / "0") == snapshot(tmp_path / "1") == snapshot(tmp_path / "2")


def test_builds_that_no_lock_keeps_apart_never_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A network file system may keep its locks to one machine. Then the later build takes the files of the first."""
    monkeypatch.setattr(writer, "acquire", lambda folder: os.open(folder, os.O_RDONLY))
    other = artifact("css/c.css", "c" * 100)
    first, second = Output(tmp_path), Output(tmp_path)
    with first:
        first.write(TWO)
        with second:
            second.write(other)
            with pytest.raises(AssetbuildError, match="cannot write it: No such file or directory"):
                first.commit(manifest_of([TWO]))
            second.commit(manifest_of([other]))
    assert files_in(tmp_path) == [other.path, MANIFEST]
    assert verify(tmp_path).faults == ()


def test_two_builds_in_one_folder_both_succeed(tmp_path: Path) -> None:
    start = threading.Barrier(4)
    sites = [small_site(60, f"v{number}") for number in range(4)]

    def run(number: int) -> int:
        start.wait()
        return build(tmp_path, sites[number]).written

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(run, range(4)))[-1] > 60
    assert verify(tmp_path).faults == ()
    assert (tmp_path / MANIFEST).read_bytes() in [manifest_of(site) for site in sites]
    assert not any(name.endswith(".tmp") for name in files_in(tmp_path))


def test_flush_comes_before_renames_and_renames_before_the_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, [TWO])
    calls = trace(monkeypatch, tmp_path)
    build(tmp_path, [ONE])
    name = ONE.path
    assert calls == [
        "syncfs",
        f"rename {name}",
        f"rename {name}.br",
        f"rename {name}.gz",
        "fsync .",
        "fsync css",
        "fsync a temporary file",
        f"rename {MANIFEST}",
        "fsync .",
    ]


def test_many_folders_are_flushed_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = trace(monkeypatch, tmp_path)
    build(tmp_path, [artifact(f"{name}/x.txt", name) for name in "abc"])
    assert [call.split()[0] for call in calls] == ["syncfs", *["rename"] * 3, "syncfs", "fsync", "rename", "fsync"]


def test_each_file_is_flushed_where_there_is_no_syncfs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = trace(monkeypatch, tmp_path)
    monkeypatch.setattr(durable_files, "_syncfs", lambda descriptor: False)
    build(tmp_path, [TWO, ONE])
    assert calls.count("fsync a temporary file") == 5
    assert [call.split()[0] for call in calls] == ["fsync"] * 4 + ["rename"] * 4 + ["fsync"] * 3 + ["rename", "fsync"]


def test_each_file_is_flushed_where_the_output_spans_file_systems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = trace(monkeypatch, tmp_path)
    with Output(tmp_path) as output:
        output.write(ONE)
        output._folders["css"] += 1
        output.commit(manifest_of([ONE]))
    assert "syncfs" not in calls
    assert calls.count("fsync a temporary file") == 4


def test_unchanged_build_flushes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, [ONE])
    calls = trace(monkeypatch, tmp_path)
    build(tmp_path, [ONE])
    assert calls == []


def test_new_folders_above_the_output_are_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = trace(monkeypatch, tmp_path)
    durable_files.make_folder(str(tmp_path / "a" / "b"))
    assert calls == ["fsync .", "fsync a"]


def test_lost_data_at_the_flush_fails_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(descriptor: int) -> bool:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(durable_files, "_syncfs", lost)
    with pytest.raises(AssetbuildError, match="cannot write it"):
        build(tmp_path, [ONE])
    assert files_in(tmp_path) == []


def test_dropped_files_get_the_time_of_the_build_that_dropped_them(tmp_path: Path) -> None:
    build(tmp_path, [ONE, TWO])
    for name in files_in(tmp_path):
        os.utime(tmp_path / name, (1000, 1000))
    build(tmp_path, [TWO])
    times = {name: (tmp_path / name).stat().st_mtime for name in files_in(tmp_path)}
    assert times[TWO.path] == 1000
    assert all(times[name] > 1_000_000 for name in (ONE.path, ONE.path + ".br", ONE.path + ".gz"))


def test_dropped_file_that_is_gone_is_no_fault(tmp_path: Path) -> None:
    build(tmp_path, [ONE, TWO])
    (tmp_path / ONE.path).unlink()
    assert build(tmp_path, [TWO]).manifest_changed


def test_damaged_manifest_is_replaced(tmp_path: Path) -> None:
    build(tmp_path, [TWO])
    (tmp_path / MANIFEST).chmod(0o644)
    (tmp_path / MANIFEST).write_bytes(b"{")
    assert build(tmp_path, [TWO]).manifest_changed
    assert verify(tmp_path).faults == ()


def run_python(code: str, *arguments: str) -> str:
    root = Path(__file__).parent.parent.parent
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=root, text=True, stdout=subprocess.PIPE, check=True
    )
    return done.stdout


def refuse(real, path: str, number: int):  # type: ignore[no-untyped-def]
    """`real`, except that it fails for the first name that ends in `path`."""
    left = [path]

    def wrapped(name, *arguments, **options):  # type: ignore[no-untyped-def]
        if left and str(name).endswith(path):
            left.clear()
            raise OSError(number, os.strerror(number), name)
        return real(name, *arguments, **options)

    return wrapped


def trace(monkeypatch: pytest.MonkeyPatch, root: Path) -> list[str]:
    """The calls that flush and rename, in order, from here on."""
    calls: list[str] = []
    real_syncfs, real_fsync, real_replace = durable_files._syncfs, durable_files._fsync, os.replace

    def syncfs(descriptor: int) -> bool:
        calls.append("syncfs")
        return real_syncfs(descriptor)

    def fsync(path: str, flags: int) -> None:
        name = os.path.relpath(path, root)
        calls.append("fsync a temporary file" if name.endswith(".tmp") else f"fsync {name}")
        real_fsync(path, flags)

    def replace(source: str, target: str) -> None:
        calls.append(f"rename {os.path.relpath(target, root)}")
        real_replace(source, target)

    monkeypatch.setattr(durable_files, "_syncfs", syncfs)
    monkeypatch.setattr(durable_files, "_fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    return calls
