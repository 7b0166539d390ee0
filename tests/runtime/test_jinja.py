"""Assets in Jinja templates, in every kind of environment, and never those of another build."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, FileSystemBytecodeCache, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment

from assetbuild.errors import UsageError
from assetbuild.runtime import LazyManifest, Manifest, UnknownAsset
from assetbuild.runtime.jinja import ManifestBytecodeCache, add_assets

from .samples import load, write_manifest

PAGE = '<a href="{{ "a.css" | asset_url }}">'


@pytest.fixture(params=["manifest", "lazy", "path"])
def assets(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    file = write_manifest(tmp_path, {"a.css": b"a{}", "a.js": b"1"})
    return {"manifest": Manifest.load(file), "lazy": LazyManifest(file), "path": file}[request.param]


ENVIRONMENTS = [
    pytest.param(Environment, {}, id="plain"),
    pytest.param(Environment, {"autoescape": True}, id="autoescape"),
    pytest.param(Environment, {"autoescape": select_autoescape()}, id="autoescape by name"),
    pytest.param(Environment, {"enable_async": True, "autoescape": True}, id="async"),
    pytest.param(SandboxedEnvironment, {"autoescape": True}, id="sandbox"),
    pytest.param(ImmutableSandboxedEnvironment, {}, id="immutable sandbox"),
    pytest.param(Environment, {"extensions": ["jinja2.ext.do"], "optimized": False}, id="not optimised"),
]
TEMPLATES = {
    "page.html": """
        {%- import "macros.html" as macros -%}
        {{ asset_url("a.css") }}
        {{ "a.css" | asset_url }}
        {{ asset_tags("a.css", "a.js", nonce=nonce, data_x="<") }}
        {{ asset_preload("a.js") }}
        {{ asset_inline("a.css", nonce) }}
        {{ asset_inline("a.js", nonce=nonce) }}
        {{ ["a.css", "a.js"] | map("asset_url") | join(" ") }}
        {{ macros.style("a.css") }}
        {% include "part.html" %}""",
    "macros.html": "{% macro style(name) %}{{ asset_tags(name) }}{% endmacro %}",
    "part.html": '{% set name = "a.js" %}{{ name | asset_url }}',
}


@pytest.mark.parametrize(("kind", "options"), ENVIRONMENTS)
def test_page_is_the_same_in_every_environment(kind: type[Environment], options: Any, assets: Any) -> None:
    environment = kind(loader=DictLoader(TEMPLATES), **options)
    known = add_assets(environment, assets)
    template = environment.get_template("page.html")
    if options.get("enable_async"):
        page = asyncio.run(template.render_async(nonce="n&"))
    else:
        page = template.render(nonce="n&")
    css, js = known.url("a.css"), known.url("a.js")
    assert [line.strip() for line in page.splitlines()] == [
        css,
        css,
        *known.tags("a.css", "a.js", nonce="n&", data_x="<").splitlines(),
        known.preload("a.js"),
        '<style nonce="n&amp;">a{}</style>',
        '<script nonce="n&amp;">1</script>',
        f"{css} {js}",
        known.tags("a.css"),
        js,
    ]


def test_url_is_escaped_as_any_value(tmp_path: Path) -> None:
    environment = Environment(autoescape=True)
    add_assets(environment, load(tmp_path, "a.css", url="/a&b/"))
    page = environment.from_string('{{ asset_url("a.css") }} {{ "a.css" | asset_url }}').render()
    assert page.count("/a&amp;b/a.") == 2


@pytest.mark.parametrize("options", [{}, {"autoescape": True}, {"enable_async": True}])
def test_filter_is_folded_to_a_constant(options: Any, assets: Any) -> None:
    environment = Environment(**options)
    known = add_assets(environment, assets)
    code = environment.compile(PAGE, raw=True)
    assert f"""yield '<a href="{known.url("a.css")}">'""" in code
    assert "context.call" not in code


def test_filter_on_a_variable_and_a_call_are_not_folded(assets: Any) -> None:
    environment = Environment()
    add_assets(environment, assets)
    code = environment.compile('{{ name | asset_url }}{{ asset_url("a.js") }}', raw=True)
    assert "/static/" not in code


def test_unknown_name_is_told_when_the_page_is_rendered(assets: Any) -> None:
    environment = Environment()
    add_assets(environment, assets)
    template = environment.from_string('{{ "b.css" | asset_url }}')
    with pytest.raises(UnknownAsset, match=r"there is no asset 'b.css'; did you mean 'a.css'"):
        template.render()


def test_undefined_name_is_told(assets: Any) -> None:
    environment = Environment()
    add_assets(environment, assets)
    with pytest.raises(TypeError, match=r"^the name of an asset is a string, not Undefined$"):
        environment.from_string("{{ asset_url(oops) }}").render()


@pytest.mark.parametrize("template", ["{{ asset_url(oops) }}", PAGE])
def test_missing_manifest_is_told_when_the_page_is_rendered(template: str) -> None:
    environment = Environment()
    add_assets(environment, "not/there.json")
    page = environment.from_string(template)
    with pytest.raises(UsageError, match=r"/not/there.json: the manifest cannot be read: No such file or directory\n"):
        page.render()


def test_environment_needs_no_manifest_before_its_first_lookup(tmp_path: Path) -> None:
    environment = Environment()
    add_assets(environment, tmp_path / "manifest.json")
    template = environment.from_string(PAGE)
    write_manifest(tmp_path, {"a.css": b"a{}"})
    assert template.render().startswith('<a href="/static/a.')


def test_templates_compiled_before_are_compiled_again(tmp_path: Path) -> None:
    environment = Environment(loader=DictLoader({"page": PAGE}))
    for prefix in ("/one/", "/two/"):
        add_assets(environment, load(tmp_path, "a.css", url=prefix))
        assert environment.get_template("page").render().startswith(f'<a href="{prefix}a.')
    add_assets(Environment(cache_size=0), tmp_path / "manifest.json")


def page_of(folder: Path, data: bytes, monkeypatch: pytest.MonkeyPatch, prefix: str = "") -> str:
    """The page that a new process renders after a deploy, with the bytecode cache of those before it."""
    monkeypatch.setenv("ASSETBUILD_URL", prefix)
    (folder / "cache").mkdir(exist_ok=True)
    environment = Environment(
        loader=DictLoader({"page.html": PAGE}), bytecode_cache=FileSystemBytecodeCache(str(folder / "cache"))
    )
    add_assets(environment, write_manifest(folder, {"a.css": data}))
    return environment.get_template("page.html").render()


def test_bytecode_of_another_manifest_or_prefix_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cached() -> int:
        return len(list((tmp_path / "cache").iterdir()))

    first = page_of(tmp_path, b"1", monkeypatch)
    second = page_of(tmp_path, b"2", monkeypatch)
    assert (first == second, cached()) == (False, 2)
    assert page_of(tmp_path, b"2", monkeypatch, "/x/") == second.replace("/static/", "/x/")
    assert cached() == 3
    assert page_of(tmp_path, b"1", monkeypatch) == first
    assert page_of(tmp_path, b"2", monkeypatch) == second
    assert cached() == 3


def test_stale_urls_would_stay_without_the_wrapped_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That the test above can fail."""
    monkeypatch.setattr(ManifestBytecodeCache, "get_cache_key", lambda self, *args: self.inner.get_cache_key(*args))
    assert page_of(tmp_path, b"1", monkeypatch) == page_of(tmp_path, b"2", monkeypatch)


def test_bytecode_cache_is_wrapped_once_and_cleared(tmp_path: Path) -> None:
    inner = FileSystemBytecodeCache(str(tmp_path))
    environment = Environment(loader=DictLoader({"page.html": PAGE}), bytecode_cache=inner)
    for prefix in ("/one/", "/two/"):
        add_assets(environment, load(tmp_path / prefix.strip("/"), "a.css", url=prefix))
        environment.get_template("page.html")
    cache = environment.bytecode_cache
    assert isinstance(cache, ManifestBytecodeCache)
    assert cache.inner is inner
    assert len(list(tmp_path.glob("*.cache"))) == 2
    cache.clear()
    assert list(tmp_path.glob("*.cache")) == []
