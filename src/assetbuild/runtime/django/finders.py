"""Serves the artifacts where Django itself serves static files: in `runserver` and `StaticLiveServerTestCase`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.staticfiles.finders import BaseFinder, searched_locations

from ...errors import AssetbuildError
from .checks import check_static_url

if TYPE_CHECKING:
    from ..serving import Assets

_FINGERPRINT = re.compile(r"(?<=[^/])\.[0-9a-f]{12}(?=(?:\.[^./]+)?\Z)")


class ManifestFinder(BaseFinder):
    """Finds an artifact by the path in its URL, `css/app.3f2a9c1b7d4e.css`. `collectstatic` gets nothing from it."""

    def check(self, **_: Any) -> list[Any]:
        return check_static_url()

    def find(self, path: str, find_all: bool = False, **legacy: Any) -> Any:
        """The file, or those in a list where all are asked for. It finds only what the manifest names."""
        assets = apps.get_app_config("assetbuild").assets
        folder = os.path.dirname(assets.file)
        if folder and folder not in searched_locations:
            searched_locations.append(folder)
        file = os.path.join(folder, *path.split(os.sep)) if _is_named(assets, path.replace(os.sep, "/")) else ""
        return [file] if file and (find_all or legacy.get("all")) else file or []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Any]]:
        return iter(())


def _is_named(assets: Assets, path: str) -> bool:
    try:
        return bool(assets.file) and assets.path(_FINGERPRINT.sub("", path)) == path
    except AssetbuildError:  # it is not there, or there is no manifest: then there is nothing to find
        return False
