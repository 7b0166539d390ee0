"""django-pipeline: `collectstatic` with PipelineManifestStorage, one package for each file."""

from __future__ import annotations

from pathlib import PurePosixPath
from pprint import pformat

from ..measuring import Command
from ..peer import Peer, Project
from .django_project import django_command

# Its default is a program of Java's; in-process C code is the best that it can have.
_COMPRESSORS = """\
from pipeline.compressors import CompressorBase
from rcssmin import cssmin
from rjsmin import jsmin


class Minifier(CompressorBase):
    def compress_css(self, css):
        return cssmin(css)

    def compress_js(self, js):
        return jsmin(js)
"""
_MORE = """\
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder", "pipeline.finders.PipelineFinder"]
PIPELINE = {{
    "PIPELINE_ENABLED": True,
    "CSS_COMPRESSOR": "minifier.Minifier",
    "JS_COMPRESSOR": "minifier.Minifier",
    "DISABLE_WRAPPER": True,
    "STYLESHEETS": {styles},
    "JAVASCRIPT": {scripts},
}}
"""


def _prepare(project: Project) -> Command:
    project.write("minifier.py", _COMPRESSORS)
    styles, scripts = _packages(project.corpus.of(".css")), _packages(project.corpus.of(".js"))
    return django_command(
        project,
        "collectstatic",
        "--noinput",
        storage="pipeline.storage.PipelineManifestStorage",
        application="pipeline",
        more=_MORE.format(styles=pformat(styles), scripts=pformat(scripts)),
    )


def _packages(files: list[str]) -> dict[str, dict[str, object]]:
    def output(file: str) -> str:
        path = PurePosixPath(file)
        return f"{path.with_suffix('')}.packed{path.suffix}"

    return {file: {"source_filenames": (file,), "output_filename": output(file)} for file in files}


PEER = Peer("django-pipeline", "django", ("each", "unchanged"), _prepare)
