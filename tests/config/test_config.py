"""The configuration: where it is read from, every key, its default and its form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assetbuild.config import BundleConfig, Config
from assetbuild.config_file import load_config
from assetbuild.config_reader import has_table, parse_config
from assetbuild.errors import Faults, Location

from ..sites import Site

ICON = {"icon.png": b"png"}


def parse(text: str, *table: str) -> Config:
    return parse_config(text, "assetbuild.toml", table)


DEFAULTS = {
    "sources": ("assets",),
    "output": "dist/assets",
    "url": "/static/",
    "exclude": (),
    "minify": "safe",
    "encodings": ("br", "gzip"),
    "allow_missing": (),
    "inline": (),
    "sourcemaps": False,
    "inline_repeated": False,
    "sources_content": True,
    "bundles": (),
    "filters": {},
}

KEYS = [
    pytest.param('sources = ["a", "b", "a"]', "sources", ("a", "b"), id="sources"),
    pytest.param('output = "public/build"', "output", "public/build", id="output"),
    pytest.param('url = "/static"', "url", "/static/", id="url gets its slash"),
    pytest.param('url = "/"', "url", "/", id="url of the root"),
    pytest.param('url = "https://cdn.example.com"', "url", "https://cdn.example.com/", id="url of another host"),
    pytest.param('url = "//cdn.example.com/x/"', "url", "//cdn.example.com/x/", id="url without a scheme"),
    pytest.param('url = "./assets"', "url", "./assets/", id="url from the page"),
    pytest.param('url = ".."', "url", "../", id="url above the page"),
    pytest.param('exclude = ["e\\u0301/**"]', "exclude", ("\u00e9/**",), id="exclude in NFC"),
    pytest.param('minify = "off"', "minify", "off", id="minify"),
    pytest.param('encodings = ["gzip", "gzip"]', "encodings", ("gzip",), id="encodings"),
    pytest.param("encodings = []", "encodings", (), id="no encodings"),
    pytest.param("sourcemaps = true", "sourcemaps", True, id="sourcemaps"),
    pytest.param('sourcemaps = "hidden"', "sourcemaps", "hidden", id="sourcemaps hidden"),
    pytest.param("inline-repeated = true", "inline_repeated", True, id="inline-repeated"),
    pytest.param("sources-content = false", "sources_content", False, id="sources-content"),
    pytest.param('allow-missing = ["vendor/**"]', "allow_missing", ("vendor/**",), id="allow-missing"),
    pytest.param(
        'inline = {"b.svg" = 0, "**/*.svg" = 9}', "inline", (("b.svg", 0), ("**/*.svg", 9)), id="inline, in its order"
    ),
    pytest.param("[filters.x]\na = 1\nb = [2]", "filters", {"x": {"a": 1, "b": [2]}}, id="filters"),
]


@pytest.mark.parametrize(("text", "name", "value"), KEYS)
def test_key(text: str, name: str, value: Any) -> None:
    config = parse(text)
    assert {key: getattr(config, key) for key in DEFAULTS} == DEFAULTS | {name: value}


def test_no_configuration_is_all_defaults() -> None:
    assert {key: getattr(Config(), key) for key in DEFAULTS} == DEFAULTS
    assert parse("")._replace(places=None) == Config()


def test_bundles_are_sorted_and_know_their_places() -> None:
    text = '[bundles]\n"b.js" = {contents = ["x.js"], filters = []}\n["bundles"."a.css"]\ncontents = ["y.css", "z.css"]'
    config = parse(text)
    assert [bundle.path for bundle in config.bundles] == ["a.css", "b.js"]
    first, second = config.bundles
    assert (first.contents, first.filters) == (("y.css", "z.css"), None)
    assert (second.contents, second.filters) == (("x.js",), ())
    assert str(first.where) == "assetbuild.toml:3:12"
    assert [str(first.where_item(index)) for index in (0, 1, 2)] == [
        "assetbuild.toml:4:13",
        "assetbuild.toml:4:22",
        "assetbuild.toml:3:12",
    ]
    assert str(second.where_item(0)) == "assetbuild.toml:2:23"


def test_places_of_keys_items_filters_and_options() -> None:
    config = parse(
        '[tool.assetbuild]\nsources = ["a", "b"]\n[tool.assetbuild.filters.f]\nx = 1\n'
        '[tool.assetbuild.bundles."a.css"]\ncontents = ["a"]\nfilters = ["f", "g"]\n',
        "tool",
        "assetbuild",
    )
    places = {
        config.where("sources"): "assetbuild.toml:2:11",
        config.where("sources", 1): "assetbuild.toml:2:17",
        config.where("output"): "assetbuild.toml",
        config.where_filter("f", "x"): "assetbuild.toml:4:1",
        config.where_filter("f", "y"): "assetbuild.toml:3:26",
        config.where_filter("f"): "assetbuild.toml:3:26",
        config.where_filter("g"): "assetbuild.toml:7:17",
        config.where_filter("h"): "assetbuild.toml",
    }
    assert {str(place): expected for place, expected in places.items()} == {each: each for each in places.values()}


def test_configuration_made_by_a_program_has_no_places() -> None:
    bundle = BundleConfig("a.css", ("b.css",), ("f",), Location("made"))
    config = Config("made", bundles=(bundle,))
    assert [str(config.where("url")), str(config.where_filter("f")), str(bundle.where_item(0))] == ["made"] * 3


def test_all_faults_are_told_at_once_in_their_order() -> None:
    text = '[bundles."a.css"]\ncontents = [1]\n[bundles."b.css"]\ncontents = ["x"]\nfilters = 2\n[filters]\nf = 3\n'
    with pytest.raises(Faults) as raised:
        parse(text)
    assert [str(fault) for fault in raised.value.faults] == [
        "assetbuild.toml:2:13: each item of `contents` must be a string, not a number",
        "assetbuild.toml:5:11: `filters` must be a list of strings, not a number",
        "assetbuild.toml:7:5: `f` must be a table, not a number",
    ]


TYPES = {
    "true": "a boolean",
    "1": "a number",
    "1.5": "a number",
    "[]": "a list",
    "{}": "a table",
    "1979-05-27": "a date or time",
    "07:32:00": "a date or time",
}


@pytest.mark.parametrize(("value", "name"), TYPES.items())
def test_wrong_type_is_named(value: str, name: str) -> None:
    with pytest.raises(Faults, match=f"`output` must be a string, not {name}"):
        parse(f"output = {value}")


@pytest.mark.parametrize("text", ["tool = 1", "tool.assetbuild = 1", '[tool]\nassetbuild = "x"'])
def test_table_that_is_none_is_an_error(text: str) -> None:
    site = Site(project={"pyproject.toml": text})
    stderr = site.compile("--config", "pyproject.toml").stderr
    assert " must be a table\n" in stderr
    assert stderr.startswith("pyproject.toml:")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", False),
        ("[tool]", False),
        ("tool = 1", False),
        ("[tool.assetbuild]", True),
        ("[tool.assetbuild.bundles]", True),
        ("tool.assetbuild.url = '/'", True),
        ("[tool.assetbuild]\nx = ", True),
        ("[tool.other]\nx = ", False),
    ],
)
def test_table_is_looked_for(text: str, found: bool) -> None:
    assert has_table(text, "pyproject.toml", ("tool", "assetbuild")) is found


def test_pyproject_is_read() -> None:
    site = Site(project={"pyproject.toml": '[tool.assetbuild]\nsources = ["static"]', "static/icon.png": b"png"})
    assert site.compile().succeeds().names() == ["icon.png"]


def test_pyproject_without_our_table_gives_the_defaults() -> None:
    site = Site(ICON, project={"pyproject.toml": "[tool.other]\nsources = 1"})
    assert site.compile().succeeds().names() == ["icon.png"]


def test_own_file_wins() -> None:
    site = Site(ICON, project={"pyproject.toml": '[tool.assetbuild]\nsources = ["static"]', "assetbuild.toml": ""})
    assert site.compile().succeeds().names() == ["icon.png"]


def test_byte_order_mark_is_passed_over() -> None:
    site = Site(project={"assetbuild.toml": b'\xef\xbb\xbfsources = ["static"]', "static/icon.png": b"png"})
    assert site.compile().succeeds().names() == ["icon.png"]


@pytest.mark.parametrize("name", ["assetbuild.toml", "pyproject.toml", "assets.production.toml"])
def test_paths_are_relative_to_the_configuration(name: str) -> None:
    header = "[tool.assetbuild]\n" if name == "pyproject.toml" else ""
    site = Site(project={f"site/{name}": f'{header}output = "out"', "site/assets/icon.png": b"png"})
    site.compile("--config", f"site/{name}").succeeds()
    assert (site.folder / "site/out/manifest.json").is_file()


def test_folder_of_a_configuration_beside_us() -> None:
    config, folder = load_config(None, "nowhere")
    assert (config.file, folder) == (str(Path("nowhere/assetbuild.toml")), "nowhere")


def test_configuration_that_is_a_folder_is_moved_away() -> None:
    Site(project={"assetbuild.toml/x": ""}).compile().fails(
        status=2, stderr="assetbuild.toml: error: the configuration is a folder\n  hint: move it away\n"
    )


def test_path_that_no_system_takes_is_an_error() -> None:
    run = Site().compile("--config", "a\0b")
    assert (run.status, run.stderr.splitlines()[0]) == (
        2,
        "a\ufffdb: error: the configuration cannot be read: embedded null byte",
    )


def test_environment_changes_nothing_at_build_time(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(ICON)
    first = site.compile().succeeds().manifest.digest
    monkeypatch.setenv("ASSETBUILD_URL", "https://cdn.example.com/")
    assert site.compile().succeeds().manifest.digest == first
