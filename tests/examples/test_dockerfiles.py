"""The Dockerfile of each example, step by step, and what its images hold and do."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPMessage
from importlib.metadata import distributions
from pathlib import Path

import pytest

from assetbuild.manifest import ManifestFile
from tests.sites import Site

from .dockerfile import Stage, run_dockerfile
from .servers import EXAMPLES, NAMES, SETTINGS, fresh_copy, nginx_before, serving
from .wheels import make_wheels

# What compiles. Of these the framework itself, or its server, may bring the ones named.
BUILD = {"brotli", "click", "deflate", "jinja2", "rcssmin", "rjsmin", "webassets"}
BROUGHT = {"flask": {"click", "jinja2"}, "fastapi": {"click", "jinja2"}, "django": set[str]()}
SOURCES = {"assets", "assetbuild.toml", ".assetbuild", "requirements-build.txt"}


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheels")
    for name in NAMES:
        for file in ("requirements.txt", "requirements-assets.txt"):
            lines = (EXAMPLES / name / file).read_text().splitlines()
            make_wheels((line for line in lines if not line.startswith("#")), folder)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_steps_make_images_that_serve_read_only_without_what_compiles(name: str, place: Path, wheels: Path) -> None:
    stages = run_dockerfile(fresh_copy(name, place), place / "stages", wheels)
    assert list(stages) == ["assets", "nginx", "app"]
    _holds_nothing_of_the_build(stages["app"], BROUGHT[name])
    same = [stage.inside(at).joinpath("manifest.json").read_bytes() for stage, at in _folders(stages)]
    assert len(same) == 3
    assert len(set(same)) == 1
    for stage in (stages["app"], stages["nginx"]):
        assert stage.user not in ("", "root", "0")
        assert stage.command
    _serves_read_only(name, place, stages)


def _folders(stages: dict[str, Stage]) -> Iterator[tuple[Stage, str]]:
    yield from ((stages[name], "dist/assets") for name in ("assets", "app"))
    yield stages["nginx"], "/srv/assets"


def _holds_nothing_of_the_build(app: Stage, brought: set[str]) -> None:
    installed = {found.metadata["Name"].lower() for found in distributions(path=[str(app.packages)])}
    assert "assetbuild" in installed
    assert installed & BUILD == brought
    assert {file.name for file in app.inside(".").iterdir()} & SOURCES == set()


def _serves_read_only(name: str, place: Path, stages: dict[str, Stage]) -> None:
    app = stages["app"]
    writable = [app.inside(each) for each in WRITABLE[name]]
    _make_read_only(app.root, writable)
    before = _listing(app.root)
    manifest = ManifestFile.load(app.inside("dist/assets/manifest.json"))
    program = shutil.which(app.command[0], path=app.environment["PATH"])
    assert program
    variables = {**app.environment, **SETTINGS}
    command = [*_WITHOUT_RIGHTS, program, *app.command[1:]]
    touch = subprocess.run([*_WITHOUT_RIGHTS, "touch", app.inside("new")], capture_output=True, check=False)
    assert touch.returncode != 0, "it is not read-only"
    try:
        with serving(command, app.inside("."), variables) as port:
            if name != "django":
                _serves(port, manifest)
            snippet = stages["nginx"].inside("/etc/nginx/assets.conf").read_text()
            assert 'alias "/srv/assets/";' in snippet
            here = snippet.replace("/srv/assets", str(stages["nginx"].inside("/srv/assets")))
            with nginx_before(port, place / name, here) as front:
                _serves(front, manifest)
        assert _listing(app.root) == before
    finally:
        for folder, _, _ in os.walk(app.root):
            os.chmod(folder, 0o755)


WRITABLE: dict[str, list[str]] = {"flask": [], "fastapi": [], "django": ["data"]}
# Root may write wherever it likes, unless it gave that right away.
_WITHOUT_RIGHTS = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"] if os.getuid() == 0 else []


def _make_read_only(root: Path, but: list[Path]) -> None:
    for folder, _, files in os.walk(root):
        if Path(folder) in but:
            continue
        for file in files:
            if not os.path.islink(path := os.path.join(folder, file)):
                os.chmod(path, stat.S_IMODE(os.stat(path).st_mode) & 0o555)
        os.chmod(folder, 0o555)


def _listing(root: Path) -> set[str]:
    return {str(file.relative_to(root)) for file in root.rglob("*")}


def _serves(port: int, manifest: ManifestFile) -> None:
    status, headers, body = _get(port, "/")
    assert (status, headers["cache-control"]) == (200, "no-cache")
    assert f"{manifest.url}{manifest.entry('css/app.css').path}" in body.decode()
    for entry in manifest.entries():
        status, headers, body = _get(port, manifest.url + entry.path)
        size = entry.encodings.get("br", entry.size)
        assert (status, len(body), headers["content-type"].split(";")[0]) == (200, size, entry.type), entry.path
        assert headers["content-encoding"] == ("br" if "br" in entry.encodings else None)
        assert headers["cache-control"] == "public, max-age=31536000, immutable"


def _get(port: int, path: str) -> tuple[int, HTTPMessage, bytes]:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Accept-Encoding": "br, gzip"})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, response.headers, body


@pytest.mark.parametrize("name", NAMES)
def test_builder_gets_what_the_dockerfile_copies_and_nothing_else(name: str) -> None:
    lines = (EXAMPLES / name / "Dockerfile").read_text().splitlines()
    copies = [line.split()[1:-1] for line in lines if line.startswith("COPY") and "--from" not in line]
    copied = {word for words in copies for word in words if not word.startswith("--")}
    ignored = (EXAMPLES / name / ".dockerignore").read_text().splitlines()
    ignore = [line for line in ignored if line and not line.startswith("#")]
    assert ignore[0] == "*"
    assert {line.removeprefix("!") for line in ignore[1:]} == copied


def test_step_that_fails_is_told(place: Path, wheels: Path) -> None:
    site = Site(project={"Dockerfile": "FROM scratch AS one\nWORKDIR /x\nRUN ls nowhere\n"}, folder=place / "site")
    with pytest.raises(AssertionError, match=r"RUN ls nowhere\n.*nowhere"):
        run_dockerfile(site.folder, place / "stages", wheels)
