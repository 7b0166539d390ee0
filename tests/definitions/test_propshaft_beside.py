"""Texts and names of files, beside what the real Propshaft made of them."""

from __future__ import annotations

import re
from posixpath import basename

import pytest

from assetbuild.urls import relative_url

from ..sites import Run, Site
from .propshaft_cases import FILES, NAMES, TEXTS, Files

# What becomes of a text here, where that is something else.
OTHERWISE = {
    # Found, by what the syntax of CSS and of addresses says, where Propshaft's pattern does not match.
    "spaces in the brackets": "a { b: url(<icons/x.svg>) }",
    "line breaks in the brackets": "a { b: url(<icons/x.svg>) }",
    "down and upwards": "a { b: url(<shop/y.svg>) }",
    "public path": "a { b: url(<icons/x.svg>) }",
    "question mark alone": "a { b: url(<icons/x.svg>?) }",
    "hash alone": "a { b: url(<icons/x.svg>#) }",
    "name with a space": "a { b: url(<a b.svg>) }",
    "name with an escaped space": "a { b: url(<a b.svg>) }",
    "function in capitals": 'a { b: URL("<shop/y.svg>") }',
    "import by a string": '@import "<shop/beside.css>";',
    "image-set": 'a { b: image-set("<shop/y.svg>" 1x, url(<icons/x.svg>) 2x) }',
    "source map from the root": "a {}\n/*# sourceMappingURL=<shop/styled.css.map> */\n",
    "script: backticks": 'x = "<icons/x.svg>"',
    "script: spaces": 'x = "<icons/x.svg>"',
    "script: import": 'import "./<shop/beside.js>"',
    "script: source map from the root": "1\n//# sourceMappingURL=<shop/mapped.js.map>\n",
    "script: source map before the end": "1\n//# sourceMappingURL=<shop/mapped.js.map>\n2\n",
    "picture": '<svg><image href="<icons/x.svg>"/></svg>',
    # Left alone: what is no reference.
    "in a comment": '/* url("y.svg") */',
    "in a string": "a::after { content: 'url(y.svg)' }",
    "script: in a comment": '// RAILS_ASSET_URL("/icons/x.svg")',
    "script: variable": "x = RAILS_ASSET_URL(name)",
    "script: source map of a whole address": "1\n//# sourceMappingURL=https://a.b/x.js.map\n",
    # Without quotes in a string, where those of Propshaft end it.
    "script: in a string": "x = '<icons/x.svg>'",
    # With what stands behind the path, which Propshaft drops where the file is missing.
    "missing from the root, with a suffix": 'a { b: url("/none.svg?v=1#a") }',
    "script: missing, with a suffix": 'x = "/none.svg#a"',
    # Without the empty comment that Propshaft leaves.
    "source map that is missing": "a {}\n\n",
    "script: source map that is missing": "1\n\n",
}
# The texts by logical path and the names that are kept, where they are others.
NAMED_OTHERWISE: dict[str, tuple[Files, tuple[str, ...]]] = {
    # As everywhere here, what is hidden is no asset.
    "folder of a dot": ({"x.css": "x.css"}, ()),
    # Every name gets a fingerprint.
    "no extension": (NAMES["no extension"].answer, ()),
    "extension of other characters": (NAMES["extension of other characters"].answer, ()),
    "what an editor left": (NAMES["what an editor left"].answer, ()),
    # Sass is for another program, which puts style sheets beside it.
    "Sass": ({}, ()),
    # Propshaft takes the second for a folder in the first.
    "a load path that begins as another": ({"x.css": "1", "y.css": "2"}, ()),
}
PLACES = {
    name: f"{case.path.rpartition('/')[0]}/{at}-{basename(case.path)}" for at, (name, case) in enumerate(TEXTS.items())
}


@pytest.fixture(scope="module")
def run() -> Run:
    """A build of all texts, each in a file of its own."""
    files = FILES | {place: TEXTS[name].text for name, place in PLACES.items()}
    files |= {"app/assets/stylesheets/shop/app.css": "", "app/javascript/shop/app.js": ""}
    more = 'Rails.application.config.assets.paths << "app/javascript"\n'
    made = Site(project={"config/initializers/assets.rb": more, **files})
    return made.compile("--from", "propshaft").succeeds()


def made_of(run: Run, path: str) -> str:
    """The text of an asset, with `<LOGICAL PATH>` for the address of each fingerprinted one."""
    text = run.text(path)
    for name in run.names():
        found = run.entry(name).path
        for address in (f"/assets/{found}", relative_url(run.entry(path).path, found)):
            text = text.replace(address, f"<{name}>")
    return text


def without_quotes(text: str) -> str:
    """The text without the quotes that an address in brackets may have or not."""
    return re.sub(r"""url\(\s*(["']?)(.*?)\1\s*\)""", r"url(\2)", text)


@pytest.mark.parametrize("name", TEXTS)
def test_addresses_lead_where_those_of_propshaft_lead(run: Run, name: str) -> None:
    logical = re.sub(r"^app/(?:assets/\w+|javascript)/", "", PLACES[name])
    expected = OTHERWISE.get(name, TEXTS[name].answer)
    assert without_quotes(made_of(run, logical)) == without_quotes(expected)


@pytest.mark.parametrize("name", NAMES)
def test_names_and_load_paths_are_those_of_propshaft(name: str) -> None:
    case = NAMES[name]
    added = f"Rails.application.config.assets.paths += %w( {' '.join(case.paths)} )\n"
    made = Site(project={"config/initializers/assets.rb": added, **case.files})
    run = made.compile("--from", "propshaft").succeeds()
    texts = {path: run.text(path) for path in run.names()}
    kept = tuple(path for path in run.names() if run.entry(path).path == path)
    assert (texts, kept) == NAMED_OTHERWISE.get(name, (case.answer, case.kept))
