"""`{% assets %}` in templates: what it makes is compiled, and what it loads is found, with webassets and without."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent

import pytest
from jinja2 import DictLoader, Environment, TemplateSyntaxError

from assetbuild.errors import UsageError
from assetbuild.runtime.unknown_asset import UnknownAsset
from assetbuild.runtime.webassets import AssetsExtension, add_assets
from assetbuild.runtime.webassets_names import asset_of_output

from ..sites import Run, Site
from .output_folder import compiled_both_ways

BUNDLES = """\
directory: static
url: /media
bundles:
  css:
    contents: [a.css, b.css]
    output: gen/packed.%(version)s.css
    extra: {media: print}
  js:
    contents: a.js
    output: gen/packed.js
    extra: {defer: 1}
  both:
    contents: [css, js]
  plain:
    contents: [a.js, '*.css']
"""
FILES = {"static/a.css": "a { b: c }", "static/b.css": "d { e: f }", "static/a.js": "x = 1\n", "static/b.js": "y = 2\n"}


def rendered(site: Site, template: str, **values: object) -> str:
    environment = Environment(loader=DictLoader({"t": template}))
    add_assets(environment, site.output / "manifest.json")
    return environment.get_template("t").render(**values)


def shop(templates: dict[str, str] | None = None) -> Site:
    files = {f"templates/{name}": text for name, text in (templates or {}).items()}
    return Site(project={**FILES, **files, "bundles.yaml": BUNDLES})


@pytest.mark.parametrize(
    ("tag", "names", "extra"),
    [
        pytest.param('"css"', ["gen/packed.css"], "{'media': 'print'}", id="a bundle"),
        pytest.param("name", ["gen/packed.js"], "{'defer': 1}", id="a name that is a variable"),
        pytest.param('"both"', ["gen/packed.css", "gen/packed.js"], "{'defer': 1, 'media': 'print'}", id="a container"),
        pytest.param(
            '("css", "js")',
            ["gen/packed.css", "gen/packed.js"],
            "{'media': 'print', 'defer': 1}",
            id="a tuple of bundles",
        ),
        pytest.param('"plain"', ["a.js", "a.css", "b.css"], "{}", id="a bundle without an output"),
        pytest.param('"b.js", "js"', ["b.js", "gen/packed.js"], "{}", id="a file and a bundle"),
        pytest.param('"b.js", output="gen/tag.%(version)s.js"', ["gen/tag.js"], "{}", id="an output"),
        pytest.param(
            'filters="rjsmin", output="gen/other.js", "b.js", depends="x", debug=False',
            ["gen/other.js"],
            "{}",
            id="all",
        ),
    ],
)
def test_tag(tag: str, names: list[str], extra: str) -> None:
    body = "{{ ASSET_URL }} {{ ASSET_SRI }} {{ EXTRA }}\n"
    template = f"{{% assets {tag} %}}{body}{{% endassets %}}"
    site = shop({"page.html": "{# {% assets %} #}" + template, "deep/more.txt": "none"})
    run = site.compile("--from", "webassets").succeeds()
    expected = [
        f"/media/{run.entry(name).path} {run.entry(name).integrity} {extra}".replace("'", "&#39;") for name in names
    ]
    environment = Environment(loader=DictLoader({"t": template}), autoescape=True)
    add_assets(environment, site.output / "manifest.json")
    assert environment.get_template("t").render(name="js").splitlines() == expected


def test_filters_of_a_tag_run() -> None:
    site = shop({"a.html": '{% assets "a.js", "b.js", filters="rjsmin", output="gen/tag.js" %}{% endassets %}'})
    assert site.compile("--from", "webassets").succeeds().text("gen/tag.js") == "x=1;\ny=2;"


def test_tag_takes_the_place_of_webassets_own() -> None:
    from webassets.ext.jinja2 import AssetsExtension as Theirs

    site = shop()
    site.compile("--from", "webassets").succeeds()
    environment = Environment(extensions=[Theirs])
    add_assets(environment, site.output / "manifest.json")
    made = environment.from_string('{% assets "css" %}{{ ASSET_URL }}{% endassets %}').render()
    assert made.startswith("/media/gen/packed.")


def test_tag_needs_nothing_of_webassets_nor_of_the_build() -> None:
    site = shop()
    site.compile("--from", "webassets").succeeds()
    program = dedent("""\
        import sys, jinja2
        from assetbuild.runtime.webassets import add_assets
        environment = jinja2.Environment()
        add_assets(environment, "dist/assets/manifest.json")
        environment.from_string('{% assets "css" %}{{ ASSET_URL }}{% endassets %}').render()
        print([name for name in sys.modules if name.startswith(("webassets", "assetbuild.definitions", "yaml"))])
        """)
    done = subprocess.run([sys.executable, "-c", program], cwd=site.folder, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_tag_that_is_only_known_when_it_is_rendered_is_a_warning() -> None:
    site = shop({"page.html": '\n{% assets name, output="gen/x.js" %}{% endassets %}'})
    site.compile("--from", "webassets").succeeds(
        stderr="""\
        templates/page.html:2:1: warning: what this tag makes is only known when it is rendered, so it is not made
        """
    )


def test_template_that_cannot_be_parsed_is_a_warning() -> None:
    site = shop({"page.html": '{% assets "js" %}\n{% endfoo %}'})
    site.compile("--from", "webassets").succeeds(
        stderr="""\
        templates/page.html:2:1: warning: the tags in this template cannot be found: Encountered unknown tag 'endfoo'. \
