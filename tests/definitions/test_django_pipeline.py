"""django-pipeline's settings: the packages that django-pipeline itself packs have our texts, in its order."""

from __future__ import annotations

import re
from typing import Any

import pytest
from py_mini_racer import MiniRacer

from ..sites import Run, Site
from .django_projects import pipeline, run_peer
from .output_folder import compiled_both_ways

_NAMES = {
    "js": ("a", "b", "c", "lib/x", "lib/y/z", "other/a", "other/ab", "UP", "a-1"),
    "css": ("a", "b", "c", "lib/x", "lib/y/z", "other/a"),
}
FILES: dict[str, str | bytes] = {
    **{f"static/js/{name}.js": f"var at = '{name}'\n" for name in _NAMES["js"]},
    **{f"static/css/{name}.css": f".at {{ content: '{name}' }}\n" for name in _NAMES["css"]},
    "shop/__init__.py": "",
    "shop/static/js/shop.js": "var at = 'shop'\n",
    "shop/static/js/a.js": "var at = 'hidden by the one above'\n",
}
LOOSE = {"CSS_COMPRESSOR": None, "JS_COMPRESSOR": None, "DISABLE_WRAPPER": True}


def js(*patterns: str, **more: Any) -> dict[str, Any]:
    return {"JAVASCRIPT": {"all": {"source_filenames": patterns, "output_filename": "all.js"}}, **LOOSE, **more}


def css(*patterns: str, **more: Any) -> dict[str, Any]:
    return {"STYLESHEETS": {"all": {"source_filenames": patterns, "output_filename": "all.css"}}, **LOOSE, **more}


def order(text: str) -> list[str]:
    """The marks of the sources that a text is made of."""
    return re.findall(r"'([^']+)'", text)


ORDERS = {
    "in the order of the list": ("js/b.js", "js/a.js"),
    "a glob after one of its files": ("js/c.js", "js/*.js"),
    "a file after its glob": ("js/*.js", "js/a.js"),
    "one character": ("js/?.js",),
    "sets": ("js/[ab].js", "js/[!ab].js"),
    "folders by a glob": ("js/*/*.js",),
    "two asterisks are one": ("js/**/*.js",),
    "asterisks in a name are one": ("js/**a*.js",),
    "globs in both parts": ("js/*/a*.js", "js/lib/*.js"),
    "what is not there": ("js/gone.js", "js/a.js", "gone/*.js"),
    "of an app, and hidden by a folder that is searched before": ("js/shop.js", "js/a.js"),
    "from the folder itself": ("./js/a.js", "js/b.js"),
    "style sheets": ("css/b.css", "css/*.css"),
    "style sheets below": ("css/*/*.css", "css/a.css"),
    "a folder up": ("css/lib/../a.css",),
}


@pytest.fixture(scope="module")
def packed() -> tuple[dict[str, str], Run]:
    """All of these as packages of one project: what django-pipeline makes of them, and what we do."""
    packages: dict[str, dict[str, Any]] = {"STYLESHEETS": {}, "JAVASCRIPT": {}}
    for name, patterns in ORDERS.items():
        kind, suffix = ("STYLESHEETS", "css") if patterns[0].startswith("css") else ("JAVASCRIPT", "js")
        packages[kind][name] = {"source_filenames": patterns, "output_filename": f"{name}.{suffix}"}
    site = pipeline(FILES, packages | LOOSE)
    site.write({"settings.py": (site.folder / "settings.py").read_text().replace("'pipeline'", "'pipeline', 'shop'")})
    real = run_peer(site, "pipeline_peer.py")
    return real, site.compile("--from", "django-pipeline:settings", "--quiet").succeeds()


@pytest.mark.parametrize("name", ORDERS)
def test_packages_are_those_of_django_pipeline(packed: tuple[dict[str, str], Run], name: str) -> None:
    real, run = packed
    ((output, text),) = ((output, text) for output, text in real.items() if output.rpartition(".")[0] == name)
    assert order(run.text(output)) == order(text) != []


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        pytest.param({}, "(function() {\nvar at = 'a';\n}).call(this);", id="the usual one"),
        pytest.param({"JS_WRAPPER": "(()=>{%s}())// 100 %%"}, "(()=>{var at = 'a';}())// 100 %", id="its own"),
        pytest.param({"DISABLE_WRAPPER": True}, "var at = 'a';", id="none"),
    ],
)
def test_wrapper_of_scripts(settings: dict[str, Any], text: str) -> None:
    site = pipeline(FILES, js("js/a.js") | {"DISABLE_WRAPPER": False} | settings, installed=False)
    assert site.compile("--from", "django-pipeline:settings").succeeds(stderr="").text("all.js") == text


