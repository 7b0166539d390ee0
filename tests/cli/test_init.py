"""`init` writes a configuration that fits what it finds, and never over another."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ..sites import Files, Site

LAYOUTS = [
    pytest.param({"assets/css/a.css": ""}, ["assets"], id="assets"),
    pytest.param({"static/a.css": "", "assets/b.css": ""}, ["assets", "static"], id="assets and static"),
    pytest.param({"shop/__init__.py": "", "shop/static/a.css": ""}, ["shop/static"], id="Flask"),
    pytest.param(
        {"src/shop/static/a.css": "", "src/shop/assets/x": ""}, ["src/shop/static", "src/shop/assets"], id="src"
    ),
    pytest.param(
        {"manage.py": "", "b/static/b/x.css": "", "a/static/a/x.css": "", "static/y.css": ""},
        ["static", "a/static", "b/static"],
        id="Django",
    ),
    pytest.param(
        {
            "static/a.css": "",
            "node_modules/x/static/y": "",
            ".venv/static/y": "",
            "tests/static/y": "",
            "con/static/y": "",
        },
        ["static"],
        id="other people's folders",
    ),
    pytest.param({"static": "a file"}, [], id="nothing"),
]


def empty(files: Files) -> Site:
    """A project without the `assets` that `Site` makes."""
    site = Site()
    (site.folder / "assets").rmdir()
    return site.write(files)


@pytest.mark.parametrize(("files", "roots"), LAYOUTS)
def test_init_finds_source_roots_and_what_it_writes_compiles(files: Files, roots: list[str]) -> None:
    site = empty(files)
    run = site.run("init").succeeds(stderr="")
    assert run.stdout.startswith("wrote assetbuild.toml; now ")
    written = tomllib.loads((site.folder / "assetbuild.toml").read_text())
    assert written == {"sources": roots or ["assets"], "output": "dist/assets", "url": "/static/"}
    if not roots:
        assert "put your files in ./assets, then run: assetbuild compile" in run.stdout
        site.write({"assets/a.css": ""})
    site.compile().succeeds()


def test_comments_become_a_configuration_that_compiles() -> None:
    """Whoever takes the marks of the comments away gets bundles of what was found."""
    site = empty({"static/css/b.css": "b{}", "static/css/a.css": "a{}", "static/app.js": "1", "static/css/con": ""})
    (site.folder / "static/css/con").unlink()
    site.run("init").succeeds()
    file = site.folder / "assetbuild.toml"
    marked = file.read_text().splitlines()
    start = next(number for number, line in enumerate(marked) if line.startswith("# [bundles"))
    keys = [line[2:] for line in marked[:start] if line.startswith("# ") and " = " in line]
    bundles = [line.removeprefix("# ") for line in marked[start:]]
    file.write_text("\n".join([*keys, 'sources = ["static"]', *bundles]) + "\n")
    run = site.compile().succeeds(stderr="")
    assert run.text("css/app.css") == "a{}\nb{}"
    assert set(run.names()) == {"css/app.css", "css/a.css", "css/b.css", "js/app.js", "app.js"}


def test_long_lists_are_cut() -> None:
    site = empty({f"static/{number}.css": "" for number in range(10)})
    site.run("init").succeeds()
    assert (site.folder / "assetbuild.toml").read_text().count(".css") == 8 + 1


def test_packages_of_others_are_hinted_at() -> None:
    site = empty({"static/a": "", "manage.py": "", "package.json": "{}"})
    site.run("init").succeeds()
    text = (site.folder / "assetbuild.toml").read_text()
    assert '    # "django:mysite.settings",\n' in text
    assert "node_modules" in text


def test_settings_of_django_are_those_that_manage_py_names() -> None:
    names = 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")'
    site = empty({"static/a": "", "manage.py": names})
    site.run("init").succeeds()
    assert '    # "django:shop.settings",\n' in (site.folder / "assetbuild.toml").read_text()


def test_init_never_overwrites() -> None:
    site = Site(config='url = "/x/"')
    site.run("init").fails(
        status=2,
        stderr="""\
        assetbuild.toml: error: it is there already, and was left as it is
          hint: edit it
        """,
    )
    assert (site.folder / "assetbuild.toml").read_text() == 'url = "/x/"'


def test_init_writes_no_file_that_would_win_over_pyproject() -> None:
    site = Site(project={"pyproject.toml": "[tool.assetbuild]\n"})
    site.run("init").fails(
        status=2,
        stderr="""\
        pyproject.toml: error: [tool.assetbuild] is there already, and was left as it is
          hint: edit it
        """,
    )
    assert not (site.folder / "assetbuild.toml").exists()


def test_init_writes_beside_a_pyproject_without_our_table() -> None:
    site = Site(project={"pyproject.toml": "[project]\n"})
    site.run("init").succeeds()
    site.compile().succeeds()


def test_init_of_another_folder() -> None:
    site = Site(project={"web/static/a.css": ""})
    run = site.run("init", "--config", "web/assets.toml", "--json").succeeds()
    assert run.json == {"ok": True, "file": "web/assets.toml", "sources": ["static"], "from": None}
    run = site.compile("--config", "web/assets.toml").succeeds()
    assert (site.folder / "web/dist/assets/manifest.json").is_file()


@pytest.mark.parametrize(
    ("file", "stderr"),
    [
        (
            "pyproject.toml",
            "pyproject.toml: error: init writes no pyproject.toml\n"
            "  hint: leave out --config: it writes assetbuild.toml\n",
        ),
        (
            "nowhere/assetbuild.toml",
            "nowhere/assetbuild.toml: error: cannot write it: No such file or directory\n"
            "  hint: make its folder first, or name a file in another\n",
        ),
    ],
)
def test_init_where_it_cannot_write(file: str, stderr: str) -> None:
    Site().run("init", "--config", file).fails(status=2, stderr=stderr)


def test_init_is_quiet() -> None:
    site = Site()
    assert site.run("init", "-q").succeeds(stderr="").stdout == ""
    assert Path(site.folder / "assetbuild.toml").is_file()
