"""Running contenders: in turn, by whole processes, and what is told of those that fail."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.measuring import Command, Contender, RunFailed, Sample, measure, rounds_for, run_once

from benchmarks import measuring


@pytest.fixture(autouse=True)
def _unsynced(monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting for the disk, which other tests write to."""
    monkeypatch.setattr("os.sync", lambda: None)


def _contender(folder: Path, name: str, code: str, log: list[str] | None = None) -> Contender:
    def before(turn: int) -> None:
        if log is not None:
            log.append(f"{name}{turn}")

    return Contender("group", name, Command([sys.executable, "-I", "-c", code], folder, {"GIVEN": "yes"}), before)


def test_contenders_take_turns_after_a_warm_up(tmp_path: Path) -> None:
    log: list[str] = []
    lines: list[str] = []
    contenders = [_contender(tmp_path, name, "pass", log) for name in "ab"]
    results = measure(contenders, 2, say=lines.append)
    assert log == ["a0", "b0", "a1", "b1", "a2", "b2"]
    assert [len(result.samples) for result in results] == [2, 2]
    assert len(lines) == 2


def test_second_warm_up_says_how_long_a_round_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log: list[str] = []
    contender = replace(_contender(tmp_path, "a", "pass", log), warm_ups=2)
    walls = iter([100.0, 0.1, 0.1, 0.1])
    monkeypatch.setattr(measuring, "run_once", lambda one, turn: (one.before(turn), Sample(next(walls), 0, 0))[1])
    (result,) = measure([contender], 2, say=lambda _: None)
    assert (log, len(result.samples)) == (["a0", "a0", "a1", "a2"], 2)


def test_cost_of_a_program_is_its_own(tmp_path: Path) -> None:
    sample = run_once(_contender(tmp_path, "a", "import os; assert os.environ['GIVEN']; b'x' * 300_000_000"), 0)
    assert sample.memory > 300_000_000
    assert sample.cpu > 0
    assert sample.wall > 0
    assert run_once(_contender(tmp_path, "b", "pass"), 0).memory < 100_000_000


def test_failure_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    bad = _contender(tmp_path, "bad", "raise SystemExit('Error: no such bundle')")
    results = measure([bad, _contender(tmp_path, "good", "pass")], 1, say=lambda _: None)
    assert [result.failure for result in results] == ["exit status 1: Error: no such bundle", ""]
    assert [len(result.samples) for result in results] == [0, 1]


def test_failure_of_a_program_in_python_is_told_by_its_last_line(tmp_path: Path) -> None:
    with pytest.raises(RunFailed) as caught:
        run_once(_contender(tmp_path, "a", "raise ValueError('no such file')"), 0)
    assert str(caught.value) == "exit status 1: ValueError: no such file"


def test_program_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match="No such file"):
        run_once(Contender("group", "a", Command([str(tmp_path / "nothing")], tmp_path)), 0)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        pytest.param(0.1, 7, id="fast"),
        pytest.param(10.0, 4, id="slower"),
        pytest.param(30.0, 3, id="at least three"),
        pytest.param(200.0, 1, id="slow"),
    ],
)
def test_slow_contenders_get_fewer_rounds(seconds: float, expected: int) -> None:
    assert rounds_for(seconds, 7) == expected
