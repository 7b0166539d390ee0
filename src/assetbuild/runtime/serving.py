"""The output folder served from the application's own process: WhiteNoise for WSGI, ServeStatic for ASGI.

Both look the folder up once, at start-up; they hand out the twin that a browser takes, and answer conditional requests.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, MutableMapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from .lazy import LazyManifest
from .lookup import Manifest

if TYPE_CHECKING:
    from servestatic import ServeStaticASGI
    from whitenoise import WhiteNoise

IMMUTABLE = "public, max-age=31536000, immutable"

_FINGERPRINT = re.compile(r"[^/]\.([0-9a-f]{12})(?:\.[^./]+)?\Z")

Assets = Manifest | LazyManifest


def serve_wsgi(application: Callable[..., Any], assets: Assets | str | os.PathLike[str], **options: Any) -> WhiteNoise:
    """`application` with the assets before it, under the path of the manifest's prefix.

    `options` are WhiteNoise's own; `prefix` puts the assets elsewhere. Raises AssetbuildError where the manifest cannot
    be read, at once.
    """
    from whitenoise import WhiteNoise

    return WhiteNoise(application, **_options(assets, options))


def serve_asgi(
    application: Callable[..., Any], assets: Assets | str | os.PathLike[str], **options: Any
) -> ServeStaticASGI:
    """As `serve_wsgi`, with the options of ServeStatic. What is not a request for an asset (websockets, lifespan) goes
    to `application`."""
    from servestatic import ServeStaticASGI

    return ServeStaticASGI(application, **_options(assets, options))


def is_immutable(path: str, url: str) -> bool:
    """Whether the file of that path or URL bears a fingerprint, that of an earlier build too."""
    return _FINGERPRINT.search(url) is not None


def add_headers(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """`Cache-Control` for a year, and an ETag that is the same on all hosts, where the times of files differ.

    It is a weak one (RFC 9110 §8.8.1), since the twins have it too.
    """
    found = _FINGERPRINT.search(url)
    if found:
        headers["Cache-Control"] = IMMUTABLE
        headers["ETag"] = f'W/"{found[1]}"'


def _options(assets: Assets | str | os.PathLike[str], given: dict[str, Any]) -> dict[str, Any]:
    known = assets if isinstance(assets, Manifest | LazyManifest) else Manifest.load(assets)
    return {
        "root": os.path.dirname(os.path.abspath(known.file)),
        "prefix": unquote(urlsplit(known.prefix).path),
        "immutable_file_test": is_immutable,
        "add_headers_function": add_headers,
        "mimetypes": known.types(),
        **given,
    }
