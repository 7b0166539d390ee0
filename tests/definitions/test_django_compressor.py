"""django-compressor's blocks: those that it compresses offline are ours, with the same texts and the same elements."""

from __future__ import annotations

import re
from typing import Any

import pytest

from assetbuild.runtime.compress_names import group_of_block

from ..sites import Run, Site
from .django_projects import compressor, run_peer
from .output_folder import compiled_both_ways

FILES: dict[str, str | bytes] = {
    **{f"static/css/{name}.css": f".at {{ content: '{name}' }}\n" for name in "abcd"},
    **{f"static/js/{name}.js": f"at('{name}')\n" for name in "abcd"},
    "static/css/img.css": ".at { content: 'img'; background: url(../img/x.png) }",
    "static/img/x.png": b"png",
    "static/s.scss": ".at { content: 'sass' }",
    "static/js/sp ace.js": "at('space')\n",
}


def css(*names: str, **attributes: str) -> str:
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return "".join(f'<link rel="stylesheet" href="{{% static \'css/{name}.css\' %}}"{more}>\n' for name in names)


def js(*names: str, more: str = "") -> str:
    return "".join(f"<script src=\"{{% static 'js/{name}.js' %}}\"{more}></script>\n" for name in names)


def block(kind: str, *parts: str, how: str = "") -> str:
    return f"{{% compress {kind}{how} %}}{''.join(parts)}{{% endcompress %}}"


BODIES = {
    "in the order of the block": block("css", css("c", "a", "b")),
    "scripts": block("js", js("c", "a")),
    "text between files": block("css", css("a"), "<style>.at { content: 'text' }</style>", css("b")),
    "text alone": block("js", "<script>at('alone') // '</scr'</script>"),
    "an address in text": block("css", "<style>.at { content: 'u'; background: url(/static/img/x.png) }</style>"),
    "an address in a file": block("css", css("img")),
    "media": block("css", css("a", "b", media="print"), css("c"), css("d", media="print")),
    "async and defer": block("js", js("a", "b", more=" defer"), js("c", more=" async"), js("d")),
    "both are async": block("js", js("a", more=" async defer")),
    "a name": block("css", css("a"), "<!-- name -->", how=" file shop"),
    "a name with an ending": block("js", js("a"), "<!-- name -->", how=" file shop.min.js"),
    "inline style sheets": block("css", css("a"), css("b", media="print"), how=" inline"),
    "inline scripts": block("js", js("a", "b"), how=" inline"),
    "a preload of style sheets": block("css", css("a"), "<!-- preload -->", how=" preload"),
    "a preload of scripts": block("js", js("a"), "<!-- preload -->", how=" preload"),
    "elements of other kinds": block("css", "<link rel=icon href=x>", css("a"), js("a"), "<!-- c -->", "text"),
    "attributes without quotes": block("js", "<script src=/static/js/b.js></script>"),
    "elements that end themselves": block("js", '<script src="/static/js/b.js" />', "<script>at('x')</script>"),
    "style sheets that end themselves": block("css", '<link rel="stylesheet" href="/static/css/d.css" />', css("c")),
    "another case": block("css", '<LINK REL="StyleSheet" HREF="/static/css/b.css">'),
    "a query": block("css", '<link rel="stylesheet" href="/static/css/b.css?v=1">'),
    "a space in a name": block("js", js("sp ace")),
    "a style sheet in another language": block(
        "css", css("a"), "<link rel='stylesheet' href=\"{% static 's.scss' %}\">"
    ),
    "variables": block("js", js("a"), "<script>at('{{ word }}')</script>"),
    "a condition within": block("css", css("a"), "{% if word %}", css("b"), "{% else %}", css("c"), "{% endif %}"),
    "conditions around": (
        "{% if none %}" + block("css", css("b", "a")) + "{% else %}" + block("css", css("d")) + "{% endif %}"
    ),
    "a loop around": (
        "{% for x in none %}" + block("js", js("d", "a")) + "{% empty %}" + block("js", js("d", "b")) + "{% endfor %}"
    ),
    "a loop within": block("js", "{% for x in 'ab' %}<script src='/static/js/{{ x }}.js'></script>{% endfor %}"),
    "a `with` around": "{% with x=word %}" + block("js", js("c"), "<script>at('[{{ x }}]')</script>") + "{% endwith %}",
    "a part of another template": block("js", '{% include "part.txt" %}', js("c")),
}
HEAD = "{% load compress static %}"


