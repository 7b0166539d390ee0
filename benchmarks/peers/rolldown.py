"""rolldown: JavaScript alone; it bundles no CSS."""

from __future__ import annotations

import json

from ..measuring import Command
from ..peer import Peer, Project
from .entries import write_entries

_CONFIGURATION = """\
export default {{
  input: {entries},
  output: {{ dir: "out", minify: true, entryFileNames: "[name]-[hash].js" }},
}};
"""


def _prepare(project: Project) -> Command:
    entries = {name.removesuffix(".js"): f"./{name}" for name in write_entries(project) if name.endswith(".js")}
    project.write("rolldown.config.mjs", _CONFIGURATION.format(entries=json.dumps(entries)))
    return Command([project.tools.npm("rolldown"), "-c", "rolldown.config.mjs"], project.folder)


PEER = Peer("rolldown", "npm", ("bundled",), _prepare)
