"""What only shows in a process of its own: signals, streams, terminals, users and disks."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
from pathlib import Path
from textwrap import dedent

import pytest

from assetbuild import __version__

from ..sites import Site
from .programs import AS_USER, COMMAND, on_terminal, run

FULL = b"\x89PNG" + os.urandom(1 << 20)


def test_version() -> None:
    done = run(Path("."), "--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"assetbuild {__version__}\n", "")


def test_no_command_shows_the_help_as_an_error() -> None:
    done = run(Path("."))
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("Usage: assetbuild [OPTIONS] COMMAND [ARGS]...\n")


def test_mistake_has_no_traceback() -> None:
    site = Site({"a.css": "a{background:url(b.png)}"})
    done = run(site.folder, "compile")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == dedent(
        """\
        assets/a.css:1:18: error: 'a.css' refers to 'b.png': there is no asset 'b.png'
          1 | a{background:url(b.png)}
            |                  ^
          hint: did you mean 'a.css'?
        """
    ).replace("did you mean 'a.css'?", "add the file, or allow it to be missing: allow-missing = ['a.css']")


INTERRUPTING = """\
import os
import signal

from webassets.filter import Filter


class Interrupt(Filter):
    name = "interrupt"

    def output(self, _in, out, **kwargs):
        os.kill(os.getpid(), signal.SIGINT)
        out.write(_in.read())
