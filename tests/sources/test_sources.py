"""Which files are sources, and how they are read."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from assetbuild.config import Config
from assetbuild.errors import AssetbuildError, Faults
from assetbuild.fingerprint import digest
from assetbuild.model import Action, Member, Plan, Source
from assetbuild.source_bytes import SourceBytes, read_file
from assetbuild.sources import find_sources

from ..sites import Site


def listed(site: Site, **keys: object) -> dict[str, str]:
    """The sources of a site: logical path to the file on disk below the project."""
    config = Config(**keys)  # type: ignore[arg-type]
    found = find_sources(config, str(site.folder)).listing
    return {path: os.path.relpath(source.file, os.path.realpath(site.folder)) for path, source in found.items()}


def test_listing_is_sorted_and_has_sizes() -> None:
    site = Site({"b/a.css": "abc", "a.css": "", "b.css": "x", "B/c.js": "\u00e9"})
    found = find_sources(Config(), str(site.folder)).listing
    assert [(path, source.size) for path, source in found.items()] == [
        ("B/c.js", 2),
        ("a.css", 0),
        ("b.css", 1),
        ("b/a.css", 3),
    ]


def test_dotted_names_are_no_sources_but_for_well_known() -> None:
    site = Site({".a": "", ".git/b": "", "c/.d": "", ".well-known/security.txt": "", "e/.well-known/f": "", "g": ""})
    assert list(listed(site)) == [".well-known/security.txt", "e/.well-known/f", "g"]


def test_configuration_is_no_source_where_the_project_is_a_root() -> None:
    files = {"a.css": "", "assetbuild.toml": "", "pyproject.toml": "", "sub/assetbuild.toml": "", "other.toml": ""}
    site = Site(project=files)
    assert list(listed(site, sources=(".",))) == ["a.css", "other.toml", "sub/assetbuild.toml"]
    configured = listed(site, sources=(".",), file=str(site.folder / "other.toml"))
    assert list(configured) == ["a.css", "sub/assetbuild.toml"]


def test_excluded_sources_are_not_emitted_but_may_be_members() -> None:
    site = Site(
        {"parts/a.txt": "a", "parts/b.txt": "b", "c.txt": "c"},
        config='exclude = ["parts/**"]\n[bundles."all.txt"]\ncontents = ["parts/*.txt"]\n',
    )
    run = site.compile().succeeds()
    assert run.names() == ["all.txt", "c.txt"]
    assert run.text("all.txt") == "a\nb"


def test_excluded_file_that_cannot_be_a_source_is_passed_over() -> None:
    site = Site({"a.txt": "", "bad/con": "", "bad/x.": ""}, config='exclude = ["bad/**"]')
    (site.folder / "assets/bad/link").symlink_to("/")
    os.mkfifo(site.folder / "assets/bad/pipe")
    (site.folder / "assets/vendor").symlink_to(site.folder)
    site.write({"assetbuild.toml": 'exclude = ["bad/**", "vendor/**"]'})
    assert site.compile().succeeds().names() == ["a.txt"]


def test_names_are_in_nfc() -> None:
    assert listed(Site({"e\u0301/u\u0308.css": ""})) == {"\u00e9/\u00fc.css": "assets/e\u0301/u\u0308.css"}


def test_folders_of_one_name_in_two_normal_forms_are_refused() -> None:
    site = Site({"e\u0301/a.css": "", "\u00e9/a.css": "", "\u00e9/b.css": ""})
    with pytest.raises(Faults) as raised:
        listed(site)
    (fault,) = raised.value.faults
    assert fault.message.startswith("two names are one in Unicode's normal form, '\u00e9/a.css'")


def test_links_inside_the_root_are_followed() -> None:
    site = Site({"real/a.css": "", ".hidden/b.css": ""})
    (site.folder / "assets/folder").symlink_to("real")
    (site.folder / "assets/c.css").symlink_to("real/a.css")
    (site.folder / "assets/d.css").symlink_to(".hidden/b.css")
    (site.folder / "assets/e.css").symlink_to("c.css")
    assert listed(site) == {
        "c.css": "assets/real/a.css",
        "d.css": "assets/.hidden/b.css",
        "e.css": "assets/real/a.css",
        "folder/a.css": "assets/real/a.css",
        "real/a.css": "assets/real/a.css",
    }


def test_links_into_each_other_end() -> None:
    site = Site({"a/1.txt": "", "b/2.txt": ""})
    (site.folder / "assets/a/b").symlink_to("../b")
    (site.folder / "assets/b/a").symlink_to("../a")
    with pytest.raises(Faults) as raised:
        listed(site)
    folder = site.folder / "assets"
    assert [str(fault) for fault in raised.value.faults] == [
        f"{folder}/a/b/a: a link to a folder that it is itself in",
        f"{folder}/b/a/b: a link to a folder that it is itself in",
    ]


def test_folder_beside_the_root_with_its_name_as_a_prefix_is_outside() -> None:
    site = Site(project={"assets-secret/a.txt": ""})
    (site.folder / "assets/a.txt").symlink_to("../assets-secret/a.txt")
    with pytest.raises(Faults, match=r"a link out of the source root, to '\.\./assets-secret/a\.txt'"):
        listed(site)


def _socket(file: Path) -> object:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(file))
    return None


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        pytest.param(os.mkfifo, "a named pipe", id="pipe"),
        pytest.param(_socket, "a socket", id="socket"),
        pytest.param(lambda file: file.symlink_to("/dev/null"), None, id="link to a device"),
    ],
)
def test_what_is_no_file_is_refused(make: Callable[[Path], object], kind: str | None) -> None:
    site = Site()
    make(site.folder / "assets/x")
    with pytest.raises(Faults) as raised:
        listed(site)
    expected = (
        f"a source must be a regular file, and this is {kind}"
        if kind
        else "a link out of the source root, to '/dev/null'"
    )
    assert [fault.message for fault in raised.value.faults] == [expected]


def test_device_is_refused() -> None:
    """Devices cannot be made by everyone, but the folder that holds them is on every machine."""
    with pytest.raises(Faults) as raised:
        find_sources(Config(sources=("/dev",), exclude=("[!n]*", "[!n]*/**")), ".")
    assert "/dev/null: a source must be a regular file, and this is a device" in map(str, raised.value.faults)


@pytest.mark.parametrize(
    "name",
    [
        "con",
        "CON.css",
        "aux.js",
        "nul.txt",
        "com1.js",
        "lpt\u00b9",
        "a:b",
        "a|b",
        'a"b',
        "a\\b",
        "a.",
        "a ",
        "a\x01",
        "<",
        "?",
    ],
)
def test_name_that_some_system_refuses(name: str) -> None:
    with pytest.raises(Faults, match="this file cannot be a source"):
        listed(Site({name: ""}))


@pytest.mark.parametrize(
    "name",
    ["console.css", "con-a.js", "a b.css", "a..b", "[id].js", "\u65e5\u672c.css", "a'b", "-", "~", "#a", "a%20b"],
)
def test_name_that_looks_odd_is_taken(name: str) -> None:
    assert list(listed(Site({name: ""}))) == [name]


def test_all_faults_are_told_at_once() -> None:
    site = Site({"con": "", "a.css": "", "A.css": ""})
    os.mkfifo(site.folder / "assets/pipe")
    with pytest.raises(Faults) as raised:
        listed(site)
    assert len(raised.value.faults) == 3


def bytes_of(site: Site, known: Mapping[Source, str] | None = None) -> SourceBytes:
    return SourceBytes(find_sources(Config(), str(site.folder)).listing, read_file, known)


def test_file_that_is_gone_is_told() -> None:
    site = Site({"a.css": "a{}"})
    found = bytes_of(site)
    (site.folder / "assets/a.css").unlink()
    with pytest.raises(AssetbuildError) as raised:
        found("a.css")
    assert str(raised.value) == "a.css: cannot be read: No such file or directory"


def test_file_that_became_a_folder_is_told() -> None:
    site = Site({"a/b": ""})
    with pytest.raises(AssetbuildError, match=r"cannot be read|a source must be a regular file"):
        read_file(str(site.folder / "assets/a"))


def test_file_that_vanishes_while_the_folder_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    from assetbuild import source_walk

    site = Site({"a.css": ""})
    real = source_walk._listing

    def list_and_remove(folder: str) -> list[os.DirEntry[str]]:
        entries = real(folder)
        (site.folder / "assets/a.css").unlink()
        return entries

    monkeypatch.setattr(source_walk, "_listing", list_and_remove)
    with pytest.raises(Faults, match=r"a\.css: cannot be read: No such file or directory"):
        listed(site)


def _growing(file: str) -> Callable[[int], os.stat_result]:
    """`os.fstat`, which lets another program write to `file` after it has looked at it for the first time."""
    real = os.fstat

    def fstat(descriptor: int) -> os.stat_result:
        status = real(descriptor)
        if status.st_size == 3:
            with open(file, "ab") as stream:
                stream.write(b"b{}")
        return status

    return fstat


def test_source_that_changes_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site({"a.css": "a{}"})
    monkeypatch.setattr(os, "fstat", _growing(str(site.folder / "assets/a.css")))
    site.compile().fails(
        stderr="""\
        assets/a.css: error: the source changed while it was read
          hint: compile again when nothing writes to it
        """
    )


def test_what_was_wrong_with_a_source_stays_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site({"a.css": "a{}"})
    found = bytes_of(site)
    monkeypatch.setattr(os, "fstat", _growing(str(site.folder / "assets/a.css")))
    for ask in (found.digest, found, found.digest):
        with pytest.raises(AssetbuildError, match=r"a\.css: the source changed while it was read"):
            ask("a.css")


def test_source_that_a_filter_reads_twice_must_be_the_same() -> None:
    site = Site({"_part.scss": "a{}"})
    found = bytes_of(site)
    assert found("_part.scss") == b"a{}"
    assert found("_part.scss") == b"a{}"
    site.write({"assets/_part.scss": "b{}"})
    with pytest.raises(AssetbuildError, match=r"_part\.scss: the source changed while it was read"):
        found("_part.scss")


def planned(*outputs: str) -> Plan:
    return Plan(tuple(Action(output, (Member("a.css", ()),), (), bundle=True) for output in outputs))


def test_source_that_is_used_twice_is_kept_until_its_last_use() -> None:
    site = Site({"a.css": "a{}"})
    found = bytes_of(site)
    found.expect(planned("x.css", "y.css"))
    assert found("a.css") == b"a{}"
    found.done("a.css")
    site.write({"assets/a.css": "changed"})
    assert found("a.css") == b"a{}"
    found.done("a.css")
    assert found("a.css") == b"changed"


def test_source_whose_digest_was_asked_for_is_kept_for_its_use() -> None:
    site = Site({"a.css": "a{}"})
    found = bytes_of(site)
    found.expect(planned("x.css"))
    assert found.digest("a.css") == digest(b"a{}")
    site.write({"assets/a.css": "changed"})
    assert found("a.css") == b"a{}"
    assert found.digests() == {"a.css": digest(b"a{}")}


def test_source_with_a_known_digest_is_not_read_for_it() -> None:
    site = Site({"a.css": "a{}"})
    known = {find_sources(Config(), str(site.folder)).listing["a.css"]._replace(path=""): "ab" * 32}
    found = bytes_of(site, known)
    found.expect(planned("x.css"))
    assert found.digest("a.css") == "ab" * 32
    with pytest.raises(AssetbuildError) as raised:
        found("a.css")
    assert str(raised.value) == "a.css: the source changed, but not its time, size and inode"
    assert raised.value.hint == "run `assetbuild compile --force`, which reads everything"


def test_known_digest_of_a_file_with_another_time_is_not_taken() -> None:
    site = Site({"a.css": "a{}"})
    known = {find_sources(Config(), str(site.folder)).listing["a.css"]._replace(path=""): "ab" * 32}
    os.utime(site.folder / "assets/a.css", ns=(1, 1))
    assert bytes_of(site, known).digest("a.css") == digest(b"a{}")


def test_source_that_is_not_there() -> None:
    site = Site({"a.css": ""})
    found = bytes_of(site)
    assert (found("b.css"), found.file("b.css"), found.digest("b.css")) == (None, None, None)
    assert str(found.file("a.css")).endswith("/assets/a.css")
