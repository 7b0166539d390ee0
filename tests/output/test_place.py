"""Where the output may go."""

from __future__ import annotations

from ..sites import Site


def test_output_in_a_source_root_is_no_source_of_the_next_build() -> None:
    site = Site({"a.css": "a { b: c }\n" * 30}, config='output = "assets/build"')
    for text in ("a { b: c }\n", "a { b: d }\n"):
        site.write({"assets/a.css": text * 30})
        run = site.compile("--json").succeeds()
        assert list(run.json["assets"]) == ["a.css"]
