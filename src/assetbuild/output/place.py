"""Where the output goes: a folder in which nothing is of anybody else's making that a build could lose."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from ..config import Config
from ..errors import UsageError
from ..logical import fold
from ..other_manifests.formats import FORMATS
from ..source_roots import is_folder
from .listing import is_ours, walk
from .writer import MANIFEST

_OWN = 'give it a folder of its own: output = "dist/assets"'


def output_folder(config: Config, folder: str) -> Path:
    """The output folder; `folder` is the configuration's. Raises UsageError where it holds the project or a source
    root, in which a file might be overwritten, or sources, which would be passed over."""
    output = Path(folder, config.output)
    real = os.path.realpath(output)
    _check_others(config)
    others = {*(each.path for each in config.also), *(known.file for known in FORMATS.values())}
    for root in (".", *filter(is_folder, config.sources)):
        outer = os.path.realpath(os.path.join(folder, root))
        if _is_within(outer, real):
            held = "the project" if root == "." else f"the source root {root!r}"
            raise _refused(config, f"holds {held}")
        if root != "." and _is_within(real, outer) and (source := _source_in(real, others)):
            raise _refused(config, f"is in the source root {root!r} and holds {source!r}, which no build wrote")
    return output


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _check_others(config: Config) -> None:
    """Refuses to write a manifest for another reader where a build may write something else."""
    for index, each in enumerate(config.also):
        if fold(each.path) == MANIFEST or is_ours(each.path):
            message = f"the manifest {each.format!r} cannot be {each.path!r}: the build keeps such names for itself"
            raise UsageError(message, config.where("also", index), f"by default it is {FORMATS[each.format].file}")


def _source_in(output: str, others: Collection[str]) -> str | None:
    """A file that would be a source, were it not in the output folder; `others` are manifests for other readers."""
    try:
        files = [path for path, entry in walk(output) if not entry.is_dir(follow_symlinks=False)]
    except OSError:  # it is not there yet, or whoever writes to it tells what is wrong
        return None
    known = {MANIFEST, *others}
    return next((path for path in files if not (path in known or is_ours(path) or _is_hidden(path))), None)


def _is_hidden(path: str) -> bool:
    return any(name.startswith(".") for name in path.split("/"))


def _refused(config: Config, why: str) -> UsageError:
    return UsageError(f"the output folder {config.output!r} {why}", config.where("output"), _OWN)
