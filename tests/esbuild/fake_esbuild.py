"""Programs that stand in for an esbuild that does not do what it should."""

from __future__ import annotations

from pathlib import Path

VERSION = "9.9.9"


def fake_esbuild(file: Path, service: str = "", *, version: str = VERSION) -> str:
    """A program that says its version, and as a service runs those lines of sh."""
    body = f'#!/bin/sh\nif [ "$1" = --version ]; then echo {version}; exit; fi\n{service}\n'
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(body)
    file.chmod(0o755)
    return str(file)
