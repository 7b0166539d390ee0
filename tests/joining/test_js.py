"""Scripts joined into one do what they did one after the other."""

from __future__ import annotations

import json

import pytest
from py_mini_racer import MiniRacer

from assetbuild.errors import AssetbuildError, render
from assetbuild.filters.rjsmin import minify
from assetbuild.joining.js import join_js
from assetbuild.model import Filtered, FilterInput
from tests.sites import Site


def _join(*texts: str) -> Filtered:
    return join_js([FilterInput(f"js/{chr(97 + index)}.js", text) for index, text in enumerate(texts)])


JOINED = [
    pytest.param(["a()", "b()"], "a();\nb();", id="no semicolon"),
    pytest.param(["a();", "b();"], "a();\nb();", id="semicolon"),
    pytest.param(["a() // c", "b()"], "a() // c\n;\nb();", id="line comment"),
    pytest.param(["a // a", "(b)"], "a // a\n;\n(b);", id="line comment that ends like the code"),
    pytest.param(["a; // c", "b()"], "a; // c\nb();", id="line comment after a semicolon"),
    pytest.param(["a() /* c */", "b()"], "a() /* c */\n;\nb();", id="block comment"),
    pytest.param(["a() <!-- c", "b()"], "a() <!-- c\n;\nb();", id="HTML-like comment"),
    pytest.param(["a", "--> c\nb"], "a;\n--> c\nb;", id="HTML-like comment at the start"),
    pytest.param(["\ufeffa;", "\ufeffb;"], "a;\nb;", id="byte order marks"),
    pytest.param(["#!/bin/node\na;", "#!/bin/node\nb;"], "a;\nb;", id="hashbangs"),
    pytest.param(["\r\na;\r\n", "\n\nb;\n"], "a;\nb;", id="space at the edges"),
    pytest.param(["a;", "", " \n", "b;"], "a;\nb;", id="empty members"),
    pytest.param(["/*! l */", "a;"], "/*! l */\na;", id="licence alone"),
    pytest.param(["// l", "a;"], "// l\na;", id="comment alone"),
    pytest.param(["'use strict';a", "'use strict';b"], "'use strict';a;\n'use strict';b;", id="all strict"),
    pytest.param(["/*! l */", "'use strict';a"], "/*! l */\n'use strict';a;", id="licence before strict"),
    pytest.param([], "", id="nothing"),
]


@pytest.mark.parametrize(("texts", "expected"), JOINED)
def test_no_member_goes_on_with_the_last_statement_of_another(texts: list[str], expected: str) -> None:
    assert _join(*texts) == Filtered(expected)


STRICT = [
    pytest.param("'use strict'", True, id="alone"),
    pytest.param('"use strict";a', True, id="double quotes"),
    pytest.param("'use strict'\na", True, id="newline"),
    pytest.param("'use strict'\n++a", True, id="newline before an increment"),
    pytest.param("'use strict'\n!a", True, id="newline before a not"),
    pytest.param("'use strict'\n{}", True, id="newline before a block"),
    pytest.param("'use strict' // c\na", True, id="comment behind"),
    pytest.param("'use strict' /*\n*/ a", True, id="comment with a newline behind"),
    pytest.param("/*! c */ // d\n'use strict';a", True, id="comments before"),
    pytest.param("#!x\n'use strict';a", True, id="hashbang before"),
    pytest.param("\ufeff'use strict';a", True, id="byte order mark before"),
    pytest.param("'use asm';'use strict';a", True, id="second directive"),
    pytest.param("'use asm'\n'use strict'\na", True, id="second directive on a line"),
    pytest.param("('use strict');a", False, id="parentheses"),
    pytest.param("'use\\x20strict';a", False, id="escape"),
    pytest.param("'use  strict';a", False, id="two spaces"),
    pytest.param("`use strict`;a", False, id="template"),
    pytest.param(";'use strict';a", False, id="empty statement before"),
    pytest.param("a;'use strict'", False, id="statement before"),
    pytest.param("'use strict'+a", False, id="operator"),
    pytest.param("'use strict'\n+a", False, id="newline before an operator"),
    pytest.param("'use strict'\n.length", False, id="newline before a member"),
    pytest.param("'use strict'\n(a)", False, id="newline before a call"),
    pytest.param("'use strict'\n[a]", False, id="newline before an index"),
    pytest.param("'use strict'\n`a`", False, id="newline before a template"),
    pytest.param("'use strict'\nin a", False, id="newline before in"),
    pytest.param("'use strict'\n!= a", False, id="newline before a comparison"),
    pytest.param("'use strict'\n/a/b", False, id="newline before a division"),
    pytest.param("'use strict'\n? a : b", False, id="newline before a conditional"),
    pytest.param("'a'.b;'use strict'", False, id="string that is no directive before"),
    pytest.param("{'use strict'}", False, id="in a block"),
]


