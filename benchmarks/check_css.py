"""Whether compiled CSS means what its source means, by tinycss2; and whether all of its URLs lead to files."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from posixpath import dirname, normpath

from tests.css_parser import meaning_of, urls_of

from assetbuild.references import css
from assetbuild.references.spans import rewrite
from benchmarks.check_js import Pair, Verdict

SUFFIXES = (".css",)
STATES = ("equal", "passed through", "changed", "references differ", "URL leads nowhere", "licence lost")
_DEPTH = 100_000
_FINGERPRINT = re.compile(r"\.[0-9a-f]{12}(?=(?:\.[^./]+)?\Z)")
_LICENCE = re.compile(r"/\*![\s\S]*?\*/")


def check_css(pairs: Iterable[Pair], folder: Path) -> list[Verdict]:
    """A verdict for each pair; `folder` is where tools would be fetched to, and none is needed."""
    sys.setrecursionlimit(_DEPTH)
    return [_check(pair) for pair in pairs]


def _check(pair: Pair) -> Verdict:
    source, artifact = pair.source.read_bytes(), pair.artifact.read_bytes()
    if source == artifact:
        return Verdict(str(pair.source), "passed through", "")
    state, why = _compare(source.decode().removeprefix("\ufeff"), artifact.decode().removeprefix("\ufeff"), pair)
    return Verdict(str(pair.source), state, why)


def _compare(source: str, artifact: str, pair: Pair) -> tuple[str, str]:
    if _targets(source) != _scanned(source):
        return "references differ", f"{set(_targets(source)) ^ set(_scanned(source))}"
    for path, _ in _targets(artifact):
        if not path.startswith("/") and not (pair.artifact.parent / path).is_file():
            return "URL leads nowhere", path
    if _LICENCE.findall(source) != _LICENCE.findall(artifact):
        return "licence lost", ""
    before = meaning_of(_by_name(source, str(pair.source.parent), re.compile(r"(?!)")))
    after = meaning_of(_by_name(artifact, str(pair.artifact.parent), _FINGERPRINT))
    if before == after:
        return "equal", ""
    first = next((pair for pair in zip(before, after, strict=False) if pair[0] != pair[1]), (len(before), len(after)))
    return "changed", f"{first[0]} became {first[1]}"[:2000]


def _targets(text: str) -> list[tuple[str, str]]:
    """The references by the other parser."""
    return [target for url in urls_of(text) if (target := css.split_target(url))]


def _scanned(text: str) -> list[tuple[str, str]]:
    return [(each.target, each.suffix) for each in css.scan(text) if each.kind != "sourcemap"]


def _by_name(text: str, folder: str, fingerprint: re.Pattern[str]) -> str:
    """The text with logical names for references: the last folders and the file, which no other source shares."""
    replacements = []
    for reference in css.scan(text):
        path = normpath(f"{folder}/{reference.target}")
        name = "/".join((*dirname(path).rsplit("/", 3)[1:], fingerprint.sub("", path.rsplit("/", 1)[-1])))
        replacements.append((reference.start, reference.end, re.sub(r"[^\w./]", "_", name)))
    return rewrite(text, replacements)
