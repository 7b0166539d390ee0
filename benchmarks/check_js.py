"""Whether minified JavaScript means what its source means, by acorn's syntax trees; and our tokens against acorn's."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from assetbuild.references.js_brackets import is_trivia
from assetbuild.references.js_tokens import tokenise
from assetbuild.references.scan_error import ScanError
from benchmarks.corpus import Package, fetch, unpack

SUFFIXES = (".js", ".mjs", ".cjs")
STATES = ("equal", "passed through", "same tokens", "changed", "unparsable", "tokens differ", "licence lost")
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
    pairs = list(pairs)
    verdicts = ask((_question(pair) for pair in pairs), folder)
    return [_by_tokens(pair, verdict) for pair, verdict in zip(pairs, verdicts, strict=True)]


def _by_tokens(pair: Pair, verdict: Verdict) -> Verdict:
    """The verdict on a source that no parser takes, by its tokens."""
    if verdict.state != "not valid":
        return verdict
    before, after = (token_digest(_text(file)) for file in (pair.source, pair.artifact))
    return replace(verdict, state="same tokens" if before and before == after else "changed")


def ask(questions: Iterable[Mapping[str, str]], folder: Path) -> list[Verdict]:
    """A verdict for each question, as check_js.mjs has them."""
    program = Path(__file__).with_suffix(".mjs")
    # Parsers recurse: the default stack is too short for chains of thousands of operators.
    command = ["node", "--stack-size=7800", str(program), str(acorn(folder))]
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    answers = subprocess.run(command, input=lines, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout
    return [_verdict(json.loads(line)) for line in answers.splitlines()]


def token_digest(text: str) -> str | None:
    """The SHA-256 of the tokens of substance, or None for what our scanner refuses."""
    try:
        tokens = [token for token in tokenise(text) if not is_trivia(token)]
    except ScanError:
        return None
    return hashlib.sha256("\0".join(tokens).encode()).hexdigest()


def _question(pair: Pair) -> dict[str, str]:
    question = {"source": str(pair.source), "artifact": str(pair.artifact)}
    tokens = token_digest(_text(pair.source))
    return question | {"tokens": tokens} if tokens else question


def _text(file: Path) -> str:
    return file.read_bytes().decode(errors="replace").removeprefix("\ufeff")


def _verdict(answer: dict[str, str]) -> Verdict:
    return Verdict(answer.get("source", ""), answer["state"], answer.get("why", ""))
