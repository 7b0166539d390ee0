"""A whole small site against its whole output: what one changes here, every user's URLs change with."""

from __future__ import annotations

from ..sites import Site

FILES: dict[str, str | bytes] = {
    "css/reset.css": "* { margin: 0 }\n",
    "css/app.css": "@font-face { font-family: F; src: url('../fonts/f.woff2') }\n",
    "fonts/f.woff2": b"wOF2",
    "js/app.js": "hello ( 'world' ) ;\n",
    "robots.txt": "User-agent: *\nDisallow:\n",
}
CONFIG = """\
encodings = ["br", "gzip"]

[bundles."css/site.css"]
contents = ["css/reset.css", "css/app.css"]
"""

MANIFEST = """\
{"assets":{
"css/app.css":{"encodings":{},"integrity":"sha384-","path":"css/app.#.css","references":["fonts/f.woff2"],"size":#,"type":"text/css"},
}
"""


def test_manifest_byte_for_byte() -> None:
    run = Site(FILES, config=CONFIG).compile().succeeds()
    assert (run.site.output / "manifest.json").read_text() == MANIFEST
