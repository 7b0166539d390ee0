"""Entry points for the bundlers: for each bundle a file that imports its members."""

from __future__ import annotations

import os

from ..peer import Project

# Loaded as files of their own and fingerprinted, as assetbuild does.
FILES = (".png", ".svg", ".gif", ".jpg", ".woff", ".woff2", ".ttf", ".eot", ".otf", ".cur")


def write_entries(project: Project) -> list[str]:
    """The names of the files written below the project's folder: `bundles/NAME.css`, `bundles/NAME.js`."""
    bundles = project.corpus.bundles()
    for name, members in bundles.items():
        rule = '@import "{}";' if name.endswith(".css") else 'import "{}";'
        folder = os.path.dirname(project.folder / name)
        paths = [os.path.relpath(project.corpus.root / member, folder) for member in members]
        project.write(name, "\n".join(rule.format(path) for path in paths) + "\n")
    return list(bundles)
