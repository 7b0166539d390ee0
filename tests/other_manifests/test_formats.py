"""What the manifests for other readers say of a few assets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetbuild.also import other_manifests
from assetbuild.config import Also, Config, EntryConfig
from assetbuild.errors import Location
from assetbuild.fingerprint import digest, fingerprinted, integrity
from assetbuild.manifest import AssetGroup, Entry, ModuleMap, OtherManifest
from assetbuild.media_types import media_type
from assetbuild.other_manifests.content import Content
from assetbuild.other_manifests.formats import FORMATS, render

FINGERPRINT = re.compile(r"\.[0-9a-f]{12}\.(?:css|js|png)$")
# Of no bytes.
EMPTY = "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb"
EMPTY_HEX = "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b"


def entry(
    path: str,
    kind: str = "image/png",
    references: tuple[str, ...] = (),
    imports: tuple[str, ...] = (),
    dynamic: tuple[str, ...] = (),
) -> Entry:
    return Entry(path, 3, kind, EMPTY, {"br": 2}, references, bool(imports or dynamic), imports, dynamic)


STYLE, SCRIPT = "text/css", "text/javascript"
ASSETS = {
    "a.css": entry("a.1.css", STYLE, ("b.png", "c.css")),
    "b.png": entry("b.2.png"),
    "c.css": entry("c.3.css", STYLE),
    "x/é #1.js": entry("x/é #1.4.js", SCRIPT),
}
MODULES = {
    "app.css": entry("app.1.css", STYLE),
    "app.js": entry("app.2.js", SCRIPT, ("b.png", "lib.js"), ("lib.js",), ("later.js",)),
    "b.png": entry("b.3.png"),
    "later.js": entry("later.4.js", SCRIPT),
    "lib.js": entry("lib.5.js", SCRIPT),
}
GROUPS = {"main": AssetGroup(("a.css", "x/é #1.js"), {}), "a": AssetGroup(("c.css",), {}), "c": AssetGroup((), {})}


def content(
    entries: Mapping[str, Entry] = ASSETS, *, groups: Mapping[str, AssetGroup] | None = None, entry_points: str = ""
) -> Content:
    return Content("https://cdn/s/", entries, groups or {}, None, frozenset(entry_points.split()))


@pytest.mark.parametrize(
    ("name", "content", "document"),
    [
        pytest.param(
            "sprockets",
            content({"a.css": ASSETS["a.css"]}),
            {
                "assets": {"a.css": "a.1.css"},
                "files": {
                    "a.1.css": {
                        "logical_path": "a.css",
                        "mtime": "1980-01-01T00:00:00+00:00",
                        "size": 3,
                        "digest": EMPTY_HEX,
                        "integrity": EMPTY,
                    }
                },
            },
            id="sprockets",
        ),
        pytest.param(
            "propshaft",
            content({"a.css": ASSETS["a.css"]}),
            {"a.css": {"digested_path": "a.1.css", "integrity": EMPTY}},
            id="propshaft",
        ),
        pytest.param(
            "propshaft-flat",
            content(),
            {"a.css": "a.1.css", "b.png": "b.2.png", "c.css": "c.3.css", "x/é #1.js": "x/é #1.4.js"},
            id="propshaft-flat",
        ),
        pytest.param(
            "django",
            content(),
            {
                "paths": {"a.css": "a.1.css", "b.png": "b.2.png", "c.css": "c.3.css", "x/é #1.js": "x/é #1.4.js"},
                "version": "1.1",
                "hash": "99b979d56046",
            },
            id="django",
        ),
        pytest.param(
            "vite",
            content(),
            {
                "a.css": {
                    "file": "a.1.css",
                    "src": "a.css",
                    "isEntry": True,
                    "assets": ["b.2.png"],
                    "integrity": EMPTY,
                },
                "b.png": {"file": "b.2.png", "src": "b.png", "integrity": EMPTY},
                "c.css": {"file": "c.3.css", "src": "c.css", "isEntry": True, "integrity": EMPTY},
                "x/é #1.js": {"file": "x/é #1.4.js", "src": "x/é #1.js", "isEntry": True, "integrity": EMPTY},
            },
            id="vite",
        ),
        pytest.param(
            "vite",
            content(MODULES, entry_points="app.js lib.js"),
            {
                "app.css": {"file": "app.1.css", "src": "app.css", "isEntry": True, "integrity": EMPTY},
                "app.js": {
                    "file": "app.2.js",
                    "src": "app.js",
                    "isEntry": True,
                    "imports": ["lib.js"],
                    "dynamicImports": ["later.js"],
                    "css": ["app.1.css"],
                    "assets": ["b.3.png"],
                    "integrity": EMPTY,
                },
                "b.png": {"file": "b.3.png", "src": "b.png", "integrity": EMPTY},
                "later.js": {"file": "later.4.js", "src": "later.js", "isDynamicEntry": True, "integrity": EMPTY},
                "lib.js": {"file": "lib.5.js", "src": "lib.js", "isEntry": True, "integrity": EMPTY},
            },
            id="vite, modules and an entry point with a style sheet",
        ),
        pytest.param(
            "webpack",
            content(),
            {
                "a.css": "https://cdn/s/a.1.css",
                "b.png": "https://cdn/s/b.2.png",
                "c.css": "https://cdn/s/c.3.css",
                "x/é #1.js": "https://cdn/s/x/%C3%A9%20%231.4.js",
            },
            id="webpack",
        ),
        pytest.param(
            "mix",
            content(),
            {
                "/a.css": "/a.1.css",
                "/b.png": "/b.2.png",
                "/c.css": "/c.3.css",
                "/x/é #1.js": "/x/%C3%A9%20%231.4.js",
            },
            id="mix",
        ),
        pytest.param(
            "phoenix",
            content({"a.css": ASSETS["a.css"]}),
            {"version": 1, "latest": {"a.css": "a.1.css"}, "digests": {}},
            id="phoenix",
        ),
    ],
)
def test_format(name: str, content: Content, document: object) -> None:
    assert json.loads(render(name, content)) == document


@pytest.mark.parametrize(
    ("content", "chunks"),
    [
        pytest.param(content(), {"a": ["a.1.css"], "c": ["c.3.css"], "x/é #1": ["x/é #1.4.js"]}, id="one an asset"),
        pytest.param(
            content(MODULES),
            {"app": ["app.1.css", "app.2.js"], "later": ["later.4.js"], "lib": ["lib.5.js"]},
            id="a script with the style sheet of its name",
        ),
        pytest.param(
            content(groups=GROUPS),
            {"a": ["c.3.css"], "c": [], "main": ["a.1.css", "x/é #1.4.js"], "x/é #1": ["x/é #1.4.js"]},
            id="groups, before chunks of their names",
        ),
    ],
)
def test_stats_of_webpack(content: Content, chunks: object) -> None:
    document = json.loads(render("webpack-stats", content))
    assert (document["status"], document["publicPath"], document["chunks"]) == ("done", "https://cdn/s/", chunks)
    assert document["assets"].keys() == {each.path for each in content.entries.values()}
    name = next(iter(content.entries))
    path = content.entries[name].path
    url = f"https://cdn/s/{path}"
    assert document["assets"][path] == {
        "name": path,
        "sourceFilename": name,
        "publicPath": url,
        "integrity": EMPTY,
    }


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_ascii_with_sorted_keys_whatever_the_order(name: str) -> None:
    data = render(name, content())
    assert data == render(name, content(dict(reversed(ASSETS.items()))))
    assert data.isascii()
    assert data == json.dumps(json.loads(data), sort_keys=True, separators=(",", ":")).encode() + b"\n"


def texts(document: object) -> Iterator[str]:
    """All texts in a document of JSON, keys too."""
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict):
        yield from (text for item in document.items() for part in item for text in texts(part))
    elif isinstance(document, list):
        yield from (text for item in document for text in texts(item))


SEGMENTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\:?"), min_size=1, max_size=5)
ENDINGS = st.sampled_from([".css", ".js", ".png"])


@st.composite
def sites(draw: st.DrawFn) -> dict[str, Entry]:
    """Assets with any names that refer to each other in any way."""
    stems = draw(st.lists(st.lists(SEGMENTS, min_size=1, max_size=2).map("/".join), max_size=6))
    names = sorted({stem + draw(ENDINGS) for stem in stems})
    some = st.lists(st.sampled_from(names), unique=True).map(tuple) if names else st.just(())
    return {
        name: entry(fingerprinted(name, digest(name.encode())), media_type(name), draw(some), draw(some), draw(some))
        for name in names
    }


@pytest.mark.parametrize("name", FORMATS)
@given(entries=sites())
def test_every_file_that_a_format_names_is_an_artifact(name: str, entries: dict[str, Entry]) -> None:
    paths = {each.path for each in entries.values()}
    named = set()
    for text in texts(json.loads(render(name, content(entries)))):
        if FINGERPRINT.search(text):
            path = text.removeprefix("https://cdn/s/")
            path = path.removeprefix("/") if name == "mix" else path
            named.add(path if path in paths else unquote(path))
    assert named == paths


HEAD = "the manifest {!r} ({}) cannot say all: "
NO_GROUPS = "it has no place for groups: 'a', 'c', 'main'"
IMPORT_MAP = 'no reader of it writes the import map that the modules need: set modules = "rewrite"'
ODD = "its readers write paths into pages as they are, where % and # mean something else: 'x/é #1.4.js'"
HIDDEN = "groups stand in place of the chunks of these names: 'a', 'c'"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("django", [NO_GROUPS, IMPORT_MAP, ODD], id="django"),
        pytest.param("mix", [NO_GROUPS, IMPORT_MAP], id="mix"),
        pytest.param("phoenix", [NO_GROUPS, IMPORT_MAP, ODD], id="phoenix"),
        pytest.param("propshaft", [NO_GROUPS, IMPORT_MAP, ODD], id="propshaft"),
        pytest.param("propshaft-flat", [NO_GROUPS, IMPORT_MAP, ODD], id="propshaft-flat"),
        pytest.param("sprockets", [NO_GROUPS, IMPORT_MAP, ODD], id="sprockets"),
        pytest.param("vite", [NO_GROUPS, IMPORT_MAP, ODD], id="vite"),
        pytest.param("webpack", [NO_GROUPS, IMPORT_MAP], id="webpack"),
        pytest.param("webpack-stats", [IMPORT_MAP, ODD, HIDDEN], id="webpack-stats"),
    ],
)
def test_what_a_format_cannot_say_is_told(name: str, said: list[str]) -> None:
    file = FORMATS[name].file
    made = other_manifests(Config(also=(Also(name, file),)), ASSETS, ModuleMap("importmap", {}), GROUPS)
    assert [(note.level, note.message) for note in made.notes] == [
        ("warning", HEAD.format(file, name) + what) for what in said
    ]
    plain = {name: entry for name, entry in ASSETS.items() if "#" not in name}
    assert other_manifests(Config(also=(Also(name, file),)), plain, ModuleMap("rewrite", {}), {}).notes == ()


def test_many_names_are_told_by_the_first() -> None:
    groups = {name: AssetGroup((), {}) for name in "edcba"}
    made = other_manifests(Config(also=(Also("mix", "m.json"),)), {}, None, groups)
    assert [note.message for note in made.notes] == [
        HEAD.format("m.json", "mix") + "it has no place for groups: 'a', 'b', 'c' and 2 more"
    ]


def test_ours_tells_of_each() -> None:
    where = Location("assetbuild.toml")
    config = Config(also=(Also("mix", "m.json"), Also("vite", "v/v.json")))
    config = config._replace(entries=(EntryConfig("app.js", "app.ts", where, where),))
    made = other_manifests(config, MODULES, None, {})
    assert json.loads(made.files["v/v.json"])["app.js"]["css"] == ["app.1.css"]
    assert [*made.said] == [*made.files] == ["m.json", "v/v.json"]
    data = made.files["m.json"]
    assert made.said["m.json"] == OtherManifest("mix", len(data), integrity(data))
