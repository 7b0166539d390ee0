"""A command as a filter: text in and out, files, what it depends on, what goes wrong with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assetbuild.errors import Location
from assetbuild.input_files import find_inputs
from assetbuild.watching import Builder

from ..npm import package, program
from ..sites import Files, Run, Site

UPPER = "import sys; sys.stdout.write(sys.stdin.read().upper())"
FILES = "import sys; open(sys.argv[2], 'w').write(open(sys.argv[1]).read() + '/*' + sys.argv[1][-6:] + '*/')"


def site(
    script: str, options: str = "", *, files: Files | None = None, arguments: str = "", folder: Path | None = None
) -> Site:
    """A site with a bundle that goes through `tool.py`, a script of Python."""
    config = f"""\
encodings = []
minify = "off"
[bundles."css/app.css"]
contents = ["css/a.css"]
filters = ["tool"]
[filters.tool]
command = ['{sys.executable}', "tool.py"{arguments}]
{options}
"""
    return Site(files or {"css/a.css": "a{b:c}"}, config=config, project={"tool.py": script}, folder=folder)


def test_by_input_and_output() -> None:
    assert site(UPPER).compile().succeeds(stderr="").text("css/app.css") == "A{B:C}"


def test_for_some_files_only() -> None:
    files = {"css/a.css": "a{b:c}", "css/b.less": "d{e:f}"}
    here = site(UPPER, 'files = ["**/*.less"]', files=files)
    here.write({"assetbuild.toml": (here.folder / "assetbuild.toml").read_text().replace('"css/a.css"]', '"css/*"]')})
    assert here.compile().succeeds(stderr="").text("css/app.css") == "a{b:c}\nD{E:F}"


def test_by_files() -> None:
    made = site(FILES, arguments=', "{input}", "{output}"').compile().succeeds(stderr="")
    assert made.text("css/app.css") == "a{b:c}/*/a.css*/"


def test_knows_the_source_on_disk(tmp_path: Path) -> None:
    script = "import sys; sys.stdin.read(); print('/*' + '|'.join(sys.argv[1:]) + '*/')"
    run = site(script, arguments=', "--at={file}", "{folder}"', folder=tmp_path).compile().succeeds()
    folder = tmp_path / "assets" / "css"
    assert run.text("css/app.css").strip() == f"/*--at={folder / 'a.css'}|{folder}*/"


def test_runs_in_the_configuration_folder_with_the_declared_environment_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET", "x")
    script = "import os; print('/*', os.getcwd(), os.environ.get('SECRET'), os.environ['MODE'], os.environ['TZ'], '*/')"
    run = site(script, 'environment = { MODE = "prod" }', folder=tmp_path).compile().succeeds()
    assert run.text("css/app.css").strip() == f"/* {os.path.realpath(tmp_path)} None prod UTC */"


def test_what_it_says_is_a_note() -> None:
    run = site("import sys; sys.stderr.write('\\x1b[31mhm\\x1b[0m\\n'); print('a{}')").compile("-v")
    run.succeeds(stderr="assets/css/a.css: info: the filter 'tool' said: hm\n")


FAULTS = [
    pytest.param(
        "import sys; sys.stderr.write('line 1: no'); sys.exit(3)",
        "",
        "assets/css/a.css: error: the filter 'tool' failed with exit status 3: line 1: no\n",
        id="exit status",
    ),
    pytest.param(
        "import sys; print('told on its output'); sys.exit(1)",
        "",
        "assets/css/a.css: error: the filter 'tool' failed with exit status 1: told on its output\n",
        id="told on its output",
    ),
    pytest.param(
        "raise SystemExit(1)",
        "",
        "assets/css/a.css: error: the filter 'tool' failed with exit status 1: it said nothing\n",
        id="says nothing",
    ),
    pytest.param(
        "import sys; sys.stdout.buffer.write(b'\\xff')",
        "",
        "assets/css/a.css: error: the filter 'tool' gave what is not UTF-8\n",
        id="not UTF-8",
    ),
    pytest.param(
        "import time, sys; sys.stderr.write('waiting'); sys.stderr.flush(); time.sleep(60)",
        "timeout = 0.7",
        "assets/css/a.css: error: the filter 'tool' did not end within 0.7 seconds, and was stopped: waiting\n"
        "  hint: see what it waits for, or give it more: timeout = 3.5 in [filters.tool]\n",
        id="hangs",
    ),
]


@pytest.mark.parametrize(("script", "options", "stderr"), FAULTS)
def test_fault(script: str, options: str, stderr: str) -> None:
    site(script, options).compile().fails(stderr=stderr)


def test_output_that_was_not_written() -> None:
    run = site("pass", arguments=', "{output}"').compile()
    run.fails(stderr="assets/css/a.css: error: the filter 'tool' wrote no {output}: No such file or directory\n")


def test_children_of_a_tool_that_hangs_are_killed(tmp_path: Path) -> None:
    script = f"""
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open({str(tmp_path / "child")!r}, "w").write(str(child.pid))
time.sleep(60)
"""
    run = site(script, "timeout = 1.5").compile()
    assert "did not end within 1.5 seconds" in run.stderr
    number = int((tmp_path / "child").read_text())
    deadline = time.monotonic() + 10
    while is_running(number) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(number)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupt_ends_a_tool_that_hangs(jobs: str, tmp_path: Path) -> None:
    started = tmp_path / "started"
    here = site(f"import time; open({str(started)!r}, 'w').close(); time.sleep(600)", "timeout = 500", folder=tmp_path)
    command = [sys.executable, "-m", "assetbuild", "compile", "--jobs", jobs]
    with subprocess.Popen(command, cwd=here.folder, stderr=subprocess.PIPE) as build:
        deadline = time.monotonic() + 60
        while not started.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        build.send_signal(signal.SIGINT)
        assert build.wait(60) == 130


def is_running(number: int) -> bool:
    """Whether there is that process, and not only what is left of it until somebody asks for its status."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{number}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


