"""Prints a page that names its assets. Compile them first: `assetbuild compile`, in this folder."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from assetbuild.runtime import Manifest
from assetbuild.runtime.jinja import add_assets

here = Path(__file__).parent
environment = Environment(loader=FileSystemLoader(here / "templates"), autoescape=True)
add_assets(environment, Manifest.load(here / "dist" / "assets" / "manifest.json"))
print(environment.get_template("page.html").render(name="world"))
