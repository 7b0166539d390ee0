"""Compiling one asset: decoding, filters, joining, and what is passed through."""

from __future__ import annotations

import pytest

from ..sites import Site

LATIN = "a { content: 'é' }".encode("latin-1")


def test_undecodable_file_without_references_is_passed_through_with_a_warning() -> None:
    run = (
        Site({"a.css": LATIN})
        .compile()
        .succeeds(
            stderr="""\
        assets/a.css:1:15: warning: not UTF-8: byte 0xe9; the file is passed through as it is
          1 | a { content: 'é' }
            |               ^
        """
        )
    )
    assert run.data("a.css") == LATIN


def test_undecodable_file_with_references_is_an_error() -> None:
    Site({"a.css": b"a{b:url(c.png)} /* \xe9 */", "c.png": b""}).compile().fails(
        stderr="""\
        assets/a.css:1:20: error: not UTF-8: byte 0xe9, in a file whose references must be rewritten
          1 | a{b:url(c.png)} /* é */
            |                    ^
          hint: save the file as UTF-8
        """
    )


@pytest.mark.parametrize("bundle", ["all.css", "all.js", "all.txt"])
def test_undecodable_member_of_a_bundle_is_an_error(bundle: str) -> None:
    name = f"one{bundle[3:]}"
    config = f'[bundles."{bundle}"]\ncontents = ["{name}"]'
    Site({name: b"ok\n  \xff"}, config=config).compile().fails(
        stderr=f"""\
        assets/{name}:2:3: error: not UTF-8: byte 0xff, in a member of the bundle '{bundle}'
          2 |   ÿ
            |   ^
          hint: save the file as UTF-8
        """
    )


def test_binary_file_is_copied_byte_for_byte() -> None:
    data = bytes(range(256)) * 5
    assert Site({"a.bin": data}).compile().succeeds().data("a.bin") == data


def test_file_named_min_is_not_minified_but_its_references_are_rewritten() -> None:
    run = Site({"a.min.css": "a  { b : url( c.png ) }", "c.png": b"x"}).compile().succeeds()
    assert run.text("a.min.css") == f"a  {{ b : url( {run.entry('c.png').path} ) }}"


def test_member_named_min_is_not_minified_in_a_bundle() -> None:
    config = '[bundles."all.css"]\ncontents = ["a.min.css", "b.css"]'
    run = Site({"a.min.css": "a  {  }", "b.css": "b  {  }"}, config=config).compile().succeeds()
    assert run.text("all.css") == "a  {  }\nb{}"


def test_minify_off_leaves_everything_as_it_is() -> None:
    files = {"a.css": "a  { }\n", "b.js": "c  ( )\n"}
    run = Site(files, config='minify = "off"').compile().succeeds()
    assert {name: run.text(name) for name in run.names()} == files


def test_excluded_source_is_not_emitted_but_may_be_a_member() -> None:
    config = 'exclude = ["parts/**"]\n[bundles."all.css"]\ncontents = ["parts/*.css"]'
    run = Site({"parts/a.css": "a{b:c}", "parts/b.css": "d{e:f}"}, config=config).compile().succeeds()
    assert run.names() == ["all.css"]
    assert run.text("all.css") == "a{b:c}\nd{e:f}"


def test_bundle_of_another_type_is_joined_by_lines() -> None:
    config = '[bundles."all.txt"]\ncontents = ["b.txt", "a.txt"]'
    run = Site({"a.txt": "a", "b.txt": "b\n"}, config=config).compile().succeeds()
    assert run.text("all.txt") == "b\n\na"


def test_empty_file_is_an_asset() -> None:
    run = Site({"a.css": "", "b.js": "", "c.txt": ""}).compile().succeeds()
    assert [run.entry(name).size for name in run.names()] == [0, 0, 0]


def test_no_sources_give_an_empty_manifest() -> None:
    assert Site().compile().succeeds().names() == []


