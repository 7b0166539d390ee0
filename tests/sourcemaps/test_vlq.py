from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetbuild.sourcemaps.vlq import BadMappings, decode, encode

NUMBERS = st.integers(-(2**31), 2**31)


@pytest.mark.parametrize(
    ("number", "digits"),
    [(0, "A"), (1, "C"), (-1, "D"), (15, "e"), (16, "gB"), (-16, "hB"), (511, "+f"), (1000, "w+B")],
)
def test_number_is_written_as_the_standard_has_it(number: int, digits: str) -> None:
    assert encode(number) == digits


@given(st.one_of(*(st.lists(NUMBERS, min_size=size, max_size=size) for size in (1, 4, 5))))
def test_segment_says_the_numbers_that_it_was_made_of(numbers: list[int]) -> None:
    assert decode("".join(map(encode, numbers))) == tuple(numbers)


@pytest.mark.parametrize(
    ("segment", "message"),
    [
        pytest.param("AA!A", "'!' is no digit of Base64", id="another character"),
        pytest.param("AAAg", "'AAAg' is no segment", id="cut off in a number"),
        pytest.param("AA", "'AA' is no segment", id="two numbers"),
        pytest.param("", "'' is no segment", id="nothing"),
    ],
)
def test_what_is_no_segment_is_refused(segment: str, message: str) -> None:
    with pytest.raises(BadMappings) as refused:
        decode(segment)
    assert str(refused.value) == message
