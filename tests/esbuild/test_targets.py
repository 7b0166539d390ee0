"""The query of browsers as esbuild's targets."""

from __future__ import annotations

import pytest

from assetbuild.esbuild.targets import DEFAULT, esbuild_targets


@pytest.mark.parametrize(
    ("query", "targets"),
    [
        pytest.param("chrome 111", ("chrome111",), id="one"),
        pytest.param("Chrome >= 100,ff 9.5 , ios_saf 16.4", ("chrome100", "firefox9.5", "ios16.4"), id="several"),
        pytest.param(DEFAULT, ("chrome111", "edge111", "firefox114", "safari16.4", "ios16.4"), id="the default"),
        pytest.param("defaults", None, id="a query"),
        pytest.param("chrome 111, last 2 safari versions", None, id="a query among browsers"),
        pytest.param("samsung 20", None, id="unknown to esbuild"),
        pytest.param("chrome > 1", None, id="above a version"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_query_of_browsers_and_versions_is_understood(query: str, targets: tuple[str, ...] | None) -> None:
    assert esbuild_targets(query) == targets
