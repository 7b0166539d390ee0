"""The script that open pages run."""

from __future__ import annotations

from html import escape
from pathlib import Path

from ..fingerprint import integrity

PATH = "/__assetbuild__/client.js"


def client_script() -> bytes:
    """The script's text."""
    return Path(__file__).with_name("client.js").read_bytes()


def script_tag(script: bytes, digest: str, nonce: str | None) -> bytes:
    """The element that loads it. With integrity, since the app may send an `Integrity-Policy`."""
    attribute = f' nonce="{escape(nonce)}"' if nonce else ""
    check = f'integrity="{integrity(script)}" crossorigin="anonymous"'
    return f'\n<script src="{PATH}" data-digest="{digest}" {check}{attribute}></script>\n'.encode()
