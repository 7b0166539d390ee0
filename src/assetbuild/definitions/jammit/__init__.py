"""Jammit: `config/assets.yml` of a Rails application."""

from __future__ import annotations

from ..definition import Definition
from ..reader import Reader
from .packages import translate
from .settings import read_settings


def define(path: str, reader: Reader) -> Definition:
    """The definition in the YAML file `path`; `PATH#ENVIRONMENT` names another environment than production."""
    file, _, environment = path.partition("#")
    return translate(read_settings(file, environment or "production", reader), reader)