def child(parent: str, **blocks: str) -> str:
    """A template that extends another, with these blocks."""
    own = (f"{{% block {name} %}}{text}{{% endblock %}}" for name, text in blocks.items())
    return f'{{% extends "{parent}" %}}{HEAD}' + "".join(own)


SUPER = "{{ block.super }}"
INNER = block("js", "{% block inner %}", js("a"), "{% endblock %}")
FAMILY = {
    "base.html": HEAD
    + block("css", "{% block sheets %}", css("a"), "{% endblock %}", how=" file base")
    + "{% block end %}{% endblock %}",
    "middle.html": child("base.html", sheets=SUPER + css("b")),
    "leaf.html": child("middle.html", sheets=css("c") + SUPER, end=SUPER + INNER),
    "twig.html": child("leaf.html", inner=js("d")),
    "orphan.html": child("gone.html", x=block("css", css("d"))),
}
SETTINGS = (
    "COMPRESS_OFFLINE_CONTEXT = {'word': 'hello'}",
    "COMPRESS_FILTERS = {'css': ['compressor.filters.css_default.CssAbsoluteFilter'], 'js': []}",
)


@pytest.fixture(scope="module")
def pages() -> tuple[Site, dict[str, Any], Run, dict[str, str]]:
    """All of these as templates of one project: what django-compressor makes of them, and what we do; and how their
    pages are rendered with our tag."""
    templates = {f"{index}.html": HEAD + body for index, body in enumerate(BODIES.values())}
    site = compressor(
        {
            **FILES,
            **{f"templates/{name}": text for name, text in (templates | FAMILY).items()},
            "templates/part.txt": "{% load static %}" + js("a"),
        },
        *SETTINGS,
    )
    real = run_peer(site, "compressor_peer.py")
    run = site.compile("--from", "django-compressor:settings", "--quiet").succeeds()
    ours = "INSTALLED_APPS = ['django.contrib.staticfiles', 'assetbuild.runtime.django', {}]"
    site.write(
        {
            "ours.py": (
                "from settings import *\n"
                + ours.format("'assetbuild.runtime.django.compressor'")
                + "\nSTATICFILES_FINDERS = []\n"
                "STORAGES = {'staticfiles': {'BACKEND': 'assetbuild.runtime.django.storage.ManifestStorage'}}\n"
                "TEMPLATES[0]['OPTIONS'] = {'context_processors': []}\n"
            )
        }
    )
    names = [*templates, "base.html", "middle.html", "leaf.html", "twig.html"]
    return site, real, run, run_peer(site, "render_templates.py", "django", *names, settings="ours")


def order(text: str) -> list[str]:
    """The marks of the sources that a text is made of."""
    return re.findall(r"""(?:content: ?|at\()['"]([^'"]+)""", text)


def elements(html: str) -> list[str]:
    """The HTML of a block without what is in a name for its content's sake, integrity, and white space."""
    html = re.sub(r"(CACHE/(?:css|js)/[\w.]+?)(?:-[0-9a-f]{8})?(?:\.[0-9a-f]{12})?(?=\.(?:css|js))", r"\1", html)
    html = re.sub(r' integrity="[^"]*" crossorigin="anonymous"| /(?=>)', "", html)
    html = re.sub(
        r"(<(?:style|script)\b[^>]*>)(.*?)(</)",
        lambda found: found[1] + ",".join(order(found[2])) + found[3],
        html,
        flags=re.S,
    )
    return html.replace("\n", "").replace("><", ">\n<").split("\n")


def test_blocks_are_those_that_django_compressor_finds(pages: Any) -> None:
    _, real, run, _ = pages
    groups = {f"compress/{key[:32]}" for key in real}
    assert set(run.manifest.groups) == groups
    assert len(groups) > len(BODIES)


def test_texts_are_those_of_django_compressor(pages: Any) -> None:
    _, real, run, _ = pages
    for key, made in real.items():
        assets = run.manifest.groups[f"compress/{key[:32]}"].assets
        if made["texts"]:
            assert [order(run.text(path)) for path in assets] == [order(text) for text in made["texts"]]


