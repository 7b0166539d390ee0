"""Artifacts and manifests for the tests of the output folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from assetbuild.encodings import encode
from assetbuild.fingerprint import circle_digest, digest, fingerprinted, integrity
from assetbuild.manifest import Entry, manifest_bytes
from assetbuild.media_types import media_type
from assetbuild.model import Artifact
from assetbuild.output.writer import Output, OutputReport
from assetbuild.urls import relative_url


def artifact(
    logical: str,
    data: str | bytes,
    references: Iterable[str] = (),
    encodings: Iterable[str] = (),
    name: str | None = None,
) -> Artifact:
    """An artifact as the linker makes it; `name` is a path to bear in place of the fingerprinted one."""
    raw = data.encode() if isinstance(data, str) else data
    path = fingerprinted(logical, digest(raw)) if name is None else name
    twins = {encoding: encode(raw, encoding) for encoding in encodings}
    return Artifact(logical, path, raw, integrity(raw), tuple(sorted(references)), twins)


def circle(first: str, second: str, fingerprint: str = "", more: str = "") -> list[Artifact]:
    """Two style sheets that import each other, named by the digest of their circle, or by another `fingerprint`."""
    pairs = ((first, second), (second, first))
    fingerprint = fingerprint or circle_digest((own, f'@import "{other}";{more}\n'.encode()) for own, other in pairs)
    made = []
    for own, other in pairs:
        url = relative_url(own, fingerprinted(other, fingerprint))
        made.append(artifact(own, f'@import "{url}";{more}\n', [other], name=fingerprinted(own, fingerprint)))
    return made


def small_site(count: int, version: str) -> list[Artifact]:
    """`count` artifacts in seven folders, a third of which differ between versions; every fifth has a twin."""
    return [
        artifact(
            f"d{number % 7}/file{number}.txt",
            f"{number} {version if number % 3 == 0 else ''}\n" * (number % 50 + 20),
            encodings=["gzip"] if number % 5 == 0 else [],
        )
        for number in range(count)
    ]


def manifest_of(artifacts: Sequence[Artifact], url: str = "/static/") -> bytes:
    """The manifest that names them all."""
    return manifest_bytes(url, {each.logical: entry_of(each) for each in artifacts})


def entry_of(each: Artifact) -> Entry:
    twins = {encoding: len(data) for encoding, data in sorted(each.encodings.items())}
    return Entry(each.path, len(each.data), media_type(each.path), each.integrity, twins, each.references)


def build(folder: Path, artifacts: Sequence[Artifact], url: str = "/static/") -> OutputReport:
    """Write the artifacts and their manifest."""
    with Output(folder) as output:
        for each in artifacts:
            output.write(each)
        return output.commit(manifest_of(artifacts, url))


def files_in(folder: Path) -> list[str]:
    """The relative paths of all that is not a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
