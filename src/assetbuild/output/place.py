"""Where the output goes: a folder in which nothing is of anybody else's making that a build could lose."""

from __future__ import annotations

import os
from pathlib import Path

from ..config import Config
from ..errors import UsageError
from ..source_roots import is_folder
from .listing import is_ours, walk
from .writer import MANIFEST

_OWN = 'give it a folder of its own: output = "dist/assets"'


def output_folder(config: Config, folder: str) -> Path:
    """The output folder; `folder` is the configuration's. Raises UsageError where it holds the project or a source
    root, in which a file might be overwritten, or sources, which would be passed over."""
    output = Path(folder, config.output)
    real = os.path.realpath(output)
    for root in (".", *filter(is_folder, config.sources)):
        outer = os.path.realpath(os.path.join(folder, root))
        if _is_within(outer, real):
            held = "the project" if root == "." else f"the source root {root!r}"
            raise _refused(config, f"holds {held}")
        if root != "." and _is_within(real, outer) and (source := _source_in(real)):
            raise _refused(config, f"is in the source root {root!r} and holds {source!r}, which no build wrote")
    return output


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _source_in(output: str) -> str | None:
    """A file that would be a source, were it not in the output folder."""
    try:
        files = [path for path, entry in walk(output) if not entry.is_dir(follow_symlinks=False)]
    except OSError:  # it is not there yet, or whoever writes to it tells what is wrong
        return None
    return next((path for path in files if not (path == MANIFEST or is_ours(path) or _is_hidden(path))), None)


def _is_hidden(path: str) -> bool:
    return any(name.startswith(".") for name in path.split("/"))


def _refused(config: Config, why: str) -> UsageError:
    return UsageError(f"the output folder {config.output!r} {why}", config.where("output"), _OWN)
