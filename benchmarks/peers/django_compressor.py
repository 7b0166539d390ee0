"""django-compressor, offline: `manage.py compress` over a template with one block for each file."""

from __future__ import annotations

from ..measuring import Command
from ..peer import Peer, Project
from .django_project import django_command

# The filters are its defaults, by rcssmin and rjsmin as in assetbuild.
_MORE = """\
COMPRESS_ENABLED = COMPRESS_OFFLINE = True
COMPRESS_ROOT = "static"
COMPRESS_OUTPUT_DIR = "out"
STATICFILES_FINDERS = ["compressor.finders.CompressorFinder"]
"""
_BLOCKS = {
    "css": '{{% compress css %}}<link rel="stylesheet" href="/static/{}">{{% endcompress %}}',
    "js": '{{% compress js %}}<script src="/static/{}"></script>{{% endcompress %}}',
}
_STORAGE = "django.contrib.staticfiles.storage.StaticFilesStorage"


def _prepare(project: Project) -> Command:
    project.link_sources("static")
    blocks = [_BLOCKS[kind].format(member) for kind in ("css", "js") for member in project.corpus.of(f".{kind}")]
    project.write("templates/page.html", "\n".join(["{% load compress %}", *blocks, ""]))
    return django_command(
        project, "compress", "--force", storage=_STORAGE, application="compressor", sources="templates", more=_MORE
    )


PEER = Peer("django-compressor", "django", ("each", "unchanged"), _prepare, made=("static/out",))
