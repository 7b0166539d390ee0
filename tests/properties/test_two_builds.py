"""Builds in one folder at once: each succeeds, and the folder is what the last of them made it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetbuild.output.verify import verify

from ..sites import Site
from .projects import files_of, make_project, quick_folder, start


@pytest.mark.parametrize("builds", [2, 8])
def test_builds_at_once_all_succeed(tmp_path: Path, builds: int) -> None:
    with quick_folder(tmp_path) as folder:
        check_builds(make_project(Path(folder), builds), builds)


def check_builds(site: Site, builds: int) -> None:
    """Beside the builds the folder is verified and pruned over and over."""
    site.compile("-q", "--config", "v0.toml").succeeds()
    running = {
        f"v{version}": start(site.folder, "compile", "-q", "--config", f"v{version}.toml") for version in range(builds)
    }
    rounds = 0
    while rounds < 2 or any(process.poll() is None for process in running.values()):
        beside = [start(site.folder, command, "-q", "--config", "v0.toml") for command in ("verify", "prune")]
        for process in beside:
            out, err = process.communicate()
            assert (process.returncode, out) == (0, b""), err.decode()
        rounds += 1
    for process in running.values():
        assert process.communicate() == (b"", b"")
        assert process.returncode == 0
    assert files_of(site)[1] == set()
    assert verify(site.output).faults == ()
    shared = (site.output / "manifest.json").read_bytes()
    alone = []
    for version in running:
        (site.folder / "alone.toml").write_text(f'sources = ["{version}"]\noutput = "alone/{version}"\n')
        site.compile("-q", "--config", "alone.toml").succeeds()
        alone.append((site.folder / "alone" / version / "manifest.json").read_bytes())
    assert shared in alone
    assert len(set(alone)) == builds
