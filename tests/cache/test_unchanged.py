"""The index of an unchanged build: every change of an input is seen, and a touch is none."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetbuild import unchanged
from assetbuild.memory import known_digests
from assetbuild.unchanged import Index, call_key, changed_ns, dump, folder_names, index_file, is_unchanged, load

OLD = 1_600_000_000_123_456_789
LATE = 1_900_000_000_000_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    for name in ("a.css", "b.js"):
        (tmp_path / "src" / name).write_text(f"{name} text")
        os.utime(tmp_path / "src" / name, ns=(OLD, OLD))
    os.utime(tmp_path / "src", ns=(OLD, OLD))
    return tmp_path


@pytest.fixture
def settable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A time that a test can set takes the place of the one that nothing can."""
    monkeypatch.setattr(unchanged, "changed_ns", lambda status: status.st_mtime_ns)
    monkeypatch.setitem(globals(), "changed_ns", lambda status: status.st_mtime_ns)


def index_of(folder: Path, settled: int = LATE) -> Index:
    index = Index("key", "out\n", "err\n", settled)
    for file in sorted((folder / "src").iterdir()):
        status = file.stat()
        digest = sha256(file.read_bytes()).digest()
        index.add_file(str(file), status.st_size, changed_ns(status), status.st_ino, digest)
    status = (folder / "src").stat()
    index.add_folder(str(folder / "src"), changed_ns(status), status.st_ino, folder_names(str(folder / "src")) or "")
    index.absent.append(str(folder / "assetbuild.toml"))
    return index


def rewrite(file: Path, text: str) -> None:
    """Other content with the same time."""
    before = file.stat().st_mtime_ns
    file.write_text(text)
    os.utime(file, ns=(before, before))


def replace_by_rename(file: Path, text: str) -> None:
    new = file.with_name("new")
    new.write_text(text)
    os.utime(new, ns=(OLD, OLD))
    os.replace(new, file)
    os.utime(file.parent, ns=(OLD, OLD))


def replace_by_link(file: Path) -> None:
    elsewhere = file.parent.parent / "elsewhere"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)


CHANGES: dict[str, Callable[[Path], object]] = {
    "other content": lambda src: (src / "a.css").write_text("a.css TEXT"),
    "another size at the same time": lambda src: rewrite(src / "a.css", "longer than before"),
    "replaced by a file of the same size and time": lambda src: replace_by_rename(src / "a.css", "a.css TEXT"),
    "other content at the same time": lambda src: rewrite(src / "a.css", "a.css TEXT"),
    "a new file": lambda src: (src / "c.css").write_text(""),
    "a file that went": lambda src: (src / "a.css").unlink(),
    "a renamed file": lambda src: (src / "a.css").rename(src / "c.css"),
    "a new folder": lambda src: (src / "more").mkdir(),
    "a file that became a link to the same content": lambda src: replace_by_link(src / "a.css"),
    "a configuration where there was none": lambda src: (src.parent / "assetbuild.toml").write_text(""),
    "the folder gone": lambda src: src.rename(src.parent / "gone"),
}


def test_nothing_changed(folder: Path) -> None:
    assert is_unchanged(index_of(folder))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_change_is_seen(folder: Path, change: Callable[[Path], object]) -> None:
    index = index_of(folder)
    change(folder / "src")
    assert not is_unchanged(index)


def test_touch_changes_nothing_and_is_remembered(folder: Path) -> None:
    index = index_of(folder)
    os.utime(folder / "src" / "a.css", ns=(OLD + 1, OLD + 1))
    assert is_unchanged(index)
    assert index.times[0] == changed_ns((folder / "src" / "a.css").stat())


def test_file_written_anew_with_the_same_content_changes_nothing(folder: Path) -> None:
    index = index_of(folder)
    replace_by_rename(folder / "src" / "a.css", "a.css text")
    assert is_unchanged(index)
    assert index.inodes[0] == (folder / "src" / "a.css").stat().st_ino


