"""The manifest, format 1: the same bytes for the same assets, and nothing is believed that is not whole."""

from __future__ import annotations

import json
import pickle
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetbuild.errors import AssetbuildError, UsageError, render
from assetbuild.manifest import Entry, ManifestFile, OtherManifest, manifest_bytes

from .samples import entry

A = Entry("css/a.1.css", 12, "text/css", "sha384-x", {"br": 7, "gzip": 9}, ("img/é.png",))
B = Entry("img/é.2.png", 3, "image/png", "sha384-y", {}, ())
SITE = {"css/a.css": A, "img/é.png": B}

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def with_digest(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the digest of its canonical form."""
    document = {key: value for key, value in document.items() if key != "digest"}
    canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return document | {"digest": "sha256-" + b64encode(sha256(canonical.encode()).digest()).decode()}


def without_last_newline(data: bytes) -> bytes:
    return data.removesuffix(b"\n")


def with_windows_newlines(data: bytes) -> bytes:
    return data.replace(b"\n", b"\r\n")


def as_indented(data: bytes) -> bytes:
    return json.dumps(json.loads(data), indent=4).encode()


def as_one_line(data: bytes) -> bytes:
    """As `jq -cS` writes it."""
    return (json.dumps(json.loads(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n").encode()


def with_later_keys(data: bytes) -> bytes:
    document = json.loads(data)
    document["later"] = {"css/x.css": 1}
    for value in document["assets"].values():
        value["later"] = [1]
    return json.dumps(with_digest(document)).encode()


LAYOUTS: list[Callable[[bytes], bytes]] = [
    bytes,
    without_last_newline,
    with_windows_newlines,
    as_indented,
    as_one_line,
    with_later_keys,
]


def test_manifest_is_one_line_an_asset_in_the_order_of_names() -> None:
    data = manifest_bytes("/static/", dict(reversed(SITE.items())))
    assert data.decode() == (
        '{"assets":{\n'
        '"css/a.css":{"encodings":{"br":7,"gzip":9},"integrity":"sha384-x","path":"css/a.1.css",'
        '"references":["img/é.png"],"size":12,"type":"text/css"},\n'
        '"img/é.png":{"encodings":{},"integrity":"sha384-y","path":"img/é.2.png","references":[],"size":3,'
        '"type":"image/png"}\n'
        '},"digest":"sha256-etUKZV0bvmdDd9u5Kz/sh3E8DF1aNI0rOvp6sFYohOQ=","format":"assetbuild/1","url":"/static/"}\n'
    )


def test_digest_is_that_of_the_canonical_document_without_it() -> None:
    document = json.loads(manifest_bytes("/static/", SITE))
    assert with_digest(document)["digest"] == document["digest"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_manifest_in_any_layout_reads_the_same(layout: Callable[[bytes], bytes]) -> None:
    manifest = ManifestFile.parse(layout(manifest_bytes("/static/", SITE)), "m.json")
    assert manifest.url == "/static/"
    assert manifest.names() == ["css/a.css", "img/é.png"]
    assert manifest.entries() == [A, B]
    assert manifest.entry("css/a.css") == A
    assert ("img/é.png" in manifest, "img/x.png" in manifest, "later" in manifest, 7 in manifest) == (
        True,
        False,
        False,
        False,
    )
    with pytest.raises(KeyError):
        manifest.entry("css/b.css")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_manifest_without_assets_has_no_names(layout: Callable[[bytes], bytes]) -> None:
    manifest = ManifestFile.parse(layout(manifest_bytes("", {})), "m.json")
    assert manifest.names() == []
    assert manifest.entries() == []
    assert "a" not in manifest


@given(st.dictionaries(NAMES, NAMES), st.text(st.characters(exclude_categories=["Cs"])), st.lists(NAMES))
def test_every_name_is_found_and_no_other(assets: dict[str, str], url: str, others: list[str]) -> None:
    entries = {name: Entry("x", 1, kind, "", {}, (kind,)) for name, kind in assets.items()}
    data = manifest_bytes(url, entries)
    manifest = ManifestFile.parse(data, "m.json")
    assert manifest.url == url
    assert manifest.names() == sorted(entries)
    assert {name: manifest.entry(name) for name in entries} == entries
    assert manifest.entries() == [entries[name] for name in sorted(entries)]
    assert [name in manifest for name in others] == [name in entries for name in others]
    assert ManifestFile.parse(as_indented(data), "m.json").entries() == manifest.entries()


def test_name_with_half_a_character_is_not_there() -> None:
    assert "\ud800" not in ManifestFile.parse(manifest_bytes("", {"a": B, "b": B}), "m.json")


def test_manifest_travels_to_another_process() -> None:
    manifest = pickle.loads(pickle.dumps(ManifestFile.parse(manifest_bytes("/s/", SITE), "m.json")))
    assert (manifest.file, manifest.url, manifest.entries()) == ("m.json", "/s/", [A, B])


def test_missing_manifest_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        ManifestFile.load(tmp_path / "manifest.json")
    assert render(caught.value) == (
        f"{tmp_path}/manifest.json: error: the manifest cannot be read: No such file or directory\n"
        "  hint: run `assetbuild compile` in the build stage, and give the path of the manifest that it wrote"
    )


def test_folder_in_place_of_the_manifest_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="the manifest cannot be read: Is a directory"):
        ManifestFile.load(tmp_path)


WHOLE = manifest_bytes("/static/", SITE)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "it is not JSON: Expecting value: line 1 column 1 (char 0)", id="empty"),
        pytest.param(WHOLE[:200], None, id="cut short"),
        pytest.param(WHOLE.replace(b"a.1", b"a.9"), "its content is not that of its digest", id="a path changed"),
        pytest.param(WHOLE.replace(b"/static/", b"/stat/"), "its content is not that of its digest", id="url changed"),
        pytest.param(
            as_indented(WHOLE).replace(b"a.1", b"a.9"), "its content is not that of its digest", id="another layout"
        ),
        pytest.param(b"\xff" * 9, None, id="not UTF-8"),
        pytest.param(b"[" * 100_000, None, id="nested without end"),
        pytest.param(b"[]", "it does not say that its format is 'assetbuild/1'", id="a list"),
        pytest.param(b"{}", "it does not say that its format is 'assetbuild/1'", id="no format"),
        pytest.param(b'{"format":"other/1"}', "it does not say that its format is 'assetbuild/1'", id="other program"),
        pytest.param(
            b'{"format":"assetbuild/1"}', "`assets`, `url` or `digest` is missing or of a wrong type", id="no assets"
        ),
        pytest.param(
            b'{"format":"assetbuild/1","assets":[],"url":"","digest":""}',
            "`assets`, `url` or `digest` is missing or of a wrong type",
            id="assets of a wrong type",
        ),
        pytest.param(
            b'{"format":"assetbuild/1","assets":{},"url":"\\ud800","digest":""}', "it has half a character", id="half"
        ),
    ],
)
def test_damaged_manifest_is_refused(data: bytes, reason: str | None) -> None:
    with pytest.raises(AssetbuildError) as caught:
        ManifestFile.parse(data, "m.json")
    assert str(caught.value).startswith("m.json: the manifest is damaged: ")
    assert caught.value.hint == "compile again; if it was copied, copy it whole"
    if reason:
        assert caught.value.message == f"the manifest is damaged: {reason}"


def test_another_format_is_refused_by_its_name() -> None:
    with pytest.raises(AssetbuildError) as caught:
        ManifestFile.parse(WHOLE.replace(b"assetbuild/1", b"assetbuild/2"), "m.json")
    assert render(caught.value) == (
        "m.json: error: the manifest is of format 'assetbuild/2', and this version reads 'assetbuild/1'\n"
        "  hint: upgrade assetbuild where the manifest is read, or compile with the version that reads it"
    )


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"path": None}, id="path of a wrong type"),
        pytest.param({"path": ""}, id="no path"),
        pytest.param({"path": "../a.css"}, id="above the folder"),
        pytest.param({"path": "/etc/passwd"}, id="absolute"),
        pytest.param({"path": "a//b"}, id="empty segment"),
        pytest.param({"path": "a\\b"}, id="backslash"),
        pytest.param({"path": "a\0b"}, id="NUL"),
        pytest.param({"path": "c:/a"}, id="drive or scheme"),
        pytest.param({"size": "1"}, id="size"),
        pytest.param({"size": True}, id="size that is a boolean"),
        pytest.param({"type": 1}, id="type"),
        pytest.param({"integrity": 1}, id="integrity"),
        pytest.param({"encodings": []}, id="encodings"),
        pytest.param({"encodings": {"br": "1"}}, id="size of a twin"),
        pytest.param({"references": [1]}, id="reference"),
        pytest.param({"references": 1}, id="references"),
    ],
)
@pytest.mark.parametrize("layout", [bytes, as_indented])
def test_entry_that_is_not_whole_is_refused(changes: dict[str, Any], layout: Callable[[bytes], bytes]) -> None:
    values = {"path": "x", "size": 1, "type": "", "integrity": "", "encodings": {}, "references": []} | changes
    document = with_digest({"assets": {"a": values}, "format": "assetbuild/1", "url": ""})
    line = json.dumps(document, sort_keys=True, separators=(",", ":"))
    data = (line.replace('{"a"', '{\n"a"').replace('},"digest"', '\n},"digest"') + "\n").encode()
    with pytest.raises(AssetbuildError, match=r"^m.json: the manifest is damaged: the entry of 'a' is not whole"):
        ManifestFile.parse(layout(data), "m.json").entry("a")


def test_manifests_for_other_readers_are_read_back() -> None:
    others = {"m.json": OtherManifest("mix", 3, "sha384-x"), ".vite/m.json": OtherManifest("vite", 4, "sha384-y")}
    data = manifest_bytes("/s/", SITE, others=others)
    for layout in (bytes, as_indented):
        assert ManifestFile.parse(layout(data), "m.json").others == others
    assert ManifestFile.parse(manifest_bytes("/s/", {}), "m.json").others == {}


@pytest.mark.parametrize(
    ("manifests", "reason"),
    [
        pytest.param([], "`manifests` is not whole", id="a list"),
        pytest.param({"m": {"format": "mix", "size": 1}}, "`manifests` is not whole", id="no integrity"),
        pytest.param({"m": 1}, "`manifests` is not whole", id="a number"),
        pytest.param(
            {"../m": {"format": "mix", "size": 1, "integrity": ""}},
            "`manifests` is not whole, or leads out of the folder",
            id="above the folder",
        ),
        pytest.param(
            {"m": {"format": "mix", "size": "1", "integrity": ""}},
            "`manifests` is not whole, or leads out of the folder",
            id="size",
        ),
    ],
)
def test_manifests_for_other_readers_that_are_not_whole_are_refused(manifests: object, reason: str) -> None:
    document = with_digest({"assets": {}, "format": "assetbuild/1", "manifests": manifests, "url": ""})
    with pytest.raises(AssetbuildError) as caught:
        ManifestFile.parse(json.dumps(document).encode(), "m.json")
    assert caught.value.message == f"the manifest is damaged: {reason}"


def test_entry_without_path_is_refused() -> None:
    document = with_digest({"assets": {"a": {}, "b": 1}, "format": "assetbuild/1", "url": ""})
    manifest = ManifestFile.parse(json.dumps(document).encode(), "m.json")
    for name in ("a", "b"):
        with pytest.raises(AssetbuildError, match=f"the entry of '{name}' is not whole"):
            manifest.entry(name)


def in_lines(*lines: str, url: str = '"/s/"') -> bytes:
    """A manifest in the layout of ours, with the right digest, of lines that are not ours."""
    head, tail = (
        '{"assets":{' + "".join(f"\n{line}" for line in lines) + "\n},",
        f'"format":"assetbuild/1","url":{url}}}\n',
    )
    digest = b64encode(sha256((head + tail).replace("\n", "").encode()).digest()).decode()
    return f'{head}"digest":"sha256-{digest}",{tail}'.encode()


def test_line_that_is_no_json_is_refused_when_it_is_asked_for() -> None:
    manifest = ManifestFile.parse(in_lines('"a":{]'), "m.json")
    with pytest.raises(AssetbuildError, match="the manifest is damaged: Expecting property name"):
        manifest.entry("a")


def test_line_that_is_no_entry_is_refused_when_it_is_met() -> None:
    manifest = ManifestFile.parse(in_lines('"a":{},', "oops,", '"c":{}'), "m.json")
    with pytest.raises(AssetbuildError, match="the manifest is damaged: a line is not an entry"):
        manifest.entry("b")


def test_url_that_is_no_string_is_refused() -> None:
    with pytest.raises(AssetbuildError, match="the manifest is damaged: Invalid"):
        ManifestFile.parse(in_lines('"a":{}', url='"\\x"'), "m.json")


def test_manifest_larger_than_a_read_has_its_digest_checked() -> None:
    entries = {f"{number}.css": entry(f"{number}.css") for number in range(1000)}
    data = manifest_bytes("/static/", entries)
    assert len(data) > 2 << 16
    assert len(ManifestFile.parse(data, "m.json").names()) == 1000
    with pytest.raises(AssetbuildError, match="its content is not that of its digest"):
        ManifestFile.parse(data.replace(b'"size":0', b'"size":1', 1), "m.json")
