"""Has the real Propshaft read what we write for it: `python -m tests.other_manifests.propshaft_resolver LIB`.

`LIB` is the folder `lib` of the gem, as for `tests.definitions.propshaft_record`. Version 1.3.2 finds every asset, with
its integrity and its text, in `propshaft`; and in `propshaft-flat` all but the integrity.
"""

from __future__ import annotations

import json
import subprocess
import sys

from ..sites import Site

_PROGRAM = """
require "json"
require "pathname"
require "active_support/all"
require "action_controller"
require "propshaft"
manifest = Pathname.new(ARGV.fetch(0))
resolver = Propshaft::Resolver::Static.new(manifest_path: manifest, prefix: "/assets")
found = JSON.parse($stdin.read).to_h do |name|
  [name, [resolver.resolve(name), resolver.integrity(name), resolver.read(name)&.force_encoding("UTF-8")]]
end
puts JSON.generate(found)
"""
_FILES = {
    "css/app.css": "body { background: url(../img/b%20g.png) }",
    "img/b g.png": "(a picture)",
    "chunk-2IXQ5Y3G.digested.js": "export const chunk = 1",
    "LICENSE": "(a text)",
}


def main(library: str) -> int:
    site = Site(_FILES)
    differences = 0
    for kind in ("propshaft", "propshaft-flat"):
        run = site.compile("--also", kind).succeeds()
        manifest = site.output / ".manifest.json"
        command = ["ruby", f"-I{library}", "-e", _PROGRAM, str(manifest)]
        asked = json.dumps([*run.names(), "none.js"])
        found = json.loads(subprocess.run(command, input=asked, capture_output=True, text=True, check=True).stdout)
        for name in run.names():
            entry = run.entry(name)
            integrity = entry.integrity if kind == "propshaft" else None
            expected = [f"/assets/{entry.path}", integrity, run.text(name)]
            if found[name] != expected:
                differences += 1
                print(f"{kind}: {name}: {found[name]}, not {expected}")
        assert found["none.js"] == [None, None, None]
    return int(differences > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
