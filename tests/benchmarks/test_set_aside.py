"""What a run made is out of the way of the next, and gone at the end."""

from __future__ import annotations

from pathlib import Path

from benchmarks.set_aside import delete_what_was_set_aside, remover


def test_what_a_run_made_is_moved_and_in_the_end_deleted(tmp_path: Path) -> None:
    remove = remover(tmp_path, tmp_path / "peer" / "out", tmp_path / "peer" / "index", tmp_path / "peer" / "none")
    for turn in range(2):
        (tmp_path / "peer" / "out").mkdir(parents=True)
        (tmp_path / "peer" / "out" / "a.css").write_text(f"{turn}")
        (tmp_path / "peer" / "index").write_text("")
        remove(turn)
        assert list((tmp_path / "peer").iterdir()) == []
    assert sorted(file.read_text() for file in tmp_path.rglob("a.css")) == ["0", "1"]
    delete_what_was_set_aside(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["peer"]
