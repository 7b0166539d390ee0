"""lightningcss-cli: CSS alone, minified; it names nothing by content."""

from __future__ import annotations

from ..measuring import Command
from ..peer import Peer, Project


def _prepare(project: Project) -> Command:
    files = [f"{project.sources}/{file}" for file in project.corpus.of(".css")]
    argv = [project.tools.npm("lightningcss"), "--minify", "--error-recovery", "--output-dir", "out", *files]
    return Command(argv, project.folder)


PEER = Peer("lightningcss-cli", "npm", ("css",), _prepare)
