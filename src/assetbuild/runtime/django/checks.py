"""What `manage.py check --deploy` says of the manifest."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error

from ...errors import AssetbuildError
from ..lookup import Manifest


def check_manifest(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """An error, assetbuild.E001, where the manifest is missing or damaged."""
    try:
        Manifest.load(apps.get_app_config("assetbuild").assets.file)
    except AssetbuildError as error:
        return [Error(str(error), hint=error.hint, id="assetbuild.E001")]
    return []
