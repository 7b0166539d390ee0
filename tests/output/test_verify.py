"""`verify`: every damage of an output folder is told, all at once, and nothing else is."""

from __future__ import annotations

import builtins
import gzip
import os
import random
import re
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from assetbuild.encodings import encode
from assetbuild.errors import AssetbuildError, UsageError
from assetbuild.manifest import Entry, ManifestFile, manifest_bytes
from assetbuild.output import verify as verify_module
from assetbuild.output.listing import Listed, list_folder, named_files
from assetbuild.output.prune import prune
from assetbuild.output.verify import verify
from assetbuild.output.writer import MANIFEST

from ..sites import Site
from .damaged_site import bare, compiled, current, earlier, edit_entry, manifest_of, reformatted, write_manifest
from .samples import artifact, build, circle, files_in

REPAIR = "  hint: run `assetbuild compile --force`: a file that is not whole is replaced"
DELETE = "  hint: delete it, or run `assetbuild prune`: no build replaces the file of an earlier one"
UNLINK = "  hint: remove the link, then compile again: files are never written through links"

NO_FOLDER = "  hint: a part of that path is a file or a link that leads nowhere; set `output` to a folder, or remove it"
OTHER = "it is of an earlier build, and its content does not have the fingerprint in its name"

Damage = Callable[[Site], object]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return compiled(tmp_path)


def test_whole_folder_has_no_fault_and_no_warning(site: Site) -> None:
    run = site.run("verify").succeeds(stderr="")
    assert re.fullmatch(r"11 assets, 55 files, [0-9.]+ kB: all whole\n", run.stdout)


def test_verbose_says_what_is_missing_as_allowed(site: Site) -> None:
    run = site.run("verify", "-v").succeeds()
    assert bare(run.stderr) == (
        "dist/assets/vendor/lib.*.css: info: it names 'gone.png', which is not there, as `allow-missing` allows\n"
    )


def test_verify_changes_nothing(site: Site) -> None:
    def state() -> dict[str, tuple[int, int, int]]:
        found = {name: (site.output / name).stat() for name in files_in(site.output)}
        return {name: (each.st_mtime_ns, each.st_mode, each.st_ino) for name, each in found.items()}

    current(site, "js/app.js").write_bytes(b"")
    before = state()
    site.run("verify")
    assert state() == before


def on(name: str, change: Callable[[bytes], bytes], which: Callable[[Site, str], Path] = current) -> Damage:
    def damage(site: Site) -> None:
        file = which(site, name)
        file.write_bytes(change(file.read_bytes()))

    return damage


def flipped(data: bytes) -> bytes:
    return bytes([data[0] ^ 1]) + data[1:]


def cut(data: bytes) -> bytes:
    return data[:-3]


def other_twin(name: str, encoding: str, text: bytes = b"x" * 1000) -> Damage:
    """A whole twin of other content, which the manifest agrees to."""
    suffix = {"br": ".br", "gzip": ".gz", "zstd": ".zst"}[encoding]

    def damage(site: Site) -> None:
        data = encode(text, encoding)
        current(site, name + suffix).write_bytes(data)
        edit_entry(site, name, lambda entry: entry._replace(encodings={**entry.encodings, encoding: len(data)}))

    return damage


def changed_twin(name: str, suffix: str, encoding: str, change: Callable[[bytes], bytes]) -> Damage:
    """A twin that is damaged, which the manifest agrees to."""

    def damage(site: Site) -> None:
        file = current(site, name + suffix)
        data = change(file.read_bytes())
        file.write_bytes(data)
        edit_entry(site, name, lambda entry: entry._replace(encodings={**entry.encodings, encoding: len(data)}))

    return damage


def cut_twin(site: Site) -> None:
    current(site, "js/app.js.br").write_bytes(b"ab")
    edit_entry(site, "js/app.js", lambda entry: entry._replace(encodings={**entry.encodings, "br": 40}))


def edited(name: str, edit: Callable[[Entry], Entry]) -> Damage:
    return lambda site: edit_entry(site, name, edit)


def renamed(site: Site) -> None:
    file = current(site, "font.woff2")
    file.rename(file.with_name("font.woff2"))


