"""Texts as JSON, as Python's own reader has them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetbuild.sourcemaps.texts import json_text, json_texts


@given(st.text() | st.text(st.sampled_from('a"\\\n\r\t\0\x1f\x7f\u2028ü𝒳')))
def test_text_is_what_the_string_says(text: str) -> None:
    assert json.loads(json_text(text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('a\n\t"\\ü', '"a\\n\\t\\"\\\\ü"'.encode(), id="what has short escapes"),
        pytest.param("a\0", b'"a\\u0000"', id="another control character"),
        pytest.param("a\ud800", b'"a?"', id="half of a character"),
        pytest.param("a\ud800\0", b'"a?\\u0000"', id="half of one and a control character"),
    ],
)
def test_string(text: str, expected: bytes) -> None:
    assert json_text(text) == expected


def test_list_has_null_for_what_is_not_known() -> None:
    assert json_texts(["a", None, ""]) == b'["a",null,""]'
    assert json_texts([]) == b"[]"
