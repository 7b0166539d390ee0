"""A declared project on disk, compiled by the real program in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from .archive import ready
from .project import Page, Project


class Done(NamedTuple):
    status: int
    stdout: str
    stderr: str


def laid_out(project: Project, folder: Path) -> Path:
    """A copy of the project in that folder, with what its user has beside it."""
    assert project.archive.path.is_dir(), f"{project.name} is not in .projects: scripts/test fetches it"
    copy = Path(shutil.copytree(project.archive.path, folder / "project"))
    for path, archive in project.beside.items():
        shutil.copytree(archive.path, copy / path)
    for path, text in project.files.items():
        file = copy / path
        assert not file.exists(), f"{path} is a file of the project itself"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return copy


def run(project: Project, folder: Path, *arguments: str) -> Done:
    """Run Python in the project's folder, with what its program imports."""
    path = os.pathsep.join([".", *(os.fspath(ready(library)) for library in project.libraries)])
    environment = os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return Done(done.returncode, done.stdout, done.stderr)


def assetbuild(project: Project, folder: Path, *arguments: str) -> Done:
    """Run our command there."""
    return run(project, folder, "-m", "assetbuild", *arguments)


def output_of(folder: Path) -> dict[str, bytes]:
    """Every file of the output folder by its path."""
    output = folder / "dist" / "assets"
    files = (file for file in output.rglob("*") if file.is_file())
    return {file.relative_to(output).as_posix(): file.read_bytes() for file in files}


def page_of(project: Project, page: Page, folder: Path) -> str:
    """The HTML of a page, with the tags of what was compiled."""
    if page.program:
        done = run(project, folder, page.program)
        assert done.status == 0, done.stderr
        return done.stdout
    # Not in a process of the project's: our runtime modules need nothing of it.
    from jinja2 import Environment

    environment = Environment(autoescape=True)
    _add_assets(project.kind, environment, folder / "dist" / "assets" / "manifest.json")
    return environment.from_string(page.html).render()


def _add_assets(kind: str, environment: object, manifest: Path) -> None:
    """What the kind has for Jinja, else what every site has."""
    from importlib import import_module
    from importlib.util import find_spec

    # Both pipelines of Rails have the helpers of Rails.
    kind = "rails" if kind in ("sprockets", "propshaft") else kind
    name = kind if find_spec(f"assetbuild.runtime.{kind}") else "jinja"
    import_module(f"assetbuild.runtime.{name}").add_assets(environment, manifest)