COUNTED = """
import os, sys
with open("runs", "a") as runs:
    runs.write("x")
extra = open("theme.txt").read() if os.path.exists("theme.txt") else ""
names = " ".join(sorted(os.listdir("templates"))) if os.path.isdir("templates") else ""
sys.stdout.write(sys.stdin.read() + "/*" + extra + names + "*/")
"""


def runs(run: Run) -> int:
    return len((run.site.folder / "runs").read_text())


def test_result_is_kept_as_long_as_its_declared_inputs_are_the_same(tmp_path: Path) -> None:
    here = site(COUNTED, 'inputs = ["tool.py", "theme.txt", "templates/**"]', folder=tmp_path)
    here.write({"theme.txt": "red", "templates/a.html": "", "templates/.hidden": ""})

    def build() -> tuple[int, str]:
        run = here.compile().succeeds()
        return runs(run), run.text("css/app.css").rpartition("/*")[2]

    assert build() == (1, "red.hidden a.html*/")
    assert build()[0] == 1
    here.write({"theme.txt": "blue"})
    assert build() == (2, "blue.hidden a.html*/")
    here.write({"templates/sub/b.html": "new"})
    assert build() == (3, "blue.hidden a.html sub*/")
    (tmp_path / "templates" / "a.html").rename(tmp_path / "templates" / "c.html")
    assert build() == (4, "blue.hidden c.html sub*/")
    here.write({"theme.txt": "red"})
    assert build()[0] == 5
    assert build()[0] == 5


def test_watch_sees_declared_inputs_change_and_come(tmp_path: Path) -> None:
    here = site(COUNTED, 'inputs = ["tool.py", "theme.txt", "templates/**"]', folder=tmp_path)
    here.write({"theme.txt": "red", "templates/a.html": ""})
    builder = Builder(str(tmp_path / "assetbuild.toml"))
    assert builder.build().error is None
    assert builder.polled() == set()
    here.write({"theme.txt": "light blue"})
    assert builder.polled() == {str(tmp_path / "theme.txt")}
    assert builder.build().error is None
    here.write({"templates/b.html": ""})
    assert builder.polled() == {str(tmp_path / "templates")}


