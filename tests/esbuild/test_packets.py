"""The packets of esbuild's service: what is written is read again, and what is none is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetbuild.esbuild.packets import Packet, decode, encode

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2**32 - 1) | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(st.integers(0, 2**31 - 1), st.booleans(), VALUES)
def test_packet_is_read_as_it_was_written(number: int, is_request: bool, value: object) -> None:
    packet = Packet(number, is_request, value)
    data = encode(packet)
    assert int.from_bytes(data[:4], "little") == len(data) - 4
    assert decode(data[4:]) == packet


def test_bytes_are_those_of_esbuild() -> None:
    data = encode(Packet(3, True, {"a": ["é", b"\x01", True, None, 7]}))
    assert data == (
        b"\x28\0\0\0\x06\0\0\0\x06\x01\0\0\0\x01\0\0\0a\x05\x05\0\0\0"
        b"\x03\x02\0\0\0\xc3\xa9\x04\x01\0\0\0\x01\x01\x01\0\x02\x07\0\0\0"
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"\0\0\0\0\x00\x00", "1 bytes too many in a packet", id="more than a value"),
        pytest.param(b"\0\0\0\0\x09\0\0\0\0", "a packet has a value of unknown type 9", id="unknown type"),
    ],
)
def test_what_is_no_packet_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        decode(data)


def test_packet_holds_no_other_types() -> None:
    with pytest.raises(TypeError, match="a packet cannot hold float"):
        encode(Packet(0, True, 1.5))
