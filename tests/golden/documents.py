"""The documents of the repository, and the code blocks in them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def documents() -> list[Path]:
    """All Markdown files that people are meant to read, sorted."""
    folders = ("docs", "examples", "benchmarks")
    return sorted([*ROOT.glob("*.md"), *(file for folder in folders for file in (ROOT / folder).rglob("*.md"))])


def blocks(file: str, language: str) -> list[str]:
    """The code blocks of a document that are marked with that language, in order."""
    text = (ROOT / file).read_text(encoding="utf-8")
    return [code for marked, code in _FENCE.findall(text) if marked == language]
