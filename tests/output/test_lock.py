"""The lock of an output folder: one writer, no file left, and a way out where folders cannot be locked."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from assetbuild.errors import UsageError
from assetbuild.output import lock
from assetbuild.output.lock import LOCK_FILE, acquire, release

from .samples import artifact, build, files_in

HOLDER = """
import sys
from assetbuild.output.lock import acquire
acquire(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def is_free(path: Path) -> bool:
    """Whether another descriptor can take the lock of a folder or a lock file at once."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return True
    finally:
        os.close(descriptor)


def test_lock_is_held_until_it_is_released_and_leaves_no_file(tmp_path: Path) -> None:
    held = acquire(str(tmp_path))
    assert not is_free(tmp_path)
    release(held)
    assert is_free(tmp_path)
    assert files_in(tmp_path) == []


def test_second_thread_waits_for_the_first(tmp_path: Path) -> None:
    first = acquire(str(tmp_path))
    got = threading.Event()

    def wait() -> None:
        second = acquire(str(tmp_path))
        got.set()
        release(second)

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert not got.wait(0.05)
    release(first)
    waiting.join()
    assert got.is_set()


def test_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert not is_free(tmp_path)
        holder.send_signal(signal.SIGKILL)
    release(acquire(str(tmp_path)))


def test_folder_that_was_replaced_while_waiting_is_locked_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    real = lock._flock_folder

    def overtaken(descriptor: int) -> bool:
        if not (tmp_path / "old").exists():
            folder.rename(tmp_path / "old")
            folder.mkdir()
        return real(descriptor)

    monkeypatch.setattr(lock, "_flock_folder", overtaken)
    held = acquire(str(folder))
    assert os.path.samestat(os.fstat(held), folder.stat())
    assert not is_free(folder)
    release(held)


def test_folder_that_was_deleted_while_waiting_is_an_error_and_leaves_no_descriptor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    real = lock._flock_folder

    def overtaken(descriptor: int) -> bool:
        folder.rmdir()
        return real(descriptor)

    monkeypatch.setattr(lock, "_flock_folder", overtaken)
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(FileNotFoundError):
        acquire(str(folder))
    assert len(os.listdir("/proc/self/fd")) == before


@pytest.fixture
def no_folder_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system like NFS, which locks only files that are open for writing."""
    real = fcntl.flock

    def flock(descriptor: int, operation: int) -> None:
        if operation == fcntl.LOCK_EX and os.path.isdir(f"/proc/self/fd/{descriptor}"):
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        real(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", flock)


@pytest.mark.usefixtures("no_folder_locks")
def test_file_is_locked_where_folders_cannot_be(tmp_path: Path) -> None:
    held = acquire(str(tmp_path))
    assert files_in(tmp_path) == [LOCK_FILE]
    assert not is_free(tmp_path / LOCK_FILE)
    release(held)
    assert is_free(tmp_path / LOCK_FILE)


@pytest.mark.usefixtures("no_folder_locks")
def test_build_where_folders_cannot_be_locked(tmp_path: Path) -> None:
    one = artifact("a.txt", "a")
    build(tmp_path, [one])
    assert build(tmp_path, [one]).reused == 1
    assert files_in(tmp_path) == [LOCK_FILE, one.path, "manifest.json"]


@pytest.mark.usefixtures("no_folder_locks")
def test_lock_file_is_not_opened_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / LOCK_FILE).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="cannot use it: Too many levels of symbolic links"):
        build(tmp_path / "out", [])
    assert not (tmp_path / "elsewhere").exists()


def test_file_system_without_any_locks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(descriptor: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", flock)
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(UsageError) as caught:
        build(tmp_path, [])
    assert str(caught.value) == f"{tmp_path}: cannot use it: No locks available"
    assert caught.value.hint == (
        "the file system has no locks, which keep two builds apart: set `output` to a local disk"
    )
    assert len(os.listdir("/proc/self/fd")) == before


def test_other_fault_of_the_lock_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(descriptor: int, operation: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(OSError, match="Input/output error"):
        acquire(str(tmp_path))


class Msvcrt(SimpleNamespace):
    """What the C runtime of Windows does: LK_LOCK gives up after ten seconds, here after `busy` calls that fail."""

    LK_UNLCK, LK_LOCK = 0, 1

    def __init__(self, *faults: int) -> None:
        super().__init__(faults=list(faults), calls=[])

    def locking(self, descriptor: int, mode: int, count: int) -> None:
        self.calls.append((os.lseek(descriptor, 0, os.SEEK_CUR), mode, count))
        if self.faults:
            number = self.faults.pop(0)
            raise OSError(number, os.strerror(number))


def test_windows_waits_on_when_the_system_gives_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The calls alone: that Windows locks by them is its own business."""
    msvcrt = Msvcrt(errno.EDEADLK, errno.EACCES)
    monkeypatch.setitem(sys.modules, "msvcrt", msvcrt)
    monkeypatch.setattr(lock, "sys", SimpleNamespace(platform="win32"))
    release(acquire(str(tmp_path)))
    assert msvcrt.calls == [(0, 1, 1)] * 3 + [(0, 0, 1)]
    assert files_in(tmp_path) == [LOCK_FILE]


def test_windows_tells_what_is_not_a_lock_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "msvcrt", Msvcrt(errno.EIO))
    monkeypatch.setattr(lock, "sys", SimpleNamespace(platform="win32"))
    with pytest.raises(OSError, match="Input/output error"):
        acquire(str(tmp_path))
