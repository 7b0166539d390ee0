"""Paths and URLs of assets as Rails makes them (ActionView's `asset_url_helper.rb`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from os.path import splitext
from typing import NamedTuple

from ..errors import UsageError
from .jinja import Assets
from .rails_types import EXTENSIONS, FOLDERS

Host = str | Callable[[str], str | None]

_ABSOLUTE = re.compile(r"[-a-z]+://|(?:cid|data):|//", re.IGNORECASE)
_TAIL = re.compile(r"[?#].+")


class PathOptions(NamedTuple):
    """What a helper says of a path: the extension that it adds (False: none), the host before it, that host's protocol
    (`https`, `relative`), and whether it is no asset."""

    extname: str | bool | None = None
    host: Host | None = None
    protocol: str | None = None
    skip_pipeline: bool = False


class AssetUrls(NamedTuple):
    """Where assets are: the manifest, the host before paths (a text, or what gives it for a path), and what gives the
    scheme and the host of the page, `https://example.com`."""

    assets: Assets
    host: Host | None = None
    base_url: Host | None = None

    def path(self, source: str, kind: str, options: PathOptions) -> str:
        """The path of a source, a name with or without its extension; a URL stays as it is. Raises UnknownAsset."""
        if source is None:
            raise UsageError("None is not the name of an asset")
        if not source.strip() or is_url(source):
            return source if source.strip() else ""
        found = _TAIL.search(source)
        tail = found[0] if found else ""
        name = with_extension(source.removesuffix(tail), kind, options.extname)
        path = self._found(name, kind, options)
        if is_url(path):
            return path + tail
        return _joined(self._host(path, options), path) + tail

    def url(self, source: str, kind: str, options: PathOptions) -> str:
        """The same with a host. Raises UsageError where nothing says which."""
        path = self.path(source, kind, options)
        if not path or is_url(path):
            return path
        base = _value(self.base_url, path)
        if base is None:
            hint = "give add_assets() a base_url, a text or a function: base_url=lambda path: request.host_url"
            raise UsageError(f"nothing says which host is before {path!r}", hint=hint)
        return _joined(base, path)

    def _found(self, name: str, kind: str, options: PathOptions) -> str:
        if name.startswith("/"):
            return name
        return f"{FOLDERS.get(kind, '')}/{name}" if options.skip_pipeline else self.assets.url(name)

    def _host(self, path: str, options: PathOptions) -> str:
        host = _value(options.host or self.host, path)
        if not host:
            return ""
        if "%d" in host:
            # As Rails spreads files over four hosts.
            from zlib import crc32

            host = host.replace("%d", str(crc32(path.encode()) % 4))
        if is_url(host):
            return host
        base = _value(self.base_url, path)
        protocol = options.protocol or ("request" if base else "relative")
        if protocol == "request":
            scheme, separator, _ = (base or "").partition("://")
            protocol = scheme if separator else "relative"
        return f"//{host}" if protocol == "relative" else f"{protocol}://{host}"


def is_url(text: str) -> bool:
    """Whether it is a URL with a scheme or a host."""
    return _ABSOLUTE.match(text) is not None


def with_extension(name: str, kind: str, extname: str | bool | None) -> str:
    """The name with the extension of its kind, or with that one, unless it ends so already."""
    if extname is False:
        return name
    wanted = extname if isinstance(extname, str) else EXTENSIONS.get(kind)
    return name + wanted if wanted and splitext(name)[1] != wanted else name


def _value(host: Host | None, path: str) -> str | None:
    return host(path) if callable(host) else host


def _joined(host: str, path: str) -> str:
    return f"{host.rstrip('/')}/{path.lstrip('/')}" if host else path