def test_without_declared_inputs_it_runs_in_every_build() -> None:
    here = site(COUNTED)
    assert [runs(here.compile().succeeds()) for _ in range(3)] == [1, 2, 3]


def test_another_version_runs_again(tmp_path: Path) -> None:
    probe = f"version = ['{sys.executable}', \"version.py\"]"
    here = site(COUNTED, f'inputs = ["tool.py"]\n{probe}', folder=tmp_path).write({"version.py": "print(1)"})
    assert runs(here.compile("--force").succeeds()) == 1
    assert runs(here.compile("--force").succeeds()) == 1
    here.write({"version.py": "print(2)", "assets/other.css": "so that there is something to do"})
    assert runs(here.compile("--force").succeeds()) == 2


def test_version_that_is_not_told() -> None:
    run = site(UPPER, f"version = ['{sys.executable}', \"-c\", \"raise SystemExit('no')\"]").compile()
    assert run.stderr.startswith("assetbuild.toml:8:1: error: the filter 'tool' did not tell its version: no\n")
    assert run.status == 2


SETTINGS = [
    pytest.param('command = "tool"', "must be a list of strings: no shell reads it", id="command is a string"),
    pytest.param("command = []", "must name a program", id="no command"),
    pytest.param('command = ["x"]\ntimeout = 0', "must be a number above 0", id="timeout"),
    pytest.param('command = ["x"]\ninputs = "x"', "must be a list of strings", id="inputs"),
    pytest.param('command = ["x"]\nenvironment = { A = 1 }', "must be a table of strings", id="environment"),
    pytest.param('command = ["x"]\nenv = { A = "1" }', "has no option `env`", id="unknown"),
]


@pytest.mark.parametrize(("options", "message"), SETTINGS)
def test_setting_that_is_wrong(options: str, message: str) -> None:
    config = f'[bundles."a.css"]\ncontents = ["b.css"]\nfilters = ["x"]\n[filters.x]\n{options}\n'
    run = Site({"b.css": ""}, config=config).compile()
    line = options.splitlines()[-1]
    assert f"{message}\n" in run.stderr or f"{message}: no shell reads it\n" in run.stderr
    assert f" | {line}\n" in run.stderr
    assert run.status == 2


def test_program_that_is_not_there() -> None:
    config = '[bundles."a.css"]\ncontents = ["b.css"]\nfilters = ["postcss"]\n[filters.postcss]\n'
    Site({"b.css": ""}, config=f'{config}command = ["no-such-postcss"]\n').compile().fails(
        stderr="""\
        assetbuild.toml:5:1: error: the program 'no-such-postcss' of the filter 'postcss' is not there
          5 | command = ["no-such-postcss"]
            | ^
          hint: npm install postcss postcss-cli, or name it by its path below the configuration: \
node_modules/.bin/no-such-postcss
        """,
        status=2,
    )


def test_program_that_cannot_be_started(tmp_path: Path) -> None:
    (tmp_path / "tool").write_bytes(b"\0no program")
    (tmp_path / "tool").chmod(0o755)
    config = '[bundles."a.css"]\ncontents = ["b.css"]\nfilters = ["x"]\n[filters.x]\ncommand = ["./tool"]\n'
    Site({"b.css": ""}, config=config, folder=tmp_path).compile().fails(
        stderr=f"assets/b.css: error: the program '{tmp_path}/./tool' cannot be started: Exec format error\n"
    )


