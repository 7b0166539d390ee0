"""The examples of docs/verify-and-prune.md print what the page says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from ..sites import Site

PAGE = Path(__file__).parents[2] / "docs" / "verify-and-prune.md"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Fingerprints and sizes are other ones in the page, so that it stays as it is when a minifier or codec gets better.
_CHANGING = re.compile(r"(?<=\.)[0-9a-f]{12}(?=\.)|[0-9.]+(?= k?B)|(?<=manifest says )[0-9]+")


def examples() -> Iterator[tuple[str, str]]:
    """Each command of the page with what it prints."""
    for block in _BLOCK.findall(PAGE.read_text()):
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = example.partition("\n")
            yield command, printed


def test_commands_print_what_the_page_says(tmp_path: Path) -> None:
    """One after the other, as in a session."""
    Site({"css/app.css": "a { color: teal } " * 99, "js/app.js": 'alert("a");\n' * 99}, folder=tmp_path)
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    found = [(command, run(command, tmp_path, {**os.environ, "PATH": path})) for command, _ in examples()]
    assert [(command, steady(printed)) for command, printed in found] == [
        (command, steady(printed)) for command, printed in examples()
    ]
    assert len(found) == 17


def run(command: str, folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, shell=True, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return done.stdout


def steady(printed: str) -> str:
    return _CHANGING.sub("*", printed)
