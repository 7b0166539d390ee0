"""What a build costs beyond esbuild: `python -m benchmarks.esbuild_overhead [--rounds N] [--into DIR]`.

Both bundle the medium corpus, one bundle of scripts and one of style sheets a package, by the same program, entry
points and flags, and name their outputs by content; the bare call writes the metafile too, without which nobody knows
its names. Equal work is that and no more, so ours keeps no cache; what it does besides is to digest for integrity, to
link, and to write a manifest. Pairs are run in turn: that one; one in which ours fills its cache; one in which the bare
call flushes its output to the disk (`sync -f`), as ours always does. Then come the bytes of both outputs, as they are
and in brotli 11; names have four digits more in ours, wherever they stand.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import statistics
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from assetbuild.config import Config
from assetbuild.encodings import encode
from assetbuild.errors import Location
from assetbuild.esbuild.binary import find_binary, version_of
from assetbuild.esbuild.settings import bundle_flags
from assetbuild.media_types import is_compressed

from .corpora import Corpus, lay_out
from .measuring import Command, Contender, Result, measure
from .peer import Project
from .peers.entries import write_entries
from .set_aside import delete_what_was_set_aside, remover
from .tools import Tools

_PROGRAM = Path(sys.executable).with_name("assetbuild")
_HERE = Location("benchmark")
_OURS, _BARE = "assetbuild", "esbuild"


class _Pair(NamedTuple):
    """`options` are those of our call, `after` is what the shell does behind the bare one."""

    name: str
    options: Sequence[str] = ("--no-cache",)
    after: str = ""


_PAIRS = (
    _Pair("the bare call"),
    _Pair("and a cache filled", ()),
    _Pair("the bare call, flushed", after="sync -f bare"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare a build of entry points with a bare call of esbuild.")
    parser.add_argument("--rounds", type=int, default=11, metavar="N", help="beside a warm-up; default: 11")
    parser.add_argument("--into", type=Path, default=Path(".corpus"), metavar="DIR", help="default: .corpus")
    given = parser.parse_args()
    into: Path = given.into.absolute()
    corpus = lay_out("medium", into)
    work = into / "work"
    folders = [work / "overhead" / str(number) for number in range(len(_PAIRS))]
    for folder, pair in zip(folders, _PAIRS, strict=True):
        _write(corpus, folder, pair)
    contenders = [
        each for folder, pair in zip(folders, _PAIRS, strict=True) for each in _contenders(folder, pair, work)
    ]
    _print_times(measure(contenders, given.rounds))
    _print_sizes(folders[0])
    delete_what_was_set_aside(work)


def _write(corpus: Corpus, folder: Path, pair: _Pair) -> None:
    """The project of a pair: entry points, our configuration, and a script with the bare call."""
    folder.mkdir(parents=True, exist_ok=True)
    project = Project(corpus, folder, "bundled", Tools(folder, {}))
    entries = write_entries(project)
    program = find_binary(Config().esbuild, str(folder), _HERE)
    lines = [f'sources = [".", {json.dumps(project.sources)}]', 'output = "out"', "encodings = []"]
    # Sources are what bundles are made of, and no assets by themselves.
    lines += ['exclude = ["vendor/**", "bundles/**", "bare/**", "*"]', 'allow-missing = ["**"]']
    lines += ["[esbuild]", f"binary = {json.dumps(program)}", f"version = {json.dumps(version_of(program, _HERE))}"]
    for name in entries:
        lines += [f"[bundles.{json.dumps(f'built/{name}')}]", f"entry = {json.dumps(name)}"]
    project.write("assetbuild.toml", "\n".join(lines) + "\n")
    project.write("bare.sh", f"set -e\n{shlex.join([program, *entries, *_flags()])}\n{pair.after}\n")


def _flags() -> list[str]:
    """Those of our own call, with an output that is written, and named by content."""
    flags = bundle_flags(Config().targeted_esbuild(), True, "/static/", "")
    kept = [flag for flag in flags if not flag.startswith(("--outdir", "--public-path", "--metafile"))]
    return [*kept, "--outdir=bare", "--entry-names=[dir]/[name]-[hash]", "--metafile=bare/metafile.json"]


def _contenders(folder: Path, pair: _Pair, work: Path) -> list[Contender]:
    ours = Command([str(_PROGRAM), "compile", "--quiet", *pair.options], folder)
    bare = Command(["sh", "bare.sh"], folder)
    return [
        Contender(pair.name, _OURS, ours, remover(work, folder / "out", folder / ".assetbuild")),
        Contender(pair.name, _BARE, bare, remover(work, folder / "bare")),
    ]


def _print_times(results: Sequence[Result]) -> None:
    """Medians of what was taken, and of the ratios within each round."""
    print("| against | ours, wall | bare, wall | wall | CPU |\n|---|--:|--:|--:|--:|")
    for pair, ours, bare in zip(_PAIRS, results[::2], results[1::2], strict=True):
        if ours.failure or bare.failure:
            sys.exit(f"{pair.name}: {ours.failure or bare.failure}")
        walls, processor = (_ratio(ours, bare, unit) for unit in ("wall", "cpu"))
        times = [statistics.median(sample.wall for sample in result.samples) for result in (ours, bare)]
        print(f"| {pair.name} | {times[0]:.3f} s | {times[1]:.3f} s | {walls:.2f} × | {processor:.2f} × |")


def _ratio(ours: Result, bare: Result, unit: str) -> float:
    pairs = zip(ours.samples, bare.samples, strict=True)
    middle: float = statistics.median(getattr(one, unit) / getattr(other, unit) for one, other in pairs)
    return middle


def _print_sizes(folder: Path) -> None:
    print("\n| | files | bytes | brotli 11 |\n|---|--:|--:|--:|")
    for name, output, index in ((_OURS, "out", "manifest.json"), (_BARE, "bare", "metafile.json")):
        print(f"| {name} | {' | '.join(f'{size:,}' for size in _sizes(folder / output, index))} |")


def _sizes(folder: Path, index: str) -> tuple[int, int, int]:
    """How many files, their bytes, and those of what is smaller in brotli as that; the index of names left out."""
    files = [Path(place, name) for place, _, names in os.walk(folder) for name in names if name != index]
    contents = [(file.name, file.read_bytes()) for file in files]
    return len(files), sum(len(data) for _, data in contents), sum(_in_brotli(contents))


def _in_brotli(contents: Iterable[tuple[str, bytes]]) -> Iterable[int]:
    for name, data in contents:
        yield len(data) if is_compressed(name) else min(len(data), len(encode(data, "br")))


if __name__ == "__main__":
    main()
