"""The rjsmin filter: what it makes of a script, what it leaves alone."""

from __future__ import annotations

import pytest

from assetbuild.errors import Location
from assetbuild.filters.rjsmin import load, minify
from assetbuild.filters.rjsmin_hazards import may_be_hazardous
from assetbuild.model import Filtered, FilterInput, Note
from tests.sites import Site

MINIFIED = [
    pytest.param("var a = 1 ;\n\nvar b = 2 ;\n", "var a=1;var b=2;", id="white space"),
    pytest.param("// a\nb() /* c */\n", "b()", id="comments"),
    pytest.param("/*! licence */\nvar a = 1;", "/*! licence */var a=1;", id="licence"),
    pytest.param('`${x?` a `:""}`', '`${x?` a `:""}`', id="template in a template"),
    pytest.param("x = `${ a  +  `b  c` }  d`", "x=`${a+`b  c`}  d`", id="substitution"),
    pytest.param("f = () => /a  b/g", "f=()=>/a  b/g", id="regular expression after an arrow"),
    pytest.param("function *f() { yield /a  b/ }", "function*f(){yield/a  b/}", id="regular expression after yield"),
    pytest.param("try { } catch { }\n/a  b/.c()", "try{}catch{}\n/a  b/.c()", id="regular expression after catch"),
    pytest.param("1 .toString()", "1 .toString()", id="member of a number"),
    pytest.param("1. in x", "1. in x", id="keyword after a number with a point"),
    pytest.param("1. + 2", "1.+2", id="operator after a number with a point"),
    pytest.param("a ? .5 : 1", "a?.5:1", id="question before a number that starts with a point"),
    pytest.param("a < ! --b", "a< ! --b", id="no HTML-like comment made"),
    pytest.param("a<! --b", "a<! --b", id="no HTML-like comment made, half of it there"),
    pytest.param("x-- > y", "x-->y", id="arrow in a line"),
    pytest.param("x\n-- > y", "x\n-- >y", id="arrow at the start of a line"),
    pytest.param("a + + b - - c + ++d - --e", "a+ +b- -c+ ++d- --e", id="signs"),
    pytest.param("a\n++\nb", "a\n++\nb", id="prefix on a line of its own"),
    pytest.param("a\n(b)\n[c]\n`d`", "a\n(b)\n[c]\n`d`", id="statement that might go on"),
    pytest.param("a\n/b/ c", "a/b/c", id="division over lines"),
    pytest.param("return\na", "return\na", id="restricted production"),
    pytest.param("a\n=> b", "a\n=>b", id="an error stays one"),
    pytest.param("class A { x\n*y() { } }", "class A{x\n*y(){}}", id="class field before a generator"),
    pytest.param("'use strict'\nvar a", "'use strict'\nvar a", id="directive"),
    pytest.param("a /*\n*/ b", "a\nb", id="comment that holds a newline"),
    pytest.param("a\u2028b", "a\nb", id="line separator"),
    pytest.param("'a\\\n  b'", "'a\\\n  b'", id="string over lines"),
    pytest.param("a /*@cc_on b @*/ + c", "a /*@cc_on b @*/ +c", id="conditional comment"),
    pytest.param("a //@cc_on b\n\n/*! c */", "a\n//@cc_on b\n/*! c */", id="kept comments one after the other"),
    pytest.param("/*! a */ /b  c/.d", "/*! a */ /b  c/.d", id="regular expression after a first licence"),
    pytest.param("(a) /[\n`\n`]", "(a)/[`\n`]", id="slash before a bracket that spans lines"),
    pytest.param("x = a / b; y = (c) / d", "x=a/b;y=(c)/d", id="divisions"),
    pytest.param("#!/usr/bin/node  x\nvar a = 1", "#!/usr/bin/node  x\nvar a=1", id="hashbang"),
    pytest.param("#!x\rvar a = `\n  `", "#!x\rvar a=`\n  `", id="hashbang that ends in a carriage return"),
    pytest.param("#!x", "#!x", id="hashbang alone"),
    pytest.param("\ufeff  var a = 1", "\ufeffvar a=1", id="byte order mark"),
    pytest.param("\ufeff#!x\r\nvar a = 1", "\ufeff#!x\r\nvar a=1", id="byte order mark and hashbang"),
    pytest.param("var é = 1 , 𝒳 = \\u0061", "var é=1,𝒳=\\u0061", id="names beyond ASCII"),
    pytest.param("a\xa0=\u3000b", "a=b", id="space beyond ASCII"),
    pytest.param("x = #p in y", "x=#p in y", id="private name"),
    pytest.param("", "", id="nothing"),
    pytest.param(" \n", "", id="only space"),
    pytest.param("// a", "", id="only a comment"),
]


@pytest.mark.parametrize(("text", "expected"), MINIFIED)
def test_minified_text_has_the_least_white_space_that_keeps_its_meaning(text: str, expected: str) -> None:
    assert minify(text) == expected


