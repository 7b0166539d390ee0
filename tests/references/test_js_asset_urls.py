"""Calls of `RAILS_ASSET_URL` in scripts: where they are references, and what takes their place."""

from __future__ import annotations

import pytest

from assetbuild.references.js import scan, scan_maps
from tests.sites import Site


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param('x = RAILS_ASSET_URL("/a.svg")', [("/a.svg", "", "quoted")], id="double quotes"),
        pytest.param("x = RAILS_ASSET_URL('a.svg')", [("a.svg", "", "quoted")], id="single quotes"),
        pytest.param("x = RAILS_ASSET_URL(`a.svg`)", [("a.svg", "", "quoted")], id="template"),
        pytest.param('RAILS_ASSET_URL /* x */ (\n"/a%20b.svg?c#d" )', [("/a b.svg", "?c#d", "quoted")], id="space"),
        pytest.param('"url(RAILS_ASSET_URL(/a.svg?b))"', [("/a.svg", "?b", "")], id="in a string"),
        pytest.param("`${x}RAILS_ASSET_URL(/a.svg)`", [("/a.svg", "", "")], id="in a template"),
        pytest.param(
            'f(RAILS_ASSET_URL("/a"), RAILS_ASSET_URL("/b"))', [("/a", "", "quoted"), ("/b", "", "quoted")], id="2"
        ),
        pytest.param('// RAILS_ASSET_URL("/a.svg")\n/* "RAILS_ASSET_URL(/a)" */', [], id="comments"),
        pytest.param("\"RAILS_ASSET_URL('/a.svg')\"", [], id="with quotes in a string"),
        pytest.param("x = RAILS_ASSET_URL(/a/b.svg?c#d)", [("/a/b.svg", "?c#d", "quoted")], id="no quotes"),
        pytest.param("RAILS_ASSET_URL(/a.svg/)", [], id="regular expression"),
        pytest.param("RAILS_ASSET_URL(x)", [], id="name"),
        pytest.param("RAILS_ASSET_URL(`/a${x}`)", [], id="template with a hole"),
        pytest.param('RAILS_ASSET_URL("/a\\x20b")', [], id="escape"),
        pytest.param('RAILS_ASSET_URL("/a" + b)', [], id="sum"),
        pytest.param("RAILS_ASSET_URL(", [], id="no end"),
        pytest.param("RAILS_ASSET_URL", [], id="no call"),
        pytest.param('MY_RAILS_ASSET_URL("/a")', [], id="another name"),
        pytest.param('RAILS_ASSET_URL("https://a.b/c")', [], id="URL"),
        pytest.param('RAILS_ASSET_URL("//a.b/c")', [], id="host"),
        pytest.param('RAILS_ASSET_URL("data:,x")', [], id="data"),
        pytest.param('RAILS_ASSET_URL("#x")', [], id="fragment"),
        pytest.param('RAILS_ASSET_URL("?x")', [], id="query"),
        pytest.param('"RAILS_ASSET_URL(/a) is not closed', [], id="no JavaScript"),
    ],
)
def test_calls(text: str, found: list[tuple[str, str, str]]) -> None:
    for scanned in (scan(text), scan_maps(text)):
        each = [(one.target, one.suffix, one.kind.removeprefix("asset-url").lstrip("-")) for one in scanned]
        assert each == found


def test_imports_and_maps_are_found_beside_them() -> None:
    text = 'import "./a.js"\nx = RAILS_ASSET_URL("/b.svg")\n//# sourceMappingURL=c.map\n'
    assert [each.target for each in scan(text)] == ["./a.js", "/b.svg", "c.map"]


CALLS = """\
x = RAILS_ASSET_URL("/img/a b.svg?q='1'#y")
y = RAILS_ASSET_URL('./c.js?"')
"""


def test_the_public_address_takes_their_place() -> None:
    site = Site(
        {"js/a.js": CALLS, "js/c.js": "c\n", "img/a b.svg": "<svg/>"},
        config='minify = "off"\nurl = "https://cdn.x/s/"\n',
    )
    run = site.compile().succeeds()
    image, script = run.entry("img/a b.svg").path.replace(" ", "%20"), run.entry("js/c.js").path
    assert run.text("js/a.js") == (f'x = "https://cdn.x/s/{image}?q=\'1\'#y"\ny = "https://cdn.x/s/{script}?%22"\n')
    assert run.entry("js/a.js").references == ("img/a b.svg", "js/c.js")
    site.run("verify").succeeds()


def test_scripts_that_name_each_other_are_a_circle() -> None:
    site = Site({"a.js": 'x = RAILS_ASSET_URL("b.js")\n', "b.js": 'y = RAILS_ASSET_URL("/a.js")\n'})
    run = site.compile().succeeds()
    assert run.text("a.js") == f'x="/static/{run.entry("b.js").path}"'
    site.run("verify").succeeds()


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        pytest.param("/c.svg", "there is no asset 'c.svg'", id="missing"),
        pytest.param("../../c.svg", "it leads out of the root", id="outside"),
    ],
)
def test_what_is_not_there_is_an_error(target: str, reason: str) -> None:
    site = Site({"js/a.js": f'x = RAILS_ASSET_URL("{target}")\n'})
    run = site.compile()
    assert run.status == 1
    assert f"assets/js/a.js:1:5: error: 'js/a.js' refers to {target!r}: {reason}\n" in run.stderr


def test_where_it_may_be_missing_its_path_takes_its_place() -> None:
    site = Site({"js/a.js": 'x = RAILS_ASSET_URL("/c.svg?d")\n'}, config='allow-missing = ["**"]\nminify = "off"\n')
    assert site.compile().succeeds().text("js/a.js") == 'x = "/c.svg?d"\n'


def test_a_source_map_leads_behind_the_address() -> None:
    site = Site(
        {"a.js": 'x = RAILS_ASSET_URL("/c.svg"); y = 1\n', "b.js": "b = 2\n", "c.svg": "<svg/>"},
        config='sourcemaps = true\n[bundles."all.js"]\ncontents = ["b.js", "a.js"]\n',
    )
    run = site.compile().succeeds()
    assert f'x="/static/{run.entry("c.svg").path}";y=1' in run.text("all.js")
    site.run("verify").succeeds()
