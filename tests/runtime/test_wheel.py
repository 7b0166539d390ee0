"""The wheel, with no extra and none of the packages of the build, beside one framework."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from importlib.metadata import distribution
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ..docs import ROOT
from ..sites import Site

REPORT = """
import json, sys
before = {*sys.modules}
__import__(sys.argv[1])
print(json.dumps({name: getattr(sys.modules[name], "__file__", None) for name in {*sys.modules} - before}))
"""
PAGE = """
import sys
from assetbuild.runtime import Manifest
print(Manifest.load("dist/assets/manifest.json").tags("css/app.css"))
"""


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


def environment(folder: Path, wheel: Path, *frameworks: str) -> Path:
    """The Python of a new environment that has the wheel, the frameworks and what these need, and nothing else."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    install = ["install", "-q", "--disable-pip-version-check", "--no-index", "--no-deps", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(python), *install], check=True, capture_output=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    for name in needed(*frameworks):
        found = distribution(name)
        assert found.files
        # As they are here, for a test has no network to install them from.
        for top in {file.parts[0] for file in found.files} - {"..", "__pycache__"}:
            (packages / top).symlink_to(Path(str(found.locate_file(top))))
    return python


def needed(*names: str) -> set[str]:
    """The distributions and all that they require, without extras."""
    known: set[str] = set()
    waiting = [*names]
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name not in known:
            known.add(name)
            requirements = map(Requirement, distribution(name).requires or ())
            waiting += [each.name for each in requirements if not each.marker or each.marker.evaluate({"extra": ""})]
    return known


@pytest.mark.parametrize(
    ("module", "frameworks"),
    [
        pytest.param("assetbuild.runtime", [], id="none"),
        pytest.param("assetbuild.runtime.policy", [], id="policy"),
        pytest.param("assetbuild.runtime.serving", [], id="serving"),
        pytest.param("assetbuild.runtime.jinja", ["jinja2"], id="jinja"),
        pytest.param("assetbuild.runtime.flask", ["flask"], id="flask"),
        pytest.param("assetbuild.runtime.django.storage", ["django"], id="django"),
        pytest.param("assetbuild.runtime.django.templatetags.assetbuild", ["django"], id="django tags"),
        pytest.param("assetbuild.runtime.starlette", ["starlette", "jinja2"], id="starlette"),
        pytest.param("assetbuild.runtime.starlette", ["fastapi", "jinja2"], id="fastapi"),
        pytest.param("assetbuild.runtime.litestar", ["litestar", "jinja2"], id="litestar"),
    ],
)
def test_wheel_beside_one_framework_loads_that_and_the_standard_library(
    module: str, frameworks: list[str], wheel: Path, tmp_path: Path
) -> None:
    python = environment(tmp_path / "env", wheel, *frameworks)
    run = subprocess.run([python, "-I", "-c", REPORT, module], check=True, capture_output=True, text=True)
    loaded: dict[str, str | None] = json.loads(run.stdout)
    ours = {name: file for name, file in loaded.items() if name.partition(".")[0] == "assetbuild"}
    assert all(file and Path(file).is_relative_to(tmp_path) for file in ours.values())
    assert {name.split(".")[1] for name in ours if "." in name} <= {
        "errors",
        "manifest",
        "manifest_parts",
        "runtime",
        "urls",
    }
    # The environment has the framework and what that needs, and the wheel; all else is the standard library's.
    places = (str(tmp_path), sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"))
    assert [file for file in loaded.values() if file and not file.startswith(places)] == []


def test_page_is_rendered_with_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    site = Site({"css/app.css": "a { color: red }"})
    site.compile().succeeds()
    python = environment(tmp_path / "env", wheel)
    run = subprocess.run([python, "-I", "-c", PAGE], cwd=site.folder, check=True, capture_output=True, text=True)
    assert run.stdout.startswith('<link rel="stylesheet" href="/static/css/app.')


def test_wheel_has_the_package_and_its_licence_and_nothing_else(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    source = ROOT / "src"
    package = {file.relative_to(source).as_posix() for file in (source / "assetbuild").rglob("*") if file.is_file()}
    assert {name for name in names if ".dist-info/" not in name} == {name for name in package if ".pyc" not in name}
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
