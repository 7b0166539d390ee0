"""The project that all of Django's peers share: settings, and how `manage.py` is run."""

from __future__ import annotations

from ..measuring import Command
from ..peer import Project

_SETTINGS = """\
SECRET_KEY = "benchmark"
DEBUG = False
USE_TZ = True
STATIC_URL = "/static/"
INSTALLED_APPS = ["django.contrib.staticfiles", {applications}]
STATICFILES_DIRS = [{sources!r}]
STATIC_ROOT = "out"
STORAGES = {{"staticfiles": {{"BACKEND": {storage!r}}}}}
TEMPLATES = [{{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": ["templates"], "APP_DIRS": True}}]
"""


def django_command(
    project: Project, *arguments: str, storage: str, application: str = "", sources: str = "", more: str = ""
) -> Command:
    """Write the settings, with `more` lines of them, and say how to run that command of Django's."""
    settings = _SETTINGS.format(
        applications=repr(application) if application else "", sources=sources or project.sources, storage=storage
    )
    project.write("settings.py", settings + more)
    environment = {"DJANGO_SETTINGS_MODULE": "settings", "PYTHONPATH": "."}
    return Command([project.tools.python("django"), "-m", "django", *arguments], project.folder, environment)
