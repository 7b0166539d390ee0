"""The examples of the pages on Sass, commands, templates of JavaScript do what they say."""

import pytest

from ..docs import ROOT, play
from ..sites import Site


@pytest.mark.parametrize(("name", "least"), [("sass", 8), ("commands", 6), ("javascript-templates", 5)])
def test_examples_of_the_page(name: str, least: int) -> None:
    assert play((ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8"), Site()) >= least
