"""Errors as data, and as people read them."""

from __future__ import annotations

import pickle

import pytest

from assetbuild.errors import (
    AssetbuildError,
    Faults,
    Location,
    UsageError,
    did_you_mean,
    each_fault,
    locate,
    nearest,
    render,
    render_note,
    width,
)


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ("abc", 1, Location("f", 1, 2, "abc")),
        ("a\nbc\nd", 3, Location("f", 2, 2, "bc")),
        ("a\r\nb\r\n", 3, Location("f", 2, 1, "b")),
        ("a\n", 2, Location("f", 2, 1, "")),
        ("a\nb", 1, Location("f", 1, 2, "a")),
    ],
)
def test_offset_becomes_a_place(text: str, offset: int, expected: Location) -> None:
    assert locate("f", text, offset) == expected


def lines(text: str, offset: int) -> list[str]:
    return render(AssetbuildError("broken", locate("f", text, offset))).split("\n")[1:]


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        pytest.param("abc", 2, ["  1 | abc", "    |   ^"], id="plain"),
        pytest.param("\n" * 99 + "abc", 100, ["  100 | abc", "      |  ^"], id="wide number"),
        pytest.param("\t\tx", 2, ["  1 |   x", "    |   ^"], id="tabs"),
        pytest.param("\u65e5\u672cx", 2, ["  1 | \u65e5\u672cx", "    |     ^"], id="wide characters"),
        pytest.param("e\u0301x", 2, ["  1 | e\u0301x", "    |  ^"], id="combining character"),
        pytest.param("\x1b[31mx", 5, ["  1 | \ufffd[31mx", "    |      ^"], id="escape sequence"),
        pytest.param("ab", 2, ["  1 | ab", "    |   ^"], id="end of the line"),
        pytest.param("x" * 200 + "y", 200, ["  1 | " + "x" * 80 + "y", "    | " + " " * 80 + "^"], id="long line"),
        pytest.param("y" + "x" * 200, 0, ["  1 | y" + "x" * 159, "    | ^"], id="start of a long line"),
        pytest.param("", 0, [], id="empty line"),
    ],
)
def test_caret_stands_below_its_character(text: str, offset: int, expected: list[str]) -> None:
    assert lines(text, offset) == expected


def test_error_without_a_place() -> None:
    assert render(UsageError("no")) == "error: no"
    assert render(UsageError("no", hint="yes")) == "error: no\n  hint: yes"
    assert str(UsageError("no")) == "no"
    assert str(UsageError("no", Location("f"))) == "f: no"
    assert render_note("info", "so", Location("f", 2, 3)) == "f:2:3: info: so"


def test_paint_is_for_words_and_caret_only() -> None:
    error = AssetbuildError("error: ^", locate("error:", "hint: ^", 6), "hint: ^")
    assert (
        render(error, "<{}>".format)
        == "error::1:7: <error:> error: ^\n  1 | hint: ^\n    |       <^>\n  <hint:> hint: ^"
    )


def test_faults_are_in_the_order_of_their_places() -> None:
    faults = Faults(
        [
            AssetbuildError("d", Location("b", 1, 1)),
            AssetbuildError("c", Location("a", 10, 1)),
            AssetbuildError("b", Location("a", 9, 2)),
            AssetbuildError("a"),
        ]
    )
    assert [fault.message for fault in faults.faults] == ["a", "b", "c", "d"]
    assert str(faults) == "a\na:9:2: b\na:10:1: c\nb:1:1: d"
    assert faults.exit_status == 1
    assert Faults([*faults.faults, UsageError("e")]).exit_status == 2
    assert each_fault(faults) == faults.faults
    single = UsageError("e")
    assert each_fault(single) == (single,)


@pytest.mark.parametrize(
    "error", [AssetbuildError("a", Location("f", 1, 2, "x"), "h"), UsageError("b"), Faults([UsageError("c", hint="d")])]
)
def test_errors_cross_processes(error: AssetbuildError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert render(copy) == render(error)
    assert copy.exit_status == error.exit_status


def test_nearest_names() -> None:
    names = ["css/app.css", "css/app2.css", "img/logo.png"]
    assert nearest("css/ap.css", names) == ["css/app.css", "css/app2.css"]
    assert did_you_mean("css/ap.css", names) == "did you mean 'css/app.css' or 'css/app2.css'?"
    assert did_you_mean("xyz", names) is None


def test_width_is_that_of_a_terminal() -> None:
    assert [width(text) for text in ("", "ab", "\u65e5", "e\u0301", "\uff21")] == [0, 2, 2, 1, 2]
