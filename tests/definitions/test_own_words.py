"""What our configuration learnt for definitions: parts, prefixes, groups, filters under another name, empty globs."""

from __future__ import annotations

import json

import pytest

from ..sites import Site

CASES = """\
from webassets.filter import Filter

class Marked(Filter):
    def input(self, _in, out, **kw):
        out.write(_in.read() + "1")

def upper(_in, out):
    out.write(_in.read().upper())

def bracket(_in, out, left="<", right=">"):
    out.write(left + _in.read() + right)
"""
A_TO_D = {f"{name}.txt": name for name in "abcd"}


@pytest.mark.parametrize(
    ("contents", "filters", "text"),
    [
        pytest.param('["a.txt", { contents = ["b.txt", "c.txt"] }]', "[]", "a\nb\nc", id="a part without filters"),
        pytest.param(
            '["a.txt", { contents = ["b.txt"], filters = ["cases:upper"] }, "c.txt"]',
            "[]",
            "a\nB\nc",
            id="its filter only",
        ),
        pytest.param(
            '[{ contents = ["a.txt", "b.txt"], filters = ["cases:bracket"] }, "c.txt"]',
            '["cases:upper"]',
            "<A\nB>\nC",
            id="filters of both",
        ),
        pytest.param(
            '[{ contents = [{ contents = ["a.txt"], filters = ["cases:bracket"] }, "b.txt"], filters = ["twice"] }]',
            "[]",
            "[<a>\nb]",
            id="a part in a part",
        ),
        pytest.param('["a.txt", "b.txt", { contents = ["a.txt"] }]', "[]", "a\nb\na", id="in a part and beside it"),
        pytest.param(
            '["*.txt", { contents = ["b.txt", "!*.txt", "c.txt"] }, "!a.*"]', "[]", "b\nc\nd\nc", id="exclusions"
        ),
        pytest.param(
            '[{ contents = ["a.txt"] }, { contents = ["a.txt"] }]', "[]", "a\na", id="two parts that are alike"
        ),
        pytest.param('["other.txt", "other.txt"]', "[]", "D", id="a bundle twice"),
        pytest.param('["other.txt", "a.txt"]', "[]", "D\na", id="a bundle that has a part"),
    ],
)
def test_parts(contents: str, filters: str, text: str) -> None:
    config = f"""\
[bundles."all.txt"]
contents = {contents}
filters = {filters}
[bundles."other.txt"]
contents = [{{ contents = ["d.txt"], filters = ["cases:upper"] }}]
[filters.twice]
filter = "cases:bracket"
left = "["
right = "]"
"""
    site = Site(A_TO_D, config=config, project={"cases.py": CASES})
    for _ in range(2):
        assert site.compile("--json").succeeds().text("all.txt") == text
    site.run("verify", "--sources").succeeds()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [pytest.param("css", "a{b:c}.x{y:z}", id="styles"), pytest.param("js", "var a=1;var x=2;", id="scripts")],
)
def test_minifier_of_a_bundle_runs_on_its_parts(kind: str, expected: str) -> None:
    sources = {"a.css": "a { b : c }\n", "x.css": ".x { y : z }\n", "a.js": "var a = 1\n", "x.js": "var x = 2\n"}
    config = f'[bundles."all.{kind}"]\ncontents = ["a.{kind}", {{ contents = ["x.{kind}"] }}]\n'
    text = Site(sources, config=config).compile().succeeds().text(f"all.{kind}")
    assert text.replace("\n", "") == expected


def test_references_in_parts_are_rebased_once() -> None:
    sources = {"css/in/a.css": "a { b: url(x.svg) }", "css/in/x.svg": "<svg/>"}
    config = '[bundles."out/all.css"]\ncontents = [{ contents = [{ contents = ["css/in/a.css"] }] }]\n'
    run = Site(sources, config=config).compile().succeeds()
    assert run.text("out/all.css") == f"a{{b:url(../{run.entry('css/in/x.svg').path})}}"


def test_filter_of_webassets_around_a_part_runs_on_its_members() -> None:
    """webassets passes the filters of a bundle down to the files of the bundles in it."""
    config = """\
[bundles."all.js"]
contents = [{ contents = ["a.jst", "b.jst"], filters = ["cases:upper"] }]
filters = ["cases:Marked"]
"""
    site = Site({"a.jst": "x", "b.jst": "y"}, config=config, project={"cases.py": CASES})
    assert site.compile().succeeds().text("all.js") == "X1;\nY1;"