TEMPLATES: dict[str, str | bytes] = {
    "static/js/a.js": "var at = 1;\n",
    "static/t/one.jst": "<b><%= name %></b>\n<i>'\"</i>",
    "static/t/in/two.jst": "<% if (x) { %>yes<% } else { %>no<% } %>",
    "static/u/three.jst": "three",
}


def templates_in(script: str) -> dict[str, str]:
    """What the templates that a script defines give for a few values, by name."""
    racer = MiniRacer()
    racer.eval("var window = this; " + script)
    names = str(racer.eval("Object.keys(window.JST).sort().join()")).split(",")
    return {name: str(racer.eval(f"window.JST['{name}']({{name: 'World', x: false}})")) for name in names}


NAMES = {
    "one": (("js/a.js", "t/*.jst"), ["one"]),
    "below one folder": (("t/*.jst", "t/*/*.jst", "js/a.js"), ["in_two", "one"]),
    "that share no folder": (("t/in/two.jst", "u/*"), ["three", "two"]),
    "a glob that matches scripts too": (("*/*.js*",), ["one", "three"]),
}


def test_templates_are_those_of_django_pipeline() -> None:
    packages = {
        name: {"source_filenames": patterns, "output_filename": f"{name}.js"} for name, (patterns, _) in NAMES.items()
    }
    site = pipeline(TEMPLATES, {"JAVASCRIPT": packages, "JS_COMPRESSOR": None})
    real = run_peer(site, "pipeline_peer.py")
    run = site.compile("--from", "django-pipeline:settings", "--quiet").succeeds()
    for name, (_, names) in NAMES.items():
        ours = templates_in(run.text(f"{name}.js"))
        assert ours == templates_in(real[f"{name}.js"]), name
        assert list(ours) == names


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        pytest.param(
            {"TEMPLATE_FUNC": "_.template"}, 'window.JST["u_three"] = _.template("three");', id="another function"
        ),
        pytest.param({"TEMPLATE_NAMESPACE": "App.t"}, 'App.t["u_three"] = function(obj){', id="a namespace"),
        pytest.param({"TEMPLATE_SEPARATOR": "-"}, 'window.JST["t-one"] = function(obj){', id="a separator"),
        pytest.param({"TEMPLATE_EXT": ".js"}, 'window.JST["a"] = function(obj){', id="an extension"),
    ],
)
def test_settings_of_templates(settings: dict[str, Any], expected: str) -> None:
    own = {"a": {"source_filenames": ["x/*/*.jst", "x/*/*.js"], "output_filename": "all.js"}}
    files = {f"static/x/{path.removeprefix('static/')}": text for path, text in TEMPLATES.items()}
    site = pipeline({**files}, {**LOOSE, "JAVASCRIPT": own, **settings}, installed=False)
    assert expected in site.compile("--from", "django-pipeline:settings").succeeds().text("all.js")


@pytest.mark.parametrize(
    ("settings", "filters", "warnings"),
    [
        pytest.param({}, ["rjsmin"], [], id="none is named"),
        pytest.param({"JS_COMPRESSOR": None}, [], [], id="nothing"),
        pytest.param({"JS_COMPRESSOR": "pipeline.compressors.NoopCompressor"}, [], [], id="one that does nothing"),
        pytest.param({"JS_COMPRESSOR": "pipeline.compressors.jsmin.JSMinCompressor"}, ["rjsmin"], [], id="the same"),
        pytest.param(
            {"JS_COMPRESSOR": "pipeline.compressors.terser.TerserCompressor"},
            ["rjsmin"],
            [
                "'pipeline.compressors.terser.TerserCompressor' does not run; 'rjsmin' does, "
                "and in `filters` of a bundle you may name another"
            ],
            id="another",
        ),
    ],
)
def test_compressors(settings: dict[str, Any], filters: list[str], warnings: list[str]) -> None:
    package = {"all": {"source_filenames": ["js/a.js"], "output_filename": "all.js"}}
    site = pipeline(FILES, {"JAVASCRIPT": package, "DISABLE_WRAPPER": True, **settings}, installed=False)
    run = site.run("migrate", "django-pipeline", "settings", "--stdout").succeeds()
    assert f"filters = {filters}".replace("'", '"') in run.stdout
    assert [line.partition("warning: ")[2] for line in run.stderr.splitlines() if "warning: " in line] == warnings


