"""Bundles: contents to members, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from assetbuild.bundles import expand_bundles
from assetbuild.config import BundleConfig, Config
from assetbuild.errors import AssetbuildError, Location, UsageError
from assetbuild.model import FilterUse
from assetbuild.plan import is_minified, make_plan

from ..sites import Site

WHERE = Location("assetbuild.toml")


def config(bundles: Mapping[str, str], **keys: object) -> Config:
    made = tuple(BundleConfig(path, tuple(contents.split()), None, WHERE) for path, contents in bundles.items())
    return Config(bundles=made, **keys)  # type: ignore[arg-type]


def members(bundles: Mapping[str, str], sources: str) -> dict[str, str]:
    expanded = expand_bundles(config(bundles), sorted(sources.split()))
    return {bundle.path: " ".join(bundle.members) for bundle in expanded}


MEMBERS = [
    pytest.param("b.css a.css", "a.css b.css", "b.css a.css", id="order of the list"),
    pytest.param("*.css", "b.css a.css x/c.css", "a.css b.css", id="glob by code point"),
    pytest.param("b.css *.css", "a.css b.css", "b.css a.css", id="first occurrence wins"),
    pytest.param("*.css b.css", "a.css b.css c.css", "a.css b.css c.css", id="and is not moved by a later one"),
    pytest.param("**/*.css !vendor/**", "a.css vendor/b.css", "a.css", id="exclusion"),
    pytest.param("*.css !b.css", "a.css b.css", "a.css", id="exclusion of a path"),
    pytest.param("!b.css *.css", "a.css b.css", "a.css b.css", id="exclusion before has no effect"),
    pytest.param("*.css !b* b1.css", "a.css b1.css b2.css", "a.css b1.css", id="taken in again after an exclusion"),
    pytest.param("[x].css", "[x].css x.css", "[x].css", id="a source's own name wins over its meaning as a glob"),
    pytest.param("out.css a.css", "a.css out.css", "out.css a.css", id="own source"),
    pytest.param("*.css", "a.css out.css", "a.css out.css", id="own source by a glob"),
]


@pytest.mark.parametrize(("contents", "sources", "expected"), MEMBERS)
def test_contents_become_members(contents: str, sources: str, expected: str) -> None:
    assert members({"out.css": contents}, sources) == {"out.css": expected}


def test_bundles_nest() -> None:
    bundles = {"all.css": "a.css base.css z.css", "base.css": "reset.css inner.css", "inner.css": "z.css"}
    assert members(bundles, "a.css reset.css z.css") == {
        "all.css": "a.css reset.css z.css",
        "base.css": "reset.css z.css",
        "inner.css": "z.css",
    }


def test_bundle_within_two_others_is_no_circle() -> None:
    bundles = {"a.css": "b.css c.css", "b.css": "d.css", "c.css": "d.css", "d.css": "x.css"}
    assert members(bundles, "x.css")["a.css"] == "x.css"


def test_glob_matches_sources_and_no_bundle() -> None:
    assert members({"css/all.css": "css/*.css", "css/some.css": "css/a.css"}, "css/a.css css/b.css") == {
        "css/all.css": "css/a.css css/b.css",
        "css/some.css": "css/a.css",
    }


def test_name_is_that_of_a_bundle_before_that_of_a_source() -> None:
    bundles = {"app.css": "base.css", "base.css": "base.css more.css"}
    assert members(bundles, "base.css more.css") == {"app.css": "base.css more.css", "base.css": "base.css more.css"}


def test_exclusion_takes_out_members_of_a_nested_bundle() -> None:
    assert members({"all.css": "base.css !*.x.css", "base.css": "*.css"}, "a.css b.x.css")["all.css"] == "a.css"


def test_bundle_takes_the_place_of_the_source_that_it_holds() -> None:
    site = Site(
        {"app.txt": "app", "more.txt": "more"}, config='[bundles."app.txt"]\ncontents = ["app.txt", "more.txt"]'
    )
    run = site.compile().succeeds()
    assert run.names() == ["app.txt", "more.txt"]
    assert run.text("app.txt") == "app\nmore"


@pytest.mark.parametrize(
    ("bundle", "member"), [("a.css", "b.js"), ("a.js", "b.css"), ("a.css", "b.png"), ("a.mjs", "b.woff2")]
)
def test_member_of_another_type_is_refused(bundle: str, member: str) -> None:
    with pytest.raises(UsageError) as raised:
        members({bundle: member}, member)
    assert raised.value.message == f"{member!r} cannot be in {bundle!r}: it is of another type"


@pytest.mark.parametrize(
    ("bundle", "contents"), [("a.css", "b.scss c.css"), ("a.js", "b.ts c.mjs d.cjs"), ("a", "b.png c.js")]
)
def test_member_that_a_filter_may_make_of_the_type_is_taken(bundle: str, contents: str) -> None:
    assert members({bundle: contents}, contents) == {bundle: contents}


def test_member_of_another_type_may_be_excluded() -> None:
    assert members({"a.css": "** !**/*.js"}, "x.js b.css") == {"a.css": "b.css"}


HINTS = [
    pytest.param("static/css/a.css", "css/a.css", "paths start below the source root: write 'css/a.css'", id="root"),
    pytest.param("./css/a.css", "css/a.css", "paths start below the source root: write 'css/a.css'", id="dot"),
    pytest.param("../static/css/*", "css/a.css", "paths start below the source root: write 'css/*'", id="dots"),
    pytest.param("css/", "css/a.css", "it is a folder: write 'css/**' for all that is in it", id="folder"),
    pytest.param("css/aa.css", "css/a.css", "did you mean 'css/a.css'?", id="near"),
    pytest.param("q", "css/a.css", "paths are relative to a source root, as templates name them", id="far"),
    pytest.param("q*", "a.css", "`*` stays within a folder; `**/` crosses any number of them", id="glob"),
]


@pytest.mark.parametrize(("content", "sources", "hint"), HINTS)
def test_hint_of_what_is_not_found(content: str, sources: str, hint: str) -> None:
    with pytest.raises(AssetbuildError) as raised:
        expand_bundles(config({"all.css": content}, sources=("./static/", ".")), sources.split())
    assert raised.value.hint == hint


def test_circle_names_its_bundles_only() -> None:
    bundles = {"a.css": "b.css", "b.css": "c.css", "c.css": "b.css"}
    with pytest.raises(UsageError, match=r"bundles name each other in a circle: b\.css → c\.css → b\.css\n"):
        members(bundles, "")


def plan_of(paths: Sequence[str], bundles: Mapping[str, str] | None = None, **keys: object) -> dict[str, list[str]]:
    """Each output of the plan, with `member:filters` of its members and the filters of the whole."""
    made = config(bundles or {}, **keys)
    plan = make_plan(made, sorted(paths), expand_bundles(made, sorted(paths)))
    return {
        action.output: [
            *(f"{member.path}:{','.join(use.name for use in member.filters)}" for member in action.members),
            ",".join(use.name for use in action.filters),
        ]
        for action in plan.actions
    }


def test_files_are_minified_by_their_type() -> None:
    assert plan_of(["a.css", "b.JS", "c.mjs", "d.cjs", "e.png", "f.min.js", "g.MIN.css"]) == {
        "a.css": ["a.css:rcssmin", "rcssmin"],
        "b.JS": ["b.JS:rjsmin", "rjsmin"],
        "c.mjs": ["c.mjs:rjsmin", "rjsmin"],
        "d.cjs": ["d.cjs:rjsmin", "rjsmin"],
        "e.png": ["e.png:", ""],
        "f.min.js": ["f.min.js:", ""],
        "g.MIN.css": ["g.MIN.css:", ""],
    }


def test_nothing_is_minified_where_that_is_off() -> None:
    assert plan_of(["a.css"], {"b.css": "a.css"}, minify="off") == {"a.css": ["a.css:", ""], "b.css": ["a.css:", ""]}


def test_minified_member_is_not_minified_again() -> None:
    assert plan_of(["a.js", "b.min.js"], {"all.js": "*.js"}, exclude=("*",)) == {
        "all.js": ["a.js:rjsmin", "b.min.js:", "rjsmin"]
    }


def test_minified_member_keeps_its_other_filters_and_options_are_passed() -> None:
    bundle = BundleConfig("all.js", ("b.min.js",), ("rjsmin", "mine", "mine"), WHERE)
    made = Config(bundles=(bundle,), filters={"mine": {"b": 1, "a": 2}})
    (action, _) = make_plan(made, ["b.min.js"], expand_bundles(made, ["b.min.js"])).actions
    mine = FilterUse("mine", (("a", 2), ("b", 1)))
    assert action.filters == (FilterUse("rjsmin"), mine)
    assert action.members[0].filters == (mine,)


@pytest.mark.parametrize(
    ("path", "found"),
    [("a.min.js", True), ("x/a.MIN.css", True), ("a.min.js.map", True), ("admin.js", False), ("a.min/b.js", False)],
)
def test_minified_file_is_known_by_its_name(path: str, found: bool) -> None:
    assert is_minified(path) is found


def test_exclude_that_names_a_folder_is_refused_only_if_it_excludes_nothing() -> None:
    assert list(plan_of(["a", "b/c"], exclude=("a", "x/**", "nothing"))) == ["b/c"]
    with pytest.raises(UsageError, match="`exclude` names the folder 'b', which excludes no file"):
        plan_of(["a", "b/c"], exclude=("b",))


def test_two_bundles_that_differ_in_case_are_refused() -> None:
    with pytest.raises(UsageError, match=r"'a\.css' and 'A\.css' differ only in case"):
        plan_of(["x.css"], {"A.css": "x.css", "a.css": "x.css"})


def test_excluded_source_does_not_collide_with_a_bundle() -> None:
    assert list(plan_of(["App.css"], {"app.css": "App.css"}, exclude=("App.css",))) == ["app.css"]
