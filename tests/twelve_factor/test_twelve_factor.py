"""Processes that share nothing: four workers on two hosts, killed at random, and a deploy that rolls over them.

Everything is bounded by counts: so many requests, so many restarts.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

import assetbuild
from assetbuild.manifest import ManifestFile

from ..sites import Site
from .confined import changes, opened, traced
from .hosts import Host
from .load import Load

REQUESTS = 20_000
RESTARTS = 12
# Of the rolling deploy, between one step and the next.
STEP = 1_500
# Seconds after which something hangs.
LIMIT = 120
SOURCE = Path(assetbuild.__file__).parent
RUN_TIME = ("__init__", "errors", "urls", "manifest", "manifest_parts", "runtime")
BUILD = ("brotli", "deflate", "rcssmin", "rjsmin", "webassets", "zstandard")

Hosts = tuple[Host, Host]


def a_site(release: str) -> dict[str, str | bytes]:
    return {
        "css/app.css": f"a {{ background: url(../img/logo.svg); --release: {release} }}\n" + "b { color: red }\n" * 40,
        "js/app.js": f"console.log('{release}');\n" * 40,
        "js/menu.mjs": f"export const release = '{release}';\n",
        "img/logo.svg": f"<svg xmlns='http://www.w3.org/2000/svg'><title>{release}</title></svg>",
        "fonts/text.woff2": b"font" * 999,
        "LICENSE": "MIT\n" * 99,
    }


def integrities(output: Path) -> dict[str, str]:
    return {f"/static/{entry.path}": entry.integrity for entry in ManifestFile.load(output / "manifest.json").entries()}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(a_site("A"), folder=tmp_path / "build")
    site.compile().succeeds()
    return site


def two_hosts(folder: Path, assets: Path | None = None) -> Iterator[Hosts]:
    hosts = Host(folder / "one", assets), Host(folder / "two", assets)
    try:
        yield hosts
    finally:
        for host in hosts:
            host.close()


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[Hosts]:
    yield from two_hosts(tmp_path)


@pytest.fixture
def sharing_hosts(tmp_path: Path, site: Site) -> Iterator[Hosts]:
    yield from two_hosts(tmp_path, site.output)


async def served(load: Load, assets: int) -> None:
    """Wait until so many assets were asked for, or one failed."""
    while load.assets < assets:
        assert load.failed == []
        await asyncio.sleep(0.005)


async def restarts(load: Load, count: int, every: int, random: Random) -> set[int]:
    """Kill that many workers at random, one for each so many requests; gives their numbers."""
    killed: set[int] = set()
    for number in range(count):
        await served(load, (number + 1) * every)
        known = sorted({*load.workers} - killed)
        if known:
            worker = random.choice(known)
            killed.add(worker)
            with suppress(ProcessLookupError):
                os.kill(worker, random.choice((signal.SIGKILL, signal.SIGTERM)))
    return killed


def test_workers_on_read_only_hosts_answer_every_request_while_they_are_killed(site: Site, hosts: Hosts) -> None:
    for host in hosts:
        host.start("A", site.output)
    load = Load([host.port for host in hosts], integrities(site.output), Random(5))

    async def both() -> set[int]:
        killing = asyncio.create_task(restarts(load, RESTARTS, REQUESTS // (RESTARTS + 1), Random(7)))
        await load.run(lambda: load.assets >= REQUESTS)
        return await killing

    killed = asyncio.run(asyncio.wait_for(both(), LIMIT))
    for host in hosts:
        host.close()
    assert load.failed == []
    assert load.assets >= REQUESTS
    assert len(killed) == RESTARTS
    assert len(load.workers) >= 4 + RESTARTS // 2
    assert_that_workers_only_read(hosts, load)


def test_deploy_rolls_over_hosts_that_share_their_assets_and_none_is_missing(site: Site, sharing_hosts: Hosts) -> None:
    for host in sharing_hosts:
        host.start("A", site.output)
    known = integrities(site.output)
    site.write({f"assets/{name}": text for name, text in a_site("B").items()})
    load = Load([host.port for host in sharing_hosts], known, Random(5))

    async def deploy() -> None:
        await served(load, STEP)
        # As a build stage does it, while workers of release A start again; it deletes nothing.
        killing = asyncio.create_task(restarts(load, 2, 1, Random(7)))
        await asyncio.to_thread(lambda: site.compile().succeeds())
        known.update(integrities(site.output))
        await killing
        for host in sharing_hosts:
            await asyncio.to_thread(host.stop)
            await asyncio.to_thread(host.start, "B", site.output)
            await served(load, load.assets + STEP)

    async def both() -> None:
        deploying = asyncio.create_task(deploy())
        await load.run(deploying.done)
        await deploying

    asyncio.run(asyncio.wait_for(both(), LIMIT))
    for host in sharing_hosts:
        host.close()
    assert load.failed == []
    assert {pair for pair, count in load.pairs.items() if count > 99} == {(a, b) for a in "AB" for b in "AB"}
    assert len(known) > len(integrities(site.output))
    assert_that_workers_only_read(sharing_hosts, load)


@pytest.mark.parametrize(
    ("program", "changed", "built"),
    [
        pytest.param("import assetbuild.runtime.flask; open('/dev/null', 'w'); open('x')", 0, False, id="reads"),
        pytest.param("open('x', 'a')", 1, False, id="appends"),
        pytest.param(
            "import os; os.mkdir('y'); os.rename('x', 'y/x'); os.unlink('y/x'); os.chmod('y', 7)",
            4,
            False,
            id="changes",
        ),
        pytest.param("import os; os.open('x', os.O_RDWR)", 1, False, id="reads and writes"),
        pytest.param("\ntry: open('/nowhere/x', 'w')\nexcept OSError: pass", 1, False, id="cannot"),
        pytest.param("import assetbuild.pipeline", 0, True, id="imports the build"),
        pytest.param("import rcssmin", 0, True, id="imports a tool of the build"),
    ],
)
def test_trace_tells_who_writes_and_who_imports_the_build(
    program: str, changed: int, built: bool, tmp_path: Path
) -> None:
    (tmp_path / "x").touch()
    command = traced(tmp_path / "log", [sys.executable, "-B", "-c", program])
    subprocess.run(command, cwd=tmp_path, check=True, env={"PATH": os.environ["PATH"]})
    (log,) = tmp_path.glob("log.*")
    assert len(changes(log)) == changed, changes(log)
    assert any(map(is_of_the_build, opened(log))) is built


def assert_that_workers_only_read(hosts: Hosts, load: Load) -> None:
    """Every worker that answered opened no file to write it, its manifest once, and nothing of the build."""
    logs = [log for host in hosts for log in host.logs.glob("[AB].*") if int(log.suffix[1:]) in load.workers]
    assert len(logs) == len(load.workers)
    for log in logs:
        files = opened(log)
        assert changes(log) == []
        assert [Path(file).parts[-2:] for file in files if file.endswith("manifest.json")] in (
            [("assets", "manifest.json")],
            [(log.stem, "manifest.json")],
        )
        assert [file for file in files if is_of_the_build(file)] == []


def is_of_the_build(file: str) -> bool:
    """Whether a web worker has no business with that file."""
    path = Path(file)
    if path.is_relative_to(SOURCE) and path.suffix in (".py", ".pyc"):
        first = path.relative_to(SOURCE).parts[0]
        name = path.name if first == "__pycache__" else first
        return name.partition(".")[0] not in RUN_TIME
    return any(part.partition(".")[0].lstrip("_") in BUILD for part in path.parts)
