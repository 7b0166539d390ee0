"""webassets' `handlebars` filter, with the real program: templates are functions, and give their text."""

from py_mini_racer import MiniRacer

from ..npm import package, program
from ..sites import Site


def test_precompiled_templates_run_with_the_runtime() -> None:
    config = f"""\
encodings = []
[bundles."js/t.js"]
contents = ["t/*.handlebars"]
filters = ["handlebars", "rjsmin"]
[filters.handlebars]
binary = "{program("handlebars")}"
"""
    files = {"t/a.handlebars": "<b>{{name}}</b>", "t/b.handlebars": "{{#each l}}{{this}};{{/each}}"}
    run = Site(files, config=config).compile().succeeds()
    with MiniRacer() as engine:
        engine.eval("var window = this, self = this;")
        engine.eval((package("handlebars") / "dist/handlebars.runtime.js").read_text(encoding="utf-8"))
        engine.eval(run.text("js/t.js"))
        assert engine.eval("Handlebars.templates.a({name: '<'})") == "<b>&lt;</b>"
        assert engine.eval("Handlebars.templates.b({l: [1, 2]})") == "1;2;"