def test_change_of_a_part_is_another_action() -> None:
    config = '[bundles."all.css"]\ncontents = [{ contents = ["a.css", "b.css"]%s }]\n'
    site = Site({"a.css": "a { b: c }", "b.css": "d { e: f }"}, config=config % "")
    first = site.compile().succeeds().text("all.css")
    site.write({"assetbuild.toml": config % ', filters = ["cases:upper"]', "cases.py": CASES})
    assert site.compile().succeeds().text("all.css") == first.upper()


@pytest.mark.parametrize(
    ("toml", "stderr"),
    [
        pytest.param(
            '[bundles."a.css"]\ncontents = [{ contents = [] }]\n',
            """\
            assetbuild.toml:2:15: error: the part is empty
              2 | contents = [{ contents = [] }]
                |               ^
              hint: for example contents = ["css/reset.css", "css/components/*.css"]
            """,
            id="a part of nothing",
        ),
        pytest.param(
            '[bundles."a.css"]\ncontents = ["a.css", { content = ["a.css"] }]\n',
            """\
            assetbuild.toml:2:22: error: the part is empty
              2 | contents = ["a.css", { content = ["a.css"] }]
                |                      ^
              hint: for example contents = ["css/reset.css", "css/components/*.css"]
            assetbuild.toml:2:24: error: unknown key `content`
              2 | contents = ["a.css", { content = ["a.css"] }]
                |                        ^
              hint: did you mean 'contents'?
            """,
            id="a part with an unknown key",
        ),
        pytest.param(
            '[bundles."a.css"]\ncontents = ["a.css"]\nallow-empty = "yes"\n',
            """\
            assetbuild.toml:3:15: error: `allow-empty` must be true or false, not a string
              3 | allow-empty = "yes"
                |               ^
              hint: write allow-empty = true
            """,
            id="a flag that is none",
        ),
        pytest.param(
            'prefixes = { "asset" = "x" }\n',
            """\
            assetbuild.toml:1:24: error: `prefixes` names 'asset', which is no source root
              1 | prefixes = { "asset" = "x" }
                |                        ^
              hint: did you mean 'assets'?
            """,
            id="a prefix of no root",
        ),
        pytest.param(
            'prefixes = { "assets" = "../x" }\n',
            """\
            assetbuild.toml:1:25: error: '../x' cannot be a prefix: it has an empty, `.` or `..` segment
              1 | prefixes = { "assets" = "../x" }
                |                         ^
              hint: for example prefixes = {"node_modules/bootstrap/dist" = "bootstrap"}
            """,
            id="a prefix that leads out",
        ),
        pytest.param(
            '[groups.all]\nassets = ["b.css"]\n',
            """\
            assetbuild.toml:2:11: error: the group 'all' names 'b.css', which is no asset
              2 | assets = ["b.css"]
                |           ^
              hint: did you mean 'a.css'?
            """,
            id="a group of what is not there",
        ),
        pytest.param(
            '[groups.all]\nassets = ["a.css"]\nextra = { day = 2020-01-01 }\n',
            """\
            assetbuild.toml:3:9: error: `extra` holds a date, a time or a number that JSON has not
              3 | extra = { day = 2020-01-01 }
                |         ^
              hint: write it as a string
            """,
            id="a group with a date",
        ),
        pytest.param(
            "from = 1\n",
            """\
            assetbuild.toml:1:8: error: `from` must be a string, not a number
              1 | from = 1
                |        ^
              hint: for example from = "jammit:config/assets.yml"
            """,
            id="a definition that is no name",
        ),
    ],
)
def test_mistake(toml: str, stderr: str) -> None:
    Site({"a.css": "a { b: c }"}, config=toml).compile().fails(status=2, stderr=stderr)


def test_prefix_comes_before_the_paths_of_its_root() -> None:
    config = 'sources = ["assets", "lib"]\nprefixes = { lib = "vendor/lib" }\n'
    site = Site({"a.css": "a { b: url(vendor/lib/x.svg) }"}, config=config, project={"lib/x.svg": "<svg/>"})
    assert site.compile().succeeds().names() == ["a.css", "vendor/lib/x.svg"]


