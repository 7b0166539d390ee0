"""The filters for Rails: directives taken out, helpers of ERB, CSS and Sass, templates in `JST`."""

from __future__ import annotations

import pytest

from tests.sites import Site

FILES = {"img/a b.png": b"png", "img/logo.png": b"logo", "fonts/f.woff2": b"font", "lib/x.css": b""}
STYLES = (
    'minify = "off"\nencodings = []\nallow-missing = ["**"]\nexclude = ["css/**", "js/**", "**/*.css"]\nurl = "/s/"\n'
)


def site(path: str, text: str, filters: str, options: str = "") -> Site:
    output = "out/" + path.rpartition("/")[2].partition(".")[0] + (".css" if "css" in path else ".js")
    bundle = f'[bundles."{output}"]\ncontents = ["{path}"]\nfilters = [{filters}]\n{options}'
    return Site({path: text, **FILES}, config=STYLES + bundle)


def filtered(path: str, text: str, filters: str, options: str = "") -> tuple[str, str]:
    """What becomes of the text, with the names of the files below their own, and what was told."""
    made = site(path, text, filters, options)
    run = made.compile().succeeds()
    output = next(name for name in run.names() if name.startswith("out/"))
    result = run.text(output)
    for name in FILES:
        if name in run.names():
            result = result.replace(run.entry(name).path.replace(" ", "%20"), f"<{name}>")
    return result.strip(), run.stderr


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('a { b: image-url("img/logo.png") }', 'url("../<img/logo.png>")', id="image-url"),
        pytest.param("a { b: asset-url('img/logo.png') }", 'url("../<img/logo.png>")', id="single quotes"),
        pytest.param("a { b: asset_url( /* c */ 'img/logo.png' ) }", 'url("../<img/logo.png>")', id="underscore"),
        pytest.param('a { b: font-url("fonts/f.woff2?#iefix") }', 'url("../<fonts/f.woff2>?#iefix")', id="suffix"),
        pytest.param('a { b: url(image-path("img/logo.png")) }', "url(image-path(", id="in url"),
        pytest.param('a { b: image-path("img/logo.png") }', 'b: "../img/logo.png"', id="path"),
        pytest.param('a { b: image-url("img/a b.png") }', 'url("../<img/a b.png>")', id="space"),
        pytest.param('a { b: image-url("no.png?x") }', 'url("/images/no.png?x")', id="public"),
        pytest.param('a { b: image-url("https://a.b/c") }', 'url("https://a.b/c")', id="URL"),
        pytest.param('a { b: image-url("/c.png") }', 'url("/c.png")', id="absolute"),
        pytest.param('a { b: stylesheet-url("lib/x") }', 'url("../lib/x.css")', id="style sheet"),
        pytest.param('a { b: asset-data-url("img/logo.png") }', "url(data:image/png;base64,bG9nbw==)", id="data"),
        pytest.param("a { b: url(img/logo.png) }", "url(../<img/logo.png>)", id="logical path"),
        pytest.param("a { b: url(nowhere.png) }", "url(../css/nowhere.png)", id="nowhere"),
        pytest.param("a { b: url(../../x.png) }", "url(../../x.png)", id="outside"),
        pytest.param("a { b: url(/img/logo.png) }", "url(/img/logo.png)", id="from the root"),
        pytest.param("/* image-url('x') */ a { b: 'image-url(x)' }", "/* image-url('x') */", id="comment"),
    ],
)
def test_addresses_in_css(text: str, expected: str) -> None:
    assert expected in filtered("css/a.css", text, '"asset-urls"')[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('a { b: image-url("img/logo.png") }', 'b: url("../<img/logo.png>")', id="image-url"),
        pytest.param('$x: "logo"; a { b: asset-url("img/#{$x}.png") }', 'b: url("../<img/logo.png>")', id="variable"),
        pytest.param('a { b: url(image-path("img/logo.png")) }', 'b: url("../<img/logo.png>")', id="path in url"),
        pytest.param('a { b: asset_data_url("img/logo.png") }', "b: url(data:image/png;base64,bG9nbw==)", id="data"),
        pytest.param('a { b: image-url("no.png", $digest: false) }', None, id="option"),
        pytest.param("a { b: image-url(1px) }", None, id="number"),
        pytest.param('a { b: asset-data-url("no.png") }', None, id="no data"),
    ],
)
def test_functions_in_sass(text: str, expected: str | None) -> None:
    options = '[filters.sass]\nfunctions = "rails"\n'
    if expected is None:
        run = site("css/a.scss", text, '"sass"', options).compile()
        assert run.status == 1
        assert run.stderr.startswith("assets/css/a.scss:1:8: error: Sass: ")
    else:
        assert expected in filtered("css/a.scss", text, '"sass"', options)[0]


