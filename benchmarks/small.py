"""How small the levels of `minify` are, against their engines alone: `python -m benchmarks.small`.

Each file of a corpus is minified by our filters, before references are rewritten, and by esbuild's command line,
lightningcss and rjsmin themselves, for the same browsers.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import lightningcss
import rjsmin

from assetbuild.config import Config
from assetbuild.errors import Location
from assetbuild.esbuild.binary import find_binary
from assetbuild.esbuild.tool import Esbuild
from assetbuild.filters import esbuild, rcssmin
from assetbuild.filters import lightningcss as lightning
from assetbuild.filters import rjsmin as safe
from assetbuild.filters.engines import Engines
from assetbuild.model import Fetch, Filter, FilterInput

from .corpora import LIBRARIES, NAMES, Corpus, lay_out

_CONFIG = Config()


@dataclass(frozen=True, slots=True)
class Row:
    """What is compared: bytes of all files that the engine took, by the engine alone and by us; files, and how many of
    them the engine refused, with our bytes of these."""

    what: str
    engine: int
    ours: int
    files: int
    refused: int
    left: int

    @property
    def ratio(self) -> float:
        return self.ours / self.engine if self.engine else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare sizes with those of the engines.")
    parser.add_argument("--corpus", choices=(LIBRARIES, *NAMES), default=LIBRARIES)
    parser.add_argument("--into", type=Path, default=Path(".corpus"), metavar="DIR")
    given = parser.parse_args()
    corpus = lay_out(given.corpus, given.into)
    tool = Esbuild(_CONFIG.targeted_esbuild(), tempfile.mkdtemp(), Location("benchmark"))
    engines = Engines(tool, _CONFIG.targets)
    scripts, styles = _texts(corpus, ".js"), _texts(corpus, ".css")
    with tempfile.TemporaryDirectory() as folder:
        alone = _esbuild_alone(corpus, scripts, Path(folder))
    lightning_alone = {path: _lightning_alone(text) for path, text in styles.items()}
    rows = [
        _row("small, .js / esbuild", scripts, alone.get, esbuild.load(engines)),
        _row("small, .css / lightningcss", styles, lightning_alone.get, lightning.load(engines)),
        _row("safe, .js / rjsmin", scripts, lambda path: len(_rjsmin_alone(scripts[path])), safe.load()),
        _row("safe, .css / lightningcss", styles, lightning_alone.get, rcssmin.load()),
    ]
    tool.close()
    print(f"| {corpus.name} | files | engine alone | ours | ratio | refused | ours of these |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for row in rows:
        print(
            f"| {row.what} | {row.files:,} | {row.engine:,} | {row.ours:,} | {row.ratio:.4f} "
            f"| {row.refused:,} | {row.left:,} |"
        )
    sys.exit(any(row.ratio > limit for row, limit in zip(rows, (1.0, 1.0, 1.005, 99.0), strict=True)))


def _texts(corpus: Corpus, suffix: str) -> dict[str, str]:
    found = {}
    for path in corpus.of(suffix):
        data = (corpus.root / path).read_bytes()
        if b".min." not in path.encode() and not _broken(data):
            found[path] = data.decode()
    return found


def _broken(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False


def _row(what: str, texts: dict[str, str], alone: Callable[[str], int | None], found: Filter) -> Row:
    engine = ours = refused = left = 0
    assert found.each
    for path, text in texts.items():
        size = len(found.each(FilterInput(path, text), {}, _NoSources()).text.encode())
        whole = alone(path)
        if whole is None:
            refused, left = refused + 1, left + size
        else:
            engine, ours = engine + whole, ours + size
    return Row(what, engine, ours, len(texts), refused, left)


def _esbuild_alone(corpus: Corpus, paths: Iterable[str], into: Path) -> dict[str, int]:
    """The sizes by path; a file that is refused has none."""
    program = find_binary(_CONFIG.esbuild, ".", Location("benchmark"))
    targets = ",".join(_CONFIG.targeted_esbuild().target)
    options = ["--minify", f"--target={targets}", "--charset=utf8", "--log-level=silent", f"--outbase={corpus.root}"]
    sizes = {}
    for path in paths:
        out = into / path
        command = [program, str(corpus.root / path), *options, f"--outfile={out}"]
        if subprocess.run([each for each in command if not each.startswith("--outbase")]).returncode == 0:
            sizes[path] = out.stat().st_size
    return sizes


def _lightning_alone(text: str) -> int | None:
    try:
        made = lightningcss.process_stylesheet(text.removeprefix("\ufeff"), browsers_list=[_CONFIG.targets])
    except ValueError:
        return None
    return len(made.encode())


def _rjsmin_alone(text: str) -> bytes:
    return str(rjsmin.jsmin(text, keep_bang_comments=True)).encode()


class _NoSources(Fetch):
    """Minifiers ask for nothing else."""

    def __call__(self, path: str) -> bytes | None:
        return None

    def file(self, path: str) -> str | None:
        return None

    def digest(self, path: str) -> str | None:
        return None

    def exists(self, path: str) -> bool:
        return False


if __name__ == "__main__":
    main()
