"""Import maps of Rails, beside what the real importmap-rails made of them: the same names lead to the same files."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from assetbuild.runtime.rails import add_assets

from ..sites import Site
from .importmap_cases import CASES, FILES
from .importmap_record import parts

LOCK = "GEM\n  specs:\n    importmap-rails (2.2.3)\n    propshaft (1.3.2)\n"
# There the page imports a specifier that its map does not have.
BY_ADDRESS = {"an entry point without a pin": "admin.js"}
# What the entry point imports is preloaded, whatever the pins say: the build knows it.
IMPORTED = {"application.js": ("<lib/index.js>",), "admin.js": ("<lib/index.js>", "<lib/one.js>")}


@pytest.mark.parametrize("name", CASES)
def test_tags_are_those_of_importmap_rails(name: str) -> None:
    case = CASES[name]
    made = Site(project={**FILES, "Gemfile.lock": LOCK, "config/importmap.rb": case.text})
    run = made.compile("--from", "propshaft").succeeds()
    environment = Environment()
    add_assets(environment, str(made.output / "manifest.json"))
    html = environment.from_string(f'{{{{ javascript_importmap_tags("{case.entry_point}") }}}}').render()
    for path in run.names():
        html = html.replace(f"/assets/{run.entry(path).path}", f"<{path}>")
    imports, preloaded, script = parts(html)
    entry = BY_ADDRESS.get(name) or case.imports[case.entry_point].strip("<>")
    assert imports == case.imports
    assert preloaded == (*IMPORTED[entry], f"<{entry}>")
    imported = f"<{entry}>" if name in BY_ADDRESS else case.entry_point
    assert script == f'<script type="module">import "{imported}"</script>'
