"""What a contender did and did not do, told from the files that it left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .corpora import Corpus, list_files

_TWINS = {".br": "br", ".gz": "gzip", ".zst": "zstd"}
_TEXT = (".css", ".js")
# `url()` of anything but data, an id or another site.
_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]+))\s*\)""")
_AWAY = re.compile(r"(?:[a-z]+:|//|#|$)", re.IGNORECASE)
_DATA = re.compile(rb"""url\(\s*(?:"data:[^"]*"|'data:[^']*'|data:[^)"']*)\s*\)""")
# A digest in a name: of letters and digits, with a digit or a capital in it.
_DIGEST = re.compile(r"[.\-](?=[^.]*[0-9A-Z])[0-9A-Za-z_\-]{7,64}(?=\.|$)")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Counts of files and sizes in bytes; `twins` by encoding. Percentages are of the output's own files or references.

    `minified` is the size of the CSS and JavaScript against that of the sources of their kind: over 95 % says no.
    `inlined` counts `data:` URLs in CSS.
    """

    files: int
    size: int
    css: int
    js: int
    others: int
    minified: int
    fingerprinted: int
    rewritten: int
    inlined: int
    twins: dict[str, int]


def observe(output: Path, corpus: Corpus) -> Outcome:
    """The outcome in that folder."""
    twins = dict.fromkeys(_TWINS.values(), 0)
    files = []
    for file in list_files(output):
        suffix = PurePosixPath(file).suffix
        if suffix in _TWINS:
            twins[_TWINS[suffix]] += 1
        else:
            files.append(file)
    known = {PurePosixPath(file).name for file in corpus.files}
    texts = [file for file in files if file.endswith(_TEXT)]
    named = [file for file in files if is_fingerprinted(file, known)]
    # Django's storages leave the files as they were beside those that they made of them.
    styles = [file for file in texts if file.endswith(".css")]
    made = [file for file in styles if file in set(named)] or styles
    references = [target for file in made for target in references_of(output / file)]
    rewritten = [target for target in references if is_fingerprinted(target, known)]
    js = [file for file in texts if file.endswith(".js")]
    others = [file for file in files if not file.endswith((*_TEXT, ".json"))]
    return Outcome(
        files=len(files),
        size=sum((output / file).stat().st_size for file in files),
        css=len(styles),
        js=len(js),
        others=len(others),
        minified=_percent(_without_copies(output, texts, len(corpus.of(*_TEXT))), _length_of_sources(corpus, texts)),
        fingerprinted=_percent(len(named), len(files)),
        rewritten=_percent(len(rewritten), len(references)),
        inlined=sum(len(_DATA.findall((output / file).read_bytes())) for file in made),
        twins={encoding: count for encoding, count in twins.items() if count},
    )


def is_fingerprinted(path: str, known: set[str]) -> bool:
    """Whether the name has a digest in it, or a query that is one, and is none of the sources' names."""
    path, _, query = path.partition("?")
    name = PurePosixPath(path.partition("#")[0]).name
    if name in known:
        return len(query) >= 8
    return bool(_DIGEST.search(name))


def references_of(file: Path) -> Iterator[str]:
    """The targets of `url()` in a file of CSS."""
    for match in _URL.finditer(file.read_text(encoding="utf-8", errors="replace")):
        target = match[1] or match[2] or match[3] or ""
        if not _AWAY.match(target):
            yield target


def _without_copies(output: Path, files: list[str], sources: int) -> int:
    """The length of the texts; where they outnumber the sources, the least of those of one name but for a digest."""
    lengths: dict[str, int] = {}
    for file in files:
        key = _DIGEST.sub("", file).replace(".packed", "") if len(files) > sources else file
        found = _length(output / file)
        lengths[key] = min(found, lengths.get(key, found))
    return sum(lengths.values())


def _length_of_sources(corpus: Corpus, like: list[str]) -> int:
    kinds = tuple({PurePosixPath(file).suffix for file in like})
    return sum(_length(corpus.root / file) for file in corpus.of(*kinds)) if kinds else 0


def _length(file: Path) -> int:
    """Bytes but for `data:` URLs, which some peers make of other files."""
    return len(_DATA.sub(b"", file.read_bytes()))


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
