"""The filter `wrap`: what it puts around a bundle and around a part of one."""

from __future__ import annotations

import pytest

from ..sites import Site


@pytest.mark.parametrize(
    ("config", "text"),
    [
        pytest.param(
            """\
            [bundles."x.js"]
            contents = ["a.js", "b.js"]
            filters = ["rjsmin", "wrap"]
            [filters.wrap]
            before = "(function() {\\n"
            after = "\\n}())"
            """,
            "(function() {\nvar a=1;\nvar b=2;\n}())",
            id="a bundle, minified before",
        ),
        pytest.param(
            """\
            [bundles."x.js"]
            contents = ["a.js", { contents = ["b.js"], filters = ["wrap"] }]
            filters = ["rjsmin"]
            [filters.wrap]
            before = "if (a) {  "
            after = "  }"
            """,
            "var a=1;\nif(a){var b=2;};",
            id="a part, minified afterwards",
        ),
        pytest.param(
            """\
            [bundles."x.js"]
            contents = ["a.js", { contents = ["t.jst"], filters = ["templates"] }, "b.js"]
            filters = ["wrap"]
            [filters.templates]
            function = ""
            [filters.wrap]
            after = "//"
            """,
            "var a  = 1;\n(function () {\nwindow.JST = window.JST || {};\n"
            'window.JST["t"] = ("t");\n})();\nvar b = 2;//',
            id="beside a part of another language, which is joined as what it has become",
        ),
        pytest.param(
            """\
            [bundles."x.js"]
            contents = ["a.js"]
            filters = ["wrap"]
            """,
            "var a  = 1;",
            id="nothing",
        ),
    ],
)
def test_text_before_and_after(config: str, text: str) -> None:
    site = Site({"a.js": "var a  = 1", "b.js": "var b = 2", "t.jst": "t"}, config=config)
    assert site.compile().succeeds(stderr="").text("x.js") == text


def test_option_that_is_no_text() -> None:
    config = '[bundles."x.js"]\ncontents = ["a.js"]\nfilters = ["wrap"]\n[filters.wrap]\nafter = 1\n'
    Site({"a.js": ""}, config=config).compile().fails(
        status=2,
        stderr="""\
        assetbuild.toml:5:1: error: the option `after` of the filter 'wrap' must be a string
          5 | after = 1
            | ^
        """,
    )
