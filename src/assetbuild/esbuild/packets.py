"""What goes over the pipes of `esbuild --service`: packets, as esbuild's own lib/main.js writes and reads them.

A packet is its length, an id whose lowest bit is 1 in a response, and one value. All numbers are 32 bits, little
endian. A value is a byte that says its type, and then nothing (null), a byte (boolean), a number, a length and bytes
(UTF-8 text, or data), or a count and values (list; in an object each behind its key).
"""

from __future__ import annotations

from struct import Struct
from typing import Any, NamedTuple

_NUMBER = Struct("<I")
_HEAD = Struct("<II")
_NULL, _BOOLEAN, _INTEGER, _TEXT, _BYTES, _LIST, _OBJECT = range(7)


class Packet(NamedTuple):
    """A request or the response to the request with that number."""

    number: int
    is_request: bool
    value: Any


def encode(packet: Packet) -> bytes:
    """The packet as bytes, its length first. Values are None, bool, int, str, bytes, lists and dicts of these."""
    parts: list[bytes] = []
    _write(packet.value, parts)
    size = _NUMBER.size + sum(map(len, parts))
    return b"".join([_HEAD.pack(size, packet.number << 1 | (not packet.is_request)), *parts])


def decode(data: bytes | memoryview) -> Packet:
    """The packet in `data`, which has it without its length. Raises ValueError for what is none."""
    (number,) = _NUMBER.unpack_from(data)
    value, end = _read(memoryview(data), _NUMBER.size)
    if end != len(data):
        raise ValueError(f"{len(data) - end} bytes too many in a packet")
    return Packet(number >> 1, not number & 1, value)


def _write(value: object, parts: list[bytes]) -> None:
    match value:
        case None:
            parts.append(bytes([_NULL]))
        case bool():
            parts.append(bytes([_BOOLEAN, value]))
        case int():
            parts.append(bytes([_INTEGER]) + _NUMBER.pack(value))
        case str():
            data = value.encode()
            parts += (bytes([_TEXT]) + _NUMBER.pack(len(data)), data)
        case bytes():
            parts += (bytes([_BYTES]) + _NUMBER.pack(len(value)), value)
        case list():
            parts.append(bytes([_LIST]) + _NUMBER.pack(len(value)))
            for item in value:
                _write(item, parts)
        case dict():
            parts.append(bytes([_OBJECT]) + _NUMBER.pack(len(value)))
            for key, item in value.items():
                name = key.encode()
                parts += (_NUMBER.pack(len(name)), name)
                _write(item, parts)
        case _:
            raise TypeError(f"a packet cannot hold {type(value).__name__}")


def _read(data: memoryview, at: int) -> tuple[Any, int]:
    """The value that starts there, and where it ends."""
    kind = data[at]
    at += 1
    if kind == _NULL:
        return None, at
    if kind == _BOOLEAN:
        return bool(data[at]), at + 1
    (number,) = _NUMBER.unpack_from(data, at)
    at += _NUMBER.size
    if kind == _INTEGER:
        return number, at
    if kind in (_TEXT, _BYTES):
        content = data[at : at + number]
        return (str(content, "utf-8") if kind == _TEXT else bytes(content)), at + number
    if kind == _LIST:
        return _read_list(data, at, number)
    if kind == _OBJECT:
        return _read_object(data, at, number)
    raise ValueError(f"a packet has a value of unknown type {kind}")


def _read_list(data: memoryview, at: int, count: int) -> tuple[list[Any], int]:
    items = []
    for _ in range(count):
        item, at = _read(data, at)
        items.append(item)
    return items, at


def _read_object(data: memoryview, at: int, count: int) -> tuple[dict[str, Any], int]:
    found = {}
    for _ in range(count):
        (length,) = _NUMBER.unpack_from(data, at)
        at += _NUMBER.size + length
        found[str(data[at - length : at], "utf-8")], at = _read(data, at)
    return found, at
