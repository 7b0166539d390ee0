"""References in SVG. In the tables every path of the result is shown as `<X>`, so that its span is seen."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetbuild.references.spans import rewrite
from assetbuild.references.svg import scan

_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
_FOUND = [
    ('<use href="x.svg#a"/>', '<use href="<X>#a"/>', ["x.svg #a"]),
    ("<use xlink:href='x.svg#a'/>", "<use xlink:href='<X>#a'/>", ["x.svg #a"]),
    ('<image\n  width="1"\n  href = "x.png"\n></image>', '<image\n  width="1"\n  href = "<X>"\n></image>', ["x.png"]),
    ('<feImage href="x.png"/>', '<feImage href="<X>"/>', ["x.png"]),
    ('<mpath href="x.svg#p"/>', '<mpath href="<X>#p"/>', ["x.svg #p"]),
    ('<pattern href="x.svg#p"/>', '<pattern href="<X>#p"/>', ["x.svg #p"]),
    ('<linearGradient href="x.svg#p"/>', '<linearGradient href="<X>#p"/>', ["x.svg #p"]),
    ('<textPath href="x.svg#p">t</textPath>', '<textPath href="<X>#p">t</textPath>', ["x.svg #p"]),
    ('<script href="x.js"/>', '<script href="<X>"/>', ["x.js"]),
    ('<s:use xmlns:s="http://www.w3.org/2000/svg" href="x.svg#a"/>', None, ["x.svg #a"]),
    ('<use xmlns:l="http://www.w3.org/1999/xlink" l:href="x.svg#a"/>', None, ["x.svg #a"]),
    ('<image href=" x.png "/>', '<image href=" <X> "/>', ["x.png"]),
    ('<image href="x&amp;y.png?a=1&amp;b"/>', '<image href="<X>?a=1&amp;b"/>', ["x&y.png ?a=1&b"]),
    ('<image href="x&#x20;y&#46;png"/>', '<image href="<X>"/>', ["x y.png"]),
    ('<image href="x.svg&#35;a"/>', '<image href="<X>&#35;a"/>', ["x.svg #a"]),
    ('<image href="x%20y.png"/>', '<image href="<X>"/>', ["x y.png"]),
    ('<image href="é.png"/>', '<image href="<X>"/>', ["é.png"]),
    ('<image href="&#x1F600;.png"/>', '<image href="<X>"/>', ["\U0001f600.png"]),
    ('<image title="a > b" href="x.png"/>', '<image title="a > b" href="<X>"/>', ["x.png"]),
    ('<rect fill="url(x.svg#g)"/>', '<rect fill="url(<X>#g)"/>', ["x.svg #g"]),
    ('<rect style="fill:url(&quot;x.svg#g&quot;)"/>', '<rect style="fill:url(&quot;<X>#g&quot;)"/>', ["x.svg #g"]),
    ('<rect style="a:url(x&amp;y.png);b:url(z)"/>', '<rect style="a:url(<X>);b:url(<X>)"/>', ["x&y.png", "z"]),
    ('<rect fill="url&#40;x.svg#g)"/>', '<rect fill="url&#40;<X>#g)"/>', ["x.svg #g"]),
    ("<style>a{b:url(x.png)}</style>", "<style>a{b:url(<X>)}</style>", ["x.png"]),
    ("<style>a>b{c:url('x.png')}/* url(n) */</style>", "<style>a>b{c:url('<X>')}/* url(n) */</style>", ["x.png"]),
    ("<style><![CDATA[a>b{c:url(x.png)}]]></style>", "<style><![CDATA[a>b{c:url(<X>)}]]></style>", ["x.png"]),
    ("<style>\n<![CDATA[a{b:url(x)}]]>\nc{d:url(y)}</style>", None, ["x", "y"]),
    ("<style>a&gt;b{c:url(x&amp;y)}</style>", "<style>a&gt;b{c:url(<X>)}</style>", ["x&y"]),
    ("<style><!-- url(n) -->a{b:url(x)}</style>", "<style><!-- url(n) -->a{b:url(<X>)}</style>", ["x"]),
    ("<style>@import 'x.css';</style>", "<style>@import '<X>';</style>", ["x.css import"]),
    ('<style/><image href="x.png"/>', '<style/><image href="<X>"/>', ["x.png"]),
    ('<s:style xmlns:s="http://www.w3.org/2000/svg">a{b:url(x)}</s:style>', None, ["x"]),
    ("<style>a{}/*# sourceMappingURL=x.map */</style>", "<style>a{}/*# sourceMappingURL=x.map */</style>", []),
    ('<a href="page.html"><image href="x.png"/></a>', '<a href="page.html"><image href="<X>"/></a>', ["x.png"]),
]
_NONE = [
    '<a href="x.html">a</a>',
    '<a xlink:href="x.html">a</a>',
    '<use href="#a"/>',
    '<use data-href="x.svg"/>',
    '<image href="data:image/png;base64,AA=="/>',
    '<image href="https://example.com/x.png"/>',
    '<image href="//example.com/x.png"/>',
    '<image href=""/>',
    '<g href="x.png"/>',
    "<!-- <image href='x.png'/> -->",
    "<text><![CDATA[<image href='x.png'/>]]></text>",
    "<?php <image href='x.png'/> ?>",
    "<text>href='x.png' url(x.png)</text>",
    '<foreignObject><img xmlns="http://www.w3.org/1999/xhtml" src="x.png"/></foreignObject>',
    '<foreignObject><link xmlns="http://www.w3.org/1999/xhtml" href="x.css"/></foreignObject>',
    '<text title="url(x.png)"/>',
]


def _shown(text: str) -> tuple[str, list[str]]:
    found = scan(text)
    names = [" ".join(filter(None, (r.target, r.suffix, r.kind if r.kind != "url" else ""))) for r in found]
    return rewrite(text, [(each.start, each.end, "<X>") for each in found]), names


@pytest.mark.parametrize(("inside", "spans", "names"), _FOUND)
def test_reference_is_found_with_its_span(inside: str, spans: str | None, names: list[str]) -> None:
    shown, found = _shown(f"{_HEAD}{inside}</svg>")
    assert found == names
    assert spans is None or shown == f"{_HEAD}{spans}</svg>"


@pytest.mark.parametrize("inside", _NONE)
def test_what_is_no_reference_is_left_alone(inside: str) -> None:
    assert scan(f"{_HEAD}{inside}</svg>") == ()


@pytest.mark.parametrize(
    ("before", "names"),
    [
        pytest.param('<?xml version="1.0" encoding="iso-8859-1"?>', [], id="declaration"),
        pytest.param('<?xml-stylesheet href="x.css" type="text/css"?>', ["x.css"], id="style sheet"),
        pytest.param('<?xml-stylesheet href="#id" type="text/css"?>', [], id="style sheet within"),
        pytest.param(
            '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
            [],
            id="document type",
        ),
        pytest.param(
            "<!DOCTYPE svg [<!ENTITY a \"]><image href='n.png'/>\"><!-- ]> ' --><?p ]> ?><!ATTLIST svg b CDATA ''>]>",
            [],
            id="internal subset",
        ),
        pytest.param("\ufeff", [], id="byte order mark"),
    ],
)
def test_what_stands_before_the_root(before: str, names: list[str]) -> None:
    shown, found = _shown(f'{before}{_HEAD}<image href="y.png"/></svg>')
    assert found == [*names, "y.png"]
    assert shown.endswith('<image href="<X>"/></svg>')


def test_own_entity_makes_no_url_of_the_site() -> None:
    text = f"<!DOCTYPE svg [<!ENTITY e 'x'>]>{_HEAD}<image href='&e;/y.png'/><image href='&#0;'/></svg>"
    assert scan(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('<!doctype html><link rel=stylesheet href="x.css"><image href="x.png"/>', id="a page"),
        pytest.param(f'{_HEAD}<image href="x.png"/>', id="not closed"),
        pytest.param(f'{_HEAD}<image href="x.png?a&b"/></svg>', id="bare ampersand"),
        pytest.param("version https://git-lfs.github.com/spec/v1\n", id="pointer"),
        pytest.param("", id="empty"),
    ],
)
def test_text_that_is_not_xml_has_no_references(text: str) -> None:
    assert scan(text) == ()


@given(st.lists(st.sampled_from([pair[0] for pair in _FOUND] + _NONE), max_size=8).map("".join))
def test_rewritten_image_stays_well_formed_and_its_paths_are_found_again(inside: str) -> None:
    text = f"{_HEAD}{inside}</svg>".replace("<?php", "<?p")
    found = scan(text)
    rewritten = rewrite(text, [(each.start, each.end, "../a%26b%20c.x") for each in found])
    ET.fromstring(rewritten)
    assert [(each.target, each.suffix) for each in scan(rewritten)] == [("../a&b c.x", each.suffix) for each in found]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<a " * 300_000, id="open tags"),
        pytest.param("<a b='" * 200_000, id="open attributes"),
        pytest.param("<!--" * 300_000, id="comments"),
        pytest.param("<!DOCTYPE a [" * 10_000, id="document types"),
        pytest.param("<style>" * 100_000, id="style elements"),
        pytest.param("<style>" + "<!--" * 100_000 + "<![CDATA[" * 100_000, id="markup in a style element"),
        pytest.param("<image href='x.png'>" * 100_000, id="nesting"),
        pytest.param("<?xml-stylesheet " * 10_000, id="instructions"),
    ],
)
def test_pathological_text_is_scanned_in_one_pass(text: str) -> None:
    # Without a word that may refer, it would not be scanned at all.
    assert scan(text + " href") == ()


_PARTS = (
    "<use |<style>|</style>| href='| style='|fill=\"|u\\72l(x.png)|&#117;rl(|&#0117;rl(|&#x00075;rl(|&#xf0b9;|&#9200;"
    "|x.png)|'|\"/>"
).split("|")


@given(st.lists(st.sampled_from([*(pair[0] for pair in _FOUND), *_NONE, *_PARTS]), max_size=8).map("".join))
def test_word_that_spares_the_scan_is_in_every_image_that_refers(inside: str) -> None:
    text = f"{_HEAD}{inside}</svg>"
    assert scan(text) == scan(f"{text}<!-- href -->")
