"""Builds that are large enough for several processes. Each is called as a process: one with threads is not copied."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assetbuild.errors import AssetbuildError
from assetbuild.source_bytes import SourceBytes, read_file
from tests.sites import Site

# Two megabytes to compile are worth a second process.
_RULE = ".a%d { color: rgb(1, 2, 3) ; background: url(../img/x.png) }\n"
_STATEMENT = "function f%d ( a ) { return a + %d ; }\n"
_FILES: dict[str, str | bytes] = {
    "img/x.png": b"\x89PNG",
    **{f"css/{name}.css": "".join(_RULE % number for number in range(name, 6000)) for name in range(4)},
    **{f"js/{name}.js": "".join(_STATEMENT % (number, name) for number in range(12000)) for name in range(4)},
}
_CONFIG = """
    encodings = []
    [bundles."all.css"]
    contents = ["css/*.css"]
"""


def compile_alone(site: Site, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`assetbuild compile` as a person calls it."""
    command = [sys.executable, "-m", "assetbuild", "compile", *arguments]
    return subprocess.run(command, cwd=site.folder, capture_output=True, text=True)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_output_and_report_are_those_of_one_process() -> None:
    site = Site(_FILES, config=_CONFIG)
    alone = compile_alone(site, "--jobs", "1", "--no-cache")
    assert alone.returncode == 0, alone.stderr
    expected = contents(site.output)
    for jobs in ("2", "5"):
        shutil.rmtree(site.output)
        together = compile_alone(site, "--jobs", jobs, "--no-cache")
        assert (together.returncode, together.stdout) == (0, alone.stdout)
        assert contents(site.output) == expected


def test_profile_and_cache_count_what_every_process_did() -> None:
    site = Site(_FILES, config=_CONFIG)
    first = compile_alone(site, "--profile", "--jobs", "3")
    assert re.search(r"^filter rjsmin +4 ", first.stderr, re.MULTILINE), first.stderr
    assert re.search(r"^compile +10 ", first.stderr, re.MULTILINE)
    assert first.stderr.endswith("0 found in the cache, 9 misses\n")
    shutil.rmtree(site.output)
    again = compile_alone(site, "--profile", "--jobs", "3")
    assert again.stderr.endswith("9 found in the cache, 0 misses\n")


def test_next_build_knows_the_sources_that_a_copy_read() -> None:
    site = Site(_FILES, config=_CONFIG)
    assert compile_alone(site, "--jobs", "3").returncode == 0
    command = [sys.executable, "-X", "importtime", "-m", "assetbuild", "compile", "--jobs", "3"]
    again = subprocess.run(command, cwd=site.folder, capture_output=True, text=True)
    assert again.returncode == 0
    assert "assetbuild.pipeline" not in again.stderr


def test_faults_of_every_process_are_told_by_place() -> None:
    broken = {f"js/broken{number}.js": f"{_STATEMENT % (1, 1) * 12000}import './{number}';" for number in range(4)}
    site = Site({**_FILES, **broken}, config='[bundles."all.js"]\ncontents = ["js/*.js"]\n')
    run = compile_alone(site, "--jobs", "2", "--no-cache")
    alone = compile_alone(site, "--jobs", "1", "--no-cache")
    assert run.returncode == 1
    assert run.stderr == alone.stderr


def test_source_that_two_processes_read_differently_is_an_error(tmp_path: Path) -> None:
    from assetbuild.model import Source

    file = tmp_path / "a.css"
    file.write_bytes(b"a{}")
    sources = SourceBytes({"a.css": Source("a.css", str(file), 3)}, read_file)
    sources.learn({"a.css": sources.digest("a.css") or ""})
    with pytest.raises(AssetbuildError, match="the source changed while it was read"):
        sources.learn({"a.css": "00" * 32})