Jinja was looking for the following tags: 'endassets'. The innermost block that needs to be closed is 'assets'.
        """
    )


def test_two_bundles_with_one_output() -> None:
    site = shop({"page.html": '{% assets "b.js", output="gen/packed.js" %}{% endassets %}'})
    site.compile("--from", "webassets").fails(
        status=2,
        stderr="""\
        templates/page.html:1:1: error: two bundles have the output 'gen/packed.js': the other is at bundles.yaml:8:3
          hint: give each an output of its own
        """,
    )


def test_unknown_option_of_a_tag() -> None:
    environment = Environment(extensions=[AssetsExtension])
    with pytest.raises(TemplateSyntaxError, match="Invalid keyword argument: colour"):
        environment.from_string('{% assets "a", colour=1 %}{% endassets %}')


def test_old_name_of_the_filters() -> None:
    site = shop({"a.html": '{% assets "a.js", filter="rjsmin", output="gen/tag.js" %}{% endassets %}'})
    assert site.compile("--from", "webassets").succeeds().text("gen/tag.js") == "x=1;"


def test_tag_without_a_manifest() -> None:
    environment = Environment(extensions=[AssetsExtension])
    with pytest.raises(UsageError, match="no manifest was given"):
        environment.from_string('{% assets "a" %}{% endassets %}').render()


def test_tag_of_what_is_not_there() -> None:
    site = shop()
    site.compile("--from", "webassets").succeeds()
    with pytest.raises(UnknownAsset):
        rendered(site, '{% assets "nothing.js" %}{{ ASSET_URL }}{% endassets %}')


@pytest.mark.parametrize(
    ("output", "asset"),
    [
        ("gen/a.js", "gen/a.js"),
        ("gen/a.%(version)s.js", "gen/a.js"),
        ("a-%(version)s.css", "a.css"),
        ("a_%(version)s.css", "a.css"),
        ("%(version)s/a.css", "a.css"),
        ("../gen/./a.js", "gen/a.js"),
    ],
)
def test_asset_of_an_output(output: str, asset: str) -> None:
    assert asset_of_output(output) == asset


SHOP = """\
from flask import Blueprint, Flask, render_template
from flask_assets import Bundle, Environment

assets = Environment()
admin = Blueprint("admin", __name__, static_folder="admin_static", template_folder="admin_templates")


def create_app():
    import later
    app = Flask(__name__)
    app.config["SECRET"] = later.SECRET
    app.register_blueprint(admin)
    assets.init_app(app)
    assets.register("css", "base.css", Bundle("admin/more.css"), filters="cssrewrite", output="gen/all.%(version)s.css")
    return app
