"""Renders the sample site's page to dist/index.html, the way an application would answer a request with it."""

from __future__ import annotations

from pathlib import Path
from secrets import token_urlsafe

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assetbuild.runtime import Manifest
from assetbuild.runtime.jinja import add_assets

_ROOT = Path(__file__).parent.parent
_DIST = _ROOT / "dist"

# Title, icon, the turn of the tide that it waits for, hours either side of that, and a word on it.
_PLANS = (
    ("Row out", "sail", "high", 2, "Two hours either side of high water, the harbour bar has three metres over it."),
    ("Look into pools", "shell", "low", 1.5, "The reef dries for three hours. Crabs, anemones, and once a seahorse."),
    ("Swim", "swim", "high", 1, "Slack water at the steps, and the ladder reaches it. Mind the evening chill."),
)


def main() -> None:
    assets = Manifest.load(_DIST / "assets" / "manifest.json")
    environment = Environment(
        loader=FileSystemLoader(_ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    add_assets(environment, assets)
    page = environment.get_template("index.html").render(plans=_PLANS, nonce=token_urlsafe(16))
    (_DIST / "index.html").write_text(page, encoding="utf-8", newline="\n")
    print("wrote dist/index.html")


if __name__ == "__main__":
    main()