@pytest.mark.parametrize(
    ("inputs", "count"),
    [
        pytest.param("templates", 2, id="folder"),
        pytest.param("templates/", 2, id="folder with a slash"),
        pytest.param("**/*.html", 3, id="everywhere"),
        pytest.param("node_modules/**", 1, id="packages by name"),
        pytest.param(".hidden/x.html", 1, id="hidden by name"),
        pytest.param("../beside.html", 1, id="beside the project"),
    ],
)
def test_inputs(inputs: str, count: int, tmp_path: Path) -> None:
    project = tmp_path / "project"
    names = ["templates/a.html", "templates/sub/b.html", "c.html", "node_modules/d.html", ".hidden/x.html"]
    Site(project=dict.fromkeys([*names, "../beside.html"], ""), folder=project)
    os.mkfifo(project / "templates" / "pipe.html")
    found = find_inputs([inputs], str(project), Location("assetbuild.toml"))
    assert len(found.files) == count
    assert all(Path(file).exists() for file in found.files.values())


def test_folder_of_inputs_with_a_link_is_looked_at_in_every_build(tmp_path: Path) -> None:
    site("", folder=tmp_path).write({"templates/a.html": ""})
    (tmp_path / "templates" / "b.html").symlink_to("a.html")
    found = find_inputs(["templates/**"], str(tmp_path), Location(""))
    assert (list(found.files), found.folders[0].names) == (["templates/a.html", "templates/b.html"], None)


def test_input_that_is_not_there() -> None:
    site(UPPER, 'inputs = ["tols.py"]').compile().fails(
        stderr="""\
        assetbuild.toml:8:1: error: `inputs` names 'tols.py', which matches no file
          8 | inputs = ["tols.py"]
            | ^
          hint: did you mean 'tool.py'?
        """,
        status=2,
    )


def test_less() -> None:
    files = {"css/a.less": '@import "vars"; b { c: @a }', "css/vars.less": "@a: red;"}
    config = f"""\
encodings = []
exclude = ["**/*.less"]
[bundles."css/app.css"]
contents = ["css/a.less"]
filters = ["less", "rcssmin"]
[filters.less]
command = ["{program("lessc")}", "--include-path={{folder}}", "-"]
inputs = ["assets/**/*.less"]
version = ["{program("lessc")}", "--version"]
"""
    here = Site(files, config=config)
    assert here.compile().succeeds(stderr="").text("css/app.css") == "b{c:red}"
    here.write({"assets/css/a.less": "b { c: @nope }"})
    stderr = here.compile().stderr
    assert stderr.startswith("assets/css/a.less: error: the filter 'less' failed with exit status 1: NameError: ")
    assert "variable @nope is undefined in - on line 1, column 8:" in stderr


def test_postcss_with_autoprefixer() -> None:
    config = f"""\
encodings = []
[bundles."css/app.css"]
contents = ["css/a.css"]
filters = ["postcss", "rcssmin"]
[filters.postcss]
command = ["{program("postcss")}", "--no-map", "--use", "{package("autoprefixer")}/lib/autoprefixer.js"]
inputs = []
"""
    run = Site({"css/a.css": "a { user-select: none }"}, config=config).compile().succeeds(stderr="")
    assert run.text("css/app.css") == "a{-webkit-user-select:none;-moz-user-select:none;user-select:none}"


def test_tailwind_sees_the_classes_of_templates(tmp_path: Path) -> None:
    config = f"""\
encodings = []
[bundles."css/app.css"]
contents = ["css/a.css"]
filters = ["tailwind", "rcssmin"]
[filters.tailwind]
command = ["{program("tailwindcss")}", "--input", "-", "--output", "{{output}}", "--cwd", "."]
inputs = ["templates/**"]
version = ["{program("tailwindcss")}", "--help"]
"""
    css = f'@import "{package("tailwindcss")}/utilities.css" source("../templates");'
    here = Site({"css/a.css": css.replace("../templates", "./templates")}, config=config, folder=tmp_path)
    here.write({"templates/index.html": '<p class="flex">'})
    assert here.compile().succeeds().text("css/app.css").endswith(".flex{display:flex}")
    here.write({"templates/index.html": '<p class="grid">'})
    assert here.compile().succeeds().text("css/app.css").endswith(".grid{display:grid}")
