"""AssetPackager's configuration: packages in their folders, and the helpers of templates."""

from __future__ import annotations

import re

import pytest
from jinja2 import Environment

from assetbuild.runtime.asset_packager import add_assets
from assetbuild.runtime.unknown_asset import UnknownAsset

from ..sites import Site
from .output_folder import compiled_both_ways

CONFIG = """\
---
javascripts:
- base:
  - prototype
  - effects
- secondary:
  - foo
  - prototype
- admin/base:
  - z
  - "1"
stylesheets:
- base:
  - screen
  - header
- admin/base:
  - screen
"""
FILES = {
    **{
        f"public/javascripts/{name}.js": f"at('{name}')"
        for name in ("prototype", "effects", "foo", "admin/z", "admin/1")
    },
    "public/javascripts/alone.js": "at('alone')",
    "public/javascripts/application.js": "at('application')",
    "public/stylesheets/screen.css": ".at { content: 'screen'; background: url(/images/x.png) }",
    "public/stylesheets/header.css": ".at { content: 'header' }",
    "public/stylesheets/admin/screen.css": ".at { content: 'admin'; background: url(../../images/x.png) }",
    "public/images/x.png": "x",
    "config/asset_packages.yml": CONFIG,
}


@pytest.fixture(scope="module")
def site() -> Site:
    site = Site(project=FILES)
    site.compile("--from", "asset-packager", "--quiet").succeeds(stderr="")
    return site


def rendered(site: Site, template: str) -> str:
    environment = Environment(autoescape=True)
    add_assets(environment, site.output / "manifest.json")
    html = environment.from_string(template).render()
    html = re.sub(r' integrity="[^"]*" crossorigin="anonymous"', "", html)
    return re.sub(r"\.[0-9a-f]{12}(?=\.)", "", html)


@pytest.mark.parametrize(
    ("package", "marks"),
    [
        pytest.param("javascripts/base_packaged.js", ["prototype", "effects"], id="scripts in their order"),
        pytest.param("javascripts/secondary_packaged.js", ["foo", "prototype"], id="a file in two packages"),
        pytest.param("javascripts/admin/base_packaged.js", ["admin/z", "admin/1"], id="in a folder"),
        pytest.param("stylesheets/base_packaged.css", ["screen", "header"], id="style sheets"),
        pytest.param("stylesheets/admin/base_packaged.css", ["admin"], id="style sheets in a folder"),
    ],
)
def test_packages(site: Site, package: str, marks: list[str]) -> None:
    run = site.compile("--from", "asset-packager", "--quiet").succeeds()
    assert re.findall(r"(?:content:|at\()'([^']+)'", run.text(package)) == marks
    if package.endswith(".css"):
        depth = "../" * package.count("/")
        assert f"url({depth}{run.entry('images/x.png').path})" in run.text(package)


@pytest.mark.parametrize(
    ("template", "html"),
    [
        pytest.param(
            "{{ javascript_include_merged('base', 'secondary') }}",
            '<script src="/javascripts/base_packaged.js"></script>\n'
            '<script src="/javascripts/secondary_packaged.js"></script>',
            id="packages",
        ),
        pytest.param(
            "{{ javascript_include_merged('prototype', 'effects', 'alone') }}",
            '<script src="/javascripts/base_packaged.js"></script>\n<script src="/javascripts/alone.js"></script>',
            id="files, those of a package once",
        ),
        pytest.param(
            "{{ stylesheet_link_merged('base', 'admin/base', media='screen') }}",
            '<link rel="stylesheet" href="/stylesheets/base_packaged.css" media="screen">\n'
            '<link rel="stylesheet" href="/stylesheets/admin/base_packaged.css" media="screen">',
            id="style sheets",
        ),
        pytest.param(
            "{{ stylesheet_link_merged('admin/screen') }}",
            '<link rel="stylesheet" href="/stylesheets/admin/base_packaged.css">',
            id="a file in a folder",
        ),
    ],
)
def test_helpers(site: Site, template: str, html: str) -> None:
    assert rendered(site, template) == html


def test_defaults_are_those_of_rails() -> None:
    names = ("dragdrop", "controls")
    site = Site(project=FILES | {f"public/javascripts/{name}.js": "" for name in names})
    site.compile("--from", "asset-packager", "--quiet").succeeds(stderr="")
    html = rendered(site, "{{ javascript_include_merged(':defaults') }}")
    assert re.findall(r"javascripts/(\w+)", html) == ["base_packaged", "dragdrop", "controls", "application"]
    (site.folder / "public/javascripts/application.js").unlink()
    site.compile("--from", "asset-packager", "--quiet").succeeds(stderr="")
    assert "application" not in rendered(site, "{{ javascript_include_merged('defaults') }}")


def test_file_that_is_not_there(site: Site) -> None:
    with pytest.raises(UnknownAsset, match=r"there is no asset 'javascripts/gone\.js'"):
        rendered(site, "{{ javascript_include_merged('gone') }}")


def test_from_and_migrated_configuration_give_the_same_bytes() -> None:
    assert "manifest.json" in compiled_both_ways(Site(project=FILES), "asset-packager:config/asset_packages.yml")


@pytest.mark.parametrize(
    ("text", "stderr"),
    [
        pytest.param(
            "- a\n",
            """\
            config/asset_packages.yml: error: the file must be a mapping
              hint: give the path of AssetPackager's file: asset-packager:config/asset_packages.yml
            """,
            id="a list",
        ),
        pytest.param(
            "javascripts:\n  base: [a]\n",
            """\
            config/asset_packages.yml:1:1: error: `javascripts` must be a list of packages
              1 | javascripts:
                | ^
            """,
            id="packages that are no list",
        ),
        pytest.param(
            "javascripts:\n- base: [a]\n  more: [b]\n",
            """\
            config/asset_packages.yml:2:3: error: a package is one name with a list of files
              2 | - base: [a]
                |   ^
            """,
            id="two packages in one",
        ),
        pytest.param(
            "javascripts:\n- base: a\n",
            """\
            config/asset_packages.yml:2:3: error: the package 'base' must be a list of files
              2 | - base: a
                |   ^
            """,
            id="a file that is in no list",
        ),
        pytest.param(
            "javascripts:\n- base: [[a]]\n",
            """\
            config/asset_packages.yml:2:10: error: a package is a list of files, and ['a'] is none
              2 | - base: [[a]]
                |          ^
            """,
            id="a list in a list",
        ),
    ],
)
def test_file_that_is_at_fault(text: str, stderr: str) -> None:
    Site(project={"config/asset_packages.yml": text}).compile("--from", "asset-packager").fails(status=2, stderr=stderr)


def test_source_that_is_missing() -> None:
    site = Site(project={"public/x.js": "", "config/asset_packages.yml": "javascripts:\n- base: [gone]\n"})
    run = site.compile("--from", "asset-packager")
    assert run.status == 1
    message = "the bundle 'javascripts/base_packaged.js' names 'javascripts/gone.js', which is in no source root"
    assert run.stderr.startswith(f"config/asset_packages.yml:2:10: error: {message}\n")


def test_what_is_not_carried_over_is_told() -> None:
    text = "options: {}\njavascripts:\n- none:\nstylesheets:\n"
    said = (
        Site(project={"public/x": "", "config/asset_packages.yml": text}).compile("--from", "asset-packager").succeeds()
    )
    assert [line.partition(": warning: ")[2] for line in said.stderr.splitlines() if ": warning: " in line] == [
        "the package 'none' has no files, so it is not made",
        "'options' is not carried over",
    ]