def test_address_in_a_style_sheet_leads_to_the_artifact(pages: Any) -> None:
    run: Run = pages[2]
    made = [run.text(path) for path in run.names() if path.startswith("CACHE/css/")]
    name = run.entry("img/x.png").path
    assert sum(f"url(../../{name})" in text for text in made) == 2
    assert not any("url(/static" in text or "url(../img" in text for text in made)


@pytest.mark.parametrize("index", [pytest.param(index, id=name) for index, name in enumerate(BODIES)])
def test_tag_gives_the_elements_of_django_compressor(pages: Any, index: int) -> None:
    _, real, _, rendered = pages
    html = rendered[f"{index}.html"]
    if "UsageError" in html:
        # What the page has and the offline context has not.
        assert list(BODIES)[index] in ("variables", "a condition within", "a `with` around")
        return
    theirs = [made["html"] for made in real.values()]
    assert elements(html) in [elements(each) for each in theirs]


@pytest.mark.parametrize("name", ["base.html", "middle.html", "leaf.html", "twig.html"])
def test_inherited_blocks_are_found(pages: Any, name: str) -> None:
    _, _, _, rendered = pages
    assert rendered[name].startswith('<link rel="stylesheet" href="/static/CACHE/css/base-')


def test_block_in_a_condition_is_that_of_the_template_that_extends() -> None:
    # django-compressor writes the first one that it sees into the template of all others.
    files = {
        "base.html": "{% block end %}{% endblock %}",
        "a.html": child("base.html", end="{% if x %}" + INNER + "{% endif %}"),
        "b.html": child("a.html", inner=js("d")),
    }
    site = compressor({**FILES, **{f"templates/{name}": text for name, text in files.items()}}, installed=False)
    run = site.compile("--from", "django-compressor:settings").succeeds(stderr="")
    assert sorted(order(run.text(name)) for name in run.names() if name.startswith("CACHE/")) == [["a"], ["d"]]


def test_block_that_the_build_has_not_is_told(pages: Any) -> None:
    *_, rendered = pages
    index = list(BODIES).index("variables")
    assert re.fullmatch(
        r"UsageError: .*manifest\.json: the build has no such \{% compress %\} block: "
        r'<script src="/static/js/a\.js"></script> <script>at\(\'\'\)</script>',
        rendered[f"{index}.html"],
    )


def test_from_and_migrated_configuration_give_the_same_bytes(pages: Any) -> None:
    site: Site = pages[0]
    made = compiled_both_ways(site, "django-compressor:settings")
    assert not any(path.startswith("compress-text") for path in made)


@pytest.mark.parametrize(
    ("tag", "html"),
    [
        pytest.param("compress", "TemplateSyntaxError: 'compress' takes a kind, a mode and a name", id="no kind"),
        pytest.param(
            "compress less",
            "TemplateSyntaxError: the kind of 'compress' is one of css, js, not 'less'",
            id="another kind",
        ),
        pytest.param(
            "compress js here",
            "TemplateSyntaxError: the mode of 'compress' is one of file, inline, preload, not 'here'",
            id="another mode",
        ),
    ],
)
def test_tag_that_is_not_right(pages: Any, tag: str, html: str) -> None:
    site: Site = pages[0]
    site.write({"templates/wrong.html": f"{HEAD}{{% {tag} %}}{{% endcompress %}}"})
    assert run_peer(site, "render_templates.py", "django", "wrong.html", settings="ours")["wrong.html"] == html
    (site.folder / "templates/wrong.html").unlink()


def test_tag_without_a_build_gives_the_block_as_it_is(pages: Any) -> None:
    site: Site = pages[0]
    site.write({"none.py": "from ours import *\nASSETBUILD_MANIFEST = None\n"})
    html = run_peer(site, "render_templates.py", "django", "1.html", settings="none")["1.html"]
    assert html == '<script src="/static/js/c.js"></script>\n<script src="/static/js/a.js"></script>\n'


def migrated(site: Site) -> tuple[str, list[str]]:
    """The configuration, and what it warns of."""
    run = site.run("migrate", "django-compressor", "settings", "--stdout").succeeds()
    return run.stdout, [line.partition("warning: ")[2] for line in run.stderr.splitlines() if "warning: " in line]


PAGE: dict[str, str | bytes] = {**FILES, "templates/page.html": HEAD + block("css", css("a")) + block("js", js("a"))}


