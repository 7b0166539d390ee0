"""Which specifiers of JavaScript are references, what they name, and what only looks like one."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assetbuild.references.js_imports import find_imports, has_module_syntax, is_module, module_tokens, scan_imports
from assetbuild.references.js_specifiers import is_bare
from assetbuild.references.scan_error import ScanError
from assetbuild.references.spans import rewrite

STATIC, DYNAMIC, RESOLVE, URL = "import-static", "import-dynamic", "import-resolve", "import-meta-url"

FOUND = [
    pytest.param('import "./a.js"', [(STATIC, "./a.js")], id="for its effects"),
    pytest.param("import'./a.js'", [(STATIC, "./a.js")], id="no space"),
    pytest.param('import a from "./a.js"', [(STATIC, "./a.js")], id="default"),
    pytest.param('import{a,b as c}from"./a.js"', [(STATIC, "./a.js")], id="names, minified"),
    pytest.param('import * as a from "./a.js"', [(STATIC, "./a.js")], id="namespace"),
    pytest.param('import a, { b } from "./a.js"', [(STATIC, "./a.js")], id="default and names"),
    pytest.param('import from from "./a.js"', [(STATIC, "./a.js")], id="default called from"),
    pytest.param('import { from } from "./a.js"', [(STATIC, "./a.js")], id="name called from"),
    pytest.param('import { "from" as x } from "./a.js"', [(STATIC, "./a.js")], id="name in a string"),
    pytest.param('import defer * as a from "./a.js"', [(STATIC, "./a.js")], id="deferred"),
    pytest.param('import a from "./a.json" with { type: "json" }', [(STATIC, "./a.json")], id="JSON"),
    pytest.param('import a from "./a.css" assert { type: "css" }', [(STATIC, "./a.css")], id="CSS"),
    pytest.param('import/* "x" */a/**/from// y\n"./a.js"', [(STATIC, "./a.js")], id="comments between"),
    pytest.param('import\ufeff"./a.js"', [(STATIC, "./a.js")], id="byte order mark between"),
    pytest.param('export * from "./a.js"', [(STATIC, "./a.js")], id="export all"),
    pytest.param('export * as a from "./a.js"', [(STATIC, "./a.js")], id="export namespace"),
    pytest.param('export { a, b as default } from "./a.js"', [(STATIC, "./a.js")], id="export names"),
    pytest.param('export{"x y"as"y"}from"./a.js"', [(STATIC, "./a.js")], id="export strings"),
    pytest.param('import "lit"', [(STATIC, "lit")], id="bare"),
    pytest.param('import "@a/b/c%20.js?d#e"', [(STATIC, "@a/b/c%20.js?d#e")], id="bare as it is"),
    pytest.param('import "#own"', [(STATIC, "#own")], id="a package's own name"),
    pytest.param('import("./a.js")', [(DYNAMIC, "./a.js")], id="call"),
    pytest.param("import(`./a.js`)", [(DYNAMIC, "./a.js")], id="call with a template"),
    pytest.param('import(/* webpackChunkName: "b" */ "./a.js")', [(DYNAMIC, "./a.js")], id="call with a comment"),
    pytest.param('import("./a.json", { with: { type: "json" } })', [(DYNAMIC, "./a.json")], id="call with attributes"),
    pytest.param('[...import("./a.js")]', [(DYNAMIC, "./a.js")], id="spread"),
    pytest.param("`${import('./a.js')}`", [(DYNAMIC, "./a.js")], id="in the hole of a template"),
    pytest.param('if (x) { y(() => import("a")) }', [(DYNAMIC, "a")], id="bare call within"),
    pytest.param(
        'import.defer("./a.js"), import.source("./b.wasm")', [(DYNAMIC, "./a.js"), (DYNAMIC, "./b.wasm")], id="phases"
    ),
    pytest.param('import.meta.resolve("./a.js")', [(RESOLVE, "./a.js")], id="resolve"),
    pytest.param('import.meta.resolve?.("a")', [(RESOLVE, "a")], id="resolve where it is there"),
    pytest.param('new URL("a.png", import.meta.url)', [(URL, "a.png")], id="URL"),
    pytest.param('new URL("./a b.png", import.meta.url,).href', [(URL, "./a b.png")], id="URL, trailing comma"),
    pytest.param("new self.URL(`/a.png`, import . meta . url)", [(URL, "/a.png")], id="URL of a global"),
    pytest.param('new Worker(new URL("w.js", import.meta.url), {type: "module"})', [(URL, "w.js")], id="worker"),
    pytest.param('new SharedWorker(new URL("w.js",import.meta.url))', [(URL, "w.js")], id="shared worker"),
    pytest.param('import "./a%20b.js"', [(STATIC, "./a b.js")], id="percent"),
    pytest.param(r'import "./\x61\u0062\u{63}\'.js"', [(STATIC, "./abc'.js")], id="escapes"),
    pytest.param(r'import "./\ud83d\ude00.js"', [(STATIC, "./\U0001f600.js")], id="escaped halves"),
    pytest.param('import "./a\\\n.js"', [(STATIC, "./a.js")], id="string over lines"),
    pytest.param(r'import "./\141\t.js"', [(STATIC, "./a\t.js")], id="octal"),
    pytest.param('import "./a.js"\nexport * from "./b.js"', [(STATIC, "./a.js"), (STATIC, "./b.js")], id="two"),
    pytest.param('import "./a/"', [(STATIC, "./a/")], id="folder, which is a mistake"),
    pytest.param('x<!--y;import("./a.js")\nexport {x}', [(DYNAMIC, "./a.js")], id="what is a comment in scripts only"),
    pytest.param('import "./a.js"; x<!--y; import("./b.js")', [(STATIC, "./a.js"), (DYNAMIC, "./b.js")], id="after it"),
    pytest.param('x\n-->y;export * from "./a.js"', [(STATIC, "./a.js")], id="arrow that is a comment in scripts only"),
    pytest.param('<!-- import("./x.js")\nimport("./a.js")', [(DYNAMIC, "./a.js")], id="comment of a script"),
]
NOT_FOUND = [
    pytest.param('export "./a.js"', id="export without a clause"),
    pytest.param('// import "./a.js"', id="comment"),
    pytest.param('/* import("./a.js") */', id="block comment"),
    pytest.param("'import \"./a.js\"'", id="string"),
    pytest.param('`import("./a.js")`', id="template"),
    pytest.param('/import("x")/', id="regular expression"),
    pytest.param('import("./a.js" + x)', id="sum"),
    pytest.param("import(`./${a}.js`)", id="template with a hole"),
    pytest.param("import(a)", id="name"),
    pytest.param('a.import("./a.js")', id="method called import"),
    pytest.param('a?.import("./a.js")', id="optional method"),
    pytest.param('({import: "./a.js"})', id="property"),
    pytest.param('class A { import\n"x" = 1 }', id="field"),
    pytest.param('class A { export\n* from() { "x" } }', id="field and generator"),
    pytest.param('export const from = "./a.js"', id="constant called from"),
    pytest.param('export default from; "x"', id="default export"),
    pytest.param('export {from}; "x"', id="export called from"),
    pytest.param('import a = require("x")', id="TypeScript's"),
    pytest.param('import "https://example.com/a.js"', id="elsewhere"),
    pytest.param('import "//example.com/a.js"', id="elsewhere, same scheme"),
    pytest.param('import("data:text/javascript,1")', id="data"),
    pytest.param('import "node:fs"', id="Node's"),
    pytest.param("import.meta.url", id="URL alone"),
    pytest.param("import.meta.resolve", id="resolve alone"),
    pytest.param("import.meta.resolve(a)", id="resolve a name"),
    pytest.param('import.meta.env("x")', id="another property"),
    pytest.param('import.other("x")', id="no phase"),
    pytest.param("import.defer", id="phase alone"),
    pytest.param('new URL("a.png", location)', id="URL of another base"),
    pytest.param('new URL("a.png" + x, import.meta.url)', id="URL of a sum"),
    pytest.param('new URL("a.png", import.meta.url + x)', id="base of a sum"),
    pytest.param('f("a.png", import.meta.url)', id="another function"),
    pytest.param('new URL(x, "a.png", import.meta.url)', id="third argument"),
    pytest.param('new URL("./", import.meta.url)', id="own folder"),
    pytest.param('new URL("..", import.meta.url)', id="folder above"),
    pytest.param('new URL("#a", import.meta.url)', id="fragment"),
    pytest.param('new URL("", import.meta.url)', id="nothing"),
    pytest.param('import {a from "x', id="not JavaScript"),
    pytest.param("import", id="keyword alone"),
    pytest.param('x <!-- import "./a.js"', id="comment of a script"),
    pytest.param("", id="empty"),
]


@pytest.mark.parametrize(("text", "found"), FOUND)
def test_constant_specifiers_are_found(text: str, found: list[tuple[str, str]]) -> None:
    assert [(reference.kind, reference.target) for reference in scan_imports(text)] == found


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_only_looks_like_a_specifier_is_not(text: str) -> None:
    assert scan_imports(text) == ()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param('import "./a.js"', 'import "NEW"', id="plain"),
        pytest.param('import "./a.js?v=1#x"', 'import "NEW?v=1#x"', id="query and fragment"),
        pytest.param(r'import "./\x61.js\x3fv=1"', r'import "NEW\x3fv=1"', id="escaped query"),
        pytest.param("import(`./a.js`)", "import(`NEW`)", id="template"),
        pytest.param('import "lit"', 'import "NEW"', id="bare"),
        pytest.param('"é"; new URL("a.svg#b", import.meta.url)', '"é"; new URL("NEW#b", import.meta.url)', id="URL"),
        pytest.param('export*from"./a.js";import("b")', 'export*from"NEW";import("NEW")', id="two"),
    ],
)
def test_span_is_the_path_alone(text: str, written: str) -> None:
    assert rewrite(text, [(found.start, found.end, "NEW") for found in scan_imports(text)]) == written


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        pytest.param('import "lit"', True, id="package"),
        pytest.param('import("a/b.js")', True, id="file of a package"),
        pytest.param('import.meta.resolve("#a")', True, id="a package's own name"),
        pytest.param('import "."', True, id="dot"),
        pytest.param('import "./a.js"', False, id="beside"),
        pytest.param('import "../a.js"', False, id="above"),
        pytest.param('import "/a.js"', False, id="from the root"),
        pytest.param('new URL("a.js", import.meta.url)', False, id="URL"),
    ],
)
def test_import_that_is_no_path_is_bare(text: str, bare: bool) -> None:
    assert [is_bare(found) for found in scan_imports(text)] == [bare]


@pytest.mark.parametrize(
    ("text", "module"),
    [
        pytest.param("export const a = 1", True, id="export"),
        pytest.param('import "./a.js"', True, id="import"),
        pytest.param("f(import.meta)", True, id="import.meta"),
        pytest.param('import "https://example.com/a.js"', True, id="import from elsewhere"),
        pytest.param("a()/* b */ export/**/{ a }", True, id="export behind a comment"),
        pytest.param("\ufeff export * as a from './a.js'", True, id="export behind a byte order mark"),
        pytest.param("for (;;) {}export class A {}", True, id="export behind a brace"),
        pytest.param("'a\\\nexport default 1'", False, id="string over lines"),
        pytest.param("'", False, id="not JavaScript"),
        pytest.param("export default '", False, id="not JavaScript, export"),
        pytest.param('import("./a.js")', False, id="call"),
        pytest.param("a.export = b.import", False, id="properties"),
        pytest.param("({ export: 1, import: 2 })", False, id="keys"),
        pytest.param("class A { export\n x() {} }", False, id="field"),
        pytest.param("// export default 1", False, id="comment"),
        pytest.param("import", False, id="keyword alone"),
    ],
)
def test_import_and_export_at_the_top_make_a_module(text: str, module: bool) -> None:
    assert is_module(text) is module


_FILLERS = st.sampled_from(
    [
        "a()",
        "/* x */",
        "// 'y'",
        "'import \"./no.js\"'",
        "`${a}import('./no.js')`",
        "/import'/.test(b)",
        "{ c }",
        "(d)",
        "é",
    ]
)
_NAMES = st.text("abcé 'π-.%\\\n\U0001f600", min_size=1).filter(lambda name: name.strip(". \n") == name)
_FORMS = st.sampled_from(
    [
        (STATIC, "import {a} from %s"),
        (STATIC, "import %s"),
        (STATIC, "export * from %s"),
        (DYNAMIC, "f(import(%s))"),
        (RESOLVE, "import.meta.resolve(%s)"),
        (URL, "new URL(%s, import.meta.url)"),
    ]
)
_SPACES = st.sampled_from([" ", "\n", "/**/", "/* from 'x' */", "//\n", "\ufeff"])


@given(st.lists(st.one_of(_FILLERS, st.tuples(_FORMS, _NAMES, _SPACES))))
def test_every_specifier_is_found_whatever_stands_around_it(
    parts: list[str | tuple[tuple[str, str], str, str]],
) -> None:
    lines, expected = [], []
    for part in parts:
        if isinstance(part, str):
            lines.append(part)
            continue
        (kind, form), name, space = part
        literal = json.dumps("./" + name.replace("%", "%25"))
        lines.append(form.replace(" ", space) % literal)
        expected.append((kind, "./" + name))
    text = ";\n".join(lines)

    found = scan_imports(text)

    assert [(reference.kind, reference.target) for reference in found] == expected
    assert [text[each.start - 1] + text[each.end] for each in found] == ['""'] * len(expected)


_PIECES = st.sampled_from(
    [
        *("import", "from", "export", "meta", "url", "URL", "new ", "resolve", "defer", "with", '"./a"', "'b'", "`c`"),
        *("/*c*/", "//d\n", "<!--", "-->", "${", "import(", "import.meta", "{a}", *"\"'`{}*(),./\n \\$;=ab\ufeff"),
    ]
)


@given(st.lists(_PIECES, max_size=14).map("".join))
def test_any_text_is_scanned_without_an_error_and_no_span_overlaps(text: str) -> None:
    found = scan_imports(text)
    assert all(before.end < after.start for before, after in pairwise(found))
    if any(each.kind == STATIC for each in found):
        assert is_module(text)


@given(st.lists(_PIECES, max_size=14).map("".join))
def test_search_finds_what_the_tokens_of_the_whole_text_have(text: str) -> None:
    try:
        tokens = module_tokens(text)
    except ScanError:
        assume(False)
    assert scan_imports(text) == find_imports(tokens)
    assert has_module_syntax(tokens) >= is_module(text)


@pytest.mark.parametrize("rest", ["\n'", "\n`", "\n/*", "\n)", "\n{"])
def test_what_stands_behind_the_last_import_is_not_looked_at(rest: str) -> None:
    text = "import './a.js';\nf();\n/1/.test(b)\n" + rest
    assert [each.target for each in scan_imports(text)] == ["./a.js"]
    assert is_module(text)
