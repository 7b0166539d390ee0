"""The examples of the pages on frameworks and on serving run, each in a process of its own, in the page's folder."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ..docs import ROOT, blocks
from ..sites import Site


@pytest.mark.parametrize(("name", "least"), [("flask", 2), ("django", 2), ("starlette", 2), ("serving", 2)])
def test_examples_of_the_page(name: str, least: int) -> None:
    page = (ROOT / "docs" / f"{name}.md").read_text()
    site = Site({"css/app.css": "a { b: c }", "js/app.js": "alert(1);", "img/logo.svg": "<svg></svg>"})
    site.write({block.name: block.text for block in blocks(page) if block.name})
    site.compile("--no-cache").succeeds()
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("ASSETBUILD_", "DJANGO_"))}
    environment["SECRET_KEY"] = "of a test"
    examples = [block for block in blocks(page) if block.language == "python" and not block.name]
    assert len(examples) >= least
    for block in examples:
        run = subprocess.run(
            [sys.executable, "-c", block.text],
            cwd=site.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, f"line {block.line}: {run.stderr}"
