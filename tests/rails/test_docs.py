"""The page on Rails' helpers names all of them, and its templates render."""

from __future__ import annotations

import re
from types import SimpleNamespace

from jinja2 import Environment

from assetbuild.runtime import LazyManifest, Manifest
from assetbuild.runtime.rails import Helpers
from assetbuild.runtime.rails_urls import AssetUrls

from ..docs import ROOT, texts
from ..sites import Site

PAGE = (ROOT / "docs/rails-helpers.md").read_text(encoding="utf-8")


def test_code_and_templates_of_the_page() -> None:
    files = ("application.css", "application.js", "logo.png", "logo@2x.png", "inter.woff2")
    site = Site(dict.fromkeys(files, ""))
    site.compile().succeeds()
    environment = Environment(autoescape=True)
    (code,) = texts("docs/rails-helpers.md", "python")
    request = SimpleNamespace(host_url="https://page.example/")
    code = code.replace("dist/assets", site.output.as_posix())
    exec(compile(code, "rails-helpers.md", "exec"), {"environment": environment, "request": request})
    lines = re.findall(r"^    (\{\{.*\}\})$", PAGE, re.MULTILINE)
    rendered = [environment.from_string(line).render() for line in lines]
    assert len(rendered) == 5
    path = Manifest.load(site.output / "manifest.json").path("logo.png")
    assert rendered[-1] == f"https://page.example/static/{path}"


def test_table_has_every_helper() -> None:
    names = set(Helpers(AssetUrls(LazyManifest("nowhere")), None, False).by_name())
    said = set(re.findall(r"`([a-z]+_[a-z_]+)[`(]", PAGE))
    paths = {name for name in names if name.endswith("_path") and not name.startswith("path_to_")}
    assert paths <= said
    assert {name for name in names if name.endswith(("_tag", "_tags"))} <= said
