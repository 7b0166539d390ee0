"""Every link leads somewhere, every page is in the table of contents, and what docs/deploy.md says is so."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.docs import ROOT, blocks, documents, texts
from tests.sites import Site

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
_EXTERNAL = ("https://", "mailto:")


@pytest.mark.parametrize("document", [pytest.param(file, id=str(file.relative_to(ROOT))) for file in documents()])
def test_links_lead_to_files_and_headings_that_exist(document: Path) -> None:
    targets = [link for link in _LINK.findall(_prose(document)) if not link.startswith(_EXTERNAL)]
    assert [target for target in targets if not _exists(document, target)] == []


def test_every_page_is_in_the_table_of_contents() -> None:
    index = ROOT / "docs" / "index.md"
    listed = {(index.parent / link.split("#")[0]).resolve() for link in _LINK.findall(index.read_text("utf-8"))}
    pages = {page for page in documents() if page.is_relative_to(ROOT / "docs")} - {index}
    assert sorted(str(page) for page in pages - listed) == []


def test_snippets_of_the_deploy_page_are_those_of_the_example() -> None:
    found = [block for block in blocks((ROOT / "docs/deploy.md").read_text("utf-8")) if block.name]
    assert {block.name.rpartition("/")[2] for block in found} == {"Dockerfile", "docker-compose.yml", "assets.yml"}
    assert [block.name for block in found if block.text not in (ROOT / block.name).read_text("utf-8")] == []


def test_deploy_page_names_the_inputs_and_hooks_that_there_are() -> None:
    page = (ROOT / "docs/deploy.md").read_text("utf-8")
    hooks = [hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())]
    inputs = yaml.safe_load((ROOT / "action.yml").read_text())["inputs"]
    assert [name for name in (*hooks, *inputs) if f"`{name}`" not in page and f"id: {name}\n" not in page] == []


def test_pruning_with_the_last_manifest_keeps_the_last_release_and_drops_the_one_before(tmp_path: Path) -> None:
    (commands,) = (block for block in texts("docs/deploy.md", "sh") if "--keep-manifest" in block)
    site = Site(folder=tmp_path)
    paths = []
    for release in (1, 2):
        site.write({"assets/a.css": f"a {{ order: {release}; }}\n"})
        paths.append(site.compile().succeeds().entry("a.css").path)
    site.write({"assets/a.css": "a { order: 3; }\n"})
    _shell(commands, tmp_path)
    paths.append(site.compile().succeeds().entry("a.css").path)
    assert [(site.output / path).exists() for path in paths] == [False, True, True]
    site.run("prune").succeeds()
    assert [(site.output / path).exists() for path in paths] == [False, False, True]


def test_environment_moves_the_jinja_example_to_another_address(tmp_path: Path) -> None:
    (command,) = (block for block in texts("docs/deploy.md", "sh") if "ASSETBUILD_URL" in block)
    shutil.copytree(ROOT / "examples" / "jinja", tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("dist"))
    style = Site(folder=tmp_path).compile().succeeds().entry("css/app.css").path
    assert f'href="https://cdn.example.com/site/{style}"' in _shell(command, tmp_path)


def test_all_files_but_the_manifest_have_a_fingerprint(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "assets", tmp_path / "assets")
    shutil.copy(ROOT / "assetbuild.toml", tmp_path)
    site = Site(folder=tmp_path)
    site.compile().succeeds()
    names = [file.name for file in site.output.rglob("*") if file.is_file()]
    assert [name for name in names if not re.search(r"\.[0-9a-f]{12}\.", name)] == ["manifest.json"]


def _prose(document: Path) -> str:
    """The text without code, where brackets are no links."""
    return re.sub(r"```.*?```|`[^`\n]*`", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)


def _exists(document: Path, target: str) -> bool:
    path, _, fragment = target.partition("#")
    file = (document.parent / path) if path else document
    if not file.exists():
        return False
    return not fragment or fragment in {_anchor(heading) for heading in _HEADING.findall(file.read_text("utf-8"))}


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def _shell(commands: str, folder: Path) -> str:
    """What the commands print, run as a person would with the environment of these tests active."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path}
    finished = subprocess.run(
        ["sh", "-ec", commands], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout
