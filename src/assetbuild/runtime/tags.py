"""The elements that load assets: style sheets, scripts and preloads."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import UsageError
from ..manifest import Entry
from .markup import attribute_names, start_tag

STYLE = "text/css"
SCRIPT = "text/javascript"
SVG = "image/svg+xml"

_SCRIPTS_ONLY = frozenset(("async", "defer", "nomodule"))
_STYLES_ONLY = frozenset(("disabled", "media"))
# Preloads that are fetched with CORS and checked by browsers (HTML Living Standard §4.6.7.5, "preload"): a preload
# that differs in either from the request it is for is fetched again.
_FETCHED_WITH_CORS = frozenset(("fetch", "font", "script", "style"))
_CHECKED = frozenset(("script", "style"))


def tag(name: str, url: str, entry: Entry, module: bool | None, given: Mapping[str, object]) -> str:
    """`<link rel="stylesheet">` or `<script>`. `module` None: as the build found."""
    attributes = attribute_names(given)
    if entry.type == STYLE:
        return _element("link", {"rel": "stylesheet", "href": url, **_check(entry)}, attributes, _SCRIPTS_ONLY)
    if entry.type != SCRIPT:
        wanted = "use url() in an element of your own, or preload()"
        raise UsageError(f"{name!r} is of type {entry.type}; tags() is for style sheets and scripts: {wanted}")
    kind = "module" if is_module(entry, module) else None
    # A module waits for the document anyhow, and one that is `async` shall not.
    defer = not (kind or attributes.get("async"))
    own = {"type": kind, "src": url, "defer": defer, **_check(entry)}
    return _element("script", own, attributes, _STYLES_ONLY) + "</script>"


def preload(url: str, entry: Entry, module: bool | None, given: Mapping[str, object]) -> str:
    """`<link rel="preload">`, or `modulepreload` for a module."""
    return _element("link", _preload_attributes(url, entry, module), attribute_names(given))


def module_preload(url: str, entry: Entry, nonce: object) -> str:
    """`<link rel="modulepreload">` for what a module imports."""
    return _element("link", {**_preload_attributes(url, entry, True), "nonce": nonce}, {})


def early_hint(url: str, entry: Entry, module: bool | None) -> str:
    """The value of a `Link` header that says what `preload` does (RFC 8288 §3)."""
    attributes = _preload_attributes(url, entry, module)
    parameters = (f'{name}="{value}"' for name, value in attributes.items() if name != "href" and value)
    return "; ".join((f"<{url}>", *parameters))


def is_module(entry: Entry, module: bool | None) -> bool:
    """Whether a script is loaded as a module, as the caller says or else as the build found it."""
    return entry.is_module() if module is None else module


def _preload_attributes(url: str, entry: Entry, module: bool | None) -> dict[str, object]:
    if entry.type == SCRIPT and is_module(entry, module):
        return {"rel": "modulepreload", "href": url, **_check(entry)}
    kind = _preload_kind(entry.type)
    return {
        "rel": "preload",
        "href": url,
        "as": kind,
        "type": entry.type,
        "integrity": entry.integrity if kind in _CHECKED else None,
        "crossorigin": "anonymous" if kind in _FETCHED_WITH_CORS else None,
    }


def _check(entry: Entry) -> dict[str, object]:
    return {"integrity": entry.integrity or None, "crossorigin": "anonymous"}


def _preload_kind(media_type: str) -> str:
    if media_type in (STYLE, SCRIPT):
        return "style" if media_type == STYLE else "script"
    if media_type == "text/vtt":
        return "track"
    group = media_type.partition("/")[0]
    return group if group in ("font", "image") else "fetch"


def _element(
    name: str, own: Mapping[str, object], given: Mapping[str, object], unfit: frozenset[str] = frozenset()
) -> str:
    return start_tag(name, {**own, **{key: value for key, value in given.items() if key not in unfit}})
