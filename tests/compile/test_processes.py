"""Copies of the process, and the numbers that they share. Each test is a process of its own, since one with threads is
not copied."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")

_BEGIN = """
    import os, signal, sys, time
    from assetbuild.processes import Pile, can_fork, copies
    first = os.getpid()
    def heard(copy):
        said = []
        while more := copy.hear():
            said += more
        return said
"""


def output(code: str) -> list[str]:
    """The lines that the code prints."""
    run = subprocess.run([sys.executable, "-c", dedent(_BEGIN) + dedent(code)], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout.splitlines()


def test_each_number_is_taken_once_by_the_process_or_one_of_its_copies() -> None:
    assert output(
        """
        pile = Pile(range(20000))
        with copies(3, lambda number: iter(pile.take, None)) as made:
            own = list(iter(pile.take, None))
            others = [heard(copy) for copy in made]
        print(sorted(sum(others, own)) == list(range(20000)))
        print(all(numbers == sorted(numbers) for numbers in (own, *others)), pile.take())
        """
    ) == ["True", "True None"]


def test_each_copy_says_what_its_number_stands_for() -> None:
    assert output(
        """
        with copies(3, lambda number: iter([number, os.getpid() != first])) as made:
            print([heard(copy) for copy in made])
        """
    ) == ["[[0, True], [1, True], [2, True]]"]


def test_what_is_larger_than_the_pipe_arrives_whole() -> None:
    assert output(
        """
        said = [b"a" * 3_000_000, b"b", b"c" * 5_000_000, ""]
        with copies(1, lambda number: iter(said)) as made:
            time.sleep(0.1)
            print(heard(made[0]) == said)
        """
    ) == ["True"]


def test_copy_that_was_killed_says_no_more() -> None:
    assert output(
        """
        def say(number):
            yield "one"
            os.kill(os.getpid(), signal.SIGKILL)
        with copies(1, say) as made: print(heard(made[0]), made[0].hear())
        """
    ) == ["['one'] []"]


def test_copy_that_fails_says_no_more_and_leaves_no_traceback() -> None:
    assert output(
        """
        def say(number):
            yield "one"
            raise ValueError("two")
        with copies(1, say) as made: print(heard(made[0]))
        """
    ) == ["['one']"]


def test_copies_end_with_a_pile_that_is_closed_and_with_nobody_to_hear_them() -> None:
    assert output(
        """
        def say(number):
            while (taken := pile.take()) is not None:
                time.sleep(0.01)
                yield taken
        pile = Pile(range(1_000_000))
        with copies(2, say) as made:
            said = [copy.hear() for copy in made]
            print(min(sum(said, [])), all(said), len({*sum(said, [])}) == sum(map(len, said)))
            pile.close()
        pile = Pile(range(1_000_000))
        with copies(2, say): pass
        print("ended")
        """
    ) == ["0 True True", "ended"]


def test_copies_end_with_the_work_and_when_the_process_is_killed() -> None:
    assert output(
        """
        import subprocess
        code = (
            "import itertools, os, signal, sys; from assetbuild.processes import copies\\n"
            "with copies(3, lambda number: itertools.repeat(b'a' * 100000)) as made:\\n"
            "    print(*(copy.process for copy in made), flush=True)\\n"
            "    if sys.argv[1] == 'killed': os.kill(os.getpid(), signal.SIGKILL)\\n"
        )
        def is_there(process):
            try: state = open(f"/proc/{process}/stat").read().rpartition(")")[2].split()[0]
            except OSError: return False
            return state != "Z"
        for how in ("ended", "killed"):
            run = subprocess.run([sys.executable, "-c", code, how], stdout=subprocess.PIPE, text=True)
            for _ in range(500):
                if not any(map(is_there, run.stdout.split())): break
                time.sleep(0.01)
            print(how, len(run.stdout.split()), any(map(is_there, run.stdout.split())))
        """
    ) == ["ended 3 False", "killed 3 False"]


def test_interruption_of_all_leaves_one_message() -> None:
    assert output(
        """
        def say(number):
            time.sleep(5)
            yield number
        os.setpgid(0, 0)
        try:
            with copies(2, say): os.killpg(0, signal.SIGINT); time.sleep(5)
        except KeyboardInterrupt: print("interrupted")
        """
    ) == ["interrupted"]


def test_process_with_another_thread_is_not_copied() -> None:
    assert output(
        """
        import threading
        print(can_fork())
        end = threading.Event()
        threading.Thread(target=end.wait).start()
        print(can_fork())
        end.set()
        """
    ) == ["True", "False"]
