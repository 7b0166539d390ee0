"""References in JavaScript: comments that name source maps, and imports, of which test_js_imports.py knows more."""

from __future__ import annotations

import pickle

import pytest

from assetbuild.references.js import scan
from assetbuild.references.js_tokens import tokenise
from assetbuild.references.scan_error import HtmlLikeComment, ScanError
from assetbuild.references.source_map import is_source_map_comment
from assetbuild.references.spans import rewrite

FOUND = [
    pytest.param("a()\n//# sourceMappingURL=a.js.map", ["a.js.map"], id="last line"),
    pytest.param("a()\n//# sourceMappingURL=a.js.map\n", ["a.js.map"], id="newline at the end"),
    pytest.param("a()\r\n//# sourceMappingURL=a.js.map\r\n", ["a.js.map"], id="carriage returns"),
    pytest.param("a()\r//# sourceMappingURL=a.js.map\r", ["a.js.map"], id="carriage returns alone"),
    pytest.param("//# sourceMappingURL=a.js.map", ["a.js.map"], id="nothing else"),
    pytest.param("//@ sourceMappingURL=a.js.map", ["a.js.map"], id="old mark"),
    pytest.param("a() //# sourceMappingURL=a.js.map", ["a.js.map"], id="behind code"),
    pytest.param("a()\n/*# sourceMappingURL=a.js.map */", ["a.js.map"], id="block comment"),
    pytest.param("//# sourceMappingURL=a.js.map\na()", ["a.js.map"], id="code behind"),
    pytest.param("//# sourceMappingURL=a.map\n//# sourceMappingURL=b.map", ["a.map", "b.map"], id="two"),
    pytest.param("a\n//# sourceMappingURL=a%20b.map", ["a b.map"], id="escaped"),
    pytest.param("`a`\n//# sourceMappingURL=a.map", ["a.map"], id="template before"),
    pytest.param("/* a */ '/*'\n//# sourceMappingURL=a.map", ["a.map"], id="comment mark in a string before"),
    pytest.param("`${/`/}`//# sourceMappingURL=a.map", ["a.map"], id="regular expression in a template before"),
    pytest.param("'\\\n'\n//# sourceMappingURL=a.map", ["a.map"], id="string over lines before"),
    pytest.param("`\n//# sourceMappingURL=a.map\n`", [], id="in a template"),
    pytest.param("'\\\n//# sourceMappingURL=a.map'", [], id="in a string over lines"),
    pytest.param("a = '//# sourceMappingURL=a.map'", [], id="in a string"),
    pytest.param("/*\n//# sourceMappingURL=a.map\n*/", [], id="in a comment"),
    pytest.param("/* \n//# sourceMappingURL=a.map", [], id="in a comment without an end"),
    pytest.param("/* sourceMappingURL=a.map */", [], id="without its mark"),
    pytest.param("//# sourceMappingURL=", [], id="without a name"),
    pytest.param("//# sourceMappingURL=a b", [], id="with more behind it"),
    pytest.param("a\n//# sourceMappingURL=data:application/json;base64,e30=", [], id="data"),
    pytest.param("a\n//# sourceMappingURL=https://example.com/a.map", [], id="elsewhere"),
    pytest.param("a\n//# sourceMappingURL=//example.com/a.map", [], id="elsewhere, same scheme"),
    pytest.param("'a\n/*# sourceMappingURL=a.map */", [], id="not JavaScript"),
    pytest.param("import './b.js'\n//# sourceMappingURL=a.map", ["./b.js", "a.map"], id="behind an import"),
    pytest.param("", [], id="nothing"),
]


@pytest.mark.parametrize(("text", "targets"), FOUND)
def test_only_comments_name_source_maps_and_imports_modules(text: str, targets: list[str]) -> None:
    assert [reference.target for reference in scan(text)] == targets


def test_map_with_query_and_fragment_keeps_them() -> None:
    text = "a\n//# sourceMappingURL=a.map?v=1#x\n"

    (found,) = scan(text)

    assert (found.target, found.suffix, found.kind) == ("a.map", "?v=1#x", "sourcemap")
    assert rewrite(text, [(found.start, found.end, "b.map")]) == "a\n//# sourceMappingURL=b.map?v=1#x\n"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("a\n//# sourceMappingURL=a.map\n", "a\n\n", id="at the end"),
        pytest.param("a /*# sourceMappingURL=a.map */ + b", "a  + b", id="in the middle"),
    ],
)
def test_whole_comment_can_be_dropped(text: str, left: str) -> None:
    (found,) = scan(text)
    assert found.drop is not None
    assert rewrite(text, [(*found.drop, "")]) == left


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        pytest.param("//# sourceMappingURL=a.map", True, id="line"),
        pytest.param("/*# sourceMappingURL=https://example.com/a.map */", True, id="elsewhere"),
        pytest.param("// sourceMappingURL=a.map", False, id="no mark"),
        pytest.param("//# sourceURL=a.js", False, id="another comment"),
    ],
)
def test_map_comment_is_known_wherever_it_leads(comment: str, expected: bool) -> None:
    assert is_source_map_comment(comment) is expected


