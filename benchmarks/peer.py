"""What a peer is to the benchmark: a small project that does its natural work on a corpus."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .corpora import LARGE, Corpus
from .measuring import Command
from .tools import Tools

# Groups of equal work: only within one are times compared.
GROUPS: Mapping[str, str] = {
    "each": "Cold, every CSS and JavaScript file by itself, no twins",
    "bundled": "Cold, one CSS and one JavaScript bundle a package, no twins",
    "css": "Cold, the CSS files alone, no twins",
    "twins": "Cold, every file by itself, with compressed twins",
    "unchanged": "Built again with nothing changed",
}


@dataclass(frozen=True, slots=True)
class Project:
    """Where a peer works: `folder` is its own, `output` below it; the corpus is read where it stands, or copied."""

    corpus: Corpus
    folder: Path
    group: str
    tools: Tools

    @property
    def output(self) -> Path:
        return self.folder / "out"

    @property
    def sources(self) -> str:
        """The corpus' root, relative to the folder."""
        return os.path.relpath(self.corpus.root, self.folder)

    def write(self, name: str, text: str) -> None:
        """A file of the project."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def link_sources(self, into: str) -> None:
        """The corpus below the project, for those that want it there. Hard links: do not write to them."""
        shutil.copytree(self.corpus.root, self.folder / into, copy_function=os.link, dirs_exist_ok=True)


@dataclass(frozen=True, slots=True)
class Peer:
    """A program to compare with. `prepare` writes its project and says how it is run.

    `toolset` is the key of `Tools.missing`; `groups` the work that it can do; `made` what a cold run starts without.
    """

    name: str
    toolset: str
    groups: Sequence[str]
    prepare: Callable[[Project], Command]
    made: Sequence[str] = ("out",)
    corpora: Sequence[str] = ("small", "medium")


EVERY_CORPUS = ("small", "medium", LARGE)
