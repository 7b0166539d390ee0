"""What is known of the engines behind webassets' filters: how to get one, what took the place of a dead one."""

from __future__ import annotations

from typing import Any

# Where a module and the distribution that brings it bear different names.
DISTRIBUTIONS = {"closure_soy": "closure-soy", "sass": "libsass", "scss": "pyScss", "spritecss": "spritemapper"}

# The npm packages that bring the program, and the program.
PROGRAMS = {
    "babel": ("@babel/core @babel/cli", "babel"),
    "cleancss": ("clean-css-cli", "cleancss"),
    "coffeescript": ("coffeescript", "coffee"),
    "handlebars": ("handlebars", "handlebars"),
    "less": ("less", "lessc"),
    "postcss": ("postcss postcss-cli", "postcss"),
    "requirejs": ("requirejs", "r.js"),
    "sass": ("sass", "sass"),
    "scss": ("sass", "sass"),
    "stylus": ("stylus", "stylus"),
    "typescript": ("typescript@5", "tsc"),
    "uglifyjs": ("uglify-js", "uglifyjs"),
}

# Filters whose engine, or whose webassets class, works on no Python, Node or Ruby of today, and what does their work.
SUCCESSORS = {
    "clevercss": "`libsass` or `scss`",
    "closure_stylesheets_compiler": "`rcssmin`",
    "closure_stylesheets_minifier": "`rcssmin`",
    "closure_tmpl": "`handlebars`",
    "compass": "`scss`",
    "css_slimmer": "`rcssmin`",
    "cssprefixer": "`postcss` with autoprefixer",
    "dustjs": "`handlebars`",
    "jade": "`handlebars`",
    "less_ruby": "`less`",
    "node-sass": "`sass`",
    "node-scss": "`scss`",
    "pyscss": "`libsass` or `scss`",
    "sass_ruby": "`sass`",
    "scss_ruby": "`scss`",
    "slimit": "`rjsmin` or `uglifyjs`",
    "spritemapper": "an SVG sprite",
}

# Filters that may run beside each other: they print nothing, and never change the folder of the whole process.
PARALLEL = frozenset(
    "babel cleancss closure_js datauri handlebars jinja2 jst libsass replace sass scss stylus typescript uglifyjs"
    " yui_css yui_js".split()
)


def is_webassets_own(target: Any) -> bool:
    """Whether it is a class that webassets brings, of which these tables speak; another may bear its name."""
    return getattr(target, "__module__", "").startswith("webassets.")
