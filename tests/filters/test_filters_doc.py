"""The examples of docs/filters.md do what they say."""

import re
from pathlib import Path

import pytest

from tests.sites import Site

PAGE = (Path(__file__).parents[2] / "docs" / "filters.md").read_text()
BLOCK = re.compile(r"```\w*\n(.*?)```", re.DOTALL)
FILE = re.compile(r"(?:#|//|/\*) ([\w./-]+)(?: \*/)?\n")


def examples() -> list[tuple[str, str]]:
    own = PAGE.partition("## Your own")[2].partition("## webassets' filters")[0]
    return [(part.partition("\n")[0], part) for part in own.split("\n### ")[1:]]


def files(text: str) -> dict[str, str]:
    """The blocks of a text by the file that the first line names. An asset keeps that line, as it is on the page."""
    found = {}
    for block in BLOCK.findall(text):
        head = FILE.match(block)
        assert head, block
        whole = head[1].endswith((".css", ".js")) and head[1].startswith("assets/")
        found[head[1]] = block if whole else block[head.end() :]
    return found


@pytest.mark.parametrize("example", [pytest.param(text, id=title) for title, text in examples()])
def test_example_gives_its_result(example: str) -> None:
    given, _, result = example.partition("The result:")
    run = Site(project=files(given)).compile().succeeds(stderr="")
    for path, text in files(result).items():
        assert run.text(path) == text.rstrip()


def test_every_form_has_an_example() -> None:
    assert [title for title, _ in examples()] == ["A function", "A webassets class", "A Filter", "A factory"]


def test_table_names_every_filter_of_webassets_and_no_other() -> None:
    from assetbuild.filters.webassets_bridge import registered_names

    rows = re.findall(r"^\| (`.*?) \|", PAGE.partition("## webassets' filters")[2], re.MULTILINE)
    assert sorted(name for row in rows for name in re.findall(r"`([\w-]+)`", row)) == registered_names()


def test_table_says_which_are_dead_and_which_run_beside_others() -> None:
    from assetbuild.filters.webassets_engines import PARALLEL, SUCCESSORS

    rows = re.findall(r"^\| (`.*?) \| (.*?) \|", PAGE.partition("## webassets' filters")[2], re.MULTILINE)
    dead = {name for names, state in rows if state.startswith("dead") for name in re.findall(r"`([\w-]+)`", names)}
    beside = {name for names, _ in rows if "∥" in names for name in re.findall(r"`([\w-]+)`", names)}
    assert dead == set(SUCCESSORS)
    assert beside == set(PARALLEL)
