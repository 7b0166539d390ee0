"""The value of `Integrity-Policy`."""

from __future__ import annotations

from typing import Any

import pytest

from assetbuild.errors import UsageError
from assetbuild.runtime.policy import integrity_policy


@pytest.mark.parametrize(
    ("options", "value"),
    [
        pytest.param({}, "blocked-destinations=(script)", id="scripts"),
        pytest.param({"styles": True}, "blocked-destinations=(script style)", id="style sheets too"),
        pytest.param({"endpoints": "a"}, "blocked-destinations=(script), endpoints=(a)", id="one endpoint"),
        pytest.param(
            {"endpoints": ["a-b", "*c/d:e"], "styles": True},
            "blocked-destinations=(script style), endpoints=(a-b *c/d:e)",
            id="endpoints",
        ),
    ],
)
def test_value_is_a_dictionary_of_lists(options: dict[str, Any], value: str) -> None:
    assert integrity_policy(**options) == value


@pytest.mark.parametrize("name", ["", "1a", "a b", "a)", "é", "a\r\nSet-Cookie: x", "a\n"])
def test_what_is_no_token_cannot_be_an_endpoint(name: str) -> None:
    with pytest.raises(UsageError) as refused:
        integrity_policy(endpoints=["ok", name])
    assert str(refused.value) == f"{name!r} cannot be the name of a reporting endpoint"
    assert refused.value.hint == (
        'Reporting-Endpoints: integrity="https://example.com/reports" has the name `integrity`'
    )
