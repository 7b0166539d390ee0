"""A compiled site with everything that `verify` looks at, and ways to damage it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from assetbuild.manifest import Entry, ManifestFile, manifest_bytes

from ..sites import Site

CONFIG = """
minify = "off"
encodings = ["br", "gzip", "zstd"]
allow-missing = ["vendor/**"]
"""
SHAPE = '<svg xmlns="http://www.w3.org/2000/svg">' + '<path d="M0 0h10v10H0z"/>' * 9 + "</svg>\n"
ASSETS: dict[str, str | bytes] = {
    "css/app.css": '@import "one.css";\na { background: url("../img/dot.svg?v=1#x") }\n' * 1
    + "p { color: red }\n" * 40,
    "css/one.css": '@import "two.css";\n' + ".one { color: blue }\n" * 20,
    "css/two.css": '@import "one.css";\n' + ".two { color: blue }\n" * 20,
    "css/inline.css": "a { background: url(data:image/png;base64,AAAA) }\nb { background: url(#id) }\n" * 9,
    "css/latin.css": b"/* caf\xe9 */ a { color: red }\n",
    "img/dot.svg": SHAPE,
    "js/app.js": "function add(first, second) { return first + second }\n" * 20,
    "js/tiny.js": "a()\n",
    "LICENSE": "Anyone may do anything with this.\n" * 20,
    "vendor/lib.css": "a { background: url(gone.png) }\n" * 20,
    "font.woff2": bytes(range(256)) * 8,
}
_FINGERPRINT = re.compile(r"(?<=\.)[0-9a-f]{12}(?=\.|\b)")


def compiled(folder: Path) -> Site:
    """The site, compiled twice: a few files are of the build before."""
    site = Site(ASSETS, config=CONFIG, folder=folder)
    before: dict[str, str | bytes] = {
        "assets/js/app.js": "function before() {}\n" * 20,
        "assets/LICENSE": "Before.\n" * 40,
        "assets/css/two.css": '@import "one.css";\n' + ".before { color: blue }\n" * 20,
    }
    site.write(before).compile("-q").succeeds()
    site.write({f"assets/{path}": data for path, data in ASSETS.items()}).compile("-q").succeeds()
    return site


def bare(text: str) -> str:
    """`text` without fingerprints: `css/app.3f2a9c1b7d4e.css` becomes `css/app.*.css`."""
    return _FINGERPRINT.sub("*", text)


def manifest_of(site: Site) -> ManifestFile:
    return ManifestFile.load(site.output / "manifest.json")


def current(site: Site, name: str) -> Path:
    """The file that the manifest names, a twin by its suffix: `js/app.js.br`."""
    manifest = manifest_of(site)
    for suffix in ("", ".br", ".gz", ".zst"):
        logical = name.removesuffix(suffix)
        if logical in manifest:
            return site.output / (manifest.entry(logical).path + name[len(logical) :])
    raise KeyError(name)


def earlier(site: Site, name: str) -> Path:
    """The file of the build before, which the manifest does not name."""
    now = current(site, name)
    pattern = _FINGERPRINT.sub("*", now.name)
    return next(each for each in sorted(now.parent.glob(pattern)) if bare(each.name) == pattern and each != now)


def edit_entry(site: Site, name: str, edit: Callable[[Entry], Entry]) -> None:
    """Change what the manifest says of an asset, and make its digest fit."""
    manifest = manifest_of(site)
    entries = {each: manifest.entry(each) for each in manifest.names()}
    entries[name] = edit(entries[name])
    write_manifest(site, manifest_bytes(manifest.url, entries))


def write_manifest(site: Site, data: bytes) -> None:
    file = site.output / "manifest.json"
    file.chmod(0o644)
    file.write_bytes(data)


def reformatted(data: bytes) -> bytes:
    return json.dumps(json.loads(data), indent=4).encode()
