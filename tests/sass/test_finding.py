"""Which source a URL of Sass means: partials, extensions, indexes, packages."""

from __future__ import annotations

import json

import pytest

from assetbuild.filters.sass.candidates import Ambiguous, find_sheet, is_partial
from assetbuild.filters.sass.importer import Importer, to_path, to_url
from assetbuild.filters.sass.origins import rebased_urls
from assetbuild.references.spans import rewrite


class Sources:
    """The sources of a build, by logical path."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts

    def __call__(self, path: str) -> bytes | None:
        return self.texts[path].encode() if path in self.texts else None

    def file(self, path: str) -> str | None:
        return path if path in self.texts else None

    def digest(self, path: str) -> str | None:
        return path if path in self.texts else None

    def exists(self, path: str) -> bool:
        return path in self.texts


SHEETS = [
    pytest.param("a", "_a.scss", False, "_a.scss", id="partial"),
    pytest.param("x/a", "x/a.sass x/a.css", False, "x/a.sass", id="Sass before CSS"),
    pytest.param("a", "a.css a/index.scss", False, "a.css", id="CSS before an index"),
    pytest.param("a", "a/_index.sass", False, "a/_index.sass", id="index"),
    pytest.param("a", "a.import.scss a.scss", False, "a.scss", id="not for `@use`"),
    pytest.param("a", "_a.import.scss a.scss", True, "_a.import.scss", id="for `@import`"),
    pytest.param("a", "a/_index.import.scss a/_index.scss", True, "a/_index.import.scss", id="index for `@import`"),
    pytest.param("a.scss", "_a.scss a.scss.scss", False, "_a.scss", id="extension"),
    pytest.param("a.scss", "a.scss a.import.scss", True, "a.import.scss", id="extension for `@import`"),
    pytest.param("a.b", "_a.b.scss", False, "_a.b.scss", id="another dot"),
    pytest.param("a", "b.scss", False, None, id="none"),
]


@pytest.mark.parametrize(("path", "sources", "from_import", "expected"), SHEETS)
def test_sheet(path: str, sources: str, from_import: bool, expected: str | None) -> None:
    assert find_sheet(path, from_import, sources.split().__contains__) == expected


@pytest.mark.parametrize("sources", ["a.scss _a.scss", "a.sass a.scss", "a/index.scss a/_index.scss"])
def test_two_that_are_meant_at_once(sources: str) -> None:
    with pytest.raises(Ambiguous, match="are both meant: rename one of them"):
        find_sheet("a", False, sources.split().__contains__)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("_a.scss", True), ("x/_a.SASS", True), ("a.scss", False), ("_x/a.scss", False), ("_a.css", False)],
)
def test_partial(path: str, expected: bool) -> None:
    assert is_partial(path) is expected


KIT = "node_modules/kit"
PACKAGES = [
    pytest.param("pkg:kit", {}, "index.scss", "index.scss", id="index"),
    pytest.param("pkg:kit", {"sass": "s.scss", "style": "t.scss"}, "s.scss t.scss", "s.scss", id="field"),
    pytest.param("pkg:kit", {"style": "t.css"}, "t.css", "t.css", id="style"),
    pytest.param("pkg:kit/a/b", {}, "a/_b.scss", "a/_b.scss", id="path without exports"),
    pytest.param("pkg:kit", {"exports": "./x.scss"}, "x.scss", "x.scss", id="exports is a string"),
    pytest.param("pkg:kit", {"exports": {"sass": "./x.scss"}}, "x.scss", "x.scss", id="exports are conditions"),
    pytest.param(
        "pkg:kit", {"exports": {".": {"import": "./x.js", "default": "./d.scss"}}}, "d.scss", "d.scss", id="default"
    ),
    pytest.param("pkg:kit/a", {"exports": {"./a.scss": "./src/a.scss"}}, "src/a.scss", "src/a.scss", id="extension"),
    pytest.param(
        "pkg:kit/a/b",
        {"exports": {"./*": "./x/*", "./a/*": {"sass": "./y/*.scss"}}},
        "y/b.scss",
        "y/b.scss",
        id="pattern",
    ),
    pytest.param("pkg:kit/c", {"exports": {"./a/*": "./y/*"}}, "c.scss", "c.scss", id="not exported, yet there"),
    pytest.param("pkg:kit/c", {"exports": {"./*": {"import": "./c.js"}}}, "c.scss", "c.scss", id="for others only"),
    pytest.param("pkg:kit/c", [], "c.scss", "c.scss", id="package.json is no object"),
    pytest.param("pkg:kit/c", "{", "c.scss", "c.scss", id="package.json is no JSON"),
    pytest.param("pkg:other", {}, "index.scss", None, id="another package"),
    pytest.param("pkg:../../x", {}, "index.scss", None, id="out of the root"),
]


@pytest.mark.parametrize(("url", "manifest", "files", "expected"), PACKAGES)
def test_package(url: str, manifest: object, files: str, expected: str | None) -> None:
    text = manifest if isinstance(manifest, str) else json.dumps(manifest)
    sources = Sources({f"{KIT}/package.json": text, **{f"{KIT}/{file}": "" for file in files.split()}})
    assert Importer(sources, ("",)).canonicalize(url, False) == (expected and to_url(f"{KIT}/{expected}"))


def test_package_with_a_scope_in_a_load_path() -> None:
    sources = Sources({"vendor/@a/b/c.scss": ""})
    assert Importer(sources, ("", "vendor/")).canonicalize("~@a/b/c", False) == "assetbuild:/vendor/%40a/b/c.scss"


@pytest.mark.parametrize("url", ["https://x.example/a", "../../a", "file:///a", "assetbuild:/a/../../b"])
def test_url_that_no_source_can_have(url: str) -> None:
    assert Importer(Sources({"a.scss": "", "b.scss": ""}), ("",)).canonicalize(url, False) is None


def test_url_and_path_are_each_others() -> None:
    assert to_path(to_url("a b/ü%.scss")) == "a b/ü%.scss"


def test_address_behind_a_misleading_map_is_that_of_the_only_file_that_has_it() -> None:
    def rebased(*there: str) -> str:
        source_map = json.dumps({"sources": ["assetbuild:/css/a.scss"], "mappings": "AAAA;"})
        loaded = ["css/a.scss", "p/b.scss", "q/c.scss"]
        text = "a { b: url(x.png) }"
        return rewrite(text, rebased_urls(text, source_map, "css/a.scss", loaded, there.__contains__))

    assert rebased("p/x.png") == "a { b: url(../p/x.png) }"
    assert rebased("p/x.png", "q/x.png") == "a { b: url(x.png) }"
    assert rebased() == "a { b: url(x.png) }"


def test_address_in_a_line_without_a_map_stays() -> None:
    source_map = json.dumps({"sources": ["assetbuild:/a.scss"], "mappings": "AAAA"})
    assert not rebased_urls("a {\n b: url(x.png) }", source_map, "a.scss", [], lambda path: False)
    assert not rebased_urls("a { b: url(../../x) }", source_map, "a.scss", [], lambda path: True)
