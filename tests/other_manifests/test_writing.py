"""Manifests for other readers in the output folder: as whole and as new as ours, and written in the right order."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from assetbuild.output.verify import verify

from ..definitions.output_folder import output_of
from ..sites import Run, Site

ALL = "django mix phoenix propshaft propshaft-flat:flat.json sprockets vite webpack webpack-stats:s/t.json".split()
FILES = {
    "css/app.css": "body { background: url(../img/bg.png) }",
    "img/bg.png": "(a picture)",
    "js/app.mjs": 'import "./part.mjs"; import("./later.mjs");',
    "js/later.mjs": "export const later = 1;",
    "js/part.mjs": "export const part = 1;",
}
FLAT = "propshaft-flat:flat.json"


def options(*formats: str) -> list[str]:
    return [word for each in formats for word in ("--also", each)]


def flat(site: Site) -> dict[str, str]:
    """What the flattest of the formats says."""
    found: dict[str, str] = json.loads((site.output / "flat.json").read_bytes())
    return found


def summary(run: Run) -> str:
    return run.stdout.rstrip("\n").split("\n")[-1]


def test_option_and_key_give_the_same_files_wherever_they_are_made() -> None:
    by_option = Site(FILES)
    by_option.compile(*options(*ALL)).succeeds(stderr="")
    by_key = Site(FILES, config=f"also = {json.dumps(ALL[:4])}\n")
    by_key.compile("--no-cache", "--jobs", "1", *options(*ALL[3:])).succeeds(stderr="")
    made = output_of(by_option)
    assert made == output_of(by_key)
    manifest = by_option.compile(*options(*ALL)).manifest
    assert sorted(manifest.others) == [
        ".manifest.json",
        ".sprockets-manifest-f2687002d4a70a82c86841052f801a71.json",
        ".vite/manifest.json",
        "cache_manifest.json",
        "flat.json",
        "mix-manifest.json",
        "s/t.json",
        "staticfiles.json",
        "webpack-manifest.json",
    ]
    assert {path: len(made[path]) for path in manifest.others} == {
        path: said.size for path, said in manifest.others.items()
    }
    assert flat(by_option) == {name: manifest.entry(name).path for name in manifest.names()}


def test_compile_without_also_has_nothing_of_it() -> None:
    run = Site(FILES).compile().succeeds()
    assert run.manifest.others == {}
    assert b"manifests" not in (run.site.output / "manifest.json").read_bytes()


def test_json_names_the_files() -> None:
    run = Site(FILES).compile("--json", *options("mix", "django:a/b.json")).succeeds()
    assert run.json["also"] == ["dist/assets/mix-manifest.json", "dist/assets/a/b.json"]


@pytest.mark.parametrize(
    ("written", "stderr"),
    [
        pytest.param(
            "vit",
            "there is no manifest of the format 'vit'\nHINT did you mean 'vite'?",
            id="a slip",
        ),
        pytest.param(
            "cobol",
            "there is no manifest of the format 'cobol'\nHINT formats: django, mix, phoenix, propshaft, "
            "propshaft-flat, sprockets, vite, webpack, webpack-stats",
            id="no such format",
        ),
        pytest.param(
            "vite:../m.json",
            "'../m.json' cannot be the path of a manifest: it has an empty, `.` or `..` segment\nHINT it goes into the "
            "output folder, with the files that it names: give a path below that",
            id="out of the output folder",
        ),
        pytest.param(
            "mix:Flat.JSON",
            "the manifests 'propshaft-flat' and 'mix' would be one file, 'Flat.JSON'\nHINT give one of them another "
            "path: mix:PATH",
            id="two in one file",
        ),
        pytest.param(
            "mix:Manifest.json",
            "the manifest 'mix' cannot be 'Manifest.json': the build keeps such names for itself\nHINT by default it "
            "is mix-manifest.json",
            id="ours",
        ),
        pytest.param(
            "mix:m.0123456789ab.json.gz",
            "the manifest 'mix' cannot be 'm.0123456789ab.json.gz': the build keeps such names for itself\nHINT by "
            "default it is mix-manifest.json",
            id="a twin",
        ),
    ],
)
def test_mistakes_are_told_with_their_places(written: str, stderr: str) -> None:
    line = f"also = [{json.dumps(FLAT)}, {json.dumps(written)}]"
    site = Site(FILES, config=f"minify = 'off'\n{line}\n")
    message, hint = stderr.split("\nHINT ")
    column = line.rindex('"', 0, -2) + 1
    frame = f"  2 | {line}\n    | {' ' * (column - 1)}^\n"
    site.compile().fails(stderr=f"assetbuild.toml:2:{column}: error: {message}\n{frame}  hint: {hint}\n", status=2)
    assert not site.output.exists()
    site = Site(FILES, config=f"also = [{json.dumps(FLAT)}]\n")
    place = "assetbuild.toml: " if "keeps such" in message else ""
    site.compile("--also", written).fails(stderr=f"{place}error: {message}\n  hint: {hint}\n", status=2)


def test_list_of_another_type() -> None:
    Site(FILES, config="also = 'vite'\n").compile().fails(
        stderr="""\
            assetbuild.toml:1:8: error: `also` must be a list of strings, not a string
              1 | also = 'vite'
                |        ^
              hint: write also = ["vite"]
            """,
        status=2,
    )


@pytest.mark.parametrize("cached", [pytest.param((), id="cache"), pytest.param(("--no-cache",), id="no cache")])
def test_manifest_that_was_deleted_or_altered_is_written_again(cached: tuple[str, ...]) -> None:
    site = Site(FILES)
    arguments = [*options("vite", FLAT), *cached]
    site.compile(*arguments).succeeds()
    made = output_of(site)
    assert summary(site.compile(*arguments)) == "5 assets in dist/assets: 0 files written, 7 reused, manifest unchanged"
    for path in (".vite/manifest.json", "flat.json"):
        file = site.output / path
        file.unlink()
        site.compile(*arguments).succeeds(stderr="")
        assert output_of(site) == made
        file.chmod(0o644)
        file.write_text("x" * len(made[path]))
        site.compile(*arguments).succeeds(stderr="")
        assert output_of(site) == made
        assert file.stat().st_mode & 0o777 == 0o444


def test_call_with_another_manifest_is_another_build() -> None:
    site = Site(FILES)
    site.compile().succeeds()
    site.compile("--also", FLAT).succeeds()
    assert flat(site).keys() == FILES.keys()
    site.compile("--also", "mix").succeeds()
    assert [*site.compile("--also", "mix").manifest.others] == ["mix-manifest.json"]
    assert [*site.compile("--also", FLAT).manifest.others] == ["flat.json"]
    site.write({"assetbuild.toml": "also = ['mix:other.json']\n"}).compile().succeeds()
    assert (site.output / "other.json").exists()


def test_change_of_a_source_changes_both() -> None:
    site = Site(FILES)
    site.compile("--also", FLAT).succeeds()
    before = flat(site)
    site.write({"assets/img/bg.png": "(another)"})
    run = site.compile("--also", FLAT).succeeds()
    assert {name for name, path in flat(site).items() if path != before[name]} == {"css/app.css", "img/bg.png"}
    assert flat(site) == {name: run.entry(name).path for name in run.names()}
    assert verify(site.output).faults == ()


class Killed(BaseException):
    """What no code catches."""


def kills(monkeypatch: pytest.MonkeyPatch, when: int) -> None:
    """The process is killed just before it renames its file number `when`."""
    calls = iter(range(1000))
    rename = os.replace

    def replace(source: str, target: str) -> None:
        if os.path.basename(source).startswith(".assetbuild-") and next(calls) == when:
            raise Killed
        rename(source, target)

    monkeypatch.setattr(os, "replace", replace)


# Five artifacts, then the two manifests for others, then ours.
@pytest.mark.parametrize("when", range(8))
def test_killed_build_leaves_no_manifest_that_names_what_is_not_there(
    when: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Site(FILES, config="minify = 'off'\nencodings = []\n")
    site.compile(*options(FLAT, "mix")).succeeds()
    old, ours = flat(site), (site.output / "manifest.json").read_bytes()
    site.write({f"assets/{path}": f"{text}\n/* 2 */" for path, text in FILES.items()})
    with monkeypatch.context() as patch:
        kills(patch, when)
        with pytest.raises(Killed):
            site.compile(*options(FLAT, "mix"))
    assert (flat(site) == old) == (when < 6)
    assert all((site.output / path).is_file() for path in flat(site).values())
    assert (site.output / "manifest.json").read_bytes() == ours
    site.compile(*options(FLAT, "mix")).succeeds(stderr="")
    assert verify(site.output).faults == ()


def test_prune_waits_for_the_build_after_a_killed_one(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(FILES)
    site.compile("--also", FLAT).succeeds()
    site.write({"assets/img/bg.png": "(another)"})
    with monkeypatch.context() as patch:
        kills(patch, 4)
        with pytest.raises(Killed):
            site.compile("--also", FLAT)
    site.run("prune").fails(
        stderr="dist/assets/flat.json: error: it is not the manifest that manifest.json tells of, so it may name files "
        "that would be deleted\n  hint: compile first, then prune\n"
    )
    site.compile("--also", FLAT).succeeds()
    site.run("prune").succeeds(stderr="")
    assert all((site.output / path).is_file() for path in flat(site).values())
    (site.output / "flat.json").unlink()
    site.run("prune").succeeds(stderr="")


def test_verify_checks_them_and_prune_keeps_them() -> None:
    site = Site(FILES)
    site.compile(*options("vite", FLAT)).succeeds()
    made = output_of(site)
    assert summary(site.run("verify").succeeds(stderr="")) == "5 assets, 9 files, 1.4 kB: all whole"
    site.run("prune").succeeds()
    assert output_of(site) == made
    (site.output / "flat.json").unlink()
    vite = site.output / ".vite/manifest.json"
    vite.chmod(0o644)
    vite.write_bytes(b" " * len(made[".vite/manifest.json"]))
    site.run("verify").fails(
        stderr="""\
            dist/assets/.vite/manifest.json: error: its content is not what the manifest says: the integrity differs
              hint: run `assetbuild compile --force`: a file that is not whole is replaced
            dist/assets/flat.json: error: the manifest names it, but it is not there
              hint: compile again
            """
    )
    vite.write_bytes(b"{}")
    (site.output / "flat.json").symlink_to("manifest.json")
    size = len(made[".vite/manifest.json"])
    run = site.run("verify")
    assert f".vite/manifest.json: error: it has 2 bytes, where the manifest says {size}\n" in run.stderr
    assert "flat.json: error: it is a link or a device, where a file has to be\n" in run.stderr
    site.compile(*options("vite", FLAT)).fails(
        stderr="""\
            dist/assets/flat.json: error: cannot write it: Too many levels of symbolic links
              hint: remove the symbolic link: files are never written through links inside the output folder
            """,
        status=2,
    )


def test_check_compares_what_ours_tells_of_them() -> None:
    site = Site(FILES)
    site.compile(*options("vite", FLAT)).succeeds()
    site.compile("--check", *options("vite", FLAT)).succeeds(stderr="")
    hint = "  hint: run `assetbuild compile`, and commit or deploy what it writes\n"
    stale = "dist/assets/manifest.json: error: the manifest is stale: the manifest {!r} for another reader differs\n"
    site.compile("--check", "--also", FLAT).fails(stderr=stale.format(".vite/manifest.json") + hint)
    site.compile("--check", *options("vite", FLAT, "mix")).fails(stderr=stale.format("mix-manifest.json") + hint)


def test_output_folder_in_a_source_root_may_have_them() -> None:
    inside = Site({"css/app.css": "a {}"}, config="output = 'assets/out'\nalso = ['django', 'mix:m.json']\n")
    assert inside.compile().succeeds(stderr="").stdout
    assert inside.compile().succeeds(stderr="").stdout
    inside.write({"assetbuild.toml": "output = 'assets/out'\nalso = ['mix:m.json']\n"}).compile().succeeds(stderr="")
    Path(inside.folder, "assets/out/mine.json").write_text("{}")
    run = inside.compile()
    assert run.status == 2
    assert "holds 'mine.json', which no build wrote" in run.stderr


def test_warnings_are_told_and_told_again_when_nothing_changed() -> None:
    site = Site(FILES, config="also = ['mix']\ngroups.main.assets = ['css/app.css']\n")
    warning = "warning: the manifest 'mix-manifest.json' (mix) cannot say all: it has no place for groups: 'main'\n"
    site.compile().succeeds(stderr=warning)
    site.compile().succeeds(stderr=warning)
