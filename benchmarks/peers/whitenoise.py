"""`collectstatic` with WhiteNoise's CompressedManifestStaticFilesStorage: as Django's, and br and gzip twins."""

from __future__ import annotations

from ..measuring import Command
from ..peer import Peer, Project
from .django_project import django_command

_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"


def _prepare(project: Project) -> Command:
    return django_command(project, "collectstatic", "--noinput", storage=_STORAGE)


PEER = Peer("collectstatic, WhiteNoise", "django", ("twins", "unchanged"), _prepare)
