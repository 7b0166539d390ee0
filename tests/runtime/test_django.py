"""Assets in Django: a project whose static files, forms' media, admin and templates resolve through the manifest."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.management import call_command
from django.forms import Media
from django.template import Context, Template
from django.templatetags.static import static
from django.test import RequestFactory
from django.test.utils import override_settings

from assetbuild.runtime import LazyManifest, Manifest, UnknownAsset

from .samples import write_manifest

ADMIN = Path(django.__file__).parent / "contrib/admin/static"
FILES = {
    "css/app.css": b"a{}",
    "js/app.js": b"1",
    "js/mod.js": b"export {}",
    "fonts/a.eot": b"1",
    "img/a.svg": b"<svg></svg>",
    "x y.png": b"1",
}

settings.configure(
    SECRET_KEY="x",
    ALLOWED_HOSTS=["testserver"],
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.messages",
        "django.contrib.sessions",
        "django.contrib.staticfiles",
        "assetbuild.runtime.django",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    ROOT_URLCONF=__name__,
    STATIC_URL="/plain/",
    STORAGES={
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "assetbuild.runtime.django.storage.ManifestStorage"},
    },
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    USE_TZ=True,
)
django.setup()

from django.contrib import admin  # noqa: E402  # it needs the settings
from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.urls import path  # noqa: E402

urlpatterns = [path("admin/", admin.site.urls)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("django")
    own = {path.relative_to(ADMIN).as_posix(): path.read_bytes() for path in ADMIN.rglob("*") if path.is_file()}
    write_manifest(folder, FILES | own)
    return folder


@pytest.fixture(autouse=True)
def assets(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Manifest]:
    monkeypatch.delenv("ASSETBUILD_URL", raising=False)
    with override_settings(ASSETBUILD_MANIFEST=folder / "manifest.json"):
        yield Manifest.load(folder / "manifest.json")


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


def test_check_passes_a_manifest_that_is_whole() -> None:
    assert [message for message in run_checks(include_deployment_checks=True) if message.id == "assetbuild.E001"] == []


def test_check_for_deployment_tells_a_manifest_that_is_missing_or_damaged(tmp_path: Path) -> None:
    file = tmp_path / "manifest.json"
    with override_settings(ASSETBUILD_MANIFEST=file):
        assert [error for error in run_checks() if error.id == "assetbuild.E001"] == []
        (error,) = (each for each in run_checks(include_deployment_checks=True) if each.id == "assetbuild.E001")
        assert error.msg == f"{file}: the manifest cannot be read: No such file or directory"
        assert error.hint.startswith("run `assetbuild compile` in the build stage")
        file.write_text("{}")
        (error,) = (each for each in run_checks(include_deployment_checks=True) if each.id == "assetbuild.E001")
        assert error.msg.startswith(f"{file}: the manifest is damaged: ")
        with pytest.raises(django.core.management.base.SystemCheckError, match=r"assetbuild\.E001"):
            call_command("check", deploy=True, tags=["staticfiles"])


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