HAZARDS = [
    pytest.param('`${x?` a `:""}`', id="template in a template"),
    pytest.param("()=>/a  b/", id="regular expression after an arrow"),
    pytest.param("yield /a  b/", id="regular expression after yield"),
    pytest.param("}/a  b/", id="slash after a brace"),
    pytest.param("if(a)/b  c/", id="slash after a head"),
    pytest.param("1 .a", id="member of a number"),
    pytest.param("a<! --b", id="HTML-like comment in the making"),
    pytest.param("<!-- a", id="HTML-like comment"),
    pytest.param("--> a", id="HTML-like comment at the start"),
    pytest.param("a\n--> b", id="HTML-like comment at the start of a line"),
    pytest.param("a/\n--> b", id="HTML-like comment after a division"),
    pytest.param("-- > a", id="arrow at the start"),
    pytest.param("/*!a*/\n/b/", id="regular expression after a first licence"),
    pytest.param("a\u2028b", id="line separator"),
    pytest.param("/*@cc_on a@*/b", id="conditional comment"),
    pytest.param("#!a\nb", id="hashbang"),
    pytest.param("'a", id="string without an end"),
    pytest.param("a\n=>b", id="arrow function over lines"),
    pytest.param(". 1", id="point before a number"),
    pytest.param("`", id="template without an end"),
    pytest.param("x)/[`\n`]:'/'", id="class that spans lines"),
    pytest.param("x" * 500 + "(" + "y" * 500 + ")/b/c", id="parentheses that are too long to look back"),
]


@pytest.mark.parametrize("text", HAZARDS)
def test_what_rjsmin_might_change_is_kept_from_it(text: str) -> None:
    assert may_be_hazardous(text)


PLAIN = [
    pytest.param("var a = 1;\nb ( ) ;", id="statements"),
    pytest.param("x = /a  b/g.test(c) ;", id="regular expression after an operator"),
    pytest.param("return /a  b/.c", id="regular expression after return"),
    pytest.param("`a  b` + `${c}  d`", id="templates"),
    pytest.param("(a + b) / c", id="division after parentheses"),
    pytest.param("a / b", id="division after a name"),
    pytest.param("while (n-- > 0) { }", id="arrow in a line"),
    pytest.param("f((a, b) => { })", id="arrow function"),
    pytest.param("b1 .a", id="member of a name that ends in a digit"),
    pytest.param("/*! a */\n/* b */ // c\nd", id="comments"),
]


@pytest.mark.parametrize("text", PLAIN)
def test_what_rjsmin_keeps_is_left_to_it(text: str) -> None:
    assert not may_be_hazardous(text)


PASSED_THROUGH = [
    pytest.param("a = 'b", "warning", "not valid JavaScript: this string does not end on its line", 1, 5, id="string"),
    pytest.param(
        "\n a = `b", "warning", "not valid JavaScript: this template literal does not end", 2, 6, id="template"
    ),
    pytest.param("a /* b", "warning", "not valid JavaScript: this comment does not end", 1, 3, id="comment"),
    pytest.param(
        "x = /b", "warning", "not valid JavaScript: this regular expression does not end on its line", 1, 5, id="regex"
    ),
    pytest.param("\ufeff#!x\n  )=>/a/", "warning", "not valid JavaScript: ')' closes nothing", 2, 3, id="bracket"),
    pytest.param("a(=>/a/", "warning", "not valid JavaScript: this '(' is never closed", 1, 2, id="open bracket"),
    pytest.param("a = \x01", "warning", "not valid JavaScript: unexpected character '\\x01'", 1, 5, id="control"),
    pytest.param("a  \\ b", "warning", "not valid JavaScript: unexpected character '\\\\'", 1, 4, id="backslash"),
    pytest.param(
        "a  = 1 <!-- b",
        "info",
        "an HTML-like comment is a comment in a script and code in a module",
        1,
        8,
        id="HTML-like comment",
    ),
]


@pytest.mark.parametrize(("text", "level", "message", "line", "column"), PASSED_THROUGH)
def test_what_is_not_sure_is_passed_through_with_a_note(
    text: str, level: str, message: str, line: int, column: int
) -> None:
    filtered = _filter(text)

    assert filtered.text == text
    (note,) = filtered.notes
    assert (note.level, note.message) == (level, f"{message}; the file is passed through as it is")
    assert note.where is not None
    assert (note.where.file, note.where.line, note.where.column) == ("js/a.js", line, column)


def test_valid_file_has_no_note() -> None:
    assert _filter("a  = 1") == Filtered("a=1", ())


def test_one_bad_file_does_not_fail_a_build() -> None:
    site = Site({"js/bad.js": "<div>it's JSX</div>", "js/good.js": "a  = 1"})

    run = site.compile("--quiet").succeeds()

    assert (run.text("js/bad.js"), run.text("js/good.js")) == ("<div>it's JSX</div>", "a=1")
    assert [note["message"] for note in site.compile("--json").json["notes"]] == [
        "not valid JavaScript: this string does not end on its line; the file is passed through as it is"
    ]


class _Nothing:
    """No other sources."""

    def __call__(self, path: str) -> bytes | None:
        return None

    def file(self, path: str) -> str | None:
        return None

    def digest(self, path: str) -> str | None:
        return None

    def exists(self, path: str) -> bool:
        return False


def _filter(text: str) -> Filtered:
    each = load().each
    assert each is not None
    return each(FilterInput("js/a.js", text), {}, _Nothing())


def test_notes_say_where() -> None:
    where = Location("js/a.js", 1, 5, "a = 'b")
    message = "not valid JavaScript: this string does not end on its line; the file is passed through as it is"
    assert _filter("a = 'b").notes == (Note("warning", message, where),)
