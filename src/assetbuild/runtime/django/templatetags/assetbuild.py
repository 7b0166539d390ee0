"""`{% asset_url %}`, `{% asset_tags %}`, `{% asset_preload %}`, `{% asset_inline %}` and `{% asset_importmap %}`; and
the filter `asset_url`."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.template import Library

from ...lazy import LazyManifest
from ...markup import Html

register = Library()


@register.simple_tag
def asset_url(name: str) -> str:
    """The URL of an asset."""
    return _assets().url(name)


@register.simple_tag
def asset_tags(*names: str, **attributes: Any) -> Html:
    """A `<link rel="stylesheet">` or `<script>` for each name."""
    return _assets().tags(*names, **attributes)


@register.simple_tag
def asset_preload(*names: str, **attributes: Any) -> Html:
    """A `<link rel="preload">` for each name."""
    return _assets().preload(*names, **attributes)


@register.simple_tag
def asset_inline(name: str, nonce: object = None) -> Html:
    """The asset itself, in a `<style>` or `<script>`; an SVG as it is."""
    return _assets().inline(name, nonce)


@register.simple_tag
def asset_importmap(*names: str, nonce: object = None) -> Html:
    """The `<script type="importmap">` for modules, to stand before all of them."""
    return _assets().importmap(*names, nonce=nonce)


register.filter("asset_url", asset_url)


def _assets() -> LazyManifest:
    known: LazyManifest = apps.get_app_config("assetbuild").assets
    return known
