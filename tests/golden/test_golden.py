"""A small site against the whole of its manifest: what changes here changes every user's URLs."""

from __future__ import annotations

from pathlib import Path

from ..sites import Site

GOLDEN = Path(__file__).parent

FILES: dict[str, str | bytes] = {
    "css/reset.css": "* { margin: 0 }\n",
    "css/app.css": "@font-face { font-family: F; src: url('../fonts/f.woff2') }\n",
    "circle/a.css": "@import 'b.css';",
    "circle/b.css": "@import 'a.css';",
    "fonts/f.woff2": b"wOF2",
    "js/app.js": "hello ( 'world' ) ;\n",
    "robots.txt": "User-agent: *\nDisallow:\n",
}
# Codecs differ in their bytes between versions, so that sizes of twins are no golden matter.
CONFIG = """\
encodings = []

[bundles."css/site.css"]
contents = ["css/reset.css", "css/app.css"]
"""


def test_manifest_byte_for_byte() -> None:
    run = Site(FILES, config=CONFIG).compile().succeeds()
    assert (run.site.output / "manifest.json").read_bytes() == (GOLDEN / "manifest.json").read_bytes()
