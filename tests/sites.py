"""The builder that tests share: a site on disk, compiled through the real command line, in this process."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
import weakref
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any, Self

from assetbuild.cli import main
from assetbuild.manifest import Entry, ManifestFile

Files = Mapping[str, str | bytes]


class Site:
    """A project folder. `assets` are written below `assets/`, `project` beside it, `config` as `assetbuild.toml`.

    Texts are dedented. Without `folder` the site is in a temporary one, removed with the object.
    """

    def __init__(
        self, assets: Files | None = None, *, config: str = "", project: Files | None = None, folder: Path | None = None
    ) -> None:
        self.folder = folder or _temporary_folder(self)
        (self.folder / "assets").mkdir(parents=True, exist_ok=True)
        self.write({f"assets/{path}": data for path, data in (assets or {}).items()})
        self.write(project or {})
        if config:
            self.write({"assetbuild.toml": config})

    def write(self, files: Files) -> Self:
        """Write files, paths relative to the project folder."""
        for path, data in files.items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(dedent(data).encode() if isinstance(data, str) else data)
        return self

    def run(self, *arguments: str) -> Run:
        """Run a command of assetbuild in the project folder."""
        out, err = io.StringIO(), io.StringIO()
        with chdir(self.folder), redirect_stdout(out), redirect_stderr(err):
            try:
                main(arguments)
            except SystemExit as leave:
                status = leave.code if isinstance(leave.code, int) else int(leave.code is not None)
        return Run(self, status, out.getvalue(), err.getvalue())

    def compile(self, *arguments: str) -> Run:
        """Run `assetbuild compile`."""
        return self.run("compile", *arguments)

    @property
    def output(self) -> Path:
        return self.folder / "dist" / "assets"


def _temporary_folder(owner: object) -> Path:
    """A folder that goes with its owner, without the warning that `TemporaryDirectory` gives then."""
    folder = tempfile.mkdtemp(prefix="site-")
    weakref.finalize(owner, shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


@dataclass(frozen=True)
class Run:
    """What a command did: its exit status and what it printed."""

    site: Site
    status: int
    stdout: str
    stderr: str

    def succeeds(self, *, stderr: str | None = None) -> Self:
        """Check the exit status, and the whole of standard error where it is given."""
        assert self.status == 0, f"exit status {self.status}\n{self.stderr}"
        if stderr is not None:
            assert self.stderr == dedent(stderr)
        return self

    def fails(self, *, stderr: str, status: int = 1) -> Self:
        """Check the exit status and the whole of standard error."""
        assert "Traceback" not in self.stderr, self.stderr
        assert self.stderr == dedent(stderr)
        assert self.status == status
        return self

    @property
    def json(self) -> Any:
        """The document on standard output."""
        return json.loads(self.stdout)

    @property
    def manifest(self) -> ManifestFile:
        return ManifestFile.load(self.site.output / "manifest.json")

    def entry(self, name: str) -> Entry:
        """What the manifest says of an asset."""
        return self.manifest.entry(name)

    def names(self) -> list[str]:
        """The logical paths in the manifest, sorted."""
        return self.manifest.names()

    def data(self, name: str) -> bytes:
        """The bytes of the artifact that the manifest names."""
        return (self.site.output / self.entry(name).path).read_bytes()

    def text(self, name: str) -> str:
        """The text of the artifact that the manifest names."""
        return self.data(name).decode()
