"""bun: its bundler, in one call."""

from __future__ import annotations

from ..measuring import Command
from ..peer import Peer, Project
from .entries import FILES, write_entries


def _prepare(project: Project) -> Command:
    loaders = [f"--loader={suffix}:file" for suffix in FILES]
    names = ["--entry-naming=[dir]/[name]-[hash].[ext]", "--asset-naming=[name]-[hash].[ext]"]
    argv = [project.tools.npm("bun"), "build", *write_entries(project), "--minify", "--outdir=out", *names, *loaders]
    return Command(argv, project.folder)


PEER = Peer("bun", "npm", ("bundled",), _prepare)
