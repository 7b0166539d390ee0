"""Django's `collectstatic` with ManifestStaticFilesStorage: copies, fingerprints and rewrites; does not minify."""

from __future__ import annotations

from ..corpora import LARGE
from ..measuring import Command
from ..peer import EVERY_CORPUS, Peer, Project
from .django_project import django_command

_STORAGE = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
# As projects do whose vendors name files that they did not ship; of the corpora only the large one has such.
_FORGIVING = """\
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class Forgiving(ManifestStaticFilesStorage):
    def hashed_name(self, name, content=None, filename=None):
        try:
            return super().hashed_name(name, content, filename)
        except ValueError:
            return name
"""


def _prepare(project: Project) -> Command:
    if project.corpus.name != LARGE:
        return django_command(project, "collectstatic", "--noinput", storage=_STORAGE)
    project.write("forgiving.py", _FORGIVING)
    return django_command(project, "collectstatic", "--noinput", storage="forgiving.Forgiving")


PEER = Peer("collectstatic, Manifest", "django", ("each", "unchanged"), _prepare, corpora=EVERY_CORPUS)
