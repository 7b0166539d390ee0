"""Builds that follow each other: nothing is done twice, and whatever happens to the cache, the output is the same."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import rcssmin

from assetbuild import prepared, source_bytes, unchanged
from assetbuild.filters import rjsmin as rjsmin_filter

from ..sites import Files, Site

BUNDLE = '[bundles."all.css"]\ncontents = ["css/*.css"]\n'
SITE: Files = {
    "css/a.css": "a { background: url(../img/i.svg) }\n" * 30,
    "css/b.css": "b { color: red }\n" * 30,
    "js/a.js": "hello ( 'world' ) ; // text\n" * 30,
    "img/i.svg": "<svg xmlns='http://www.w3.org/2000/svg'><!-- a --></svg>\n" * 9,
    "img/p.png": b"\x89PNG" + bytes(500),
}


def snapshot(site: Site) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(site.output.rglob("*")) if path.is_file()}


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """How often each kind of work is done."""
    counts = {"read": 0, "css": 0, "js": 0, "br": 0}

    def counting(kind: str, function: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            counts[kind] += 1
            return function(*arguments, **options)

        return call

    import brotli

    with monkeypatch.context() as patch:
        patch.setattr(prepared, "read_file", counting("read", source_bytes.read_file))
        patch.setattr(rcssmin, "cssmin", counting("css", rcssmin.cssmin))
        patch.setattr(rjsmin_filter, "minify", counting("js", rjsmin_filter.minify))
        patch.setattr(brotli, "compress", counting("br", brotli.compress))
        yield counts


def test_output_wiped_costs_no_minification_and_no_compression(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(SITE, config=BUNDLE)
    site.compile().succeeds()
    before = snapshot(site)
    shutil.rmtree(site.output)
    with counted(monkeypatch) as counts:
        site.compile().succeeds()
    assert (counts["css"], counts["js"], counts["br"]) == (0, 0, 0)
    assert snapshot(site) == before


def test_source_that_did_not_change_is_not_read_for_its_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(SITE, config=BUNDLE)
    site.compile().succeeds()
    shutil.rmtree(site.output)
    # The sources are as young as the test; a build long after would trust them.
    monkeypatch.setattr(unchanged, "TICK", 0)
    with counted(monkeypatch) as counts:
        site.compile().succeeds()
    # The two pictures are copied from their sources; style sheets and scripts come from the cache.
    assert counts["read"] == 2


def test_changed_style_sheet_costs_itself_and_its_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(SITE, config=BUNDLE)
    site.compile().succeeds()
    site.write({"assets/css/b.css": "b { color: green }\n" * 30})
    with counted(monkeypatch) as counts:
        run = site.compile().succeeds()
    assert (counts["js"], counts["br"]) == (0, 2)
    assert "green" in run.text("all.css")


def test_changed_picture_renames_what_names_it_without_minifying_it(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(SITE, config=BUNDLE)
    first = site.compile().succeeds().entry("all.css").path
    site.write({"assets/img/i.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"})
    with counted(monkeypatch) as counts:
        second = site.compile().succeeds()
    assert (counts["css"], counts["js"]) == (0, 0)
    assert first != second.entry("all.css").path


@pytest.mark.parametrize("options", [[], ["--no-cache"]], ids=["cache", "no cache"])
def test_same_content_is_compressed_once(monkeypatch: pytest.MonkeyPatch, options: list[str]) -> None:
    site = Site({f"{number}.txt": "the same\n" * 99 for number in range(20)}, config='encodings = ["br"]')
    with counted(monkeypatch) as counts:
        site.compile(*options).succeeds()
    assert counts["br"] == 1


def test_import_of_a_style_sheet_is_followed_into_the_key() -> None:
    config = 'exclude = ["a.css", "parts/**"]\n[bundles."all.css"]\ncontents = ["a.css"]'
    site = Site({"a.css": "@import 'parts/b.css';", "parts/b.css": "b{c:d}"}, config=config)
    assert "b{c:d}" in site.compile().succeeds().text("all.css")
    site.write({"assets/parts/b.css": "b{c:e}"})
    assert "b{c:e}" in site.compile().succeeds().text("all.css")


def test_source_that_was_looked_for_in_vain_is_followed_into_the_key() -> None:
    module = """\
    from assetbuild.model import Filter, Filtered

    def each(source, options, fetch):
        return Filtered(str(fetch("extra.txt")))

    extra = Filter("extra", "1", each=each)
    """
    config = 'exclude = ["*"]\n[bundles."all.md"]\ncontents = ["a.txt"]\nfilters = ["own:extra"]\n'
    site = Site({"a.txt": "a"}, config=config, project={"own.py": module})
    assert site.compile().succeeds().text("all.md") == "None"
    site.write({"assets/extra.txt": "there"})
    assert site.compile().succeeds().text("all.md") == "b'there'"


def test_other_options_of_a_filter_are_another_key() -> None:
    module = """\
    from assetbuild.model import Filter, Filtered

    def each(source, options, fetch):
        return Filtered(source.text + options["mark"])

    mark = Filter("mark", "1", each=each)
    """
    config = '[bundles."all.txt"]\ncontents = ["a.txt"]\nfilters = ["own:mark"]\n[filters."own:mark"]\nmark = "!"\n'
    site = Site({"a.txt": "a"}, config=config, project={"own.py": module})
    assert site.compile().succeeds().text("all.txt") == "a!"
    site.write({"assetbuild.toml": config.replace("!", "?")})
    assert site.compile().succeeds().text("all.txt") == "a?"


def test_change_of_a_filter_of_the_project_is_another_key() -> None:
    module = """\
    from assetbuild.model import Filter, Filtered
    from part import MARK

    def each(source, options, fetch):
        return Filtered(source.text + MARK)

    mark = Filter("mark", "1", each=each)
    """
    config = '[bundles."all.txt"]\ncontents = ["a.txt"]\nfilters = ["own:mark"]\n'
    site = Site({"a.txt": "a"}, config=config, project={"own.py": module, "part.py": "MARK = '1'\n"})
    assert site.compile().succeeds().text("all.txt") == "a1"
    assert site.compile().succeeds().text("all.txt") == "a1"
    site.write({"part.py": "MARK = '22'\n"})
    assert site.compile().succeeds().text("all.txt") == "a22"


@pytest.mark.parametrize(
    "bundle",
    [
        pytest.param('contents = ["a.txt"]\nfilters = ["own:mark"]\n', id="of a bundle"),
        pytest.param('contents = [{ contents = ["a.txt"], filters = ["own:mark"] }]\n', id="of a part"),
    ],
)
def test_filter_that_is_not_pure_runs_each_time(bundle: str) -> None:
    module = """\
    import os, pathlib

    def mark(_in, out):
        out.write(_in.read() + pathlib.Path(os.environ["MARK"]).read_text())
    """
    site = Site({"a.txt": "a"}, config=f'[bundles."all.txt"]\n{bundle}', project={"own.py": module, "mark.txt": "1"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MARK", str(site.folder / "mark.txt"))
        assert site.compile().succeeds().text("all.txt") == "a1"
        site.write({"mark.txt": "2"})
        assert site.compile().succeeds().text("all.txt") == "a2"


def test_nothing_to_do_prints_the_same_again() -> None:
    site = Site(SITE, config=BUNDLE)
    site.compile().succeeds()
    second, third = site.compile().succeeds(), site.compile().succeeds()
    assert "0 files written, 16 reused, manifest unchanged" in second.stdout
    assert (third.stdout, third.stderr) == (second.stdout, second.stderr)
    fourth, fifth = site.compile("--json").json, site.compile("--json").json
    assert fourth == fifth
    assert fifth["changed"] is False


def test_warning_is_shown_by_a_build_with_nothing_to_do_too() -> None:
    site = Site({"a.css": b"a{} /* \xe9 */"})
    first, second = site.compile().succeeds(), site.compile().succeeds()
    assert "not UTF-8" in second.stderr
    assert first.stderr == second.stderr


MODULES_OF_A_REPLAY = """\
import sys
before = set(sys.modules)
from assetbuild.cli import main
try:
    main(["compile", "-q"])
