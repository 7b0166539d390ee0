"""Deleting the files of earlier builds that no manifest in use names."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from ..errors import AssetbuildError, Location, UsageError
from ..manifest import ManifestFile
from .content import measure, pieces_of
from .disk_errors import disk_error
from .durable_files import open_regular
from .listing import Listed, folders_above, is_ours, is_temporary, list_folder, named_files
from .lock import acquire, release
from .writer import MANIFEST

_DURATION = re.compile(r"([0-9]{1,6})([wdhm])")
_COMPILE = "compile first, then prune"
_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes"}


@dataclass(frozen=True, slots=True)
class PrunePlan:
    """What is deleted: files, and the folders that they leave empty (deepest first). `bytes` is the files' size.

    `kept` counts the files that could be ours and stay, `recent` those of them that no manifest names.
    """

    files: tuple[Listed, ...]
    folders: tuple[str, ...]
    bytes: int
    kept: int
    recent: int


def parse_duration(text: str) -> timedelta:
    """`2w`, `7d`, `12h` or `30m`. Raises UsageError for anything else."""
    found = _DURATION.fullmatch(text)
    if found is None:
        raise UsageError(f"{text!r} is not a duration", hint="write a whole number and a unit: 2w, 7d, 12h or 30m")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def plan_prune(
    listing: Sequence[Listed], keep: Iterable[ManifestFile], older_than: timedelta | None, now: float
) -> PrunePlan:
    """What to delete of `listing`, the whole output folder at the time `now` (seconds since the epoch).

    Candidates are only names that a build gives: artifacts, their twins, and temporary files (the caller holds the
    lock, so no build is writing them). Of these go the temporary files, and what no manifest in `keep` names and
    whose age is at least `older_than`. Age counts from when a manifest last named the file, not from when it was
    first written: `Output.commit` sets the time of the files that it drops. Otherwise a file of last year's build
    would go the minute it is replaced, while pages that were rendered before still name it.
    """
    named = frozenset[str]().union(*(named_files(manifest) for manifest in keep))
    ours = [listed for listed in listing if listed.kind == "file" and is_ours(listed.path)]
    unnamed = [listed for listed in ours if listed.path not in named]
    latest = now - (older_than or timedelta(0)).total_seconds()
    files = [each for each in unnamed if older_than is None or each.modified <= latest or is_temporary(each.path)]
    return PrunePlan(
        tuple(files),
        tuple(_emptied(listing, {each.path for each in files})),
        sum(each.size for each in files),
        len(ours) - len(files),
        len(unnamed) - len(files),
    )


def prune(
    folder: Path,
    keep_manifests: Iterable[Path] = (),
    older_than: timedelta | None = None,
    *,
    now: float,
    dry_run: bool = False,
) -> PrunePlan:
    """Delete from the output folder what `plan_prune` says, under the lock of the builds; the plan.

    The folder's own manifest is always kept to, `keep_manifests` are further ones (of the release before, say).
    Raises UsageError where there is no such folder or manifest: then nothing says what is in use.
    """
    root = os.fspath(folder)
    manifests = _manifests(root, keep_manifests)
    try:
        lock = acquire(root)
    except OSError as error:
        raise disk_error(error, root, "use") from error
    try:
        keep = [ManifestFile.load(file) for file in manifests]
        _check_others(root, keep[0])
        plan = plan_prune(list_folder(root), keep, older_than, now)
        if not dry_run:
            _delete(root, plan)
    except OSError as error:
        raise disk_error(error, error.filename or root, "delete") from error
    finally:
        release(lock)
    return plan


def _manifests(root: str, others: Iterable[Path]) -> list[str]:
    own = os.path.join(root, MANIFEST)
    if not os.path.isfile(own):
        raise UsageError("there is no manifest, so nothing says which files are in use", Location(own), _COMPILE)
    return [own, *(os.fspath(file) for file in others)]


def _check_others(root: str, manifest: ManifestFile) -> None:
    """Refuses where a manifest for another reader may name other files: a build was killed before it replaced ours."""
    for path, said in manifest.others.items():
        file = os.path.join(root, path)
        try:
            with open(open_regular(file), "rb") as stream:
                same = measure(pieces_of(stream)).integrity == said.integrity
        except FileNotFoundError:
            same = True
        if not same:
            message = f"it is not the manifest that {MANIFEST} tells of, so it may name files that would be deleted"
            raise AssetbuildError(message, Location(file), _COMPILE)


def _delete(root: str, plan: PrunePlan) -> None:
    for listed in plan.files:
        with suppress(FileNotFoundError):
            os.unlink(os.path.join(root, listed.path))
    for path in plan.folders:
        with suppress(OSError):  # something else was put there meanwhile
            os.rmdir(os.path.join(root, path))


def _emptied(listing: Iterable[Listed], removed: Collection[str]) -> list[str]:
    """The folders that held files of `removed` and nothing that stays, deepest first."""
    touched = {folder for path in removed for folder in folders_above(path)}
    occupied: set[str] = set()
    for listed in listing:
        if listed.path not in removed and listed.path not in touched:
            occupied.update(folders_above(listed.path))
    return sorted(touched - occupied, reverse=True)
