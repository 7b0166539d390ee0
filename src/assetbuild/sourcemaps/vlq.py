"""Numbers of source maps as Base64 VLQ (ECMA-426 §6), and segments of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}
_MORE = 32


class BadMappings(ValueError):
    """Mappings that are not as ECMA-426 has them."""


class Memo(dict[K, V], Generic[K, V]):
    """A function whose values are kept: `memo[key]` costs no call where the key was seen before."""

    def __init__(self, function: Callable[[K], V]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, key: K) -> V:
        value = self[key] = self._function(key)
        return value


def encode(number: int) -> str:
    """The digits of one number."""
    rest = number << 1 if number >= 0 else -number << 1 | 1
    digits = ""
    while rest >= _MORE:
        digits += _DIGITS[rest & 31 | _MORE]
        rest >>= 5
    return digits + _DIGITS[rest]


def decode(segment: str) -> tuple[int, ...]:
    """The numbers of one segment: 1, 4 or 5 of them. Raises BadMappings."""
    numbers = []
    value = shift = 0
    for digit in segment:
        bits = _VALUES.get(digit, -1)
        if bits >= _MORE:
            value += bits - _MORE << shift
            shift += 5
        elif bits >= 0:
            value += bits << shift
            numbers.append(-(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
        else:
            raise BadMappings(f"{digit!r} is no digit of Base64")
    if shift or len(numbers) not in (1, 4, 5):
        raise BadMappings(f"{segment!r} is no segment")
    return tuple(numbers)
