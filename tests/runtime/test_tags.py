"""The elements that load assets: right for their type, and every value escaped."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import markupsafe
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetbuild.errors import UsageError
from assetbuild.runtime import Html, Manifest
from assetbuild.runtime.markup import attribute_names, start_tag

from .samples import entry, load

NAMES = ("a.css", "a.js", "a.mjs", "a.woff2", "a.png", "a.svg", "a.json", "a.vtt", "a.mp4", "a.wasm")


@pytest.fixture
def assets(tmp_path: Path) -> Manifest:
    return load(tmp_path, *NAMES, url="https://x.example/a&b/")


def path(name: str) -> str:
    return "https://x.example/a&amp;b/" + entry(name, name.encode()).path


def check(name: str) -> str:
    return f'integrity="{entry(name, name.encode()).integrity}" crossorigin="anonymous"'


STYLE = f'<link rel="stylesheet" href="{path("a.css")}" {check("a.css")}'
SCRIPT = f'<script src="{path("a.js")}"'
AS_MODULE = f'<script type="module" src="{path("a.js")}" {check("a.js")}'
MODULE = f'<script type="module" src="{path("a.mjs")}" {check("a.mjs")}'


@pytest.mark.parametrize(
    ("names", "options", "html"),
    [
        pytest.param([], {}, "", id="nothing"),
        pytest.param(["a.css"], {}, f"{STYLE}>", id="style sheet"),
        pytest.param(["a.css"], {"nonce": "n"}, f'{STYLE} nonce="n">', id="style sheet with nonce"),
        pytest.param(["a.css"], {"media": "print"}, f'{STYLE} media="print">', id="media"),
        pytest.param(
            ["a.css"],
            {"rel": "alternate stylesheet", "integrity": None, "crossorigin": False},
            f'<link rel="alternate stylesheet" href="{path("a.css")}">',
            id="own attributes overridden",
        ),
        pytest.param(["a.css"], {"defer": True, "async_": True}, f"{STYLE}>", id="what is for scripts only"),
        pytest.param(["a.js"], {}, f"{SCRIPT} defer {check('a.js')}></script>", id="script"),
        pytest.param(["a.js"], {"media": "print"}, f"{SCRIPT} defer {check('a.js')}></script>", id="for styles only"),
        pytest.param(["a.js"], {"defer": False}, f"{SCRIPT} {check('a.js')}></script>", id="not deferred"),
        pytest.param(["a.js"], {"async_": True}, f"{SCRIPT} {check('a.js')} async></script>", id="async"),
        pytest.param(
            ["a.js"],
            {"async_": True, "defer": True},
            f"{SCRIPT} defer {check('a.js')} async></script>",
            id="async, and deferred where that is not known",
        ),
        pytest.param(["a.js"], {"nonce": False}, f"{SCRIPT} defer {check('a.js')}></script>", id="no nonce"),
        pytest.param(["a.js"], {"nonce": ""}, f"{SCRIPT} defer {check('a.js')}></script>", id="empty nonce"),
        pytest.param(["a.js"], {"module": True}, f"{AS_MODULE}></script>", id="module as told"),
        pytest.param(["a.mjs"], {}, f"{MODULE}></script>", id="module by its ending"),
        pytest.param(["a.mjs"], {"async_": True}, f"{MODULE} async></script>", id="async module"),
        pytest.param(
            ["a.mjs"],
            {"module": False},
            f'<script src="{path("a.mjs")}" defer {check("a.mjs")}></script>',
            id="no module as told",
        ),
        pytest.param(
            ["a.js"],
            {"data_turbo_track": "re\"l<o>a&d'", "class_": "x", "x-on:click": 1},
            f'{SCRIPT} defer {check("a.js")} data-turbo-track="re&quot;l&lt;o&gt;a&amp;d&#x27;" class="x" '
            'x-on:click="1"></script>',
            id="attributes",
        ),
        pytest.param(
            ["a.css", "a.js"],
            {"nonce": "n", "module": True},
            f'{STYLE} nonce="n">\n{AS_MODULE} nonce="n"></script>',
            id="two",
        ),
    ],
)
def test_tags(names: list[str], options: dict[str, Any], html: str, assets: Manifest) -> None:
    assert assets.tags(*names, **options) == html


@pytest.mark.parametrize(
    ("name", "options", "attributes"),
    [
        pytest.param("a.css", {}, f'as="style" type="text/css" {check("a.css")}', id="style"),
        pytest.param("a.js", {}, f'as="script" type="text/javascript" {check("a.js")}', id="script"),
        pytest.param(
            "a.js", {"nonce": "n"}, f'as="script" type="text/javascript" {check("a.js")} nonce="n"', id="nonce"
        ),
        pytest.param("a.woff2", {}, 'as="font" type="font/woff2" crossorigin="anonymous"', id="font"),
        pytest.param("a.png", {}, 'as="image" type="image/png"', id="image"),
        pytest.param(
            "a.svg", {"fetchpriority": "high"}, 'as="image" type="image/svg+xml" fetchpriority="high"', id="svg"
        ),
        pytest.param("a.json", {}, 'as="fetch" type="application/json" crossorigin="anonymous"', id="data"),
        pytest.param("a.wasm", {}, 'as="fetch" type="application/wasm" crossorigin="anonymous"', id="program"),
        pytest.param("a.vtt", {}, 'as="track" type="text/vtt"', id="track"),
    ],
)
def test_preload(name: str, options: dict[str, Any], attributes: str, assets: Manifest) -> None:
    assert assets.preload(name, **options) == f'<link rel="preload" href="{path(name)}" {attributes}>'


@pytest.mark.parametrize(("name", "options"), [("a.mjs", {}), ("a.js", {"module": True})])
def test_preload_of_a_module(name: str, options: dict[str, Any], assets: Manifest) -> None:
    assert assets.preload(name, **options) == f'<link rel="modulepreload" href="{path(name)}" {check(name)}>'
    assert assets.preload("a.mjs", module=False).startswith('<link rel="preload"')


def test_preloads_stand_one_a_line(assets: Manifest) -> None:
    assert assets.preload("a.css", "a.png") == f"{assets.preload('a.css')}\n{assets.preload('a.png')}"


def test_tag_of_another_type_is_refused(assets: Manifest) -> None:
    with pytest.raises(UsageError) as caught:
        assets.tags("a.css", "a.png")
    assert str(caught.value) == (
        "'a.png' is of type image/png; tags() is for style sheets and scripts: use url() in an element of your own, "
        "or preload()"
    )


@pytest.mark.parametrize("name", ["", "_", "a b", 'a"', "a'", "a>", "a<", "a/b", "a=b", "a\0", "a\x7f", "a\u2003b"])
def test_attribute_name_that_html_does_not_allow_is_refused(name: str, assets: Manifest) -> None:
    with pytest.raises(UsageError, match=r"cannot be the name of an HTML attribute$"):
        assets.tags("a.css", **{name: "x"})  # type: ignore[arg-type]


def test_results_are_html_to_template_engines(assets: Manifest) -> None:
    for html in (assets.tags("a.css"), assets.preload("a.css"), assets.inline("a.css")):
        assert type(html) is Html
        assert html.__html__() == html
        assert markupsafe.escape(html) == markupsafe.Markup(html)


def test_value_that_is_html_is_not_escaped_twice_but_cannot_leave_its_attribute(assets: Manifest) -> None:
    html = assets.tags("a.css", title=markupsafe.Markup('A &amp; B "c" <d>'))
    assert 'title="A &amp; B &quot;c&quot; &lt;d&gt;"' in html


class Attributes(HTMLParser):
    """The attributes of the start tags in some HTML, as a browser would read them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[list[tuple[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


ATTRIBUTE = st.from_regex(r"[a-z][a-z0-9_.:@-]{0,8}[a-z0-9]", fullmatch=True)
VALUE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"))


@given(st.dictionaries(ATTRIBUTE, VALUE | st.booleans() | st.none()))
def test_attributes_are_read_back_as_they_were_given(given: dict[str, Any]) -> None:
    parsed = Attributes(start_tag("link", attribute_names(given)))
    shown = {name.replace("_", "-"): value for name, value in given.items()}
    expected = {name: None if value is True else value for name, value in shown.items() if value not in (None, False)}
    assert [dict(attributes) for attributes in parsed.found] == [expected]
    assert parsed.text == ""


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4), VALUE)
def test_attribute_of_any_name_is_refused_or_read_back(name: str, value: str) -> None:
    try:
        attributes = attribute_names({name: value})
    except UsageError:
        return
    parsed = Attributes(start_tag("link", attributes))
    assert parsed.found == [[(next(iter(attributes)).lower(), value)]]
    assert parsed.text == ""
