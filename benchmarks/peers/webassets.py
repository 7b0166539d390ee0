"""webassets: one `Bundle` for each file or package, by rcssmin and rjsmin as in assetbuild, with `cssrewrite`."""

from __future__ import annotations

from pathlib import PurePosixPath

from ..measuring import Command
from ..peer import Peer, Project

_BUILD = """\
from webassets import Bundle, Environment

environment = Environment("static", "/static/", manifest="json:out.json")
for number, (output, members, filters) in enumerate({bundles!r}):
    environment.register(str(number), Bundle(*members, filters=filters, output=output))
for bundle in environment:
    bundle.build()
"""
_FILTERS = {".css": "cssrewrite,rcssmin", ".js": "rjsmin"}


def bundles(project: Project) -> list[tuple[str, list[str], str]]:
    """Output, members and filters of each bundle; outputs are below `out`, named by content."""
    if project.group == "bundled":
        groups = project.corpus.bundles()
    else:
        groups = {file: [file] for file in project.corpus.of(".css", ".js")}
    found = []
    for name, members in groups.items():
        path = PurePosixPath(name)
        output = f"out/{path.with_suffix('')}.%(version)s{path.suffix}"
        found.append((output, members, _FILTERS[path.suffix]))
    return found


def _prepare(project: Project) -> Command:
    project.link_sources("static")
    project.write("build.py", _BUILD.format(bundles=bundles(project)))
    return Command([project.tools.python("webassets"), "build.py"], project.folder)


MADE = ("static/out", "static/.webassets-cache", "static/out.json")
PEER = Peer("webassets", "webassets", ("each", "bundled", "unchanged"), _prepare, MADE)
