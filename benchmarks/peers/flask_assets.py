"""Flask-Assets: webassets' bundles through `flask assets build`."""

from __future__ import annotations

from ..measuring import Command
from ..peer import Peer, Project
from .webassets import MADE, bundles

_APPLICATION = """\
from flask import Flask
from flask_assets import Bundle, Environment

app = Flask(__name__)
app.config["ASSETS_MANIFEST"] = "json:out.json"
environment = Environment(app)
for number, (output, members, filters) in enumerate({bundles!r}):
    environment.register(str(number), Bundle(*members, filters=filters, output=output))
"""


def _prepare(project: Project) -> Command:
    project.link_sources("static")
    project.write("app.py", _APPLICATION.format(bundles=bundles(project)))
    argv = [project.tools.python("webassets", "flask"), "--app", "app", "assets", "build"]
    return Command(argv, project.folder)


PEER = Peer("Flask-Assets", "webassets", ("each", "bundled", "unchanged"), _prepare, MADE)
