"""Copies of the process: they do part of the work, and nobody sees a difference. Each test is a process of its own,
since one with threads is not copied."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")

_BEGIN = """
    import os, signal, sys, time
    from concurrent.futures import ThreadPoolExecutor
    from assetbuild.errors import AssetbuildError, Location
    from assetbuild.processes import can_fork, shared
    first = os.getpid()
    def run(work, copies, numbers, farewell=os.getpid):
        with shared(work, copies, farewell) as whole, ThreadPoolExecutor(copies + 1) as threads:
            return list(threads.map(whole, numbers)), list(whole.farewells())
    def apart(number):
        time.sleep(0.05)
        return os.getpid()
"""


def output(code: str, status: int = 0) -> list[str]:
    """The lines that the code prints."""
    run = subprocess.run([sys.executable, "-c", dedent(_BEGIN) + dedent(code)], capture_output=True, text=True)
    assert run.returncode == status, run.stderr
    return run.stdout.splitlines()


def test_every_number_is_worked_on_and_told_in_order() -> None:
    assert output(
        """
        found, _ = run(lambda number: number * number, 3, range(100))
        print([result for result, _ in found] == [number * number for number in range(100)])
        """
    ) == ["True"]


def test_copies_and_the_process_itself_take_part() -> None:
    assert output(
        """
        found, said = run(apart, 2, range(12))
        print(len({process for process, _ in found}), first in {process for process, _ in found})
        print(all((process != first) is elsewhere for process, elsewhere in found))
        print(len(said), set(said) == {process for process, elsewhere in found if elsewhere})
        """
    ) == ["3 True", "True", "2 True"]


def test_without_copies_all_is_done_here() -> None:
    assert output("print(run(apart, 0, range(2)) == ([(first, False)] * 2, []))") == ["True"]


def test_fault_is_the_same_whoever_met_it() -> None:
    assert output(
        """
        def work(number):
            time.sleep(0.05)
            raise AssetbuildError(f"no {number}", Location("a.js", 1, 2, "x"), "mend it")
        def fault(number):
            try: whole(number)
            except AssetbuildError as error: return error.message, error.where, error.hint
        with shared(work, 1, os.getpid) as whole, ThreadPoolExecutor(2) as threads:
            for each in threads.map(fault, range(4)): print(*each)
        """
    ) == [f"no {number} a.js:1:2 mend it" for number in range(4)]


def test_work_of_a_copy_that_was_killed_is_done_here() -> None:
    assert output(
        """
        def work(number):
            if os.getpid() != first: os.kill(os.getpid(), signal.SIGKILL)
            return apart(number)
        print(run(work, 2, range(6)) == ([(first, False)] * 6, []))
        """
    ) == ["True"]


def test_what_is_no_fault_of_the_assets_is_raised_with_its_traceback_here() -> None:
    assert output(
        """
        def work(number):
            time.sleep(0.05)
            raise ValueError(os.getpid() == first)
        try: run(work, 1, range(4))
        except ValueError as error: print(error)
        """
    ) == ["True"]


def test_copies_end_with_the_work_and_when_the_process_is_killed() -> None:
    assert output(
        """
        import subprocess
        code = (
            "import os, signal, sys, time; from assetbuild.processes import shared\\n"
            "with shared(lambda number: os.getpid(), 3, os.getpid) as whole:\\n"
            "    print(*(copy.process for copy in whole.copies), flush=True)\\n"
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
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            dedent(_BEGIN)
            + dedent(
                """
                os.setpgid(0, 0)
                try:
                    with shared(apart, 2, os.getpid) as whole: os.killpg(0, signal.SIGINT); time.sleep(5)
                except KeyboardInterrupt: print("interrupted")
                """
            ),
        ],
        capture_output=True,
        text=True,
    )
    assert (run.stdout, run.stderr) == ("interrupted\n", "")


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
