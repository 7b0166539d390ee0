"""Maps of texts that have maps of their own: a vendor's, or that of a filter."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import pytest

from assetbuild.sourcemaps.inner import UNKNOWN, BadMap, Inner, Parser
from assetbuild.sourcemaps.words import Cutter
from tests.sites import Site
from tests.sourcemaps.consumer import Mapped, Read

ON = "sourcemaps = true\n"
# Two lines that were made of one.ts and two.ts: alpha, beta; gamma without a place, delta with a name.
BUILT = "alpha( beta );\ngamma( delta );\n"
VENDOR: dict[str, Any] = {
    "version": 3,
    "sources": ["../src/one.ts", "webpack://lib/./src/two.ts"],
    "sourcesContent": ["first;\n  alpha(beta)", None],
    "names": ["epsilon"],
    "mappings": "AACE,OAAM;A,OCAHA",
}


def with_map(document: object = VENDOR, comment: str = "//# sourceMappingURL=lib.js.map") -> dict[str, str | bytes]:
    return {"vendor/lib.js": f"{BUILT}{comment}\n", "vendor/lib.js.map": json.dumps(document), "own.js": "own( 1 )"}


def bundled(files: dict[str, str | bytes], contents: str = '["own.js", "vendor/lib.js"]') -> Read:
    config = f'{ON}[bundles."all.js"]\ncontents = {contents}\n'
    return Read.of(Site(files, config=config).compile().succeeds(), "all.js")


SOURCES = ["sources/own.js", "sources/src/one.ts", "sources/webpack/lib/src/two.ts"]


def test_bundle_leads_through_the_map_of_a_member() -> None:
    read = bundled(with_map())
    assert read.text.startswith("own(1);\nalpha(beta);gamma(delta);\n")
    assert read.document["sources"] == SOURCES
    assert read.document["sourcesContent"] == ["own( 1 )", "first;\n  alpha(beta)", None]
    assert read.mappings() == [
        Mapped(1, 0, SOURCES[0], 1, 0, None),
        Mapped(1, 4, SOURCES[0], 1, 5, None),
        Mapped(2, 0, SOURCES[1], 2, 2, None),
        Mapped(2, 6, SOURCES[1], 2, 8, None),
        Mapped(2, 12, None, None, None, None),
        Mapped(2, 18, SOURCES[2], 2, 5, "epsilon"),
    ]


@pytest.mark.parametrize("behind", [pytest.param("more( 1 )", id="code"), pytest.param("`x`", id="a template")])
def test_comment_that_names_a_map_may_stand_before_the_end(behind: str) -> None:
    files = with_map()
    files["vendor/lib.js"] = f"{files['vendor/lib.js']!s}{behind}\n"
    assert bundled(files).document["sources"] == SOURCES


def test_two_steps_lead_where_the_composed_map_leads() -> None:
    composed = bundled(with_map())
    files = with_map()
    del files["vendor/lib.js.map"]
    plain = bundled(files)
    vendor = Read("vendor/lib.js", BUILT, VENDOR)
    for line, column in ((2, 0), (2, 6), (2, 18)):
        step = plain.trace(line, column)
        assert step["source"] == "sources/vendor/lib.js"
        expected = vendor.trace(step["line"], step["column"])
        found = composed.trace(line, column)
        assert {**found, "source": ""} == {**expected, "source": ""}


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("base64," + b64encode(json.dumps(VENDOR).encode()).decode(), id="base64"),
        pytest.param("charset=utf-8;base64," + b64encode(json.dumps(VENDOR).encode()).decode(), id="with charset"),
    ],
)
def test_map_may_stand_in_the_comment(url: str) -> None:
    separator = ";"
    read = bundled(with_map(comment=f"//# sourceMappingURL=data:application/json{separator}{url}"))
    assert read.document["sources"] == SOURCES


@pytest.mark.parametrize(
    ("document", "message"),
    [
        pytest.param({"version": 2}, "it is not a source map of version 3", id="another version"),
        pytest.param([], "it is not a source map of version 3", id="no object"),
        pytest.param({"version": 3, "sections": []}, "it has sections", id="sections"),
        pytest.param({"version": 3, "mappings": "A!"}, "'!' is no digit of Base64", id="no digit"),
        pytest.param({"version": 3, "mappings": "AAAA"}, "a segment names what is not there", id="no source"),
        pytest.param(
            {"version": 3, "sources": ["a"], "mappings": "AAAAA"}, "a segment names what is not there", id="no name"
        ),
        pytest.param(
            {"version": 3, "sources": ["a"], "mappings": "CAAA,DAAA"}, "a number is below zero", id="out of order"
        ),
    ],
)
def test_damaged_map_is_refused_and_the_member_is_its_own_source(document: object, message: str) -> None:
    with pytest.raises(BadMap) as refused:
        Parser().parse(json.dumps(document))
    assert str(refused.value) == message
    assert bundled(with_map(document)).document["sources"] == ["sources/own.js", "sources/vendor/lib.js"]


@pytest.mark.parametrize(
    "comment",
    [
        pytest.param("//# sourceMappingURL=data:application/json;base64,////", id="damaged base64"),
        pytest.param("//# sourceMappingURL=gone.js.map", id="not there"),
        pytest.param("//# sourceMappingURL=../../../gone.js.map", id="outside"),
    ],
)
def test_map_that_is_not_there_is_no_fault(comment: str) -> None:
    assert bundled(with_map(comment=comment)).document["sources"] == ["sources/own.js", "sources/vendor/lib.js"]


def test_text_that_is_no_json_is_no_map() -> None:
    with pytest.raises(BadMap) as refused:
        Parser().parse("<html>")
    assert str(refused.value) == "it is not JSON"


def of_word(document: str, text: str, word: bytes) -> tuple[Inner, int]:
    """The map in a JSON text, and the segment that it has for a word of the script which it is of."""
    inner, words = Parser().parse(document), Cutter().cut(text, "js")
    (segment,) = inner.of_words(words, words.words.index(word), 1)
    return inner, segment


def test_prefix_that_keeps_scripts_from_reading_json_is_passed_over() -> None:
    inner, segment = of_word(")]}'\n" + json.dumps(VENDOR), "a( b )", b"b")
    targets = inner.targets
    assert [numbers[segment] for numbers in targets[:3]] == [0, 1, 2]
    assert targets.kinds[segment] == 4


@pytest.mark.parametrize(
    "text", [pytest.param("a", id="first line"), pytest.param("\n" * 7 + "a", id="behind the last line")]
)
def test_map_without_mappings_knows_no_place(text: str) -> None:
    inner, segment = of_word('{"version": 3, "sources": ["a"], "sourceRoot": "b", "mappings": ""}', text, b"a")
    assert inner.sources == ("b/a",)
    assert segment == UNKNOWN


@pytest.mark.parametrize(
    ("source", "path"),
    [
        pytest.param("one.ts", "sources/vendor/one.ts", id="beside the map"),
        pytest.param("../../../../one.ts", "sources/one.ts", id="above the root"),
        pytest.param("/home/me/project/one.ts", "sources/one.ts", id="absolute"),
        pytest.param("file:///home/me/one.ts", "sources/one.ts", id="file URL"),
        pytest.param("C:\\project\\one.ts", "sources/one.ts", id="Windows"),
        pytest.param("https://example.com/one.ts", "sources/https/example.com/one.ts", id="URL"),
    ],
)
def test_sources_of_vendors_name_nothing_of_a_machine(source: str, path: str) -> None:
    read = bundled(with_map({**VENDOR, "sources": [source, "two.ts"]}), '["vendor/lib.js"]')
    assert read.document["sources"][0] == path


FILTERS = """
from assetbuild.model import Filter, Filtered, FilterInput

