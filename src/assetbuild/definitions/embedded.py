"""What Jammit embeds in style sheets, and django-pipeline after it: fonts of any size, and images up to one."""

from __future__ import annotations

from collections.abc import Iterable

_IMAGES, _FONTS = ("gif", "jpeg", "jpg", "png", "tif", "tiff"), ("otf", "ttf", "woff")
_ANY_SIZE = 1 << 31


def embedded(folders: Iterable[str], largest: int) -> dict[str, int]:
    """Our key `inline` for what is below the folders, which are globs; `largest` is the size of an image in bytes."""
    limits = dict.fromkeys(_IMAGES, largest) | dict.fromkeys(_FONTS, _ANY_SIZE)
    return {f"{folder}/**/*.{kind}": limit for folder in folders for kind, limit in limits.items()}
