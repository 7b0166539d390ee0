"""The examples of docs/templates.md do what the page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader

from assetbuild.manifest import ManifestFile
from assetbuild.runtime.jinja import add_assets

from ..sites import Site

PAGE = Path(__file__).parents[2] / "docs" / "templates.md"
_BLOCK = re.compile(r"^```([\w-]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Fingerprints and digests are other ones in the page, so that it stays as it is when a minifier gets better.
_FINGERPRINT = re.compile(r"\.[0-9a-f]{12}(?=\.\w)")
_INTEGRITY = re.compile(r"sha384-[\w+/=]+")


def blocks(*languages: str) -> list[tuple[str, str]]:
    return [(found[1], found[2]) for found in _BLOCK.finditer(PAGE.read_text()) if found[1] in languages]


def as_shown(text: str) -> str:
    return _INTEGRITY.sub("sha384-…", _FINGERPRINT.sub(".3f2a9c1b7d4e", text))


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("ASSETBUILD_URL", "")
    site = Site(
        {
            "css/app.css": "a { b: c }",
            "css/print.css": "a { background: url(../img/logo.svg) }",
            "js/app.js": "alert(1);",
            "fonts/inter.woff2": b"1",
            "img/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        }
    )
    site.compile().succeeds()
    with chdir(site.folder):
        yield site


def test_python_examples_run(site: Site) -> None:
    """One after the other, as in a session; `assert` in them is the test."""
    paths = [entry.path for entry in ManifestFile.load("dist/assets/manifest.json").entries()]
    session: dict[str, Any] = {}
    for _, code in blocks("python"):
        for path in paths:
            code = code.replace(as_shown(path), path)
        exec(compile(code, str(PAGE), "exec"), session)
    assert "cdn.example.com" in session["assets"].prefix
    assert "/static/" in session["assets"].prefix


def test_templates_give_the_html_that_is_shown(site: Site) -> None:
    examples = blocks("jinja", "html")
    assert [language for language, _ in examples] == ["jinja", "html"] * (len(examples) // 2)
    for (_, template), (_, html) in zip(examples[::2], examples[1::2], strict=True):
        site.write({"templates/page.html": template})
        environment = Environment(loader=FileSystemLoader("templates"), autoescape=True, keep_trailing_newline=True)
        add_assets(environment, "dist/assets/manifest.json")
        assert as_shown(environment.get_template("page.html").render(nonce="r4nd0m")) == html


def test_templates_pass_the_check(site: Site) -> None:
    for number, (_, template) in enumerate(blocks("jinja")):
        site.write({f"templates/{number}.html": template})
    site.run("check", "templates").succeeds(stderr="")


def test_broken_template_fails_as_is_shown(site: Site) -> None:
    ((_, template),), ((_, console),) = blocks("jinja-broken"), blocks("console")
    site.write({"templates/broken.html": template})
    command, _, output = console.partition("\n")
    assert command.startswith("$ assetbuild ")
    run = site.run(*command.split()[2:])
    assert (run.stderr, run.status) == (output, 1)
