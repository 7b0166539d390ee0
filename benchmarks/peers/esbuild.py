"""esbuild: each file by itself in two calls (only bundling lets it rewrite `url()`), or bundled in one."""

from __future__ import annotations

import shlex

from ..measuring import Command
from ..peer import EVERY_CORPUS, Peer, Project
from .entries import FILES, write_entries

_NAMES = [
    "--minify",
    "--entry-names=[dir]/[name]-[hash]",
    "--log-level=error",
    "--log-override:css-syntax-error=silent",
]
_BUNDLE = ["--bundle", "--asset-names=[dir]/[name]-[hash]", *(f"--loader:{suffix}=file" for suffix in FILES)]


def _prepare(project: Project) -> Command:
    program = project.tools.npm("esbuild")
    if project.group == "bundled":
        entries = write_entries(project)
        return Command([program, *entries, *_NAMES, *_BUNDLE, "--outdir=out", "--outbase=bundles"], project.folder)
    root = project.sources
    places = ["--outdir=out", f"--outbase={root}"]
    styles = [program, *(f"{root}/{file}" for file in project.corpus.of(".css")), *_NAMES, *_BUNDLE, *places]
    # References to what a vendor did not ship.
    styles.append("--external:*.css")
    if project.group == "css":
        return Command(styles, project.folder)
    scripts = [program, *(f"{root}/{file}" for file in project.corpus.of(".js")), *_NAMES, *places]
    project.write("build.sh", f"set -e\n{shlex.join(styles)}\n{shlex.join(scripts)}\n")
    return Command(["sh", "build.sh"], project.folder)


PEER = Peer("esbuild", "npm", ("each", "bundled", "css", "unchanged"), _prepare, corpora=EVERY_CORPUS)
