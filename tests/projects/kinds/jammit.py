"""Projects that were packaged with Jammit."""

from __future__ import annotations

from ..archive import Archive
from ..project import Page, Project


def _npm(name: str, version: str, sha256: str, folder: str = "package") -> Archive:
    return Archive("npm", name, version, f"{name}-{version}.tgz", sha256, folder)


# By the authors of Jammit. The release has no configuration: that is in the repository.
_VISUALSEARCH = _npm("visualsearch", "0.6.7", "c756d0ce4f7814354024ae22c00c338da3bcee6ed64f878c04ea032d37e23236")
_VENDOR = {
    "vendor/a-jquery": _npm(
        "jquery", "2.1.4", "7864fddbfbb945d5a0c4abaef7a427ee79e2796d544f2609e5b8b90907b87dff", "package/dist"
    ),
    "vendor/jquery-ui": _npm(
        "jquery-ui-dist", "1.12.1", "2e25c212ff912419285f791d6c837a51e1668a6f6becfda5f632b984fecaedf5"
    ),
    "vendor/underscore": _npm(
        "underscore", "1.8.3", "0974b42cc5bd6c88eecd1adcbd1dc7b5b0e9df2cec62aa99f59c409ca55a86b4"
    ),
    "vendor/zbackbone": _npm("backbone", "1.3.3", "8b5ac3ae87155c5d37828d3685bd285871fd1b8df1c67387ab38cb81be09f5e4"),
}
# The shape of the example in Jammit's repository: a function of the project's for templates, a file before the globs
# that match it again, folders at any depth, and an empty package.
_EXAMPLE = """\
embed_assets: datauri
public_root: dist
template_function: _.template

javascripts:
  vendor:
    - vendor/a-jquery/jquery.js
    - vendor/jquery-ui/jquery-ui.js
    - vendor/*/{underscore,backbone}.js
  workspace:
    - dist/js/visualsearch.js
    - dist/**/*.js
    - app/views/jst/**/*.jst

stylesheets:
  workspace:
    - dist/css/visualsearch.css
    - dist/**/*.css
  empty:
    - dist/css/pages/empty.css
"""
_PAGE = """\
<!doctype html><title>VisualSearch</title><link rel="icon" href="data:,">
{{ include_stylesheets("workspace") }}
<div id="search"></div>
{{ include_javascripts("vendor", "workspace") }}
<script>
    window.search = VS.init({
        container: $("#search"), query: 'country: "South Africa"', callbacks: {
            facetMatches: function (callback) { callback(["country"]); }, valueMatches: function () {} } });
</script>"""
_SEARCH = Project(
    "VisualSearch, configured as Jammit's example is",
    _VISUALSEARCH,
    "jammit",
    "all: packages with globs, braces, templates for `_.template`, images as `data:` URIs; its search box works",
    pages=(
        Page(
            "a page with its search box",
            _PAGE,
            holds={
                "document.querySelector('.category').textContent": "country:",
                "search.searchBox.value()": 'country: "South Africa"',
                "JST['lists/item']({name: 'x'}) + JST.note({})": "<li>x</li>\nnote\n",
                "getComputedStyle(document.querySelector('.VS-icon-search')).backgroundImage.slice(0, 27)": (
                    'url("data:image/png;base64,'
                ),
            },
        ),
    ),
    files={
        "config/assets.yml": _EXAMPLE,
        "app/views/jst/lists/item.jst": "<li><%= name %></li>\n",
        "app/views/jst/note.jst": "note\n",
    },
    beside=_VENDOR,
    told=(
        "no assets match 'dist/css/pages/empty.css'",
        "the package 'empty' has no files, so it is not made",
    ),
)
_OWN = Project(
    "VisualSearch, with conditions in its configuration",
    _VISUALSEARCH,
    "jammit:assets.yml",
    "nothing before the conditions are gone: its repository's configuration is a program in ERB",
    files={
        "assets.yml": "gzip_assets: <% if $VS_MIN %>on<% else %>off<% end %>\nstylesheets:\n  s: [dist/css/*.css]\n"
    },
    refused="""\
assets.yml:1:14: error: this ERB would need Ruby
  1 | gzip_assets: <% if $VS_MIN %>on<% else %>off<% end %>
    |              ^
  hint: write `<%= ENV['NAME'] %>`, or the value itself
""",
    status=2,
)
PROJECTS = (_SEARCH, _OWN)
