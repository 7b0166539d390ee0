"""The configuration that `init` writes: what it found, and every other key as a comment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from json import dumps

from .logical import BadPath, normalise

_ROOTS = ("assets", "static", "frontend", "public", "app/static", "app/assets")
_IN_PACKAGES = ("static", "assets")
# Folders that hold other people's files, or files that were made.
_NOT_OURS = frozenset("node_modules venv env build dist site-packages tests test docs".split())
_KINDS = ((".css", "css/app.css"), (".js", "js/app.js"))
_MOST_MEMBERS = 8
_SETTINGS = re.compile(r"""["']DJANGO_SETTINGS_MODULE["'],\s*["']([\w.]+)["']""")


def starter_configuration(folder: str) -> str:
    """TOML for `assetbuild.toml` in `folder`. Its active lines compile; what needs a decision is a comment."""
    roots = find_roots(folder)
    settings = django_settings(folder)
    lines = [
        "# The configuration of assetbuild. Paths are relative to this file. A commented key shows its default or an",
        "# example. Compile with: assetbuild compile",
        "",
        "# Folders searched for sources, in this order: where two have the same path, the first wins.",
        '# The folder of an installed package is written "package:NAME/folder"; all that a Django project has,',
        '# "django:" and the module of its settings.',
        *_sources(roots or ["assets"], settings),
        *_packages(folder),
        "",
        "# Where the files and manifest.json go. It is safe to delete, and belongs in .gitignore.",
        'output = "dist/assets"',
        "",
        "# The URL under which the web server serves that folder. ASSETBUILD_URL overrides it at run time.",
        'url = "/static/"',
        "",
        "# Sources that are not emitted by themselves; they may still be members of a bundle.",
        '# exclude = ["**/*.test.js"]',
        "",
        '# "safe" minifies CSS and JS, but for *.min.*; "off" leaves them as they are.',
        '# minify = "safe"',
        "",
        '# Compressed twins beside each file that they make smaller. "zstd" needs assetbuild[zstd].',
        '# encodings = ["br", "gzip"]',
        "",
        "# Sources that may name files that do not exist. Anywhere else that fails the build.",
        '# allow-missing = ["vendor/**"]',
        "",
        "# A bundle is made of its contents, in this order: paths, globs, other bundles; `!` takes out.",
        *_bundles([os.path.join(folder, root) for root in roots]),
    ]
    return "\n".join(lines).rstrip() + "\n"


def definition_configuration(name: str, title: str) -> str:
    """TOML for `assetbuild.toml` that takes the definition of that name, `KIND:PATH`, of the tool `title`."""
    kind, _, path = name.partition(":")
    whose = f"{path} is the configuration of {title}, and stays" if path != "." else f"The files of {title}, stay"
    lines = [
        f"# {whose} in force: assetbuild compiles what {'it says' if path != '.' else 'they say'}.",
        f"# To have it as keys of assetbuild, delete this file, and run: assetbuild migrate {kind} {path}",
        f"from = {dumps(name, ensure_ascii=False)}",
        "",
        "# Keys of assetbuild take the place of what it says.",
        '# output = "dist/assets"',
        '# url = "/static/"',
        '# minify = "safe"',
        '# encodings = ["br", "gzip"]',
    ]
    return "\n".join(lines) + "\n"


def find_roots(folder: str) -> list[str]:
    """The folders in `folder` that look like source roots: the usual names, and those of packages, sorted."""
    usual = [root for root in _ROOTS if os.path.isdir(os.path.join(folder, root))]
    packages = [name for name in _folders(folder) if name not in usual and name != "src"]
    packages += [f"src/{name}" for name in _folders(os.path.join(folder, "src"))]
    inner = [f"{package}/{name}" for package in packages for name in _IN_PACKAGES]
    return list(dict.fromkeys([*usual, *(root for root in inner if os.path.isdir(os.path.join(folder, root)))]))


def django_settings(folder: str) -> str | None:
    """The settings that a `manage.py` in the folder names."""
    try:
        with open(os.path.join(folder, "manage.py"), encoding="utf-8", errors="replace") as stream:
            found = _SETTINGS.search(stream.read())
    except OSError:
        return None
    return found[1] if found else "mysite.settings"


def _sources(roots: list[str], settings: str | None) -> Iterator[str]:
    yield "sources = ["
    yield from (f"    {dumps(root, ensure_ascii=False)}," for root in roots)
    if settings:
        yield f'    # "django:{settings}",'
    yield "]"


def _packages(folder: str) -> Iterator[str]:
    if os.path.isfile(os.path.join(folder, "package.json")):
        yield "# Of the packages in node_modules, name the folder that is to be served, never the whole:"
        yield '# "node_modules/bootstrap/dist"'


def _bundles(roots: list[str]) -> Iterator[str]:
    """A bundle for each type, as a comment: only the project knows the order of its members."""
    for suffix, path in _KINDS:
        found = sorted({member for root in roots for member in _members(root, suffix) if member != path})
        contents = found[:_MOST_MEMBERS] or [f"{suffix[1:]}/*{suffix}"]
        yield f'# [bundles."{path}"]'
        yield "# contents = ["
        yield from (f"#     {dumps(member, ensure_ascii=False)}," for member in contents)
        yield "# ]"
        yield ""


def _members(root: str, suffix: str) -> Iterator[str]:
    for below in ("", f"{suffix[1:]}/"):
        for name in _entries(os.path.join(root, below)):
            if name.endswith(suffix):
                yield below + name


def _folders(folder: str) -> list[str]:
    return [
        name
        for name in _entries(folder)
        if not name.startswith((".", "_")) and name not in _NOT_OURS and os.path.isdir(os.path.join(folder, name))
    ]


def _entries(folder: str) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if _is_logical(name))
    except OSError:
        return []


def _is_logical(name: str) -> bool:
    try:
        return normalise(name) == name
    except BadPath:
        return False
