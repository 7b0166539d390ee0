from __future__ import annotations

from ..docs import ROOT, play
from ..sites import Site


def test_examples_of_the_page() -> None:
    assert play((ROOT / "docs" / "source-maps.md").read_text(), Site()) >= 4
