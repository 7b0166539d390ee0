"""assetbuild as it comes: `assetbuild compile` with a configuration for each kind of work."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from ..measuring import Command
from ..peer import EVERY_CORPUS, Peer, Project

_ENCODINGS: Mapping[str, Sequence[str]] = {"twins": ("br", "gzip"), "unchanged": ("br", "gzip")}


def _prepare(project: Project) -> Command:
    encodings = _ENCODINGS.get(project.group, ())
    lines = [f"sources = [{json.dumps(project.sources)}]", 'output = "out"', f"encodings = {json.dumps(encodings)}"]
    if project.group == "css":
        others = {PurePosixPath(file).suffix for file in project.corpus.files} - {".css"}
        lines += [f"exclude = {json.dumps(sorted(f'**/*{suffix}' for suffix in others))}", 'allow-missing = ["**"]']
    if project.group == "bundled":
        lines.append('exclude = ["**/*.css", "**/*.js"]')
        for name, members in project.corpus.bundles().items():
            lines += [f"[bundles.{json.dumps(name)}]", f"contents = {json.dumps(members)}"]
    project.write("assetbuild.toml", "\n".join(lines) + "\n")
    return Command([project.tools.python("assetbuild", "assetbuild"), "compile"], project.folder)


PEER = Peer(
    "assetbuild",
    "assetbuild",
    ("each", "bundled", "css", "twins", "unchanged"),
    _prepare,
    made=("out", ".assetbuild"),
    corpora=EVERY_CORPUS,
)
