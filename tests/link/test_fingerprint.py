"""Digests, and the names that bear them."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetbuild.fingerprint import circle_digest, digest, fingerprinted, integrity

HEX = "3f2a9c1b7d4e55667788"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("css/app.css", "css/app.3f2a9c1b7d4e.css"),
        ("app.min.js", "app.min.3f2a9c1b7d4e.js"),
        ("LICENSE", "LICENSE.3f2a9c1b7d4e"),
        ("v1.2/LICENSE", "v1.2/LICENSE.3f2a9c1b7d4e"),
        ("a/archive.tar.gz", "a/archive.tar.3f2a9c1b7d4e.gz"),
        (".well-known", ".well-known.3f2a9c1b7d4e"),
        ("a/.htaccess", "a/.htaccess.3f2a9c1b7d4e"),
    ],
)
def test_name_that_bears_the_fingerprint(path: str, expected: str) -> None:
    assert fingerprinted(path, HEX) == expected


def test_digest_is_sha256_and_integrity_sha384() -> None:
    assert digest(b"abc") == sha256(b"abc").hexdigest()
    # FIPS 180-4's example, in base64.
    assert integrity(b"abc") == "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn"


@given(st.dictionaries(st.text(max_size=5), st.binary(max_size=5), min_size=1, max_size=4), st.data())
def test_circle_digest_depends_on_members_and_not_on_their_order(circle: dict[str, bytes], data: st.DataObject) -> None:
    members = list(circle.items())
    assert circle_digest(data.draw(st.permutations(members))) == circle_digest(members)


@given(
    st.dictionaries(st.text("ab", max_size=3), st.binary(max_size=4), min_size=1, max_size=3),
    st.dictionaries(st.text("ab", max_size=3), st.binary(max_size=4), min_size=1, max_size=3),
)
def test_different_circles_have_different_digests(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert (circle_digest(one.items()) == circle_digest(other.items())) == (one == other)
