"""Globs for what is left out: they take all of it, and nothing else that there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetbuild.definitions.left_out import left_out
from assetbuild.globs import compile_globs

NAMES = st.sampled_from(["a", "b.js", "c.CSS", "c.css", "d.min.js", "[e].js", "f*.js", "g?.scss", ".h"])
PATHS = st.sets(st.lists(NAMES, min_size=1, max_size=4).map("/".join), max_size=20)


@given(PATHS, PATHS)
def test_all_is_matched_and_nothing_that_is_kept(paths: set[str], kept: set[str]) -> None:
    found = compile_globs(left_out(paths, kept))
    matched = {path for path in paths | kept if found and found.fullmatch(path)}
    assert matched == paths - kept


@pytest.mark.parametrize(
    ("paths", "kept", "globs"),
    [
        pytest.param(["a/b.js", "a/c/d.css"], ["e.png"], ["a/**"], id="whole folder"),
        pytest.param(["a.js", "b.js", "c.css"], ["d.css"], ["*.js", "c.css"], id="endings"),
        pytest.param(["a/b.js", "a/c/d.js"], ["a/e.png"], ["a/*.js", "a/c/**"], id="inner folder"),
        pytest.param(["a"], ["b"], ["a"], id="no ending"),
        pytest.param([], ["b"], [], id="nothing"),
    ],
)
def test_as_few_globs_as_can_be(paths: list[str], kept: list[str], globs: list[str]) -> None:
    assert left_out(paths, kept) == globs