MAP = '{"version":3,"sources":["one.coffee"],"sourcesContent":["\\\\nalpha beta"],"names":[],"mappings":"AACA,QAAM"}'


def _map(source, options, fetch):
    return Filtered("alpha(  beta );", (), MAP)


def _no_map(source, options, fetch):
    return Filtered(source.text.replace("old", "new"))


def mapping():
    return Filter("mapping", "1", each=_map)


def each():
    return Filter("each", "1", each=_no_map)


def whole():
    return Filter("whole", "1", whole=_no_map)


def _join(members, options, fetch):
    return Filtered("joined( 1 )")


def join():
    return Filter("join", "1", join=_join)
"""


@pytest.mark.parametrize(
    ("name", "sources", "words"),
    [
        pytest.param("mapping", ["sources/js/one.coffee"], {"alpha", "beta"}, id="with a map"),
        pytest.param("each", ["sources/js/a.js.each"], {"new", "1"}, id="without one: what it made is the source"),
        pytest.param("whole", ["sources/all.js.whole"], {"new", "1"}, id="on the whole, without one"),
        pytest.param("join", ["sources/all.js.join"], {"joined", "1"}, id="in place of joining"),
    ],
)
def test_filter_that_changes_words(name: str, sources: list[str], words: set[str]) -> None:
    config = f'{ON}[bundles."all.js"]\ncontents = ["js/a.js"]\nfilters = ["maps_filters:{name}", "rjsmin"]\n'
    site = Site({"js/a.js": "old( 1 )"}, config=config, project={"maps_filters.py": FILTERS})
    read = Read.of(site.compile().succeeds(), "all.js")
    assert read.document["sources"] == sources
    assert {word for word, _, _ in read.words()} == words
    assert read.wrong() == []
