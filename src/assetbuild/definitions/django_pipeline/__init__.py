"""django-pipeline: the setting `PIPELINE` of a Django project."""

from __future__ import annotations

from ..definition import Definition
from ..django_project import ask_project
from ..reader import Reader
from .packages import translate
from .settings import read_settings


def define(path: str, reader: Reader) -> Definition:
    """The definition in the settings of that module, `mysite.settings`; where it is empty, those of `manage.py`."""
    return translate(read_settings(ask_project("django-pipeline", path, "django_pipeline.asked", reader)), reader)
