"""Sprockets 3 and 4: the asset pipeline of a Rails application, or the load paths of a `.sprocketsrc`."""

from __future__ import annotations

from ..definition import Definition
from ..reader import Reader
from .project import find_project
from .translate import translate


def define(path: str, reader: Reader) -> Definition:
    """The definition of the project in the folder `path`, or in that of its `.sprocketsrc` or `manifest.js`."""
    return translate(find_project(path, reader), reader)
