"""Jammit's configurations: the packages of its own tests have our members in Jammit's order."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import Environment
from py_mini_racer import MiniRacer

from assetbuild.bundles import expand_bundles
from assetbuild.config_file import load_config
from assetbuild.filters.options import OptionError
from assetbuild.filters.registry import find_filter
from assetbuild.model import FilterUse
from assetbuild.runtime.jammit import add_assets
from assetbuild.runtime.unknown_asset import UnknownAsset
from assetbuild.sources import find_sources

from ..sites import Site
from .output_folder import compiled_both_ways

# The names of the files in test/fixtures/src of Jammit.
SRC = {
    "nested/double_nested/double_nested.html.mustache": "<h1>Hello again, {{name}}!</h1>",
    "nested/double_nested/double_nested.jst": "<a><%= name %></a>",
    "nested/nested1.js": "var nested1;",
    "nested/nested2.js": "var nested2;",
    "nested/nested3.html.mustache": "<h1>Goodbye, {{name}}</h1>",
    "base_path/a/one.jst": "one",
    "base_path/b/two.jst": "two",
    "template2.jst": "<% if (x) { %>yes<% } else { %>no<% } %>\r\n'\\d\"",
    "template3.html.mustache": "<h1>Hello, {{name}}</h1>",
    "test1.css": "a { b: c }",
    "test1.js": "var test1;",
    "test1.jst": "Hello, <%= name %>!<% print('?') %>",
    "test2.css": "d { e: f }",
    "test2.js": "var test2;",
    "test_fonts.css": "g { h: i }",
}
FILES = {f"fixtures/src/{path}": text for path, text in SRC.items()}

# Jammit's test/config/assets.yml, whose packages the tests below go through one by one.
PACKAGES = """\
embed_assets: on

javascripts:
  js_test: &js_test
    - fixtures/src/*.js
  js_test_with_templates:
    - fixtures/src/*.js
    - fixtures/src/*.jst
  js_test_nested:
    - *js_test
    - fixtures/src/nested/*.js
  jst_test: &jst_test
    - fixtures/src/*.jst
  jst_test_nested:
    - *jst_test
    - fixtures/src/nested/**/*.jst
  jst_test_single:
    - fixtures/src/base_path/a/*.jst
  jst_test_multiple:
    - fixtures/src/base_path/a/*.jst
    - fixtures/src/base_path/b/*.jst

stylesheets:
  css_test: &css_test
    - fixtures/src/*.css
  css_test_nested:
    - *css_test
    - fixtures/src/nested/*.css
"""
MUSTACHE = """\
template_extension: html.mustache
javascripts:
  diff_ext: &diff
    - fixtures/src/*.html.mustache
  diff_ext_and_nested:
    - *diff
    - fixtures/src/nested/**/*.html.mustache