@pytest.mark.parametrize(
    ("settings", "line", "warnings"),
    [
        pytest.param("", 'filters = ["rcssmin"]', [], id="the usual ones"),
        pytest.param("COMPRESS_FILTERS = {'css': []}", "filters = []", [], id="none"),
        pytest.param(
            "COMPRESS_CSS_FILTERS = ['compressor.filters.cssmin.CSSMinFilter']\nCOMPRESS_JS_FILTERS = []",
            'contents = ["js/a.js"]\nfilters = []',
            [],
            id="settings of older versions",
        ),
        pytest.param(
            "COMPRESS_FILTERS = {'css': ['compressor.filters.yui.YUICSSFilter', 'x.Y', "
            "'compressor.filters.template.TemplateFilter'], 'js': []}",
            'filters = ["rcssmin"]',
            [
                "'compressor.filters.yui.YUICSSFilter' does not run; 'rcssmin' does, "
                "and in `filters` of a bundle you may name another",
                "'x.Y' does not run: it is no filter of ours; name one in `filters` of a bundle",
                "'compressor.filters.template.TemplateFilter' does not run: "
                "sources are compiled as they are, not as templates of Django",
            ],
            id="others",
        ),
        pytest.param(
            "COMPRESS_FILTERS = {'css': ['compressor.filters.datauri.CssDataUriFilter'], 'js': []}",
            'inline = { "**" = 1024 }',
            [],
            id="data URIs",
        ),
        pytest.param("COMPRESS_OUTPUT_DIR = '/packed/'", '[bundles."packed/css/', [], id="another folder"),
        pytest.param(
            "COMPRESS_COMPRESSORS = {'css': 'x.Y'}",
            'filters = ["rjsmin"]',
            ["`COMPRESS_COMPRESSORS`: classes of the project do not run"],
            id="classes of the project",
        ),
    ],
)
def test_settings(settings: str, line: str, warnings: list[str]) -> None:
    text, told = migrated(compressor(PAGE, settings, installed=False))
    assert line in text
    assert told == warnings


@pytest.mark.parametrize(
    ("how", "filters"),
    [
        pytest.param("sass --scss {infile} {outfile}", 'filters = ["sass"]', id="Sass by a command"),
        pytest.param("django_libsass.SassCompiler", 'filters = ["sass"]', id="Sass by a class"),
        pytest.param(
            "node_modules/.bin/lessc --js {infile} {outfile}",
            'command = ["node_modules/.bin/lessc", "--js", "{file}", "{output}"]',
            id="a command",
        ),
        pytest.param("lessc -", 'command = ["lessc", "-"]', id="from its input"),
        pytest.param(
            "stylus < {infile} > {outfile}",
            """command = ["sh", "-c", "stylus < \\"$1\\" > \\"$2\\"", "sh", "{file}", "{output}"]""",
            id="for a shell",
        ),
    ],
)
def test_precompilers(how: str, filters: str) -> None:
    page = HEAD + block("css", css("a", type="text/x"), css("b", type="text/css"), css("c"))
    settings = f"COMPRESS_PRECOMPILERS = (('text/x', {how!r}),)"
    text, told = migrated(compressor({**FILES, "templates/page.html": page}, settings, installed=False))
    assert filters in text
    assert text.count('{ contents = ["css/a.css"], filters = [') == 1
    assert told == []


def test_less_is_compiled_by_its_program(npm_programs: str) -> None:
    settings = f"COMPRESS_PRECOMPILERS = [('text/less', '{npm_programs}/lessc {{infile}} {{outfile}}')]"
    page = HEAD + block("css", css("a"), '<link rel="stylesheet" type="text/less" href="/static/x.less">')
    files = {**FILES, "static/x.less": "@c: red; .x { .y { color: @c } }", "templates/page.html": page}
    site = compressor(files, settings)
    theirs = run_peer(site, "compressor_peer.py")
    run = site.compile("--from", "django-compressor:settings").succeeds(stderr="")
    (path,) = (name for name in run.names() if name.startswith("CACHE/"))
    ((made,),) = (each["texts"] for each in theirs.values())
    assert "".join(run.text(path).split()) == "".join(made.split())


