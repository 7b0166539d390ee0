"""AssetPackager's helpers for Jinja: `javascript_include_merged` and `stylesheet_link_merged`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

from jinja2 import Environment

from . import jinja
from .jinja import Assets
from .markup import Html

# What Rails meant by `:defaults`.
_DEFAULTS = ("prototype", "effects", "dragdrop", "controls")


def add_assets(environment: Environment, assets: Assets | str | os.PathLike[str]) -> Assets:
    """Give templates `javascript_include_merged` and `stylesheet_link_merged`, and what `runtime.jinja` gives.

    `assets` may be the manifest's path: then it is read at the first lookup. Gives the manifest back.
    """
    known = jinja.add_assets(environment, assets)
    environment.globals.update(
        javascript_include_merged=_helper(known, "javascripts", "js", defer=False),
        stylesheet_link_merged=_helper(known, "stylesheets", "css"),
    )
    return known


def _helper(assets: Assets, folder: str, suffix: str, **given: object) -> Callable[..., Html]:
    def include(*sources: str, **attributes: object) -> Html:
        """The elements that load packages: those of these names, and those that have files of these names. A file in
        none is loaded by itself. Scripts run where they stand. Raises UnknownAsset."""
        names = dict.fromkeys(_assets_of(assets, _expanded(sources, assets, suffix), folder, suffix))
        return assets.tags(*names, **{**given, **attributes})  # type: ignore[arg-type]

    return include


def _expanded(sources: Iterable[str], assets: Assets, suffix: str) -> Iterator[str]:
    for source in sources:
        if source in ("defaults", ":defaults") and suffix == "js":
            yield from _DEFAULTS
            yield from ("application",) if "javascripts/application.js" in assets.names() else ()
        else:
            yield source


def _assets_of(assets: Assets, sources: Iterable[str], folder: str, suffix: str) -> Iterator[str]:
    for source in sources:
        group = assets.group(f"{source}.{suffix}")
        yield from group.assets if group else (f"{folder}/{source}.{suffix}",)
