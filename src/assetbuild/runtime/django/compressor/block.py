"""What a `{% compress %}` block becomes: the elements for the artifacts that the build made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings

from ....errors import Location, UsageError
from ...compress_names import group_of_block
from ..checks import settings_name_none
from ..manifest import assets_of

if TYPE_CHECKING:
    from ....manifest import AssetGroup
    from ...serving import Assets

KINDS = ("css", "js")
MODES = ("file", "inline", "preload")
# What stands between the elements of a block.
_BETWEEN = {"css": "", "js": "\n"}

Render = Callable[[str, dict[str, Any]], str]


def compressed(text: str, kind: str, mode: str, name: str | None, context: Mapping[str, Any], render: Render) -> str:
    """The elements for a block that was rendered to `text` with plain names.

    Each is that of the template `compressor/KIND_MODE.html`. Raises UsageError where the build has no such block.
    """
    if settings_name_none():
        return text
    assets = assets_of("the tag library `compress`")
    group = _group(text, assets)
    each = group.extra.get("each", [])
    parts = [
        render(f"compressor/{kind}_{mode}.html", {**context, "compressed": _values(assets, path, mode, name, more)})
        for path, more in zip(group.assets, each, strict=True)
    ]
    return _BETWEEN[kind].join(parts)


def _group(text: str, assets: Assets) -> AssetGroup:
    prefixes = (str(settings.STATIC_URL or ""), str(getattr(settings, "COMPRESS_URL", None) or ""))
    group = assets.group(group_of_block(text, prefixes))
    if group is None:
        shown = " ".join(text.split())
        message = f"the build has no such {{% compress %}} block: {shown}"
        hint = "compile again; where it depends on variables, have COMPRESS_OFFLINE_CONTEXT give them as they are here"
        raise UsageError(message, Location(assets.file), hint)
    return group


def _values(assets: Assets, path: str, mode: str, name: str | None, more: Mapping[str, Any]) -> dict[str, Any]:
    """What templates for django-compressor find under `compressed`; and the `integrity`."""
    values = {"name": name, "url": assets.url(path), "integrity": assets.integrity(path), **more}
    if mode == "inline":
        element = assets.inline(path)
        values["content"] = element[element.index(">") + 1 : element.rindex("</")]
    return values