def test_a_function_tells_once_what_is_not_there() -> None:
    text = 'a { b: image-url("no.png"); c: image-url("no.png") }'
    _, told = filtered("css/a.scss", text, '"sass"', '[filters.sass]\nfunctions = "rails"\n')
    assert told == (
        "assets/css/a.scss: warning: there is no asset 'no.png': its address is that of a public file, /images/no.png\n"
    )


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("js/a.js.erb", "x='<%= asset_path 'img/logo.png' %>'", "x='/s/<img/logo.png>'", id="script"),
        pytest.param("js/a.js.erb", 'x="<%= asset_path("img/logo.png") -%>"\n', 'x="/s/<img/logo.png>"', id="brackets"),
        pytest.param("js/a.js.erb", "x=`<%=image_url 'img/a b.png'%>`", "x=`/s/<img/a b.png>`", id="template"),
        pytest.param(
            "js/a.js.erb", "x=\"<%= path_to_image 'img/logo.png?v' %>\"", 'x="/s/<img/logo.png>?v"', id="path_to"
        ),
        pytest.param("js/a.js.erb", "x='<%= asset_data_uri 'img/logo.png' %>'", "base64,bG9nbw==", id="data"),
        pytest.param("js/a.js.erb", "x='<%= image_path '' %>'", "x=''", id="nothing"),
        pytest.param("js/a.js.erb", "x='<%= image_path 'no\\'.png' %>'", "x='/images/no%27.png'", id="public"),
        pytest.param("js/a.js.erb", "<%# a comment\n of two lines %>\nx=1", "x=1", id="comment"),
        pytest.param("js/a.js", "x='<%= nothing %>'", "x='<%= nothing %>'", id="no template"),
        pytest.param("css/a.css.erb", "a{b:url(<%= asset_path 'img/logo.png' %>)}", "url(../<img/logo.png>)", id="css"),
        pytest.param("css/a.scss.erb", "a{b:url(<%= image_path 'http://x/' %>)}", "url(http://x/)", id="URL"),
    ],
)
def test_ruby_in_templates(path: str, text: str, expected: str) -> None:
    assert expected in filtered(path, text, '"erb"')[0]


HINT = "  hint: Ruby may be <%= asset_path 'x.png' %> and its kin alone: write the value\n"


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        pytest.param("<% if x %>", "`<% if x %>` is not run: only Ruby could", id="statement"),
        pytest.param("<%= asset_path x %>", "`<%= asset_path x %>` is not run: only Ruby could", id="variable"),
        pytest.param('<%= asset_path "#{x}" %>', '`<%= asset_path "#{x}" %>` is not run: only Ruby could', id="hole"),
        pytest.param(
            "<%= asset_path 'x', y: 1 %>", "`<%= asset_path 'x', y: 1 %>` is not run: only Ruby could", id="two"
        ),
        pytest.param("<%= l 'x' %>", "`<%= l 'x' %>` is not run: only Ruby could", id="another"),
        pytest.param("<%% x %>", "`<%% x %>` is not run: only Ruby could", id="escaped"),
    ],
)
def test_other_ruby_is_an_error_at_its_line(tag: str, message: str) -> None:
    run = site("js/a.js.erb", f"x = 1\ny = '{tag}'\n", '"erb"').compile()
    assert run.stderr.startswith(f"assets/js/a.js.erb:2:6: error: {message}\n")
    assert run.stderr.endswith(HINT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("/*= require b\n = require c */\na {}", "/*\n*/\na {}", id="first and last line of one comment"),
        pytest.param("/*= require b\n * text\n */\na {}", "/*\n * text\n */\na {}", id="first line"),
        pytest.param("/*\n *= require b */\na {}", "/*\n*/\na {}", id="last line"),
        pytest.param("/*= require b */\na {}", "a {}", id="the whole comment"),
        pytest.param("//= require b\na {}", "a {}", id="slashes"),
    ],
)
def test_comments_that_had_directives_keep_their_ends(text: str, expected: str) -> None:
    assert filtered("css/a.css", text, '"directives"')[0] == expected


