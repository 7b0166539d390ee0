"""What `rcssmin` leaves of a style sheet means what the style sheet meant, by the judgement of another parser."""

from __future__ import annotations

import pytest
import rcssmin
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assetbuild.filters.css_plain import plain_end
from assetbuild.filters.css_white_space import without_white_space
from assetbuild.filters.rcssmin import load, minify
from assetbuild.model import FilterInput
from assetbuild.references.css_faults import first_fault
from assetbuild.references.css_tokens import tokenise
from tests.css_parser import meaning_of

from .style_sheets import BROKEN, PLAIN_SHEETS, SHEETS

_pure_rcssmin = rcssmin._make_cssmin(python_only=True)
_CHECKED = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])


def is_plain(text: str) -> bool:
    return plain_end(text, 0) == len(text)


def _minified(text: str) -> str:
    return minify(FilterInput("a.css", text)).text


@_CHECKED
@given(SHEETS)
@example("--x :hover{a:b}")
def test_minified_sheet_has_the_same_rules(text: str) -> None:
    assert meaning_of(_minified(text)) == meaning_of(text)


@_CHECKED
@given(PLAIN_SHEETS)
def test_plain_sheet_keeps_its_rules_by_every_way(text: str) -> None:
    meaning = meaning_of(text)
    if first_fault(tokenise(text)) is None:
        assert meaning_of(without_white_space(tokenise(text))) == meaning
    if is_plain(text):
        assert first_fault(tokenise(text)) is None
        assert meaning_of(rcssmin.cssmin(text, keep_bang_comments=True)) == meaning
        assert meaning_of(_pure_rcssmin(text, keep_bang_comments=True)) == meaning


@_CHECKED
@given(SHEETS)
def test_minifying_twice_changes_no_more_rules(text: str) -> None:
    once = _minified(text)
    assert meaning_of(_minified(once)) == meaning_of(once)


@_CHECKED
@given(SHEETS, BROKEN, st.integers(0, 1000))
def test_broken_sheet_recovers_as_it_did(text: str, broken: str, at: int) -> None:
    at = at % (len(text) + 1)
    text = text[:at] + broken + text[at:]
    assert meaning_of(_minified(text)) == meaning_of(text)


@pytest.mark.parametrize(
    ("text", "minified"),
    [
        # plain: rcssmin's own work
        pytest.param("a { color : red ; }", "a{color:red}", id="plain"),
        pytest.param("/*! l */ a { b : c }", "/*! l */a{b:c}", id="licence"),
        pytest.param('\ufeff@charset "utf-8"; a { b : c }', '\ufeff@charset "utf-8";a{b:c}', id="byte order mark"),
        # what rcssmin alone gets wrong
        pytest.param("a { b { } c :hover { d : e } }", "a{b{}c :hover{d:e}}", id="descendant in a nested rule"),
        pytest.param("@layer l { a :hover { b : c } }", "@layer l{a :hover{b:c}}", id="descendant in a layer"),
        pytest.param("@scope (a :b) { c :d { } }", "@scope (a :b){c :d{}}", id="descendant in a scope"),
        pytest.param(
            "@supports selector(a :b) { c { } }", "@supports selector(a :b){c{}}", id="selector in a condition"
        ),
        pytest.param("a/**/.b { }", "a/**/.b{}", id="compound with a comment"),
        pytest.param("a\\31/**/ b { }", "a\\31/**/ b{}", id="comment after an escape"),
        pytest.param("a { b: url('x  y.png') }", "a{b:url('x  y.png')}", id="space in a quoted url"),
        pytest.param("a { b: url/**/(x) }", "a{b:url/**/(x)}", id="comment after a name that would be a url"),
        pytest.param(
            "a { --b: c , d /**/ ; --e:; --f : { g : h } }", "a{--b:c , d /**/;--e: ;--f:{ g : h }}", id="custom"
        ),
        pytest.param(
            "@property --a { initial-value : b , c }", "@property --a{initial-value:b , c}", id="initial value"
        ),
        pytest.param(
            "@container style( --a : b , c ) { d { } }", "@container style( --a : b , c ){d{}}", id="style query"
        ),
        pytest.param("a > b , c + d ~ e { &{} }", "a>b,c+d~e{&{}}", id="combinators"),
        pytest.param(
            "a{& > :is( b ~ c ):nth-child( 2n + 1 ) { } }", "a{&>:is(b~c):nth-child(2n + 1){}}", id="in brackets"
        ),
        pytest.param("a + .5 b{&{}}u + a{&{}}", "a+ .5 b{&{}}u +a{&{}}", id="what a plus may not touch"),
        pytest.param("a{b{}c : calc( 1px + 2px ) ! important }", "a{b{}c:calc(1px + 2px)!important}", id="declaration"),
        pytest.param("a{b{};;c:d;;;e:f;}", "a{b{};;c:d;e:f}", id="semicolons"),
        pytest.param("a{};b{}@layer x;;c{}", "a{};b{}@layer x;;c{}", id="semicolons that break a rule"),
        pytest.param("<!-- a :b{} --> @layer c , d ;", "<!--a :b{}-->@layer c,d;", id="HTML's comment marks"),
        pytest.param(
            "@media (min-width : 1px) and (a <= b) {&{}}", "@media (min-width :1px) and (a <= b){&{}}", id="query"
        ),
        pytest.param("@unknown a , b { & { } }", "@unknown a , b{&{}}", id="unknown at-rule"),
        pytest.param("a{&{/*! l */}}a/*! m */b{}", "a{&{/*! l */}}/*! m */a/**/b{}", id="licences"),
        pytest.param("/* c */@charset 'x';&{}", "&{}", id="charset that is none"),
        pytest.param(" @charset \"x\";/*! l */@charset 'y';&{}", "/*! l */&{}", id="charset that is late"),
        pytest.param('@charset "x"; & { }', '@charset "x";&{}', id="charset"),
        pytest.param("@import url( x ) layer( a ) , b ;&{}", "@import url( x ) layer(a),b;&{}", id="import"),
        pytest.param("a{: b ;c d(e : f) ;&{}}", "a{: b;c d(e : f);&{}}", id="declarations that are none"),
        pytest.param("a{b:\\( c;&{}}", "a{b:\\( c;&{}}", id="escaped bracket"),
        pytest.param("", "", id="empty"),
    ],
)
def test_minified_text(text: str, minified: str) -> None:
    assert _minified(text) == minified