def linked(site: Site) -> None:
    file = current(site, "font.woff2")
    file.rename(site.folder / "elsewhere")
    file.symlink_to(site.folder / "elsewhere")


def linked_folder(site: Site) -> None:
    (site.output / "img").rename(site.folder / "elsewhere")
    (site.output / "img").symlink_to(site.folder / "elsewhere")


def piped(site: Site) -> None:
    file = current(site, "font.woff2")
    file.unlink()
    os.mkfifo(file)


def folder_in_place(site: Site) -> None:
    current(site, "font.woff2").unlink()
    current(site, "font.woff2").mkdir()


def file_in_place_of_the_folder(site: Site) -> None:
    for each in (site.output / "img").iterdir():
        each.unlink()
    (site.output / "img").rmdir()
    (site.output / "img").write_text("")


def swapped(site: Site) -> None:
    first, second = current(site, "js/app.js"), current(site, "js/tiny.js")
    one, two = first.read_bytes(), second.read_bytes()
    first.write_bytes(two)
    second.write_bytes(one)


def other_content_with_its_integrity(site: Site) -> None:
    other = artifact("js/tiny.js", "b()")
    file = current(site, "js/tiny.js")
    file.write_bytes(other.data)
    edit_entry(site, "js/tiny.js", lambda entry: entry._replace(integrity=other.integrity, size=len(other.data)))


def dropped_from_the_manifest(site: Site) -> None:
    manifest = manifest_of(site)
    entries = {name: manifest.entry(name) for name in manifest.names() if name != "img/dot.svg"}
    write_manifest(site, manifest_bytes(manifest.url, entries))


