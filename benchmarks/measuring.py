"""Running contenders in turn, each as a whole process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_LAUNCH = Path(__file__).with_name("launch.py")
_LONGEST = 900
# What all rounds of one contender may take, in seconds, beyond the least number of them.
_BUDGET = 45.0
_LEAST = 3
# From so many seconds on a single round has to do.
_SLOW = 60.0


@dataclass(frozen=True, slots=True)
class Command:
    """A program to run: its arguments, the folder to run it in, what to add to the environment."""

    argv: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: wall and CPU time in seconds, peak memory in bytes."""

    wall: float
    cpu: float
    memory: int


@dataclass(frozen=True, slots=True)
class Contender:
    """Something to measure. `before` makes the state that a run starts from, untimed; it is told the round.

    `output` is the folder that it fills, where there is one. `warm_ups` are 2 where a first run does what later ones
    need not: the second says how long a round takes.
    """

    group: str
    name: str
    command: Command
    before: Callable[[int], None] = lambda _round: None
    output: Path | None = None
    warm_ups: int = 1


class RunFailed(Exception):
    """A run that ended with an exit status other than 0; the message is the end of what it printed."""


def run_once(contender: Contender, turn: int) -> Sample:
    """Prepare and run it. Raises RunFailed."""
    command = contender.command
    contender.before(turn)
    # What earlier runs wrote must not be flushed at this one's cost.
    os.sync()
    log = command.folder / "log.txt"
    launch = [sys.executable, "-I", "-S", str(_LAUNCH), str(_LONGEST), str(log), *command.argv]
    done = subprocess.run(
        launch, cwd=command.folder, env={**os.environ, **command.environment}, capture_output=True, text=True
    )
    if done.returncode:
        raise RunFailed(done.stderr.strip().splitlines()[-1])
    status, wall, cpu, memory = done.stdout.split()
    if status != "0":
        raise RunFailed(f"exit status {status}: {_end_of(log)}")
    return Sample(float(wall), float(cpu), int(memory))


def _end_of(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    # Python says it last, others first, and only a person reads this.
    in_python = any(line.startswith("Traceback") for line in lines)
    errors = [] if in_python else [line for line in lines if "rror" in line]
    return " / ".join(line.strip() for line in errors[:1] or lines[-1:])[:300]


@dataclass(slots=True)
class Result:
    """What came of a contender: a sample a round, or why it failed."""

    contender: Contender
    samples: list[Sample] = field(default_factory=list)
    failure: str = ""


def measure(
    contenders: Sequence[Contender],
    rounds: int,
    after_warm_up: Callable[[Contender], None] = lambda _contender: None,
    say: Callable[[str], None] = print,
) -> list[Result]:
    """All of them in turn, A B C, A B C, after a warm-up that is not counted; the slow ones in fewer rounds."""
    results = [Result(contender) for contender in contenders]
    turns = {}
    for result in results:
        contender = result.contender
        try:
            warm = [run_once(contender, 0) for _ in range(contender.warm_ups)][-1]
        except RunFailed as error:
            result.failure = str(error)
            say(f"  {contender.group} {contender.name}: failed: {error}")
            continue
        after_warm_up(contender)
        turns[id(result)] = rounds_for(warm.wall, rounds)
        say(f"  {contender.group} {contender.name}: warm-up {warm.wall:.3f} s, then {turns[id(result)]} rounds")
    for turn in range(1, rounds + 1):
        for result in results:
            if not result.failure and turn <= turns[id(result)]:
                _take(result, turn, say)
    return results


def _take(result: Result, turn: int, say: Callable[[str], None]) -> None:
    try:
        result.samples.append(run_once(result.contender, turn))
    except RunFailed as error:
        result.failure = f"in round {turn}: {error}"
        say(f"  {result.contender.group} {result.contender.name}: failed {result.failure}")


def rounds_for(seconds: float, rounds: int) -> int:
    """How many rounds one that takes so long is given."""
    least = _LEAST if seconds < _SLOW else 1
    return min(rounds, max(least, int(_BUDGET / seconds)))