@pytest.mark.parametrize(
    ("path", "text", "filters", "stderr"),
    [
        pytest.param(
            "js/a.js.erb",
            "<%= asset_path '../../x' %>",
            '"erb"',
            "assets/js/a.js.erb:1:1: error: '../../x' names no asset: it leads out of the root\n",
            id="outside",
        ),
        pytest.param(
            "js/a.js.erb",
            "<%= asset_data_uri '../x' %>",
            '"erb"',
            "assets/js/a.js.erb:1:1: error: '../x' names no asset: it leads out of the root\n",
            id="data outside",
        ),
        pytest.param(
            "js/a.txt.erb",
            "<%= asset_path 'x' %>",
            '"erb"',
            "assets/js/a.txt.erb:1:1: error: `asset_path` in a .txt file: there its name cannot be filled in\n",
            id="text",
        ),
        pytest.param(
            "css/a.css",
            "a { b: image-url(x.png) }",
            '"asset-urls"',
            "assets/css/a.css:1:8: error: `image-url(…)` takes one string\n",
            id="no string",
        ),
        pytest.param(
            "js/a.js",
            "// x\n//= don't\n",
            '"directives"',
            "assets/js/a.js:2:1: error: a quotation mark has no second\n",
            id="directive",
        ),
    ],
)
def test_mistakes(path: str, text: str, filters: str, stderr: str) -> None:
    run = site(path, text, filters).compile()
    assert run.status == 1
    assert run.stderr.startswith(stderr)


@pytest.mark.parametrize(
    ("filters", "options", "stderr"),
    [
        pytest.param('"asset-urls"', '[filters.asset-urls]\nroot = "x"\n', "must be true or false", id="root"),
        pytest.param(
            '"sprockets-jst"', '[filters.sprockets-jst]\nnamespace = "a b"\n', "is no name of JavaScript", id="jst"
        ),
        pytest.param('"sass"', '[filters.sass]\nfunctions = "ruby"\n', "may be 'rails', not 'ruby'", id="sass"),
        pytest.param('"erb"', "[filters.erb]\nx = 1\n", "has no option", id="erb"),
    ],
)
def test_options(filters: str, options: str, stderr: str) -> None:
    run = site("css/a.css", "a {}", filters, options).compile()
    assert run.status == 2
    assert stderr in run.stderr


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("js/t/a.jst.ejs", "<%= x %>", 'this.JST["js/t/a"] = function(obj)', id="EJS"),
        pytest.param(
            "js/t/a.b.jst", "function () {};\n", 'this.JST["js/t/a.b"] = function () {};\n}).call', id="function"
        ),
        pytest.param("js/t/a.js", "x", "x", id="script"),
    ],
)
def test_templates(path: str, text: str, expected: str) -> None:
    assert expected in filtered(path, text, '"sprockets-jst"')[0]


def test_templates_in_another_object() -> None:
    options = '[filters.sprockets-jst]\nnamespace = "App.T"\n'
    text, _ = filtered("js/a.jst", "function () {}", '"sprockets-jst"', options)
    assert text.startswith('(function() { App.T || (App.T = {}); App.T["js/a"] = function () {};')
