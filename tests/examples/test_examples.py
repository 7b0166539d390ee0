"""Every example is compiled and run, in a copy, as its README says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

from tests.sites import Site

_EXAMPLES = Path(__file__).parents[2] / "examples"


def test_jinja_example_prints_a_page_with_what_its_manifest_says(tmp_path: Path) -> None:
    shutil.copytree(_EXAMPLES / "jinja", tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("dist"))
    built = Site(folder=tmp_path).compile().succeeds(stderr="")
    printed = subprocess.run([sys.executable, "page.py"], cwd=tmp_path, check=True, capture_output=True, text=True)
    style, script, icon = (built.entry(name) for name in ("css/app.css", "js/app.js", "img/dot.svg"))
    assert printed.stdout == dedent(
        f"""\
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>Hello</title>
        <link rel="icon" href="/static/{icon.path}">
        <link rel="stylesheet" href="/static/{style.path}" integrity="{style.integrity}" crossorigin="anonymous">
        <script src="/static/{script.path}" defer integrity="{script.integrity}" crossorigin="anonymous"></script>
        <h1>Hello, world!</h1>
        </html>
        """
    )
    assert f'url("../{icon.path}")' in built.text("css/app.css")
