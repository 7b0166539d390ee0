"""Fetching a pinned commit, from a real repository in a folder."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from . import archive as archives
from .archive import Archive, Unreachable, ready


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two commits."""
    monkeypatch.setattr(archives, "UNPACKED", tmp_path / "unpacked")
    folder = tmp_path / "origin"
    (folder / "test" / "src").mkdir(parents=True)
    _git(folder, "init", "--quiet")
    for number in "12":
        (folder / "test" / "src" / "a.js").write_text(f"{number};\n")
        (folder / "README").write_text("read me\n")
        _git(folder, "add", ".")
        _git(folder, "commit", "--quiet", "-m", number)
    return folder


def _git(folder: Path, *arguments: str) -> str:
    person = {f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=folder, env=os.environ | person, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_commit_is_checked_out_with_the_named_folder_alone(repository: Path) -> None:
    first = _git(repository, "rev-parse", "HEAD~1")
    there = ready(Archive("git", "people/project", first, repository.as_uri(), "", "test"))
    assert there.name.startswith(f"people-project-{first}-")
    assert [path.relative_to(there).as_posix() for path in there.rglob("*")] == ["src", "src/a.js"]
    assert (there / "src" / "a.js").read_text() == "1;\n"
    assert [path.name for path in there.parent.iterdir()] == [there.name]


def test_what_is_there_is_not_fetched_again(repository: Path) -> None:
    wanted = Archive("git", "people/project", _git(repository, "rev-parse", "HEAD"), repository.as_uri(), "", "test")
    ready(wanted)
    repository.rename(repository.with_name("gone"))
    assert (ready(wanted) / "src" / "a.js").read_text() == "2;\n"


def test_host_that_does_not_answer_is_told(repository: Path) -> None:
    address = repository.with_name("nowhere").as_uri()
    with pytest.raises(Unreachable, match=f"^{address} does not answer$"):
        ready(Archive("git", "people/project", "0" * 40, address, "", "test"))


def test_commit_that_is_not_there_is_an_error(repository: Path) -> None:
    with pytest.raises(SystemExit, match=f"^{repository.as_uri()}: it has no commit {'0' * 40}$"):
        ready(Archive("git", "people/project", "0" * 40, repository.as_uri(), "", "test"))