def test_everything_at_once_is_the_same_when_migrated() -> None:
    settings = {
        "COMPILERS": ["pipeline.compilers.less.LessCompiler", "pipeline.compilers.sass.SASSCompiler"],
        "STYLESHEETS": {
            "main": {
                "source_filenames": ["css/*", "css/a.css"],
                "output_filename": "css/main.min.css",
                "variant": "datauri",
                "extra_context": {"media": "screen,projection", "title": None, "sizes": (1, 2)},
                "template_name": "own.html",
            }
        },
        "JAVASCRIPT": {"t": {"source_filenames": ["t/*.jst", "js/[ab].js"], "output_filename": "js/t.js"}},
    }
    files = {
        **FILES,
        **TEMPLATES,
        "static/css/s.scss": "$c: red; .scss { .in { color: $c } }",
        "static/css/embed/x.png": b"png",
        "static/css/e.css": ".e { background: url(embed/x.png) }",
    }
    site = pipeline(files, settings)
    made = compiled_both_ways(site, "django-pipeline:settings")
    (sheet,) = (data.decode() for path, data in made.items() if re.fullmatch(r"css/main\.min\.\w+\.css", path))
    assert ".scss .in{color:red}" in sheet
    assert '.e{background:url("data:image/png;base64,cG5n")}' in sheet
    assert not any(path.endswith("s.css") or ".scss" in path for path in made)
    group = site.compile("--from", "django-pipeline:settings").succeeds().manifest.groups["main.css"]
    assert group.assets == ("css/main.min.css",)
    assert group.extra == {
        "extra_context": {"media": "screen,projection", "sizes": [1, 2]},
        "template_name": "own.html",
    }


@pytest.mark.parametrize(
    ("settings", "embedded"),
    [
        pytest.param({}, ["embed", "x-embed"], id="the usual folder"),
        pytest.param({"EMBED_PATH": r"img/|/images/"}, ["images", "img"], id="others"),
        pytest.param({"EMBED_MAX_IMAGE_SIZE": 8}, [], id="a size"),
    ],
)
def test_images_in_style_sheets(settings: dict[str, Any], embedded: list[str]) -> None:
    folders = ("embed", "x-embed", "images", "img", "other")
    rules = "".join(f".{folder} {{ background: url({folder}/deep/x.png) }}" for folder in folders)
    files = {f"static/css/{folder}/deep/x.png": b"seven by" for folder in folders}
    package = {"source_filenames": {"css/s.css"}, "output_filename": "s2.css", "variant": "datauri"}
    site = pipeline({"static/css/s.css": rules, **files}, {"STYLESHEETS": {"s": package}, **settings}, installed=False)
    text = site.compile("--from", "django-pipeline:settings").succeeds(stderr="").text("s2.css")
    assert sorted(re.findall(r"\.([\w-]+)\{background:url\(\"data:", text)) == embedded


def test_settings_from_before_django_pipeline_1_6() -> None:
    lines = [
        "PIPELINE_CSS = {'c': {'source_filenames': ('css/b.css', 'css/a.css'), 'output_filename': 'c.css'}}",
        "PIPELINE_JS = {'j': {'source_filenames': ('js/b.js',), 'output_filename': 'j.js'}}",
        "PIPELINE_DISABLE_WRAPPER = True",
    ]
    site = pipeline(FILES, {})
    text = (site.folder / "settings.py").read_text().replace("PIPELINE = {}", "\n".join(lines))
    site.write({"settings.py": text.replace("'pipeline'", "").replace("'pipeline.finders.PipelineFinder'", "")})
    run = site.compile("--from", "django-pipeline:settings").succeeds(stderr="")
    assert order(run.text("c.css")) == ["b", "a"]
    assert run.text("j.js") == "var at='b';"


def test_finders_that_leave_sources_out_find_them() -> None:
    site = pipeline(FILES, js("js/a.js", "js/*.js"))
    finders = (
        (site.folder / "settings.py").read_text().replace("django.contrib.staticfiles.finders", "pipeline.finders")
    )
    site.write({"settings.py": finders})
    run = site.compile("--from", "django-pipeline:settings").succeeds(stderr="")
    assert order(run.text("all.js"))[0] == "a"


