from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import headless_chromium
from tests.browser.static_server import static_server
from tests.browser.visit import Visit, visit
from tests.sites import Site

_ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `dist` folder of the sample site, compiled and rendered in a copy of its own."""
    folder = tmp_path_factory.mktemp("sample")
    for name in ("assets", "templates"):
        shutil.copytree(_ROOT / name, folder / name)
    (folder / "scripts").mkdir()
    for name in ("assetbuild.toml", "scripts/render.py"):
        shutil.copy(_ROOT / name, folder / name)
    Site(folder=folder).compile().succeeds(stderr="")
    subprocess.run([sys.executable, "scripts/render.py"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    # For the test that compares the compiled style sheet with its sources.
    shutil.copytree(folder / "assets", folder / "dist" / "source")
    return folder / "dist"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # One a module and not one a session: while it is open, asyncio in this process belongs to it.
    with headless_chromium() as found:
        yield found


@pytest.fixture
def home(browser: Browser, sample: Path) -> Iterator[Visit]:
    """The page of the sample site, open."""
    with static_server(sample) as url, visit(browser, url + "/") as found:
        yield found
