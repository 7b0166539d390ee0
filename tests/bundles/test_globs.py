"""Globs: a table, and a property against a matcher that shares nothing with ours."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assetbuild.globs import compile_glob, compile_globs, is_glob

TABLE = [
    ("*.css", "a.css .css", "a.js css/a.css a.css.map"),
    ("*", "a .a a.b", "a/b"),
    ("?.js", "a.js \u00e9.js", "ab.js .js /.js"),
    ("css/*", "css/a", "css/a/b a css"),
    ("**", "a a/b a/b/c", ""),
    ("**/*", "a a/b a/b/c", ""),
    ("**/*.css", "a.css x/a.css x/y/a.css", "a.js"),
    ("css/**", "css/a css/a/b", "css a/css/b"),
    ("css/**/*.css", "css/a.css css/x/a.css css/x/y/a.css", "a.css x/css/a.css"),
    ("**/vendor/**", "vendor/a x/vendor/a x/y/vendor/a/b", "vendor x/vendor"),
    ("a/**/**/b", "a/b a/x/b a/x/y/b", "ab a/xb"),
    ("a**b", "ab axb", "a/b ax/b"),
    ("**a", "a xa", "x/a"),
    ("a/b**", "a/b a/bc", "a/b/c"),
    ("***", "a", "a/b"),
    ("[ab].js", "a.js b.js", "c.js ab.js .js"),
    ("[!ab].js", "c.js !.js", "a.js b.js /.js"),
    ("[a-c]", "a b c", "d - A"),
    ("[c-a]", "", "a b c -"),
    ("[!c-a]", "a b -", ""),
    ("[c-ax]", "x", "a c -"),
    ("[a-]", "a -", "b"),
    ("[-a]", "a -", "b"),
    ("[]a]", "] a", "b"),
    ("[!]a]", "b", "] a"),
    ("[^a]", "^ a", "b"),
    ("[a&&b]", "a & b", "c"),
    ("[*]", "*", "a"),
    ("[?]x", "?x", "ax"),
    ("[[]x]", "[x]", "x"),
    ("[x", "[x", "x"),
    ("a[/]b", "a[/]b", "a/b"),
    ("[+--].js", "+.js ,.js -.js", "..js"),
    ("a+(b).{c}|d$", "a+(b).{c}|d$", "aab"),
    ("A.css", "A.css", "a.css"),
    ("\\*", "\\x \\", "*"),
    ("e\u0301.css", "\u00e9.css", "e.css"),
]


@pytest.mark.parametrize(("pattern", "matches", "others"), TABLE, ids=[row[0] for row in TABLE])
def test_glob(pattern: str, matches: str, others: str) -> None:
    compiled = compile_glob(pattern)
    assert [path for path in matches.split() if not compiled.fullmatch(path)] == []
    assert [path for path in others.split() if compiled.fullmatch(path)] == []


@pytest.mark.parametrize(
    ("text", "found"), [("a/b.css", False), ("*", True), ("a?", True), ("[a]", True), ("!a", False)]
)
def test_glob_is_told_from_a_path(text: str, found: bool) -> None:
    assert is_glob(text) is found


def test_several_globs_are_one() -> None:
    compiled = compile_globs(["a|b", "*.css"])
    assert compiled
    assert [path for path in ("a|b", "x.css", "a", "b") if compiled.fullmatch(path)] == ["a|b", "x.css"]
    assert compile_globs([]) is None


def independent(pattern: list[str], path: list[str]) -> bool:
    """Segment by segment, `**` by trying every length."""
    if not pattern:
        return not path
    first, rest = pattern[0], pattern[1:]
    if first == "**":
        return (bool(path) if not rest else False) or any(independent(rest, path[at:]) for at in range(len(path)))
    return bool(path) and fnmatchcase(path[0], first) and independent(rest, path[1:])


SEGMENTS = st.text(st.sampled_from("ab.-!]"), min_size=1, max_size=3)
PATHS = st.lists(SEGMENTS, min_size=1, max_size=4)
PATTERNS = st.lists(
    st.just("**") | st.just("*") | st.text(st.sampled_from("ab.-!][*?"), min_size=1, max_size=5), min_size=1, max_size=4
)


@given(PATTERNS, PATHS)
@example(["[!]-a]"], ["b"])
@example(["**", "**"], ["a"])
def test_glob_agrees_with_an_independent_matcher(pattern: list[str], path: list[str]) -> None:
    found = compile_glob("/".join(pattern)).fullmatch("/".join(path)) is not None
    assert found == independent(pattern, path)


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_text_is_a_glob(pattern: str, path: str) -> None:
    compile_glob(pattern).fullmatch(path)
