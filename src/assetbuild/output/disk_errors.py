"""What the operating system says of a file or folder, told with the place and a way out."""

from __future__ import annotations

import errno
import os

from ..errors import AssetbuildError, Location, UsageError

_FULL = "free some space or raise the quota, then compile again; the last complete output is untouched"
_DENIED = "give the user that runs the build write access, or set `output` to a folder that it may write to"
_NO_FOLDER = "a part of that path is a file or a link that leads nowhere; set `output` to a folder, or remove it"
_HINTS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: "the file is larger than the file system or the limit of the process (`ulimit -f`) allows",
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: "the file system is read-only: compile in the build stage, or set `output` to another folder",
    errno.ENOTDIR: _NO_FOLDER,
    errno.ENOENT: _NO_FOLDER,
    errno.ELOOP: "remove the symbolic link: files are never written through links inside the output folder",
    errno.EISDIR: "move the folder away: a file of the output bears its name",
    errno.ENAMETOOLONG: "shorten the name of the source or the path of the output folder",
    errno.EMFILE: "raise the limit of open files (`ulimit -n`)",
    errno.ENOLCK: "the file system has no locks, which keep two builds apart: set `output` to a local disk",
    errno.EIO: "the disk reported an error: look at the system's log before you trust what is on it",
}
# Another setting would mend these; the rest are the state of the machine or the sources.
_CALL = frozenset(_HINTS) - {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.ENAMETOOLONG, errno.EMFILE, errno.EIO}


def disk_error(error: OSError, path: str, attempt: str = "write") -> AssetbuildError:
    """`error` for people: `attempt` failed at `path`; a `UsageError` where another setting would mend it."""
    number = error.errno or 0
    kind = UsageError if number in _CALL else AssetbuildError
    reason = os.strerror(number) if number else str(error)
    return kind(f"cannot {attempt} it: {reason}", Location(path), _HINTS.get(number))
