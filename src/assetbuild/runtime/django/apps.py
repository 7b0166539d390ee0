"""The app, which holds the manifest of the process."""

from __future__ import annotations

from contextvars import ContextVar
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import register
from django.core.signals import setting_changed

from ..lazy import LazyManifest
from .checks import check_manifest

if TYPE_CHECKING:
    from ..serving import Assets

DEFAULT = "dist/assets/manifest.json"


class AssetBuildConfig(AppConfig):
    """Settings: ASSETBUILD_MANIFEST, the path, or None in test runs without a build; ASSETBUILD_URL, a prefix in place
    of the manifest's; ASSETBUILD_STRICT, whether a name that the manifest lacks is an error (it is, unless False)."""

    name = "assetbuild.runtime.django"
    label = "assetbuild"
    verbose_name = "assetbuild"

    def ready(self) -> None:
        register(check_manifest, "staticfiles", deploy=True)
        setting_changed.connect(self._forget)

    @cached_property
    def assets(self) -> Assets:
        """The manifest, read at the first lookup."""
        file, url = getattr(settings, "ASSETBUILD_MANIFEST", DEFAULT), getattr(settings, "ASSETBUILD_URL", None)
        if file is None:
            from .plain import PlainManifest

            return PlainManifest.under(url or settings.STATIC_URL)
        return LazyManifest(file, url)

    @cached_property
    def has_plain_names(self) -> ContextVar[bool]:
        """Whether static files go by their own names: see `manifest.plain_names`."""
        return ContextVar("has_plain_names", default=False)

    def _forget(self, setting: str, **_: Any) -> None:
        """Tests override settings."""
        if setting.startswith("ASSETBUILD_") or setting == "STATIC_URL":
            self.__dict__.pop("assets", None)
