"""webassets and Flask-Assets: a `bundles.yaml`, or an `Environment` of the project's own program."""

from __future__ import annotations

from dataclasses import replace

from ..definition import Definition
from ..reader import Reader
from .live import is_live, read_live
from .tags import find_tags
from .translate import translate
from .yaml_loader import read_yaml


def define(path: str, reader: Reader) -> Definition:
    """The definition in the YAML file `path`, or in `module:attribute` or `module:factory()`."""
    found = read_live(path, reader) if is_live(path) else read_yaml(path, reader)
    tags, notes = find_tags(found.templates, found.bundles, reader)
    with_tags = replace(found, anonymous=(*found.anonymous, *tags), notes=(*found.notes, *notes))
    return translate(with_tags, reader)