def test_what_rcssmin_does_not_know_is_noted() -> None:
    (note,) = minify(FilterInput("a.css", "a{&{}}")).notes
    message = "'a.css' has CSS that rcssmin does not know: only white space and comments were removed"
    assert (note.level, note.message, note.where) == ("info", message, None)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        pytest.param("a{}\nb{c:d", 2, "`{` is never closed", id="open block"),
        pytest.param("a{}\n }", 2, "`}` closes nothing", id="stray bracket"),
        pytest.param("a{b:c(}", 1, "`}` closes nothing", id="brackets that cross"),
        pytest.param("a{}\n\n/* b", 3, "`*/` is missing", id="open comment"),
        pytest.param("a{b:'c\n'}", 1, "`'` is missing", id="open string"),
        pytest.param("a{b:url( c d )}", 1, "a url with characters that need quotes", id="bad url"),
        pytest.param("a{b:url(c", 1, "`)` is missing", id="open url"),
        pytest.param("a{b:c\\\n}", 1, "a backslash that escapes nothing", id="backslash"),
    ],
)
def test_broken_sheet_is_passed_through_with_a_warning(text: str, place: int, message: str) -> None:
    filtered = minify(FilterInput("a.css", "\ufeff" + text))
    (note,) = filtered.notes
    assert filtered.text == "\ufeff" + text
    assert (note.level, note.message) == ("warning", f"not valid CSS: {message}; passed through as it is")
    assert note.where is not None
    assert note.where.line == place


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("@media x{@supports (a:b){c{d:e}}}", True),
        ("@media x{@supports (a:b){@media y{c{d:e}}}}", False),
        ("a{b:c;}", True),
        ("a{b:c;;}", False),
        ("a{b{}}", False),
        ("a: b{}", False),
        ("a{b:url(c d)}", False),
        ("a{b:+url(c)}", False),
        ("a{b:URL(c)}", False),
        ("a{--b:c d}", True),
        ("a{--b:c, d}", False),
        ("a{--b:}", False),
        ("@font-face{initial-value:a('' )}", False),
        ("a{b:'\\\n'}", False),
        ("/*\\*/a{}/**/", False),
        ("/*! l *//* m */", False),
        ("a{", False),
        ("}", False),
        (" @charset 'x';", False),
        ("@-x-keyframes y{from{a:b}}", False),
        ("@-moz-keyframes y{from{a:b}}", True),
    ],
)
def test_plain_css(text: str, plain: bool) -> None:
    assert is_plain(text) is plain


def test_filter_takes_no_options_and_tells_its_version() -> None:
    found = load()
    assert (found.name, found.options) == ("rcssmin", frozenset())
    assert found.version.endswith(f"rcssmin {rcssmin.__version__}")
    assert found.each is not None
    assert found.each(FilterInput("a.css", "a { }"), {}, None).text == "a{}"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100000 + ")" * 100000,
        "a{" * 100000 + "}" * 100000,
        "a{b:c}" * 100000,
        "/**/" * 200000 + "&{}",
        "a " * 500000,
        "a{b:" + "c(" * 100000,
        "a{" + "b:c;" * 200000 + "&{}}",
        "--" * 500000,
        "\\31/**/ " * 100000 + "{}",
        "<!--" * 100000,
    ],
)
def test_pathological_text_is_minified_in_one_pass(text: str) -> None:
    assert len(_minified(text)) <= len(text)
