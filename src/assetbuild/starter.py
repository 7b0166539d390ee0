"""The configuration that `init` writes: what it found, and every other key as a comment."""

from __future__ import annotations

import json
import os

_ROOTS = ("assets", "static", "app/static", "src/static", "frontend")
_KINDS = (("css", "css/app.css", ".css"), ("js", "js/app.js", ".js"))


def starter_configuration(folder: str) -> str:
    """TOML for `assetbuild.toml` in `folder`."""
    roots = [root for root in _ROOTS if os.path.isdir(os.path.join(folder, root))] or ["assets"]
    lines = [
        "# assetbuild: https://pypi.org/project/assetbuild/",
        "",
        "# Folders searched for sources, in order; the first that has a path wins.",
        '# A package\'s folder is written "package:NAME/path".',
        f"sources = {json.dumps(roots)}",
        "",
        "# Where artifacts and manifest.json go, and the URL prefix under which they are served.",
        'output = "dist/assets"',
        'url = "/static/"',
        "",
        "# Not emitted by themselves; may still be members of a bundle.",
        '# exclude = ["**/*.test.js"]',
        "",
        '# "safe" minifies CSS and JS, "off" leaves them.',
        '# minify = "safe"',
        '# encodings = ["br", "gzip"]',
        "",
        "# Assets that may name files that are not there.",
        '# allow-missing = ["vendor/**"]',
        "",
        "# A bundle is made of its contents, in order: paths, globs, other bundles.",
    ]
    for kind, path, suffix in _KINDS:
        members = sorted(_members(os.path.join(folder, roots[0]), kind, suffix))
        mark = "" if len(members) > 1 and path not in members else "# "
        lines += [
            f'{mark}[bundles."{path}"]',
            f"{mark}contents = {json.dumps([f'{kind}/*{suffix}'])}",
            "",
        ]
    return "\n".join(lines).rstrip() + "\n"


def _members(root: str, kind: str, suffix: str) -> list[str]:
    try:
        names = os.listdir(os.path.join(root, kind))
    except OSError:
        return []
    return [f"{kind}/{name}" for name in names if name.endswith(suffix)]
