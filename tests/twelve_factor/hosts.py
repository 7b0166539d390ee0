"""A host: its own copy of a release, read-only, served by gunicorn with two workers at one port of loopback."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

from . import release
from .confined import assert_read_only, read_only, traced

_WAIT = 30


class Host:
    """A port, and the release that is served there."""

    def __init__(self, folder: Path, assets: Path | None = None) -> None:
        """Without `assets` each release brings its own."""
        self._folder, self._assets = folder, assets
        # Bound and never listening: nobody else is given the port while a release is taken down.
        self._reserved = socket.socket()
        self._reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._reserved.bind(("127.0.0.1", 0))
        self.port: int = self._reserved.getsockname()[1]
        self.logs = folder / "logs"
        self.logs.mkdir(parents=True)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, name: str, output: Path) -> None:
        """Serve a release from a copy of its code and manifest, and of its assets where there are no shared ones."""
        here = self._folder / name
        here.mkdir()
        shutil.copy(release.__file__, here / "release.py")
        manifest = here / "manifest.json"
        if self._assets is None:
            shutil.copytree(output, here / "assets")
            manifest = here / "assets" / "manifest.json"
        else:
            shutil.copy(output / "manifest.json", manifest)
        self._run(name, here, manifest, self._assets or here / "assets")
        self._wait_until_it_answers()

    def _run(self, name: str, here: Path, manifest: Path, assets: Path) -> None:
        environment = {
            "FLASK_ASSETBUILD_MANIFEST": str(manifest),
            "ASSETS": str(assets),
            "RELEASE": name,
            "PATH": os.environ["PATH"],
            # Python would write what it compiles of `release.py` beside it.
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        folders = sorted({here, assets})
        assert_read_only(folders)
        command = traced(self.logs / name, read_only(folders, self._server()))
        with (self.logs / "stderr.txt").open("ab") as stderr:
            self._process = subprocess.Popen(command, cwd=here, env=environment, stderr=stderr)

    def stop(self) -> None:
        """Let the release answer what it was asked, and end."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.kill(self._master, signal.SIGTERM)
        self._process.wait(timeout=_WAIT)
        self._process = None

    def close(self) -> None:
        self.stop()
        self._reserved.close()

    def _server(self) -> list[str]:
        options = {
            "--bind": f"127.0.0.1:{self.port}",
            "--workers": "2",
            "--threads": "4",
            "--keep-alive": "30",
            "--graceful-timeout": "5",
            # The heartbeats of gunicorn's workers, which the master opens for them.
            "--worker-tmp-dir": "/dev/shm",
        }
        arguments = [word for option in options.items() for word in option]
        return [sys.executable, "-m", "gunicorn", "--no-control-socket", *arguments, "release:create_app()"]

    def _wait_until_it_answers(self) -> None:
        end = monotonic() + _WAIT
        while monotonic() < end:
            assert self._process
            assert self._process.poll() is None, (self.logs / "stderr.txt").read_text()
            with suppress(OSError):
                connection = HTTPConnection("127.0.0.1", self.port, timeout=_WAIT)
                connection.request("GET", "/")
                self._master = int(connection.getresponse().headers["X-Master"])
                connection.close()
                return
            sleep(0.05)
        raise AssertionError((self.logs / "stderr.txt").read_text())