def test_source_used_by_several_assets_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from assetbuild import prepared, source_bytes

    reads: list[str] = []
    real = source_bytes.read_file

    def read_file(file: str) -> bytes:
        reads.append(file)
        return real(file)

    monkeypatch.setattr(prepared, "read_file", read_file)
    config = '[bundles."all.css"]\ncontents = ["a.css", "b.css"]\n[bundles."again.css"]\ncontents = ["all.css"]'
    Site({"a.css": "a{}", "b.css": "b{}", "c.png": b"x"}, config=config).compile().succeeds()
    assert sorted(file.rsplit("/", 1)[1] for file in reads) == ["a.css", "b.css", "c.png"]


def test_twins_are_written_only_where_they_are_smaller() -> None:
    run = Site({"a.css": "a{b:c}" * 100, "b.css": "a{}", "c.png": b"\0" * 1000, "d.woff2": b"\0" * 1000}).compile()
    found = {name: sorted(run.succeeds().entry(name).encodings) for name in run.names()}
    assert found == {"a.css": ["br", "gzip"], "b.css": [], "c.png": [], "d.woff2": []}


@pytest.mark.parametrize("name", "gif jpg jpeg png webp avif mp4 webm mp3 woff woff2 zip gz br".split())
def test_compressed_type_gets_no_twin(name: str) -> None:
    assert Site({f"a.{name}": b"\0" * 1000}).compile().succeeds().entry(f"a.{name}").encodings == {}


@pytest.mark.parametrize("members", ['["v.min.css", "a.css"]', '["a.css", "v.min.css"]'])
def test_what_a_member_imports_is_minified_by_its_own_name(members: str) -> None:
    files = {"v.min.css": "v  {  }", "a.css": "@import 'b.css';@import 'w.min.css';", "b.css": "b  {  }"}
    site = Site(files | {"w.min.css": "w  {  }"}, config=f'[bundles."all.css"]\ncontents = {members}')
    rules = site.compile().succeeds().text("all.css").split("\n")
    assert sorted(rules) == ["b{}", "v  {  }", "w  {  }"]


def test_warnings_about_what_a_member_imports_are_those_about_a_member() -> None:
    files = {"a.css": "@import 'b.css';", "b.css": "b { c: d }}"}
    said = []
    for member in ("a.css", "b.css"):
        config = f'exclude = ["*.css"]\n[bundles."all.css"]\ncontents = ["{member}"]'
        said.append(Site(files, config=config).compile().succeeds().stderr)
    assert "b.css:1:11: warning: not valid CSS: `}` closes nothing; passed through as it is\n" in said[0]
    assert said[0] == said[1]


def test_place_of_a_statement_is_that_in_the_file_not_in_what_filters_made_of_it() -> None:
    site = Site({"a.css": "/* x */\n\nq { c: d }\n\n@import 'b.css';\n", "b.css": "b{}"})
    site.write({"assetbuild.toml": '[bundles."all.css"]\ncontents = ["a.css"]'}).compile().succeeds(
        stderr="""\
        assets/a.css:5:1: warning: an `@import` after rules has no effect (CSS Cascade Level 5 §2): left out
          5 | @import 'b.css';
            | ^
        """
    )


def test_place_is_the_file_where_a_filter_changed_the_statements() -> None:
    config = '[bundles."all.css"]\ncontents = ["a.css"]\nfilters = ["filters:Twice"]'
    twice = (
        "from webassets.filter import Filter\n"
        "class Twice(Filter):\n"
        "    def input(self, _in, out, **options):\n"
        "        out.write(_in.read() * 2)\n"
    )
    files = {"a.css": "@import 'b.css';q{c:d}", "b.css": "b{}"}
    site = Site(files, config=config, project={"filters.py": twice})
    assert site.compile().succeeds().stderr == (
        "assets/a.css: warning: an `@import` after rules has no effect (CSS Cascade Level 5 §2): left out\n"
    )