def test_group_is_in_the_manifest_and_changes_its_digest() -> None:
    site = Site({"a.css": "a { b: c }", "b.css": "a { b: c }"}, config="")
    plain = site.compile().succeeds().manifest
    site.write({"assetbuild.toml": '[groups."x y"]\nassets = ["b.css", "?.css"]\n[groups."x y".extra]\nn = [1]\n'})
    grouped = site.compile().succeeds().manifest
    assert grouped.digest != plain.digest
    assert dict(grouped.groups) == {"x y": grouped.groups["x y"]}
    assert grouped.groups["x y"].assets == ("b.css", "a.css", "b.css")
    assert grouped.groups["x y"].extra == {"n": [1]}
    assert grouped.names() == plain.names()
    assert plain.groups == {}


def test_glob_that_matches_nothing_is_a_warning_where_that_is_allowed() -> None:
    config = """\
    [bundles."all.css"]
    contents = ["*.scss", "a.css", { contents = ["*.less"] }]
    allow-empty = true

    [bundles."none.css"]
    contents = ["*.scss"]
    allow-empty = true

    [bundles."none.js"]
    contents = ["*.ts"]
    allow-empty = true
    """
    run = Site({"a.css": "a{b:c}"}, config=config).compile()
    run.succeeds(
        stderr="""\
        assetbuild.toml:2:13: warning: '*.scss' in the bundle 'all.css' matches no source
          2 | contents = ["*.scss", "a.css", { contents = ["*.less"] }]
            |             ^
        assetbuild.toml:2:46: warning: '*.less' in the bundle 'all.css' matches no source
          2 | contents = ["*.scss", "a.css", { contents = ["*.less"] }]
            |                                              ^
        assetbuild.toml:6:13: warning: '*.scss' in the bundle 'none.css' matches no source
          6 | contents = ["*.scss"]
            |             ^
        assetbuild.toml:10:13: warning: '*.ts' in the bundle 'none.js' matches no source
          10 | contents = ["*.ts"]
             |             ^
        """
    )
    assert [run.text(name) for name in ("all.css", "none.css", "none.js")] == ["a{b:c}", "", ""]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param("", "a{b:c}d{e:f}", id="no filters of its own"),
        pytest.param(', filters = ["sass"]', "a{b:c}d{e:f}", id="the compiler itself"),
        pytest.param(', filters = ["rcssmin"]', "a{b:c}d{e:f}", id="a minifier"),
        pytest.param(', filters = ["own:keep"]', "a{b:c}d{e:$x}", id="a filter that may be for that"),
    ],
)
def test_sass_in_a_part_is_compiled(filters: str, expected: str) -> None:
    part = f'{{ contents = ["s.scss"]{filters} }}'
    config = f'exclude = ["s.scss"]\n[bundles."all.css"]\ncontents = ["a.css", {part}]\n'
    own = "def keep(_in, out): out.write(_in.read().split(';', 1)[1].strip())\n"
    site = Site({"a.css": "a { b: c }", "s.scss": "$x: f; d { e: $x }"}, config=config, project={"own.py": own})
    assert site.compile().succeeds().text("all.css").replace("\n", "") == expected


def test_templates_in_a_part_are_compiled_once() -> None:
    config = """\
[bundles."all.js"]
contents = ["a.js", { contents = ["x.jst"] }, { contents = ["y.jst"], filters = ["templates"] }]
"""
    text = Site({"a.js": "let a;", "x.jst": "x", "y.jst": "y"}, config=config).compile().succeeds().text("all.js")
    assert [text.count(part) for part in ('JST["x"]=function(obj)', 'JST["y"]=function(obj)', "JST[")] == [1, 1, 2]


def test_source_map_names_the_members_of_parts() -> None:
    part = '{ contents = ["b.js", { contents = ["c.js"] }], filters = ["rjsmin"] }'
    config = f'sourcemaps = true\nexclude = ["*.js"]\n[bundles."all.js"]\ncontents = ["a.js", {part}, "d.js"]\n'
    files = {f"{name}.js": f"let {name} = '{name}';\n" for name in "abcd"}
    site = Site(files, config=config)
    site.compile().succeeds()
    (found,) = site.output.glob("all.*.map")
    sources = json.loads(found.read_text())["sources"]
    assert [source.rpartition("/")[2] for source in sources] == ["a.js", "b.js", "c.js", "d.js"]
