"""Jammit's configurations read by us and, beside us, by Ruby with Ruby's own YAML, ERB and globs."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable

import pytest
from py_mini_racer import MiniRacer

from ..sites import Site
from .jammit_peer import by_ruby, our_members, templates_last
from .output_folder import compiled_both_ways

# A tree of the shape that Jammit's own tests have, with what is embedded, too large, or no picture.
_TREE: dict[str, str | bytes] = {
    "public/embed/star.png": b"\x89PNG star",
    "public/embed/moon.png": b"\x89PNG moon",
    "public/embed/sun.png": b"\x89PNG embedded sun",
    "public/embed/large.gif": b"G" * 24_600,
    "public/embed/mono.eot": b"eot",
    "public/embed/mono.ttf": b"t" * 40_000,
    "public/plain/sun.png": b"\x89PNG sun",
    "src/one.css": "#a {\n  color: white;\n}\n  #a .b {\n    margin: 1px;\n  }",
    "src/two.css": (
        "#c { background: url(/embed/star.png); }\n#d { background: url('../public/embed/moon.png'); }\n"
        "#e { background: url(/embed/large.gif) }\n#f { background: url(http://example.com/image.png) }\n"
        "#g { background: url(../public/plain/sun.png) }\n#h { background: url(../public/embed/sun.png?1234567) }"
    ),
    "src/type_fonts.css": (
        "@font-face {\n\tfont-family: 'Mono';\n\tsrc: url('../public/embed/mono.eot');\n"
        "\tsrc: local('Mono'), url('../public/embed/mono.ttf') format('truetype');\n}\n"
    ),
    "src/one.js": "var one = 1;\n// no end",
    "src/two.js": "(function () {})()",
    "src/one.jst": '<a href="<%= where %>"><%= name %></a>',
    "src/two.jst": "<% for (var i = 0; i < 2; i++) { %>\n  <li class='n'><%= i %></li>\n<% } %>",
    "src/three.html.mustache": "<h1>{{name}}</h1>",
    "src/nested/one.js": "var nestedOne",
    "src/nested/two.js": "var nestedTwo",
    "src/nested/one.jst": "<p><%= name %></p>",
    "src/nested/double_nested/deep.jst": "<b><%= name %></b>",
    "src/nested/four.html.mustache": "<h2>{{name}}</h2>",
    "src/nested/double_nested/five.html.mustache": "<h3>{{name}}</h3>",
    "src/base_path/a/view.jst": "a <%= name %>",
    "src/base_path/b/view.jst": "b <%= name %>",
}
_TEXTS = {
    "one": '<a href="/x">N</a>',
    "two": " <li class='n'>0</li> <li class='n'>1</li> ",
    "nested/one": "<p>N</p>",
    "nested/double_nested/deep": "<b>N</b>",
    "three": "<h1>{{name}}</h1>",
    "nested/four": "<h2>{{name}}</h2>",
    "nested/double_nested/five": "<h3>{{name}}</h3>",
    "a/view": "a N",
    "b/view": "b N",
    "view": "a N",
}
_THREE = "javascripts: {test: [src/*.js], templates: [src/*.jst]}\nstylesheets: {test: [src/*.css]}\n"
_ALL = """\
javascripts:
  js: &js [src/*.js]
  with_templates: [src/*.js, src/*.jst]
  js_nested:
    - *js
    - src/nested/*.js
  jst: &jst [src/*.jst]
  jst_nested: [*jst, 'src/nested/**/*.jst']
  jst_single: [src/base_path/a/*.jst]
  jst_multiple: [src/base_path/a/*.jst, src/base_path/b/*.jst]
stylesheets:
  css: &css [src/*.css]
  css_nested:
    - *css
    - src/nested/*.css
"""
_MUSTACHE = """\
template_extension: html.mustache
javascripts:
  one: &one [src/*.html.mustache]
  nested: [*one, 'src/nested/**/*.html.mustache']
"""

# One for each file in test/config of Jammit; what ERB there asks of Rails stands in a variable.
_CONFIGURATIONS = [
    pytest.param(f"embed_assets: on\n{_ALL}", "test", id="assets"),
    pytest.param(f"embed_assets: on\n{_ALL}packager_class: Mine\n", "test", id="packager"),
    pytest.param(_MUSTACHE, "test", id="another extension"),
    pytest.param(
        f"javascript_compressor: undefined\nembed_assets: nope\npackage_assets: 42\n{_THREE}", "x", id="broken"
    ),
    pytest.param(
        "javascript_compressor: yui\ncss_compressor: yui\nembed_assets: on\nbuild_assets: true\n"
        "javascripts: {space: [src/one.js, src/two.js, src/built/three.js]}\n",
        "test",
        id="build",
    ),
    pytest.param(
        f"javascript_compressor: closure\ncompressor_options: {{compilation_level: X}}\nembed_assets: on\n{_THREE}",
        "test",
        id="closure",
    ),
    pytest.param(f"compress_css: false\n{_THREE}", "test", id="compression of one kind"),
    pytest.param(
        f"javascript_compressor: yui\ncompress_assets: false\ngzip_assets: false\nembed_images: on\n{_THREE}",
        "test",
        id="compression disabled",
    ),
    pytest.param(f"css_compressor_options: {{line_break: 0}}\n{_THREE}", "test", id="css"),
    pytest.param("dummy: setting\n", "test", id="default"),
    pytest.param(
        f"compress_assets: on\n{_THREE}development:\n  compress_assets: off\ntest:\n  gzip_assets: off\n"
        "  javascripts: {other: [src/two.js]}\n",
        "test",
        id="environment",
    ),
    pytest.param(f"embed_assets: <%= ENV['EMBED'] %>\n{_THREE}", "test", id="erb"),
    pytest.param("headjs_path: vendor/head.min.js\n", "test", id="headjs"),
    pytest.param(f"template_strip_newlines: off\n{_ALL}", "test", id="jst newlines"),
    pytest.param(
        f"javascript_compressor: yui\ncompressor_options: {{java: /nonexistent/java}}\nembed_assets: on\n{_THREE}",
        "test",
        id="no java",
    ),
    pytest.param(f"embed_assets: on\nrewrite_relative_paths: off\n{_THREE}", "test", id="no rewriting"),
    pytest.param(f"css_compressor: sass\n{_ALL}", "test", id="sass"),
    pytest.param(f"javascript_compressor: uglifier\nembed_assets: datauri\n{_THREE}", "test", id="uglifier"),
]


@pytest.mark.parametrize(("text", "environment"), _CONFIGURATIONS)
def test_members_data_uris_and_templates_are_those_of_jammits_rules(
    text: str, environment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBED", "datauri")
    site = Site(project={**_TREE, "config/assets.yml": text})
    definition = f"jammit:config/assets.yml#{environment}"
    theirs = by_ruby(site, environment)
    found = {name: templates_last(members) for name, members in our_members(site, definition).items()}
    assert found == {name: package["members"] for name, package in theirs.items()}
    compiled_both_ways(site, definition)
    run = site.compile("--from", definition).succeeds()
    for name, package in theirs.items():
        made = run.text(f"assets/{name}")
        assert re.findall(r'url\("data:[\w/]+;base64,([^"]*)"\)', made) == package["embedded"]
        if package["names"]:
            assert texts_of(made) == {key: _TEXTS[key] for key in package["names"]}


def texts_of(script: str) -> dict[str, str]:
    """What the templates of a script give, each run of white space as one space: Jammit's has no ends of lines."""
    racer = MiniRacer()
    racer.eval("var window = {}; " + script)
    values = '{"name": "N", "where": "/x"}'
    code = f"JSON.stringify(Object.entries(window.JST).map(([name, f]) => [name, f({values})]))"
    return {name: re.sub(r"\s+", " ", text) for name, text in json.loads(str(racer.eval(code)))}


_NAMES = (
    "a.js b.js a1.js a2.js b1.js b2.js c-d.js x/a.js x/.h/w.js x/y/b.js x/y/z/c.js y/a.js [k].js ü.js a.b.js"
    " x.d/q.js n.coffee"
).split()
_GLOBS = (
    r"*.js ?.js [ab].js [^ab].js [!ab].js [a-c]?.js {a,b}.js {b,a}?.js {*1,*2}.js {a,b{1,2}}.js **/*.js **/a.js"
    r" x/**/*.js x/**/c.js x/** ** */a.js x*/*.js **/y/*.js x/**/y/**/*.js \[k\].js *ü* **.js x/**.js {x,y}/a.js"
    r" {x/**/*,a*}.js a.{js,b.js} {,c-}d.js a{,1,2}.js *.{js,coffee} [a-]1.js *[12].js x/{y,y/z}/*.js [^a]*.js"
    r" nothing*.js ./a.js x/../a.js x//a.js {nothing,none*}.js"
).split()


def test_globs_match_what_they_match_in_ruby_in_its_order() -> None:
    packages = [f"  p{number}: ['public/{glob}']\n" for number, glob in enumerate(_GLOBS)]
    site = Site(project={f"public/{name}": "" for name in _NAMES})
    site.write({"config/assets.yml": "javascripts:\n" + "".join(packages)})
    found = our_members(site, "jammit")
    theirs = {
        name: list(_below_public(package["members"], site)) for name, package in by_ruby(site, "production").items()
    }
    assert {name: members for name, members in found.items() if members} == {
        name: members for name, members in theirs.items() if members
    }
    assert "x//a.js" in _GLOBS
    assert len(theirs) == len(_GLOBS) - 2


def _below_public(paths: Iterable[str], site: Site) -> Iterable[str]:
    """The files among what Ruby found: a glob of Ruby's matches folders too."""
    normal = (os.path.normpath(path) for path in paths)
    return (path.removeprefix("public/") for path in normal if (site.folder / path).is_file())
