"""The output folder served from the application's own process: WhiteNoise for WSGI, ServeStatic for ASGI.

Both look the folder up at start-up; they hand out the twin that a browser takes, and answer conditional requests. A
fingerprinted file that comes later, with the next release, is found when it is first asked for.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, MutableMapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from .lazy import LazyManifest
from .lookup import Manifest
from .served_files import serve_files

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

    root, prefix, others = _options(assets, options)
    server = WhiteNoise(application, **others)
    serve_files(server, root, prefix, _is_fingerprinted)
    return server


def serve_asgi(
    application: Callable[..., Any], assets: Assets | str | os.PathLike[str], **options: Any
) -> ServeStaticASGI:
    """As `serve_wsgi`, with the options of ServeStatic. What is not a request for an asset (websockets, lifespan) goes
    to `application`."""
    from servestatic import ServeStaticASGI

    root, prefix, others = _options(assets, options)
    server = ServeStaticASGI(application, **others)
    serve_files(server, root, prefix, _is_fingerprinted)
    return server


def is_immutable(path: str, url: str) -> bool:
    """Whether the file of that path or URL bears a fingerprint, that of an earlier build too."""
    return _is_fingerprinted(url)


def add_headers(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """`Cache-Control` for a year, and an ETag that is the same on all hosts, where the times of files differ.

    It is a weak one (RFC 9110 §8.8.1), since the twins have it too.
    """
    found = _FINGERPRINT.search(url)
    if found:
        headers["Cache-Control"] = IMMUTABLE
        headers["ETag"] = f'W/"{found[1]}"'


def _is_fingerprinted(url: str) -> bool:
    return _FINGERPRINT.search(url) is not None


def _options(
    assets: Assets | str | os.PathLike[str], given: dict[str, Any]
) -> tuple[str | os.PathLike[str], str, dict[str, Any]]:
    """The folder, the prefix of its URLs, and the server's other options."""
    known = assets if isinstance(assets, Manifest | LazyManifest) else Manifest.load(assets)
    root = given.pop("root", os.path.dirname(os.path.abspath(known.file)))
    prefix = given.pop("prefix", unquote(urlsplit(known.prefix).path))
    others = {
        "immutable_file_test": is_immutable,
        "add_headers_function": add_headers,
        "mimetypes": known.types(),
        **given,
    }
    return root, prefix, others
