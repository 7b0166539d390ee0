"""The map that a text names in its last line, found without tokens."""

from __future__ import annotations

import pytest

from assetbuild.references.source_map import map_at_end


@pytest.mark.parametrize(
    ("text", "target"),
    [
        pytest.param("a()\n//# sourceMappingURL=a%20b.map?x\n", "a b.map", id="script"),
        pytest.param("//# sourceMappingURL=a.map", "a.map", id="nothing else"),
        pytest.param("`a`\r//# sourceMappingURL=a.map\r", "a.map", id="template before"),
        pytest.param("a{}\n/*# sourceMappingURL=a.map */\n", "a.map", id="style sheet"),
        pytest.param("/* b */a{}/*# sourceMappingURL=a.map */", "a.map", id="behind a comment and a rule"),
        pytest.param("/* b\n/*# sourceMappingURL=a.map */", None, id="in a comment"),
        pytest.param("`\n//# sourceMappingURL=a.map`", None, id="at the end of a template"),
        pytest.param("/*\n//# sourceMappingURL=a.map*/", None, id="at the end of a comment"),
        pytest.param("a() //# sourceMappingURL=a.map", None, id="behind code"),
        pytest.param("//# sourceMappingURL=a.map\na()", None, id="before code"),
        pytest.param("a*/", None, id="end of no comment"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_map_at_the_end(text: str, target: str | None) -> None:
    found = map_at_end(text)
    assert (found and found.target) == target
    if found:
        assert text[found.start : found.end].replace("%20", " ") == target