@pytest.mark.parametrize(("text", "strict"), STRICT)
def test_strict_member_among_others_keeps_its_mode_to_itself(text: str, strict: bool) -> None:
    joined = _join("sloppy()", text, "sloppy()").text

    assert ("(function(){" in joined) == strict


DECLARING = [
    pytest.param("var a", True, id="var"),
    pytest.param("let a", True, id="let"),
    pytest.param("const {a} = b", True, id="const with a pattern"),
    pytest.param("let [a] = b", True, id="let with a pattern"),
    pytest.param("function a() {}", True, id="function"),
    pytest.param("function* a() {}", True, id="generator"),
    pytest.param("async function a() {}", True, id="async function"),
    pytest.param("class A {}", True, id="class"),
    pytest.param("b()\nfunction a() {}", True, id="function on a line"),
    pytest.param("if (b) { var a }", True, id="var in a block"),
    pytest.param("for (var a of b);", True, id="var in a head"),
    pytest.param("b()\n{ var a }", True, id="var in a block after a call"),
    pytest.param("try { } catch { var a }", True, id="var in catch"),
    pytest.param("switch (b) { case 1: var a }", True, id="var in a switch"),
    pytest.param("(function () { var b })(); var a", True, id="var after a function"),
    pytest.param("if (b) { let a; const c = 1; class D {} }", False, id="block-scoped names in a block"),
    pytest.param("(function () { var a; function b() {} })()", False, id="in a function"),
    pytest.param("(function ({a}, b = {}) { var c })()", False, id="in a function with patterns"),
    pytest.param("(function ()\n{ var a })()", False, id="in a function with its brace on a line"),
    pytest.param("(() => { var a })()", False, id="in an arrow function"),
    pytest.param("!function b() { var a }()", False, id="in a named function expression"),
    pytest.param("c = { b() { var a } }", False, id="in a method"),
    pytest.param("c = class { static { var a } }", False, id="in a static block"),
    pytest.param("c = class D extends E { b() { var a } }", False, id="class expression"),
    pytest.param("b = function c() {}", False, id="function expression"),
    pytest.param("b.var = b.let = b?.function", False, id="properties"),
    pytest.param("b = { var: 1, class: 2 }", False, id="keys"),
    pytest.param("async()", False, id="call of async"),
]


@pytest.mark.parametrize(("text", "declares"), DECLARING)
def test_strict_member_that_declares_names_gives_up_its_directive_with_a_warning(text: str, declares: bool) -> None:
    joined = _join(f"'use strict';{text}", "sloppy()")

    if declares:
        assert joined.text.startswith(";\n'use strict';")
        assert [(note.level, note.message) for note in joined.notes] == [
            (
                "warning",
                "'js/a.js' says \"use strict\" at its top and declares names for other scripts: in a bundle with "
                "scripts that are not strict, its directive has no effect",
            )
        ]
    else:
        assert joined.text.startswith("(function(){\n'use strict';")
        assert joined.notes == ()


