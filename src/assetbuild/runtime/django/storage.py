"""`STORAGES["staticfiles"]`: `{% static %}`, forms' media and the admin get their URLs from the manifest."""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage

from ...urls import quote_path
from ..lazy import LazyManifest
from ..unknown_asset import UnknownAsset

_SUFFIX = re.compile(r"[?#]")


class ManifestStorage(StaticFilesStorage):
    """Static files whose names are those in the manifest. It writes nothing, and `collectstatic` is not needed."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.strict = bool(getattr(settings, "ASSETBUILD_STRICT", True))

    @property
    def assets(self) -> LazyManifest:
        """The manifest of the process."""
        known: LazyManifest = apps.get_app_config("assetbuild").assets
        return known

    def url(self, name: str) -> str:
        """The URL of an asset; a query and a fragment stay. The name of a folder gives that folder's own URL.

        Raises UnknownAsset for a name that the manifest lacks, unless ASSETBUILD_STRICT is False: then the URL is
        STATIC_URL and the name, as it would be without us.
        """
        found = _SUFFIX.search(name)
        path = name[: found.start()] if found else name
        suffix = name[found.start() :] if found else ""
        path = path.lstrip("/")
        if not path or path.endswith("/"):
            return self.assets.prefix + quote_path(path) + suffix
        try:
            return self.assets.url(path) + suffix
        except UnknownAsset:
            if self.strict:
                raise
            return str(super().url(name))
