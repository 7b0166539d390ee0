"""Which esbuild is called, at which version, and what is said of one that cannot be."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from assetbuild.errors import Location, UsageError
from assetbuild.esbuild import binary
from assetbuild.esbuild.binary import find_binary
from assetbuild.esbuild.settings import EsbuildSettings
from tests.esbuild.fake_esbuild import VERSION, fake_esbuild
from tests.sites import Site

ENTRY = '[bundles."js/app.js"]\nentry = "js/app.ts"\n'
APP = {"js/app.ts": "console.log(1 as number)"}
WHERE = Location("assetbuild.toml")
_REASON = ": the output must not depend on the machine"


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder for a project on a machine where nothing is installed."""
    monkeypatch.setattr(binary, "_WHEEL", "no_such_wheel")
    monkeypatch.delenv("ASSETBUILD_ESBUILD", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    return tmp_path


def _places(folder: Path, names: list[str]) -> dict[str, str]:
    native = f"node_modules/@esbuild/{binary._platform()}/bin/esbuild"
    files = {
        "binary": "tools/esbuild",
        "variable": "variable/esbuild",
        "native": native,
        "bin": "node_modules/.bin/esbuild",
        "path": "path/esbuild",
    }
    return {name: fake_esbuild(folder / files[name]) for name in names}


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["binary", "variable", "native", "bin", "path"], id="configured"),
        pytest.param(["variable", "native", "bin", "path"], id="in the environment"),
        pytest.param(["native", "bin", "path"], id="npm's program"),
        pytest.param(["bin", "path"], id="npm's script"),
        pytest.param(["path"], id="in PATH"),
    ],
)
def test_first_that_is_there_is_taken(names: list[str], bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = _places(bare, names)
    if "variable" in places:
        monkeypatch.setenv("ASSETBUILD_ESBUILD", places["variable"])
    settings = EsbuildSettings(binary="tools/esbuild" if "binary" in places else "")
    assert find_binary(settings, str(bare), WHERE) == places[names[0]]


def test_wheel_comes_before_node_modules(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _places(bare, ["native"])
    monkeypatch.setattr(binary, "_WHEEL", "sample_wheel")
    monkeypatch.syspath_prepend(str(bare / "site"))
    (bare / "site/sample_wheel").mkdir(parents=True)
    (bare / "site/sample_wheel/__init__.py").touch()
    with pytest.raises(AssertionError):  # without a program in it, it is passed over
        assert find_binary(EsbuildSettings(), str(bare), WHERE).startswith(str(bare / "site"))
    program = fake_esbuild(bare / "site/sample_wheel/bin" / binary._NAME)
    assert find_binary(EsbuildSettings(), str(bare), WHERE) == program


def test_program_that_npm_copied_into_its_package_is_taken(bare: Path) -> None:
    file = bare / "node_modules/esbuild/bin/esbuild"
    fake_esbuild(file, service="#" * 1_000_001)
    assert find_binary(EsbuildSettings(), str(bare), WHERE) == str(file)


def test_no_esbuild_is_told_once_with_the_ways_to_get_it(bare: Path) -> None:
    Site(APP, config=ENTRY + f'[esbuild]\nversion = "{VERSION}"\n', folder=bare).compile().fails(
        status=2,
        stderr="""\
        assetbuild.toml:3:2: error: there is no esbuild: not in a wheel, node_modules or PATH
          3 | [esbuild]
            |  ^
          hint: pip install "assetbuild[esbuild]", or npm install esbuild, or name it: [esbuild] binary = "…"
        """,
    )


def test_other_version_than_the_pinned_is_refused(bare: Path) -> None:
    program = fake_esbuild(bare / "tools/esbuild", "exit 1")
    config = ENTRY + '[esbuild]\nbinary = "tools/esbuild"\nversion = "0.28.2"\n'
    Site(APP, config=config, folder=bare).compile().fails(
        status=2,
        stderr=f"""\
        assetbuild.toml:3:2: error: {program} is esbuild 9.9.9, and 0.28.2 is pinned{_REASON}
          3 | [esbuild]
            |  ^
          hint: install esbuild 0.28.2, or pin 9.9.9 here
        """,
    )


@pytest.mark.parametrize(
    ("program", "message"),
    [
        pytest.param("exec /bin/sleep 60", "{} took more than 1 s for all entry points, and was stopped", id="hangs"),
        pytest.param("exit 0", "{} ended while it worked on all entry points", id="ends"),
        pytest.param("printf '\\003\\0\\0\\0009.9'", "{} ended while it worked on all entry points", id="dies"),
    ],
)
def test_program_that_does_not_work_is_one_message(program: str, message: str, bare: Path) -> None:
    fake_esbuild(bare / "tools/esbuild", program)
    config = ENTRY + f'[esbuild]\nbinary = "tools/esbuild"\nversion = "{VERSION}"\ntime-limit = 1\n'
    run = Site(APP, config=config, folder=bare).compile()
    assert run.status == 1
    first, *_, hint = run.stderr.splitlines()
    assert first == f"assetbuild.toml:3:2: error: {message.format('esbuild')}"
    assert hint.startswith("  hint: ")
    assert run.stderr.count("error:") == 1


@pytest.mark.parametrize(
    ("script", "message"),
    [
        pytest.param("#!/bin/sh\necho hello world\n", "--version says 'hello world\\n': is it esbuild?", id="another"),
        pytest.param("#!/bin/sh\necho no >&2; exit 3\n", "--version says 'no\\n': is it esbuild?", id="fails"),
        pytest.param("#!/no/such/interpreter\n", "cannot be started: No such file or directory", id="cannot start"),
    ],
)
def test_program_that_is_no_esbuild_is_told(script: str, message: str, bare: Path) -> None:
    program = bare / "tools/esbuild"
    program.parent.mkdir()
    program.write_text(script)
    program.chmod(0o755)
    with pytest.raises(UsageError) as error:
        binary.version_of(str(program), WHERE)
    assert error.value.message.removeprefix(str(program)).strip() == message.replace("\\n", "\\n")


def test_program_that_hangs_when_asked_for_its_version_is_told(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binary, "_ASK_LIMIT", 0.1)
    program = bare / "esbuild"
    program.write_text("#!/bin/sh\nexec /bin/sleep 60\n")
    program.chmod(0o755)
    with pytest.raises(UsageError, match=r"does not say its version within 0\.1 s: is it esbuild\?"):
        binary.version_of(str(program), WHERE)


def test_program_that_cannot_start_as_a_service_is_told(bare: Path) -> None:
    (bare / "tools").mkdir()
    (bare / "tools/esbuild").write_text("#!/no/such/interpreter\n")
    (bare / "tools/esbuild").chmod(0o755)
    config = ENTRY + f'[esbuild]\nbinary = "tools/esbuild"\nversion = "{VERSION}"\n'
    run = Site(APP, config=config, folder=bare).compile()
    assert run.stderr.splitlines()[0] == (
        f"assetbuild.toml:3:2: error: {bare}/tools/esbuild cannot be started: No such file or directory"
    )


@pytest.mark.parametrize("named", ["tools", "nothing"])
def test_configured_program_that_is_none_is_told(named: str, bare: Path) -> None:
    (bare / "tools").mkdir()
    with pytest.raises(UsageError) as error:
        find_binary(EsbuildSettings(binary=named), str(bare), WHERE)
    assert error.value.message == f"binary = {named!r} names {bare}/{named}, which is no program"


def test_first_build_pins_the_version_that_it_found(bare: Path) -> None:
    real = find_binary_of_the_tests()
    config = ENTRY + f'[esbuild]\nbinary = "{real}"\n'
    site = Site(APP, config=config, folder=bare)
    run = site.compile().succeeds()
    assert run.stderr.startswith("assetbuild.lock: warning: pinned esbuild 0.")
    lock = (bare / "assetbuild.lock").read_text()
    assert lock.startswith("# Written by assetbuild.")
    assert lock.count("version = ") == 1
    site.write({"assets/js/app.ts": "console.log(2)"}).compile().succeeds(stderr="")
    (bare / "assetbuild.lock").write_text('[esbuild]\nversion = "0.1.2"\n')
    assert "and 0.1.2 is pinned" in site.compile().stderr


@pytest.mark.parametrize(
    ("lock", "message"),
    [
        pytest.param("[esbuild]\n", "error: the lock names no version of esbuild", id="no version"),
        pytest.param("[esbuild]\nversion = 3\n", "error: the lock names no version of esbuild", id="no text"),
        pytest.param("esbuild\n", "error: not valid TOML", id="no TOML"),
        pytest.param("é".encode("latin-1"), "error: the lock cannot be read", id="no UTF-8"),
    ],
)
def test_lock_that_says_nothing_is_told(lock: str | bytes, message: str, bare: Path) -> None:
    run = Site(APP, config=ENTRY, project={"assetbuild.lock": lock}, folder=bare).compile()
    assert run.status == 2
    assert message in run.stderr


def test_lock_that_cannot_be_written_is_told(bare: Path) -> None:
    from assetbuild.esbuild.version_lock import lock_version

    with pytest.raises(UsageError) as error:
        lock_version(str(bare / "nowhere"), "1.2.3")
    assert error.value.message == "the lock cannot be written: No such file or directory"
    assert error.value.hint == 'pin it in the configuration: [esbuild] version = "1.2.3"'


def find_binary_of_the_tests() -> str:
    found = find_spec("assetbuild_esbuild")
    assert found
    assert found.origin
    return os.path.join(os.path.dirname(found.origin), "bin", "esbuild.exe" if sys.platform == "win32" else "esbuild")