def test_spans_are_replaced_in_any_order() -> None:
    assert rewrite("abcdef", [(4, 5, ""), (0, 1, "xyz"), (2, 2, "-")]) == "xyzb-cdf"


FAULTS = [
    pytest.param("a = 'b\n'", "this string does not end on its line", 4, id="string"),
    pytest.param("a = `b${c}", "this template literal does not end", 9, id="template"),
    pytest.param("a /* b", "this comment does not end", 2, id="comment"),
    pytest.param("a = /b\n/", "this regular expression does not end on its line", 4, id="regular expression"),
    pytest.param("a = /[b/]\n", "this regular expression does not end on its line", 4, id="class"),
    pytest.param("a(]", "']' closes nothing", 2, id="wrong bracket"),
    pytest.param("a}", "'}' closes nothing", 1, id="bracket"),
    pytest.param("`${a)}`", "')' closes nothing", 4, id="bracket in a template"),
    pytest.param("a([b]", "this '(' is never closed", 1, id="open bracket"),
    pytest.param("a \\ b", "unexpected character '\\\\'", 2, id="backslash"),
    pytest.param("a # b", "unexpected character '#'", 2, id="hash"),
    pytest.param("a \x85 b", "unexpected character '\\x85'", 2, id="control"),
]


@pytest.mark.parametrize(("text", "message", "offset"), FAULTS)
def test_text_that_is_no_javascript_is_refused_where_it_starts_to_be(text: str, message: str, offset: int) -> None:
    with pytest.raises(ScanError) as caught:
        tokenise(text)

    assert (caught.value.message, caught.value.offset) == (message, offset)


@pytest.mark.parametrize("error", [ScanError("a", 1), HtmlLikeComment(2)])
def test_errors_cross_processes(error: ScanError) -> None:
    copy = pickle.loads(pickle.dumps(error))

    assert (type(copy), copy.message, copy.offset) == (type(error), error.message, error.offset)


TOKENS = [
    pytest.param("a?.5:1", ["a", "?", ".5", ":", "1"], id="question and number"),
    pytest.param("a?.b??c", ["a", "?.", "b", "??", "c"], id="optional chain"),
    pytest.param("a>>>=b**=c??=d", ["a", ">>>=", "b", "**=", "c", "??=", "d"], id="assignments"),
    pytest.param("1..a", ["1.", ".", "a"], id="member of a number"),
    pytest.param("017.a", ["017", ".", "a"], id="member of an octal number"),
    pytest.param("08.5", ["08.5"], id="decimal that starts with a zero"),
    pytest.param("0xFFn+1e-5+.5e+1", ["0xFFn", "+", "1e-5", "+", ".5e+1"], id="numbers"),
    pytest.param("`a${b}c${{d:1}}e`", ["`a${", "b", "}c${", "{", "d", ":", "1", "}", "}e`"], id="template"),
    pytest.param("`\\`${`${a}`}`", ["`\\`${", "`${", "a", "}`", "}`"], id="nested template"),
    pytest.param("`$${a}$`", ["`$${", "a", "}$`"], id="dollars"),
    pytest.param("'a\\'b\\\n'", ["'a\\'b\\\n'"], id="string"),
    pytest.param("'\u2028'", ["'\u2028'"], id="line separator in a string"),
    pytest.param("#a in b", ["#a", " ", "in", " ", "b"], id="private name"),
    pytest.param("\\u0061\\u{62}c", ["\\u0061\\u{62}c"], id="escapes"),
    pytest.param("@a class B{}", ["@", "a", " ", "class", " ", "B", "{", "}"], id="decorator"),
    pytest.param("a<!--b\nc", ["a", "<!--b", "\n", "c"], id="HTML-like comment"),
    pytest.param("a<!b", ["a", "<", "!", "b"], id="less than not"),
    pytest.param("a\n/**/-->b\nc", ["a", "\n", "/**/", "-->b", "\n", "c"], id="HTML-like comment on a line"),
    pytest.param("a-->b", ["a", "--", ">", "b"], id="decrement and greater"),
    pytest.param("/*\n*/-->b", ["/*\n*/", "-->b"], id="HTML-like comment after a comment"),
    pytest.param("a//b\u2028c", ["a", "//b", "\u2028", "c"], id="comment up to a line separator"),
    pytest.param("#!a\rb", ["#!a", "\r", "b"], id="hashbang"),
]


@pytest.mark.parametrize(("text", "tokens"), TOKENS)
def test_tokens_are_the_longest_that_the_language_knows(text: str, tokens: list[str]) -> None:
    assert tokenise(text) == tokens


DEEP = [
    pytest.param("(", ")", 100_000, id="parentheses"),
    pytest.param("`${", "}`", 100_000, id="templates"),
    pytest.param("{", "}", 20_000, id="braces"),
    pytest.param("{a:", "}", 20_000, id="labels"),
    pytest.param("[{", "}]", 20_000, id="objects"),
]


@pytest.mark.parametrize(("opening", "closing", "depth"), DEEP)
def test_brackets_may_nest_as_deep_as_they_like(opening: str, closing: str, depth: int) -> None:
    text = opening * depth + "a" + closing * depth + "/b/c"

    assert "".join(tokenise(text)) == text
