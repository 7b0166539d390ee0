"""Every configuration of Jammit's own tests: members, `data:` URIs and templates beside what Jammit gives."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser
from py_mini_racer import MiniRacer

from tests.browser.static_server import static_server
from tests.browser.visit import visit

from ..definitions.jammit_peer import by_ruby, our_members, templates_last
from ..definitions.output_folder import compiled_both_ways
from ..sites import Run, Site
from .fixture_trees import FIXTURES, JAMMIT, Fixture, need

_PARTS = [pytest.param(fixture, id=fixture.name) for fixture in FIXTURES if fixture.archive == JAMMIT]
_MESSAGE = re.compile(r"^\S.*?: (?:warning|error): (.*)$", re.MULTILINE)
# Of sources that packages leave out: it is told where those go out one by one.
_AS_IT_IS = "it is not compiled: 'fixtures/src/test1.css' is there already, and is taken instead"
# The function that Jammit brings puts no semicolon behind `<% }) %>`, so that it cannot compile this tests' template.
_WORLD = """\
var window = this, console = {log: function () {}}, native = Function;
var _ = function (list) { return {each: function (f) { list.forEach(f) }} };
Function = function (name, body) { return new native(name, body.replace(/\\b_*p\\.push\\('/g, ";$&")) };
"""
_VALUES = '{"name": "N", "to_somewhere": "/x", "saying_something": "S", "hello_world": "H"}'
_PAGE = """\
<!doctype html><title>Jammit</title><link rel="icon" href="data:,">
<script>function _(list) { return { each: (f) => list.forEach(f) }; }</script>
{{ include_stylesheets("css_test") }}<div id="with_images"></div>{{ include_javascripts("js_test", "jst_test") }}
"""


@pytest.mark.parametrize("fixture", _PARTS)
def test_configuration_of_jammits_tests(fixture: Fixture, tmp_path: Path, browser: Browser) -> None:
    need(JAMMIT)
    site = Site(folder=Path(shutil.copytree(JAMMIT.path, tmp_path / "test")))
    file, _, environment = fixture.definition.removeprefix("jammit:").partition("#")
    if not (site.folder / file).is_file():
        pytest.skip(f"{file} is not in the tests of Jammit at that commit")
    run = site.compile("--fast", "--quiet", "--from", fixture.definition)
    assert set(_MESSAGE.findall(run.stderr)) <= {*fixture.told, *fixture.refused, _AS_IT_IS}
    assert run.status == 0 or fixture.refused
    for part in _parts(site, file) if run.status else [file]:
        if (site.folder / part).is_file():
            _is_as_jammits(site, part, environment)
            _opens(site, f"jammit:{part}#{environment}", tmp_path, browser)


def _parts(site: Site, file: str) -> Iterator[str]:
    """The configuration as Jammit's tests use it: once for the packages of each extension of templates."""
    text = (site.folder / file).read_text()
    if "<%" in text:
        return
    settings = yaml.safe_load(text)
    scripts = settings["javascripts"]
    other = {name: globs for name, globs in scripts.items() if "mustache" in str(globs)}
    usual = {name: globs for name, globs in scripts.items() if name not in other}
    site.write(
        {
            "config/usual.yml": yaml.safe_dump({**settings, "javascripts": usual}),
            "config/other.yml": yaml.safe_dump({"template_extension": "html.mustache", "javascripts": other}),
        }
    )
    yield from ("config/usual.yml", "config/other.yml")


def _is_as_jammits(site: Site, file: str, environment: str) -> None:
    definition = f"jammit:{file}#{environment}"
    theirs = by_ruby(site, environment, file)
    ours = {Path(name).name: templates_last(members) for name, members in our_members(site, definition).items()}
    assert ours == {name: package["members"] for name, package in theirs.items()}
    compiled_both_ways(site, definition)
    run = site.compile("--quiet", "--from", definition)
    for name, package in theirs.items():
        made = run.text(next(path for path in run.names() if path.endswith(f"/{name}")))
        assert re.findall(r'url\("data:[\w/]+;base64,([^"]*)"\)', made) == package["embedded"]
        if name.endswith(".css"):
            _style_sheet_is(site, name, made, bool(package["embedded"]))
        else:
            _script_is(site, name, made, package["names"])


def _jammed(site: Site, name: str) -> str | None:
    """What Jammit's tests expect as that file."""
    file = site.folder / "fixtures" / "jammed" / name
    return file.read_text(encoding="utf-8") if file.is_file() else None


def _style_sheet_is(site: Site, name: str, made: str, embeds: bool) -> None:
    expected = _jammed(site, name.replace(".css", "-datauri.css") if embeds else name)
    if expected is not None:
        assert _bare_css(made) == _bare_css(expected)


def _bare_css(text: str) -> str:
    """Without comments, charset, white space, quotes, what names a copy of a file, the way to it, and types of data."""
    text = re.sub(r"/\*.*?\*/|@charset[^;]*;|[\s'\"]", "", text, flags=re.DOTALL)
    text = re.sub(r"data:[^,]*,", "data:", text)
    text = re.sub(r"url\((?!data:|http)[^)]*?([^/)]*?)(?:\.[0-9a-f]{12})?(\.\w+)(?:\?\d+)?\)", r"url(\1\2)", text)
    return text.replace(";}", "}")


def _script_is(site: Site, name: str, made: str, templates: list[str]) -> None:
    if templates:
        assert [*_texts(made)] == templates
        if expected := _jammed(site, name):
            assert _texts(made) == _texts(expected)
    elif expected := _jammed(site, name.replace(".js", "-uncompressed.js")):
        assert _bare_js(made) == _bare_js(expected)


def _bare_js(text: str) -> str:
    return re.sub(r"//.*|\s", "", text)


def _texts(script: str) -> dict[str, str]:
    """What the templates of a script give, sorted by their names, each run of white space as one space."""
    racer = MiniRacer()
    racer.eval(_WORLD + script)
    code = f"JSON.stringify(Object.entries(window.JST).map(([name, f]) => [name, f({_VALUES})]))"
    return {name: re.sub(r"\s+", " ", text) for name, text in sorted(json.loads(str(racer.eval(code))))}


def _opens(site: Site, definition: str, folder: Path, browser: Browser) -> None:
    from jinja2 import Environment

    from assetbuild.runtime.jammit import add_assets

    run: Run = site.compile("--fast", "--quiet", "--from", definition)
    if not {"assets/css_test.css", "assets/js_test.js", "assets/jst_test.js"} <= {*run.names()}:
        return
    environment = Environment(autoescape=True)
    add_assets(environment, site.output / "manifest.json")
    (site.output / "index.html").write_text(environment.from_string(_PAGE).render())
    with static_server(site.output) as url, visit(browser, f"{url}/index.html") as found:
        assert [each for each in found.complaints if not each.startswith("log: ")] == []
        assert found.ask("JST.template1({to_somewhere: '/x', saying_something: 'S'})") == '<a href="/x">S</a>'
        image = "getComputedStyle(document.querySelector('#with_images')).backgroundImage"
        assert str(found.ask(image)).startswith('url("data:image/png;base64,')
