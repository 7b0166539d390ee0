"""Logical paths: what is refused, and what a reference in one names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetbuild.logical import BadPath, _check_segment, extension, fold, join, normalise

REFUSED = [
    ("", "it has an empty, `.` or `..` segment"),
    ("/a", "it has an empty, `.` or `..` segment"),
    ("a//b", "it has an empty, `.` or `..` segment"),
    ("a/", "it has an empty, `.` or `..` segment"),
    ("a/../b", "it has an empty, `.` or `..` segment"),
    ("./a", "it has an empty, `.` or `..` segment"),
    ("c:/a", "it contains ':', which some file systems refuse"),
    ("a::$DATA", "it contains ':', which some file systems refuse"),
    ("a\\b", "it contains '\\\\', which some file systems refuse"),
    ("a/b\0", "it contains '\\x00', which some file systems refuse"),
    ("a\x7f", "it contains '\\x7f', which some file systems refuse"),
    ("a./b", "a name ends in a dot or a space, which Windows drops"),
    ("a /b", "a name ends in a dot or a space, which Windows drops"),
    ("a/...", "a name ends in a dot or a space, which Windows drops"),
    ("Con", "'Con' is the name of a device on Windows"),
    ("a/nul.tar.gz/b", "'nul.tar.gz' is the name of a device on Windows"),
    ("LPT\u00b9.x", "'LPT\u00b9.x' is the name of a device on Windows"),
    ("CONIN$", "'CONIN$' is the name of a device on Windows"),
    ("\udcff", "it is not UTF-8"),
]


@pytest.mark.parametrize(("path", "reason"), REFUSED)
def test_path_is_refused(path: str, reason: str) -> None:
    with pytest.raises(BadPath) as raised:
        normalise(path)
    assert str(raised.value) == reason


@pytest.mark.parametrize(
    "path", ["a", "a/b.css", "conx", "a/com", "com10", "a.b./c".replace("./", "/"), "\u00e9", "e\u0301", " a"]
)
def test_path_is_taken(path: str) -> None:
    assert normalise(path) == path.replace("e\u0301", "\u00e9")


@given(st.text(st.sampled_from("ab./\\: conNUL1$\u00b9\u017f\u0130\0\udc80\u00e9")))
def test_one_match_takes_nothing_that_the_check_of_each_name_refuses(path: str) -> None:
    assert _refused(path, normalise) == any(_refused(name, _check_segment) for name in path.split("/"))


def _refused(path: str, check: Callable[[str], object]) -> bool:
    try:
        check(path)
    except BadPath:
        return True
    return False


JOINS = [
    ("a.css", "b.png", "b.png"),
    ("css/a.css", "b.png", "css/b.png"),
    ("css/a.css", "./b.png", "css/b.png"),
    ("css/a.css", "../b.png", "b.png"),
    ("css/deep/a.css", "../../img//./b.png", "img/b.png"),
    ("css/a.css", "x/../b.png", "css/b.png"),
    ("css/a.css", "e\u0301.png", "css/\u00e9.png"),
]


@pytest.mark.parametrize(("base", "target", "path"), JOINS)
def test_reference_names_a_path(base: str, target: str, path: str) -> None:
    assert join(base, target) == path


@pytest.mark.parametrize(
    ("base", "target", "reason"),
    [
        ("a.css", "../b.png", "it leads out of the root"),
        ("css/a.css", "../../css/b.png", "it leads out of the root"),
        ("a.css", ".", "it names the root itself"),
        ("css/a.css", "..", "it names the root itself"),
        ("a.css", "b:c", "it contains ':', which some file systems refuse"),
    ],
)
def test_reference_names_nothing(base: str, target: str, reason: str) -> None:
    with pytest.raises(BadPath) as raised:
        join(base, target)
    assert str(raised.value) == reason


def test_fold_is_that_of_file_systems_that_ignore_case() -> None:
    assert fold("CSS/Stra\u00dfe") == fold("css/STRASSE")
    assert fold("\u00c9") == fold("e\u0301")
    assert fold("a") != fold("b")


@pytest.mark.parametrize(
    ("path", "expected"), [("a.CSS", ".css"), ("a.min.js", ".js"), ("a", ""), ("x.y/a", ""), (".css", ""), ("a.", ".")]
)
def test_extension(path: str, expected: str) -> None:
    assert extension(path) == expected
