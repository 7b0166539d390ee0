"""Builds that are large enough for several processes. Each is called as a process: one with threads is not copied."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

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


def test_profile_of_one_process_counts_each_asset_once() -> None:
    site = Site(_FILES, config=_CONFIG)
    for _ in range(2):
        shown = compile_alone(site, "--profile", "--jobs", "1").stderr
        assert re.search(r"^compile +10 ", shown, re.MULTILINE), shown
        assert re.search(r"^finish +10 ", shown, re.MULTILINE), shown
        shutil.rmtree(site.output)


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


_CREW = """
    import os, signal, sys, time
    from concurrent.futures import ThreadPoolExecutor
    from assetbuild import sharing
    from assetbuild.cache import NoCache
    from assetbuild.model import Action, Asset, Member, Source
    from assetbuild.source_bytes import SourceBytes, read_file
    from assetbuild.timings import NoTimings
    first, sharing._SHARE = os.getpid(), 1
    actions = [Action(f"{number}.js", (Member(f"{number}.js", ()),), (), True) for number in range(40)]
    sources = SourceBytes({f"{number}.js": Source(f"{number}.js", "", 9) for number in range(40)}, read_file)
    def names(compile_one):
        with sharing.crew(compile_one, lambda action: None, actions, sources, NoCache(), NoTimings(), 3) as crew:
            with ThreadPoolExecutor(3) as threads:
                return sorted(asset.path for asset in crew.assets(threads, 12))
    def apart(action):
        time.sleep(0.01)
        return Asset(action.output, b"%d" % os.getpid())
"""


def crew_output(code: str) -> str:
    """What the code prints, which has a crew of three processes with 40 actions."""
    run = subprocess.run([sys.executable, "-c", dedent(_CREW) + dedent(code)], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout


def test_work_of_copies_that_were_killed_is_done_here() -> None:
    code = """
        def compile_one(action):
            if os.getpid() != first and action.output in ("3.js", "20.js"): os.kill(os.getpid(), signal.SIGKILL)
            return apart(action)
        print(names(compile_one) == sorted(action.output for action in actions))
    """
    assert crew_output(code) == "True\n"


def test_what_is_no_fault_of_the_assets_is_raised_here() -> None:
    code = """
        def compile_one(action):
            if action.output == "7.js": raise ValueError(os.getpid() == first)
            return apart(action)
        try: names(compile_one)
        except ValueError as error: print(error)
    """
    assert crew_output(code) == "True\n"


def test_every_process_takes_part() -> None:
    code = """
        found = []
        def compile_one(action):
            found.append(action.output)
            return apart(action)
        print(len(names(compile_one)), 0 < len(found) < 40)
    """
    assert crew_output(code) == "40 True\n"


def test_source_that_two_processes_read_differently_is_an_error(tmp_path: Path) -> None:
    from assetbuild.model import Source

    file = tmp_path / "a.css"
    file.write_bytes(b"a{}")
    sources = SourceBytes({"a.css": Source("a.css", str(file), 3)}, read_file)
    sources.learn({"a.css": sources.digest("a.css") or ""})
    with pytest.raises(AssetbuildError, match="the source changed while it was read"):
        sources.learn({"a.css": "00" * 32})
