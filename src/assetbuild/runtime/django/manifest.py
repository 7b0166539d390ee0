"""The manifest that the app holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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


def has_plain_names() -> bool:
    """Whether static files go by their own names just now, as in a block that the build made something else of."""
    return bool(apps.get_app_config("assetbuild").has_plain_names.get())


@contextmanager
def plain_names() -> Iterator[None]:
    """Within it `{% static %}` gives URLs as it does without us, in this thread or task, for any name."""
    flag = apps.get_app_config("assetbuild").has_plain_names
    token = flag.set(True)
    try:
        yield
    finally:
        flag.reset(token)
