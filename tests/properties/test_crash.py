"""A compile that is killed at any moment leaves the last manifest whole, and the next one carries on."""

from __future__ import annotations

import os
import random
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from assetbuild.output.listing import named_files
from assetbuild.output.verify import verify
from assetbuild.output.writer import MANIFEST

from ..sites import Site
from .projects import files_of, make_project, quick_folder, start

KILLS = 10
FILES = 450


@pytest.mark.parametrize("seed", range(5))
def test_compile_killed_at_any_moment_leaves_the_last_manifest(tmp_path: Path, seed: int) -> None:
    with quick_folder(tmp_path) as folder:
        check_kills(make_project(Path(folder), KILLS + 2), random.Random(seed))


def check_kills(site: Site, moments: random.Random) -> None:
    site.compile("-q", "--config", "v0.toml").succeeds()
    duration = time_of_a_rebuild(site)
    while_writing = 0
    for version in range(2, KILLS + 2):
        before = (site.output / MANIFEST).read_bytes()
        process = start(site.folder, "compile", "-q", "--config", f"v{version}.toml")
        kill_at(process, site, version % 3, moments.random() * (duration if version % 3 == 0 else 1))
        written, temporary = files_of(site)
        while_writing += bool(temporary)
        now = (site.output / MANIFEST).read_bytes()
        assert now == before or not temporary
        assert verify(site.output).faults == ()
        after = site.compile("--config", f"v{version}.toml").succeeds(stderr="")
        assert files_of(site)[0] >= written
        assert files_of(site)[1] == set()
        site.run("prune", "-q").succeeds(stderr="")
        assert files_of(site)[0] == {str(site.output / name) for name in [*named_files(after.manifest), MANIFEST]}
        assert verify(site.output).faults == ()
    assert while_writing > 0


def time_of_a_rebuild(site: Site) -> float:
    """Seconds from the start of the process to its end."""
    began = time.monotonic()
    with start(site.folder, "compile", "-q", "--config", "v1.toml") as process:
        assert process.wait() == 0
    return time.monotonic() - began


def kill_at(process: subprocess.Popen[bytes], site: Site, kind: int, moment: float) -> None:
    """Kill it after `moment` seconds, or when that part of its files is written, or when it is that far in renaming."""
    with process:
        if kind == 0:
            wait(process, moment)
        elif kind == 1:
            while process.poll() is None and len(files_of(site)[1]) < FILES * moment:
                wait(process, 0.002)
        else:
            folder = site.output / f"part{int(moment * 5)}"
            before = set(os.listdir(folder))
            while process.poll() is None and all(name.endswith(".tmp") for name in set(os.listdir(folder)) - before):
                wait(process, 0.0002)
        process.kill()


def wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
