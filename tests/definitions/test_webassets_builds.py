"""Merging, nesting, globs, filters and YAML as webassets' own tests have them: the same text from it and from us."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from ..sites import Site
from .output_folder import compiled_both_ways
from .webassets_projects import FILES, TOOLS, built_alike

CASES = [
    pytest.param("contents: [a.txt, b.txt]", "a\nb", id="a simple bundle"),
    pytest.param("contents: a.txt", "a", id="one path that is no list"),
    pytest.param("contents: [b.txt, a.txt, b.txt]", "b\na", id="what is named twice"),
    pytest.param("contents: ['[ab].txt', '*.txt']", "a\nb\nc\nd", id="globs in order, each file once"),
    pytest.param("contents: 'x/*.txt'", "e\nf", id="a glob of a folder"),
    pytest.param("contents: '*/?.txt'", "e\nf", id="a glob over folders"),
    pytest.param("contents: ['./a.txt', 'x/../b.txt']", "a\nb", id="paths that are not normal"),
    pytest.param("contents: [d.txt, '*.nothing']", "d", id="a glob that matches nothing"),
    pytest.param("contents: [a.txt, {contents: [c.txt, d.txt]}, b.txt]", "a\nc\nd\nb", id="a nested bundle"),
    pytest.param("contents: [a.txt, {contents: [a.txt]}]", "a\na", id="the same file nested"),
    pytest.param("contents: [{contents: [{contents: [a.txt]}, b.txt]}, c.txt]", "a\nb\nc", id="nested twice"),
    pytest.param("contents: [a.txt, {contents: []}]", "a", id="an empty nested bundle"),
    pytest.param("contents: [a.txt, other]", "a\nc\nd", id="a bundle by its name"),
    pytest.param("contents: [other, d.txt, other]", "c\nd\nd", id="a bundle by its name, twice"),
    pytest.param("{contents: [a.txt, b.txt], filters: mark}", "a(in)\nb(in)(out)", id="members before the whole"),
    pytest.param("{contents: [a.txt, b.txt], filters: [name, upper]}", "<A\nB", id="filters of the whole in order"),
    pytest.param("{contents: [a.txt, b.txt], filters: 'upper, name'}", "<A\nB", id="filters with a comma and a space"),
    pytest.param(
        "{contents: [a.txt, {contents: b.txt, filters: upper}], filters: mark}",
        "a(in)\nB(IN)(out)",
        id="a filter of the members around one of the whole",
    ),
    pytest.param(
        "{contents: [a.txt, {contents: b.txt, filters: mark}], filters: mark}",
        "a(in)\nb(in)(out)(out)",
        id="the same filter within and around",
    ),
    pytest.param(
        "{contents: [a.txt, {contents: [b.txt, {contents: c.txt, filters: upper}]}], filters: mark}",
        "a(in)\nb(in)\nC(IN)(out)",
        id="a filter of the members goes down to all",
    ),
    pytest.param("{contents: [a.txt, b.txt], filters: load}", "loaded a\nloaded b", id="a filter that reads the file"),
    pytest.param(
        "{contents: [a.txt, {contents: [b.txt, c.txt], filters: upper}], filters: load}",
        "loaded a\nLOADED B\nLOADED C",
        id="a filter that reads the file goes down",
    ),
    pytest.param("{contents: [a.txt, b.txt], filters: [upper, load]}", "LOADED A\nLOADED B", id="a reader listed last"),
    pytest.param("{contents: [a.txt, b.txt, c.txt], filters: reverse}", "c|b|a", id="a filter that joins"),
    pytest.param(
        "{contents: [a.txt, {contents: [b.txt, c.txt]}, d.txt], filters: [reverse, upper]}",
        "D|C|B|A",
        id="a filter that joins, around a bundle",
    ),
    pytest.param(
        "{contents: [a.txt, {contents: [b.txt, c.txt], filters: reverse}, d.txt]}",
        "a\nc|b\nd",
        id="one that joins, within",
    ),
    pytest.param("{contents: [a.txt], filters: name, config: {name_prefix: '>'}}", ">a", id="a bundle's setting"),
    pytest.param(
        "{contents: [{contents: a.txt, filters: name, config: {NAME_PREFIX: '1 '}}, b.txt], filters: name}",
        "<1 a\nb",
        id="settings of a bundle and of one in it",
    ),
    pytest.param(
        "{contents: [{contents: a.txt, filters: name}], config: {name_prefix: '2 '}}",
        "<a",
        id="a setting does not go down",
    ),
]


def project(bundle: str) -> Site:
    body = indent(bundle, "    ") if bundle.startswith("contents") else f"    {bundle}"
    if bundle.startswith("{"):
        body = "    " + bundle[:-1] + ", output: 'gen/out.%(version)s.txt'}"
    else:
        body += "\n    output: gen/out.%(version)s.txt"
    text = f"""\
