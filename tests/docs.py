"""Plays the fenced examples of a page: writes its files, runs its commands and compares what they print.

A page is one story in one folder. The word after the language of a fence says what a block is:

    ```toml assetbuild.toml      a block with a path is written to that file
    ```console                   lines that begin with `$ assetbuild` are run; what follows must be printed
    ```json output               JSON that the command before it printed
    ```json PATH                 JSON that is in that file by now
    ```toml                      a configuration of its own, which must be valid
    ```                          anything else is not looked at

In what must be printed `…` stands for any text in its line, and alone in a line for any lines.
"""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from assetbuild.config_reader import has_table, parse_config

from .sites import Run, Site

ROOT = Path(__file__).parents[1]
_FENCE = re.compile(r"^(?P<fence>`{3,})(?P<language>\w*)[ ]?(?P<name>[^\n`]*)\n(?P<text>.*?)^(?P=fence)$", re.M | re.S)
_OURS = ("tool", "assetbuild")


def documents() -> list[Path]:
    """All Markdown files that people are meant to read, sorted."""
    folders = ("docs", "examples", "benchmarks")
    return sorted([*ROOT.glob("*.md"), *(file for folder in folders for file in (ROOT / folder).rglob("*.md"))])


def texts(document: str, language: str) -> list[str]:
    """The texts of the document's plain blocks in that language, in order."""
    page = (ROOT / document).read_text(encoding="utf-8")
    return [block.text for block in blocks(page) if block.language == language and not block.name]


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what follows that, its text, and the line of the page where that begins."""

    language: str
    name: str
    text: str
    line: int


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page of Markdown, in order."""
    return [
        Block(found["language"], found["name"].strip(), found["text"], page.count("\n", 0, found.start("text")) + 1)
        for found in _FENCE.finditer(page)
    ]


def play(page: str, site: Site) -> int:
    """Play all blocks in the folder of `site`; how many were checked. Raises AssertionError with the line."""
    printed = ""
    played = 0
    for block in blocks(page):
        place = f"line {block.line} of the page"
        if block.language == "console":
            printed = _console(block, site)
        elif block.name == "output":
            assert _like(json.loads(block.text), json.loads(printed)), f"{place}\n{printed}"
        elif block.name and block.language == "json":
            found = (site.folder / block.name).read_text(encoding="utf-8")
            assert _like(json.loads(block.text), json.loads(found)), f"{place}\n{found}"
        elif block.name:
            site.write({block.name: block.text})
        elif block.language == "toml":
            parse_config(block.text, place, _OURS if has_table(block.text, place, _OURS) else ())
        else:
            continue
        played += 1
    return played


def _console(block: Block, site: Site) -> str:
    """Run the commands of the block; what the last of them printed on standard output."""
    stdout = ""
    for step in re.split(r"^\$ ", block.text, flags=re.M)[1:]:
        command, _, expected = step.partition("\n")
        run = _run(command, site)
        actual = run.stderr + run.stdout
        assert not expected.strip() or _pattern(expected).fullmatch(actual), (
            f"line {block.line}: {command}\n--- said:\n{expected}--- printed:\n{actual}"
        )
        assert "Traceback" not in actual
        stdout = run.stdout
    return stdout


def _run(command: str, site: Site) -> Run:
    program, *arguments = shlex.split(command, comments=True)
    assert program == "assetbuild", f"only assetbuild is run, not {command!r}"
    return site.run(*arguments)


def _pattern(expected: str) -> re.Pattern[str]:
    lines = ("(?:.*\n)*?" if line.strip() == "…" else _line(line) for line in expected.rstrip("\n").split("\n"))
    return re.compile("".join(lines))


def _line(line: str) -> str:
    return ".*?".join(map(re.escape, line.rstrip().split("…"))) + "[ ]*\n"


def _like(said: object, found: object) -> bool:
    """Whether `found` is what was said, in which `"…"` is any value, and a key `"…"` any further keys."""
    if said == "…":
        return True
    if isinstance(said, dict) and isinstance(found, dict):
        keys = said.keys() - {"…"}
        extra = found.keys() - keys
        return keys <= found.keys() and (not extra or "…" in said) and all(_like(said[key], found[key]) for key in keys)
    if isinstance(said, list) and isinstance(found, list):
        return len(said) == len(found) and all(map(_like, said, found))
    if isinstance(said, str) and isinstance(found, str):
        return _pattern(said).fullmatch(found + "\n") is not None
    return said == found
