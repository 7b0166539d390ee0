"""Assets in Jinja templates: `asset_url`, `asset_tags`, `asset_preload`, `asset_inline` and `asset_importmap`."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256

from jinja2 import BytecodeCache, Environment, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context

from .lazy import LazyManifest, reloads
from .lookup import Manifest

Assets = Manifest | LazyManifest


def add_assets(environment: Environment, assets: Assets | str | os.PathLike[str]) -> Assets:
    """Give templates the globals `asset_url`, `asset_tags`, `asset_preload`, `asset_inline`, `asset_importmap`, and the
    filter `asset_url`.

    `assets` may be the manifest's path: then it is read at the first lookup. Jinja folds the filter to a constant when
    it compiles a template, so set `environment.bytecode_cache` before: it is wrapped, to keep the templates of each
    manifest apart. Gives the manifest back.
    """
    known: Assets = assets if isinstance(assets, Manifest | LazyManifest) else LazyManifest(assets)
    environment.globals.update(
        asset_url=known.url,
        asset_tags=known.tags,
        asset_preload=known.preload,
        asset_inline=known.inline,
        asset_importmap=known.importmap,
    )
    environment.filters["asset_url"] = _unfolded(known) if reloads() else known.url
    cache = environment.bytecode_cache
    if cache is not None:
        inner = cache.inner if isinstance(cache, ManifestBytecodeCache) else cache
        environment.bytecode_cache = ManifestBytecodeCache(inner, known)
    if environment.cache is not None:
        environment.cache.clear()  # templates compiled before, with another manifest
    return known


def _unfolded(assets: Assets) -> Callable[[Context, str], str]:
    """The filter for a manifest that may be read again: Jinja folds none that takes the context."""

    @pass_context
    def asset_url(context: Context, name: str) -> str:
        return assets.url(name)

    return asset_url


class ManifestBytecodeCache(BytecodeCache):
    """A bytecode cache whose keys differ from manifest to manifest and from prefix to prefix."""

    def __init__(self, inner: BytecodeCache, assets: Assets) -> None:
        self.inner = inner
        self._assets = assets

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        parts = (self.inner.get_cache_key(name, filename), self._assets.digest, self._assets.prefix)
        return sha256("\n".join(parts).encode()).hexdigest()

    def get_source_checksum(self, source: str) -> str:
        return self.inner.get_source_checksum(source)

    def load_bytecode(self, bucket: Bucket) -> None:
        self.inner.load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.inner.dump_bytecode(bucket)

    def clear(self) -> None:
        self.inner.clear()
