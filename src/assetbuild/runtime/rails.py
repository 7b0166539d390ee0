"""Rails' helpers for Jinja: `stylesheet_link_tag`, `image_tag` and the like, with Rails' HTML, from the manifest."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from json import dumps
from os.path import splitext
from typing import Any

from jinja2 import Environment

from ..errors import UsageError
from . import jinja
from .jinja import Assets
from .markup import Html, lines
from .rails_attributes import attributes
from .rails_types import FOLDERS, media_type, preload_as
from .rails_urls import AssetUrls, Host, PathOptions, is_url, with_extension

Table = Mapping[str, object]

_SIZE = re.compile(r"(\d+)(?:x(\d+))?")


def add_assets(
    environment: Environment,
    assets: Assets | str | os.PathLike[str],
    *,
    host: Host | None = None,
    base_url: Host | None = None,
    nonce: Callable[[], str] | None = None,
    apply_stylesheet_media_default: bool = False,
) -> Assets:
    """Give templates Rails' helpers, and what `runtime.jinja` gives but for `asset_url`, which is Rails'.

    `host` stands before paths, as Rails' `asset_host` does; `base_url`, `https://example.com`, before those that
    `asset_url` and its kin make. Each is a text, or a function of the path. `nonce` gives the value for `nonce=true`.
    With `apply_stylesheet_media_default` style sheets are for the screen where nothing else is said, as before Rails
    7. `assets` may be the manifest's path: then it is read at the first lookup. Gives the manifest back.
    """
    known = jinja.add_assets(environment, assets)
    helpers = Helpers(AssetUrls(known, host, base_url), nonce, apply_stylesheet_media_default)
    environment.globals.update(helpers.by_name())
    return known


@dataclass(frozen=True, slots=True)
class Helpers:
    """The helpers. Options are keyword arguments, or a table as the last argument, as in Ruby."""

    urls: AssetUrls
    nonce: Callable[[], str] | None
    media_default: bool

    def by_name(self) -> dict[str, Callable[..., str]]:
        """All of them by Rails' names; each path and URL has two."""
        found: dict[str, Callable[..., str]] = {
            "stylesheet_link_tag": self.stylesheet_link_tag,
            "javascript_include_tag": self.javascript_include_tag,
            "javascript_importmap_tags": self.javascript_importmap_tags,
            "image_tag": self.image_tag,
            "favicon_link_tag": self.favicon_link_tag,
            "preload_link_tag": self.preload_link_tag,
        }
        for kind in ("asset", *FOLDERS):
            path, url = partial(self._path, kind), partial(self._url, kind)
            found |= {f"{kind}_path": path, f"path_to_{kind}": path, f"{kind}_url": url, f"url_to_{kind}": url}
        return found

    def stylesheet_link_tag(self, *sources: Any, **options: object) -> Html:
        """A `<link rel="stylesheet">` for each source, one a line."""
        own = {"rel": "stylesheet", **({"media": "screen"} if self.media_default else {})}
        return lines(
            f"<link{attributes({**own, 'crossorigin': crossorigin, 'href': href, **given})} />"
            for href, crossorigin, given in self._each("stylesheet", sources, options)
        )

    def javascript_include_tag(self, *sources: Any, **options: object) -> Html:
        """A `<script>` for each source, one a line."""
        return lines(
            f"<script{attributes({'src': src, 'crossorigin': crossorigin, **given})}></script>"
            for src, crossorigin, given in self._each("javascript", sources, options)
        )

    def javascript_importmap_tags(self, entry_point: str = "application", nonce: object = None) -> Html:
        """The import map, preloads of the entry point and of all that it imports, and a script that imports it."""
        assets, nonce = self.urls.assets, self._nonce(nonce)
        target = assets.specifiers().get(entry_point)
        name = target or with_extension(entry_point, "javascript", None)
        found = [assets.importmap(nonce=nonce, data_turbo_track="reload")]
        if not is_url(name):
            found.append(assets.preload(*assets.imports(name), name, nonce=nonce, module=True))
        specifier = entry_point if target else assets.url(name)
        script = f"<script{attributes({'type': 'module', 'nonce': nonce})}>import {_quoted(specifier)}</script>"
        return lines([*filter(None, found), script])

    def image_tag(self, source: str, given: Table | None = None, **options: object) -> Html:
        """An `<img>`. `size` is `"WIDTHxHEIGHT"` or one number; `srcset` may be a table of sources and their sizes."""
        options = {**(given or {}), **options}
        if options.get("size") and (options.get("height") or options.get("width")):
            raise UsageError("image_tag takes a size, or a height and a width, and not both")
        path = partial(self.urls.path, kind="image", options=_path_options(options))
        found = {**options, "src": path(source)}
        srcset = options.get("srcset")
        if srcset and not isinstance(srcset, str):
            pairs: Iterable[Any] = srcset.items() if isinstance(srcset, Mapping) else srcset  # type: ignore[assignment]
            found["srcset"] = ", ".join(f"{path(each)} {size}" for each, size in pairs)
        if size := found.pop("size", None):
            matched = _SIZE.fullmatch(str(size))
            found |= {"width": matched[1], "height": matched[2] or matched[1]} if matched else {}
        return Html(f"<img{attributes(found)} />")

    def favicon_link_tag(self, source: str = "favicon.ico", given: Table | None = None, **options: object) -> Html:
        """A `<link>` to the icon of the site."""
        options = {**(given or {}), **options}
        href = self.urls.path(source, "image", _path_options(options))
        return Html(f"<link{attributes({'rel': 'shortcut icon', 'type': 'image/x-icon', 'href': href, **options})} />")

    def preload_link_tag(self, source: str, given: Table | None = None, **options: object) -> Html:
        """A `<link rel="preload">`; what it is preloaded as, and its media type, are told by the extension."""
        options = {**(given or {}), **options}
        href = self.urls.path(source, "asset", _path_options(options))
        options.pop("nopush", None)
        extension = splitext(source)[1].lower().lstrip(".")
        kind = options.pop("type", None) or media_type(extension)
        kept = options.pop("as", None) or options.pop("as_", None) or preload_as(extension, kind)  # type: ignore[arg-type]
        crossorigin = options.pop("crossorigin", None)
        if crossorigin is True or (not crossorigin and kept == "font"):
            crossorigin = "anonymous"
        if options.get("integrity") is True:
            options["integrity"] = self.urls.assets.integrity(source)
        own = {"rel": "preload", "href": href, "as": kept, "type": kind, "crossorigin": crossorigin}
        return Html(f"<link{attributes({**own, **options})}>")

    def _path(self, kind: str, source: str, given: Table | None = None, **options: object) -> str:
        options = {**(given or {}), **options}
        return self.urls.path(source, str(options.pop("type", kind)), _path_options(options))

    def _url(self, kind: str, source: str, given: Table | None = None, **options: object) -> str:
        options = {**(given or {}), **options}
        return self.urls.url(source, str(options.pop("type", kind)), _path_options(options))

    def _each(
        self, kind: str, sources: tuple[Any, ...], options: Table
    ) -> Iterator[tuple[str, object, dict[str, object]]]:
        """For each source its path, `crossorigin`, and the other attributes."""
        if sources and isinstance(sources[-1], Mapping):
            sources, options = sources[:-1], {**sources[-1], **options}
        given = dict(options)
        path_options = _path_options(given)
        crossorigin, integrity = given.pop("crossorigin", None), given.get("integrity")
        given.pop("nopush", None)
        if "nonce" in given:
            given["nonce"] = self._nonce(given["nonce"])
        if integrity is None or isinstance(integrity, bool):
            given.pop("integrity", None)
        for source in sources:
            name = with_extension(source, kind, path_options.extname)
            check = {"integrity": self.urls.assets.integrity(name)} if integrity is True else {}
            path = self.urls.path(source, kind, path_options)
            yield path, "anonymous" if crossorigin is True else crossorigin, {**given, **check}

    def _nonce(self, nonce: object) -> object:
        if nonce is not True:
            return nonce
        if self.nonce is None:
            raise UsageError("nothing gives a nonce for nonce=true", hint="give add_assets() a function: nonce=…")
        return self.nonce()


def _path_options(options: dict[str, Any]) -> PathOptions:
    """What is said of paths, which is taken out of the options."""
    found = {name: options.pop(name) for name in PathOptions._fields if name in options}
    return PathOptions(**found)


def _quoted(specifier: str) -> str:
    return dumps(specifier, ensure_ascii=False).replace("<", "\\u003c")
