"""`STORAGES["staticfiles"]`: `{% static %}`, forms' media and the admin get their URLs from the manifest."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage

from ...urls import quote_path
from ..unknown_asset import UnknownAsset
from .manifest import assets_of, has_plain_names

if TYPE_CHECKING:
    from ..serving import Assets

_SUFFIX = re.compile(r"[?#]")
_NOT_COLLECTED = (
    "collectstatic is not needed, and wrote nothing: static files are served from the output folder of "
    "`assetbuild compile`. Leave the step out of the deploy (on Heroku: DISABLE_COLLECTSTATIC=1)."
)


class ManifestMixin:
    """A storage whose names are those in the manifest: to be read, never written. A class of its own, so that others
    can be put before it (as django-debug-toolbar does, to count)."""

    strict: bool

    @property
    def assets(self) -> Assets:
        """The manifest of the process."""
        return assets_of("its storage")

    def url(self, name: str) -> str:
        """The URL of an asset; a query and a fragment stay. The name of a folder gives that folder's own URL.

        Raises UnknownAsset for a name that the manifest lacks, unless ASSETBUILD_STRICT is False: then the URL is
        STATIC_URL and the name, as it would be without us.
        """
        found = _SUFFIX.search(name)
        path = name[: found.start()] if found else name
        suffix = name[found.start() :] if found else ""
        path = path.lstrip("/")
        assets = self.assets
        if has_plain_names():
            return str(super().url(name))  # type: ignore[misc]
        if not path or path.endswith("/"):
            return assets.prefix + quote_path(path) + suffix
        try:
            return assets.url(path) + suffix
        except UnknownAsset:
            if self.strict:
                raise
            return str(super().url(name))  # type: ignore[misc]

    def path(self, name: str) -> str:
        """The file of an asset, for those that read static files; the output folder for no name. Raises
        UnknownAsset."""
        assets = self.assets
        path = assets.path(name.replace(os.sep, "/")) if name else ""
        return os.path.join(os.path.dirname(assets.file), *path.split("/"))

    def exists(self, name: str) -> bool:
        """Whether the manifest has the name, and its file is there."""
        try:
            return bool(name) and os.path.exists(self.path(name))
        except UnknownAsset:
            return False

    def get_modified_time(self, name: str) -> NoReturn:
        """An asset's time says nothing: its name does."""
        raise NotImplementedError("assets have no time of their own: their names say what is in them")

    def delete(self, name: str) -> NoReturn:
        """Raises CommandError, since only `collectstatic` asks for that."""
        self._save(name, None)

    def _save(self, name: str, content: Any) -> NoReturn:
        from django.core.management.base import CommandError

        raise CommandError(_NOT_COLLECTED)


class ManifestStorage(ManifestMixin, StaticFilesStorage):
    """Static files by their names in the manifest. `collectstatic` is not needed."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.strict = bool(getattr(settings, "ASSETBUILD_STRICT", True))