except SystemExit:
    pass
print(sorted(set(sys.modules) - before))
"""


def test_nothing_to_do_is_known_before_anything_is_imported() -> None:
    site = Site(SITE, config=BUNDLE)
    command = [sys.executable, "-I", "-c", MODULES_OF_A_REPLAY]

    def modules() -> list[str]:
        done = subprocess.run(command, cwd=site.folder, text=True, capture_output=True, check=True)
        return list(eval(done.stdout))

    assert "assetbuild.pipeline" in modules()
    modules()
    assert set(modules()) <= {
        "__future__",
        "_hashlib",
        "assetbuild",
        "assetbuild.cli",
        "assetbuild.replay",
        "assetbuild.unchanged",
        "binascii",
        "time",
    }


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda site: site.write({"assets/css/a.css": "a{}"}), id="source changed"),
        pytest.param(lambda site: site.write({"assets/css/new.css": "n{}"}), id="source added"),
        pytest.param(lambda site: (site.folder / "assets/css/b.css").unlink(), id="source removed"),
        pytest.param(lambda site: site.write({"assetbuild.toml": "encodings = []"}), id="configuration changed"),
        pytest.param(lambda site: shutil.rmtree(site.output), id="output wiped"),
        pytest.param(lambda site: (site.output / "manifest.json").unlink(), id="manifest removed"),
        pytest.param(lambda site: next(site.output.rglob("*.br")).unlink(), id="twin removed"),
        pytest.param(lambda site: next(site.output.rglob("*.png")).unlink(), id="artifact removed"),
    ],
)
def test_change_is_compiled(change: Callable[[Site], object]) -> None:
    site = Site(SITE, config=BUNDLE)
    site.compile().succeeds()
    site.compile().succeeds()
    change(site)
    site.compile().succeeds()
    clean = Site(folder=site.folder)
    shutil.rmtree(site.folder / ".assetbuild")
    manifest = (site.output / "manifest.json").read_bytes()
    site.run("verify").succeeds()
    shutil.rmtree(site.output)
    clean.compile().succeeds()
    assert (site.output / "manifest.json").read_bytes() == manifest


def test_touch_rebuilds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(SITE, config=BUNDLE)
    site.compile().succeeds()
    said = site.compile().succeeds().stdout
    for file in (site.folder / "assets").rglob("*"):
        os.utime(file)
    with counted(monkeypatch) as counts:
        assert site.compile().succeeds().stdout == said
    assert counts == {"read": 0, "css": 0, "js": 0, "br": 0}


# The time that npm gives every file of every package.
OF_NPM = 499162500


def unpack(root: Path, text: str) -> None:
    """As `rm -r` and `tar x` do, so that inodes are used again."""
    shutil.rmtree(root)
    root.mkdir()
    (root / "a.css").write_text(text)
    for path in (root / "a.css", root):
        os.utime(path, (OF_NPM, OF_NPM))


def test_change_behind_an_unchanged_time_of_modification_is_compiled() -> None:
    site = Site()
    unpack(site.folder / "assets", "a{b:c}")
    site.compile().succeeds()
    site.compile().succeeds()
    unpack(site.folder / "assets", "a{b:d}")
    assert site.compile().succeeds().text("a.css") == "a{b:d}"


def test_source_root_that_is_a_link_may_lead_elsewhere_by_the_next_build() -> None:
    site = Site(project={"one/a.css": "a{b:c}", "two/a.css": "a{b:d}"}, config='sources = ["current"]')
    link = site.folder / "current"
    link.symlink_to("one")
    site.compile().succeeds()
    site.compile().succeeds()
    link.unlink()
    link.symlink_to("two")
    assert site.compile().succeeds().text("a.css") == "a{b:d}"


def test_changed_source_is_found_by_verify_and_mended_by_force() -> None:
    site = Site({"a.css": "a{b:c}"})
    site.compile().succeeds()
    site.write({"assets/a.css": "a{b:d}"})
    site.run("verify").succeeds()
    site.run("verify", "--sources").fails(
        stderr="""\
        dist/assets/manifest.json: error: the sources of 'a.css' give another content than the manifest says
          hint: run `assetbuild compile --force`
        """
    )
    assert site.compile("--force").succeeds().text("a.css") == "a{b:d}"
    site.run("verify", "--sources").succeeds()


def test_verify_tells_what_sources_and_manifest_have_alone() -> None:
    site = Site({"a.css": "a{}", "b.css": "b{}"})
    site.compile().succeeds()
    (site.folder / "assets/a.css").rename(site.folder / "assets/c.css")
    run = site.run("verify", "--sources", "--json")
    assert [error["message"] for error in run.json["errors"]] == [
        "the manifest has 'a.css', which the sources have not",
        "the sources have 'c.css', which the manifest has not",
    ]
    assert run.status == 1


def test_cache_that_is_bounded_stays_so() -> None:
    site = Site({f"{number}.txt": f"{number}\n" * 2000 for number in range(30)})
    site.compile("--cache-size", "1kB").succeeds()
    kept = sum(file.stat().st_size for file in (site.folder / ".assetbuild/cache/v2").rglob("*") if file.is_file())
    assert kept <= 1000


@pytest.mark.parametrize("size", ["many", "-1", "1XB", ""])
def test_size_that_is_none_is_told(size: str) -> None:
    Site().compile("--cache-size", size).fails(
        stderr=f"""\
        error: invalid value for '--cache-size': {size!r} is not a size; write 500MB or 2GB
          hint: see `assetbuild compile --help`
        """,
        status=2,
    )


def test_cache_is_where_the_call_or_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(SITE)
    monkeypatch.setenv("ASSETBUILD_CACHE", str(site.folder / "one"))
    site.compile().succeeds()
    site.compile("--cache", "two").succeeds()
    site.compile("--no-cache").succeeds()
    assert sorted(path.name for path in site.folder.iterdir()) == ["assets", "dist", "one", "two"]


def test_cache_that_is_a_file_is_told_in_one_warning() -> None:
    site = Site(SITE, project={"cache": "a file"})
    before = site.compile("--cache", "cache").succeeds(
        stderr="""\
        cache: Not a directory: warning: the cache cannot be written, so that the next build has everything to do again
        """
    )
    assert before.names()


def replaced_by_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def flipped(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


ATTACKS: dict[str, Callable[[Path, random.Random], object]] = {
    "bit flip": lambda file, chance: file.write_bytes(flipped(file.read_bytes(), chance)),
    "truncation": lambda file, chance: file.write_bytes(file.read_bytes()[: chance.randrange(40)]),
    "empty": lambda file, chance: file.write_bytes(b""),
    "longer": lambda file, chance: file.write_bytes(file.read_bytes() + b"x"),
    "a folder in its place": lambda file, chance: replaced_by_folder(file),
    "unreadable": lambda file, chance: file.chmod(0),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_damaged_cache_gives_the_right_output(attack: Callable[[Path, random.Random], object]) -> None:
    chance = random.Random(7)
    site = Site(SITE, config=BUNDLE)
    site.compile().succeeds()
    before = snapshot(site)
    for file in sorted((site.folder / ".assetbuild").rglob("*")):
        if file.is_file():
            attack(file, chance)
    shutil.rmtree(site.output)
    site.compile().succeeds()
    assert snapshot(site) == before


def test_eight_builds_on_one_cache_are_all_right(tmp_path: Path) -> None:
    sites = [Site(SITE, config=BUNDLE) for _ in range(8)]
    command = [sys.executable, "-m", "assetbuild", "compile", "-q", "--cache", str(tmp_path / "cache")]
    running = [subprocess.Popen(command, cwd=site.folder) for site in sites]
    assert [process.wait() for process in running] == [0] * 8
    assert all(snapshot(site) == snapshot(sites[0]) for site in sites)


def test_other_version_of_assetbuild_takes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from assetbuild import keys

    site = Site(SITE, config=BUNDLE)
    site.compile().succeeds()
    before = snapshot(site)
    monkeypatch.setattr(keys.ActionKey.__new__, "__defaults__", ("0.0.0",))
    shutil.rmtree(site.output)
    with counted(monkeypatch) as counts:
        site.compile().succeeds()
    assert counts["js"] == 1
    assert snapshot(site) == before


def test_cache_on_a_full_disk_is_no_fault() -> None:
    site = Site(SITE, config=BUNDLE)
    code = (
        "import os, errno\n"
        "real = os.replace\n"
        "def full(source, target):\n"
        "    if '.assetbuild/cache' in str(target): raise OSError(errno.ENOSPC, 'No space left on device')\n"
        "    real(source, target)\n"
        "os.replace = full\n"
        "from assetbuild.cli import main\n"
        "main(['compile', '-q'])\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=site.folder, check=True)
    site.run("verify").succeeds()


def test_profile_tells_where_the_time_went() -> None:
    run = Site(SITE, config=BUNDLE).compile("--profile").succeeds()
    work = {line.split("  ")[0] for line in run.stderr.splitlines()}
    assert {"list", "read", "scan", "filter rjsmin", "filter rcssmin", "encode br", "encode gzip", "write"} <= work
    assert run.stderr.splitlines()[-1].endswith("ms from the first to the last; 0 found in the cache, 14 misses")


def test_trace_is_written_for_chrome() -> None:
    import json

    site = Site(SITE, config=BUNDLE)
    site.compile("--trace", "trace.json").succeeds(stderr="")
    events = json.loads((site.folder / "trace.json").read_text())["traceEvents"]
    assert {"compile all.css", "encode br"} <= {event["name"] for event in events}


def test_trace_that_cannot_be_written_is_told() -> None:
    Site(SITE).compile("--trace", "no/trace.json").fails(
        stderr="no/trace.json: error: the trace cannot be written: No such file or directory\n", status=2
    )


def test_fast_build_has_other_twins_and_the_same_files() -> None:
    site = Site({"a.js": "".join(f"function f{number}(a) {{ return a * {number} }}\n" for number in range(400))})
    slow = site.compile().succeeds()
    slow_twin = (site.output / (slow.entry("a.js").path + ".br")).read_bytes()
    fast = site.compile("--fast").succeeds()
    fast_twin = (site.output / (fast.entry("a.js").path + ".br")).read_bytes()
    assert slow.entry("a.js").path == fast.entry("a.js").path
    assert len(slow_twin) < len(fast_twin) < len(slow_twin) * 1.1
    site.run("verify").succeeds()


def test_artifact_truncated_in_its_place_is_mended_as_verify_says() -> None:
    site = Site({"a.css": "a{b:c}"})
    site.compile().succeeds()
    site.compile().succeeds()
    file = next(site.output.glob("a.*.css"))
    file.write_bytes(b"")
    site.run("verify").fails(
        stderr=f"""\
        dist/assets/{file.name}: error: it has 0 bytes, where the manifest says 6
          hint: run `assetbuild compile --force`: a file that is not whole is replaced
        """
    )
    site.compile("--force").succeeds()
    site.run("verify").succeeds()
