"""Files are created, compared and flushed by what the system at hand has."""

from __future__ import annotations

import ctypes
import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from assetbuild.output import durable_files
from assetbuild.output.durable_files import (
    create,
    flush_files,
    flush_folders,
    make_folder,
    make_one_folder,
    open_regular,
)


@pytest.mark.parametrize(
    ("make", "number"),
    [
        pytest.param(lambda path: path.symlink_to("target"), errno.ELOOP, id="link"),
        pytest.param(lambda path: path.mkdir(), errno.EISDIR, id="folder"),
        pytest.param(lambda path: os.mkfifo(path), errno.EEXIST, id="named pipe"),
        pytest.param(lambda path: None, errno.ENOENT, id="nothing"),
    ],
)
def test_only_a_file_is_opened(tmp_path: Path, make: Callable[[Path], None], number: int) -> None:
    (tmp_path / "target").write_text("")
    make(tmp_path / "x")
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(OSError) as caught:  # noqa: PT011
        open_regular(str(tmp_path / "x"))
    assert (caught.value.errno, caught.value.filename) == (number, str(tmp_path / "x"))
    assert len(os.listdir("/proc/self/fd")) == before


@pytest.mark.parametrize("make", [lambda path: path.write_text("old"), lambda path: path.symlink_to("target")])
def test_file_that_is_there_is_not_written_over(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "x")
    with pytest.raises(FileExistsError):
        create(str(tmp_path / "x"), b"new", 0o644)
    assert not (tmp_path / "target").exists()


def test_file_system_without_modes_is_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*arguments: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "fchmod", refused)
    monkeypatch.setattr(os, "chmod", refused)
    (tmp_path / "old").mkdir(0o700)
    make_one_folder(str(tmp_path / "old"))
    create(str(tmp_path / "old" / "x"), b"new", 0o644)
    assert (tmp_path / "old" / "x").read_bytes() == b"new"


def test_windows_sets_no_mode_and_flushes_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable_files, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(os, "fchmod", None)
    create(str(tmp_path / "x"), b"new", 0o600)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) & 0o777 == 0o600
    assert durable_files.holds(str(tmp_path / "x"), b"new", 0o644)
    flush_folders([str(tmp_path / "none")])


def test_file_in_the_place_of_a_folder_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    (tmp_path / "x").chmod(0o600)
    make_one_folder(str(tmp_path / "x"))
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o600


def test_folder_in_the_current_one_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    make_folder("a/b")
    make_folder("a/b")
    assert (tmp_path / "a" / "b").is_dir()


class LibraryOf:
    """A C library whose syncfs ends with `number`."""

    def __init__(self, number: int) -> None:
        self._number = number

    def syncfs(self, descriptor: int) -> int:
        ctypes.set_errno(self._number)
        return -1 if self._number else 0


def no_library(*arguments: object, **options: object) -> object:
    raise OSError("a static Python")


@pytest.mark.parametrize(
    ("library", "flushed_alone"),
    [
        pytest.param(lambda *_, **__: LibraryOf(0), 0, id="whole file system at once"),
        pytest.param(no_library, 3, id="no library"),
        pytest.param(lambda *_, **__: object(), 3, id="library without it"),
        pytest.param(lambda *_, **__: LibraryOf(errno.ENOSYS), 3, id="kernel without it"),
    ],
)
def test_each_file_is_flushed_where_the_file_system_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: Callable[..., object], flushed_alone: int
) -> None:
    assert fsyncs(tmp_path, monkeypatch, library) == flushed_alone


def test_system_other_than_linux_flushes_each_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable_files, "sys", SimpleNamespace(platform="darwin"))
    assert fsyncs(tmp_path, monkeypatch, lambda *_, **__: LibraryOf(0)) == 3


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EDQUOT])
def test_lost_data_is_not_flushed_another_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    with pytest.raises(OSError, match=os.strerror(number)):
        fsyncs(tmp_path, monkeypatch, lambda *_, **__: LibraryOf(number))


def test_few_files_are_flushed_without_those_of_other_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fsyncs(tmp_path, monkeypatch, lambda *_, **__: LibraryOf(0), files=2) == 2


def fsyncs(folder: Path, monkeypatch: pytest.MonkeyPatch, library: Callable[..., object], files: int = 3) -> int:
    """How many files are flushed by themselves."""
    calls: list[int] = []
    monkeypatch.setattr(ctypes, "CDLL", library)
    monkeypatch.setattr(os, "fsync", calls.append)
    made = [str(folder / name) for name in "abc"[:files]]
    for file in made:
        create(file, b"", 0o644)
    flush_files(made, 0)
    return len(calls)
