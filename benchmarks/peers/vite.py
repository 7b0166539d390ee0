"""Vite: `vite build` with the bundles as inputs, and its manifest."""

from __future__ import annotations

import json

from ..measuring import Command
from ..peer import Peer, Project
from .entries import write_entries

_CONFIGURATION = """\
export default {{
  base: "/static/",
  logLevel: "warn",
  build: {{
    outDir: "out",
    assetsInlineLimit: 0,
    manifest: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 10000,
    rollupOptions: {{ input: {entries} }},
  }},
}};
"""


def _prepare(project: Project) -> Command:
    project.write("vite.config.mjs", _CONFIGURATION.format(entries=json.dumps(write_entries(project))))
    return Command([project.tools.npm("vite"), "build"], project.folder)


PEER = Peer("Vite", "npm", ("bundled",), _prepare)
