"""The test trees of packagers themselves, at pinned commits, and what becomes of each part: rows of
docs/real-projects.md. Their hosts may not answer everywhere; then only the tests of these are skipped."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from .archive import Archive


class Fixture(NamedTuple):
    """A part of a tree: a configuration, or a folder with its load paths. `definition` is what comes behind `--from`;
    `told` has the messages that the build may give, `refused` those with which it, or single files of it, fails."""

    name: str
    archive: Archive
    definition: str
    works: str
    told: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


JAMMIT = Archive(
    "git",
    "documentcloud/jammit",
    "17d6deb7263774aecf330d4c2f2f4afe6e6b09b7",
    "https://github.com/documentcloud/jammit",
    "",
    "test",
)
SPROCKETS = Archive(
    "git",
    "rails/sprockets",
    "06815a169a432c4c755542ab5a82890766e09b6d",
    "https://github.com/rails/sprockets",
    "",
    "test/fixtures",
)


def _minifier(named: str, ours: str) -> str:
    return f"{named!r} does not run; {ours!r} does, and in `filters` of a bundle you may name another"


def _unknown(setting: str) -> str:
    return f"{setting!r} is no setting of Jammit, or of a library that adds to it"


_YUI = (_minifier("yui", "rjsmin"), _minifier("yui", "rcssmin"))
_OPTIONS = ("`compressor_options` are options of another compressor",)
_OLD = ("separate packages for templates are from before Jammit 0.5: put them in `javascripts`",)
_TEMPLATES = "the templates, their names and what they give"
_ALL = f"all: members, `data:` URIs, {_TEMPLATES} are Jammit's"


def _jammit(name: str, works: str, told: tuple[str, ...] = (), refused: tuple[str, ...] = ()) -> Fixture:
    return Fixture(f"Jammit's tests: {name}", JAMMIT, f"jammit:config/{name}#test", works, told, refused)


_JAMMIT = (
    _jammit(
        "assets.yml",
        f"members, `data:` URIs, {_TEMPLATES} are Jammit's, once the packages of `.html.mustache` have the "
        "`template_extension` that Jammit's tests set for them. Without it Jammit makes scripts that no browser reads.",
        refused=("not valid JavaScript: this regular expression does not end on its line",),
    ),
    _jammit("assets-broken.yml", _ALL, (_minifier("undefined", "rjsmin"),)),
    _jammit("assets-closure.yml", _ALL, (_minifier("closure", "rjsmin"), *_OPTIONS, *_OLD)),
    _jammit("assets-compression-disabled.yml", "all, the uncompressed texts too", _OLD),
    _jammit("assets-css.yml", _ALL, ("`css_compressor_options` are options of another compressor",)),
    _jammit("assets-default.yml", "it has no packages", (_unknown("dummy"),)),
    _jammit("assets-environment.yml", "it has no packages; the settings of an environment count"),
    _jammit("assets-erb.yml", "nothing before the condition is gone", refused=("this ERB would need Ruby",)),
    _jammit("assets-no-java.yml", _ALL, (*_YUI, *_OPTIONS, *_OLD)),
    _jammit(
        "assets-no-rewrite-relative-paths.yml",
        "all but that: references lead to where the files are served",
        (*_YUI, "references in style sheets are always rewritten, from the folder of the file that has them"),
    ),
    _jammit("assets-sass.yml", _ALL, (_minifier("sass", "rcssmin"),)),
    _jammit("assets-uglifier.yml", _ALL, (_minifier("uglifier", "rjsmin"), _minifier("yui", "rcssmin"))),
    _jammit(
        "assets-build.yml",
        "what is there; read at another commit, whose Jammit runs a library's tool",
        (
            *_YUI,
            _unknown("build_assets"),
            _unknown("javascript_builder"),
            "no assets match 'fixtures/build/test3/test3.js'",
        ),
    ),
    _jammit("assets-compression-config.yml", "all; read at another commit", (_unknown("compress_css"),)),
    _jammit("assets-headjs.yml", "it has no packages; read at another commit", (_unknown("headjs_path"),)),
    _jammit(
        "assets-jst-newlines.yml", "it has no packages; read at another commit", (_unknown("template_strip_newlines"),)
    ),
    _jammit(
        "assets-packager.yml",
        "as assets.yml; read at another commit",
        (_unknown("packager_class"),),
        ("not valid JavaScript: this regular expression does not end on its line",),
    ),
)

_RUBY = "`<% … %>` is not run: only Ruby could"


def _sprockets(folder: str, works: str, refused: tuple[str, ...] = ()) -> Fixture:
    return Fixture(f"Sprockets' tests: {folder}", SPROCKETS, "sprockets", works, (), refused)


# The load paths of each, as Sprockets' tests have them.
LOAD_PATHS = {
    "asset": ("asset",),
    "context": ("context",),
    "default": ("default",),
    "double": ("double",),
    "index-assets": ("index-assets",),
    "octicons": ("octicons",),
    "sass": ("sass",),
    "server": ("server/app/javascripts", "server/vendor/javascripts", "server/vendor/stylesheets"),
    "source-maps": ("source-maps",),
}
_SPROCKETS = (
    _sprockets(
        "asset",
        "93 of 119 scripts and style sheets, with the members and texts of Sprockets 3; 12 neither makes; 8 that link "
        "or depend on each other in a circle, where Sprockets goes on without an end; 6 are refused",
        (_RUBY, "not valid JavaScript: unexpected character '#'"),
    ),
    _sprockets("context", "4 of 6; 2 are refused", (_RUBY,)),
    _sprockets("default", "37 of 45, with what `bower.json` names; 5 neither makes; 3 are refused", (_RUBY,)),
    _sprockets(
        "double",
        "all 4 by their members. Of two files that come to one asset, and are both linked, only the last is made.",
    ),
    _sprockets("index-assets", "3 of 4; 1 is refused", (_RUBY,)),
    _sprockets("octicons", "the style sheet with its fonts"),
    _sprockets(
        "sass",
        "11 of 14; 2 are partials or broken, and 1 embeds a picture of another tree",
        ("Sass: Undefined variable.", "Sass: expected selector.", "Sass: there is no file 'asset/blue.png' to embed"),
    ),
    _sprockets("server", "6 of 7; 1 neither makes"),
    _sprockets("source-maps", "all 10"),
)
FIXTURES = (*_JAMMIT, *_SPROCKETS)


def need(archive: Archive) -> None:
    """Skips the test where the commit could not be fetched."""
    if not archive.path.is_dir():
        pytest.skip(f"{archive.name} at {archive.version} is not in .projects: its host did not answer")
