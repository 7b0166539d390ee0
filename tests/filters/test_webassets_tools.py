"""webassets' filters with the tools that they are for: of npm, of PyPI, in Java and in Ruby."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from py_mini_racer import MiniRacer

from assetbuild.filters.webassets_bridge import registered_names
from assetbuild.filters.webassets_engines import SUCCESSORS

from ..sites import Site

_NPM = Path(__file__).parents[1] / "npm" / "node_modules"
_BIN = f"{_NPM}/.bin"
_PREFIXED = "a{-webkit-user-select:none;-moz-user-select:none;user-select:none}"


def _case(name: str, *values: object) -> ParameterSet:
    return pytest.param(name, *values, id=name)


_CSS = [
    _case(
        "autoprefixer",
        "css",
        "a { user-select: none }",
        'autoprefixer = "{bin}/autoprefixer-cli"',
        _PREFIXED.replace(";user", ";-ms-user-select:none;user"),
    ),
    _case("autoprefixer6", "css", "a { user-select: none }", 'autoprefixer = "{bin}/postcss"', _PREFIXED),
    _case(
        "postcss",
        "css",
        "a { user-select: none }",
        'binary = "{bin}/postcss"\nextra_args = ["--no-map", "--use", "autoprefixer"]',
        _PREFIXED,
    ),
    _case("cleancss", "css", "a { color: #ff0000 }", 'binary = "{bin}/cleancss"', "a{color:red}"),
    _case("cssmin", "css", "a { color: #ff0000 }", "", "a{color:#f00}"),
    _case("cssrewrite", "css", "a { b: url(x.png) }", "", "a{b:url(x.5dde896887f6.png)}"),
    _case("cssutils", "css", "a { color: red } /* c */", "", "a{color:red}"),
    _case("datauri", "css", "a { b: url(x.png) }", "", "a{b:url(data:image/png;base64,eHg=)}"),
    _case("jinja2", "css", "a { b: {{ c }} }", 'context = { c = "d" }', "a{b:d}"),
    _case("rcssmin", "css", "a { b: c }", "", "a{b:c}"),
    _case("replace", "css", "a { b: c }", 'pattern = "c"\nrepl = "d"', "a{b:d}"),
    _case("yui_css", "css", "a { color: #ff0000 }", "{yui}", "a{color:red}"),
    _case("less", "less", "@c: red; a { b { c: @c } }", 'binary = "{bin}/lessc"', "a b{c:red}"),
    _case("stylus", "styl", "c = red\na\n  b\n    c c\n", 'stylus = "{bin}/stylus"', "a b{c:#f00}"),
    _case("libsass", "scss", "$c: red; a { b { c: $c } }", "", "a b{c:red}"),
    _case("sass", "sass", "$c: red\na\n  b\n    c: $c\n", "", "a b{c:red}"),
    _case("scss", "scss", "$c: red; a { b { c: $c } }", 'binary = "{bin}/sass"', "a b{c:red}"),
    _case("sass_ruby", "sass", "$c: red\na\n  b\n    c: $c\n", 'binary = "/usr/bin/sass"', "a b{c:red}"),
    _case("scss_ruby", "scss", "$c: red; a { b { c: $c } }", 'binary = "/usr/bin/sass"', "a b{c:red}"),
]
_JS = [
    _case(
        "babel",
        "js",
        "var f = (x) => x;",
        'binary = "{bin}/babel"\nextra_args = ["--plugins", "{npm}/@babel/plugin-transform-arrow-functions"]',
        "typeof f.prototype",
        "object",
    ),
    _case("closure_js", "js", "var f = 1 + 2; // no", "{closure}", "f", 3),
    _case("coffeescript", "coffee", "f = (x) -> x * x\n@f = f", 'binary = "{bin}/coffee"', "f(3)", 9),
    _case("handlebars", "handlebars", "<b>{{x}}</b>", 'binary = "{bin}/handlebars"', "Handlebars.templates.a", True),
    _case("jsmin", "js", "var f = 1; // no\n", "", "f", 1),
    _case("jspacker", "js", "var f = f || true;", "", "f", True),
    _case("jst", "jst", "<b><%= x %></b>", "", "JST.a({x: 1})", "<b>1</b>"),
    _case("rjsmin", "js", "var f = 1; // no\n", "", "f", 1),
    _case(
        "requirejs",
        "js",
        "define(['js/b'], function (b) { return b; });",
        'executable = "{bin}/r.js"\nbaseUrl = "assets"\noptimize = "none"',
        "defined['js/b']",
        2,
    ),
    _case("typescript", "ts", "const f: number = 1;", 'binary = "{bin}/tsc"', "f", 1),
    _case("uglifyjs", "js", "var f = 1 + 2; // no", 'binary = "{bin}/uglifyjs"\nextra_args = ["-c"]', "f", 3),
    _case("yui_js", "js", "var f = 1; // no", "{yui}", "f", 1),
]


def compiled(name: str, kind: str, member: str, text: str, options: str) -> str:
    jars = {
        "yui": f'YUI_COMPRESSOR_PATH = "{_NPM}/yuicompressor/build/yuicompressor-2.4.8.jar"',
        "closure": f'CLOSURE_COMPRESSOR_PATH = "{_NPM}/google-closure-compiler-java/compiler.jar"',
    }
    for key, value in {"bin": _BIN, "npm": f"{_NPM}", **jars}.items():
        options = options.replace(f"{{{key}}}", value)
    files: dict[str, str | bytes] = {
        f"{kind}/a.{member}": text,
        "css/x.png": b"xx",
        "js/b.js": "define(function () { return 2; });",
    }
    output = f"{kind}/out.{kind}"
    config = f"""\
