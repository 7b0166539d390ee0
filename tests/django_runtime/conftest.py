"""A Django project in this process: settings can be made once only, so all modules of tests share these."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.test.utils import override_settings

from assetbuild.runtime import Manifest

from ..runtime.samples import write_manifest

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
