"""What the disk refuses is told with the place, the reason and a way out."""

from __future__ import annotations

import errno
import os

import pytest

from assetbuild.errors import AssetbuildError, UsageError, render
from assetbuild.output.disk_errors import disk_error


@pytest.mark.parametrize(
    ("number", "kind", "hint"),
    [
        pytest.param(
            errno.ENOSPC, AssetbuildError, "free some space or raise the quota, then compile again", id="full"
        ),
        pytest.param(
            errno.EDQUOT, AssetbuildError, "free some space or raise the quota, then compile again", id="quota"
        ),
        pytest.param(errno.EFBIG, AssetbuildError, "the file is larger than the file system", id="large file"),
        pytest.param(errno.EACCES, UsageError, "give the user that runs the build write access", id="not allowed"),
        pytest.param(errno.EPERM, UsageError, "give the user that runs the build write access", id="not permitted"),
        pytest.param(
            errno.EROFS, UsageError, "the file system is read-only: compile in the build stage", id="read only"
        ),
        pytest.param(errno.ENOTDIR, UsageError, "a part of that path is a file or a link", id="file as folder"),
        pytest.param(errno.ENOENT, UsageError, "a part of that path is a file or a link", id="no folder"),
        pytest.param(errno.ELOOP, UsageError, "remove the symbolic link", id="link"),
        pytest.param(errno.EISDIR, UsageError, "move the folder away", id="folder as file"),
        pytest.param(errno.ENAMETOOLONG, AssetbuildError, "shorten the name of the source", id="long name"),
        pytest.param(errno.EMFILE, AssetbuildError, "raise the limit of open files", id="open files"),
        pytest.param(errno.ENOLCK, UsageError, "the file system has no locks", id="no locks"),
        pytest.param(errno.EIO, AssetbuildError, "the disk reported an error", id="broken disk"),
    ],
)
def test_error_of_the_system_has_a_way_out(number: int, kind: type[AssetbuildError], hint: str) -> None:
    error = disk_error(OSError(number, "in the language of the user", "x"), "dist/a.css")
    assert type(error) is kind
    assert render(error).startswith(f"dist/a.css: error: cannot write it: {os.strerror(number)}\n  hint: {hint}")


def test_error_without_a_known_way_out_is_told_as_it_is() -> None:
    error = disk_error(OSError(errno.EBADF, "x"), "dist", "read")
    assert (render(error), error.exit_status) == (f"dist: error: cannot read it: {os.strerror(errno.EBADF)}", 1)


def test_error_without_a_number_is_told_by_its_text() -> None:
    assert render(disk_error(OSError("odd"), "dist", "use")) == "dist: error: cannot use it: odd"
