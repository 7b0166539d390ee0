"""Django's `collectstatic` with ManifestStaticFilesStorage: copies, fingerprints and rewrites; does not minify."""

from __future__ import annotations

from ..measuring import Command
from ..peer import EVERY_CORPUS, Peer, Project
from .django_project import django_command

_STORAGE = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"


def _prepare(project: Project) -> Command:
    return django_command(project, "collectstatic", "--noinput", storage=_STORAGE)


PEER = Peer("collectstatic, Manifest", "django", ("each", "unchanged"), _prepare, corpora=EVERY_CORPUS)
