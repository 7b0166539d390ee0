"""`assetbuild check`: a name that is not in the manifest fails the build, not the first request."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError

from assetbuild.templates.names import find_names

from ..sites import Files, Site

ASSETS: Files = {"css/app.css": "a{}", "js/app.js": "1", "img/a.png": b"1"}


def site_of(**templates: str) -> Site:
    """A compiled site with templates; `page` is `templates/page.html`."""
    site = Site(ASSETS, project={f"templates/{name}.html": text for name, text in templates.items()})
    site.compile().succeeds()
    return site


@pytest.mark.parametrize(
    ("template", "names"),
    [
        pytest.param('{{ asset_url("a") }}', ["a"], id="call"),
        pytest.param("{{ 'a' | asset_url }}", ["a"], id="filter"),
        pytest.param("{{ 'a' | asset_url | upper }}{{ ('b' ~ '.css') | asset_url }}", ["a", "b.css"], id="filters"),
        pytest.param('{{ asset_tags("a", "b", nonce="c", media="d") }}', ["a", "b"], id="all positions, no options"),
        pytest.param('{{ asset_preload("a") }}{{ asset_inline("b", nonce) }}', ["a", "b"], id="others"),
        pytest.param('{{ asset_inline("a", "nonce") }}', ["a"], id="a nonce is no name"),
        pytest.param('{{ asset_url(name="a") }}{{ asset_inline(nonce="n", name="b") }}', ["a", "b"], id="by keyword"),
        pytest.param('{{ asset_tags(*["a", ("b", "c" if x else y)]) }}', ["a", "b", "c"], id="list"),
        pytest.param('{{ asset_url("a" if x else "b") }}{{ asset_url("c" if x) }}', ["a", "b", "c"], id="condition"),
        pytest.param('{{ asset_url(x or "a") }}{{ asset_url(x and "b") }}', ["a", "b"], id="or, and"),
        pytest.param('{{ asset_url(x | default("a")) }}{{ x | d("b") | asset_url }}', ["a", "b"], id="default"),
        pytest.param('{{ ["a", "b"] | map("asset_url") | join }}{{ x | map("y") }}{{ x | map }}', ["a", "b"], id="map"),
        pytest.param('{{ asset_url("a/" ~ "b") }}{{ asset_url("c" + ".js") }}{{ asset_url("d" "e") }}',
            ["a/b", "c.js", "de"], id="put together"),
        pytest.param('{{ asset_url("a/" ~ x) }}{{ asset_url(x) }}{{ asset_url(7) }}{{ asset_url(*x) }}', [],
            id="not constant"),
        pytest.param('{% call asset_tags("a") %}{% endcall %}{% set u = asset_url("b") %}', ["a", "b"], id="tags"),
        pytest.param('{% if asset_url("a") %}{% for x in [asset_url("b")] %}{% endfor %}{% endif %}', ["a", "b"],
            id="inside"),
        pytest.param('{% macro m(x=asset_url("a")) %}{{ asset_url("b") }}{% endmacro %}', ["a", "b"], id="macro"),
        pytest.param('{% block b %}{% debug %}{% do asset_url("a") %}'
            '{% for x in y %}{% break %}{% endfor %}{% endblock %}',
            ["a"], id="common extensions"),
        pytest.param('{% trans u=asset_url("a") %}<a href="{{ u }}">{% pluralize %}{% endtrans %}{{ _("x") }}',
            ["a"], id="translations"),
        pytest.param('{# asset_url("a") #}{% raw %}{{ asset_url("b") }}{% endraw %}asset_url("c")', [], id="not code"),
        pytest.param('{{ x.asset_url("a") }}{{ my_asset_url("b") }}{{ "c" | upper }}', [], id="other functions"),
        pytest.param('{% filter asset_url %}a{% endfilter %}', [], id="filter block"),
        pytest.param('{% cache 300, "x" %}{{ asset_url("a") }}{% else %}{% endcache %}{{ asset_url("b") }}', ["a", "b"],
            id="tag of an extension"),
    ],
)  # fmt: skip
def test_constant_names_are_found(template: str, names: list[str]) -> None:
    assert [found.text for found in find_names(template, "t").names] == names


def test_tags_of_extensions_are_told_with_their_first_line() -> None:
    found = find_names(
        "\n{% cache %}\n{% cache %}{% endcache %}{% if x %}{% endcache %}{% endif %}\n{% svg 'x' %}", "t"
    )
    assert [(tag.text, tag.line) for tag in found.foreign_tags] == [("cache", 2), ("endcache", 3), ("svg", 4)]


@pytest.mark.parametrize("template", ["{% endif %}", "{% if x %}{% endfor %}", "{% else %}", "{% cache", "{{ a b }}"])
def test_template_that_is_not_jinja_is_an_error(template: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        find_names(template, "t")


def test_template_nested_without_end_is_an_error() -> None:
    with pytest.raises(TemplateSyntaxError, match="it is nested too deeply"):
        find_names("{{ " + "(" * 9999, "t")


def test_names_that_the_manifest_has_pass() -> None:
    site = site_of(page='{{ asset_tags("css/app.css", "js/app.js") }}', other="{{ 'img/a.png' | asset_url }}", text="x")
    run = site.run("check", "templates").succeeds(stderr="")
    assert run.stdout == "3 templates, 3 asset names: all in the manifest\n"
    assert site.run("check", "-q", "templates").succeeds(stderr="").stdout == ""


def test_names_that_the_manifest_lacks_are_told_with_their_places() -> None:
    site = site_of(
        page='<b>é</b>{{ asset_tags("css/ap.css",\n  "js/app.js", "x.js", "x.js") }}{{ "css/ap.css" | asset_url }}\n',
        other='\r\n\r\n\t{{ asset_url("css/" ~\r "x") }}',
    )
    site.run("check", "templates").fails(
        stderr="""\
        templates/other.html:3:2: error: there is no asset 'css/x'
          3 |  {{ asset_url("css/" ~
            |  ^
        templates/page.html:1:24: error: there is no asset 'css/ap.css'
          1 | <b>é</b>{{ asset_tags("css/ap.css",
            |                        ^
          hint: did you mean 'css/app.css' or 'js/app.js'?
        templates/page.html:2:17: error: there is no asset 'x.js'
          2 |   "js/app.js", "x.js", "x.js") }}{{ "css/ap.css" | asset_url }}
            |                 ^
        templates/page.html:2:25: error: there is no asset 'x.js'
          2 |   "js/app.js", "x.js", "x.js") }}{{ "css/ap.css" | asset_url }}
            |                         ^
        templates/page.html:2:38: error: there is no asset 'css/ap.css'
          2 |   "js/app.js", "x.js", "x.js") }}{{ "css/ap.css" | asset_url }}
            |                                      ^
          hint: did you mean 'css/app.css' or 'js/app.js'?
        """
    )


def test_report_is_a_document_with_json() -> None:
    site = site_of(page='{% cache %}{{ asset_url("css/app.css") }}{{ asset_url("x") }}{% endcache %}')
    run = site.run("check", "--json", "-q", "templates")
    tag = "is not Jinja's own: it was passed over"
    place = {"file": "templates/page.html", "line": 1}
    assert run.json == {
        "ok": False,
        "files": 1,
        "references": 2,
        "errors": [{"message": "there is no asset 'x'", "hint": None, "column": 56, **place}],
        "notes": [
            {"level": "warning", "message": f"the tag `cache` {tag}", "column": 1, **place},
            {"level": "warning", "message": f"the tag `endcache` {tag}", "column": 1, **place},
        ],
    }
    assert run.status == 1


def test_tag_of_an_extension_is_a_warning_and_a_broken_template_an_error() -> None:
    site = site_of(
        broken='{{ asset_url("css/app.css") }}\n  {% endif %}', page='p\n  {% svg "x" %}{{ asset_url("css/app.css") }}'
    )
    site.run("check", "templates").fails(
        stderr="""\
        templates/page.html:2:3: warning: the tag `svg` is not Jinja's own: it was passed over
          2 |   {% svg "x" %}{{ asset_url("css/app.css") }}
            |   ^
        templates/broken.html:2:3: error: the template cannot be parsed: Encountered unknown tag 'endif'.
          2 |   {% endif %}
            |   ^
        """
    )
    assert site.run("check", "-q", "templates/page.html").succeeds(stderr="").stdout == ""


def test_only_templates_that_may_name_assets_are_parsed() -> None:
    site = site_of(page='{{ asset_url("css/app.css") }}', angular="{{ a b }}", mine="{% endif %} my_asset_url")
    site.write({"templates/logo.png": b"\xff{{ asset_url('x') }}", "templates/.git/a.html": "{{ asset_url('x') }}"})
    site.write({"templates/node_modules/a.html": "{{ asset_url('x') }}", "templates/LICENSE": "{{ asset_url('x') }}"})
    assert site.run("check", "templates").succeeds(stderr="").stdout == (
        "3 templates, 1 asset names: all in the manifest\n"
    )


@pytest.mark.parametrize("ending", ["htm", "jinja", "j2", "html.jinja2", "xml", "txt", "svg", "HTML", "js"])
def test_templates_are_known_by_their_ending(ending: str) -> None:
    site = site_of()
    site.write({f"templates/sub/a.{ending}": "\ufeff{{ asset_url('x') }}"})
    site.run("check", "templates").fails(
        stderr=f"""\
        templates/sub/a.{ending}:1:15: error: there is no asset 'x'
          1 | {{{{ asset_url('x') }}}}
            |               ^
        """
    )


def test_file_that_is_named_is_read_whatever_its_ending() -> None:
    site = site_of()
    site.write({"subject": "{{ asset_url('css/app.css') }}"})
    assert site.run("check", "subject").succeeds().stdout == "1 templates, 1 asset names: all in the manifest\n"


def test_file_that_is_not_utf8_is_told_and_fails_where_it_names_assets() -> None:
    site = site_of()
    site.write({"templates/a.txt": b"caf\xe9", "templates/b.html": b"{{ asset_url('x') }}\xe9"})
    site.run("check", "templates").fails(
        stderr="""\
        templates/a.txt: warning: the file is not UTF-8 (byte 4), as templates are: it was passed over
        templates/b.html: error: the file is not UTF-8 (byte 21), as templates are
          hint: save it as UTF-8
        """
    )


def test_template_that_cannot_be_read_is_told() -> None:
    site = site_of()
    (site.folder / "templates").mkdir()
    os.symlink("nowhere", site.folder / "templates" / "a.html")
    site.run("check", "templates").fails(
        stderr="templates/a.html: error: the template cannot be read: No such file or directory\n"
    )


def test_nothing_to_check_is_a_fault_of_the_call(tmp_path: Path) -> None:
    site = site_of()
    site.write({"empty/a.png": b""})
    site.run("check", "tempaltes").fails(status=2, stderr="tempaltes: error: there is no such file or folder\n")
    site.run("check", "empty").fails(
        status=2,
        stderr="""\
        empty: error: there are no templates here
          hint: a template's name ends in .atom, .css, .eml, .htm, .html, .j2, .jinja, .jinja2, .js, .json, .md, .mjml, .rss, .svg, .tmpl, .tpl, .txt, .vue, .webmanifest, .xhtml, .xml
        """,  # noqa: E501
    )


def test_missing_manifest_is_a_fault_of_the_call() -> None:
    run = Site(project={"templates/a.html": ""}).run("check", "templates")
    run.fails(
        status=2,
        stderr="""\
        dist/assets/manifest.json: error: the manifest cannot be read: No such file or directory
          hint: run `assetbuild compile` in the build stage, and give the path of the manifest that it wrote
        """,
    )
