"""The servers of the examples: what a Procfile or an image starts, and nginx by an example's own nginx.conf."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import yaml

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("django", "fastapi", "flask")
# Only what Django would refuse to start without.
SETTINGS = {"SECRET_KEY": "of a test", "ALLOWED_HOSTS": "127.0.0.1"}
_IGNORED = shutil.ignore_patterns("dist", ".assetbuild", "__pycache__", "*.sqlite3")


def fresh_copy(name: str, folder: Path) -> Path:
    """The example as one who clones it has it."""
    return Path(shutil.copytree(EXAMPLES / name, folder / name, ignore=_IGNORED))


def run_here(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A line of shell in that folder, with the programs of this environment."""
    return subprocess.run(
        ["/bin/sh", "-ec", command], cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )


def environment() -> dict[str, str]:
    """Of this process what programs need, and nothing that would set up assetbuild or a framework."""
    path = f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}"
    return {"PATH": path, "HOME": tempfile.gettempdir(), "PYTHONDONTWRITEBYTECODE": "1", **SETTINGS}


def procfile(folder: Path) -> dict[str, str]:
    """The commands of a Procfile, which reads as YAML does."""
    found: dict[str, str] = yaml.safe_load((folder / "Procfile").read_text())
    return found


@contextmanager
def serving(command: Sequence[str], folder: Path, variables: Mapping[str, str], port: int = 0) -> Iterator[int]:
    """The port at which that command listens, told it by $PORT, or $UVICORN_PORT. What it says is shown if it ends."""
    port = port or free_port()
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            command,
            cwd=folder,
            env={**variables, "PORT": str(port), "UVICORN_PORT": str(port)},
            stdout=said,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            if not _listens(process, port):
                said.seek(0)
                raise AssertionError(said.read().decode())
            yield port
        finally:
            process.terminate()


@contextmanager
def nginx_before(app: int, example: Path, snippet: str) -> Iterator[int]:
    """The port of nginx, set up by the example's nginx.conf with the printed `snippet`, before the port `app`."""
    with tempfile.TemporaryDirectory(prefix="nginx-") as name:
        folder = Path(name)
        # Workers of root are another user.
        folder.chmod(0o755)
        (folder / "assets.conf").write_text(snippet)
        port = free_port()
        text = (example / "nginx.conf").read_text()
        for said, here in {
            "/tmp/": f"{folder}/",
            "listen 8080": f"listen 127.0.0.1:{port}",
            "/etc/nginx/assets.conf": f"{folder}/assets.conf",
            "http://app:8000": f"http://127.0.0.1:{app}",
        }.items():
            assert said in text
            text = text.replace(said, here)
        (folder / "nginx.conf").write_text(text)
        program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
        assert program, "nginx is not installed; on Debian: apt-get install nginx libnginx-mod-http-brotli-static"
        command = [program, "-e", "stderr", "-c", f"{folder}/nginx.conf", "-g", "daemon off;"]
        with serving(command, folder, {}, port):
            yield port


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port


def _listens(process: subprocess.Popen[bytes], port: int) -> bool:
    for _ in range(3000):
        if process.poll() is not None:
            return False
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.02)
        else:
            return True
    return False