"""


def test_flask_application_with_a_factory_and_a_blueprint() -> None:
    files = {
        "shop.py": SHOP,
        "later.py": "SECRET = 1\n",
        "static/base.css": "a { b: c }",
        "admin_static/more.css": "d { e: url(x.svg) }",
        "admin_static/x.svg": "<svg/>",
        "templates/page.html": '{% assets "css" %}{{ ASSET_URL }}{% endassets %}',
        "admin_templates/a.html": '{% assets "admin/more.css", output="gen/admin.css" %}{% endassets %}',
    }
    site = Site(project=files)
    # In a process of its own: Flask-Assets puts a filter of its own in the place of one of webassets'.
    arguments = [sys.executable, "-m", "assetbuild", "compile", "--from", "webassets:shop:create_app()"]
    subprocess.run(arguments, cwd=site.folder, capture_output=True, check=True)
    run = Run(site, 0, "", "")
    assert run.names() == ["admin/more.css", "admin/x.svg", "base.css", "gen/admin.css", "gen/all.css"]
    assert run.text("gen/all.css") == f"a {{ b: c }}\nd {{ e: url(../{run.entry('admin/x.svg').path}) }}"
    program = dedent("""\
        from shop import create_app
        from assetbuild.runtime.webassets import add_assets
        app = create_app()
        add_assets(app.jinja_env, "dist/assets/manifest.json")
        with app.test_request_context():
            from flask import render_template
            print(render_template("page.html"))
        """)
    done = subprocess.run([sys.executable, "-c", program], cwd=site.folder, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"/static/{run.entry('gen/all.css').path}"


def test_build_from_a_program_is_never_taken_for_unchanged() -> None:
    program = 'import os\nfrom webassets import Environment\nassets = Environment("static", "/media")\n'
    program += 'assets.register("m", os.environ["WANTED"], output="o.txt")\n'
    site = Site(project={"shop.py": program, "static/a.txt": "a", "static/b.txt": "b"})

    def compile_(wanted: str) -> str:
        arguments = [sys.executable, "-m", "assetbuild", "compile", "--from", "webassets:shop:assets"]
        environment = {"WANTED": wanted, "PATH": ""}
        done = subprocess.run(arguments, cwd=site.folder, env=environment, capture_output=True, text=True, check=True)
        return done.stdout

    assert "manifest written" in compile_("a.txt")
    assert "manifest written" in compile_("b.txt")


@pytest.mark.parametrize(
    ("program", "name", "stderr"),
    [
        pytest.param(
            "x = 1\n",
            "shop:x",
            """\
            error: 'shop:x' is of type int, which has no bundles
              hint: name an Environment or a Flask application: webassets:shop:assets, webassets:shop:create_app()
            """,
            id="no environment",
        ),
        pytest.param(
            "from flask_assets import Environment\nassets = Environment()\n",
            "shop:assets",
            """\
            error: 'shop:assets' belongs to no Flask application yet
              hint: name the application that it is initialised with, or a factory: webassets:shop:create_app()
            """,
            id="no application",
        ),
        pytest.param(
            "x = 1\n",
            "shop:assets",
            "error: the definition 'shop:assets' cannot be loaded: 'shop' has no 'assets'\n",
            id="no such name",
        ),
        pytest.param(
            'from webassets import Environment\nassets = Environment("static", "/")\n'
            'assets.register("m", "a.txt", filters=lambda _in, out: None, output="o.txt")\n',
            "shop:assets",
            """\
            shop:assets: error: a bundle has the filter <function <lambda> at 0x…>, which no configuration can name
              hint: make it a function or a class of a module
            """,
            id="a filter without a name",
        ),
        pytest.param(
            'from webassets import Environment\nassets = Environment("static", "/")\n'
            'assets.register("m", "http://example.com/a.txt", output="o.txt")\n',
            "shop:assets",
            """\
            shop:assets: error: 'http://example.com/a.txt' would be downloaded by the build
              hint: a build opens no connection: put the file among the sources, and name it there
            """,
            id="a URL",
        ),
    ],
)
def test_program_that_cannot_be_carried_over(program: str, name: str, stderr: str) -> None:
    import re

    site = Site(project={"shop.py": program, "static/a.txt": "a"})
    run = site.compile("--from", f"webassets:{name}")
    assert re.sub(r"0x[0-9a-f]+", "0x…", run.stderr) == dedent(stderr)
    assert run.status == 2


@pytest.mark.parametrize(
    ("text", "stderr"),
    [
        pytest.param(
            "bundles:\n  a: {contents: [x}\n",
            """\
            bundles.yaml:2:19: error: not valid YAML: expected ',' or ']', but got '}'
              2 |   a: {contents: [x}
                |                   ^
              hint: see https://yaml.org for the syntax
            """,
            id="no YAML",
        ),
        pytest.param(
            "bundles:\n  a: {contents: x, filter: y}\n",
            """\
            bundles.yaml:2:20: error: a bundle has no key 'filter'
              2 |   a: {contents: x, filter: y}
                |                    ^
              hint: did you mean 'filters'?
            """,
            id="a key that bundles have not",
        ),
        pytest.param(
            "bundles:\n  a: {contents: b}\n  b: {contents: a}\n",
            """\
            bundles.yaml:2:3: error: bundles name each other in a circle: a → b → a
              2 |   a: {contents: b}
                |   ^
            """,
            id="a circle",
        ),
        pytest.param(
            "bundles:\n  a: {contents: [x, 3]}\n",
            """\
            bundles.yaml:2:21: error: an item of `contents` is a path or a bundle, not 3
              2 |   a: {contents: [x, 3]}
                |                     ^
            """,
            id="a number among the contents",
        ),
        pytest.param(
            "bundles:\n  a: {contents: x, filters: [1]}\n",
            """\
            bundles.yaml:2:30: error: `filters` is a list of names, and 1 is none
              2 |   a: {contents: x, filters: [1]}
                |                              ^
            """,
            id="a number among the filters",
        ),
        pytest.param(
            "- a\n",
            """\
            bundles.yaml: error: the file must be a mapping
              hint: give the path of webassets' file: webassets:config/bundles.yaml
            """,
            id="a list",
        ),
        pytest.param(
            "filters: [tools.Nothing]\nbundles: {}\n",
            """\
            bundles.yaml:1:11: error: the filter 'tools:Nothing' cannot be loaded: 'tools' has no 'Nothing'
              1 | filters: [tools.Nothing]
                |           ^
            """,
            id="a filter that is not there",
        ),
    ],
)
def test_file_that_webassets_would_not_take(text: str, stderr: str) -> None:
    Site(project={"bundles.yaml": text, "tools.py": ""}).compile("--from", "webassets").fails(status=2, stderr=stderr)


def test_bundles_alone_with_aliases() -> None:
    text = """\
    all: &all
      contents: [a.js]
      output: gen/all.js
    more:
      <<: *all
      output: gen/more.js
    """
    site = Site(project={**FILES, "config/bundles.yaml": text, "config/static/a.js": "z = 1\n"})
    run = site.compile("--from", "webassets:config/bundles.yaml").succeeds()
    assert run.text("gen/more.js") == "z = 1;"
    assert run.names() == ["a.js", "gen/all.js", "gen/more.js"]


def test_empty_file_compiles_the_sources() -> None:
    assert Site(project={**FILES, "bundles.yaml": ""}).compile("--from", "webassets").succeeds().names() == [
        "a.css",
        "a.js",
        "b.css",
        "b.js",
    ]


def test_extra_of_any_yaml_is_carried_over() -> None:
    extra = "{day: 2020-01-01, no: null, more: [1, null, {x: yes}]}"
    text = f"directory: static\nbundles: {{all: {{contents: a.js, output: o.js, extra: {extra}}}}}\n"
    site = Site(project={**FILES, "bundles.yaml": text})
    compiled_both_ways(site, "webassets")
    group = site.compile("--from", "webassets").succeeds().manifest.groups["all"]
    assert group.extra == {"day": "2020-01-01", "more": [1, {"x": True}]}


def test_settings_that_are_nothing_are_left_out() -> None:
    program = """\
    from webassets import Environment
    assets = Environment("static", "/")
    assets.config["jst_bare"] = None
    assets.register("m", "a.js", filters="jst", output="o.js")
    """
    site = Site(project={**FILES, "shop.py": program})
    assert "o.js" in site.compile("--from", "webassets:shop:assets").succeeds().names()
