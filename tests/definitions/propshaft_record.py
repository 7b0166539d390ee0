"""Asks the real Propshaft what the table of its answers has, and prints what is otherwise.

`python -m tests.definitions.propshaft_record LIB`: `LIB` is the folder `lib` of the gem, unpacked from Debian's package
ruby-propshaft 1.3.2-1, which only its development version has. Action Pack comes from ruby-actionpack.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from .propshaft_cases import FILES, NAMES, PATHS, TEXTS, Names, Text

_PROGRAM = Path(__file__).with_name("propshaft_answers.rb")
VERSION = "1.3.2"


def ask(library: str) -> dict[str, Text | Names]:
    """All cases with the answers of the program in that folder."""
    asked = [{"files": FILES | {case.path: case.text}, "paths": PATHS} for case in TEXTS.values()]
    asked += [{"files": case.files, "paths": case.paths} for case in NAMES.values()]
    done = subprocess.run(
        ["ruby", f"-I{library}", _PROGRAM], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    assert found["version"] == VERSION
    answers: list[dict[str, Any]] = found["answers"]
    texts = {name: _text(case, answer) for (name, case), answer in zip(TEXTS.items(), answers, strict=False)}
    rest = zip(NAMES.items(), answers[len(TEXTS) :], strict=True)
    return texts | {
        name: case._replace(answer=answer["texts"], kept=tuple(answer["kept"])) for (name, case), answer in rest
    }


def _text(case: Text, answer: dict[str, Any]) -> Text:
    logical = next(case.path[len(path) + 1 :] for path in PATHS if case.path.startswith(f"{path}/"))
    return case._replace(answer=answer["texts"][logical], logged=tuple(answer["logged"]))


def main(library: str) -> int:
    known = {**TEXTS, **NAMES}
    answers = ask(library)
    for name, answer in answers.items():
        if answer != known[name]:
            print(f"{name}:\n  table: {known[name]}\n  asked: {answer}")
    return int(answers != known)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
