"""What Rails knows of files: where it looks for each kind and what that ends in (ActionView's `asset_url_helper.rb`),
and the media types of what pages preload (`action_dispatch/http/mime_types.rb`)."""

from __future__ import annotations

EXTENSIONS = {"javascript": ".js", "stylesheet": ".css"}
# Where files that are no assets are looked for below the public folder.
FOLDERS = {
    "audio": "/audios",
    "font": "/fonts",
    "image": "/images",
    "javascript": "/javascripts",
    "stylesheet": "/stylesheets",
    "video": "/videos",
}
_EXTENSIONS = {
    "application/json": "json",
    "application/pdf": "pdf",
    "application/xml": "xml",
    "application/zip": "zip",
    "audio/aac": "m4a mpg4 aac",
    "audio/mpeg": "mp3 mp1 mp2",
    "audio/ogg": "oga ogg spx opus",
    "font/otf": "otf",
    "font/ttf": "ttf",
    "font/woff": "woff",
    "font/woff2": "woff2",
    "image/bmp": "bmp",
    "image/gif": "gif",
    "image/jpeg": "jpeg jpg jpe pjpeg",
    "image/png": "png",
    "image/svg+xml": "svg",
    "image/tiff": "tiff tif",
    "text/css": "css",
    "text/csv": "csv",
    "text/html": "html xhtml",
    "text/javascript": "js",
    "text/plain": "text txt",
    "text/vtt": "vtt",
    "video/mp4": "mp4 m4v",
    "video/mpeg": "mpeg mpg mpe",
    "video/webm": "webm",
}
_AS = {"js": "script", "css": "style", "vtt": "track"}
_GROUPS = frozenset(("audio", "font", "image", "video"))


def media_type(extension: str) -> str | None:
    """The media type of files with that extension, without its dot; None where Rails knows none."""
    return next((kind for kind, endings in _EXTENSIONS.items() if extension in endings.split()), None)


def preload_as(extension: str, kind: str | None) -> str | None:
    """What a file is preloaded as (the attribute `as`), by its extension and media type."""
    group = (kind or "").partition("/")[0]
    return _AS.get(extension, group if group in _GROUPS else None)