directory: static
url: /media
filters: [tools.Mark, tools.Load, tools.Reverse, tools.Name, tools.Upper]
config:
  NAME_PREFIX: '<'
bundles:
  main:
{body}
  other:
    contents: [c.txt, d.txt]
"""
    return Site(project={**FILES, "tools.py": TOOLS + UPPER, "bundles.yaml": text})


UPPER = dedent("""

    class Upper(Filter):
        name = "upper"

        def output(self, _in, out, **kw):
            out.write(_in.read().upper())


    _marks = Mark.__init__


    def _with_default(self, before="(in)", after="(out)"):
        _marks(self, before, after)


    Mark.__init__ = _with_default
    """)


@pytest.mark.parametrize(("bundle", "text"), CASES)
def test_output(bundle: str, text: str) -> None:
    assert built_alike(project(bundle), "bundles.yaml")["gen/out.txt"] == text


LIVE = """\
import os
from webassets import Bundle, Environment
from tools import Load, Mark, Name, Reverse, upper

assets = Environment("static", "/media")
assets.config["name_prefix"] = "<"
"""
ONE_CLASS = """\
inner = Bundle("b.txt", filters=Mark("1", "2"))
assets.register("m", "a.txt", inner, inner, filters=Mark("3", "4"), output="o.txt")
"""
INSTANCES = """\
assets.register("m", "a.txt", "b.txt", filters=(Mark(after="!"), upper, Name(prefix="# ")), output="o.txt")
"""
PARTS = """\
assets.register("m", Bundle("a.txt", filters=upper), Bundle("b.txt"), Bundle("b.txt"), output="o.txt")
"""
CONTAINER = """\
assets.register("one", "a.txt", output="1.txt")
assets.register("two", "b.txt", output="2.txt")
assets.register("all", assets["one"], assets["two"])
"""
CONTAINER_WITH_FILTERS = """\
two = Bundle("b.txt", filters=Mark("i", "o"), output="2.txt")
assets.register("all", Bundle("a.txt", output="1.txt"), two, filters=upper)
"""
OUTSIDE = """\
assets.register("m", "../shared/s.txt", "../shared/deep/*.txt", "a.txt", output="o.txt")
"""
LOAD_PATH = """\
assets.append_path("one")
assets.append_path("two")
assets.register("m", "p.txt", "q.txt", output="o.txt")
"""
MORE = {"shared/s.txt": "s", "shared/deep/t.txt": "t", "one/p.txt": "1p", "two/p.txt": "2p", "two/q.txt": "2q"}


@pytest.mark.parametrize(
    ("program", "texts"),
    [
        pytest.param(ONE_CLASS, {"o.txt": "a3\nb1324"}, id="one class with different options"),
        pytest.param(INSTANCES, {"o.txt": "# A\nB!"}, id="instances, a function, options"),
        pytest.param(PARTS, {"o.txt": "A\nb\nb"}, id="several bundles in one"),
        pytest.param(CONTAINER, {"1.txt": "a", "2.txt": "b"}, id="a container"),
        pytest.param(CONTAINER_WITH_FILTERS, {"1.txt": "A", "2.txt": "BIO"}, id="a container with filters"),
        pytest.param('assets.register("m", "*.txt", output="all.txt")', {"all.txt": "a\nb\nc\nd"}, id="its own output"),
        pytest.param(OUTSIDE, {"o.txt": "s\nt\na"}, id="paths that lead out of the directory"),
        pytest.param(LOAD_PATH, {"o.txt": "1p\n2q"}, id="a load path"),
    ],
)
def test_program(program: str, texts: dict[str, str]) -> None:
    stale = {"static/all.txt": "stale"} if "all.txt" in program else {}
    site = Site(project={**FILES, **MORE, **stale, "tools.py": TOOLS, "shop.py": LIVE + program + "\n"})
    assert built_alike(site, "shop:assets") == texts


def test_absolute_paths() -> None:
    program = 'assets.register("m", os.path.abspath("static/a.txt"), output=os.path.abspath("static/o.txt"))\n'
    site = Site(project={**FILES, "tools.py": TOOLS, "shop.py": LIVE + program})
    assert site.compile("--from", "webassets:shop:assets").succeeds().text("o.txt") == "a"


def test_sources_of_bundles_and_the_definition_are_not_served() -> None:
    sass = {"scss/app.scss": "@import 'unfit'; a { b: $c }", "scss/unfit.sass": "$c: d", "plain.css": "e {}"}
    bundles = "app:\n  contents: scss/app.scss\n  filters: libsass\n  output: app.css\n"
    site = Site(project={**{f"www/{name}": text for name, text in sass.items()}, "www/webassets.yml": bundles})
    run = site.compile("--from", "webassets:www/webassets.yml").succeeds()
    assert run.names() == ["app.css", "plain.css"]
    assert "b: d" in run.text("app.css")


BLUEPRINTS = """\
from flask import Blueprint, Flask
from flask_assets import Bundle, Environment

