"""`assetbuild watch` follows the settings, the apps and the static files of a Django project."""

from __future__ import annotations

import json
import os
from collections.abc import Callable

import pytest

from assetbuild.django_root.listing import settings_files
from assetbuild.watching import Builder

from ..sites import Site
from .test_watch import output_of, quiet_at
from .watches import running

SETTINGS = "from site_apps import APPS\nINSTALLED_APPS = ['django.contrib.staticfiles', *APPS]\n"


def project() -> Site:
    return Site(
        project={
            "site_settings.py": SETTINGS,
            "site_apps.py": "APPS = ['shop']",
            "shop/__init__.py": "",
            "shop/static/shop.css": "a { b: c }",
            "blog/__init__.py": "",
        },
        config='sources = ["django:site_settings"]\nencodings = []',
    )


def names_in(site: Site) -> list[str]:
    try:
        return sorted(json.loads((site.output / "manifest.json").read_text())["assets"])
    except OSError:
        return []


def named(site: Site, *names: str) -> Callable[[], bool]:
    return lambda: names_in(site) == [*names]


def test_static_files_apps_and_settings_are_followed() -> None:
    site = project()
    with running(site.folder, "watch", "--json") as watching:
        assert watching.event()["ok"]
        site.write({"shop/static/more.css": "d { e: f }"})
        quiet_at(watching, named(site, "more.css", "shop.css"))
        site.write({"site_apps.py": "APPS = ['shop', 'blog']"})
        site.write({"blog/static/blog.css": "g { h: i }"})
        quiet_at(watching, named(site, "blog.css", "more.css", "shop.css"))
        site.write({"blog/static/blog2.css": "j { k: l }"})
        quiet_at(watching, named(site, "blog.css", "blog2.css", "more.css", "shop.css"))
        site.write({"site_settings.py": "broken("})
        assert not watching.until("site_settings.py")["ok"]
        site.write({"site_settings.py": SETTINGS.replace("*APPS", "'shop'")})
        quiet_at(watching, named(site, "more.css", "shop.css"))
    watched = output_of(site)[0]
    site.compile("--no-cache").succeeds()
    assert output_of(site)[0] == watched


def test_settings_that_were_never_read_are_read_when_they_are_mended() -> None:
    site = project()
    config = (site.folder / "assetbuild.toml").read_text()
    site.write({"site_settings.py": "broken(", "assetbuild.toml": 'sources = ["shop"]'})
    with running(site.folder, "watch", "--json") as watching:
        assert watching.event()["ok"]
        site.write({"assetbuild.toml": config})
        assert not watching.until("assetbuild.toml")["ok"]
        site.write({"site_settings.py": SETTINGS})
        quiet_at(watching, named(site, "shop.css"))
        site.write({"shop/static/shop.css": "a { b: d }"})
        assert watching.until("shop/static/shop.css")["ok"]


def test_project_is_asked_once_while_only_static_files_change(monkeypatch: pytest.MonkeyPatch) -> None:
    site = project()
    monkeypatch.chdir(site.folder)
    builder = Builder(None)
    assert builder.build().error is None
    site.write({"site_settings.py": SETTINGS + "open('asked', 'w')\n"})
    stamps = builder.polled()
    assert builder.build(stamps).error is None
    assert (site.folder / "asked").exists()
    os.unlink(site.folder / "asked")
    site.write({"shop/static/shop.css": "a { b: d }"})
    changed = str(site.folder.resolve() / "shop/static/shop.css")
    result = builder.build([changed]).result
    assert result is not None
    assert result.report.written == 1
    assert builder.unnoticed() is None
    assert not (site.folder / "asked").exists()


def test_root_of_a_wrong_form_has_no_settings_to_look_at() -> None:
    assert settings_files("django:", ".") == ()
    assert settings_files("django:back/my.settings", ".") == (
        "./back/my/settings.py",
        "./back/my/settings/__init__.py",
    )
