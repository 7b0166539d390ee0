"""What `manage.py check` says of the manifest; with `--deploy` more."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004 (the name is Django's)

from ...errors import AssetbuildError
from ...manifest import Entry, ManifestFile
from ..lookup import Manifest

_SHOWN = 5
_COMPILE = "run `assetbuild compile` in the build stage"


def check_manifest(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Whether a deploy with this manifest has all that pages name.

    assetbuild.E001: it is missing, damaged or of another format; E002: the settings name none; E003: files that it
    names are not beside it; W001: static files that finders find have no name in it.
    """
    if settings_name_none():
        hint = "only test runs go without one; in settings for deployment leave it out, or name the manifest"
        return [Error("ASSETBUILD_MANIFEST is None", hint=hint, id="assetbuild.E002")]
    try:
        file = apps.get_app_config("assetbuild").assets.file
        Manifest.load(file)
        manifest = ManifestFile.load(file)
        entries = dict(zip(manifest.names(), manifest.entries(), strict=True))
    except AssetbuildError as error:
        return [Error(str(error), hint=error.hint, id="assetbuild.E001")]
    return [*_check_files(file, entries), *_check_names(file, entries)]


def settings_name_none() -> bool:
    """Whether the settings say that there is no manifest, as for test runs."""
    return getattr(settings, "ASSETBUILD_MANIFEST", "") is None


def check_static_url() -> list[CheckMessage]:
    """assetbuild.W002 where Django would not ask its finders for the URLs of the manifest."""
    try:
        prefix = apps.get_app_config("assetbuild").assets.prefix
    except AssetbuildError:  # told by `check --deploy`, and by the page
        return []
    path = urlsplit(prefix).path
    if path.startswith(urlsplit(settings.STATIC_URL).path):
        return []
    message = f"STATIC_URL is {settings.STATIC_URL!r}, and the URLs of assets begin with {prefix!r}"
    hint = f"`runserver` serves what is below STATIC_URL only: let it be {path!r}, or set `url` in assetbuild.toml"
    return [Warning(message, hint=hint, id="assetbuild.W002")]


def _check_files(file: str, entries: dict[str, Entry]) -> Iterator[CheckMessage]:
    folder = os.path.dirname(file)
    sizes = {name: _size(os.path.join(folder, *entry.path.split("/"))) for name, entry in entries.items()}
    if all(size is None for size in sizes.values()):
        return  # they are served from elsewhere
    wrong = sorted(name for name, size in sizes.items() if size != entries[name].size)
    if wrong:
        message = f"{file}: {_some(wrong, 'file')} that it names are missing beside it, or of another size"
        hint = "deploy the output folder whole; `assetbuild verify` tells all that is wrong with it"
        yield Error(message, hint=hint, id="assetbuild.E003")


def _check_names(file: str, entries: dict[str, Entry]) -> Iterator[CheckMessage]:
    if not apps.is_installed("django.contrib.staticfiles"):
        return
    unknown = sorted({name for name in _static_files() if name not in entries})
    if unknown:
        message = f"{file} is stale, or leaves things out: it has no name for {_some(unknown, 'static file')}"
        hint = f'{_COMPILE}, with "django:{os.environ.get("DJANGO_SETTINGS_MODULE", "SETTINGS")}" in `sources`'
        yield Warning(message, hint=hint, id="assetbuild.W001")


def _static_files() -> Iterator[str]:
    """The logical paths of all that finders find."""
    from django.contrib.staticfiles.finders import get_finders

    ignored = apps.get_app_config("staticfiles").ignore_patterns
    for finder in get_finders():
        for path, storage in finder.list(ignored):
            prefix = getattr(storage, "prefix", None)
            yield f"{prefix}/{path}".replace(os.sep, "/") if prefix else path.replace(os.sep, "/")


def _size(file: str) -> int | None:
    try:
        return os.stat(file).st_size
    except OSError:
        return None


def _some(names: list[str], noun: str) -> str:
    """How many there are, and the first of them."""
    more = len(names) - _SHOWN
    shown = ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
    return f"{len(names)} {noun}{'s' if len(names) > 1 else ''} ({shown})"