"""


def test_interrupt_leaves_the_last_build_and_exits_with_130() -> None:
    site = Site({"a.css": "a{}"}, project={"interrupting.py": INTERRUPTING})
    site.compile().succeeds()
    before = (site.output / "manifest.json").read_bytes()
    site.write({"assetbuild.toml": '[bundles."all.css"]\ncontents = ["a.css"]\nfilters = ["interrupting:Interrupt"]\n'})
    done = run(site.folder, "compile", "--json")
    assert done.returncode == 130
    assert done.stderr.endswith("error: interrupted\n  hint: the output folder is as the last complete build left it\n")
    assert json.loads(done.stdout)["errors"][0]["message"] == "interrupted"
    assert (site.output / "manifest.json").read_bytes() == before


def test_reader_that_goes_away_ends_it_silently() -> None:
    site = Site({"a.css": "a{}"})
    reader, writer = os.pipe()
    os.close(reader)
    done = run(site.folder, "compile", stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")


def test_reader_of_errors_that_goes_away_ends_it_silently() -> None:
    site = Site(config="zzz = 1")
    reader, writer = os.pipe()
    os.close(reader)
    done = run(site.folder, "compile", "--json", stdout=writer, stderr=writer)
    os.close(writer)
    assert done.returncode == 1


def test_reader_of_a_build_with_nothing_to_do_that_goes_away_ends_it_silently() -> None:
    site = Site({"a.css": "a{}"})
    for _ in range(2):
        run(site.folder, "compile")
    reader, writer = os.pipe()
    os.close(reader)
    done = run(site.folder, "compile", stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")


def test_folder_that_was_deleted_has_no_sources() -> None:
    site = Site(project={"gone/here": ""})
    script = f"rm -r ../gone; exec {' '.join(COMMAND)} compile"
    done = subprocess.run(["sh", "-c", script], cwd=site.folder / "gone", capture_output=True, text=True)
    assert done.returncode == 2
    assert "error: there is no source root 'assets'\n" in done.stderr


@pytest.mark.parametrize("builds", [0, 1], ids=["first", "nothing to do"])
@pytest.mark.parametrize("option", [[], ["--json"]], ids=["for people", "as json"])
def test_standard_output_on_a_full_disk(option: list[str], builds: int) -> None:
    site = Site({"a.css": "a{}"})
    for _ in range(builds):
        run(site.folder, "compile", *option)
    with open("/dev/full", "w") as full:
        done = run(site.folder, "compile", *option, stdout=full)
    assert done.returncode == 1
    assert done.stderr == "error: standard output cannot be written: No space left on device\n"


def test_name_that_the_terminal_cannot_show_is_escaped() -> None:
    site = Site({"\u65e5.css": "a{}"})
    environment = os.environ | {"PYTHONIOENCODING": "cp1252"}
    done = run(site.folder, "compile", env=environment)
    assert done.returncode == 0, done.stderr
    assert "\\u65e5.css" in done.stdout
    done = run(site.folder, "compile", "--json", env=environment)
    assert list(json.loads(done.stdout)["assets"]) == ["\u65e5.css"]


def test_names_are_not_read_in_another_encoding() -> None:
    site = Site({"\u00e9.css": "a{}"})
    done = run(
        site.folder, "compile", env=os.environ | {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    )
    assert done.returncode == 2
    assert "Python takes the names of files for " in done.stderr
    assert "  hint: set the environment variable PYTHONUTF8=1\n" in done.stderr


def test_terminal_gets_a_progress_bar_and_no_pipe_does() -> None:
    site = Site({f"{number}.css": "a{}" for number in range(30)})
    assert "compiling  [" in on_terminal(site.folder, "compile")
    assert on_terminal(site.folder, "compile", "--quiet") == ""
    assert run(site.folder, "compile").stderr == ""


def test_terminal_gets_colours_unless_it_says_no() -> None:
    site = Site(config="zzz = 1")
    plain = site.compile().stderr
    coloured = on_terminal(site.folder, "compile")
    assert "\x1b[31m\x1b[1merror:\x1b[0m unknown key `zzz`" in coloured
    assert "\x1b[36m\x1b[1mhint:\x1b[0m known keys" in coloured
    assert on_terminal(site.folder, "compile", environment={"NO_COLOR": "1"}) == plain


def test_full_disk_keeps_the_last_build() -> None:
    """On a small disk where this user may mount one, else under a limit of the size of files."""
    site = Site({"a.css": "a{}"})
    mounting = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    mounted = subprocess.run([*mounting, "mount -t tmpfs -o size=64k tmpfs /mnt"], check=False, capture_output=True)
    if shutil.which("unshare") and mounted.returncode == 0:
        script = 'mkdir -p dist && mount -t tmpfs -o size=128k tmpfs dist && "$@" compile -q && cp -r big/* assets/ && '
        script += '{ "$@" compile; status=$?; "$@" verify; ls -A dist/assets; exit $status; }'
        site.write({"big/big.png": FULL})
        done = subprocess.run(
            [*mounting, script, "sh", *COMMAND], cwd=site.folder, capture_output=True, encoding="utf-8", check=False
        )
        reason = "No space left on device"
        assert done.stdout.splitlines()[0] == "1 asset, 1 file, 3 B: all whole"
        assert not [line for line in done.stdout.splitlines() if "tmp" in line]
    else:
        site.compile().succeeds()
        site.write({"assets/big.png": FULL})
        limit = (1 << 16, 1 << 16)
        done = run(site.folder, "compile", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))
        reason = "File too large"
        site.run("verify").succeeds()
    assert done.returncode == 1
    assert f"error: cannot write it: {reason}\n  hint: " in done.stderr
    assert done.stderr.startswith("dist/assets/big.")
    assert "Traceback" not in done.stderr


def test_output_that_may_not_be_written() -> None:
    site = Site({"a.css": "a{}"})
    (site.folder / "dist").mkdir()
    (site.folder / "dist").chmod(0o555)
    done = run(site.folder, "compile", before=AS_USER)
    assert done.returncode == 2
    assert done.stderr == dedent(
        """\
        dist/assets: error: cannot use it: Permission denied
          hint: give the user that runs the build write access, or set `output` to a folder that it may write to
        """
    )


def test_sources_that_may_not_be_read() -> None:
    site = Site({"a.css": "a{}", "private/b.css": "b{}"})
    (site.folder / "assets/a.css").chmod(0)
    done = run(site.folder, "compile", before=AS_USER)
    assert (done.returncode, done.stderr) == (
        1,
        "assets/a.css: error: cannot be read: Permission denied\n"
        "  hint: make it readable for the user that runs the build\n",
    )
    (site.folder / "assets/a.css").chmod(0o644)
    (site.folder / "assets/private").chmod(0)
    done = run(site.folder, "compile", before=AS_USER)
    assert (done.returncode, done.stderr) == (
        1,
        "assets/private: error: the folder cannot be listed: Permission denied\n"
        "  hint: make it readable for the user that runs the build, or leave it out with `exclude`\n",
    )
    site.write({"assetbuild.toml": 'exclude = ["private/**"]'})
    assert run(site.folder, "compile", before=AS_USER).stderr == ""
    (site.folder / "assets/private").chmod(0o755)


def test_interrupt_at_any_moment_has_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    from assetbuild import cli

    def interrupted(arguments: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_run", interrupted)
    Site().run("compile").fails(status=130, stderr="")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", ">&- 2>&-"])
@pytest.mark.parametrize(("config", "status"), [("", 0), ("zzz = 1", 2)], ids=["right", "wrong"])
def test_streams_that_are_closed(closed: str, config: str, status: int) -> None:
    site = Site({"a.css": b"/* \xe9 */"}, config=config)
    command = ["sh", "-c", f'"$@" {closed}', "sh", *COMMAND, "compile"]
    done = subprocess.run(command, cwd=site.folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == status
    assert "Traceback" not in done.stderr
