"""The sample projects of Django's own tests: what ManifestStaticFilesStorage resolves, we resolve to the same files."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from posixpath import join, normpath
from textwrap import dedent
from urllib.parse import unquote

import pytest

from ..sites import Run, Site
from .samples import sample_projects

SETTINGS = """
import sys
sys.path.insert(0, {tests!r})
from staticfiles_tests.settings import TEST_SETTINGS
STATICFILES_DIRS = TEST_SETTINGS["STATICFILES_DIRS"]
INSTALLED_APPS = TEST_SETTINGS["INSTALLED_APPS"]
STATIC_URL = "/static/"
STATIC_ROOT = "collected"
STORAGES = {{"staticfiles": {{"BACKEND": "storage.Modules"}}}}
"""
# Imports of modules are rewritten where a project asks for it.
STORAGE = """
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
class Modules(ManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
"""
CONFIG = """
sources = ["django:site_settings"]
encodings = []
minify = "off"
"""
_REFERENCE = re.compile(
    r"""url\(\s*["']?([^"')]*)|@import\s*["']([^"']+)|(?:\bfrom|\bimport\()\s*["']([^"']+)|sourceMappingURL=(\S+?)(?:\s*\*/|\s)""",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Run:
    site = Site(
        project={"site_settings.py": SETTINGS.format(tests=str(sample_projects())), "storage.py": STORAGE},
        config=CONFIG,
        folder=tmp_path_factory.mktemp("samples"),
    )
    return site.compile().succeeds(stderr="")


@pytest.fixture(scope="module")
def collected(compiled: Run) -> dict[str, str]:
    """What Django's storage named each file, and the text of those that are text."""
    script = """
        import os, django
        os.environ["DJANGO_SETTINGS_MODULE"] = "site_settings"
        django.setup()
        from django.core.management import call_command
        call_command("collectstatic", interactive=False, verbosity=0)
    """
    folder = compiled.site.folder
    subprocess.run([sys.executable, "-c", dedent(script)], cwd=folder, check=True)
    paths: dict[str, str] = json.loads((folder / "collected/staticfiles.json").read_text())["paths"]
    return paths


def references(text: str, path: str, logical: dict[str, str]) -> set[str]:
    """What a text refers to: logical paths with what follows them, and all else as written."""
    found = set()
    for groups in _REFERENCE.findall(text + "\n"):
        written = next(filter(None, groups), "")
        target, mark, rest = re.fullmatch(r"([^?#]*)(\??)(.*)", written, re.DOTALL).groups()  # type: ignore[union-attr]
        if not target or re.match(r"[a-z]+:|//", target):
            found.add(written)
            continue
        absolute = target.removeprefix("/static/") if target.startswith("/") else join(path.rpartition("/")[0], target)
        name = normpath(unquote(absolute))
        found.add(logical.get(name, f"not found: {name}") + mark + rest)
    return found


def test_names_are_those_that_django_collects(compiled: Run, collected: dict[str, str]) -> None:
    assert compiled.names() == sorted(collected)


@pytest.mark.parametrize(
    "name",
    [
        *(f"cached/{name}.css" for name in "absolute import other relative styles styles_insensitive url".split()),
        *(f"cached/css/{name}.css" for name in "fragments ignored window".split()),
        *(f"cached/source_map{name}.css" for name in ("", "_data_uri", "_sensitive", "_tabs")),
        *(f"cached/source_map{name}.js" for name in ("", "_data_uri", "_sensitive", "_trailing_whitespace")),
        "cached/module.js",
        "cached/test.js",
        "absolute_root.css",
    ],
)
def test_references_are_those_that_django_resolves(name: str, compiled: Run, collected: dict[str, str]) -> None:
    ours = {compiled.entry(each).path: each for each in compiled.names()}
    theirs = {hashed: each for each, hashed in collected.items()}
    folder = compiled.site.folder / "collected"
    text = (folder / collected[name]).read_text()
    assert references(compiled.text(name), name, ours) == references(text, name, theirs)


def test_circle_that_django_refuses_is_linked() -> None:
    site = Site(config=f'sources = ["{sample_projects()}/staticfiles_tests/project/loop"]\nminify = "off"')
    run = site.compile().succeeds(stderr="")
    assert f'"{Path(run.entry("foo.css").path).name}"' in run.text("bar.css")
    assert f'"{Path(run.entry("bar.css").path).name}"' in run.text("foo.css")


def test_missing_file_is_refused_unless_the_project_allows_it() -> None:
    folder = f"{sample_projects()}/staticfiles_tests/project/faulty"
    site = Site(config=f'sources = ["{folder}"]')
    site.compile().fails(
        stderr=f"""\
        {folder}/faulty.css:1:14: error: 'faulty.css' refers to 'missing.css': there is no asset 'missing.css'
          1 | @import url("missing.css");
            |              ^
          hint: add the file, or allow it to be missing: allow-missing = ['faulty.css']
        """
    )
    site.write({"assetbuild.toml": f'sources = ["{folder}"]\nallow-missing = ["faulty.css"]'})
    assert site.compile().succeeds(stderr="").text("faulty.css") == '@import url("missing.css");'


def test_text_that_is_not_utf_8_is_passed_through() -> None:
    """Django fails with a UnicodeDecodeError."""
    folder = f"{sample_projects()}/staticfiles_tests/project/nonutf8"
    run = Site(config=f'sources = ["{folder}"]').compile()
    run.succeeds(
        stderr=f"""\
        {folder}/nonutf8.css:1:4: warning: not UTF-8: byte 0xe9; the file is passed through as it is
          1 | /* éviter écrasement */
            |    ^
        """
    )
    assert run.data("nonutf8.css") == Path(folder, "nonutf8.css").read_bytes()
