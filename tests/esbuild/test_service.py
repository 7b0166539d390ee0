"""One process of esbuild for many threads, and one for each copy of our own process."""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from assetbuild.errors import Location
from assetbuild.esbuild.settings import EsbuildSettings
from assetbuild.esbuild.tool import Esbuild
from tests.esbuild.test_binary import find_binary_of_the_tests


def _tool() -> Esbuild:
    settings = EsbuildSettings(binary=find_binary_of_the_tests(), version="0.28.2")
    return Esbuild(settings, ".", Location("assetbuild.toml"))


def _minify(tool: Esbuild, number: int) -> str:
    text = f"let   a  =  {number} + 0".encode()
    request = {"command": "transform", "flags": ["--minify-whitespace"], "inputFS": False, "input": text}
    code: str = tool.request(request, "a.js")["code"]
    return code


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
