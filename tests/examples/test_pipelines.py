"""The files for CI, pre-commit and platforms: what they run is run, in order, in a fresh copy."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.docs import ROOT

from .servers import EXAMPLES, NAMES, environment, fresh_copy, procfile, run_here

# Commands of ours, and those of Django that look at what we made.
_OURS = re.compile(r"(?:\w+=(?:\"[^\"]*\"|\S+) )*(?:assetbuild|python manage\.py) ")


def _yaml(file: Path) -> Any:
    return yaml.safe_load(file.read_text())


def _github_steps(name: str) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = _yaml(EXAMPLES / name / ".github/workflows/assets.yml")["jobs"]["assets"]["steps"]
    return steps


def _used(steps: list[dict[str, Any]], action: str) -> dict[str, Any]:
    (found,) = (step["with"] for step in steps if step.get("uses", "").startswith(f"actions/{action}@"))
    inputs: dict[str, Any] = found
    return inputs


def _run_all(commands: list[str], folder: Path) -> list[str]:
    """Run those that are ours; which these were."""
    ours = [command for command in commands if _OURS.match(command)]
    for command in ours:
        done = run_here(command, folder)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return ours


@pytest.mark.parametrize("name", NAMES)
def test_github_workflow_compiles_verifies_and_keeps_what_it_says(name: str, tmp_path: Path) -> None:
    folder = fresh_copy(name, tmp_path)
    steps = _github_steps(name)
    ours = _run_all([step["run"] for step in steps if "run" in step], folder)
    assert [*ours[:2], "assetbuild compile --check" in ours] == ["assetbuild compile", "assetbuild verify", True]
    assert (folder / _used(steps, "cache")["path"]).is_dir()
    assert (folder / _used(steps, "upload-artifact")["path"] / "manifest.json").is_file()
    kinds = [str(step.get("uses", step.get("run"))).split("@")[0] for step in steps]
    assert kinds.index("actions/cache") < kinds.index("assetbuild compile")
    assert kinds.index("assetbuild verify") < kinds.index("actions/upload-artifact")


@pytest.mark.parametrize("name", NAMES)
def test_gitlab_job_does_the_same(name: str, tmp_path: Path) -> None:
    folder = fresh_copy(name, tmp_path)
    job = _yaml(EXAMPLES / name / ".gitlab-ci.yml")["assets"]
    ours = _run_all([*job["before_script"], *job["script"]], folder)
    on_github = [step.get("run", "") for step in _github_steps(name)]
    assert [_plain(command) for command in ours] == [command for command in on_github if _OURS.match(command)]
    assert (folder / job["artifacts"]["paths"][0] / "manifest.json").is_file()
    assert (folder / job["cache"]["paths"][0]).is_dir()


def _plain(command: str) -> str:
    return re.sub(r'^\w+=("[^"]*"|\S+) ', "", command)


@pytest.mark.parametrize("name", NAMES)
def test_stale_manifest_fails_the_last_command_of_the_pipeline(name: str, tmp_path: Path) -> None:
    folder = fresh_copy(name, tmp_path)
    assert run_here("assetbuild compile", folder).returncode == 0
    base = folder / "assets/css/base.css"
    base.write_text(base.read_text() + "/*! new */ main { color: red }\n")
    done = run_here("assetbuild compile --check", folder)
    assert done.returncode == 1
    assert "the manifest is stale: 'css/app.css' differs" in done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_buildpack_hook_compiles(name: str, tmp_path: Path) -> None:
    folder = fresh_copy(name, tmp_path)
    first, *lines = [line for line in (folder / "bin/post_compile").read_text().splitlines() if line[:1] != "#"]
    assert first == "set -eu"
    assert lines[0] == "pip install -r requirements-assets.txt"
    assert os.access(folder / "bin/post_compile", os.X_OK)
    assert _run_all(lines, folder) == lines[1:]
    assert "web" in procfile(folder)


@pytest.mark.parametrize("name", NAMES)
def test_compose_runs_both_images_read_only_and_nginx_in_front(name: str) -> None:
    services = _yaml(EXAMPLES / name / "docker-compose.yml")["services"]
    stages = re.findall(r"^FROM \S+ AS (\w+)$", (EXAMPLES / name / "Dockerfile").read_text(), re.M)
    assert {service["build"]["target"] for service in services.values()} == set(stages) - {"assets"}
    assert all(service["read_only"] and service["cap_drop"] == ["ALL"] for service in services.values())
    assert [key for key, service in services.items() if "ports" in service] == ["nginx"]
    # The name that nginx.conf hands requests to.
    assert "proxy_pass http://app:8000;" in (EXAMPLES / name / "nginx.conf").read_text()


@pytest.mark.parametrize("file", ["nginx.conf", "requirements-assets.txt", "bin/post_compile", ".gitignore"])
def test_what_is_alike_in_all_examples_is_the_same(file: str) -> None:
    assert len({(EXAMPLES / name / file).read_bytes() for name in NAMES}) == 1


def _action_steps() -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = _yaml(ROOT / "action.yml")["runs"]["steps"]
    return steps


def _run_action(folder: Path, committed: bool) -> tuple[int, str]:
    """The exit status of the first step that fails, or 0, and what the action puts out; `install` is empty."""
    inputs = {"working-directory": ".", "templates": "templates", "install": ""}
    output = folder / "output"
    for step in _action_steps():
        if (
            "run" not in step
            or "install" in step.get("if", "")
            or ("committed" in step.get("if", "") and not committed)
        ):
            continue
        named = {key: _filled(value, inputs) for key, value in step.get("env", {}).items()}
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", step["run"]],
            cwd=folder,
            env={**environment(), **named, "GITHUB_OUTPUT": str(output)},
            capture_output=True,
            check=False,
        )
        if done.returncode:
            return done.returncode, ""
    return 0, output.read_text()


def _filled(value: str, inputs: dict[str, str]) -> str:
    return re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs[found[1]], value)


def test_action_compiles_and_says_where_the_manifest_is(tmp_path: Path) -> None:
    folder = fresh_copy("flask", tmp_path)
    assert _run_action(folder, committed=False) == (0, "manifest=./dist/assets/manifest.json\n")
    assert (folder / "dist/assets/manifest.json").is_file()
    assert _run_action(folder, committed=True)[0] == 0


def test_action_fails_where_the_committed_manifest_is_stale(tmp_path: Path) -> None:
    folder = fresh_copy("flask", tmp_path)
    assert _run_action(folder, committed=True)[0] == 1
    assert not (folder / "dist").exists()


def test_no_shell_of_the_action_has_an_expression_in_it() -> None:
    assert [step["run"] for step in _action_steps() if "${{" in step.get("run", "")] == []
    assert {step["shell"] for step in _action_steps() if "run" in step} == {"bash"}


def test_hooks_run(tmp_path: Path) -> None:
    folder = fresh_copy("flask", tmp_path)
    hooks = {hook["id"]: hook for hook in _yaml(ROOT / ".pre-commit-hooks.yaml")}
    assert run_here(hooks["assetbuild-check"]["entry"], folder).returncode == 1
    for name in ("assetbuild-compile", "assetbuild-check", "assetbuild-templates"):
        done = run_here(" ".join([hooks[name]["entry"], *hooks[name].get("args", ())]), folder)
        assert done.returncode == 0, done.stderr
    assert all(not hook["pass_filenames"] and hook["language"] == "python" for hook in hooks.values())
    assert json.loads(run_here("assetbuild lookup css/app.css --json", folder).stdout)["ok"]
