"""Every key and value of a TOML text is found where it is written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetbuild.toml_places import TomlPlaces, find_places, parse_toml

# In each text the values of interest are 7, 8, 9, … : the place of the value is where that digit stands.
TEXTS = [
    pytest.param("a = 7", {("a",): "7"}, id="bare key"),
    pytest.param("a.b = 7\n'c d'.\"e.f\" = 8", {("a", "b"): "7", ("c d", "e.f"): "8"}, id="dotted and quoted keys"),
    pytest.param('"\\u0061" = 7', {("a",): "7"}, id="escape in a key"),
    pytest.param("[t.u]\na = 7\n[ 'v' . w ]\na = 8", {("t", "u", "a"): "7", ("v", "w", "a"): "8"}, id="headers"),
    pytest.param("s = '''\n[t]\na = 1\n'''\na = 7", {("a",): "7"}, id="header and key in a literal text of lines"),
    pytest.param('s = """\\"""\n[t]\na = 1"""\na = 7', {("a",): "7"}, id="escaped quotes in a text of lines"),
    pytest.param('s = """x"""""\na = 7', {("a",): "7"}, id="text of lines that ends in quotes"),
    pytest.param('s = "# [t] \\" = "\na = 7', {("a",): "7"}, id="header and comment in a text"),
    pytest.param("# a = 1\na = 7 # b = 8\n", {("a",): "7"}, id="comments"),
    pytest.param("a = [7, 8]", {("a", 0): "7", ("a", 1): "8"}, id="items"),
    pytest.param(
        "a = [ # ]\n  7, # x\n\n  8\n  , [9],\n]\nb = 6",
        {("a", 0): "7", ("a", 1): "8", ("a", 2, 0): "9", ("b",): "6"},
        id="list over lines",
    ),
    pytest.param(
        "a = {b = 7, c.d = 8, e = [{f = 9}]}",
        {("a", "b"): "7", ("a", "c", "d"): "8", ("a", "e", 0, "f"): "9"},
        id="inline tables",
    ),
    pytest.param(
        "[[a]]\nb = 7\n[a.c]\nd = 8\n[[a]]\nb = 9\n[[a.e]]\nf = 6",
        {("a", 0, "b"): "7", ("a", 0, "c", "d"): "8", ("a", 1, "b"): "9", ("a", 1, "e", 0, "f"): "6"},
        id="lists of tables",
    ),
    pytest.param("a = 7\r\nb = 8\r\n", {("a",): "7", ("b",): "8"}, id="ends of lines of Windows"),
    pytest.param("a = [] \nb={ }\nc = 7", {("c",): "7"}, id="empty list and table"),
    pytest.param("a=1979-05-27 07:32:00\nb = 7", {("b",): "7"}, id="date with a space"),
    pytest.param("a.b = 1\na.c = 7", {("a", "c"): "7"}, id="dotted keys of one table"),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_value_is_found_where_it_is_written(text: str, expected: dict[tuple[str | int, ...], str]) -> None:
    places = find_places(text, "a.toml")
    assert {path: text[places.values[path]] for path in expected} == expected


def test_places_are_lines_and_columns() -> None:
    places = find_places('[t]\n  a.b = [\n    "x",\n  ]\n', "a.toml")
    assert str(places.key(("t",))) == "a.toml:1:2"
    assert str(places.key(("t", "a"))) == "a.toml:2:3"
    assert str(places.key(("t", "a", "b"))) == "a.toml:2:5"
    assert str(places.value(("t", "a", "b"))) == "a.toml:2:9"
    assert str(places.value(("t", "a", "b", 0))) == "a.toml:3:5"


def test_place_of_what_is_left_out_is_what_holds_it() -> None:
    places = find_places("[t]\na = [7]\n", "a.toml")
    assert str(places.value(("t", "b"))) == "a.toml:1:2"
    assert str(places.value(("t", "a", 3))) == "a.toml:2:1"
    assert str(places.value(("u",))) == "a.toml"
    assert str(TomlPlaces("b.toml", "", {}, {}).key(("u",))) == "b.toml"


KEYS = st.text(st.sampled_from("ab.'\"=[] #\\\u00e9"), max_size=4)
LEAVES = st.integers(0, 99) | st.text(st.sampled_from("a'\"=[]{},# \\\n\u00e9"), max_size=6) | st.booleans()
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3))


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def written(value: Any, gap: str) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)} = {written(each, '')}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + gap + f",{gap}".join(written(each, gap) for each in value) + gap + "]"
    if isinstance(value, str):
        return quoted(value)
    return str(value).lower()


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Any:
    yield path, value
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from leaves(inner, (*path, key))


@given(st.dictionaries(KEYS, VALUES, max_size=4), st.dictionaries(KEYS, VALUES, max_size=4))
def test_places_of_any_document(top: dict[str, Any], table: dict[str, Any]) -> None:
    lines = [f"{quoted(key)} = {written(value, chr(10) + '  # ]' + chr(10))}" for key, value in top.items()]
    lines += ["['the table'] # [x]"]
    lines += [f"{quoted(key)} = {written(value, ' ')}" for key, value in table.items()]
    text = "\n".join(lines)
    document = parse_toml(text, "a.toml")
    places = find_places(text, "a.toml")
    assert document == top | {"the table": table}
    for path, value in leaves(document):
        if path and path != ("the table",):
            shown = written(value, "")[:1]
            assert text[places.values[path]] == shown
