"""Asks the real importmap-rails what the table of its answers has, and prints what is otherwise.

`python -m tests.definitions.importmap_record GEM`: `GEM` is the folder of the gem, unpacked from Debian's package
ruby-importmap-rails 2.2.3-2, which only its development version has. Action View comes from ruby-actionview.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

from .importmap_cases import CASES, FILES, Case

_PROGRAM = Path(__file__).with_name("importmap_answers.rb")
VERSION = "2.2.3"


def parts(html: str) -> tuple[dict[str, str], tuple[str, ...], str]:
    """What the map has, what is preloaded, and the script that imports the entry point."""
    found = re.match(r'<script type="importmap" data-turbo-track="reload">(.*?)</script>', html, re.DOTALL)
    assert found
    preloaded = re.findall(r'<link rel="modulepreload" href="([^"]*)"', html)
    return json.loads(found[1])["imports"], tuple(unescape(path) for path in preloaded), html.rpartition("\n")[2]


def ask(gem: str) -> dict[str, Case]:
    """All cases with the answers of the program in that folder."""
    cases = [[case.text, case.entry_point] for case in CASES.values()]
    done = subprocess.run(
        ["ruby", _PROGRAM, gem],
        input=json.dumps({"files": FILES, "cases": cases}),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert found["version"] == VERSION
    answered = {}
    for (name, case), html in zip(CASES.items(), found["answers"], strict=True):
        imports, preloaded, script = parts(html)
        assert script == f'<script type="module">import "{case.entry_point}"</script>'
        answered[name] = case._replace(imports=imports, preloaded=preloaded)
    return answered


def main(gem: str) -> int:
    answers = ask(gem)
    for name, answer in answers.items():
        if answer != CASES[name]:
            print(f"{name}:\n  table: {CASES[name]}\n  asked: {answer}")
    return int(answers != CASES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
