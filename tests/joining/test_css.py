"""Style sheets joined: every table tells members, in order, what can be imported, and the text or the notes."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assetbuild.errors import AssetbuildError, render
from assetbuild.joining.css import join_css
from assetbuild.model import FilterInput
from assetbuild.references.css import rebase
from tests.css_parser import meaning_of
from tests.filters.style_sheets import BROKEN, SHEETS

Texts = Mapping[str, str]


def _joined(members: Texts, sources: Texts | None = None, output: str = "css/out.css") -> str:
    return join_css(_inputs(members), output, (sources or {}).get).text


def _notes(members: Texts, sources: Texts | None = None) -> list[str]:
    notes = join_css(_inputs(members), "css/out.css", (sources or {}).get).notes
    return [f"{note.where}: {note.level}: {note.message}" for note in notes]


def _inputs(members: Texts) -> list[FilterInput]:
    return [FilterInput(path, text) for path, text in members.items()]


_A = "css/a.css"
_B = "css/b.css"
_RULE = {"css/x.css": "x{}", "css/y.css": "y{}", "css/empty.css": ""}


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        pytest.param("a{}", "b{}", "a{}\nb{}", id="in order"),
        pytest.param("", "b{}", "b{}", id="empty"),
        pytest.param(" a{}\n", "\n\n", "a{}", id="white space at the ends"),
        pytest.param("/*! l */", "/* c */", "/*! l */\n/* c */", id="only comments"),
        pytest.param("\ufeffa{}", "\ufeffb{}", "a{}\nb{}", id="byte order marks"),
        pytest.param(
            "\ufeffa{}", "\ufeffb{c:'é'}", "@charset \"UTF-8\";a{}\nb{c:'é'}", id="a charset where it is needed"
        ),
        pytest.param('@charset "utf-8";a{}', '@charset "utf-8";b{}', "a{}\nb{}", id="no charset where none is needed"),
        pytest.param("a{}@charset 'x';", "@CHARSET 'x';é{}", '@charset "UTF-8";a{}\né{}', id="one charset"),
        pytest.param("@layer x,y;a{}", "@layer z;", "@layer x,y;a{}\n@layer z;", id="layers"),
        pytest.param("<!-- a{} -->", "<!--b{}-->", "a{}\nb{}", id="HTML's comment marks"),
        # what the end of a member closes
        pytest.param("a{b:c", "d{}", "a{b:c}\nd{}", id="block"),
        pytest.param("@media x{a{b:c", "d{}", "@media x{a{b:c}}\nd{}", id="blocks"),
        pytest.param("a{b:f([", "d{}", "a{b:f([])}\nd{}", id="brackets"),
        pytest.param("a{}/* b", "d{}", "a{}/* b*/\nd{}", id="comment"),
        pytest.param("a{b:'c", "d{}", "a{b:'c'}\nd{}", id="string"),
        pytest.param("a{b:'c\\", "d{}", "a{b:'c'}\nd{}", id="escape in a string"),
        pytest.param("a{b:'c\\\\", "d{}", "a{b:'c\\\\'}\nd{}", id="escaped backslash in a string"),
        pytest.param("a{b:c\\", "d{}", '@charset "UTF-8";a{b:c\ufffd}\nd{}', id="escape"),
        pytest.param("a{b:url(#c", "d{}", "a{b:url(#c)}\nd{}", id="url"),
        pytest.param("a{}b", "d{}", "a{}b{}\nd{}", id="selector"),
        pytest.param("@layer x", "d{}", "@layer x;\nd{}", id="at-rule"),
        pytest.param("a{} }", "d{}", "a{}\nd{}", id="stray bracket"),
        pytest.param("} a{}b{}", "d{}", "b{}\nd{}", id="stray bracket before a rule"),
        pytest.param(");a{}", "]b{}", ");a{}\n]b{}", id="stray brackets that stay where they are"),
        # imports
        pytest.param("@import 'x.css';a{}", "b{}", "x{}\na{}\nb{}", id="import in its place"),
        pytest.param("a{}", "@import url(x.css);b{}", "a{}\nx{}\nb{}", id="import of the second"),
        pytest.param("@import 'x.css'", "b{}", "x{}\nb{}", id="import not ended"),
        pytest.param("@import 'x.css?v=1#w';", "", "x{}", id="import with a query"),
        pytest.param("@import 'x.css';@import 'y.css';", "@import 'x.css';", "x{}\ny{}\nx{}", id="import twice"),
        pytest.param("@import 'nested.css';", "b{}", "x{}\nn{}\nb{}", id="nested import"),
        pytest.param("@import 'x.css' layer;", "", "@layer{x{}}", id="layer without a name"),
        pytest.param("@import 'x.css' layer( l.m );", "", "@layer l.m{x{}}", id="layer"),
        pytest.param(
            "@import 'nested.css' layer;", "", "@layer{x{}\nn{}}", id="one layer without a name for all of it"
        ),
        pytest.param(
            "@import 'empty.css' layer(l);a{}", "", "@layer l{}\na{}", id="an empty sheet makes its layer known"
        ),
        pytest.param("@import 'empty.css' screen;@import 'empty.css' layer;a{}", "", "a{}", id="an empty sheet"),
        pytest.param(
            "@layer l,m;@import 'x.css' layer(m);", "", "@layer l,m;\n@layer m{x{}}", id="layers before an import"
        ),
        pytest.param("@import 'x.css' screen , print;", "", "@media screen , print{x{}}", id="media"),
        pytest.param("@import 'x.css' (min-width:1px);", "", "@media (min-width:1px){x{}}", id="media feature"),
        pytest.param("@import 'x.css' supports(a:b);", "", "@supports (a:b){x{}}", id="supports a declaration"),
        pytest.param("@import 'x.css' supports( --a : b );", "", "@supports (--a : b){x{}}", id="supports a property"),
        pytest.param(
            "@import 'x.css' supports((a:b) and (c:d));", "", "@supports (a:b) and (c:d){x{}}", id="supports both"
        ),
        pytest.param("@import 'x.css' supports(not (a:b));", "", "@supports not (a:b){x{}}", id="supports not"),
        pytest.param(
            "@import 'x.css' supports(selector(:has(a)));",
            "",
            "@supports selector(:has(a)){x{}}",
            id="supports a selector",
        ),
        pytest.param(
            "@import 'x.css' supports(font-tech(x));", "", "@supports font-tech(x){x{}}", id="supports a font"
        ),
        pytest.param(
            "@import/**/url( 'x.css' )/**/layer(l)/**/supports(a:b) /**/ print;",
            "",
            "@media print{@supports (a:b){@layer l{x{}}}}",
            id="all conditions",
        ),
        pytest.param("@IMPORT url(x.css) LAYER SUPPORTS(a:b);", "", "@supports (a:b){@layer{x{}}}", id="case"),
        pytest.param(
            "@import 'media.css' layer(l);", "", "@layer l{@media print{x{}}}", id="conditions inside of conditions"
        ),
        pytest.param(
            "@import 'open.css' print;b{}", "", "@media print{o{p:q}}\nb{}", id="open block inside of a condition"
        ),
        pytest.param(
            "@import 'stray.css' print;b{}", "", "@media print{o{}}\nb{}", id="stray bracket inside of a condition"
        ),
        pytest.param(
            "@import 'http://h/x.css';a{}", "b{}", "@import 'http://h/x.css';a{}\nb{}", id="import from elsewhere"
        ),
        pytest.param(
            "@import '//h/x' print;@import '//h/y'", "b{}", "@import '//h/x' print;@import '//h/y';\nb{}", id="two"
        ),
        pytest.param(
            "@layer l;", "@import url(//h/x);b{}", "@layer l;\n@import url(//h/x);b{}", id="only layers before it"
        ),
        pytest.param("@import '/x.css';", "", "@import '/x.css';", id="import of a path of the server"),
        pytest.param("@import '../gone.css';", "", "@import '../gone.css';", id="import of what is not there"),
        pytest.param(
            "@import '../../out.css';", "", "@import '../../out.css';", id="import of what is out of the root"
        ),
        pytest.param(
            "@custom-media --a b;@import 'x.css';", "", "@custom-media --a b;\nx{}", id="after what is ignored"
        ),
        pytest.param(
            "@a;@import '//h/x';", "@b;@import '//h/y';", "@a;@import '//h/x';\n@b;@import '//h/y';", id="so too"
        ),
        # left out
        pytest.param("a{}@import 'x.css';", "b{}", "a{}\nb{}", id="import after rules"),
        pytest.param(
            "@import 'x.css';@layer l;@import 'y.css';", "", "x{}\n@layer l;", id="import after a layer after one"
        ),
        pytest.param(
            "@import a;@import a('b');@import url(a b);@import 'x.css'{}b{}", "", "b{}", id="imports that are none"
        ),
        pytest.param(
            "a{}/*# sourceMappingURL=a.map */", "b{}/*# sourceMappingURL=b.map */", "a{}\nb{}", id="source maps"
        ),
        pytest.param("a/*# sourceMappingURL=a.map */.b{}", "", "a/**/.b{}", id="source map in a rule"),
    ],
)
def test_joined_text(first: str, second: str, joined: str) -> None:
    sources = {
        **_RULE,
        "css/nested.css": "@import 'x.css';n{}",
        "css/media.css": "@import 'x.css' print;",
        "css/open.css": "o{p:q",
        "css/stray.css": "} a{} o{} }",
    }
    assert _joined({_A: first, _B: second}, sources) == joined


def test_references_are_rebased_from_each_file() -> None:
    members = {"a/b/m.css": "@import '../n.css';@font-face{src:url(f.woff?#x)}", "c.css": "c{d:url('i/j.png')}"}
    sources = {"a/n.css": "n{m:image-set('k.png' 1x)}"}
    assert _joined(members, sources, "out/all.css") == (
        "n{m:image-set('../a/k.png' 1x)}\n@font-face{src:url(../a/b/f.woff?#x)}\nc{d:url('../i/j.png')}"
    )


def test_circle_of_imports_is_left_out_where_it_closes() -> None:
    sources = {"css/a.css": "@import 'b.css';a{}", "css/b.css": "@import 'a.css';b{}"}
    assert _joined({_A: sources[_A]}, sources) == "b{}\na{}"
    assert _notes({_A: sources[_A]}, sources) == [
        "css/b.css:1:1: info: 'css/a.css' imports itself in a circle: left out there"
    ]


def test_namespace_stays_in_a_bundle_of_one() -> None:
    assert _joined({_A: "@namespace url(x);a{}"}) == "@namespace url(x);a{}"


@pytest.mark.parametrize(
    ("members", "error"),
    [
        pytest.param(
            {_A: "a{}", _B: "b{}\n\n@namespace url(x);"},
            """\
            css/b.css:3:1: error: `@namespace` would hold for the whole bundle
              3 | @namespace url(x);
                | ^
              hint: give the rules of that namespace a file of their own, outside of bundles""",
            id="namespace among others",
        ),
        pytest.param(
            {_A: "@import 'x.css';@namespace url(x);"},
            """\
            css/a.css:1:17: error: `@namespace` would hold for the whole bundle
              1 | @import 'x.css';@namespace url(x);
                |                 ^
              hint: give the rules of that namespace a file of their own, outside of bundles""",
            id="namespace after an import",
        ),
        pytest.param(
            {_A: "a{}", _B: "\ufeff/* c */ @import url(//h/x);"},
            """\
            css/b.css:1:10: error: an `@import` of what is no source of the site must come before all rules of the \
