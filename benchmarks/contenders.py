"""The contenders of the comparison on one corpus: every peer at the work that it can do, and the floors beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from .corpora import LARGE, Corpus
from .measuring import Command, Contender
from .peer import GROUPS, Peer, Project
from .set_aside import remover, set_aside
from .tools import Tools

_FLOORS = Path(__file__).parent / "floors"


def compared(peers: Sequence[Peer], corpus: Corpus, tools: Tools, work: Path) -> Iterator[Contender]:
    """The peers that are installed, group by group, each with a fresh project below `work`."""
    for group in GROUPS:
        for peer in peers:
            if group in peer.groups and corpus.name in peer.corpora and peer.toolset not in tools.missing:
                yield contender(peer, group, corpus, tools, work)


def contender(peer: Peer, group: str, corpus: Corpus, tools: Tools, work: Path) -> Contender:
    """The peer at that work. What it builds upon is removed before each run, unless nothing is to have changed."""
    folder = work / corpus.name / group / peer.name.replace(" ", "-")
    set_aside(work, folder)
    folder.mkdir(parents=True)
    command = peer.prepare(Project(corpus, folder, group, tools))
    unchanged = group == "unchanged"
    made = [] if unchanged else [folder / name for name in peer.made]
    return Contender(group, peer.name, command, remover(work, *made), folder / peer.made[0], 2 if unchanged else 1)


def floors(corpus: Corpus, tools: Tools, work: Path) -> Iterator[Contender]:
    """What stands beside the peers. The codecs take what assetbuild has put out in the group `twins` by then."""
    python = tools.python("assetbuild")
    folder = work / corpus.name / "floors"
    folder.mkdir(parents=True, exist_ok=True)

    def floor(group: str, name: str, *argv: str) -> Contender:
        return Contender(group, name, Command(argv, folder))

    yield floor("each", "floor: read and SHA-256", python, str(_FLOORS / "digests.py"), str(corpus.root))
    output = work / corpus.name / "twins" / "assetbuild" / "out"
    yield floor("twins", "floor: bare codecs", python, str(_FLOORS / "codecs.py"), str(output))
    yield floor("unchanged", "floor: python -I -c pass", python, "-I", "-c", "pass")
    if corpus.name == LARGE:
        repository = str(corpus.root.parent)
        yield floor("unchanged", "floor: git status", "git", "-C", repository, "status", "--porcelain")
