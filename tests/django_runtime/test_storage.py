"""Assets in Django: a project whose static files, forms' media, admin and templates resolve through the manifest."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.forms import Media, Script
from django.forms.widgets import MediaAsset
from django.template import Context, Template
from django.templatetags.static import static
from django.test import RequestFactory
from django.test.utils import override_settings

from assetbuild.runtime import LazyManifest, Manifest, UnknownAsset


def render(template: str, **values: Any) -> str:
    return str(Template("{% load static assetbuild %}" + template).render(Context(values)))


@pytest.mark.parametrize(
    ("name", "asset", "suffix"),
    [
        pytest.param("css/app.css", "css/app.css", "", id="plain"),
        pytest.param("/css/app.css", "css/app.css", "", id="slash first"),
        pytest.param("fonts/a.eot?#iefix", "fonts/a.eot", "?#iefix", id="query and fragment"),
        pytest.param("img/a.svg#icon", "img/a.svg", "#icon", id="fragment"),
        pytest.param("x y.png", "x y.png", "", id="space"),
    ],
)
def test_static_is_that_of_the_manifest(name: str, asset: str, suffix: str, assets: Manifest) -> None:
    assert static(name) == assets.url(asset) + suffix
    assert render(f'{{% static "{name}" %}}').startswith("/static/")


@pytest.mark.parametrize(("name", "url"), [("", "/static/"), ("admin/img/", "/static/admin/img/"), ("/", "/static/")])
def test_static_of_a_folder_is_its_url(name: str, url: str) -> None:
    assert static(name) == url


def test_media_of_forms_resolves(assets: Manifest) -> None:
    media = Media(css={"all": ["css/app.css"]}, js=["js/app.js", "https://cdn.example/x.js"])
    html = str(media)
    assert f'href="{assets.url("css/app.css")}"' in html
    assert f'src="{assets.url("js/app.js")}"' in html
    assert 'src="https://cdn.example/x.js"' in html


def test_admin_loads_its_files_through_the_manifest(assets: Manifest) -> None:
    from django.contrib import admin
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/admin/login/")
    request.user = AnonymousUser()
    page = admin.site.login(request).render().text
    for name in ("admin/css/base.css", "admin/css/login.css", "admin/js/theme.js"):
        assert assets.url(name) in page
    assert "/plain/" not in page


def test_unknown_name_is_told_with_those_near() -> None:
    with pytest.raises(UnknownAsset, match=r"there is no asset 'css/ap\.css'; did you mean 'css/app\.css'"):
        render('{% static "css/ap.css" %}')
    with pytest.raises(UnknownAsset, match="did you mean"):
        render('{% asset_tags "css/ap.css" %}')


def test_unknown_name_is_left_as_it_is_where_the_settings_say_so(assets: Manifest) -> None:
    with override_settings(
        ASSETBUILD_STRICT=False, STORAGES={"staticfiles": settings.STORAGES["staticfiles"] | {"OPTIONS": {}}}
    ):
        assert static("css/ap.css?v=1") == "/plain/css/ap.css%3Fv%3D1"
        assert static("css/app.css") == assets.url("css/app.css")


def test_prefix_is_that_of_the_settings() -> None:
    with override_settings(ASSETBUILD_URL="https://cdn.example"):
        assert static("css/app.css").startswith("https://cdn.example/css/app.")


def test_template_tags_give_what_the_manifest_gives(assets: Manifest) -> None:
    assert render('{% asset_url "css/app.css" %}') == assets.url("css/app.css")
    assert render('{{ "css/app.css"|asset_url }}') == assets.url("css/app.css")
    assert render("{% asset_url name as u %}<{{ u }}>", name="js/app.js") == f"<{assets.url('js/app.js')}>"
    assert render('{% asset_tags "css/app.css" "js/app.js" nonce=n media="print" data_x="<" %}', n='"') == assets.tags(
        "css/app.css", "js/app.js", nonce='"', media="print", data_x="<"
    )
    assert render('{% asset_tags "js/mod.js" module=True async_=True %}') == assets.tags(
        "js/mod.js", module=True, async_=True
    )
    assert render('{% asset_preload "css/app.css" "fonts/a.eot" %}') == assets.preload("css/app.css", "fonts/a.eot")
    assert render('{% asset_inline "css/app.css" nonce=n %}', n="abc") == '<style nonce="abc">a{}</style>'
    assert render('{% asset_inline "img/a.svg" %}') == "<svg></svg>"
    assert render('{% asset_importmap "js/app.js" nonce=n %}', n="abc") == assets.importmap("js/app.js", nonce="abc")
    assert render('{% asset_tags "css/app.css" as t %}{{ t }}') == assets.tags("css/app.css")


def test_manifest_is_where_the_working_directory_says_by_default() -> None:
    with override_settings():
        del settings.ASSETBUILD_MANIFEST
        django.apps.apps.get_app_config("assetbuild")._forget("ASSETBUILD_MANIFEST")
        known = django.apps.apps.get_app_config("assetbuild").assets
        assert isinstance(known, LazyManifest)
        assert known.file == os.path.abspath("dist/assets/manifest.json")


def test_another_setting_does_not_make_it_read_again() -> None:
    before = django.apps.apps.get_app_config("assetbuild").assets
    with override_settings(DEBUG=True):
        assert django.apps.apps.get_app_config("assetbuild").assets is before
    with override_settings(ASSETBUILD_URL="/x/"):
        assert django.apps.apps.get_app_config("assetbuild").assets is not before


def test_folder_of_a_named_asset_is_no_asset() -> None:
    with pytest.raises(UnknownAsset, match=r"there is no asset 'admin/img'"):
        static("admin/img")


def test_scripts_with_attributes_in_media_resolve(assets: Manifest) -> None:
    media = Media(js=[Script("js/mod.js", type="module", **{"async": True}), "js/app.js"])
    assert media.render_js() == [
        f'<script src="{assets.url("js/mod.js")}" type="module" async></script>',
        f'<script src="{assets.url("js/app.js")}"></script>',
    ]


def test_style_sheets_with_attributes_in_media_resolve(assets: Manifest) -> None:
    """As `Stylesheet` of Django 6.1 is."""

    class Stylesheet(MediaAsset):
        element_template = '<link href="{path}" rel="stylesheet"{attributes}>'

    media = Media(css={"all": [Stylesheet("css/app.css", media="print")]})
    assert [*media.render_css()] == [f'<link href="{assets.url("css/app.css")}" rel="stylesheet" media="print">']


def test_assets_can_be_read_through_the_storage(folder: Path, assets: Manifest) -> None:
    file = folder / assets.path("css/app.css")
    assert staticfiles_storage.path("css/app.css") == str(file)
    assert staticfiles_storage.exists("css/app.css")
    assert not staticfiles_storage.exists("css/ap.css")
    assert staticfiles_storage.size("css/app.css") == 3
    with staticfiles_storage.open("css/app.css") as stream:
        assert stream.read() == b"a{}"


@pytest.mark.parametrize("options", [{}, {"clear": True}, {"link": True}], ids=["plain", "clear", "link"])
def test_collectstatic_says_that_it_is_not_needed_and_writes_nothing(options: dict[str, bool], folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    with (
        override_settings(STATIC_ROOT=folder),
        pytest.raises(CommandError) as raised,
    ):
        call_command("collectstatic", interactive=False, verbosity=0, **options)
    assert str(raised.value) == (
        "collectstatic is not needed, and wrote nothing: static files are served from the output folder of "
        "`assetbuild compile`. Leave the step out of the deploy (on Heroku: DISABLE_COLLECTSTATIC=1)."
    )
    assert sorted(folder.rglob("*")) == before


def test_collectstatic_as_a_trial_writes_nothing(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    call_command("collectstatic", interactive=False, verbosity=0, dry_run=True)
    assert sorted(folder.rglob("*")) == before


def test_findstatic_names_the_source(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("findstatic", "admin/css/base.css", verbosity=0)
    assert capsys.readouterr().out.endswith("contrib/admin/static/admin/css/base.css\n")


def test_storage_without_its_app_says_so() -> None:
    with (
        override_settings(INSTALLED_APPS=["django.contrib.staticfiles"]),
        pytest.raises(ImproperlyConfigured) as raised,
    ):
        static("css/app.css")
    assert str(raised.value) == "add 'assetbuild.runtime.django' to INSTALLED_APPS: its storage needs it"