@pytest.mark.parametrize(
    ("page", "settings", "stderr"),
    [
        pytest.param(
            block("js", '<script src="https://cdn.example/x.js"></script>'),
            "",
            """\
            templates/page.html:1:1: error: 'https://cdn.example/x.js' is not below '/static/', and cannot be in a {% compress %} block
              hint: take it out of the block: only what is below that URL is put together
            """,  # noqa: E501
            id="of another host",
        ),
        pytest.param(
            block("css", css("a", type="text/y")),
            "COMPRESS_PRECOMPILERS = [('text/x', 'x')]",
            """\
            templates/page.html:1:1: error: nothing in COMPRESS_PRECOMPILERS compiles 'text/y'
              hint: name one for it in COMPRESS_PRECOMPILERS, or leave `type` out; there are text/x
            """,
            id="a type that nothing compiles",
        ),
        pytest.param(
            block("css", '<style type="text/x">a</style>'),
            "COMPRESS_PRECOMPILERS = [('text/x', 'x')]",
            """\
            templates/page.html:1:1: error: text of the type 'text/x' in a block is not compiled
              hint: put it in a file among the static files, and name that
            """,
            id="text in another language",
        ),
        pytest.param(
            block("css", css("a", type="text/x")),
            "COMPRESS_PRECOMPILERS = [('text/x', 'shop.compilers.Own')]",
            """\
            settings.py:10:37: error: 'shop.compilers.Own', which compiles 'text/x', is a class that does not run: it is no filter
              10 | COMPRESS_PRECOMPILERS = [('text/x', 'shop.compilers.Own')]
                 |                                     ^
              hint: give the command itself in COMPRESS_PRECOMPILERS, as in 'lessc {infile}'
            """,  # noqa: E501
            id="a class of the project",
        ),
    ],
)
def test_block_that_is_at_fault(page: str, settings: str, stderr: str) -> None:
    site = compressor({**FILES, "templates/page.html": HEAD + page}, settings, installed=False)
    site.compile("--from", "django-compressor:settings").fails(status=2, stderr=stderr)


def test_source_that_is_not_there() -> None:
    site = compressor({**FILES, "templates/page.html": HEAD + "\n" + block("css", css("aa"))}, installed=False)
    run = site.compile("--from", "django-compressor:settings")
    assert run.status == 1
    assert run.stderr.startswith("templates/page.html:2:1: error: the bundle 'CACHE/css/output-")
    assert "names 'css/aa.css', which is in no source root\n" in run.stderr


def test_templates_that_cannot_be_used_are_told() -> None:
    broken = HEAD + "{% nothing %}" + block("css", css("a"))
    files: dict[str, str | bytes] = {"templates/broken.html": broken, "templates/other.html": "{% extends x %}"}
    site = compressor({**FILES, **files}, installed=False)
    said = site.compile("--from", "django-compressor:settings").succeeds().stderr.splitlines()
    assert said[0].startswith(
        "templates/broken.html: warning: its blocks are not made, for it cannot be rendered: TemplateSyntaxError: "
    )
    assert said[-1] == "settings.py: warning: no template has a {% compress %} block"


def test_several_contexts_of_a_function() -> None:
    page = HEAD + block("js", "<script src='/static/js/{{ name }}.js'></script>")
    module = "def contexts():\n    for name in 'ab':\n        yield {'name': name}\n"
    files: dict[str, str | bytes] = {"contexts.py": module, "templates/page.html": page}
    site = compressor({**FILES, **files}, "COMPRESS_OFFLINE_CONTEXT = 'contexts.contexts'", installed=False)
    run = site.compile("--from", "django-compressor:settings").succeeds(stderr="")
    assert len(run.manifest.groups) == 2


def test_init_finds_it() -> None:
    site = compressor(PAGE)
    site.write({"manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n'})
    assert site.run("init").succeeds(stderr="").stdout.splitlines()[0] == "found django-compressor:settings"
    site.compile().succeeds(stderr="")


@pytest.mark.parametrize(
    ("prefixes", "text", "same"),
    [
        pytest.param(["/static/"], '<x src="/static/a.js">', True, id="the prefix"),
        pytest.param(["/st/", "/st/atic/"], '<x src="/st/atic/a.js">', True, id="the longest of two"),
        pytest.param(["/static/"], '<x src="/other/a.js">', False, id="another"),
        pytest.param([""], '<x src="a.js">', True, id="none"),
    ],
)
def test_group_of_a_block(prefixes: list[str], text: str, same: bool) -> None:
    assert (group_of_block(text, prefixes) == group_of_block('<x src="a.js">', [])) == same
