"""Real projects: each compiled as it is, migrated to the same bytes, and opened in a browser without a complaint."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.static_server import static_server
from tests.browser.visit import visit

from .compiled import assetbuild, laid_out, output_of, page_of
from .project import Page, Project, declared
from .table import tables

_WORKING = [pytest.param(project, id=project.name) for project in declared() if not project.refused]
_REFUSED = [pytest.param(project, id=project.name) for project in declared() if project.refused]
# What a browser says besides is of the project's own making: deprecated words, missing attributes.
_ERRORS = ("error: ", "failed: ", "uncaught: ")
# What Dart Sass finds old differs from version to version.
_WARNING = re.compile(r"^.*?: warning: (?!deprecated in Sass)(.*)$", re.MULTILINE)


@pytest.mark.parametrize("project", _WORKING)
def test_project_compiles_as_it_is_and_migrated_and_its_pages_work(
    project: Project, tmp_path: Path, browser: Browser
) -> None:
    folder = laid_out(project, tmp_path)
    # --fast: how well the twins are compressed is not what this is about.
    done = assetbuild(project, folder, "compile", "--fast", "--from", project.definition)
    assert done.status == 0, done.stderr
    assert tuple(_WARNING.findall(done.stderr)) == project.told
    compiled = output_of(folder)
    kind, _, path = project.definition.partition(":")
    assert assetbuild(project, folder, "migrate", kind, path, "--quiet").status == 0
    assert assetbuild(project, folder, "compile", "--fast", "--force", "--quiet").status == 0
    assert output_of(folder) == compiled
    site = _site(project, folder, tmp_path / "site")
    assert project.pages
    for page in project.pages:
        _opens(project, page, folder, site, browser)


def _site(project: Project, folder: Path, site: Path) -> Path:
    """A folder to serve: what was compiled below its prefix, and the project."""
    output = folder / "dist" / "assets"
    prefix = urlsplit(json.loads((output / "manifest.json").read_text())["url"]).path.strip("/")
    if project.static:
        shutil.copytree(folder / project.static, site / prefix)
    shutil.copytree(output, site / prefix, dirs_exist_ok=True)
    (site / "project").symlink_to(folder)
    return site


def _opens(project: Project, page: Page, folder: Path, site: Path, browser: Browser) -> None:
    for path, text in {**page.answers, "index.html": page_of(project, page, folder)}.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, encoding="utf-8")
    with static_server(site) as url, visit(browser, f"{url}/index.html") as found:
        assert [each for each in found.complaints if each.startswith(_ERRORS)] == []
        assert set(found.statuses.values()) == {200}
        assert {expression: found.ask(expression) for expression in page.holds} == dict(page.holds)


@pytest.mark.parametrize("project", _REFUSED)
def test_project_is_refused_with_its_message(project: Project, tmp_path: Path) -> None:
    folder = laid_out(project, tmp_path)
    done = assetbuild(project, folder, "compile", "--from", project.definition)
    assert done.stderr == project.refused
    assert done.status == project.status


def test_table_has_what_is_declared() -> None:
    page = (Path(__file__).parents[2] / "docs" / "real-projects.md").read_text(encoding="utf-8")
    for title, table in tables().items():
        assert f"## {title}\n\n{table}\n" in page, f"print it with: python -m tests.projects.table\n{table}"


def test_names_are_there_once() -> None:
    names = [project.name for project in declared()]
    assert sorted(names) == sorted(set(names))
