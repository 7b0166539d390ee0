"""Our helpers beside those of the real Rails, which reads the manifest of Sprockets that we write: the same HTML."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import Environment

from assetbuild.errors import AssetbuildError
from assetbuild.manifest import ManifestFile
from assetbuild.runtime.rails import add_assets

from ..sites import Run, Site
from .real_rails import Case, rendered

PAGE = "https://page.example"
FILES = {
    "application.css": "body { background: url(logo.png) }",
    "application.js": "window.app = 1;",
    "admin/print.css": "a { b: c }",
    "admin/lib.min.js": "1",
    "favicon.ico": "(an icon)",
    "inter.woff2": "(a font)",
    "logo.png": "(a picture)",
    "logo@2x.png": "(a larger picture)",
    "vector.svg": "<svg/>",
    "clip.mp4": "(a film)",
    "talk.vtt": "WEBVTT",
    "sound.OGG": "(a sound)",
    "data.unknown": "?",
}
STYLE, SCRIPT = "stylesheet_link_tag", "javascript_include_tag"
CASES = {
    "style": Case(STYLE, ("application",)),
    "style with its extension": Case(STYLE, ("application.css",)),
    "style below a folder": Case(STYLE, ("admin/print",)),
    "two styles": Case(STYLE, ("application", "admin/print")),
    "the same style twice": Case(STYLE, ("application", "application")),
    "no style": Case(STYLE),
    "style media": Case(STYLE, ("application",), {"media": "all"}),
    "style of no media": Case(STYLE, ("application",), {"media": None}),
    "style turbo": Case(STYLE, ("application",), {"media": "all", "data-turbo-track": "reload"}),
    "style data": Case(STYLE, ("application",), {"data": {"turbo_track": "reload", "n": 1, "ok": True, "no": None}}),
    "style data json": Case(STYLE, ("application",), {"data": {"list": [1, "a<b"], "table": {"k": "'&"}}}),
    "style aria": Case(STYLE, ("application",), {"aria": {"label": "x", "hidden": True, "n": 1, "no": None}}),
    "style aria words": Case(STYLE, ("application",), {"aria": {"a": ["x", "y"], "b": {"p": True, "q": False}}}),
    "style aria of no words": Case(STYLE, ("application",), {"aria": {"a": [], "b": {"q": False}}}),
    "style rel": Case(STYLE, ("application",), {"rel": "alternate stylesheet", "title": "T"}),
    "style debug": Case(STYLE, ("application",), {"debug": False}),
    "style debugged": Case(STYLE, ("application",), {"debug": True}),
    "style integrity": Case(STYLE, ("application", "admin/print"), {"integrity": True, "media": "all"}),
    "style no integrity": Case(STYLE, ("application",), {"integrity": False}),
    "style own integrity": Case(STYLE, ("application",), {"integrity": "sha256-x"}),
    "style crossorigin": Case(STYLE, ("application",), {"crossorigin": True}),
    "style credentials": Case(STYLE, ("application",), {"crossorigin": "use-credentials", "integrity": True}),
    "style not crossorigin": Case(STYLE, ("application",), {"crossorigin": False}),
    "style nopush": Case(STYLE, ("application",), {"nopush": False}),
    "style outside": Case(STYLE, ("plain",), {"skip_pipeline": True}),
    "style from the root": Case(STYLE, ("/plain",)),
    "style elsewhere": Case(STYLE, ("https://cdn.example/x.css", "//cdn.example/y")),
    "style host": Case(STYLE, ("application",), {"host": "cdn.example"}),
    "style host and protocol": Case(STYLE, ("application",), {"host": "cdn.example", "protocol": "http"}),
    "style relative protocol": Case(STYLE, ("application",), {"host": "cdn.example", "protocol": "relative"}),
    "style host with scheme": Case(STYLE, ("application",), {"host": "http://cdn.example/sub/"}),
    "style asset host": Case(STYLE, ("application", "/plain"), {}, {"asset_host": "cdn.example"}),
    "style asset host, no page": Case(STYLE, ("application",), {}, {"asset_host": "cdn.example", "no_request": True}),
    "style hosts": Case(STYLE, ("application", "admin/print"), {}, {"asset_host": "cdn%d.example"}),
    "style disabled": Case(STYLE, ("application",), {"disabled": True, "hidden": False}),
    "style escaped": Case(STYLE, ("application",), {"title": "\"'<&>é", "class": "a b"}),
    "style classes": Case(STYLE, ("application",), {"class": ["a", ["b", None], {"c": True, "d": False}], "id": 7}),
    "style empty attribute": Case(STYLE, ("application",), {"title": "", "true": True, "false": False}),
    "style query": Case(STYLE, ("application.css?v=1#x",)),
    "unknown style": Case(STYLE, ("applicatoin",)),
    "script": Case(SCRIPT, ("application",)),
    "script with its extension": Case(SCRIPT, ("application.js",)),
    "script with a dot": Case(SCRIPT, ("admin/lib.min",)),
    "two scripts": Case(SCRIPT, ("application", "admin/lib.min.js")),
    "script defer": Case(SCRIPT, ("application",), {"defer": True, "async": False}),
    "script async": Case(SCRIPT, ("application",), {"async": True}),
    "script module": Case(SCRIPT, ("application",), {"type": "module", "nomodule": None}),
    "script turbo": Case(SCRIPT, ("application",), {"data-turbo-track": "reload", "defer": True}),
    "script integrity": Case(SCRIPT, ("application",), {"integrity": True, "crossorigin": "anonymous"}),
    "script crossorigin": Case(SCRIPT, ("application",), {"crossorigin": True, "defer": True}),
    "script nonce": Case(SCRIPT, ("application",), {"nonce": True}),
    "script own nonce": Case(SCRIPT, ("application",), {"nonce": "abc"}),
    "script no nonce": Case(SCRIPT, ("application",), {"nonce": None}),
    "script of another extension": Case(SCRIPT, ("data",), {"extname": ".unknown"}),
    "script of no extension": Case(SCRIPT, ("data.unknown",), {"extname": False}),
    "script outside": Case(SCRIPT, ("plain",), {"skip_pipeline": True}),
    "script elsewhere": Case(SCRIPT, ("http://cdn.example/x",)),
    "script host": Case(SCRIPT, ("application",), {"host": "//cdn.example"}),
    "script debug": Case(SCRIPT, ("application",), {"debug": True}),
    "script nopush": Case(SCRIPT, ("application",), {"nopush": True}),
    "unknown script": Case(SCRIPT, ("applicatoin",)),
    "image": Case("image_tag", ("logo.png",)),
    "image alt": Case("image_tag", ("logo.png",), {"alt": 'Logo "1"', "class": "logo"}),
    "image size": Case("image_tag", ("logo.png",), {"size": "16x10", "alt": ""}),
    "image square": Case("image_tag", ("logo.png",), {"size": 16}),
    "image of a wrong size": Case("image_tag", ("logo.png",), {"size": "16 px"}),
    "image size and width": Case("image_tag", ("logo.png",), {"size": "16", "width": 3}),
    "image width": Case("image_tag", ("logo.png",), {"width": 3, "height": 4, "loading": "lazy"}),
    "image srcset": Case("image_tag", ("logo.png",), {"srcset": {"logo.png": "1x", "logo@2x.png": "2x"}}),
    "image srcset in pairs": Case("image_tag", ("logo.png",), {"srcset": [["logo@2x.png", "2x"]], "sizes": "100vw"}),
    "image srcset text": Case("image_tag", ("logo.png",), {"srcset": "a.png 2x"}),
    "image outside": Case("image_tag", ("plain.png",), {"skip_pipeline": True}),
    "image from the root": Case("image_tag", ("/icons/plain.png",)),
    "image elsewhere": Case("image_tag", ("https://cdn.example/x.png",)),
    "image as data": Case("image_tag", ("data:image/png;base64,AA==",)),
    "image data": Case("image_tag", ("logo.png",), {"data": {"title": "Rails Application"}}),
    "unknown image": Case("image_tag", ("log.png",)),
    "favicon": Case("favicon_link_tag"),
    "favicon of another name": Case(
        "favicon_link_tag", ("logo.png",), {"rel": "apple-touch-icon", "type": "image/png"}
    ),
    "favicon outside": Case("favicon_link_tag", ("icon.ico",), {"skip_pipeline": True}),
    "favicon sizes": Case("favicon_link_tag", ("favicon.ico",), {"sizes": "32x32", "type": None}),
    "preload style": Case("preload_link_tag", ("application.css",)),
    "preload script": Case("preload_link_tag", ("application.js",), {"crossorigin": True}),
    "preload font": Case("preload_link_tag", ("inter.woff2",)),
    "preload font with credentials": Case("preload_link_tag", ("inter.woff2",), {"crossorigin": "use-credentials"}),
    "preload picture": Case("preload_link_tag", ("logo.png",), {"media": "(width > 600px)"}),
    "preload vector": Case("preload_link_tag", ("vector.svg",)),
    "preload film": Case("preload_link_tag", ("clip.mp4",), {"nopush": True}),
    "preload track": Case("preload_link_tag", ("talk.vtt",)),
    "preload sound": Case("preload_link_tag", ("sound.OGG",)),
    "preload what is not known": Case("preload_link_tag", ("data.unknown",)),
    "preload as": Case("preload_link_tag", ("data.unknown",), {"as": "fetch", "type": "application/json"}),
    "preload integrity": Case("preload_link_tag", ("application.js",), {"integrity": "sha256-x"}),
    "preload outside": Case("preload_link_tag", ("plain.css",), {"skip_pipeline": True}),
    "preload elsewhere": Case("preload_link_tag", ("//cdn.example/f.woff",)),
    "asset path": Case("asset_path", ("application.js",)),
    "asset path of nothing": Case("asset_path", ("",)),
    "asset path of a blank": Case("asset_path", (" ",)),
    "asset path of none": Case("asset_path", (None,)),
    "asset path without extension": Case("asset_path", ("application",), {"type": "stylesheet"}),
    "asset path with query": Case("asset_path", ("inter.woff2?#iefix",)),
    "asset path outside": Case("asset_path", ("a/b.txt",), {"skip_pipeline": True}),
    "asset path of a mail": Case("asset_path", ("cid:part@x",)),
    "unknown asset": Case("asset_path", ("nothing.js",)),
    "asset url": Case("asset_url", ("logo.png",)),
    "asset url of a host": Case("asset_url", ("logo.png",), {"host": "cdn.example"}),
    "asset url elsewhere": Case("asset_url", ("https://cdn.example/x.png",)),
    "asset url of nothing": Case("asset_url", ("",)),
    "asset url and asset host": Case("asset_url", ("logo.png",), {}, {"asset_host": "https://cdn.example"}),
    "script path": Case("javascript_path", ("application",)),
    "style path": Case("stylesheet_path", ("admin/print",)),
    "image path": Case("image_path", ("logo.png",)),
    "font path": Case("font_path", ("inter.woff2",)),
    "video path": Case("video_path", ("clip.mp4",)),
    "audio path": Case("audio_path", ("sound.OGG",)),
    "script url": Case("javascript_url", ("application",)),
    "style url": Case("stylesheet_url", ("application",)),
    "image url": Case("image_url", ("logo.png",)),
    "font url": Case("font_url", ("inter.woff2",)),
    "font path outside": Case("font_path", ("x.woff",), {"skip_pipeline": True}),
    "image path outside": Case("image_path", ("x.png",), {"skip_pipeline": True}),
    "audio path outside": Case("audio_path", ("x.mp3",), {"skip_pipeline": True}),
    "other names": Case("path_to_image", ("logo.png",)),
    "other names of urls": Case("url_to_stylesheet", ("application",)),
}


@pytest.fixture(scope="module")
def run() -> Run:
    config = "also = ['sprockets']\nurl = '/assets/'\noutput = 'public/assets'\n"
    return Site(FILES, config=config).compile().succeeds(stderr="")


@pytest.fixture(scope="module")
def real(run: Run) -> dict[str, Any]:
    """What the real Rails gives for each case."""
    return dict(zip(CASES, rendered(run.site.folder / "public/assets", CASES.values()), strict=True))


def ours(run: Run, case: Case) -> str | dict[str, str]:
    """What our helper gives in a template."""
    environment = Environment(autoescape=True)
    settings = dict(case.settings)
    add_assets(
        environment,
        run.site.folder / "public/assets/manifest.json",
        host=settings.get("asset_host"),  # type: ignore[arg-type]
        base_url=None if settings.get("no_request") else PAGE,
        nonce=lambda: "n0nce",
        apply_stylesheet_media_default=True,
    )
    options = {name.replace("-", "_"): value for name, value in case.options.items()}
    template = environment.from_string(f"{{{{ {case.helper}(*arguments, **options) }}}}")
    try:
        return template.render(arguments=case.arguments, options=options)
    except AssetbuildError:
        return {"error": "ours"}


@pytest.mark.parametrize("name", CASES)
def test_helper_gives_what_rails_gives(name: str, run: Run, real: dict[str, Any]) -> None:
    found = ours(run, CASES[name])
    if isinstance(real[name], dict):
        assert isinstance(found, dict)
        assert real[name]["error"] in ("ArgumentError", "Sprockets::Rails::Helper::AssetNotFound")
    else:
        assert found == real[name]


def test_rails_resolves_our_files(run: Run, real: dict[str, Any]) -> None:
    manifest = ManifestFile.load(run.site.folder / "public/assets/manifest.json")
    css, js = manifest.entry("application.css"), manifest.entry("application.js")
    assert real["style"] == f'<link rel="stylesheet" media="screen" href="/assets/{css.path}" />'
    assert real["script integrity"] == (
        f'<script src="/assets/{js.path}" crossorigin="anonymous" integrity="{js.integrity}"></script>'
    )
    assert real["unknown style"] == {"error": "Sprockets::Rails::Helper::AssetNotFound"}


def test_sprockets_takes_no_file_for_old(run: Run) -> None:
    folder = run.site.folder / "public/assets"
    (files,) = rendered(folder, [Case("clean")])
    entries = ManifestFile.load(folder / "manifest.json").entries()
    assert files == {entry.path: [entry.size, 1980] for entry in entries}
    assert all((folder / path).is_file() for path in files)
