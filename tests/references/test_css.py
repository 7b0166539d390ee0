"""References in CSS. In the tables every path of the result is shown as `<X>`, so that its span is seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetbuild.references.css import rebase, scan
from assetbuild.references.spans import rewrite

_FOUND = [
    ("a{b:url(x.png)}", "a{b:url(<X>)}", ["x.png"]),
    ("a{b:URL(x.png)}", "a{b:URL(<X>)}", ["x.png"]),
    ('a{b:url("x.png")}', 'a{b:url("<X>")}', ["x.png"]),
    ("a{b:url('x.png')}", "a{b:url('<X>')}", ["x.png"]),
    ("a{b:url( \n x.png\t)}", "a{b:url( \n <X>\t)}", ["x.png"]),
    ("a{b:url( 'x.png' )}", "a{b:url( '<X>' )}", ["x.png"]),
    ("a{b:url(' x.png ')}", "a{b:url(' <X> ')}", ["x.png"]),
    ('a{b:src("x.png")}', 'a{b:src("<X>")}', ["x.png"]),
    ("a{b:src(/* c */ 'x.png')}", "a{b:src(/* c */ '<X>')}", ["x.png"]),
    ("a{b:url('x.png' crossorigin(anonymous))}", "a{b:url('<X>' crossorigin(anonymous))}", ["x.png"]),
    ("a{b:url(x.png),url(y.png)}", "a{b:url(<X>),url(<X>)}", ["x.png", "y.png"]),
    ("a{b:url(x.png)url(y.png)}", "a{b:url(<X>)url(<X>)}", ["x.png", "y.png"]),
    ("a{b:linear-gradient(red,url(x.png))}", "a{b:linear-gradient(red,url(<X>))}", ["x.png"]),
    ("a{b:.url(x.png)}", "a{b:.url(<X>)}", ["x.png"]),
    ("a{b:5%url(x.png)}", "a{b:5%url(<X>)}", ["x.png"]),
    ("a{b:/**/url(x.png)}", "a{b:/**/url(<X>)}", ["x.png"]),
    ('a{b:"(";c:url(x.png)}', 'a{b:"(";c:url(<X>)}', ["x.png"]),
    ("a{b:'\\'';c:url(x.png)}", "a{b:'\\'';c:url(<X>)}", ["x.png"]),
    ("a{b:'no end\n;c:url(x.png)}", "a{b:'no end\n;c:url(<X>)}", ["x.png"]),
    (".sm\\:foo\\'{b:url(x.png)}", ".sm\\:foo\\'{b:url(<X>)}", ["x.png"]),
    ("a\\\nb{c:url(x.png)}", "a\\\nb{c:url(<X>)}", ["x.png"]),
    ("a{cursor:url(x.cur) 1 2,auto}", "a{cursor:url(<X>) 1 2,auto}", ["x.cur"]),
    ("a{behavior:url(x.htc)}", "a{behavior:url(<X>)}", ["x.htc"]),
    ("a{--b:url(x.png)}", "a{--b:url(<X>)}", ["x.png"]),
    ("a{--b:{c:url(x.png)}}", "a{--b:{c:url(<X>)}}", ["x.png"]),
    ("@font-face{src:local('x'),url(x.woff2)format('woff2')}", None, ["x.woff2"]),
    ("@font-face{src:url(x.eot?#iefix)}", "@font-face{src:url(<X>?#iefix)}", ["x.eot ?#iefix"]),
    ("@font-face{src:url('x.svg#icon')}", "@font-face{src:url('<X>#icon')}", ["x.svg #icon"]),
    ("a{b:url(x.png?v=1&w=2)}", "a{b:url(<X>?v=1&w=2)}", ["x.png ?v=1&w=2"]),
    ("a{b:url(x\\3f y)}", "a{b:url(<X>\\3f y)}", ["x ?y"]),
    ("a{b:url('x\\?y')}", "a{b:url('<X>\\?y')}", ["x ?y"]),
    ("a{b:url(x\\23 y)}", "a{b:url(<X>\\23 y)}", ["x #y"]),
    # escapes
    ("a{b:u\\72l(x.png)}", "a{b:u\\72l(<X>)}", ["x.png"]),
    ("a{b:u\\000072 l(x.png)}", "a{b:u\\000072 l(<X>)}", ["x.png"]),
    ("a{b:\\75\\52\\6c(x.png)}", "a{b:\\75\\52\\6c(<X>)}", ["x.png"]),
    ("a{b:\\u\\r\\l('x.png')}", "a{b:\\u\\r\\l('<X>')}", ["x.png"]),
    ("a{b:url(x\\ y.png)}", "a{b:url(<X>)}", ["x y.png"]),
    ("a{b:url(x\\)y.png)}", "a{b:url(<X>)}", ["x)y.png"]),
    ("a{b:url(x\\26 y.png)}", "a{b:url(<X>)}", ["x&y.png"]),
    ("a{b:url('x\\'y.png')}", "a{b:url('<X>')}", ["x'y.png"]),
    ("a{b:url('x\\\ny.png')}", "a{b:url('<X>')}", ["xy.png"]),
    ("a{b:url('x\\\r\ny.png')}", "a{b:url('<X>')}", ["xy.png"]),
    ("a{b:url(\\e9.png)}", "a{b:url(<X>)}", ["é.png"]),
    ("a{b:url(é ü.png)}", "a{b:url(é ü.png)}", []),
    ("a{b:url(é%20ü.png)}", "a{b:url(<X>)}", ["é ü.png"]),
    ("a{b:url('é ü.png')}", "a{b:url('<X>')}", ["é ü.png"]),
    ("a{b:url(x%23y.png#z)}", "a{b:url(<X>#z)}", ["x#y.png #z"]),
    ("a{b:url(\\110000.png)}", "a{b:url(<X>)}", ["\ufffd.png"]),
    ("@\\69mport 'x.css';", "@\\69mport '<X>';", ["x.css import"]),
    ("@i\\6dport url(x.css);", "@i\\6dport url(<X>);", ["x.css import"]),
    # @import
    ("@import 'x.css';", "@import '<X>';", ["x.css import"]),
    ('@import"x.css";', '@import"<X>";', ["x.css import"]),
    ("@IMPORT url(x.css);", "@IMPORT url(<X>);", ["x.css import"]),
    ("@import url('x.css');", "@import url('<X>');", ["x.css import"]),
    ("@import src('x.css');", "@import src('<X>');", ["x.css import"]),
    ("@import/**/ /**/'x.css';", "@import/**/ /**/'<X>';", ["x.css import"]),
    ("@import 'x.css' layer(a) supports(b:'c') screen;", "@import '<X>' layer(a) supports(b:'c') screen;", None),
    ("@import 'x.css' supports(b:url(y.png));", "@import '<X>' supports(b:url(<X>));", ["x.css import", "y.png"]),
    ("@import 'x.css?v#w';", "@import '<X>?v#w';", ["x.css ?v#w import"]),
    ("@import 'x.css", "@import '<X>", ["x.css import"]),
    ("@import url(x.css", "@import url(<X>", ["x.css import"]),
    ("@import foo 'x.css';", "@import foo 'x.css';", []),
    ("@import foo('x.css');", "@import foo('x.css');", []),
    ("@import; a{b:'x.css'}", "@import; a{b:'x.css'}", []),
    ("@imported 'x.css';", "@imported 'x.css';", []),
    ("@import\\62 'x.css';", "@import\\62 'x.css';", []),
    ("@import 'x.css\n;", "@import 'x.css\n;", []),
    # image-set()
    ("a{b:image-set('x.png' 1x,'y.png' 2x)}", "a{b:image-set('<X>' 1x,'<X>' 2x)}", ["x.png", "y.png"]),
    ("a{b:-webkit-image-set(url(x.png) 1x,'y.png' 2x)}", "a{b:-webkit-image-set(url(<X>) 1x,'<X>' 2x)}", None),
    ("a{b:image-set('x' type('image/png')) 'no'}", "a{b:image-set('<X>' type('image/png')) 'no'}", ["x"]),
    ("a{b:image-set(url('x') (1x) 'y')}", "a{b:image-set(url('<X>') (1x) '<X>')}", ["x", "y"]),
    ("a{b:image-set(src('x') 1x, src(y) 2x)}", "a{b:image-set(src('<X>') 1x, src(y) 2x)}", ["x"]),
    ("a{b:image-set(/*'c'*/#url(x),'y')}", "a{b:image-set(/*'c'*/#url(x),'<X>')}", ["y"]),
    ("a{b:IMAGE-SET('x' 1x)}", "a{b:IMAGE-SET('<X>' 1x)}", ["x"]),
    ("a{b:my-image-set('x' 1x)}", "a{b:my-image-set('x' 1x)}", []),
    ("a{b:-moz-image-set('x' 1x)}", "a{b:-moz-image-set('x' 1x)}", []),
    ("a{b:image-set('x' 1x", "a{b:image-set('<X>' 1x", ["x"]),
    # source maps
    ("a{}/*# sourceMappingURL=x.css.map */", "a{}/*# sourceMappingURL=<X> */", ["x.css.map sourcemap"]),
    ("a{}/*@ sourceMappingURL=x.css.map*/", "a{}/*@ sourceMappingURL=<X>*/", ["x.css.map sourcemap"]),
    ("a{b:'/*# sourceMappingURL=x.map */'}", "a{b:'/*# sourceMappingURL=x.map */'}", []),
    # what a place in the server is, the linker judges
    ("a{b:url(/static/x.png)}", "a{b:url(<X>)}", ["/static/x.png"]),
    # an open end is closed by the end of the text
    ("a{b:url(x.png", "a{b:url(<X>", ["x.png"]),
    ("a{b:url('x.png", "a{b:url('<X>", ["x.png"]),
]
_NONE = [
    "",
    "a{b:url()}",
    "a{b:url('')}",
    "a{b:url( )}",
    "a{b:url(#id)}",
    "a{b:url(?query)}",
    "a{b:url(data:image/png;base64,AAAA)}",
    "a{b:url(\"data:image/svg+xml,<svg fill='url(x)'/>\")}",
    "a{b:url(http://example.com/x.png)}",
    "a{b:url('HTTPS://example.com/x.png')}",
    "a{b:url(//example.com/x.png)}",
    "a{b:url(about:blank)}",
    "a{b:url(x y.png)}",
    "a{b:url(x'y.png)}",
    "a{b:url(x(y.png)}",
    "a{b:url(/**/'x.png')}",
    "a{b:url('x\ny.png')}",
    "a{b:url(x\\\ny.png)}",
    "a{b:curl(x.png)}",
    "a{b:-url(x.png)}",
    "a{b:url-prefix(x.png)}",
    "a{b:u\\72l\\(x.png)}",
    "a{b:\\66 url(x.png)}",
    "a{b:éurl(x.png)}",
    "a{b:1url(x.png)}",
    "a{b:1\\75rl(x.png)}",
    "a{b:#url(x.png)}",
    "a{b:#\\75rl(x.png)}",
    "a{b:url (x.png)}",
    "a{b:src(x.png)}",
    "a{b:attr(url)}",
    "a{b:'url(x.png)'}",
    "a{b:'\\'url(x.png)'}",
    'a{b:"\\\nurl(x.png)"}',
    "/* url(x.png) */",
    "/* @import 'x.css'; */",
    "/* url(x.png)",
    "a{filter:progid:DXImageTransform.Microsoft.AlphaImageLoader(src='x.png',sizingMethod='scale')}",
    "@namespace url(x);",
    "@namespace svg url('x');",
    "@NAMESPACE 'x';",
    "@-moz-document url(x),url-prefix('y'){a{b:c}}",
    "@document url('x'){}",
    "@n\\61mespace url(x);",
    "@font-face{src:local('x')}",
    "@supports (b:url()){}",
    "a{b:\u212aurl(x.png)}",
    "a{b:\\",
    "a{b:u\\",
]


def _shown(text: str) -> tuple[str, list[str]]:
    found = scan(text)
    names = [
        " ".join(filter(None, (each.target, each.suffix, each.kind if each.kind != "url" else ""))) for each in found
    ]
    return rewrite(text, [(each.start, each.end, "<X>") for each in found]), names


@pytest.mark.parametrize(("text", "spans", "names"), _FOUND)
def test_reference_is_found_with_its_span(text: str, spans: str | None, names: list[str] | None) -> None:
    shown, found = _shown(text)
    assert spans is None or shown == spans
    assert names is None or found == names


@pytest.mark.parametrize("text", _NONE)
def test_what_is_no_reference_is_left_alone(text: str) -> None:
    assert _shown(text) == (text, [])


def test_reference_after_namespace_and_document_rules_is_found() -> None:
    text = "@namespace url(a);@document url(b){c{d:url(e)}}"
    assert [reference.target for reference in scan(text)] == ["e"]


def test_source_map_comment_may_be_dropped_whole() -> None:
    text = "a{}/*# sourceMappingURL=x.map */"
    (reference,) = scan(text)
    assert reference.drop == (3, len(text))


@pytest.mark.parametrize(
    ("text", "rebased"),
    [
        pytest.param("a{b:url(../x.png?y#z)}", "a{b:url(../css/x.png?y#z)}", id="suffix stays"),
        pytest.param("@import 'x y.css';", "@import '../css/parts/x%20y.css';", id="encoded"),
        pytest.param("a{b:url(x\\)y.png)}", "a{b:url(../css/parts/x%29y.png)}", id="escaped"),
        pytest.param("a{b:url(/x.png)url(#i)url(data:,x)}", "a{b:url(/x.png)url(#i)url(data:,x)}", id="left alone"),
        pytest.param("a{b:url(../../../x.png)}", "a{b:url(../../x.png)}", id="out of the root stays out of it"),
        pytest.param("a{b:url(a*b:c.png)}", "a{b:url(a*b:c.png)}", id="refused name stays refused"),
    ],
)
def test_rebased_text_means_the_same_elsewhere(text: str, rebased: str) -> None:
    assert rebase(text, "css/parts/a.css", "out/b.css") == rebased


_PIECES = st.sampled_from(
    [
        *"url( src( image-set( -webkit-image-set( @import @namespace ( ) ' \" ' ' /* */ \\ \\75 rl( u\\72l( ; { } , "
        "x.png "
        "y.css?#z #i data:,x é \n".split(" "),
        " ",
    ]
)


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_spans_are_in_order_and_a_rewritten_path_is_found_again(text: str) -> None:
    found = scan(text)
    ends = [0, *(reference.end for reference in found)]
    assert all(end <= reference.start for end, reference in zip(ends, found, strict=False))
    again = scan(rewrite(text, [(reference.start, reference.end, "new/name%20.x") for reference in found]))
    assert [(each.target, each.suffix, each.kind) for each in again] == [
        ("new/name .x", each.suffix, each.kind) for each in found
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a(" * 100_000, id="nesting"),
        pytest.param("url(" * 300_000, id="bad url"),
        pytest.param("url('\n" * 300_000, id="open strings"),
        pytest.param("image-set(" * 100_000 + "'x'", id="image sets"),
        pytest.param("x" * 1_000_000 + "\\75rl(", id="long name"),
        pytest.param("\\75 " * 300_000, id="escapes"),
        pytest.param("@import /**/" * 100_000, id="imports"),
        pytest.param("src(/**/ " * 100_000, id="gaps"),
        pytest.param("/*" * 500_000, id="comment"),
        pytest.param("@namespace " * 100_000, id="preludes"),
    ],
)
def test_pathological_text_is_scanned_in_one_pass(text: str) -> None:
    assert scan(text) == ()
