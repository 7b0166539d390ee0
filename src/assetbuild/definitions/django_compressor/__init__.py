"""django-compressor: the `{% compress %}` blocks in the templates of a Django project, and its settings."""

from __future__ import annotations

from ..definition import Definition
from ..django_project import ask_project
from ..reader import Reader
from .blocks import translate


def define(path: str, reader: Reader) -> Definition:
    """The definition in the settings of that module, `mysite.settings`; where it is empty, those of `manage.py`."""
    return translate(ask_project("django-compressor", path, "django_compressor.asked", reader), reader)
