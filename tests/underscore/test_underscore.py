"""Underscore's templates become functions that give what they give in the browser, without `eval`."""

from __future__ import annotations

from typing import Any

import pytest
from py_mini_racer import MiniRacer

from ..sites import Site

CONFIG = 'encodings = []\n[bundles."js/app.js"]\ncontents = ["js/*.js", "t/**/*.jst"]\n'


def rendered(template: str, values: str = "{}") -> Any:
    run = Site({"js/a.js": '"use strict";var a = 1', "t/x.jst": template}, config=CONFIG).compile().succeeds()
    code = run.text("js/app.js")
    assert "eval" not in code
    assert "new Function" not in code
    return run_js(f"{code}; JST['t/x']({values})")


def run_js(code: str) -> Any:
    with MiniRacer() as engine:
        return engine.eval(f"var window = this; {code}")


TEMPLATES = [
    pytest.param("", "{}", "", id="empty"),
    pytest.param('<b>it\'s "x"\\ \n\u2028</b>', "{}", '<b>it\'s "x"\\ \n\u2028</b>', id="text"),
    pytest.param("a<%= b %>c", "{b: 1}", "a1c", id="value"),
    pytest.param("<%= b.c['d'] %>", "{b: {c: {d: '<'}}}", "<", id="expression, as it is"),
    pytest.param("<%- b %>", "{b: '<a href=\"x\">\\'&`'}", "&#60;a href=&#34;x&#34;&#62;&#39;&#38;&#96;", id="escaped"),
    pytest.param("[<%= a %><%- b %>]", "{a: null, b: undefined}", "[]", id="nothing for null and undefined"),
    pytest.param("[<%= a %><%- b %>]", "{a: 0, b: false}", "[0false]", id="but zero and false"),
    pytest.param(
        "<% for (var i = 0; i < n.length; i++) { %><li><%= n[i] %></li><% } %>",
        "{n: ['a', 'b']}",
        "<li>a</li><li>b</li>",
        id="loop",
    ),
    pytest.param("<% if (a) { // yes %>1<% } else { %>2<% } %>", "{a: true}", "1", id="comment at the end of code"),
    pytest.param("<%= a // why %>!", "{a: 1}", "1!", id="comment at the end of a value"),
    pytest.param("<% print(a, 'b') %>", "{a: 1}", "1b", id="print"),
    pytest.param("<%= obj.a %>", "{a: 1}", "1", id="obj"),
    pytest.param("ü <%= a %>", "{a: '€'}", "ü €", id="beyond ASCII"),
]


@pytest.mark.parametrize(("template", "values", "expected"), TEMPLATES)
def test_template(template: str, values: str, expected: str) -> None:
    assert rendered(template, values) == expected


def test_names_are_below_the_root_in_a_namespace_of_choice() -> None:
    config = f'{CONFIG}[filters.underscore]\nroot = "t"\nnamespace = "window.App.templates"\n'
    run = Site({"js/a.js": "var App = {}", "t/a/b.jst": "x", "t/c.d.jst": "y"}, config=config).compile().succeeds()
    assert run_js(f"{run.text('js/app.js')}; Object.keys(App.templates).join()") == "a/b,c.d"


def test_webassets_own_filter_still_has_its_name() -> None:
    config = 'encodings = []\n[bundles."js/t.js"]\ncontents = ["t/*.jst"]\nfilters = ["jst"]\n'
    run = Site({"t/a.jst": "<%= b %>", "t/c.jst": ""}, config=config).compile().succeeds()
    assert run_js(f"{run.text('js/t.js')}; JST['a']({{b: 1}})") == "1"


def test_filter_by_name_leaves_scripts_alone() -> None:
    config = CONFIG + 'filters = ["underscore"]\n'
    text = Site({"js/a.js": "var a = '<% %>'", "t/x.jst": ""}, config=config).compile().succeeds().text("js/app.js")
    assert text.startswith("var a = '<% %>'")


def test_tag_left_open() -> None:
    Site({"js/a.js": "", "t/x.jst": "a\n<%= b %>\n  <%= c"}, config=CONFIG).compile().fails(
        stderr="""\
        assets/t/x.jst:3:3: error: this `<%` is not closed by `%>`
          3 |   <%= c
            |   ^
        """
    )


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("root = 1", "the option `root` of the filter 'underscore' must be a string"),
        ('namespace = "a b"', "'a b' is no name of JavaScript"),
        ('name = ""', "the filter 'underscore' has no option `name`"),
    ],
)
def test_option_that_is_wrong(option: str, message: str) -> None:
    run = Site({"js/a.js": "", "t/x.jst": ""}, config=f"{CONFIG}[filters.underscore]\n{option}\n").compile()
    assert run.stderr.startswith(f"assetbuild.toml:5:1: error: {message}\n  5 | {option}\n")
    assert run.status == 2