"""


def project(text: str, files: dict[str, str] | None = None) -> Site:
    return Site(project={**FILES, **(files or {}), "config/assets.yml": text})


def members(site: Site) -> dict[str, list[str]]:
    """The members of all bundles, by output, without the folder that all share."""
    config, folder = load_config(None, str(site.folder), "jammit")
    bundles = expand_bundles(config, find_sources(config, folder).listing)
    return {bundle.path: [path.removeprefix("fixtures/src/") for path in bundle.members] for bundle in bundles}


def test_packages_of_jammits_own_tests() -> None:
    found = members(project(PACKAGES))
    assert found == {
        "assets/css_test.css": ["test1.css", "test2.css", "test_fonts.css"],
        "assets/css_test_nested.css": ["test1.css", "test2.css", "test_fonts.css"],
        "assets/js_test.js": ["test1.js", "test2.js"],
        "assets/js_test_nested.js": ["test1.js", "test2.js", "nested/nested1.js", "nested/nested2.js"],
        "assets/js_test_with_templates.js": ["test1.js", "test2.js", "template2.jst", "test1.jst"],
        "assets/jst_test.js": ["template2.jst", "test1.jst"],
        "assets/jst_test_multiple.js": ["base_path/a/one.jst", "base_path/b/two.jst"],
        "assets/jst_test_nested.js": ["template2.jst", "test1.jst", "nested/double_nested/double_nested.jst"],
        "assets/jst_test_single.js": ["base_path/a/one.jst"],
    }


@pytest.mark.parametrize(
    ("globs", "expected"),
    [
        pytest.param("[b.js, '*.js', a.js]", ["b.js", "a.js", "c.js"], id="globs in order, each file once"),
        pytest.param("['{c,a}.js']", ["a.js", "c.js"], id="braces, sorted"),
        pytest.param("['lib/{x,y}/*.{js,es}']", ["lib/x/1.js", "lib/y/2.es", "lib/y/2.js"], id="braces twice"),
        pytest.param("['**/*.js']", ["a.js", "b.js", "c.js", "lib/x/1.js", "lib/y/2.js"], id="folders below"),
        pytest.param("[[c.js, [a.js]], b.js]", ["c.js", "a.js", "b.js"], id="lists in lists"),
        pytest.param("['[ab].js', 'l*/?/*.js']", ["a.js", "b.js", "lib/x/1.js", "lib/y/2.js"], id="sets"),
        pytest.param("[a.js, 'no/*.js', gone.js]", ["a.js"], id="what is not there"),
        pytest.param("a.js", ["a.js"], id="one that is no list"),
    ],
)
def test_globs(globs: str, expected: list[str]) -> None:
    names = ["a.js", "b.js", "c.js", "lib/x/1.js", "lib/y/2.js", "lib/y/2.es"]
    site = Site(project={f"public/{name}": "" for name in names})
    site.write({"config/assets.yml": f"asset_roots: public\njavascripts:\n  all: {globs}\n"})
    assert members(site) == {"assets/all.js": expected}


def test_from_and_migrated_configuration_give_the_same_bytes() -> None:
    assert "manifest.json" in compiled_both_ways(project(PACKAGES), "jammit")
    assert "manifest.json" in compiled_both_ways(project(MUSTACHE), "jammit:config/assets.yml")


def templates_of(site: Site, package: str) -> dict[str, str]:
    """The templates that a package defines, each called with a few values."""
    script = site.compile("--from", "jammit", "--quiet").succeeds().text(f"assets/{package}.js")
    racer = MiniRacer()
    racer.eval("var window = {}; " + script)
    values = '{"name": "World", "x": false}'
    code = f"JSON.stringify(Object.fromEntries(Object.entries(window.JST).map(([k, f]) => [k, f({values})])))"
    found: dict[str, str] = json.loads(str(racer.eval(code)))
    return found


@pytest.mark.parametrize(
    ("config", "package", "templates"),
    [
        pytest.param(PACKAGES, "jst_test", {"template2": "no\n'\\d\"", "test1": "Hello, World!?"}, id="two"),
        pytest.param(
            PACKAGES, "js_test_with_templates", {"template2": "no\n'\\d\"", "test1": "Hello, World!?"}, id="both"
        ),
        pytest.param(PACKAGES, "jst_test_single", {"one": "one"}, id="one"),
        pytest.param(PACKAGES, "jst_test_multiple", {"a/one": "one", "b/two": "two"}, id="names below a shared folder"),
        pytest.param(
            MUSTACHE,
            "diff_ext_and_nested",
            {
                "template3": "<h1>Hello, {{name}}</h1>",
                "nested/double_nested/double_nested": "<h1>Hello again, {{name}}!</h1>",
                "nested/nested3": "<h1>Goodbye, {{name}}</h1>",
            },
            id="another extension, nested",
        ),
    ],
)
def test_templates(config: str, package: str, templates: dict[str, str]) -> None:
    assert templates_of(project(config), package) == templates


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        pytest.param("", 'window.JST["one"]=function(obj){', id="compiled by the build"),
        pytest.param("template_function: _.template", 'window.JST["one"]=_.template("one");', id="another function"),
        pytest.param("template_function: false", 'window.JST["one"]=("one");', id="none"),
        pytest.param("template_namespace: App.views", 'App.views["one"]=function(obj){', id="a namespace"),
    ],
)
def test_template_settings(settings: str, line: str) -> None:
    text = f"{settings}\njavascripts:\n  t: [fixtures/src/base_path/a/*]\n"
    script = project(text).compile("--from", "jammit").succeeds().text("assets/t.js")
    assert line in script


@pytest.mark.parametrize(
    ("settings", "names", "encodings"),
    [
        pytest.param("", {"assets/all.css": "a{b:c}"}, True, id="as it comes"),
        pytest.param("compress_assets: off", {"assets/all.css": "a { b: c }"}, True, id="no compression"),
        pytest.param("gzip_assets: off", {"assets/all.css": "a{b:c}"}, False, id="no gzip"),
        pytest.param("package_path: packed", {"packed/all.css": "a{b:c}"}, True, id="another folder"),
        pytest.param("production:\n  compress_assets: off", {"assets/all.css": "a { b: c }"}, True, id="a block"),
        pytest.param("development:\n  compress_assets: off", {"assets/all.css": "a{b:c}"}, True, id="another's block"),
    ],
)
def test_settings(settings: str, names: dict[str, str], encodings: bool) -> None:
    text = f"{settings}\nstylesheets:\n  all: [public/css/*.css]\n"
    site = Site(project={"public/css/a.css": "a { b: c }", "config/assets.yml": text})
    run = site.compile("--from", "jammit").succeeds(stderr="")
    assert {name: run.text(name) for name in run.names() if name != "css/a.css"} == names
    config, _ = load_config(None, str(site.folder), "jammit")
    assert bool(config.encodings) == encodings
    assert config.url == "/"


def test_block_of_another_environment_by_its_name() -> None:
    text = "stylesheets:\n  all: [public/a.css]\nstaging:\n  compress_assets: off\n  package_path: s\n"
    site = Site(project={"public/a.css": "a { b: c }", "config/assets.yml": text})
    assert site.compile("--from", "jammit:config/assets.yml#staging").succeeds().text("s/all.css") == "a { b: c }"


def test_references_from_the_public_root_and_relative_ones() -> None:
    css = "a { b: url(/images/x.png?1) } c { d: url(../images/x.png) } e { f: url(//cdn/x) }"
    text = "public_root: web\nstylesheets:\n  all: [web/css/*.css, app/css/*.css]\n"
    files = {"web/css/a.css": css, "web/images/x.png": "x", "app/css/b.css": "g { h: url(/images/x.png) }"}
    run = Site(project={**files, "config/assets.yml": text}).compile("--from", "jammit").succeeds()
    url = run.entry("images/x.png").path
    assert run.text("assets/all.css") == (
        f"a{{b:url(../{url}?1)}}c{{d:url(../{url})}}e{{f:url(//cdn/x)}}\ng{{h:url(../{url})}}"
    )
    assert run.names() == ["assets/all.css", "css/a.css", "images/x.png"]


def test_roots_of_assets_are_searched_in_order() -> None:
    text = "asset_roots: [., vendor]\njavascripts:\n  all: ['public/*.js', 'lib/*.js', lib/z.js]\n"
    files = {"public/a.js": "", "lib/m.js": "", "vendor/lib/n.js": "", "vendor/lib/z.js": "", "vendor/public/b.js": ""}
    site = Site(project={**files, "config/assets.yml": text})
    assert members(site)["assets/all.js"] == [
        "a.js",
        "vendor/public/b.js",
        "lib/m.js",
        "vendor/lib/n.js",
        "vendor/lib/z.js",
    ]


def test_files_of_earlier_packages_are_not_served() -> None:
    old = {f"public/assets/all{suffix}": "old" for suffix in (".css", ".css.gz", "-datauri.css", "-mhtml.css")}
    text = "stylesheets:\n  all: [public/a.css]\n"
    site = Site(project={**old, "public/a.css": "a { b: c }", "config/assets.yml": text})
    run = site.compile("--from", "jammit").succeeds()
    assert run.names() == ["a.css", "assets/all.css"]
    assert run.text("assets/all.css") == "a{b:c}"


def test_variables_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHERE", "packed")
    text = "package_path: <%= ENV['WHERE'] %>\nstylesheets:\n  all: [public/a.css]\n"
    site = Site(project={"public/a.css": "a { b: c }", "config/assets.yml": text})
    assert "packed/all.css" in site.compile("--from", "jammit").succeeds().names()
    config, _ = load_config(None, str(site.folder), "jammit")
    assert config.origin
    assert not config.origin.is_pure


@pytest.mark.parametrize(
    ("text", "stderr"),
    [
        pytest.param(
            "javascripts:\n  all: []\nembed_assets: <%= Rails.env.test? %>\n",
            """\
            config/assets.yml:3:15: error: this ERB would need Ruby
              3 | embed_assets: <%= Rails.env.test? %>
                |               ^
              hint: write `<%= ENV['NAME'] %>`, or the value itself
            """,
            id="ERB that is a program",
        ),
        pytest.param(
            "javascripts:\n  all: [1]\n",
            """\
            config/assets.yml:2:9: error: a package is a list of globs, and 1 is none
              2 |   all: [1]
                |         ^
            """,
            id="a number",
        ),
        pytest.param(
            "javascripts: [a.js]\n",
            """\
            config/assets.yml:1:1: error: `javascripts` must be a mapping of packages
              1 | javascripts: [a.js]
                | ^
            """,
            id="no packages",
        ),
        pytest.param(
            "javascripts:\n  all: ['*.js']\n",
            """\
            config/assets.yml:2:9: error: '*.js' cannot be among the sources: it names the root itself
              2 |   all: ['*.js']
                |         ^
              hint: name files below folders of the project
            """,
            id="the project's own folder",
        ),
        pytest.param(
            "- a\n",
            """\
            config/assets.yml: error: the file must be a mapping
              hint: give the path of Jammit's file: jammit:config/assets.yml
            """,
            id="a list",
        ),
    ],
)
def test_file_that_is_at_fault(text: str, stderr: str) -> None:
    Site(project={"config/assets.yml": text}).compile("--from", "jammit").fails(status=2, stderr=stderr)


def test_what_is_not_carried_over_is_told() -> None:
    text = """\
    javascript_compressor: uglifier
    compressor_options: {copyright: false}
    css_compressor: yui
    css_compressor_options: {line_break: 0}
    embed_assets: on
    rewrite_relative_paths: off
    templates: {old: [x.jst]}
    colour: red
    javascripts:
      all: [public/*.js, gone.js]
      none: [gone.js]
    """
    site = Site(project={"public/a.js": "", "config/assets.yml": text})
    said = site.compile("--from", "jammit").succeeds().stderr
    assert [line.partition(": warning: ")[2] for line in said.splitlines() if ": warning: " in line] == [
        "'colour' is no setting of Jammit, or of a library that adds to it",
        "no assets match 'gone.js'",
        "no assets match 'gone.js'",
        "the package 'none' has no files, so it is not made",
        "'uglifier' does not run; 'rjsmin' does, and in `filters` of a bundle you may name another",
        "`compressor_options` are options of another compressor",
        "'yui' does not run; 'rcssmin' does, and in `filters` of a bundle you may name another",
        "`css_compressor_options` are options of another compressor",
        "references in style sheets are always rewritten, from the folder of the file that has them",
        "separate packages for templates are from before Jammit 0.5: put them in `javascripts`",
    ]


def test_small_files_below_embed_are_embedded() -> None:
    rules = """\
    a { b: url(../images/embed/small.png) }
    c { d: url(/images/embed/large.png) }
    e { f: url(../images/small.png) }
    g { h: url(embed/font.woff) }
    i { j: url(../images/embed/twice.gif) } k { l: url(../images/embed/twice.gif) }
    m { n: url(../images/embed/x.svg) }
    """
    site = Site(
        project={
            "public/css/all.css": rules,
            "public/css/embed/font.woff": b"w" * 40_000,
            "public/images/embed/small.png": b"s" * 24_522,
            "public/images/embed/large.png": b"l" * 24_523,
            "public/images/embed/twice.gif": b"t",
            "public/images/embed/x.svg": "<svg/>",
            "public/images/small.png": b"n",
            "config/assets.yml": "embed_assets: datauri\nstylesheets:\n  all: [public/css/*.css]\n",
        }
    )
    run = site.compile("--from", "jammit").succeeds(stderr="")
    found = re.findall(r"url\((\"data:[\w/]+;base64,.|(?:\.\./)?[\w/]+)", run.text("assets/all.css"))
    assert found == [
        '"data:image/png;base64,c',
        "../images/embed/large",
        "../images/small",
        '"data:font/woff;base64,d',
        '"data:image/gif;base64,d',
        '"data:image/gif;base64,d',
        "../images/embed/x",
    ]
    assert "manifest.json" in compiled_both_ways(site, "jammit")


def test_style_sheets_outside_a_public_root_of_another_name_lead_into_it() -> None:
    files: dict[str, str | bytes] = {
        "web/img/a b.png": b"a",
        "web/b.png": b"b",
        "app/css/x.css": "a { b: url('../../web/img/a%20b.png?1') }",
    }
    more = {"app/css/y.css": "c { d: url(../../web/b.png) } e { f: url(../../../web/b.png) } g { h: url(/b.png) }"}
    text = "public_root: web\ncompress_assets: off\nstylesheets:\n  all: [app/css/*.css]\n"
    site = Site(project={**files, **more, "config/assets.yml": text})
    assert "manifest.json" in compiled_both_ways(site, "jammit")
    run = site.compile("--from", "jammit").succeeds()
    first, second = run.entry("img/a b.png").path.replace(" ", "%20"), run.entry("b.png").path
    assert run.text("assets/all.css") == (
        f"a {{ b: url('../{first}?1') }}\nc {{ d: url(../{second}) }} e {{ f: url(../../web/b.png) }}"
        f" g {{ h: url(../{second}) }}"
    )


@pytest.mark.parametrize("value", [1, {"public": 1}])
def test_folders_of_the_project_are_a_table(value: object) -> None:
    with pytest.raises(OptionError) as raised:
        find_filter(FilterUse("project_paths", (("folders", value),)), ".")
    assert raised.value.message == "the option `folders` of the filter 'project_paths' must be a table of strings"


def test_what_embedding_does_not_do_is_told_in_detail() -> None:
    text = "embed_assets: on\nstylesheets:\n  all: [public/*.css]\n"
    site = Site(project={"public/a.css": "a { b: c }", "config/assets.yml": text})
    said = site.compile("--from", "jammit", "-v").succeeds().stderr.splitlines()
    assert [line for line in said if "info" in line] == [
        "config/assets.yml:1:1: info: MHTML is not made: Internet Explorer 7 was the last browser to read it",
    ]


def test_file_that_comes_later_is_noticed() -> None:
    site = Site(project={"public/a.js": "a", "config/assets.yml": "javascripts:\n  x: [public/a.js, public/b.js]\n"})
    arguments = [sys.executable, "-m", "assetbuild", "compile", "--from", "jammit"]

    def compile_() -> str:
        return subprocess.run(arguments, cwd=site.folder, capture_output=True, text=True, check=True).stdout

    compile_()
    site.write({"public/b.js": "b"})
    assert "manifest written" in compile_()


def html(site: Site, template: str) -> list[str]:
    environment = Environment()
    add_assets(environment, site.output / "manifest.json")
    return re.sub(r' integrity="[^"]*" crossorigin="anonymous"', "", environment.from_string(template).render()).split(
        "\n"
    )


def test_helpers() -> None:
    text = "javascripts:\n  a: [public/*.js]\n  b: [public/b.js]\nstylesheets:\n  a: [public/*.css]\n"
    site = Site(project={"public/b.js": "b", "public/c.js": "c", "public/a.css": "a{}", "config/assets.yml": text})
    run = site.compile("--from", "jammit").succeeds()
    assert html(site, '{{ include_javascripts("a", "b") }}') == [
        f'<script src="/{run.entry("assets/a.js").path}"></script>',
        f'<script src="/{run.entry("assets/b.js").path}"></script>',
    ]
    assert html(site, '{{ include_stylesheets("a", media="print") }}') == [
        f'<link rel="stylesheet" href="/{run.entry("assets/a.css").path}" media="print">'
    ]
    with pytest.raises(UnknownAsset):
        html(site, '{{ include_javascripts("zzz") }}')


def test_helpers_load_the_sources_where_packages_are_for_production_alone() -> None:
    text = "package_assets: off\njavascripts:\n  a: [public/c.js, app/*.js]\n"
    site = Site(project={"app/b.js": "b", "public/c.js": "c", "config/assets.yml": text})
    run = site.compile("--from", "jammit").succeeds()
    assert html(site, '{{ include_javascripts("a") }}') == [
        f'<script src="/{run.entry("c.js").path}"></script>',
        f'<script src="/{run.entry("app/b.js").path}"></script>',
    ]


def test_init_finds_it() -> None:
    site = project(PACKAGES)
    assert site.run("init").succeeds().stdout.startswith("found jammit:config/assets.yml\n")
    assert Path(site.folder, "assetbuild.toml").read_text().count('from = "jammit:config/assets.yml"') == 1
    site.compile().succeeds()
