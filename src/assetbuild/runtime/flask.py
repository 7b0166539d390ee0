"""Assets in Flask: an extension that reads its settings from `app.config`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode, urljoin

import click
from flask import Flask, current_app, has_request_context, request

from ..errors import Location, UsageError
from .jinja import add_assets
from .lazy import LazyManifest

_NAME = "assetbuild"


class AssetBuild:
    """Gives templates `asset_url`, `asset_tags`, `asset_preload`, `asset_inline` and `asset_importmap`, and adds
    `flask assets`.

    One object may serve many applications. Configuration: ASSETBUILD_MANIFEST, the path (`dist/assets/manifest.json`);
    ASSETBUILD_URL, a prefix in place of the manifest's; ASSETBUILD_STATIC, whether `url_for("static", filename=…)`
    resolves through the manifest; ASSETBUILD_EAGER, whether the manifest is read at once and not at the first lookup.
    """

    def __init__(self, app: Flask | None = None) -> None:
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        """Set up `app`. Raises AssetbuildError where the manifest is to be read at once, and cannot be."""
        file = app.config.setdefault("ASSETBUILD_MANIFEST", "dist/assets/manifest.json")
        assets = LazyManifest(file, app.config.setdefault("ASSETBUILD_URL", None))
        if app.config.setdefault("ASSETBUILD_EAGER", False):
            assets.load()
        add_assets(app.jinja_env, assets)
        app.extensions[_NAME] = assets
        if app.config.setdefault("ASSETBUILD_STATIC", False):
            _resolve_static(app, assets)
        app.cli.add_command(_assets)

    @property
    def assets(self) -> LazyManifest:
        """The manifest of the current application."""
        known: LazyManifest = current_app.extensions[_NAME]
        return known


def _resolve_static(app: Flask, assets: LazyManifest) -> None:
    if app.static_folder is None:

        def static_url(error: Exception, endpoint: str, values: dict[str, Any]) -> str:
            if endpoint != "static" or "filename" not in values:
                raise error
            return _static_url(app, assets, values)

        app.url_build_error_handlers.append(static_url)
        return
    folder = os.path.dirname(assets.file)
    if os.path.realpath(app.static_folder) != os.path.realpath(folder):
        message = "ASSETBUILD_STATIC is set, but Flask's static folder is not the folder of the manifest"
        hint = f"Flask(…, static_folder=None), or static_folder={folder!r} for Flask to serve it"
        raise UsageError(message, Location(app.static_folder), hint)

    @app.url_defaults
    def fingerprint(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "filename" in values:
            values["filename"] = assets.path(values["filename"])


def _static_url(app: Flask, assets: LazyManifest, values: dict[str, Any]) -> str:
    url = assets.url(values["filename"])
    query = {name: value for name, value in values.items() if name != "filename" and not name.startswith("_")}
    if query:
        url += "?" + urlencode(query, doseq=True)
    if values.get("_anchor"):
        url += f"#{values['_anchor']}"
    if not values.get("_external"):
        return url
    scheme = values.get("_scheme") or (request.scheme if has_request_context() else app.config["PREFERRED_URL_SCHEME"])
    host = request.host if has_request_context() else app.config["SERVER_NAME"]
    return urljoin(f"{scheme}://{host}/", url)


@click.command("assets", add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def _assets(context: click.Context, arguments: Sequence[str]) -> None:
    """Run assetbuild: `flask assets compile`."""
    import subprocess
    import sys

    # In a process of its own: nothing of the build is ever in that of the application.
    context.exit(subprocess.call([sys.executable, "-m", "assetbuild", *arguments]))
