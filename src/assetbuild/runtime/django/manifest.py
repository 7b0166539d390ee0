"""The manifest that the app holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from ..serving import Assets


def assets_of(asker: str) -> Assets:
    """The manifest of the process. Raises ImproperlyConfigured where the app is not installed that `asker` needs."""
    try:
        known: Assets = apps.get_app_config("assetbuild").assets
    except LookupError as error:
        raise ImproperlyConfigured(f"add 'assetbuild.runtime.django' to INSTALLED_APPS: {asker} needs it") from error
    return known