MODULES = [
    pytest.param("a;\n  import b from 'b'", "`import`", 2, 3, id="import"),
    pytest.param("import 'b'", "`import`", 1, 1, id="import for effect"),
    pytest.param("import{b}from'b'", "`import`", 1, 1, id="import of names"),
    pytest.param("import*as b from'b'", "`import`", 1, 1, id="import of all"),
    pytest.param("export default 1", "`export`", 1, 1, id="export default"),
    pytest.param("x = () => { }\nexport { x }", "`export`", 2, 1, id="export of names"),
    pytest.param("\ufefff(() => import.meta.url)", "`import.meta`", 1, 9, id="import.meta"),
    pytest.param("await b()", "`await` outside of a function", 1, 1, id="await"),
    pytest.param("const a = await import('b')", "`await` outside of a function", 1, 11, id="await of an import"),
    pytest.param("for await (a of b);", "`await` outside of a function", 1, 5, id="for await"),
    pytest.param("f(() => a); await b", "`await` outside of a function", 1, 13, id="await after an arrow function"),
]


@pytest.mark.parametrize(("text", "what", "line", "column"), MODULES)
def test_module_in_a_bundle_of_scripts_is_an_error_that_says_what_to_do(
    text: str, what: str, line: int, column: int
) -> None:
    with pytest.raises(AssetbuildError) as caught:
        _join("a()", text)

    error = caught.value
    assert error.message == f"{what} makes this a module, and a bundle of scripts is not one"
    assert error.hint == "take it out of the bundle: asset_tags() loads it as a module, with what it imports"
    assert str(error.where) == f"js/b.js:{line}:{column}"


SCRIPTS = [
    pytest.param("import('a')", id="import of a script"),
    pytest.param("import.defer('a')", id="deferred import of a script"),
    pytest.param("a.import = a.export = a?.await", id="properties"),
    pytest.param("a = { import: 1, export: 2, await: 3 }", id="keys"),
    pytest.param("async function a() { await b }", id="await in a function"),
    pytest.param("a = async () => await b", id="await in an arrow function"),
    pytest.param("var await = 1; await in a; await", id="name"),
    pytest.param("'import a'; `export ${b}`; /export c/", id="texts"),
]


@pytest.mark.parametrize("text", SCRIPTS)
def test_script_that_only_looks_like_a_module_is_joined(text: str) -> None:
    assert _join(text).text.startswith(text)


BROKEN = [
    pytest.param("a = /b", "not valid JavaScript: this regular expression does not end on its line", 5, id="regex"),
    pytest.param("a = 'b", "not valid JavaScript: this string does not end on its line", 5, id="string"),
    pytest.param("a = `b", "not valid JavaScript: this template literal does not end", 5, id="template"),
    pytest.param("a /* b", "not valid JavaScript: this comment does not end", 3, id="comment"),
    pytest.param("\ufeffa = {", "not valid JavaScript: this '{' is never closed", 5, id="brace, after a mark"),
]


@pytest.mark.parametrize(("text", "message", "column"), BROKEN)
def test_member_that_would_swallow_the_next_is_an_error(text: str, message: str, column: int) -> None:
    with pytest.raises(AssetbuildError) as caught:
        _join(text, "b()")

    assert caught.value.message == message
    assert caught.value.hint == "mend it, or take it out of the bundle: alone it would be passed through as it is"
    assert str(caught.value.where) == f"js/a.js:1:{column}"


def test_place_in_a_minified_member_is_told_as_its_author_wrote_it() -> None:
    site = Site(
        {"js/a.js": "a ();\n\n  export default  1;\n"},
        config='[bundles."js/app.js"]\ncontents = ["js/a.js"]\n',
    )

    site.compile().fails(
        stderr="""\
        assets/js/a.js:3:3: error: `export` makes this a module, and a bundle of scripts is not one
          3 |   export default  1;
            |   ^
          hint: take it out of the bundle: asset_tags() loads it as a module, with what it imports
        """
    )


def test_place_in_a_member_of_another_language_is_told_in_what_was_made_of_it() -> None:
    with pytest.raises(AssetbuildError) as caught:
        join_js([FilterInput("js/a.coffee", "a();\nexport {}", "a 'b\nexport {}"), FilterInput("js/b.js", "b", "b")])
    assert str(caught.value.where) == "js/a.coffee:2:1"

    with pytest.raises(AssetbuildError) as caught:
        join_js([FilterInput("js/a.coffee", "a();\nexport {}", "a")])
    assert "export {}" in render(caught.value)


