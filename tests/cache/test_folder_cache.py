"""The cache folder: what is put is got, and nothing that happens to the folder is more than a miss."""

from __future__ import annotations

import errno
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetbuild.cache import FolderCache, NoCache

KEY = "ab" + "0" * 62
OTHER = "cd" + "1" * 62
NOW = 1_700_000_000.0


def cache(folder: Path, limit: int = 1_000_000, now: float = NOW) -> FolderCache:
    return FolderCache(folder, limit, now)


def keep(cache: FolderCache, key: str, value: bytes) -> None:
    cache.put(key, value)
    cache.write_back()


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("v2/*") if path.is_file())


def test_value_that_waits_is_there_for_this_build_alone(tmp_path: Path) -> None:
    made = cache(tmp_path)
    made.put(KEY, b"value")
    assert (made.get(KEY), made.holds(KEY), made.report.hits) == (b"value", True, 1)
    assert (cache(tmp_path).get(KEY), entries(tmp_path)) == (None, [])
    made.write_back()
    assert (cache(tmp_path).get(KEY), made.get(KEY), made.holds(KEY)) == (b"value", b"value", True)


def test_few_megabytes_wait_and_what_is_beyond_is_written_at_once(tmp_path: Path) -> None:
    made = cache(tmp_path)
    for number in range(10):
        made.put(f"{number}" * 64, bytes(1 << 20))
    assert [entry.name[0] for entry in entries(tmp_path)] == ["8", "9"]
    made.write_back()
    made.write_back()
    assert [entry.name[0] for entry in entries(tmp_path)] == [f"{number}" for number in range(10)]


def test_what_is_put_is_got_by_the_next_build(tmp_path: Path) -> None:
    keep(cache(tmp_path), KEY, b"value")
    again = cache(tmp_path)
    assert (again.get(KEY), again.get(OTHER)) == (b"value", None)
    assert (again.report.hits, again.report.misses) == (1, 1)


def test_folder_stays_where_it_is_when_the_current_folder_changes(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    with chdir(tmp_path):
        relative = cache(Path("cache"))
        with chdir("elsewhere"):
            keep(relative, KEY, b"value")
    assert cache(tmp_path / "cache").get(KEY) == b"value"
    assert not list((tmp_path / "elsewhere").iterdir())


def test_empty_value_is_a_value(tmp_path: Path) -> None:
    keep(cache(tmp_path), KEY, b"")
    assert cache(tmp_path).get(KEY) == b""


def test_folder_says_that_it_is_a_cache(tmp_path: Path) -> None:
    keep(cache(tmp_path / "a" / "b"), KEY, b"value")
    assert (tmp_path / "a/b/CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    assert (tmp_path / "a/b/.gitignore").read_text() == "*\n"


@given(st.binary(max_size=200), st.data())
def test_damaged_entry_is_a_miss_and_goes(
    tmp_path_factory: pytest.TempPathFactory, value: bytes, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    keep(cache(folder), KEY, value)
    (entry,) = entries(folder)
    whole = entry.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = data.draw(
        st.sampled_from([whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :], whole + b"x"])
    )
    entry.write_bytes(damaged)
    again = cache(folder)
    assert again.get(KEY) is None
    assert again.report.damaged == 1
    assert entries(folder) == []
    keep(again, KEY, value)
    assert again.get(KEY) == value


def test_entry_under_the_name_of_another_is_a_miss(tmp_path: Path) -> None:
    keep(cache(tmp_path), KEY, b"value")
    (entry,) = entries(tmp_path)
    entry.rename(entry.with_name(OTHER))
    assert cache(tmp_path).get(OTHER) is None


def test_least_recently_used_goes_first(tmp_path: Path) -> None:
    keys = [f"{number:02x}" + "0" * 62 for number in range(10)]
    for age, key in enumerate(keys):
        keep(cache(tmp_path), key, b"x" * 968)
        (entry,) = entries(tmp_path)[age : age + 1]
        os.utime(entry, (NOW - 100_000 + age, NOW - 100_000 + age))
    # Used again, the oldest becomes the youngest.
    full = cache(tmp_path, limit=8000)
    assert full.get(keys[0]) is not None
    keep(full, OTHER, b"x" * 968)
    full.trim()
    left = [entry.name for entry in entries(tmp_path)]
    assert left == sorted([keys[0], *keys[6:], OTHER])


def test_build_that_wrote_nothing_does_not_list_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(cache(tmp_path), KEY, b"value")
    made = cache(tmp_path, limit=1)
    assert made.get(KEY) == b"value"
    monkeypatch.setattr(os, "scandir", lambda folder: pytest.fail(folder))
    made.trim()


def test_folder_below_its_limit_keeps_everything(tmp_path: Path) -> None:
    made = cache(tmp_path, limit=37)
    keep(made, KEY, b"value")
    made.trim()
    assert made.get(KEY) == b"value"


def test_temporary_files_of_killed_builds_go_when_they_are_old(tmp_path: Path) -> None:
    made = cache(tmp_path)
    keep(made, KEY, b"value")
    for name, age in (("old.1-0.tmp", 4000), ("new.1-0.tmp", 10)):
        file = tmp_path / "v2" / name
        file.write_bytes(b"")
        os.utime(file, (NOW - age, NOW - age))
    made.trim()
    assert [entry.name for entry in entries(tmp_path)] == [KEY, "new.1-0.tmp"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT])
def test_folder_that_cannot_be_written_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    calls = []

    def refuse(source: str, target: str) -> None:
        calls.append(target)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", refuse)
    made = cache(tmp_path)
    keep(made, KEY, b"value")
    keep(made, OTHER, b"value")
    made.trim()
    assert made.report.refused == f"{tmp_path}: {os.strerror(number)}"
    assert len(calls) == 1
    assert entries(tmp_path) == []


def test_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    made = cache(tmp_path / "cache")
    keep(made, KEY, b"value")
    assert made.get(KEY) is None
    assert made.report.refused.startswith(f"{tmp_path / 'cache'}: ")


def test_many_threads_and_builds_share_a_folder(tmp_path: Path) -> None:
    caches = [cache(tmp_path, limit=50_000) for _ in range(4)]
    values = {f"{number:02x}" + "e" * 62: bytes([number]) * 1000 for number in range(100)}
    wrong: list[str] = []
    start = threading.Barrier(8)

    def work(number: int) -> None:
        start.wait()
        mine = caches[number % 4]
        for key, value in values.items():
            if mine.get(key) not in (None, value):
                wrong.append(key)
            keep(mine, key, value)
        mine.trim()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert wrong == []


def test_no_cache_keeps_nothing() -> None:
    none = NoCache()
    none.put(KEY, b"value")
    none.trim()
    assert none.get(KEY) is None
