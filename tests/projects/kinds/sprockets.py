"""Rails applications whose assets Sprockets makes."""

from __future__ import annotations

from ..archive import Archive
from ..project import Page, Project


def _npm(name: str, version: str, sha256: str, folder: str = "package") -> Archive:
    return Archive("npm", name, version, f"{name}-{version}.tgz", sha256, folder)


def _debian(name: str, version: str, file: str, sha256: str, folder: str) -> Archive:
    return Archive("debian", name, version, file, sha256, folder)


# What the gem jquery-rails holds, which only Ruby would find.
_JQUERY = {
    "gems/jquery": _npm(
        "jquery", "1.12.4", "a695dc477554d9d8396b8b3b16768239ac7cc7ad4f4e3f6cfb99beaf858b9d1e", "package/dist"
    ),
    "gems/jquery-ujs": _npm(
        "jquery-ujs", "1.2.3", "a92a8c288ab5fbd7eaa757625edc7c2f778bee7cacb7a6006c1346f0eb2d309c", "package/src"
    ),
}
_OPENID = Project(
    "the example of ruby-openid",
    _debian(
        "ruby-openid",
        "2.9.2debian-2",
        "ruby-openid_2.9.2debian-2_all.deb",
        "2901491cde7e0ccdf2fc3cc3e72b92f606415bae44e040f72fb2462378c11b33",
        "usr/share/doc/ruby-openid/examples/rails_openid",
    ),
    "sprockets",
    "all: `application.js` with jQuery and its Rails driver, which `.sprocketsrc` finds in place of a gem, and "
    "`application.css`",
    pages=(
        Page(
            "a page with its scripts",
            html="""\
<!doctype html><title>OpenID</title><link rel="icon" href="data:,">
{{ stylesheet_link_tag("application", media="all") }}
{{ javascript_include_tag("application") }}
<a href="#" data-confirm="Sure?" id="link">link</a><p>{{ image_tag("rails.png") }}</p>""",
            holds={
                "jQuery.fn.jquery": "1.12.4",
                "typeof jQuery.rails.handleRemote": "function",
                "jQuery(jQuery.rails.linkClickSelector).length": 1,
                "document.querySelector('img').naturalWidth": 50,
            },
        ),
    ),
    files={
        ".sprocketsrc": "-I gems/jquery -I gems/jquery-ujs\n",
        "lib/assets/javascripts/jquery_ujs.js": "//= require rails\n",
    },
    beside=_JQUERY,
)
_BOOTSTRAP_FORM = Project(
    "the demo of bootstrap_form",
    _debian(
        "ruby-bootstrap-form",
        "4.2.0-2",
        "ruby-bootstrap-form_4.2.0-2_all.deb",
        "23c79b41c55d3f68c34ac72691766ecf67e8d1cfd44265700bbc809ea81a84f5",
        "usr/share/rubygems-integration/all/gems/bootstrap_form-4.2.0/demo",
    ),
    "sprockets",
    "all: what its `manifest.js` links, Sass with Trix out of `node_modules`",
    pages=(
        Page(
            "a page with its style sheet",
            html="""\
<!doctype html><title>Demo</title><link rel="icon" href="data:,">
{{ stylesheet_link_tag("application") }}
<div class="trix-content"><h1>Title</h1></div>""",
            holds={"getComputedStyle(document.querySelector('h1')).lineHeight": "23.04px"},
        ),
    ),
    # The package leaves out the empty folder that the repository has.
    files={"app/assets/images/.keep": ""},
    beside={
        "node_modules/trix": _npm("trix", "1.3.1", "6333f00ba2860fa8d129371267a66d5737e6d33d51f19e1c5f9a124ae263118d"),
    },
)
_DOORKEEPER = Project(
    "Doorkeeper",
    _debian(
        "ruby-doorkeeper",
        "5.5.0-2+deb12u1",
        "ruby-doorkeeper_5.5.0-2+deb12u1_all.deb",
        "2470cd6802048b7fea14cfba345288b60d82e597c23d5c19cd329a629fef28d0",
        "usr/share/ruby-doorkeeper",
    ),
    "sprockets",
    "all: the two style sheets of this engine of Rails, with the Bootstrap that it vendors",
    pages=(
        Page(
            "a page with its style sheet",
            html="""\
<!doctype html><title>Doorkeeper</title><link rel="icon" href="data:,">
{{ stylesheet_link_tag("doorkeeper/application") }}
<div id="container"><a class="btn btn-primary" href="#">Authorize</a></div>""",
            holds={
                "getComputedStyle(document.body).backgroundColor": "rgb(238, 238, 238)",
                "getComputedStyle(document.querySelector('.btn')).display": "inline-block",
            },
        ),
    ),
)
# Debian's package leaves out the folder of images that it links.
_REFUSED = Project(
    "the demo of bootstrap_form, without its folder of images",
    _BOOTSTRAP_FORM.archive,
    "sprockets",
    "nothing, as in Sprockets: Debian's package has no empty folders, and its `manifest.js` links one",
    refused="""\
app/assets/config/manifest.js:1:1: error: link_tree argument must be a directory
  1 | //= link_tree ../images
    | ^
  hint: there is no folder 'app/assets/images'
""",
)
PROJECTS = (_OPENID, _BOOTSTRAP_FORM, _DOORKEEPER, _REFUSED)
