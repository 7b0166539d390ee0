"""Bootstrap's, Bulma's and Foundation's own Sass sources give the CSS that they publish.

What is set aside: comments, white space, what their autoprefixer step added; colours may differ by one of 255, since
Bootstrap was published by a Sass (1.78) that rounded channels on the way. One rule of Foundation stands elsewhere:
since 1.92 Sass keeps a declaration after a nested rule behind it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..npm import package
from ..sites import Run, Site
from .sheet_lines import is_same, lines

CONFIG = 'encodings = []\nminify = "off"\n'
_MOVED = [("[data-whatinput=mouse] button", ()), ("outline:0", ()), ("}", ())]


def copied(name: str, *folders: str) -> dict[str, bytes]:
    """The Sass files of a package, below its name."""
    root = package(name)
    files = [file for folder in folders for file in [*(root / folder).rglob("*.scss")]]
    return {f"{name}/{file.relative_to(root).as_posix()}": file.read_bytes() for file in files}


@pytest.fixture(scope="module")
def bootstrap(tmp_path_factory: pytest.TempPathFactory) -> Run:
    site = Site(copied("bootstrap", "scss"), config=CONFIG, folder=tmp_path_factory.mktemp("bootstrap"))
    return site.compile("-q").succeeds()


@pytest.mark.parametrize("name", ["bootstrap", "bootstrap-grid", "bootstrap-reboot", "bootstrap-utilities"])
def test_bootstrap(bootstrap: Run, name: str) -> None:
    compare(bootstrap, f"bootstrap/scss/{name}.css", package("bootstrap") / f"dist/css/{name}.css")


def test_change_in_a_partial_of_bootstrap_compiles_what_uses_it(tmp_path: Path) -> None:
    site = Site(copied("bootstrap", "scss"), config=CONFIG, folder=tmp_path)
    site.compile("-q").succeeds()
    with (tmp_path / "assets/bootstrap/scss/_buttons.scss").open("a") as partial:
        partial.write(".btn { --more: 1 }")
    site.compile("-q", "--trace", "t.json").succeeds()
    events = json.loads((tmp_path / "t.json").read_text())["traceEvents"]
    assert [each["name"] for each in events if each["cat"] == "filter sass"] == [
        "filter sass bootstrap/scss/bootstrap.scss"
    ]


def test_bulma() -> None:
    files = copied("bulma", "sass") | {"bulma/bulma.scss": (package("bulma") / "bulma.scss").read_bytes()}
    run = Site(files, config=CONFIG + 'exclude = ["bulma/sass/**"]\n').compile("-q").succeeds()
    compare(run, "bulma/bulma.css", package("bulma") / "css/bulma.css")


@pytest.fixture(scope="module")
def foundation(tmp_path_factory: pytest.TempPathFactory) -> Run:
    files = copied("foundation-sites", "scss", "_vendor", "assets")
    config = CONFIG + 'exclude = ["**/scss/**"]\n'
    return Site(files, config=config, folder=tmp_path_factory.mktemp("foundation")).compile("-q").succeeds()


@pytest.mark.parametrize("name", ["foundation", "foundation-float", "foundation-prototype", "foundation-rtl"])
def test_foundation(foundation: Run, name: str) -> None:
    published = package("foundation-sites") / f"dist/css/{name}.css"
    compare(foundation, f"foundation-sites/assets/{name}.css", published, moved=_MOVED)


def compare(run: Run, name: str, published: Path, moved: list[tuple[str, tuple[()]]] | None = None) -> None:
    ours, theirs = lines(run.text(name)), lines(published.read_text(encoding="utf-8"))
    if moved:
        ours, theirs = without(ours, moved), without(theirs, moved)
    assert len(ours) > 400
    different = [pair for pair in zip(ours, theirs, strict=False) if not is_same(*pair)]
    assert different == []
    assert len(ours) == len(theirs)


def without(
    sheet: list[tuple[str, tuple[float, ...]]], moved: list[tuple[str, tuple[()]]]
) -> list[tuple[str, tuple[float, ...]]]:
    """The sheet without the one place of these lines."""
    places = [at for at in range(len(sheet)) if sheet[at : at + len(moved)] == moved]
    assert len(places) == 1
    return sheet[: places[0]] + sheet[places[0] + len(moved) :]
