"""What pages get for modules: the import map, preloads of what they import, and modules in the page itself."""

from __future__ import annotations

import json
import re

import pytest

from assetbuild.errors import AssetbuildError
from assetbuild.runtime import LazyManifest, Manifest, UnknownAsset

from ..sites import Site

FILES = {
    "app.js": 'import "./a.js"; import "./b.js"; import s from "./s.css" with {type: "css"}; import("./lazy.js")',
    "a.js": 'import "./deep.js"',
    "b.js": 'import "./deep.js"; import "./a.js"',
    "deep.js": 'import "./b.js"',
    "lazy.js": "export default '</script>'",
    "other.js": 'import "./deep.js"',
    "s.css": "a { b: c }",
    "script.js": "d()",
    "lib/x.js": "export {}",
}
CONFIG = '[importmap]\nx = "lib/x.js"\n"lib/" = "lib/"\ncdn = "https://x.example/"\n'


def assets_of(mode: str, url: str = "/s/") -> Manifest:
    site = Site(FILES, config=f'modules = "{mode}"\nencodings = []\n{CONFIG}')
    site.compile().succeeds(stderr="")
    return Manifest.load(site.output / "manifest.json", url)


def named(text: str) -> str:
    return re.sub(r"\.[0-9a-f]{12}(?=\.)", ".#", text)


def document(html: str) -> dict[str, dict[str, str]]:
    found = re.fullmatch(r'<script type="importmap"(?: nonce="n")?>(.*)</script>', html)
    assert found
    parsed: dict[str, dict[str, str]] = json.loads(found[1])
    return parsed


BARE = {"x": "/s/lib/x.#.js", "lib/x.js": "/s/lib/x.#.js", "cdn": "https://x.example/"}
MODULES = ["a.js", "app.js", "b.js", "deep.js", "lazy.js", "lib/x.js", "other.js", "s.css"]


def test_import_map_of_rewritten_modules_has_bare_names_and_integrity() -> None:
    assets = assets_of("rewrite")
    found = document(assets.importmap(nonce="n"))
    assert {name: named(url) for name, url in found["imports"].items()} == BARE
    assert found["integrity"] == {assets.url(name): assets.integrity(name) for name in MODULES}


def test_import_map_of_stable_modules_leads_from_logical_to_final_urls() -> None:
    assets = assets_of("importmap")
    found = document(assets.importmap())
    stable = {f"/s/{name}": assets.url(name) for name in MODULES}
    assert {name: url for name, url in found["imports"].items() if name.startswith("/")} == stable
    assert {name: named(url) for name, url in found["imports"].items() if not name.startswith("/")} == BARE
    assert found["integrity"] == {assets.url(name): assets.integrity(name) for name in MODULES}


def test_import_map_has_all_names_of_the_configuration() -> None:
    files = {"app.js": "export {}", "old.js": "window.old = 1", "unnamed.js": "window.x = 1"}
    site = Site(files, config='modules = "rewrite"\n[importmap]\nold = "old.js"\nfar = "https://a.b/far.js"\n')
    site.compile().succeeds(stderr="")
    assets = Manifest.load(site.output / "manifest.json")
    found = document(assets.importmap())
    assert found["imports"] == {"far": "https://a.b/far.js", "old": assets.url("old.js")}
    assert found["integrity"] == {assets.url(name): assets.integrity(name) for name in ("app.js", "old.js")}


def test_import_map_of_named_modules_has_what_they_reach_and_no_more() -> None:
    assets = assets_of("importmap")
    found = document(assets.importmap("other.js"))
    assert sorted(found["integrity"]) == sorted(assets.url(name) for name in ("a.js", "b.js", "deep.js", "other.js"))
    assert assets.importmap("other.js") == assets.importmap("other.js")
    with pytest.raises(UnknownAsset):
        assets.importmap("othre.js")


