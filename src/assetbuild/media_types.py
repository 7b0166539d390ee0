"""What an artifact's extension says of its content. A table of our own: `mimetypes` reads the machine's files."""

from __future__ import annotations

from .logical import extension

_TYPES = {
    ".aac": "audio/aac",
    ".apng": "image/apng",
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".cjs": "text/javascript",
    ".css": "text/css",
    ".csv": "text/csv",
    ".cur": "image/vnd.microsoft.icon",
    ".eot": "application/vnd.ms-fontobject",
    ".flac": "audio/flac",
    ".geojson": "application/geo+json",
    ".gif": "image/gif",
    ".glb": "model/gltf-binary",
    ".gltf": "model/gltf+json",
    ".gz": "application/gzip",
    ".htm": "text/html",
    ".html": "text/html",
    ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".jxl": "image/jxl",
    ".m4a": "audio/mp4",
    ".m4v": "video/mp4",
    ".map": "application/json",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ogg": "audio/ogg",
    ".ogv": "video/ogg",
    ".opus": "audio/ogg",
    ".otf": "font/otf",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".rtf": "application/rtf",
    ".svg": "image/svg+xml",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".ttf": "font/ttf",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".wasm": "application/wasm",
    ".wav": "audio/wav",
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xhtml": "application/xhtml+xml",
    ".xml": "application/xml",
    ".zip": "application/zip",
}

# Formats that carry their own compression: a twin would cost time and save nothing.
_COMPRESSED = frozenset(
    ".7z .aac .apng .avif .br .bz2 .crx .flac .gif .gz .heic .jar .jpeg .jpg .jxl .lz4 .m4a .m4v .mkv .mov .mp3 .mp4 "
    ".ogg .ogv .opus .png .rar .tgz .webm .webp .whl .woff .woff2 .xz .zip .zst".split()
)

# Read by Internet Explorer alone, which knows gzip and no newer encoding.
_OLD = frozenset([".eot"])
# Fetched by developer tools, and by no page.
_FOR_TOOLS = frozenset([".map"])


def media_type(path: str) -> str:
    """The media type by extension, `application/octet-stream` where it is not known."""
    return _TYPES.get(extension(path), "application/octet-stream")


def is_compressed(path: str) -> bool:
    """Whether files of that extension are compressed already."""
    return extension(path) in _COMPRESSED


def takes_gzip_only(path: str) -> bool:
    """Whether what reads files of that extension knows no encoding but gzip."""
    return extension(path) in _OLD


def is_for_tools(path: str) -> bool:
    """Whether no page loads files of that extension, so that no visitor waits for them."""
    return extension(path) in _FOR_TOOLS


def endings_by_type() -> dict[str, tuple[str, ...]]:
    """The known types and their extensions without the dot, both sorted."""
    found: dict[str, list[str]] = {}
    for ending, kind in sorted(_TYPES.items()):
        found.setdefault(kind, []).append(ending.removeprefix("."))
    return {kind: tuple(found[kind]) for kind in sorted(found)}
