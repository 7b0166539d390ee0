"""`assetbuild watch` follows every edit, tells what is broken, and ends where a clean build ends."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assetbuild.manifest import ManifestFile

from ..docs import ROOT, blocks
from ..sites import Site
from .watches import Watching, running

NO_TWINS = "encodings = []\n"
BROKEN = "a { background: url(nowhere.png) }"


def quiet_at(watching: Watching, done: Callable[[], bool]) -> None:
    """Read builds until `done`; each of them may be the last."""
    while not done():
        watching.event()


def output_of(site: Site) -> tuple[bytes, dict[str, bytes]]:
    manifest = site.output / "manifest.json"
    files = {entry.path: (site.output / entry.path).read_bytes() for entry in ManifestFile.load(manifest).entries()}
    return manifest.read_bytes(), files


def test_edit_is_compiled_and_told_in_one_line() -> None:
    site = Site({"css/app.css": "a { color: red }", "js/app.js": "alert(1);"}, config=NO_TWINS)
    with running(site.folder, "watch") as watching:
        assert watching.line().startswith("2 assets: 2 files written in ")
        site.write({"assets/css/app.css": "a { color: blue }"})
        assert watching.line().startswith("assets/css/app.css: 1 file written in ")
        assert watching.interrupt() == 130
    assert "a{color:blue}" in [data.decode() for data in output_of(site)[1].values()]
    assert (site.folder / "stderr.txt").read_text() == "watching assets; Ctrl-C ends\n"


def test_broken_edit_keeps_the_last_output_and_the_next_one_mends_it() -> None:
    site = Site({"css/app.css": "a { color: red }"}, config=NO_TWINS)
    with running(site.folder, "watch", "--json") as watching:
        watching.event()
        good = output_of(site)
        site.write({"assets/css/app.css": BROKEN})
        event = watching.until("assets/css/app.css")
        assert (event["ok"], event["errors"][0]["file"], event["errors"][0]["line"]) == (False, "assets/css/app.css", 1)
        assert output_of(site) == good
        site.write({"assets/css/app.css": "a { color: green }"})
        assert watching.until("assets/css/app.css")["ok"]
    assert output_of(site) != good
    assert "there is no asset 'css/nowhere.png'" in (site.folder / "stderr.txt").read_text()


def test_configuration_and_roots_are_followed() -> None:
    site = Site({"css/app.css": "a { color: red }"}, project={"other/b.css": "b { color: red }"}, config=NO_TWINS)
    with running(site.folder, "watch", "--json") as watching:
        watching.event()
        site.write({"assetbuild.toml": NO_TWINS + 'sources = ["other"]'})
        assert watching.until("assetbuild.toml")["ok"]
        assert site.run("lookup", "b.css").status == 0
        site.write({"assetbuild.toml": "sources = 1"})
        assert watching.until("assetbuild.toml")["errors"][0]["file"] == "assetbuild.toml"
        site.write({"assetbuild.toml": NO_TWINS + 'sources = ["other", "later"]'})
        assert not watching.until("assetbuild.toml")["ok"]
        site.write({"later/c.css": "c { color: red }"})
        quiet_at(watching, lambda: site.run("lookup", "c.css").status == 0)
        shutil.rmtree(site.folder / "later")
        while watching.event()["ok"]:
            pass
        site.write({"later/d/e.css": "d { color: red }"})
        quiet_at(watching, lambda: site.run("lookup", "d/e.css").status == 0)


def test_own_filter_is_followed() -> None:
    module = "from webassets.filter import Filter\n\n\nclass Own(Filter):\n    name = 'own'\n"
    module += "    def output(self, _in, out, **kw):\n"
    config = NO_TWINS + '[bundles."all.css"]\ncontents = ["a.css"]\nfilters = ["mine:Own"]\n'
    site = Site({"a.css": "a{}"}, project={"mine.py": module + "        out.write('b{}')\n"}, config=config)
    with running(site.folder, "watch", "--json") as watching:
        assert watching.event()["ok"]
        site.write({"mine.py": module + "        out.write('changed{}')\n"})
        assert watching.until("mine.py")["ok"]
    assert b"changed{}" in output_of(site)[1].values()


def test_output_cache_and_hidden_files_are_no_sources() -> None:
    site = Site({"css/app.css": "a { color: red }"}, config=NO_TWINS + 'output = "assets/out"\n')
    with running(site.folder, "watch", "--json", "--cache", "assets/kept", "--jobs", "1") as watching:
        watching.event()
        for path in ("assets/out/x.css", "assets/kept/x", "assets/.hidden.css"):
            site.write({path: "a { color: blue }"})
        assert watching.more(1) == []


def test_twins_are_written_where_they_are_asked_for() -> None:
    site = Site({"css/app.css": "a { color: red }\n.b { color: red }\n" * 9})
    for arguments, twins in (((), set()), (("--twins",), {"br", "gzip"})):
        with running(site.folder, "watch", "--json", *arguments) as watching:
            watching.event()
        assert set(ManifestFile.load(site.output / "manifest.json").entry("css/app.css").encodings) == twins


def test_example_of_the_page_goes_as_it_says() -> None:
    """The files of the page are written in their order; after each the watch prints what stands there."""
    page = (ROOT / "docs/development.md").read_text()
    shown = [block for block in blocks(page) if block.name or block.language == "console"]
    (first, start), *edits = zip(shown[::2], shown[1::2], strict=True)
    site = Site(project={first.name: first.text})
    command, _, line = start.text.partition("\n")
    with running(site.folder, *command.split()[2:]) as watching:
        assert re.fullmatch(re.escape(line).replace("…", "[0-9]+"), watching.line())
        for edit, printed in edits:
            site.write({edit.name: edit.text})
            assert re.fullmatch(re.escape(printed.text).replace("…", "[0-9]+"), watching.line())
    assert len(edits) == 3


@pytest.mark.parametrize("config", ["sources = 1", 'sources = ["nowhere"]'])
def test_call_that_cannot_work_ends_at_once(config: str) -> None:
    run = Site(config=config).run("watch")
    assert (run.status, run.stdout) == (2, "")
    assert "error: " in run.stderr


def test_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assetbuild.watching.find_spec", lambda name: None)
    Site().run("watch").fails(
        status=2,
        stderr="""\
            error: `assetbuild watch` needs watchfiles
              hint: install the extra: pip install "assetbuild[dev]"
            """,
    )


def test_two_hundred_random_edits_end_in_the_output_of_a_clean_build() -> None:
    """Edits, breakages, renames and deletions in batches, from a seed; each batch while a build may be under way."""
    dice = random.Random(20)
    site = Site({f"part{n % 3}/a{n}.css": f"a{{b:{n}}}" for n in range(12)}, config=NO_TWINS)
    with running(site.folder, "watch", "--json") as watching:
        watching.event()
        done = 0
        while done < 200:
            for _ in range(dice.randint(1, 12)):
                edit(site.folder / "assets", dice, done)
                done += 1
            # Some batches fall into a build under way, others come when it is over.
            if dice.random() < 0.6:
                watching.event()
        for file in (site.folder / "assets").rglob("*.css"):
            file.write_text(f"/*! {file.name} */ a {{ color: teal }}")
        clean = Site(folder=site.folder.with_name(site.folder.name + "-clean"), config=NO_TWINS)
        shutil.copytree(site.folder / "assets", clean.folder / "assets", dirs_exist_ok=True)
        clean.compile().succeeds()
        expected = output_of(clean)
        quiet_at(watching, lambda: output_of(site) == expected)
        # It stays so when all has been looked at again.
        while any(watching.more(1)):
            assert output_of(site) == expected
    shutil.rmtree(clean.folder)
    site.run("verify").succeeds()


def edit(root: Path, dice: random.Random, number: int) -> None:
    files = sorted(root.rglob("*.css"))
    file = dice.choice(files)
    match dice.choice(["edit", "edit", "break", "rename", "delete", "new", "folder"]):
        case "edit":
            file.write_text(f"a {{ order: {number} }}")
        case "break":
            file.write_text(BROKEN)
        case "rename":
            file.rename(file.with_name(f"r{number}.css"))
        case "delete" if len(files) > 5:
            file.unlink()
        case "folder":
            target = root / f"part{dice.randint(0, 5)}"
            if target.is_dir() and dice.random() < 0.5:
                target.rename(root / f"moved{number}")
            target.mkdir(exist_ok=True)
            (target / f"n{number}.css").write_text("a { color: red }")
        case _:
            (root / f"n{number}.css").write_text(f"a {{ order: {number} }}")
