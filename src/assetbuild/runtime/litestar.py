"""Assets in Litestar: a plugin for its Jinja templates."""

from __future__ import annotations

import os

from litestar.config.app import AppConfig
from litestar.plugins import InitPlugin
from litestar.plugins.jinja import JinjaTemplateEngine

from ..errors import UsageError
from .jinja import Assets, add_assets
from .lazy import LazyManifest
from .lookup import Manifest


class AssetBuild(InitPlugin):
    """Gives templates `asset_url`, `asset_tags`, `asset_preload`, `asset_inline` and `asset_importmap`.

    `assets` is the manifest, or its path: then it is read at the first lookup.
    """

    def __init__(self, assets: Assets | str | os.PathLike[str]) -> None:
        self.assets: Assets = assets if isinstance(assets, Manifest | LazyManifest) else LazyManifest(assets)

    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        """Litestar calls this. Raises UsageError where the application's templates are not Jinja's."""
        templates = app_config.template_config
        if templates is None or not isinstance(templates.engine_instance, JinjaTemplateEngine):
            hint = "Litestar(template_config=TemplateConfig(directory=…, engine=JinjaTemplateEngine), …)"
            raise UsageError("the AssetBuild plugin is for Jinja templates, and there are none", hint=hint)
        add_assets(templates.engine_instance.engine, self.assets)
        return app_config