@pytest.mark.parametrize(
    "settled",
    [
        pytest.param(OLD, id="as young as the build"),
        pytest.param(OLD + 10_000_000, id="within a tick of the kernel"),
        pytest.param(OLD - 10**12, id="younger than the build"),
    ],
)
@pytest.mark.usefixtures("settable")
def test_file_that_is_racily_clean_is_compared_by_content(folder: Path, settled: int) -> None:
    index = index_of(folder, settled)
    assert is_unchanged(index)
    rewrite(folder / "src" / "a.css", "a.css TEXT")
    assert not is_unchanged(index)


@pytest.mark.usefixtures("settable")
def test_time_of_whole_seconds_is_trusted_after_two(folder: Path) -> None:
    second = OLD // 10**9 * 10**9
    file = folder / "src" / "a.css"
    os.utime(file, ns=(second, second))
    young, settled = index_of(folder, second + 1_500_000_000), index_of(folder, second + 2_500_000_000)
    rewrite(file, "a.css TEXT")
    assert not is_unchanged(young)
    # Content that changes behind an unchanged time, size and inode is for `verify --sources` to find.
    assert is_unchanged(settled)


@pytest.mark.usefixtures("settable")
def test_young_folder_is_compared_by_names(folder: Path) -> None:
    index = index_of(folder, OLD)
    (folder / "src" / "c.css").write_text("")
    os.utime(folder / "src", ns=(OLD, OLD))
    assert not is_unchanged(index)


def test_same_names_again_are_no_change_of_a_folder(folder: Path) -> None:
    index = index_of(folder)
    (folder / "src" / "editor.swp").write_text("")
    (folder / "src" / "editor.swp").unlink()
    assert is_unchanged(index)
    assert index.folder_times[0] == changed_ns((folder / "src").stat())


def test_index_comes_back_as_it_was(folder: Path) -> None:
    index = index_of(folder)
    again = load(dump(index))
    assert again is not None
    assert all(getattr(again, name) == getattr(index, name) for name in Index.__slots__ if name != "doubts")
    assert is_unchanged(again)


NAMES = st.lists(st.text(st.characters(blacklist_characters="\0"), min_size=1), max_size=4)
NUMBERS = st.integers(0, 2**63 - 1)


@given(NAMES, NAMES, NAMES, st.text(st.characters(blacklist_characters="\0")), NUMBERS, st.integers(0, 2**64 - 1))
def test_any_index_comes_back(
    files: list[str], folders: list[str], absent: list[str], text: str, number: int, inode: int
) -> None:
    index = Index(text, text, "", number)
    for file in files:
        index.add_file(file, number, number, inode, bytes(32))
    for folder in folders:
        index.add_folder(folder, number, inode, text)
    index.absent += absent
    again = load(dump(index))
    assert again is not None
    assert all(getattr(again, name) == getattr(index, name) for name in Index.__slots__ if name != "doubts")


@given(st.data())
def test_damaged_index_is_none(data: st.DataObject) -> None:
    index = Index("key", "out", "err", 1)
    index.add_file("a", 1, 2, 3, bytes(32))
    whole = dump(index)
    at = data.draw(st.integers(0, len(whole) - 1))
    flipped = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    assert load(flipped) is None
    assert load(whole[:at]) is None


def test_calls_with_other_arguments_have_indexes_of_their_own() -> None:
    one, other = call_key(["compile"]), call_key(["compile", "-q"])
    assert one != other
    assert index_file("cache", one) != index_file("cache", other)


def test_file_that_was_not_read_is_the_same_until_it_is_touched(folder: Path) -> None:
    index = index_of(folder)
    index.digests[:32] = bytes(32)
    assert is_unchanged(index)
    os.utime(folder / "src" / "a.css", ns=(OLD + 1, OLD + 1))
    assert not is_unchanged(index)


def test_file_that_was_not_read_has_no_known_digest(folder: Path) -> None:
    index = index_of(folder)
    index.digests[:32] = bytes(32)
    assert [Path(source.file).name for source in known_digests(dump(index))] == ["b.js"]
