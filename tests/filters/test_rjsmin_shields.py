"""Scripts cut where rjsmin cannot be trusted: what it gets, what is shielded, and when a tokeniser must tell."""

from __future__ import annotations

import pytest

from assetbuild.filters.rjsmin import minify
from assetbuild.filters.rjsmin_shields import cut

CUT = [
    pytest.param("a = b ;", [("a = b ;", True)], id="nothing to shield"),
    pytest.param("a = `x${ `  ` }`;b", [("a =", True), ("`x${`  `}`", False), (";b", True)], id="nested template"),
    pytest.param(
        "return `${`a`}`\nb", [("return", True), ("`${`a`}`\n", False), ("b", True)], id="template after return"
    ),
    pytest.param(
        "return\n`${`a`}`", [("return", True), ("\n`${`a`}`", False), ("", True)], id="line ends before template"
    ),
    pytest.param(
        "f(\n  `${`a`}`\n)", [("f(", True), ("`${`a`}`\n", False), (")", True)], id="line ends where it means nothing"
    ),
    pytest.param("`${`a`}` / 2", [("", True), ("`${`a`}`/", False), ("2", True)], id="division after a template"),
    pytest.param(
        "`${`a`}``${`b`}`",
        [("", True), ("`${`a`}`", False), ("", True), ("`${`b`}`", False), ("", True)],
        id="templates in a row",
    ),
    pytest.param("a // c\n / b / d", [("a", True), ("/", False), ("b / d", True)], id="division on the next line"),
    pytest.param(
        "x = a(b) / c / d",
        [("x = a(b)", True), ("/", False), ("c / d", True)],
        id="what rjsmin takes for a regular expression",
    ),
    pytest.param(
        "x = f(\n a) / c / d", [("x = f(\n a)", True), ("/", False), ("c / d", True)], id="parentheses over lines"
    ),
    pytest.param(
        'x = f("(", a) / c / d', [('x = f("(", a)', True), ("/", False), ("c / d", True)], id="string in parentheses"
    ),
    pytest.param(
        "x = f(a / 2) / c / d", [("x = f(a / 2)", True), ("/", False), ("c / d", True)], id="division in parentheses"
    ),
]


@pytest.mark.parametrize(("text", "expected"), CUT)
def test_script_is_cut(text: str, expected: list[tuple[str, bool]]) -> None:
    pieces = cut(text)
    assert pieces is not None
    assert [(piece.text, piece.is_safe) for piece in pieces] == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("if (a) /b  c/.test(d)", id="head of a statement"),
        pytest.param("if\n(a) /b  c/.test(d)", id="head on the line before"),
        pytest.param("x // if\n(a) / b / c", id="comment on the line before"),
        pytest.param("f(`a`) / b / c", id="template in parentheses"),
        pytest.param("f(/(/, a) / b / c", id="regular expression in parentheses"),
        pytest.param('f("\\"", a) / b / c', id="escape in parentheses"),
        pytest.param("f(a // (\n) / b / c", id="comment in parentheses"),
        pytest.param("} / b / c", id="division after a block"),
        pytest.param("() => /a  b/", id="regular expression after an arrow"),
        pytest.param("1 .toString()", id="member of a number"),
        pytest.param("`${`a`}`/*! l */+b", id="licence after a template"),
        pytest.param("a /*! l */\n / b / c", id="licence before a division"),
        pytest.param("a // c\n / /b/", id="regular expression after a division"),
        pytest.param("a = /* c */ `${`a`}`", id="comment before a template"),
        pytest.param("`${`a`}`\n--> c", id="HTML-like comment"),
        pytest.param("`${`a", id="template without an end"),
        pytest.param("a // c\n /", id="division of nothing"),
        pytest.param("--> c", id="HTML-like comment at the start"),
    ],
)
def test_script_that_takes_a_tokeniser(text: str) -> None:
    assert cut(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a ( `${ `b  c` }` )\nd ( )", "a(`${`b  c`}`)\nd()", id="template"),
        pytest.param("a\n`${`b`}`\n++c", "a\n`${`b`}`\n++c", id="lines that end beside a template"),
        pytest.param("x = a // c\n  / b ;", "x=a/b;", id="division on the next line"),
        pytest.param("x = ( a ) / b / c", "x=(a)/b/c", id="division that looks like a regular expression"),
    ],
)
def test_cut_script_is_as_small_as_a_whole_one(text: str, expected: str) -> None:
    assert minify(text) == expected