def test_settings_that_manage_py_names() -> None:
    site = pipeline(FILES, js("js/a.js"))
    site.write({"manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n'})
    assert site.compile("--from", "django-pipeline").succeeds(stderr="").text("all.js") == "var at = 'a';"
    assert site.run("init").succeeds(stderr="").stdout.splitlines()[0] == "found django-pipeline:settings"
    site.compile().succeeds(stderr="")


def less(*packages: str, **more: Any) -> Site:
    settings = css(*packages, COMPILERS=["pipeline.compilers.less.LessCompiler"], **more)
    return pipeline(
        {"static/css/a.less": "@c: red; .a { .b { color: @c } }", "static/css/b.css": ".c { d: e }"}, settings
    )


def test_less_is_compiled_by_its_program(npm_programs: str) -> None:
    site = less(
        "css/a.less", "css/b.css", LESS_BINARY=f"/usr/bin/env {npm_programs}/lessc", LESS_ARGUMENTS=["--math=always"]
    )
    run = site.compile("--from", "django-pipeline:settings").succeeds()
    assert "".join(run.text("all.css").split()) == ".a.b{color:red;}.c{d:e}"


@pytest.mark.parametrize(
    ("compiler", "file", "settings", "command"),
    [
        pytest.param(
            "less.LessCompiler",
            "x.less",
            {},
            'command = ["lessc", "--include-path={folder}", "-"]\nversion = ["lessc", "--version"]\n'
            'files = ["**/*.less"]',
            id="less",
        ),
        pytest.param(
            "stylus.StylusCompiler",
            "x.styl",
            {"STYLUS_ARGUMENTS": "--use 'a b'"},
            'command = ["stylus", "--include", "{folder}", "--use", "a b"]\nversion = ["stylus", "--version"]\n'
            'files = ["**/*.styl"]',
            id="stylus",
        ),
        pytest.param(
            "coffee.CoffeeScriptCompiler",
            "x.coffee",
            {"COFFEE_SCRIPT_BINARY": ["/opt/coffee"]},
            'command = ["/opt/coffee", "-c", "-p", "{input}"]\nversion = ["/opt/coffee", "--version"]\n'
            'files = ["**/*.coffee", "**/*.litcoffee"]',
            id="coffee",
        ),
        pytest.param(
            "livescript.LiveScriptCompiler",
            "x.ls",
            {},
            'command = ["lsc", "-c", "-p", "{input}"]\nversion = ["lsc", "--version"]\nfiles = ["**/*.ls"]',
            id="livescript",
        ),
        pytest.param(
            "es6.ES6Compiler",
            "x.es6",
            {"BABEL_ARGUMENTS": ["--presets", "x"]},
            'command = ["node_modules/.bin/babel", "--filename", "{file}", "--presets", "x"]\n'
            'version = ["node_modules/.bin/babel", "--version"]\nfiles = ["**/*.es6"]',
            id="es6, from the project's packages of npm",
        ),
    ],
)
def test_compilers_are_commands(compiler: str, file: str, settings: dict[str, Any], command: str) -> None:
    kind = css if compiler.startswith(("less", "stylus")) else js
    files: dict[str, str | bytes] = {f"static/{file}": "", "node_modules/.bin/babel": ""}
    site = pipeline(files, kind("*", COMPILERS=[f"pipeline.compilers.{compiler}"], **settings))
    assert command in site.run("migrate", "django-pipeline", "settings", "--stdout").succeeds(stderr="").stdout


def test_compiler_that_nothing_needs_is_not_looked_for() -> None:
    less("css/*.css").compile("--from", "django-pipeline:settings").succeeds(stderr="")


def test_typescript_goes_through_esbuild() -> None:
    settings = js(
        "x.ts", COMPILERS=["pipeline.compilers.typescript.TypeScriptCompiler"], TYPE_SCRIPT_ARGUMENTS="--strict"
    )
    site = pipeline({"static/x.ts": "var x: number = 1\n"}, {**settings, "JS_COMPRESSOR": "x.Y"})
    run = site.compile("--from", "django-pipeline:settings").succeeds()
    assert run.text("all.js") == "var x=1;"
    assert "`TYPE_SCRIPT_ARGUMENTS`: '--strict' is not carried over to the filter 'esbuild'" in run.stderr


def faults(settings: dict[str, Any]) -> str:
    run = pipeline(FILES, settings).compile("--from", "django-pipeline:settings")
    assert run.status == 2, run.stderr
    line, *_, last = run.stderr.splitlines()
    hint = f" | {last.strip()}" if last.startswith("  hint: ") else ""
    return line.partition("error: ")[2] + hint


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        pytest.param(
            {"JAVASCRIPT": {"a": {"source_filenames": ["js/a.js"]}}},
            "the package 'a' has no `output_filename`",
            id="no output",
        ),
        pytest.param(
            {"JAVASCRIPT": {"a": {"output_filename": "x.js"}, "b": {"output_filename": "x.js"}}},
            "the packages 'a' and 'b' have the same output, 'x.js' | hint: give each an output of its own",
            id="one output for two",
        ),
        pytest.param(
            {"JAVASCRIPT": {"a": {"source_filenames": ("js/a.js"), "output_filename": "a.js"}}},
            "`source_filenames` of the package 'a' must be a list | hint: put a comma behind the one that is in it",
            id="a name in place of a list",
        ),
        pytest.param(js("js/a.js", JAVASCRIPT=["a"]), "`JAVASCRIPT` must be a dictionary of packages", id="a list"),
        pytest.param(
            {"STYLESHEETS": {"a": {"source_filenames": ["css/a.css"], "output_filename": "a.css", "variant": "mhtml"}}},
            "'mhtml' is no variant | hint: the only one is 'datauri'",
            id="another variant",
        ),
        pytest.param(
            js("js/a.js", DISABLE_WRAPPER=False, JS_WRAPPER="(%s)(%s)"),
            "`JS_WRAPPER` must have one `%s` | hint: the scripts take the place of `%s`; any other `%` is written `%%`",
            id="two places in the wrapper",
        ),
        pytest.param(
            js("js/a.js", DISABLE_WRAPPER=False, JS_WRAPPER="(%s) 100%"),
            "`JS_WRAPPER` must have one `%s` | hint: the scripts take the place of `%s`; any other `%` is written `%%`",
            id="a wrapper that is no format",
        ),
        pytest.param(
            {"JAVASCRIPT": {"a": {"output_filename": "../x.js"}}},
            "'../x.js' cannot be among the static files: it has an empty, `.` or `..` segment",
            id="an output elsewhere",
        ),
    ],
)
def test_settings_that_are_at_fault(settings: dict[str, Any], said: str) -> None:
    assert faults(settings) == said


