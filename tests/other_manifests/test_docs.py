"""The page on manifests for others does what it says, and names all formats."""

from __future__ import annotations

import re

from assetbuild.other_manifests.formats import FORMATS

from ..docs import ROOT, play
from ..sites import Site

PAGE = (ROOT / "docs/other-manifests.md").read_text(encoding="utf-8")


def test_examples_of_the_page() -> None:
    assert play(PAGE, Site()) >= 9


def test_table_has_every_format_with_its_file() -> None:
    rows = dict(re.findall(r"^\| `([\w-]+)` \| `(\S+)` \|", PAGE, re.MULTILINE))
    files = {name: re.sub("[0-9a-f]{32}", "…", known.file) for name, known in FORMATS.items()}
    assert rows == files