encodings = []
exclude = ["**/a.*"]
[bundles."{output}"]
contents = ["{kind}/a.{member}"]
filters = ["{name}"]
[filters.{name}]
{options}
"""
    return Site(files, config=config).compile().succeeds().text(output)


@pytest.mark.parametrize(("name", "member", "text", "options", "expected"), _CSS)
def test_filter_of_style_sheets_with_its_tool(name: str, member: str, text: str, options: str, expected: str) -> None:
    made = compiled(name, "css", member, text, options)
    assert re.sub(r"\s*([{}:;,])\s*", r"\1", re.sub(r"/\*.*?\*/", "", made)).replace(";}", "}").strip() == expected


_PRELUDE = """\
var window = this, defined = {}, Handlebars = { template: (made) => made.main !== undefined };
function define(name, names, make) { defined[name] = make(...names.map((each) => defined[each])); }
"""


@pytest.mark.parametrize(("name", "member", "text", "options", "expression", "expected"), _JS)
def test_filter_of_scripts_with_its_tool(
    name: str, member: str, text: str, options: str, expression: str, expected: object
) -> None:
    racer = MiniRacer()
    racer.eval(_PRELUDE)
    racer.eval(compiled(name, "js", member, text, options))
    assert racer.eval(expression) == expected


@pytest.mark.parametrize("name", sorted(set(SUCCESSORS) - {"sass_ruby", "scss_ruby"}))
def test_dead_filter_names_its_successor(name: str) -> None:
    config = f'[bundles."out.txt"]\ncontents = ["a.txt"]\nfilters = ["{name}"]\n'
    run = Site({"a.txt": "a { b: c }"}, config=config).compile()
    assert run.status in (1, 2)
    assert run.stderr.endswith(f"  hint: its engine is no longer kept; {SUCCESSORS[name]} does that work\n")


@pytest.mark.parametrize("name", ["sass_ruby", "scss_ruby"])
def test_filter_of_ruby_names_its_successor_where_there_is_no_program(name: str) -> None:
    table = f'[filters.{name}]\nbinary = "no/such/sass"\n'
    config = f'[bundles."out.txt"]\ncontents = ["a.txt"]\nfilters = ["{name}"]\n{table}'
    run = Site({"a.txt": "a { b: c }"}, config=config).compile()
    assert run.status == 1
    assert run.stderr.endswith(f"  hint: its engine is no longer kept; {SUCCESSORS[name]} does that work\n")


def test_every_filter_that_is_not_dead_ran_and_they_are_thirty_at_least() -> None:
    ran = {str(case.values[0]) for case in (*_CSS, *_JS)}
    assert ran - {"sass_ruby", "scss_ruby"} == set(registered_names()) - set(SUCCESSORS)
    assert len(ran) >= 30
