"""One process of esbuild for many threads, and one for each copy of our own process."""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from assetbuild.errors import AssetbuildError, Location
from assetbuild.esbuild.settings import EsbuildSettings
from assetbuild.esbuild.tool import Esbuild
from tests.esbuild.test_binary import find_binary_of_the_tests


def _tool() -> Esbuild:
    settings = EsbuildSettings(binary=find_binary_of_the_tests(), version="0.28.2")
    return Esbuild(settings, ".", Location("assetbuild.toml"))


def _minify(tool: Esbuild, number: int) -> str:
    code: str = tool.request(_request(number), "a.js")["code"]
    return code


def _request(number: int) -> dict[str, Any]:
    text = f"let   a  =  {number} + 0".encode()
    return {"command": "transform", "flags": ["--minify-whitespace"], "inputFS": False, "input": text}


def test_each_thread_gets_its_own_answer() -> None:
    tool = _tool()
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda number: _minify(tool, number), range(200)))
    tool.close()
    assert found == [f"let a={number}+0;\n" for number in range(200)]


def test_closed_tool_leaves_no_thread_and_starts_again() -> None:
    tool = _tool()
    before = threading.active_count()
    for number in range(2):
        assert _minify(tool, number) == f"let a={number}+0;\n"
        tool.close()
        assert threading.active_count() == before
    tool.close()


# What may go wrong with threads in a copy is what this is about.
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_copy_of_the_process_starts_one_of_its_own() -> None:
    tool = _tool()
    assert _minify(tool, 1) == "let a=1+0;\n"
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()

    def work() -> None:
        answers.put(_minify(tool, 2))
        tool.close()

    copy = context.Process(target=work)
    copy.start()
    copy.join(20)
    assert (copy.exitcode, answers.get()) == (0, "let a=2+0;\n")
    assert _minify(tool, 3) == "let a=3+0;\n"
    tool.close()


def test_dismissed_process_ends_by_itself_and_another_takes_the_next_request() -> None:
    tool = _tool()
    before = threading.active_count()
    assert _minify(tool, 1) == "let a=1+0;\n"
    tool.dismiss()
    assert _minify(tool, 2) == "let a=2+0;\n"
    tool.dismiss()
    tool.close()
    assert threading.active_count() == before


def test_requests_may_be_sent_before_one_is_waited_for() -> None:
    tool = _tool()
    waiting = [tool.begin(_request(number), "a.js") for number in range(3)]
    assert [wait()["code"] for wait in reversed(waiting)] == [f"let a={number}+0;\n" for number in (2, 1, 0)]
    tool.close()


def test_closed_tool_does_not_wait_for_what_was_begun() -> None:
    settings = EsbuildSettings(binary=find_binary_of_the_tests(), version="0.28.2", time_limit=20)
    tool = Esbuild(settings, ".", Location("assetbuild.toml"))
    text = b"let a = [%s];" % b"(b, c) => b + c," * 200_000
    wait = tool.begin({"command": "transform", "flags": ["--minify"], "inputFS": False, "input": text}, "a.js")
    tool.close()
    with pytest.raises(AssetbuildError, match=r"esbuild ended while it worked on a\.js"):
        wait()
