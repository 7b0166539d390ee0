"""Rails' helpers as templates call them, and what Rails has no helper for."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from assetbuild.errors import AssetbuildError, UsageError
from assetbuild.errors import render as render_error
from assetbuild.runtime import Manifest
from assetbuild.runtime.rails import add_assets
from assetbuild.runtime.rails_attributes import attributes
from assetbuild.runtime.rails_urls import Host
from assetbuild.runtime.unknown_asset import UnknownAsset

from ..sites import Run, Site

MODULES = {
    "application.js": 'import "controllers"; import "./part.js"; import("./later.js"); // "</script>',
    "controllers/index.js": 'import "./deep.js";',
    "controllers/deep.js": "export {};",
    "later.js": "export {};",
    "part.js": "export {};",
    "other.js": 'import "./part.js";',
    "plain.js": "window.plain = 1;",
    "site.css": "a {}",
}
CONFIG = """\
url = "/assets/"
[importmap]
application = "application.js"
controllers = "controllers/index.js"
"react" = "https://esm.example/react"
"""


@pytest.fixture(scope="module")
def run() -> Run:
    return Site(MODULES, config=CONFIG).compile().succeeds(stderr="")


def environment(
    run: Run, *, url: str | None = None, host: Host | None = None, base_url: Host | None = None
) -> Environment:
    made = Environment(autoescape=True)
    add_assets(made, Manifest.load(run.site.output / "manifest.json", url), host=host, base_url=base_url)
    return made


def render(run: Run, template: str, **settings: str | None) -> str:
    return environment(run, **settings).from_string(template).render()


def test_helpers_in_a_template_need_no_escaping(run: Run) -> None:
    css = run.entry("site.css").path
    assert render(run, '{{ stylesheet_link_tag("site", media="all", data_turbo_track="reload", class_="a&b") }}') == (
        f'<link rel="stylesheet" href="/assets/{css}" media="all" data-turbo-track="reload" class="a&amp;b" />'
    )
    assert render(run, '{{ stylesheet_link_tag("site", {"data-turbo-track": "reload"}, media="all") }}') == (
        f'<link rel="stylesheet" href="/assets/{css}" data-turbo-track="reload" media="all" />'
    )
    assert render(run, '{{ preload_link_tag("site.css", as="style", async=true) }}') == (
        f'<link rel="preload" href="/assets/{css}" as="style" type="text/css" async="async">'
    )
    assert render(run, """{{ image_tag("/a.png", title='&lt; "'|safe) }}""") == (
        '<img title="&lt; &quot;" src="/a.png" />'
    )
    assert render(run, '{{ asset_tags("site.css", imports=false) }}').startswith(
        '<link rel="stylesheet" href="/assets/'
    )


def test_manifest_by_its_path_is_read_at_the_first_lookup(run: Run) -> None:
    made = Environment(autoescape=True)
    assets = add_assets(made, run.site.output / "manifest.json")
    path = f"/assets/{run.entry('site.css').path}"
    assert made.from_string("{{ stylesheet_path('site') }}").render() == path
    assert assets.specifiers()["controllers"] == "controllers/index.js"
    assert assets.imports("other.js") == ["part.js"]


def test_integrity_of_a_preload(run: Run) -> None:
    entry = run.entry("site.css")
    assert render(run, '{{ preload_link_tag("site.css", integrity=true) }}') == (
        f'<link rel="preload" href="/assets/{entry.path}" as="style" type="text/css" integrity="{entry.integrity}">'
    )


def preload(run: Run, *names: str, nonce: str = "") -> str:
    return "".join(
        f'<link rel="modulepreload" href="/assets/{run.entry(name).path}" integrity="{run.entry(name).integrity}" '
        f'crossorigin="anonymous"{nonce}>\n'
        for name in names
    )


def test_import_map_tags(run: Run) -> None:
    html = render(run, "{{ javascript_importmap_tags() }}")
    first, _, rest = html.partition("\n")
    document = json.loads(
        first.removeprefix('<script type="importmap" data-turbo-track="reload">').removesuffix("</script>")
    )
    assert document["imports"] == {
        "application": f"/assets/{run.entry('application.js').path}",
        "controllers": f"/assets/{run.entry('controllers/index.js').path}",
        "react": "https://esm.example/react",
    }
    imports = ("controllers/deep.js", "controllers/index.js", "part.js", "application.js")
    assert rest == preload(run, *imports) + '<script type="module">import "application"</script>'


@pytest.mark.parametrize(
    ("entry", "imports", "specifier"),
    [
        pytest.param("other", ("part.js", "other.js"), "/assets/{other.js}", id="a name without extension"),
        pytest.param("part.js", ("part.js",), "/assets/{part.js}", id="a name with its extension"),
        pytest.param("react", (), "react", id="elsewhere"),
    ],
)
def test_import_map_tags_for_an_entry_point(entry: str, imports: tuple[str, ...], specifier: str, run: Run) -> None:
    html = render(run, "{{ javascript_importmap_tags('" + entry + "', nonce='n<') }}")
    map_tag, _, rest = html.partition("\n")
    assert map_tag.startswith('<script type="importmap" data-turbo-track="reload" nonce="n&lt;">{"imports":{')
    for name in imports:
        specifier = specifier.replace("{" + name + "}", run.entry(name).path)
    nonce = ' nonce="n&lt;"'
    assert rest == preload(run, *imports, nonce=nonce) + f'<script type="module"{nonce}>import "{specifier}"</script>'


def test_import_map_tags_without_modules() -> None:
    run = Site({"plain.js": "1"}, config="url = '/a/'").compile().succeeds()
    assert render(run, "{{ javascript_importmap_tags('plain') }}").split("\n")[-1] == (
        f'<script type="module">import "/a/{run.entry("plain.js").path}"</script>'
    )


@pytest.mark.parametrize(
    ("template", "settings", "expected"),
    [
        pytest.param(
            "asset_path('site.css')", {"url": "https://cdn.example/s/"}, "https://cdn.example/s/{}", id="prefix"
        ),
        pytest.param(
            "asset_url('site.css')", {"url": "https://cdn.example/s/"}, "https://cdn.example/s/{}", id="its url"
        ),
        pytest.param(
            "asset_path('site.css?a')",
            {"url": "https://cdn.example/s/", "host": "other.example"},
            "https://cdn.example/s/{}?a",
            id="prefix with a host before asset_host",
        ),
        pytest.param("asset_path('site.css')", {"host": "cdn.example"}, "//cdn.example/assets/{}", id="host"),
        pytest.param(
            "asset_path('site.css')",
            {"host": "cdn.example", "base_url": "//p"},
            "//cdn.example/assets/{}",
            id="no scheme",
        ),
        pytest.param(
            "asset_path('site.css')",
            {"host": "c", "base_url": "http://p/"},
            "http://c/assets/{}",
            id="scheme of the page",
        ),
        pytest.param("asset_url('site.css')", {"base_url": "http://p/"}, "http://p/assets/{}", id="base_url"),
        pytest.param(
            "asset_url('/x.css')", {"base_url": lambda path: f"http://{len(path)}"}, "http://6/x.css", id="function"
        ),
        pytest.param("asset_path('/x.css')", {"host": lambda path: None}, "/x.css", id="function that gives no host"),
        pytest.param("'site.css'|asset_url", {}, "/assets/{}", id="the filter is ours"),
    ],
)
def test_hosts(template: str, settings: dict[str, str | None], expected: str, run: Run) -> None:
    assert render(run, f"{{{{ {template} }}}}", **settings) == expected.replace("{}", run.entry("site.css").path)


@pytest.mark.parametrize(
    ("template", "message"),
    [
        pytest.param(
            "asset_url('site.css')",
            "error: nothing says which host is before '/assets/{}'\n"
            "  hint: give add_assets() a base_url, a text or a function: base_url=lambda path: request.host_url",
            id="no base_url",
        ),
        pytest.param(
            "javascript_include_tag('plain', nonce=true)",
            "error: nothing gives a nonce for nonce=true\n  hint: give add_assets() a function: nonce=…",
            id="no nonce",
        ),
        pytest.param("asset_path(none)", "error: None is not the name of an asset", id="none"),
        pytest.param(
            "image_tag('/x.png', size=1, width=2)",
            "error: image_tag takes a size, or a height and a width, and not both",
            id="two sizes",
        ),
        pytest.param(
            "image_tag('/x.png', {'a b': 1})", "error: 'a b' cannot be the name of an HTML attribute", id="attribute"
        ),
    ],
)
def test_mistakes(template: str, message: str, run: Run) -> None:
    with pytest.raises(UsageError) as caught:
        render(run, f"{{{{ {template} }}}}")
    assert render_error(caught.value) == message.replace("{}", run.entry("site.css").path)


def test_unknown_asset_is_told_with_the_nearest_names(run: Run) -> None:
    with pytest.raises(UnknownAsset) as caught:
        render(run, "{{ stylesheet_link_tag('sight') }}")
    assert isinstance(caught.value, AssetbuildError)
    assert "'sight.css'" in str(caught.value)


class Attributes(HTMLParser):
    """The attributes of the last element."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = dict(attrs)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")), st.text("ab\"'<>& ", max_size=9))
def test_every_text_is_read_back_from_its_attribute(text: str, other: str) -> None:
    parser = Attributes()
    parser.feed(f"<img{attributes({'title': text, 'data': {'x': other, 'list': [text]}, 'class_': [other]})} />")
    assert parser.found["title"] == text
    assert parser.found["data-x"] == other
    assert json.loads(parser.found["data-list"] or "") == [text]
    assert parser.found["class"] == other
    assert len(parser.found) == 4
