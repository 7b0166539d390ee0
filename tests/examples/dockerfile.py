"""A Dockerfile without Docker: each stage in a folder, a virtual environment and an environment of its own.

A folder stands for the root of the file system, with absolute paths of COPY, WORKDIR and mounts in it; an empty
virtual environment for the image `python`. Of `apt-get install` it is checked that the packages are installed here.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from dockerfile_parse import DockerfileParser

_MOUNT = re.compile(r"--mount=type=cache,target=(\S+)\s+")


@dataclass
class Stage:
    """A stage that was run: its root folder, and what its last image says."""

    base: str
    root: Path
    workdir: str = "/"
    user: str = "root"
    command: list[str] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)

    def inside(self, path: str) -> Path:
        """A path of the image, on this machine."""
        return self.root / os.path.join(self.workdir, path).lstrip("/")

    @property
    def environment(self) -> dict[str, str]:
        """That of a process in the image: nothing of the one around it."""
        path = f"{self.root}/venv/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        return {"PATH": path, "HOME": f"{self.root}/root", **self.variables}

    @property
    def packages(self) -> Path:
        """Where the modules are that were installed."""
        (found,) = self.root.glob("venv/lib/python*/site-packages")
        return found


def run_dockerfile(context: Path, folder: Path, wheels: Path) -> dict[str, Stage]:
    """Run all steps in order; the stages by name. `wheels` is all that pip finds."""
    runner = _Runner(context, folder, wheels)
    for step in DockerfileParser(fileobj=BytesIO((context / "Dockerfile").read_bytes())).structure:
        if step["instruction"] != "COMMENT":
            getattr(runner, "do_" + step["instruction"].lower())(step["value"])
    return runner.stages


class _Runner:
    def __init__(self, context: Path, folder: Path, wheels: Path) -> None:
        self.context, self.folder, self.wheels = context, folder, wheels
        self.stages: dict[str, Stage] = {}
        self.stage = Stage("scratch", folder)

    def do_from(self, value: str) -> None:
        base, _, name = value.split()
        root = self.folder / name
        (root / "root").mkdir(parents=True)
        self.stage = self.stages[name] = Stage(base, root)
        if base.startswith("python:"):
            venv.create(root / "venv", symlinks=True)
            pip = root / "venv/bin/pip"
            pip.write_text(f'#!/bin/sh\nexec {sys.executable} -m pip --python {root}/venv/bin/python "$@"\n')
            pip.chmod(0o755)

    def do_workdir(self, value: str) -> None:
        self.stage.workdir = value
        self.stage.inside(value).mkdir(parents=True, exist_ok=True)

    def do_env(self, value: str) -> None:
        for pair in shlex.split(value):
            name, _, said = pair.partition("=")
            self.stage.variables[name] = said

    def do_user(self, value: str) -> None:
        self.stage.user = value

    def do_expose(self, value: str) -> None:
        assert int(value) > 1023, "a user without rights cannot listen there"

    def do_cmd(self, value: str) -> None:
        self.stage.command = json.loads(value)

    def do_copy(self, value: str) -> None:
        words = shlex.split(value)
        options = dict(word[2:].split("=") for word in words if word.startswith("--"))
        *sources, target = (word for word in words if not word.startswith("--"))
        assert options.keys() <= {"from", "chown"}
        for source in sources:
            file = self.stages[options["from"]].inside(source) if "from" in options else self.context / source
            place = self.stage.inside(target)
            if target.endswith("/"):
                place /= file.name
            place.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if file.is_dir() else shutil.copy)(file, place)

    def do_run(self, value: str) -> None:
        command = _MOUNT.sub("", value)
        if command.startswith("apt-get"):
            self._find_packages(command)
            return
        assert "rm " not in command, "it would remove what is on this machine"
        mounts = [self.stage.inside(target) for target in _MOUNT.findall(value)]
        for mount in mounts:
            mount.mkdir(parents=True)
        done = subprocess.run(
            ["/bin/sh", "-ec", command],
            cwd=self.stage.inside("."),
            env={
                **self.stage.environment,
                "PIP_NO_INDEX": "1",
                "PIP_FIND_LINKS": str(self.wheels),
                "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"RUN {command}\n{done.stdout}{done.stderr}"
        for mount in mounts:
            # pip keeps nothing of wheels that it did not download.
            assert mount.match("*/.cache/pip") or any(mount.iterdir()), f"nothing is kept in {mount}"
            shutil.rmtree(mount)

    def _find_packages(self, command: str) -> None:
        install = re.search(r"apt-get install ([^&|]+)", command)
        assert install
        for package in (word for word in install[1].split() if not word.startswith("-")):
            state = subprocess.run(["dpkg-query", "-Wf${Status}", package], capture_output=True, text=True, check=False)
            assert state.stdout == "install ok installed", f"{package} is not installed here: scripts/test does it"
