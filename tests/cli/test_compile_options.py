"""A call of `compile` with flags alone does without click, and means what it means to click."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetbuild.cli import compile as command_module
from assetbuild.cli.commands import group
from assetbuild.cli.compile_options import CompileOptions, plain_call

from ..sites import Site

FLAGS = ("--fast", "--force", "--no-cache", "--check", "--profile", "--json", "--quiet", "-q", "--verbose", "-v")


def by_click(arguments: list[str]) -> CompileOptions:
    found: list[CompileOptions] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command_module, "run", found.append)
        group.main(arguments, prog_name="assetbuild", standalone_mode=False, obj=arguments)
    (options,) = found
    return options


@pytest.mark.parametrize("count", range(len(FLAGS) + 1))
def test_flags_mean_what_they_mean_to_click(count: int) -> None:
    for flags in combinations(FLAGS, count):
        arguments = ["compile", *flags]
        assert plain_call(arguments) == by_click(arguments)


@given(st.lists(st.sampled_from(FLAGS)))
def test_flags_in_any_order_and_number_mean_the_same(flags: list[str]) -> None:
    assert plain_call(["compile", *flags]) == by_click(["compile", *flags])


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="nothing"),
        pytest.param(["verify"], id="another command"),
        pytest.param(["--fast", "compile"], id="option before the command"),
        pytest.param(["compile", "-qv"], id="two in one"),
        pytest.param(["compile", "--fast=yes"], id="value of a flag"),
        pytest.param(["compile", "--config", "a.toml"], id="option with a value"),
        pytest.param(["compile", "--", "-q"], id="end of options"),
        pytest.param(["compile", "--quite"], id="misspelt"),
        pytest.param(["compile", "--help"], id="help"),
        pytest.param(["compile", "app.css"], id="argument"),
    ],
)
def test_other_calls_are_left_to_click(arguments: list[str]) -> None:
    assert plain_call(arguments) is None


def test_plain_build_does_without_click() -> None:
    site = Site({"a.css": "a { b: c }"})
    program = """\
import sys
from assetbuild.cli import main
try:
    main(["compile"])
except SystemExit as end:
    print(end.code, "click" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=site.folder, text=True, capture_output=True, stdin=subprocess.DEVNULL
    )
    assert done.stdout.splitlines()[-1] == "0 False", done.stderr
