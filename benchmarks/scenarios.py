"""assetbuild in the situations that builds meet: a full cache, a changed file, files that were only touched."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .corpora import LARGE, Corpus
from .measuring import Command, Contender
from .set_aside import remover
from .tools import Tools

GROUP = "assetbuild"
_CODECS = Path(__file__).parent / "floors" / "codecs.py"
_BUNDLE = "bundles/site.css"
_LARGEST_BUNDLE = 300_000
_MADE = ("out", ".assetbuild")
_NO_TWINS = "encodings = []"


@dataclass(frozen=True, slots=True)
class _Scenario:
    """`compile` with these options after these were removed; those with `twins` are not for the large corpus."""

    name: str
    options: Sequence[str] = ()
    removed: Sequence[str] = ()
    twins: bool = True


# An option that this assetbuild does not have yet fails, and the table says so.
_SCENARIOS = (
    _Scenario("cold, --no-cache, no twins", ["--no-cache"], _MADE, twins=False),
    _Scenario("cold, --no-cache, br and gzip", ["--no-cache"], _MADE),
    _Scenario("cold, --fast, br and gzip", ["--fast"], _MADE),
    _Scenario("nothing changed, --force", ["--force"]),
    _Scenario("output wiped, cache full", removed=["out"]),
    _Scenario("output wiped, cache full, no twins", removed=["out"], twins=False),
)


def scenarios(corpus: Corpus, tools: Tools, work: Path) -> Iterator[Contender]:
    """All scenarios, in projects below `work`."""
    folder = work / corpus.name / GROUP
    for number, scenario in enumerate(_SCENARIOS):
        if corpus.name != LARGE or not scenario.twins:
            yield _reading(scenario, corpus, tools, work, folder / str(number))
    settings = [_NO_TWINS] if corpus.name == LARGE else []
    yield _touched(corpus, tools, folder / "touched", settings)
    yield from _edited(corpus, tools, folder / "edited", settings)


def compiler(folder: Path, tools: Tools, sources: str, *options: str, settings: Sequence[str] = ()) -> Command:
    """Write the configuration and say how to compile with it."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"sources = [{json.dumps(sources)}]", 'output = "out"', *settings]
    (folder / "assetbuild.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Command([tools.python("assetbuild", "assetbuild"), "compile", *options], folder)


def _reading(scenario: _Scenario, corpus: Corpus, tools: Tools, work: Path, folder: Path) -> Contender:
    sources = os.path.relpath(corpus.root, folder)
    settings = [] if scenario.twins else [_NO_TWINS]
    command = compiler(folder, tools, sources, *scenario.options, settings=settings)
    return Contender(GROUP, scenario.name, command, remover(work, *(folder / name for name in scenario.removed)))


def _touched(corpus: Corpus, tools: Tools, folder: Path, settings: Sequence[str]) -> Contender:
    file = _own_copy(corpus, folder, corpus.of(".css")[0])
    command = compiler(folder, tools, "assets", settings=settings)
    return Contender(GROUP, "one file touched", command, lambda _turn: os.utime(file))


def _edited(corpus: Corpus, tools: Tools, folder: Path, settings: Sequence[str]) -> Iterator[Contender]:
    bundled = _a_bundle(corpus)
    file = _own_copy(corpus, folder, bundled[0])
    members = json.dumps(bundled)
    bundle = [f"exclude = {members}", f"[bundles.{json.dumps(_BUNDLE)}]", f"contents = {members}"]
    command = compiler(folder, tools, "assets", settings=[*settings, *bundle])
    yield Contender(GROUP, "one CSS file of a bundle changed", command, _appender(file))
    argv = [tools.python("assetbuild"), str(_CODECS), str(folder / "out"), _BUNDLE.replace(".css", ".*.css")]
    yield Contender(GROUP, "floor: bare codecs of that bundle", Command(argv, folder))


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
