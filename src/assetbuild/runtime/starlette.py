"""Assets in Starlette and FastAPI: in the templates of `Jinja2Templates`."""

from __future__ import annotations

import os

from starlette.templating import Jinja2Templates

from . import jinja
from .jinja import Assets


def add_assets(templates: Jinja2Templates, assets: Assets | str | os.PathLike[str]) -> Assets:
    """Give templates `asset_url`, `asset_tags`, `asset_preload`, `asset_inline` and `asset_importmap`.

    `assets` may be the manifest's path: then it is read at the first lookup. Gives the manifest back.
    """
    return jinja.add_assets(templates.env, assets)