def test_source_map_of_a_member_is_dropped_with_a_note() -> None:
    joined = _join("a();\n//# sourceMappingURL=a.js.map\n", "b() /*# sourceMappingURL=b.js.map */")

    assert joined.text == "a();\nb();"
    assert [(note.level, note.message, str(note.where)) for note in joined.notes] == [
        (
            "info",
            "its source map is of this file, not of the bundle: the comment that names it was dropped",
            place,
        )
        for place in ("js/a.js:2:1", "js/b.js:1:5")
    ]


RUNS = [
    pytest.param(["log(1)", "(function(){ log(2) })()"], [1, 2], id="function in parentheses"),
    pytest.param(["var a = 1", "[2].forEach(log)"], [2], id="array"),
    pytest.param(["log(1)", "`2`.split().forEach(log)"], [1, "2"], id="template"),
    pytest.param(["var g = 1, a = 4", "/4/g.test(a) && log(a)"], [4], id="regular expression"),
    pytest.param(["log(1)", "+log(2)"], [1, 2], id="sign"),
    pytest.param(["var a = 1\na", "++a\nlog(a)"], [2], id="increment"),
    pytest.param(["log(1) // log(2)", "log(3)"], [1, 3], id="line comment"),
    pytest.param(["log(1) <!-- log(2)", "--> log(3)\nlog(4)"], [1, 4], id="HTML-like comments"),
    pytest.param(["do log(1); while (0)", "log(2)"], [1, 2], id="do while"),
    pytest.param(["function f() { return 1 }", "(log)(f())"], [1], id="function declaration"),
    pytest.param(["if (0) log(1); else log(2)", "log(3)"], [2, 3], id="else"),
    pytest.param(["var f = () => {}", "(log)(1)"], [1], id="arrow function"),
    pytest.param(
        ["'use strict'; log(!this)", "log((function(){ return !this })())"], [False, False], id="strict first"
    ),
    pytest.param(
        ["a = 1", "'use strict'\nlog((function(){ return !this })()); try { b = 2 } catch { log(3) }", "c = log(4)"],
        [True, 3, 4],
        id="strict in the middle",
    ),
    pytest.param(["'a'", "'use strict'; log((function(){ return !this })())"], [True], id="strict after a string"),
    pytest.param(["'use strict'; log(this === globalThis)", "x = 1"], [True], id="this of a strict member"),
    pytest.param(["'use strict'; var a = 1", "b = a; log(b)"], [1], id="names of a strict member"),
    pytest.param(["'use strict'\n--> c\nlog(1)", "log(2)"], [1, 2], id="HTML-like comment in a strict member"),
    pytest.param(["'use strict'; log(1) // c", "log(2)"], [1, 2], id="line comment in a strict member"),
    pytest.param(["('use strict'); a = 1", "log(a)"], [1], id="parenthesised directive"),
    pytest.param(["'use\\x20strict'; a = 1", "log(a)"], [1], id="escaped directive"),
    pytest.param(["#!x\nlog(1)", "\ufefflog(2)"], [1, 2], id="hashbang and byte order mark"),
]


@pytest.mark.parametrize("prepare", [str, lambda text: text if "<!--" in text or "-->" in text else minify(text)])
@pytest.mark.parametrize(("texts", "expected"), RUNS)
def test_joined_scripts_run_as_they_did_alone(texts: list[str], expected: list[object], prepare: object) -> None:
    assert callable(prepare)
    joined = _join(*map(prepare, texts)).text

    assert _run(joined) == expected
    assert _run(*texts) == expected


def _run(*scripts: str) -> object:
    with MiniRacer() as engine:
        engine.eval("var logged = []; function log(what) { logged.push(what) }")
        for script in scripts:
            engine.eval(script.removeprefix("\ufeff"))
        return json.loads(str(engine.eval("JSON.stringify(logged)")))