@pytest.mark.parametrize(
    ("prefix", "key"),
    [
        pytest.param("static/", "./static/a.js", id="relative"),
        pytest.param("../static/", "../static/a.js", id="above"),
        pytest.param("https://cdn.example/", "https://cdn.example/a.js", id="host"),
        pytest.param("//cdn.example/", "//cdn.example/a.js", id="host, same scheme"),
    ],
)
def test_import_map_below_any_prefix(prefix: str, key: str) -> None:
    found = document(assets_of("importmap", prefix).importmap())
    assert named(found["imports"][key]) == key.replace("a.js", "a.#.js")


def test_site_without_modules_has_no_import_map() -> None:
    site = Site({"a.js": "a()"})
    site.compile().succeeds(stderr="")
    assert LazyManifest(site.output / "manifest.json").importmap() == ""


def test_import_map_cannot_end_its_script() -> None:
    site = Site({"a.js": "export {}"}, config='modules = "rewrite"\n[importmap]\n"</script>" = "a.js"')
    site.compile().succeeds(stderr="")
    html = Manifest.load(site.output / "manifest.json").importmap()
    assert html.count("<") == 2
    assert "\\u003c/script>" in html


@pytest.mark.parametrize("mode", ["rewrite", "importmap"])
def test_tags_preload_what_modules_import_the_deepest_first_and_once(mode: str) -> None:
    assets = assets_of(mode)
    html = assets.tags("app.js", "other.js", "script.js", nonce="n", data_x="1")
    lines = [re.sub(r'<(\w+) .*?(?:href|src)="([^"]*)".*', r"\1 \2", named(line)) for line in html.split("\n")]
    assert lines == [
        "link /s/b.#.js",
        "link /s/deep.#.js",
        "link /s/a.#.js",
        "script /s/app.#.js",
        "script /s/other.#.js",
        "script /s/script.#.js",
    ]
    attributes = f'href="{assets.url("b.js")}" integrity="{assets.integrity("b.js")}" crossorigin="anonymous" nonce="n"'
    assert html.split("\n")[0] == f'<link rel="modulepreload" {attributes}>'
    assert html.count('type="module"') == 2
    assert "modulepreload" not in assets.tags("app.js", imports=False)
    assert "modulepreload" not in assets.tags("app.js", module=False)


def test_module_in_the_page_itself_finds_what_it_imports() -> None:
    site = Site(FILES, config='modules = "rewrite"')
    site.compile().succeeds(stderr="")
    assets = Manifest.load(site.output / "manifest.json")
    assert assets.inline("other.js") == f'<script type="module">import"{assets.url("deep.js")}"</script>'


def test_module_with_stable_names_cannot_stand_in_the_page() -> None:
    assets = assets_of("importmap")
    with pytest.raises(AssetbuildError) as error:
        assets.inline("other.js")
    assert error.value.message == "'other.js' cannot be inlined: it finds what it imports by the place of its own file"
    assert error.value.hint == 'load it with tags(), or build with modules = "rewrite"'


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        pytest.param('"modules":"other"', "`modules` or `importmap` is of a wrong type", id="mode"),
        pytest.param('"modules":1', "`modules` or `importmap` is of a wrong type", id="number"),
    ],
)
def test_manifest_with_a_mode_of_no_meaning_is_damaged(found: str, reason: str) -> None:
    from .test_mistakes import redigested

    site = Site({"a.js": "export {}"}, config='modules = "rewrite"')
    site.compile().succeeds(stderr="")
    file = site.output / "manifest.json"
    file.chmod(0o644)
    file.write_text(redigested(file.read_text().replace('"modules":"rewrite"', found)))
    with pytest.raises(AssetbuildError) as error:
        Manifest.load(file)
    assert error.value.message == f"the manifest is damaged: {reason}"


def test_templates_of_jinja_have_the_import_map() -> None:
    from jinja2 import Environment

    from assetbuild.runtime.jinja import add_assets

    environment = Environment(autoescape=True)
    assets = assets_of("importmap")
    add_assets(environment, assets)
    html = environment.from_string("{{ asset_importmap('app.js', nonce='n') }}").render()
    assert html == assets.importmap("app.js", nonce="n")
