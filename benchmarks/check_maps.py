"""Whether source maps tell the truth: `python -m benchmarks.check_maps [--corpora DIR] [--kind js|css]`.

Bundles the medium corpus with and without source maps, each several times, and has `@jridgewell/trace-mapping`, which
is not ours, read the maps: every mapped word must be the same in its source. Prints what was found and the CPU time
that maps cost; exit status 1 where a word was another. Needs node and npm, for the check only.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.corpora import Corpus, lay_out
from benchmarks.corpus import Package, fetch, unpack

_PROGRAM = "from assetbuild.cli import main; main()"
_ROUNDS = 3
_PACKAGES = (
    Package(
        "@jridgewell/trace-mapping",
        "0.3.31",
        "sha512-zzNR+SdQSDJzc8joaeP8QQoCQr8NuYx2dIIytl1QeBEZHJ9uW6hebsrYgbz8hJwUQao3TWCMtmfV8Nu1twOLAw==",
    ),
    Package(
        "@jridgewell/sourcemap-codec",
        "1.6.0",
        "sha512-T7jf+5zgsZHwNJ4lvQ7/aezbyk0nNX+zJVWpmHA7VYsEx7a7qr5Rg5IbtJFqkgze5Y2sruq1RUY8Q837Od7iFw==",
    ),
    Package(
        "@jridgewell/resolve-uri",
        "3.1.3",
        "sha512-lhTtjtoEArWBjismtfS761S9Hlyn+nIZqOZVYoZ1Xn82PMNMVnk+jj/NhC4fAXGTs7ydONcJiR5vyQBTMDu27g==",
    ),
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Check the source maps of the medium corpus.")
    parser.add_argument("--corpora", type=Path, default=Path(".corpus"), metavar="DIR", help="default: .corpus")
    parser.add_argument("--kind", choices=("js", "css"), help="bundles of one kind only")
    arguments = parser.parse_args()
    into: Path = arguments.corpora
    corpus = lay_out("medium", into)
    work = into / "work" / "maps"
    seconds = {maps: _compile(corpus, work / str(maps), maps, arguments.kind) for maps in (False, True)}
    cost = seconds[True] / seconds[False] - 1
    print(f"without maps {seconds[False]:.2f} s of CPU time, with them {seconds[True]:.2f} s: {cost:.0%} more")
    sys.exit(_check(work / "True" / "out", corpus, into / "archives"))


def _compile(corpus: Corpus, folder: Path, maps: bool, kind: str | None) -> float:
    """Bundle everything, and the least CPU time in seconds that it took."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"sources = [{json.dumps(os.path.relpath(corpus.root, folder))}]", 'output = "out"', "encodings = []"]
    lines += ['exclude = ["**/*.js", "**/*.css"]', f"sourcemaps = {json.dumps(maps)}"]
    for name, members in corpus.bundles().items():
        if name.endswith(kind or ""):
            lines += [f"[bundles.{json.dumps(name)}]", f"contents = {json.dumps(members)}"]
    (folder / "assetbuild.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return min(_time(folder) for _ in range(_ROUNDS))


def _time(folder: Path) -> float:
    shutil.rmtree(folder / "out", ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", _PROGRAM, "compile", "--no-cache", "--quiet"], cwd=folder, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _check(output: Path, corpus: Corpus, archives: Path) -> int:
    archives.mkdir(parents=True, exist_ok=True)
    folders = [str(unpack(package, fetch(package, archives), archives)) for package in _PACKAGES]
    program = Path(__file__).with_suffix(".mjs")
    return subprocess.run(["node", str(program), str(output), str(corpus.root), *folders]).returncode


if __name__ == "__main__":
    main()
