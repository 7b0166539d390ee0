"""Definitions in general: named by option or key, under keys of ours, migrated, found, and watched for changes."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import assetbuild
from assetbuild.definitions.registry import KINDS
from assetbuild.watching import Builder

from ..sites import Site
from .output_folder import compiled_both_ways

BUNDLES = """\
directory: static
url: /media
bundles:
  all:
    output: gen/all.js
    contents: [b.js, a.js]
    extra: {defer: true}
"""


def site() -> Site:
    return Site(project={"static/a.js": "a = 1\n", "static/b.js": "b = 1\n", "bundles.yaml": BUNDLES})


def test_from_and_migrated_configuration_give_the_same_bytes() -> None:
    assert "manifest.json" in compiled_both_ways(site(), "webassets")


def test_nothing_of_definitions_is_imported_unless_one_is_named() -> None:
    program = """\
import sys
from assetbuild.cli import main
try:
    main(sys.argv[1:])
except SystemExit as leave:
    assert not leave.code
print(*sorted(name for name in sys.modules if name.startswith(("assetbuild.definitions", "yaml"))))
"""
    made = site()
    made.write({"assets/x.js": "x"})
    done = subprocess.run(
        [sys.executable, "-c", program, "compile", "-q"], cwd=made.folder, capture_output=True, text=True, check=True
    )
    assert done.stdout == "\n"


def test_no_kind_needs_more_than_the_required_dependencies_or_an_extra() -> None:
    root = Path(assetbuild.__file__).parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    required = " ".join(project["dependencies"]).lower()
    assert not any(name in required for name in ("yaml", "flask", "django"))
    assert project["optional-dependencies"]["yaml"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_module_and_its_row(kind: str) -> None:
    folder = Path(assetbuild.__file__).parent / "definitions"
    module = KINDS[kind].module
    assert (folder / f"{module}.py").exists() or (folder / module / "__init__.py").exists()
    assert f"| `{kind}` |" in (folder.parents[2] / "docs" / "definitions.md").read_text()


def test_keys_of_ours_take_the_place_of_the_definition() -> None:
    made = site().write(
        {
            "assetbuild.toml": """\
            from = "webassets:bundles.yaml"
            url = "/other/"
            minify = "safe"

            [bundles."gen/more.js"]
            contents = ["a.js"]

            [groups.all]
            assets = ["gen/more.js"]
            """
        }
    )
    run = made.compile().succeeds()
    assert run.manifest.url == "/other/"
    assert run.names() == ["a.js", "b.js", "gen/all.js", "gen/more.js"]
    assert run.text("b.js") == "b=1"
    assert run.manifest.groups["all"].assets == ("gen/more.js",)


def test_option_takes_the_place_of_the_key() -> None:
    made = site().write({"assetbuild.toml": 'from = "webassets:nowhere.yaml"\n'})
    made.compile("--from", "webassets:bundles.yaml").succeeds()


def test_key_in_pyproject() -> None:
    made = site().write({"pyproject.toml": '[tool.assetbuild]\nfrom = "webassets"\n'})
    assert "gen/all.js" in made.compile().succeeds().names()


def test_all_commands_that_read_a_configuration_take_it() -> None:
    made = site().write({"templates/t.html": "{{ asset_url('gen/all.js') }}"})
    made.compile("--from", "webassets", "-q").succeeds()
    made.run("verify", "--sources", "--from", "webassets").succeeds()
    assert made.run("lookup", "gen/all.js", "--from", "webassets").succeeds().stdout.startswith("/media/gen/all.")
    made.run("check", "templates", "--from", "webassets").succeeds()
    made.run("prune", "--from", "webassets", "--dry-run").succeeds()
    assert "/media/" in made.run("server-config", "nginx", "--from", "webassets").succeeds().stdout


def test_watch_builds_again_when_the_definition_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    made = site()
    monkeypatch.chdir(made.folder)
    builder = Builder(None, definition="webassets", cache=str(made.folder / "cache"))
    assert builder.build().error is None
    assert builder.polled() == set()
    made.write({"bundles.yaml": BUNDLES.replace("gen/all", "gen/every")})
    assert {Path(path).name for path in builder.polled()} == {"bundles.yaml"}
    made.write({"templates/t.html": ""})
    assert {Path(path).name for path in builder.polled()} == {"bundles.yaml", "templates"}


def test_unchanged_build_notices_a_change_in_the_definition() -> None:
    made = site()

    def compile_() -> str:
        arguments = [sys.executable, "-m", "assetbuild", "compile", "--from", "webassets"]
        return subprocess.run(arguments, cwd=made.folder, capture_output=True, text=True, check=True).stdout

    assert "manifest written" in compile_()
    assert "manifest unchanged" in compile_()
    made.write({"bundles.yaml": BUNDLES.replace("[b.js, a.js]", "[a.js, b.js]")})
    assert "manifest written" in compile_()
    made.write({"templates/t.html": '{% assets "a.js", output="gen/tag.js" %}{% endassets %}'})
    assert "gen/tag.js" in compile_()


@pytest.mark.parametrize(
    ("name", "stderr"),
    [
        pytest.param(
            "webasset",
            """\
            error: there is no definition of the kind 'webasset'
              hint: did you mean 'webassets'?
            """,
            id="a kind that is near one",
        ),
        pytest.param(
            "webassets:config/x.yaml",
            """\
            config/x.yaml: error: the file is not there
              hint: give the path of webassets' file: webassets:config/bundles.yaml
            """,
            id="no file",
        ),
    ],
)
def test_definition_that_is_not_there(name: str, stderr: str) -> None:
    site().compile("--from", name).fails(status=2, stderr=stderr)


def test_key_that_names_no_kind_is_told_at_its_line() -> None:
    site().write({"assetbuild.toml": '\nfrom = "webassetz"\n'}).compile().fails(
        status=2,
        stderr="""\
        assetbuild.toml:2:8: error: there is no definition of the kind 'webassetz'
          2 | from = "webassetz"
            |        ^
          hint: did you mean 'webassets'?
        """,
    )


def test_fault_is_told_in_the_foreign_file() -> None:
    made = site().write({"bundles.yaml": BUNDLES.replace("[b.js, a.js]", "[b.js, c.js]")})
    made.compile("--from", "webassets").fails(
        stderr="""\
        bundles.yaml:6:22: error: the bundle 'gen/all.js' names 'c.js', which is in no source root
          6 |     contents: [b.js, c.js]
            |                      ^
          hint: did you mean 'b.js' or 'a.js'?
        """
    )


def test_fault_of_ours_beside_it_is_told_in_ours() -> None:
    made = site().write({"assetbuild.toml": 'from = "webassets"\nencodings = ["bz"]\n'})
    made.compile().fails(
        status=2,
        stderr="""\
        assetbuild.toml:2:14: error: `encodings` may be 'br', 'gzip' or 'zstd', not 'bz'
          2 | encodings = ["bz"]
            |              ^
          hint: for example encodings = ["br", "gzip"]
        """,
    )


def test_init_proposes_what_it_finds() -> None:
    made = site()
    assert made.run("init").succeeds().stdout == (
        "found webassets:bundles.yaml\nwrote assetbuild.toml; now run: assetbuild compile\n"
    )
    assert "gen/all.js" in made.compile().succeeds().names()


def test_migrate_prints_and_writes_and_never_overwrites() -> None:
    made = site()
    text = made.run("migrate", "webassets", "--stdout").succeeds().stdout
    assert made.run("migrate", "webassets", "bundles.yaml").succeeds().stdout == (
        "wrote assetbuild.toml; now run: assetbuild compile\n"
    )
    assert (made.folder / "assetbuild.toml").read_text() == text
    made.run("migrate", "webassets").fails(
        status=2,
        stderr="""\
        assetbuild.toml: error: it is there already, and was left as it is
          hint: move it away, or print the new one with --stdout
        """,
    )
    assert made.run("migrate", "webassets", "--stdout", "--json").succeeds().json["text"] == text


@pytest.mark.parametrize(
    ("arguments", "project", "stderr"),
    [
        pytest.param(
            ["--config", "pyproject.toml"],
            "",
            """\
            pyproject.toml: error: migrate writes no pyproject.toml
              hint: leave out --config: it writes assetbuild.toml
            """,
            id="into the shared file",
        ),
        pytest.param(
            [],
            "[tool.assetbuild]\n",
            """\
            pyproject.toml: error: [tool.assetbuild] is there already
              hint: move it away, or print the new one with --stdout
            """,
            id="beside the shared file",
        ),
    ],
)
def test_migrate_into_what_would_hide_it(arguments: list[str], project: str, stderr: str) -> None:
    made = site().write({"pyproject.toml": project})
    made.run("migrate", "webassets", *arguments).fails(status=2, stderr=stderr)


def test_migrated_file_says_what_was_not_carried_over() -> None:
    made = site().write({"bundles.yaml": "colour: red\n" + BUNDLES})
    run = made.run("migrate", "webassets").succeeds(
        stderr="""\
        bundles.yaml:1:1: warning: webassets has no setting 'colour'
          1 | colour: red
            | ^
        """
    )
    assert run.stdout
    head = (made.folder / "assetbuild.toml").read_text().split("\n")[:2]
    assert head[1] == "# Not carried over (bundles.yaml:1:1): webassets has no setting 'colour'"
    made.compile().succeeds(stderr="")


def test_definition_that_is_a_folder() -> None:
    Site(project={"bundles.yaml/x": ""}).compile("--from", "webassets").fails(
        status=2, stderr="bundles.yaml: error: cannot be read: Is a directory\n"
    )


def test_definition_that_is_not_utf8() -> None:
    Site(project={"bundles.yaml": b"a:\n  b: \xff\n"}).compile("--from", "webassets").fails(
        status=2,
        stderr="""\
        bundles.yaml:2:6: error: not UTF-8: byte 0xff
          2 |   b: ÿ
            |      ^
          hint: save the file as UTF-8
        """,
    )


def test_yaml_with_a_character_that_it_has_not() -> None:
    Site(project={"bundles.yaml": "a:\n  b: \x01\n"}).compile("--from", "webassets").fails(
        status=2,
        stderr="""\
        bundles.yaml:2:6: error: not valid YAML: it has the character U+0001
          2 |   b: \ufffd
            |      ^
          hint: remove it, or write it as an escape
        """,
    )
