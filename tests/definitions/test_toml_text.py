"""What is written as TOML is read back as it was."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetbuild.definitions.toml_text import toml_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SCALARS = TEXTS | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=12
)
TABLES = st.dictionaries(TEXTS, VALUES, max_size=3)
DOCUMENTS = st.fixed_dictionaries(
    {"sources": st.lists(TEXTS, max_size=3)},
    optional={
        "url": TEXTS,
        "prefixes": st.dictionaries(TEXTS, TEXTS, max_size=3),
        "bundles": st.dictionaries(TEXTS, TABLES, max_size=3),
        "filters": st.dictionaries(TEXTS, TABLES, max_size=3),
        "groups": st.dictionaries(TEXTS, TABLES, max_size=3),
    },
)


@given(DOCUMENTS, st.lists(TEXTS, max_size=2))
def test_document_is_read_back(document: dict[str, Any], comments: list[str]) -> None:
    kept = {key: value for key, value in document.items() if value or key == "sources"}
    assert tomllib.loads(toml_text(kept, tuple(comments))) == {**kept}


def test_form_is_canonical() -> None:
    document = {
        "sources": ["a", "b"],
        "bundles": {"css/a.css": {"contents": ["x", {"contents": ["y"], "filters": []}], "allow-empty": True}},
        "filters": {"scss": {"style": 1.5}},
        "exclude": [f"folder-{number}/**" for number in range(8)],
    }
    assert toml_text(document, ("One.\nTwo.", "")) == (
        "# One.\n# Two.\n#\n\n"
        'sources = ["a", "b"]\n'
        "exclude = [\n" + "".join(f'    "folder-{number}/**",\n' for number in range(8)) + "]\n"
        '\n[bundles."css/a.css"]\ncontents = ["x", { contents = ["y"], filters = [] }]\nallow-empty = true\n'
        "\n[filters.scss]\nstyle = 1.5\n"
    )


def test_value_that_toml_lacks_is_refused() -> None:
    with pytest.raises(TypeError, match="TOML has no NoneType"):
        toml_text({"url": None})