DAMAGES = [
    pytest.param(
        on("js/app.js", flipped),
        f"""\
        dist/assets/js/app.*.js: error: its content is not what the manifest says: the integrity differs
        {REPAIR}
        """,
        id="flipped bit",
    ),
    pytest.param(
        on("js/app.js", cut),
        f"""\
        dist/assets/js/app.*.js: error: it has 1077 bytes, where the manifest says 1080
        {REPAIR}
        """,
        id="cut",
    ),
    pytest.param(
        on("js/app.js", lambda data: b""),
        f"""\
        dist/assets/js/app.*.js: error: it has 0 bytes, where the manifest says 1080
        {REPAIR}
        """,
        id="empty",
    ),
    pytest.param(
        on("js/app.js", lambda data: data + b"\n"),
        f"""\
        dist/assets/js/app.*.js: error: it has 1081 bytes, where the manifest says 1080
        {REPAIR}
        """,
        id="longer",
    ),
    pytest.param(
        lambda site: current(site, "js/app.js").unlink(),
        """\
        dist/assets/js/app.*.js: error: the manifest names it, but it is not there
          hint: compile again
        """,
        id="missing",
    ),
    pytest.param(
        lambda site: current(site, "js/app.js.br").unlink(),
        """\
        dist/assets/js/app.*.js.br: error: the manifest names it, but it is not there
          hint: compile again
        """,
        id="missing twin",
    ),
    pytest.param(
        renamed,
        """\
        dist/assets/font.*.woff2: error: the manifest names it, but it is not there
          hint: compile again
        """,
        id="renamed",
    ),
    pytest.param(
        swapped,
        f"""\
        dist/assets/js/app.*.js: error: it has 4 bytes, where the manifest says 1080
        {REPAIR}
        dist/assets/js/tiny.*.js: error: it has 1080 bytes, where the manifest says 4
        {REPAIR}
        """,
        id="two files swapped",
    ),
    pytest.param(
        other_content_with_its_integrity,
        f"""\
        dist/assets/js/tiny.*.js: error: its name does not bear the fingerprint of its content
        {REPAIR}
        """,
        id="other content under an old name",
    ),
    pytest.param(
        on("js/app.js.br", flipped),
        f"""\
        dist/assets/js/app.*.js.br: error: it does not decode to the bytes of js/app.*.js: \
it is not one whole brotli stream
        {REPAIR}
        """,
        id="flipped bit in a brotli twin",
    ),
    pytest.param(
        on("js/app.js.gz", flipped),
        f"""\
        dist/assets/js/app.*.js.gz: error: it does not decode to the bytes of js/app.*.js: it is not a gzip stream
        {REPAIR}
        """,
        id="flipped bit in a gzip twin",
    ),
    pytest.param(
        on("js/app.js.zst", flipped),
        f"""\
        dist/assets/js/app.*.js.zst: error: it does not decode to the bytes of js/app.*.js: it is not a zstd stream
        {REPAIR}
        """,
        id="flipped bit in a zstd twin",
    ),
    pytest.param(
        cut_twin,
        f"""\
        dist/assets/js/app.*.js.br: error: it has 2 bytes, where the manifest says 40
        {REPAIR}
        """,
        id="cut twin",
    ),
    pytest.param(
        changed_twin("js/app.js", ".gz", "gzip", lambda data: data + b"\n"),
        f"""\
        dist/assets/js/app.*.js.gz: error: it does not decode to the bytes of js/app.*.js: \
something follows the gzip stream
        {REPAIR}
        """,
        id="twin with something after it",
    ),
    pytest.param(
        other_twin("css/inline.css", "br"),
        f"""\
        dist/assets/css/inline.*.css.br: error: it does not decode to the bytes of css/inline.*.css: \
it decodes to more than 693 bytes
        {REPAIR}
        """,
        id="twin of something longer",
    ),
    pytest.param(
        other_twin("css/inline.css", "gzip", b"a{}"),
        f"""\
        dist/assets/css/inline.*.css.gz: error: it does not decode to the bytes of css/inline.*.css: \
it decodes to 3 bytes, which is fewer than 693
        {REPAIR}
        """,
        id="twin of something shorter",
    ),
    pytest.param(
        other_twin("css/inline.css", "zstd", b"x" * 693),
        f"""\
        dist/assets/css/inline.*.css.zst: error: it does not decode to the bytes of css/inline.*.css
        {REPAIR}
        """,
        id="twin of something as long",
    ),
    pytest.param(
        other_twin("js/tiny.js", "gzip", b"a()\n"),
        f"""\
        dist/assets/js/tiny.*.js.gz: error: it is not smaller than the 4 bytes of what it encodes
        {REPAIR}
        """,
        id="twin that is not smaller",
    ),
    pytest.param(
        linked,
        f"""\
        dist/assets/font.*.woff2: error: it is a link or a device, where a file has to be
        {UNLINK}
        """,
        id="link in place of a file",
    ),
    pytest.param(
        linked_folder,
        f"""\
        dist/assets/img/dot.*.svg: error: it is not in the folder: img is a link
        {UNLINK}
        dist/assets/img/dot.*.svg.br: error: it is not in the folder: img is a link
        {UNLINK}
        dist/assets/img/dot.*.svg.gz: error: it is not in the folder: img is a link
        {UNLINK}
        dist/assets/img/dot.*.svg.zst: error: it is not in the folder: img is a link
        {UNLINK}
        """,
        id="link in place of a folder",
    ),
    pytest.param(
        piped,
        f"""\
        dist/assets/font.*.woff2: error: it is a link or a device, where a file has to be
        {UNLINK}
        """,
        id="named pipe in place of a file",
    ),
    pytest.param(
        folder_in_place,
        """\
        dist/assets/font.*.woff2: error: cannot read it: Is a directory
          hint: move the folder away: a file of the output bears its name
        """,
        id="folder in place of a file",
    ),
    pytest.param(
        file_in_place_of_the_folder,
        "".join(
            f"dist/assets/img/dot.*.svg{suffix}: error: cannot read it: Not a directory\n{NO_FOLDER}\n"
            for suffix in ("", ".br", ".gz", ".zst")
        ),
        id="file in place of a folder",
    ),
    pytest.param(
        on("css/two.css", flipped),
        f"""\
        dist/assets/css/two.*.css: error: its content is not what the manifest says: the integrity differs
        {REPAIR}
        """,
        id="damaged member of a circle",
    ),
    pytest.param(
        dropped_from_the_manifest,
        """\
        dist/assets/css/app.*.css: error: it names '../img/dot.*.svg', which the manifest does not
        dist/assets/css/app.*.css: error: its references are not what the manifest says: it does not name img/dot.svg
          hint: run `assetbuild compile --force`: a file that is not whole is replaced
        """,
        id="reference to what the manifest does not name",
    ),
    pytest.param(
        edited("css/app.css", lambda entry: entry._replace(references=("font.woff2", "img/dot.svg"))),
        f"""\
        dist/assets/css/app.*.css: error: its references are not what the manifest says: it names css/one.css and \
it does not name font.woff2
        {REPAIR}
        """,
        id="references that the manifest says wrong",
    ),
    pytest.param(
        edited("css/app.css", lambda entry: entry._replace(size=-1, encodings={})),
        f"""\
        dist/assets/css/app.*.css: error: it has 771 bytes, where the manifest says -1
        {REPAIR}
        """,
        id="size below nothing",
    ),
    pytest.param(
        edited("js/tiny.js", lambda entry: entry._replace(path="js/tiny.js")),
        """\
        dist/assets/js/tiny.js: error: the manifest names it, but it is not there
          hint: compile again
        """,
        id="path without fingerprint",
    ),
    pytest.param(
        on("js/app.js", cut, earlier),
        f"""\
        dist/assets/js/app.*.js: error: {OTHER}
        {DELETE}
        """,
        id="cut file of an earlier build",
    ),
    pytest.param(
        on("js/app.js", lambda data: b"", earlier),
        f"""\
        dist/assets/js/app.*.js: error: it is empty: the file of an earlier build was not written whole
        {DELETE}
        """,
        id="empty file of an earlier build",
    ),
    pytest.param(
        on("LICENSE", cut, earlier),
        f"""\
        dist/assets/LICENSE.*: error: {OTHER}
        {DELETE}
        """,
        id="cut file of an earlier build without extension",
    ),
    pytest.param(
        lambda site: on("js/app.js", cut, lambda site, name: Path(f"{earlier(site, name)}.br"))(site),
        f"""\
        dist/assets/js/app.*.js.br: error: it does not decode to the bytes of js/app.*.js: \
the brotli stream is cut short
        {DELETE}
        """,
        id="cut twin of an earlier build",
    ),
    pytest.param(
        lambda site: on("LICENSE", cut, lambda site, name: Path(f"{earlier(site, name)}.gz"))(site),
        f"""\
        dist/assets/LICENSE.*.gz: error: it does not decode to the bytes of LICENSE.*: the gzip stream is cut short
        {DELETE}
        """,
        id="cut twin of an earlier build without extension",
    ),
    pytest.param(
        lambda site: Path(f"{earlier(site, 'js/app.js')}.br").write_bytes(encode(b"other", "br")),
        f"""\
        dist/assets/js/app.*.js.br: error: it does not decode to the bytes of js/app.*.js
        {DELETE}
        """,
        id="twin of an earlier build with other content",
    ),
    pytest.param(
        lambda site: Path(f"{earlier(site, 'css/one.css')}.br").write_bytes(encode(b"other", "br")),
        f"""\
        dist/assets/css/one.*.css.br: error: it does not decode to the bytes of css/one.*.css
        {DELETE}
        """,
        id="twin of a circle of an earlier build with other content",
    ),
    pytest.param(
        on("css/two.css", lambda data: data.replace(b"blue", b"grey"), earlier),
        f"""\
        dist/assets/css/one.*.css: error: {OTHER}, nor has its circle of assets: it or another of them is damaged
        {DELETE}
        dist/assets/css/two.*.css: error: {OTHER}, nor has its circle of assets: it or another of them is damaged
        {DELETE}
        """,
        id="damaged circle of an earlier build",
    ),
    pytest.param(
        on("css/two.css", lambda data: data[:10], earlier),
        f"""\
        dist/assets/css/one.*.css: error: {OTHER}, nor has its circle of assets: it or another of them is damaged
        {DELETE}
        dist/assets/css/two.*.css: error: {OTHER}
        {DELETE}
        """,
        id="cut member of a circle of an earlier build",
    ),
]


