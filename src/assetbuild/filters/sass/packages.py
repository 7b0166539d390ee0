"""`pkg:` URLs (sass/spec: spec/modules.md, "Node package importer"), answered from packages among the sources."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ...model import Fetch

_CONDITIONS = ("sass", "style", "default")


def is_package_url(url: str) -> bool:
    """Whether it is of the form `pkg:name/path`, or as bundlers had it, `~name/path`."""
    return url.startswith(("pkg:", "~"))


def package_paths(url: str, folders: tuple[str, ...], fetch: Fetch) -> Iterator[str]:
    """The logical paths that `url` may stand for, of packages below `folders`, before the rules of extensions."""
    rest = url.partition(":")[2] if url.startswith("pkg:") else url[1:]
    parts = rest.strip("/").split("/")
    count = 2 if parts[0].startswith("@") else 1
    name, inner = "/".join(parts[:count]), "/".join(parts[count:])
    for folder in folders:
        package = f"{folder}{name}"
        manifest = _manifest(fetch(f"{package}/package.json"))
        target = _exported(manifest, inner)
        if target:
            yield f"{package}/{target.removeprefix('./')}"
        elif inner:
            yield f"{package}/{inner}"
        else:
            yield from (f"{package}/{manifest[key]}" for key in _CONDITIONS[:2] if isinstance(manifest.get(key), str))
            yield package


def _manifest(data: bytes | None) -> dict[str, Any]:
    try:
        found = json.loads(data) if data else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _exported(manifest: dict[str, Any], inner: str) -> str | None:
    """What the package's `exports` give for a path in it, under the conditions of Sass."""
    exports = manifest.get("exports")
    if not isinstance(exports, dict) or not any(key.startswith(".") for key in exports):
        return None if inner else _chosen(exports)
    key = f"./{inner}" if inner else "."
    names = [key] if not inner else [key, *(f"{key}{suffix}" for suffix in (".scss", ".sass", ".css"))]
    direct = (_chosen(exports[name]) for name in names if name in exports)
    return next(filter(None, direct), None) or _by_pattern(exports, key)


def _by_pattern(exports: dict[str, Any], key: str) -> str | None:
    """The longest pattern with a `*` wins (Node's PACKAGE_IMPORTS_EXPORTS_RESOLVE)."""
    for pattern in sorted((name for name in exports if name.count("*") == 1), key=len, reverse=True):
        before, _, after = pattern.partition("*")
        if key.startswith(before) and key.endswith(after) and len(key) >= len(before) + len(after):
            target = _chosen(exports[pattern])
            return target and target.replace("*", key[len(before) : len(key) - len(after)])
    return None


def _chosen(target: Any) -> str | None:
    """The path, where one condition after the other is ours, in the order of the file."""
    if isinstance(target, str):
        return target
    if not isinstance(target, dict):
        return None
    found = (_chosen(value) for condition, value in target.items() if condition in _CONDITIONS)
    return next(filter(None, found), None)