bundle, and here others come before it or around it
              1 | \ufffd/* c */ @import url(//h/x);
                |          ^
              hint: check the path; or put the file with this `@import` first; or link that style sheet from the \
page""",
            id="import from elsewhere after rules",
        ),
    ],
)
def test_what_cannot_be_joined_is_an_error(members: Texts, error: str) -> None:
    with pytest.raises(AssetbuildError) as caught:
        _joined(members, _RULE)
    assert render(caught.value).splitlines() == [line.removeprefix(" " * 12) for line in error.splitlines()]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("@import 'x.css';@import '//h/y';", "", id="after an import that is put in its place"),
        pytest.param("@import '//h/y';@layer l;", "@import '//h/z';", id="after a layer after an import"),
        pytest.param("@import 'outside.css' print;", "", id="in a condition"),
        pytest.param("@import 'x.css' layer;", "@import '//h/y';", id="after a condition"),
        pytest.param("@import 'layers.css' print;", "@import '//h/y';", id="after layers in a condition"),
    ],
)
def test_import_from_elsewhere_that_would_lose_its_place_is_an_error(first: str, second: str) -> None:
    sources = {**_RULE, "css/outside.css": "@import '//h/z';", "css/layers.css": "@layer l;"}
    with pytest.raises(AssetbuildError, match="must come before all rules of the bundle"):
        _joined({_A: first, _B: second}, sources)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (
            "a{}\n@import 'x.css';",
            "css/a.css:2:1: warning: an `@import` after rules has no effect (CSS Cascade Level 5 §2): left out",
        ),
        ("@import a;", "css/a.css:1:1: warning: browsers ignore this `@import`, which is not well-formed: left out"),
        ("a{}}", "css/a.css:1:4: warning: browsers ignore the rule with a `}` that closes nothing: left out"),
        ("a{b:'c", 'css/a.css:1:1: warning: it ends too early: "\'}" was added, or the next file would stand in it'),
        (
            '@charset "latin1";é{}',
            "css/a.css:1:1: warning: it says `@charset` 'latin1', but is UTF-8; the bundle is UTF-8",
        ),
        (
            "a{}/*# sourceMappingURL=a.map */",
            "css/a.css: info: its source map comment was left out: in a bundle it does not hold",
        ),
    ],
)
def test_what_is_left_out_is_noted(text: str, note: str) -> None:
    assert _notes({_A: text}, _RULE) == [note]


@pytest.mark.parametrize(
    "text", ['@charset "utf-8";é{}', '@charset "latin1";e{}', "a{b:'/*# sourceMappingURL=c */'}", "a{}/* c"]
)
def test_what_is_well_is_not_noted(text: str) -> None:
    assert _notes({_A: text}) == []


def test_imports_that_are_too_deep_or_too_many_are_an_error() -> None:
    deep = {f"{i}.css": f"@import '{i + 1}.css';" for i in range(200)}
    with pytest.raises(AssetbuildError, match="import each other 101 deep, 101 times in all"):
        _joined({"0.css": deep["0.css"]}, deep, "out.css")
    wide = {f"{i}.css": f"@import '{i + 1}.css';@import '{i + 1}.css';a{{}}" for i in range(50)} | {"50.css": "b{}"}
    with pytest.raises(AssetbuildError, match="10001 times in all"):
        _joined({"0.css": wide["0.css"]}, wide, "out.css")


_ALONE = SHEETS.filter(lambda text: "@import" not in text and "@namespace" not in text)
_CHECKED = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])


@_CHECKED
@given(_ALONE, _ALONE)
def test_joined_rules_are_those_of_the_members_in_order(first: str, second: str) -> None:
    assert _rules(_joined({_A: first, _B: second})) == _rules(_rebased(first)) + _rules(_rebased(second))


@_CHECKED
@given(_ALONE, BROKEN, st.integers(0, 1000))
def test_broken_member_swallows_no_other(text: str, broken: str, at: int) -> None:
    at %= len(text) + 1
    text = text[:at] + broken + text[at:]
    assert _rules(_joined({_A: text, _B: "last{a:b}"})) == [*_rules(_rebased(text)), *_rules("last{a:b}")]


@_CHECKED
@given(_ALONE)
def test_rules_under_a_condition_are_those_of_the_sheet(text: str) -> None:
    body = _joined({_A: text}).removeprefix('@charset "UTF-8";')
    joined = _joined({_A: "@import 'x.css' print;"}, {"css/x.css": text})
    assert meaning_of(joined) == (meaning_of(f"@media print{{{body}}}") if body else [])


def _rebased(text: str) -> str:
    return rebase(text, _A, "css/out.css")


_NOTHING = ("invalid rule", "error", "custom property with a block")


def _rules(text: str) -> list[tuple[object, ...]]:
    """The rules that do something: what ends too early is closed by a block with nothing in it."""
    return [rule for rule in meaning_of(text) if rule[0] not in _NOTHING and rule[-1] != []]


@pytest.mark.parametrize("text", ["(" * 100_000, "a{" * 50_000, "/**/" * 200_000, "@a;" * 100_000, ";" * 300_000])
def test_pathological_text_is_joined_in_one_pass(text: str) -> None:
    assert _joined({_A: text, _B: "last{}"}).endswith("\nlast{}")
