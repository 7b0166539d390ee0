"""`django:` roots: what staticfiles' finders would find, asked of a project that is not set up."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ..sites import Site

SETTINGS = """
import os
SECRET_KEY = os.environ["SECRET_KEY"]
INSTALLED_APPS = ["django.contrib.staticfiles", "shop", "blog"]
STATICFILES_DIRS = ["front", ("vendor", "lib")]
DATABASES = {"default": {"ENGINE": "a.driver.that.is.not.there"}}
print("settings may print")
"""
APP = {"__init__.py": "", "models.py": "raise SystemExit('models are not imported')"}


def project(
    files: dict[str, str] | None = None, *, settings: str = SETTINGS, root: str = "django:site_settings"
) -> Site:
    """A project with two apps; `files` are more of it."""
    apps = {f"{app}/{name}": text for app in ("shop", "blog") for name, text in APP.items()}
    given = {
        "site_settings.py": settings,
        "front/a.txt": "",
        "lib/a.txt": "",
        "assetbuild.toml": f'sources = ["{root}"]',
    }
    return Site(project={**given, **apps, **(files or {})})


@pytest.fixture(autouse=True)
def no_secret_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*os.environ]:
        if name.startswith("DJANGO_") or name == "SECRET_KEY":
            monkeypatch.delenv(name)


def test_finders_are_asked_in_their_order_and_the_first_wins() -> None:
    site = project(
        {
            "front/both.txt": "front",
            "lib/inner/b.txt": "lib",
            "shop/static/both.txt": "shop",
            "shop/static/shop.txt": "shop",
            "blog/static/shop.txt": "blog",
            "blog/static/blog.txt": "blog",
        }
    )
    run = site.compile().succeeds(stderr="")
    assert {name: run.text(name) for name in run.names()} == {
        "a.txt": "",
        "blog.txt": "blog",
        "both.txt": "front",
        "shop.txt": "shop",
        "vendor/a.txt": "",
        "vendor/inner/b.txt": "lib",
    }


def test_prefix_comes_before_those_of_the_finders() -> None:
    root = 'sources = ["django:site_settings"]\nprefixes = { "django:site_settings" = "dj" }\n'
    site = project({"assetbuild.toml": root, "shop/static/shop.txt": ""})
    assert site.compile().succeeds(stderr="").names() == ["dj/a.txt", "dj/shop.txt", "dj/vendor/a.txt"]


def test_what_collectstatic_ignores_is_ignored() -> None:
    names = ("CVS/a.txt", ".git/a.txt", ".well-known/a.txt", "old~", "sub/old~", "sub/.hidden", "kept/CVS.txt")
    site = project({f"front/{name}": "" for name in names})
    assert site.compile().succeeds().names() == ["a.txt", "kept/CVS.txt", "vendor/a.txt"]


def test_patterns_of_an_own_configuration_of_staticfiles_count() -> None:
    config = """
        from django.contrib.staticfiles.apps import StaticFilesConfig
        class Files(StaticFilesConfig):
            ignore_patterns = ["*.map", "raw/*.txt"]
    """
    settings = SETTINGS.replace("django.contrib.staticfiles", "shop.files.Files")
    site = project(
        {"shop/files.py": config, "front/a.map": "", "front/raw/b.txt": "", "front/raw/b.bin": ""}, settings=settings
    )
    assert site.compile().succeeds().names() == ["a.txt", "raw/b.bin", "vendor/a.txt"]


def test_finder_of_somebody_else_names_files() -> None:
    finder = """
        from django.contrib.staticfiles.finders import BaseFinder
        from django.core.files.storage import FileSystemStorage
        class Finder(BaseFinder):
            def list(self, ignore_patterns):
                storage = FileSystemStorage("modules")
                storage.prefix = "npm"
                yield "x/dist/x.txt", storage
    """
    settings = SETTINGS + 'STATICFILES_FINDERS = ["shop.finders.Finder"]\n'
    site = project(
        {"shop/finders.py": finder, "modules/x/dist/x.txt": "", "modules/x/src/y.txt": ""}, settings=settings
    )
    assert site.compile().succeeds().names() == ["npm/x/dist/x.txt"]


def test_same_file_found_by_two_roots_is_one_asset() -> None:
    settings = 'INSTALLED_APPS = ["django.contrib.admin", "django.contrib.staticfiles"]'
    site = project(settings=settings)
    alone = site.compile("--no-cache").succeeds(stderr="")
    site.write(
        {
            "assetbuild.toml": """
                sources = ["package:django.contrib.admin/static", "django:site_settings", "django:site_settings"]
            """
        }
    )
    twice = site.compile("--no-cache").succeeds(stderr="")
    assert "admin/css/base.css" in alone.names()
    assert twice.names() == alone.names()


def test_settings_in_a_folder_below() -> None:
    site = Site(
        project={
            "backend/mysite/__init__.py": "",
            "backend/mysite/settings.py": 'STATICFILES_DIRS = ["front"]',
            "backend/front/a.txt": "",
        },
        config='sources = ["django:backend/mysite.settings"]',
    )
    assert site.compile().succeeds().names() == ["a.txt"]


def test_nothing_is_written_beside_the_project() -> None:
    site = project()
    site.compile().succeeds()
    assert list(site.folder.rglob("*.pyc")) == []


def test_build_asks_again_when_only_the_settings_changed() -> None:
    site = project({"shop/static/b.txt": ""})
    assert site.compile().succeeds().names() == ["a.txt", "b.txt", "vendor/a.txt"]
    site.write({"site_settings.py": SETTINGS.replace('"shop", ', "")})
    assert site.compile().succeeds().names() == ["a.txt", "vendor/a.txt"]


def test_build_that_nothing_changed_writes_nothing() -> None:
    site = project()
    site.compile().succeeds()
    assert site.compile("--json").succeeds().json["files"]["written"] == 0


LOADED = "the settings or an app cannot be loaded: "
SETTINGS_FAULTS = [
    pytest.param(
        "import os\nos.environ['DATABASE_URL']",
        LOADED + "KeyError: 'DATABASE_URL' (site_settings.py:2)",
        "the build needs the variable too, with any value that the settings take: DATABASE_URL=x assetbuild compile",
        id="variable",
    ),
    pytest.param(
        "import not_installed",
        LOADED + "ModuleNotFoundError: No module named 'not_installed' (site_settings.py:1)",
        "install what the project needs where assetbuild runs; 'not_installed' is not there",
        id="library",
    ),
    pytest.param(
        "INSTALLED_APPS = ['nothing']",
        LOADED + "ModuleNotFoundError: No module named 'nothing'",
        "install what the project needs where assetbuild runs; 'nothing' is not there",
        id="app",
    ),
    pytest.param(
        "raise SystemExit(3)",
        LOADED + "SystemExit: 3 (site_settings.py:1)",
        None,
        id="exit",
    ),
    pytest.param("import os\nos._exit(7)", "the settings ended the process (status 7): ", None, id="hard exit"),
    pytest.param(
        "STATICFILES_DIRS = ['nowhere']",
        "STATICFILES_DIRS names a folder that is not there: nowhere",
        "make it, or take it out of STATICFILES_DIRS",
        id="folder",
    ),
]


@pytest.mark.parametrize(("settings", "message", "hint"), SETTINGS_FAULTS)
def test_settings_that_cannot_be_read_say_what_is_in_the_way(settings: str, message: str, hint: str | None) -> None:
    run = project(settings=settings).compile()
    way_out = f"  hint: {hint}\n" if hint else ""
    line = 'sources = ["django:site_settings"]'
    run.fails(
        status=2,
        stderr=f"assetbuild.toml:1:12: error: 'django:site_settings': {message}\n"
        f"  1 | {line}\n    |            ^\n{way_out}",
    )


FORM = 'name the module of its settings: "django:mysite.settings", or "django:backend/mysite.settings" below a folder'
MISSING = "it is looked for in {folder}; " + FORM


@pytest.mark.parametrize(
    ("root", "message", "hint"),
    [
        pytest.param("django:", "'django:' names no settings", FORM, id="empty"),
        pytest.param("django:my-site.settings", "'django:my-site.settings' names no settings", FORM, id="no module"),
        pytest.param("django:settings.py/", "'django:settings.py/' names no settings", FORM, id="folder alone"),
        pytest.param("django:a.b", "'django:a.b': there is no module 'a'", MISSING, id="missing"),
        pytest.param(
            "django:no/a",
            "'django:no/a': {folder}/no cannot be entered: No such file or directory",
            "make the folder that manage.py is in the part before the last slash",
            id="missing folder",
        ),
    ],
)
def test_root_that_names_no_settings(root: str, message: str, hint: str) -> None:
    site = project(root=root)
    frame = f'  1 | sources = ["{root}"]\n    |            ^\n'
    said = f"assetbuild.toml:1:12: error: {message}\n{frame}  hint: {hint}\n"
    site.compile().fails(status=2, stderr=said.replace("{folder}", str(site.folder.resolve())))


def test_missing_django_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "django.py").write_text("raise ModuleNotFoundError('there is none', name='django')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    project().compile().fails(
        status=2,
        stderr="""\
        assetbuild.toml:1:12: error: 'django:site_settings': Django is not installed
          1 | sources = ["django:site_settings"]
            |            ^
          hint: install assetbuild where the project runs, beside Django: pip install django
        """,
    )
