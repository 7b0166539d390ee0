"""References as they stand in artifacts, led back to paths below the output folder."""

from __future__ import annotations

import pytest

from assetbuild.output.references import scan_artifact, without_fingerprints


@pytest.mark.parametrize(
    ("target", "url", "path"),
    [
        pytest.param("b.0123456789ab.png", "/static/", "css/b.0123456789ab.png", id="beside"),
        pytest.param("../img/b.png", "/static/", "img/b.png", id="above"),
        pytest.param("../../b.png", "/static/", None, id="out of the folder"),
        pytest.param("a%20b.png", "/static/", "css/a b.png", id="percent-encoded"),
        pytest.param("con.png", "/static/", None, id="name of a device"),
        pytest.param("/static/img/b.png", "/static/", "img/b.png", id="by the public prefix"),
        pytest.param("/other/b.png", "/static/", "", id="another path of the server"),
        pytest.param("/static/", "/static/", "", id="the prefix itself"),
        pytest.param("/img/b.png", "/", "", id="prefix that is the whole server"),
        pytest.param("/img/b.png", "https://cdn.example/x/", "", id="prefix on another server"),
    ],
)
def test_reference_is_led_back_to_a_path(target: str, url: str, path: str | None) -> None:
    scanned = scan_artifact("css/a.css", f"a{{b:url({target})}}".encode(), url)
    assert [found for _, found in scanned.references] == ([] if path == "" else [path])


@pytest.mark.parametrize(
    ("path", "data"),
    [
        pytest.param("a.txt", b"a{b:url(c.png)}", id="type without references"),
        pytest.param("a.css", b"\xff a{b:url(c.png)}", id="not UTF-8, copied as it was"),
        pytest.param("a.css", b"a{b:url(data:,x)} /* url(c.png) */", id="nothing of the site"),
    ],
)
def test_file_without_references_has_none(path: str, data: bytes) -> None:
    assert scan_artifact(path, data, "/static/").references == ()


def test_members_of_a_circle_stand_under_their_logical_paths_again() -> None:
    css = b'@import "../b c.0123456789ab.css";a{b:url(i.0123456789ab.png?v#x)}c{d:url(/e.png)}f{g:url(../../h)}'
    scanned = scan_artifact("css/a.0123456789ab.css", css, "/static/")
    logical = {"b c.0123456789ab.css": "b c.css", "css/i.0123456789ab.png": "css/i.png"}
    assert without_fingerprints(scanned, logical, {"css/a.css", "b c.css"}) == css.replace(
        b"../b c.0123456789ab.css", b"b%20c.css"
    )