def test_compiler_of_the_project_is_refused() -> None:
    settings = js("js/a.js", "x.tpl", COMPILERS=["shop.compilers.Own"])
    site = pipeline({**FILES, "static/x.tpl": ""}, settings)
    line = next(
        number
        for number, text in enumerate((site.folder / "settings.py").read_text().splitlines(), 1)
        if "shop.compilers.Own" in text
    )
    run = site.compile("--from", "django-pipeline:settings")
    assert run.status == 2
    message = "'x.tpl' in the package 'all' is for 'shop.compilers.Own', which is not run: it is no filter"
    assert run.stderr.startswith(f"settings.py:{line}:27: error: {message}\n")
    way = "`[filters.NAME] command = […]`, after `assetbuild migrate django-pipeline`"
    assert run.stderr.endswith(f"hint: make a filter of its command, {way}\n")


def test_what_is_not_carried_over_is_told() -> None:
    settings = js("js/gone.js", "js/a.js", COLOUR="red", EMBED_PATH="x.*/")
    settings["JAVASCRIPT"] |= {"none": {"source_filenames": ["js/no*.js"], "output_filename": "none.js"}}
    settings["JAVASCRIPT"]["all"] |= {"compiler_options": {}, "manifest": False}
    said = pipeline(FILES, settings).compile("--from", "django-pipeline:settings").succeeds().stderr
    assert [line.partition(": warning: ")[2] for line in said.splitlines() if ": warning: " in line] == [
        "`compiler_options` of the package 'all' is not carried over",
        "there is no static file 'js/gone.js', and django-pipeline passes it over",
        "there is no static file 'js/no*.js', and django-pipeline passes it over",
        "the package 'none' has no files, so it is not made",
        "`EMBED_PATH` is more than names of folders: set `inline` to globs of what is to be embedded",
        "'COLOUR' is no setting of django-pipeline",
    ]


@pytest.mark.parametrize(
    ("name", "stderr"),
    [
        pytest.param(
            "django-pipeline",
            """\
            error: 'django-pipeline' names no settings, and no manage.py does
              hint: --from django-pipeline:mysite.settings
            """,
            id="none",
        ),
        pytest.param(
            "django-pipeline:plain",
            """\
            plain.py: error: the settings have no `PIPELINE`
              hint: name those that have: django-pipeline:…
            """,
            id="without packages",
        ),
        pytest.param(
            "django-pipeline:a b",
            """\
            error: 'django-pipeline:a b' names no settings
              hint: name the module of its settings: "django-pipeline:mysite.settings", or "django-pipeline:backend/mysite.settings" below a folder
            """,  # noqa: E501
            id="no name",
        ),
    ],
)
def test_no_settings(name: str, stderr: str) -> None:
    site = pipeline(FILES, js("js/a.js"))
    site.write({"plain.py": 'SECRET_KEY = "x"\nINSTALLED_APPS = ["django.contrib.staticfiles"]\nSTATIC_URL = None\n'})
    site.compile("--from", name).fails(status=2, stderr=stderr)
