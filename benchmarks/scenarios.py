"""assetbuild in the situations that builds meet: a full cache, a changed file, files that were only touched."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from .contenders import remover
from .corpora import Corpus
from .measuring import Command, Contender
from .tools import Tools

GROUP = "assetbuild"
_CODECS = Path(__file__).parent / "floors" / "codecs.py"
_BUNDLE = "bundles/site.css"
_LARGEST_BUNDLE = 300_000


def scenarios(corpus: Corpus, tools: Tools, work: Path) -> Iterator[Contender]:
    """All scenarios that this assetbuild's `compile` has the options for; the others are told."""
    options = compile_options(tools)
    for make in (_cold_uncached, _fast, _forced, _wiped, _touched):
        yield from make(corpus, tools, work / corpus.name / GROUP, options)
    yield from _edited(corpus, tools, work / corpus.name / GROUP)


def compile_options(tools: Tools) -> str:
    """The help of `assetbuild compile`."""
    command = [tools.python("assetbuild", "assetbuild"), "compile", "--help"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def compiler(folder: Path, tools: Tools, sources: str, *options: str, settings: Sequence[str] = ()) -> Command:
    """Write the configuration and say how to compile with it."""
    folder.mkdir(parents=True, exist_ok=True)
    remover(folder / "out", folder / ".assetbuild")(0)
    lines = [f"sources = [{json.dumps(sources)}]", 'output = "out"', *settings]
    (folder / "assetbuild.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Command([tools.python("assetbuild", "assetbuild"), "compile", *options], folder)


def _reading(corpus: Corpus, folder: Path) -> str:
    return os.path.relpath(corpus.root, folder)


def _cold_uncached(corpus: Corpus, tools: Tools, work: Path, options: str) -> Iterator[Contender]:
    for name, settings in (("no twins", ["encodings = []"]), ("br and gzip", [])):
        if "--no-cache" in options:
            folder = work / f"uncached-{name.replace(' ', '-')}"
            command = compiler(folder, tools, _reading(corpus, folder), "--no-cache", settings=settings)
            yield Contender(
                GROUP, f"cold, --no-cache, {name}", command, remover(folder / "out", folder / ".assetbuild")
            )


def _fast(corpus: Corpus, tools: Tools, work: Path, options: str) -> Iterator[Contender]:
    if "--fast" in options:
        folder = work / "fast"
        command = compiler(folder, tools, _reading(corpus, folder), "--fast")
        yield Contender(
            GROUP, "cold, --fast, br and gzip", command, remover(folder / "out", folder / ".assetbuild"), folder / "out"
        )


def _forced(corpus: Corpus, tools: Tools, work: Path, options: str) -> Iterator[Contender]:
    if "--force" in options:
        folder = work / "forced"
        yield Contender(GROUP, "nothing changed, --force", compiler(folder, tools, _reading(corpus, folder), "--force"))


def _wiped(corpus: Corpus, tools: Tools, work: Path, options: str) -> Iterator[Contender]:
    if "--no-cache" in options:
        folder = work / "wiped"
        command = compiler(folder, tools, _reading(corpus, folder))
        yield Contender(GROUP, "output wiped, cache full", command, remover(folder / "out"))


def _touched(corpus: Corpus, tools: Tools, work: Path, _options: str) -> Iterator[Contender]:
    folder = work / "touched"
    file = _own_copy(corpus, folder, corpus.of(".css")[0])
    command = compiler(folder, tools, "assets")
    yield Contender(GROUP, "one file touched", command, lambda _turn: os.utime(file))


def _edited(corpus: Corpus, tools: Tools, work: Path) -> Iterator[Contender]:
    folder = work / "edited"
    members = _a_bundle(corpus)
    file = _own_copy(corpus, folder, members[0])
    settings = [
        f"exclude = {json.dumps(members)}",
        f"[bundles.{json.dumps(_BUNDLE)}]",
        f"contents = {json.dumps(members)}",
    ]
    command = compiler(folder, tools, "assets", settings=settings)
    yield Contender(GROUP, "one CSS file of a bundle changed", command, _appender(file))
    pattern = _BUNDLE.replace(".css", ".*.css")
    argv = [tools.python("assetbuild"), str(_CODECS), str(folder / "out"), pattern]
    yield Contender(GROUP, "floor: bare codecs of that bundle", Command(argv, work))


def _own_copy(corpus: Corpus, folder: Path, file: str) -> Path:
    """The corpus below `folder`, in hard links, but for one file that may be written to."""
    assets = folder / "assets"
    for name in corpus.files:
        target = assets / name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            os.link(corpus.root / name, target)
    own = assets / file
    own.unlink()
    own.write_bytes((corpus.root / file).read_bytes())
    return own


def _appender(file: Path) -> Callable[[int], None]:
    text = file.read_bytes()

    def append(turn: int) -> None:
        file.write_bytes(text + b"\n.round-%d { color: red }\n" % turn)

    return append


def _a_bundle(corpus: Corpus) -> list[str]:
    """The CSS of the package with the most files among those of a usual size."""

    def size(members: list[str]) -> int:
        return sum((corpus.root / member).stat().st_size for member in members)

    bundles = [members for name, members in corpus.bundles().items() if name.endswith(".css")]
    return max((members for members in bundles if size(members) <= _LARGEST_BUNDLE), key=len)