@pytest.mark.parametrize(("damage", "stderr"), DAMAGES)
def test_damage_is_told(site: Site, damage: Damage, stderr: str) -> None:
    damage(site)
    run = site.run("verify")
    print(bare(run.stderr))
    assert bare(run.stderr) == dedent(stderr)
    assert run.status == 1


def test_all_faults_are_told_at_once(site: Site) -> None:
    current(site, "js/app.js").unlink()
    current(site, "js/app.js.gz").write_bytes(b"x")
    current(site, "font.woff2").write_bytes(b"x")
    earlier(site, "js/app.js").write_bytes(b"x")
    run = site.run("verify")
    assert sorted(bare(line.split(": ")[0]) for line in run.stderr.splitlines() if ": error: " in line) == [
        "dist/assets/font.*.woff2",
        "dist/assets/js/app.*.js",
        "dist/assets/js/app.*.js",
        "dist/assets/js/app.*.js.gz",
    ]
    assert run.stdout.endswith(": 4 faults\n")
    assert run.status == 1


def test_json_holds_faults_and_notes(site: Site) -> None:
    file = current(site, "js/app.js")
    file.unlink()
    (site.output / ".assetbuild-1-1.tmp").write_text("")
    document = site.run("verify", "--json").json
    assert document["ok"] is False
    assert document["errors"] == [
        {
            "message": "the manifest names it, but it is not there",
            "hint": "compile again",
            "file": os.path.relpath(file, site.folder),
            "line": None,
            "column": None,
        }
    ]
    assert {note["level"] for note in document["notes"]} == {"warning", "info"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(lambda data: data[:-2], "it is not JSON: Expecting ',' delimiter", id="cut"),
        pytest.param(lambda data: b"", "it is not JSON: Expecting value", id="empty"),
        pytest.param(lambda data: b"[]", "it does not say that its format is 'assetbuild/1'", id="another document"),
        pytest.param(lambda data: data.replace(b"js/", b"jz/"), "its content is not that of its digest", id="edited"),
    ],
)
def test_damaged_manifest_is_told(site: Site, change: Callable[[bytes], bytes], message: str) -> None:
    write_manifest(site, change((site.output / MANIFEST).read_bytes()))
    run = site.run("verify")
    assert run.stderr.startswith(f"dist/assets/manifest.json: error: the manifest is damaged: {message}")
    assert run.stderr.endswith("\n  hint: compile again; if it was copied, copy it whole\n")
    assert run.status == 1


