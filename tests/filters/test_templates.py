"""The filter `templates`: names, namespaces, and options that are at fault."""

from __future__ import annotations

import pytest

from assetbuild.filters.templates import names_of

from ..sites import Site


@pytest.mark.parametrize(
    ("paths", "extension", "names"),
    [
        pytest.param(["a/b.jst"], "jst", ["b"], id="one"),
        pytest.param(["a/c.jst", "a/b.jst"], "jst", ["b", "c"], id="of one folder"),
        pytest.param(["a/x/c.jst", "a/y/b.jst"], ".jst", ["x/c", "y/b"], id="below one folder"),
        pytest.param(["a/c.jst", "b/c.jst"], "jst", ["a/c", "b/c"], id="of two folders"),
        pytest.param(["a/c.jst", "c.jst"], "jst", ["a/c", "c"], id="at the root"),
        pytest.param(["ab/c.ejs", "abc/c.ejs", "ab/d.jst"], "ejs", ["ab/c", "ab/d.jst", "abc/c"], id="others"),
    ],
)
def test_names(paths: list[str], extension: str, names: list[str]) -> None:
    assert list(names_of(paths, extension).values()) == names


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        pytest.param(["a/c.jst", "b/d.jst"], ["c", "d"], id="of two folders"),
        pytest.param(["a/x/c.jst", "a/y/z/b.jst"], ["x-c", "y-z-b"], id="below one folder"),
    ],
)
def test_bare_names_and_another_separator(paths: list[str], names: list[str]) -> None:
    assert list(names_of(paths, "jst", "-", bare=True).values()) == names


@pytest.mark.parametrize(
    ("options", "stderr"),
    [
        pytest.param(
            'namespace = "a b"',
            """\
            assetbuild.toml:4:1: error: the option `namespace` is 'a b', which is no name of JavaScript
              4 | namespace = "a b"
                | ^
              hint: write "window.JST"
            """,
            id="a namespace that is no name",
        ),
        pytest.param(
            "function = true",
            """\
            assetbuild.toml:4:1: error: the option `function` of the filter 'templates' must be a string
              4 | function = true
                | ^
            """,
            id="a function that is no text",
        ),
        pytest.param(
            'bare = "x"',
            """\
            assetbuild.toml:4:1: error: the option `bare` of the filter 'templates' must be true or false
              4 | bare = "x"
                | ^
            """,
            id="a switch that is no boolean",
        ),
        pytest.param(
            'name = "x"',
            """\
            assetbuild.toml:4:1: error: the filter 'templates' has no option `name`
              4 | name = "x"
                | ^
              hint: did you mean 'namespace'?
            """,
            id="an unknown option",
        ),
    ],
)
def test_option_at_fault(options: str, stderr: str) -> None:
    config = '[bundles."t.js"]\ncontents = [{ contents = ["*.jst"], filters = ["templates"] }]\n[filters.templates]\n'
    Site({"a.jst": "x"}, config=config + options + "\n").compile().fails(status=2, stderr=stderr)
