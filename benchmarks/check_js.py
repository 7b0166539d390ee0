"""Whether minified JavaScript means what its source means, by acorn's syntax trees; and our tokens against acorn's."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assetbuild.references.js_brackets import is_trivia
from assetbuild.references.js_tokens import tokenise
from assetbuild.references.scan_error import ScanError
from benchmarks.corpus import Package, fetch, unpack

SUFFIXES = (".js", ".mjs", ".cjs")
STATES = ("equal", "passed through", "changed", "unparsable", "tokens differ", "licence lost")
_ACORN = Package(
    "acorn",
    "8.19.0",
    "sha512-oJlA3XiRm7Cyk6qFD2Jn8ak9B7jSy0qy00ADO3+8dpT0LSjFihQYv4C02LFCSYJV3Q37xYwwRy5m+IpIiUzqWw==",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A source and the file that was made of it."""

    source: Path
    artifact: Path


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a source; `why` is empty for one that is equal."""

    source: str
    state: str
    why: str


def acorn(folder: Path) -> Path:
    """The folder of the pinned parser, fetched into `folder` where it is not there yet."""
    return unpack(_ACORN, fetch(_ACORN, folder), folder)


def check_js(pairs: Iterable[Pair], folder: Path) -> list[Verdict]:
    """A verdict for each pair; tools are fetched into `folder`."""
    program = Path(__file__).with_suffix(".mjs")
    # Parsers recurse: the default stack is too short for chains of thousands of operators.
    command = ["node", "--stack-size=7800", str(program), str(acorn(folder))]
    lines = "".join(json.dumps(_question(pair)) + "\n" for pair in pairs)
    answers = subprocess.run(command, input=lines, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout
    return [_verdict(json.loads(line)) for line in answers.splitlines()]


def _question(pair: Pair) -> dict[str, str]:
    question = {"source": str(pair.source), "artifact": str(pair.artifact)}
    try:
        text = pair.source.read_bytes().decode().removeprefix("\ufeff")
        tokens = hashlib.sha256("\0".join(_significant(text)).encode()).hexdigest()
    except (ScanError, UnicodeDecodeError):
        return question
    return question | {"tokens": tokens}


def _significant(text: str) -> Iterator[str]:
    return (token for token in tokenise(text) if not is_trivia(token))


def _verdict(answer: dict[str, str]) -> Verdict:
    return Verdict(answer["source"], answer["state"], answer.get("why", ""))