def test_missing_manifest_is_told(tmp_path: Path) -> None:
    Site({"a.txt": "a"}, folder=tmp_path).run("verify").fails(
        stderr="""\
        dist/assets/manifest.json: error: the manifest cannot be read: No such file or directory
          hint: run `assetbuild compile` in the build stage, and give the path of the manifest that it wrote
        """,
        status=2,
    )


def test_circle_under_a_name_of_another_content_is_told(tmp_path: Path) -> None:
    build(tmp_path, circle("css/a.css", "b.css", fingerprint="0123456789ab"))
    message = "its name does not bear the fingerprint of its circle of assets"
    assert [str(fault) for fault in verify(tmp_path).faults] == [
        f"{tmp_path}/b.0123456789ab.css: {message}",
        f"{tmp_path}/css/a.0123456789ab.css: {message}",
    ]


def test_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, [artifact("a.txt", "a")])

    def scandir(path: str) -> Iterator[os.DirEntry[str]]:
        raise PermissionError(13, os.strerror(13), path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(UsageError) as caught:
        verify(tmp_path)
    assert str(caught.value) == f"{tmp_path}: cannot read it: Permission denied"


def test_unreadable_file_is_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    file, real = current(site, "font.woff2"), os.open

    def refused(path: str, flags: int, mode: int = 0o777) -> int:
        if path.endswith(file.name):
            raise PermissionError(13, os.strerror(13), path)
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", refused)
    (fault,) = verify(site.output, ["vendor/**"]).faults
    assert str(fault) == f"{file}: cannot read it: Permission denied"


HARMLESS: list[object] = [
    pytest.param(lambda site: (site.output / "robots.txt").write_text("foreign"), id="foreign file"),
    pytest.param(lambda site: (site.output / ".gitkeep").write_text(""), id="empty foreign file"),
    pytest.param(lambda site: (site.output / "empty" / "folder").mkdir(parents=True), id="empty folder"),
    pytest.param(lambda site: (site.output / "link").symlink_to(site.folder), id="link that no build made"),
    pytest.param(lambda site: os.mkfifo(site.output / "pipe"), id="foreign named pipe"),
    pytest.param(lambda site: current(site, "font.woff2").chmod(0o600), id="other mode"),
    pytest.param(lambda site: os.utime(current(site, "font.woff2"), (0, 0)), id="other time"),
    pytest.param(
        lambda site: write_manifest(site, reformatted((site.output / MANIFEST).read_bytes())),
        id="manifest in another layout",
    ),
    pytest.param(lambda site: earlier(site, "js/app.js").unlink(), id="earlier file deleted, its twins left"),
    pytest.param(lambda site: Path(f"{earlier(site, 'js/app.js')}.br").unlink(), id="twin of an earlier file deleted"),
    pytest.param(
        lambda site: (
            site.write({"assetbuild.toml": 'encodings = []\nallow-missing = ["vendor/**"]\nminify = "off"'})
            .compile("-q")
            .succeeds()
        ),
        id="twins of a build before that the manifest names no more",
    ),
    pytest.param(
        lambda site: site.write({"assets/empty.txt": ""}).compile("-q").succeeds(),
        id="file that is empty",
    ),
    pytest.param(
        lambda site: (
            site.write({"assets/empty.txt": ""}).compile("-q").succeeds(),
            (site.folder / "assets/empty.txt").unlink(),
            site.compile("-q").succeeds(),
        ),
        id="file of an earlier build that is rightly empty",
    ),
    pytest.param(
        lambda site: (
            site.write(
                {
                    "assets/odd names/a b (c)'é&.svg": "<svg/>",
                    "assets/odd names/o'é.css": "a{background:url(\"a b (c)'é&.svg?q#f\")}b{c:url('a b (c)\\'é&.svg')}",
                    "assets/odd names/p.svg": '<svg><image href="a%20b%20(c)\'é&amp;.svg"/></svg>',
                }
            )
            .compile("-q")
            .succeeds()
        ),
        id="names that need quotes",
    ),
]


@pytest.mark.parametrize("change", HARMLESS)
def test_harmless_change_raises_no_alarm(site: Site, change: Damage) -> None:
    change(site)
    site.run("verify").succeeds(stderr="")


def test_temporary_file_is_a_warning(site: Site) -> None:
    (site.output / "css" / ".assetbuild-12-3.tmp").write_text("half")
    message = "a build that was killed left this temporary file, or is writing it"
    site.run("verify").succeeds(stderr=f"dist/assets/css/.assetbuild-12-3.tmp: warning: {message}\n")


def test_encoding_of_a_later_version_is_a_warning(site: Site) -> None:
    edit_entry(site, "js/tiny.js", lambda entry: entry._replace(encodings={"xz": 3}))
    run = site.run("verify").succeeds()
    assert bare(run.stderr) == (
        "dist/assets/js/tiny.*.js: warning: its twin in 'xz' was not checked: no such encoding is known\n"
    )


def test_twin_without_its_codec_is_a_warning(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *arguments: object) -> object:
        if name == "zstandard":
            raise ModuleNotFoundError("No module named 'zstandard'", name=name)
        return real(name, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    run = site.run("verify").succeeds()
    lines = bare(run.stderr).splitlines()
    assert lines[0] == "dist/assets/LICENSE.*.zst: warning: it was not checked: zstandard is not installed"
    assert len(lines) == len([name for name in files_in(site.output) if name.endswith(".zst")])


def test_link_to_the_output_folder_is_fine(site: Site) -> None:
    (site.folder / "dist" / "assets").rename(site.folder / "real")
    (site.folder / "dist" / "assets").symlink_to(site.folder / "real")
    site.run("verify").succeeds(stderr="")


def test_each_file_is_opened_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    real = os.open

    def counted(path: str, flags: int, mode: int = 0o777) -> int:
        opened.append(os.path.relpath(path, site.output))
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", counted)
    report = verify(site.output, ["vendor/**"])
    # The name of a twin of a file without extension is that of an artifact too: its bytes say which it is.
    either = [name for name in opened if name.startswith("LICENSE.") and opened.count(name) > 1]
    assert sorted(set(opened)) == [name for name in files_in(site.output) if name != MANIFEST]
    assert len(opened) - len(set(opened)) == len(set(either)) == 3
    assert report.files == len(set(opened))


def test_large_file_does_not_fill_the_memory(tmp_path: Path) -> None:
    large = artifact("large.bin", random.Random(1).randbytes(1 << 14) * 512, encodings=["br", "gzip", "zstd"])
    build(tmp_path, [large])
    tracemalloc.start()
    try:
        assert verify(tmp_path, workers=1).faults == ()
        assert tracemalloc.get_traced_memory()[1] < len(large.data) / 2
    finally:
        tracemalloc.stop()


def test_build_and_prune_beside_raise_no_alarm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both happen between the reading of the manifest and that of the files."""
    first, second = artifact("a.txt", "a" * 99, encodings=["br"]), artifact("a.txt", "b" * 99)
    build(tmp_path, [first])
    real = list_folder

    def overtaken(folder: str) -> list[Listed]:
        listing = real(folder)
        build(tmp_path, [second])
        prune(tmp_path, now=0)
        return listing

    monkeypatch.setattr(verify_module, "list_folder", overtaken)
    report = verify(tmp_path)
    assert (report.faults, report.artifacts, report.files) == ((), 1, 1)


def test_earlier_file_that_is_pruned_meanwhile_raises_no_alarm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, [artifact("a.txt", "a" * 99, encodings=["br"])])
    build(tmp_path, [artifact("a.txt", "b" * 99)])
    real = list_folder

    def overtaken(folder: str) -> list[Listed]:
        listing = real(folder)
        prune(tmp_path, now=0)
        return listing

    monkeypatch.setattr(verify_module, "list_folder", overtaken)
    assert verify(tmp_path).faults == ()


def test_manifest_that_is_gone_meanwhile_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = artifact("a.txt", "a")
    build(tmp_path, [one])
    (tmp_path / one.path).unlink()
    real = ManifestFile.load
    loads = iter([real(tmp_path / MANIFEST)])

    def load(file: str) -> ManifestFile:
        for loaded in loads:
            (tmp_path / MANIFEST).unlink()
            return loaded
        return real(file)

    monkeypatch.setattr(ManifestFile, "load", load)
    with pytest.raises(AssetbuildError, match="the manifest cannot be read"):
        verify(tmp_path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return compiled(tmp_path_factory.mktemp("shared"))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_damage_of_any_file_is_told_by_its_name(shared: Site, data: st.DataObject) -> None:
    """One byte changed, any part cut off, or all of it deleted; in any file of this build and of the one before.

    A bit of a twin that decodes to the same bytes still (the header of gzip has some) is no fault.
    """
    name = data.draw(st.sampled_from([name for name in files_in(shared.output) if name != MANIFEST]))
    file = shared.output / name
    whole = file.read_bytes()
    named = name in named_files(manifest_of(shared))
    at = data.draw(st.integers(0, len(whole) - 1))
    flipped = whole[:at] + bytes([whole[at] ^ 1 << data.draw(st.integers(0, 7))]) + whole[at + 1 :]
    damaged = data.draw(st.sampled_from([flipped, whole[:at], *([None] if named else [])]))
    try:
        file.unlink()
        if damaged is not None:
            file.write_bytes(damaged)
        faults = verify(shared.output, ["vendor/**"]).faults
        assert (str(file) in [fault.where.file for fault in faults if fault.where]) != same_content(
            name, whole, damaged
        )
    finally:
        file.write_bytes(whole)


def same_content(name: str, whole: bytes, damaged: bytes | None) -> bool:
    """Whether a twin of that name stands for the same bytes still, by the codecs' own words."""
    decode = {".br": brotli.decompress, ".gz": gzip.decompress, ".zst": whole_zstd}.get(Path(name).suffix)
    if decode is None or damaged is None or len(damaged) != len(whole):
        return False
    try:
        return bool(decode(damaged) == decode(whole))
    except (brotli.error, zlib.error, OSError, EOFError, zstandard.ZstdError):
        return False


def whole_zstd(data: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompress(data, allow_extra_data=False)
