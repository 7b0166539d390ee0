"""Jammit's helpers for Jinja: `include_stylesheets` and `include_javascripts`, answered from the manifest."""

from __future__ import annotations

import os
from collections.abc import Callable

from jinja2 import Environment

from . import jinja
from .jinja import Assets
from .markup import Html
from .unknown_asset import UnknownAsset


def add_assets(environment: Environment, assets: Assets | str | os.PathLike[str]) -> Assets:
    """Give templates `include_stylesheets` and `include_javascripts`, and what `runtime.jinja` gives.

    `assets` may be the manifest's path: then it is read at the first lookup. Gives the manifest back.
    """
    known = jinja.add_assets(environment, assets)
    environment.globals.update(
        include_stylesheets=_helper(known, "css"), include_javascripts=_helper(known, "js", defer=False)
    )
    return known


def _helper(assets: Assets, suffix: str, **given: object) -> Callable[..., Html]:
    def include(*packages: str, **attributes: object) -> Html:
        """The elements that load the packages. Scripts run where they stand, as Jammit's do: later ones may need
        them. Raises UnknownAsset for a package that is not there."""
        names = [name for package in packages for name in _assets_of(assets, f"{package}.{suffix}")]
        return assets.tags(*names, **{**given, **attributes})  # type: ignore[arg-type]

    return include


def _assets_of(assets: Assets, package: str) -> tuple[str, ...]:
    group = assets.group(package)
    if group is None:
        raise UnknownAsset(package, assets.file)
    return group.assets