app = Flask(__name__)
for name, folder in (("fa", "node_modules/fa/fonts"), ("gone", "node_modules/gone")):
    app.register_blueprint(Blueprint(name, __name__, static_folder=folder, static_url_path=f"/{name}"))
assets = Environment(app)
assets.register("css", Bundle("a.css", Bundle("../node_modules/fa/css/fa.css")), output="out.css")
"""


def test_style_sheet_outside_the_directory_names_files_of_it_and_of_blueprints() -> None:
    css = "b { c: url(../fonts/f.woff?v=1) url('../../../static/a.png') url(x.png) url(/y.png) url(../../../../z.png) }"
    files = {"static/a.css": "a { b: url(a.png) }", "static/a.png": "a", "node_modules/fa/fonts/f.woff": "f"}
    site = Site(project={**files, "node_modules/fa/css/fa.css": css, "shop.py": BLUEPRINTS})
    compiled_both_ways(site, "webassets:shop:app")
    run = site.compile("--from", "webassets:shop:app").succeeds()
    font, image = run.entry("fa/f.woff").path, run.entry("a.png").path
    assert run.text("out.css") == (
        f"a {{ b: url({image}) }}\nb {{ c: url({font}?v=1) url('{image}') url(node_modules/fa/css/x.png) url(/y.png)"
        " url(../z.png) }"
    )


JINJA = """\
from flask import Flask
from flask_assets import Bundle, Environment
from webassets.filter import get_filter

app = Flask(__name__)
app.config["JINJA2_CONTEXT"] = {"colour": "red"}
assets = Environment(app)
assets.register("a", Bundle("a.txt", filters="jinja2"), output="a.txt")
assets.register("b", Bundle("b.txt", filters=get_filter("jinja2", context={"colour": "blue"})), output="b.txt")
"""


def test_filter_jinja2_of_flask_assets_runs_without_an_application() -> None:
    site = Site(project={"static/a.txt": "{{ colour }}!", "static/b.txt": "{{ colour }}?", "shop.py": JINJA})
    site.write({"static/in/c.txt": "{{ url_for('x') }}"})
    compiled_both_ways(site, "webassets:shop:app")
    run = site.compile("--from", "webassets:shop:app").succeeds()
    assert (run.text("a.txt"), run.text("b.txt")) == ("red!", "blue?")
    site.write({"shop.py": JINJA.replace('"a.txt", filters', '"in/c.txt", filters')})
    site.compile("--from", "webassets:shop:app").fails(
        stderr="static/in/c.txt: error: the filter 'jinja2' failed: UndefinedError: 'url_for' is undefined\n"
    )
