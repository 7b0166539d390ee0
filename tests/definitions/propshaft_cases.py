"""What Propshaft 1.3.2 makes of texts and of names of files, as it answered itself.

In answers `<icons/x.svg>` is the public path of that asset. `python -m tests.definitions.propshaft_record LIB` asks the
program of which `LIB` is the folder `lib`, and tells where it answers otherwise.
"""

from __future__ import annotations

from typing import NamedTuple

Files = dict[str, str]
PATHS = ("app/assets/builds", "app/assets/images", "app/assets/stylesheets", "app/javascript", "vendor/assets/js")
# What all texts may name.
FILES: Files = {
    "app/assets/images/a b.svg": "<svg/>",
    "app/assets/images/data.json": "{}",
    "app/assets/images/icons/x.svg": "<svg/>",
    "app/assets/images/icons/x.min.svg": "<svg/>",
    "app/assets/images/shop/y.svg": "<svg/>",
    "app/assets/stylesheets/shop/beside.css": "a { b: c }\n",
    "app/javascript/shop/beside.js": "1\n",
    "app/javascript/shop/mapped.js.map": "{}",
    "app/javascript/shop/styled.css.map": "{}",
}


class Text(NamedTuple):
    """The text of a file, what becomes of it, and what is logged."""

    text: str
    answer: str
    logged: tuple[str, ...] = ()
    path: str = ""


class Names(NamedTuple):
    """Files, the load paths among their folders; the text of each logical path; and which keep their names."""

    files: Files
    paths: tuple[str, ...]
    answer: Files
    kept: tuple[str, ...] = ()


def style(text: str, answer: str, *logged: str) -> Text:
    """A text in a style sheet."""
    return Text(text, answer, logged, "app/assets/stylesheets/shop/app.css")


def value(text: str, answer: str, *logged: str) -> Text:
    """The value of a property in a style sheet."""
    return style(f"a {{ b: {text} }}", f"a {{ b: {answer} }}", *logged)


def script(text: str, answer: str, *logged: str) -> Text:
    """A text in a script."""
    return Text(text, answer, logged, "app/javascript/shop/app.js")


def names(*files: str, left_out: tuple[str, ...] = (), kept: tuple[str, ...] = ()) -> Names:
    """Files in one load path, each with its own name as its text."""
    return Names(
        {f"a/{file}": file for file in files}, ("a",), {file: file for file in files if file not in left_out}, kept
    )


TEXTS = {
    "double quotes": value('url("../icons/x.svg")', 'url("<icons/x.svg>")'),
    "single quotes": value("url('../icons/x.svg')", 'url("<icons/x.svg>")'),
    "no quotes": value("url(../icons/x.svg)", 'url("<icons/x.svg>")'),
    "spaces in the brackets": value('url(  "../icons/x.svg"  )', 'url(  "../icons/x.svg"  )'),
    "line breaks in the brackets": value('url(\n  "../icons/x.svg"\n)', 'url(\n  "../icons/x.svg"\n)'),
    "from the root": value('url("/icons/x.svg")', 'url("<icons/x.svg>")'),
    "beside, by the folder of another load path": value('url("y.svg")', 'url("<shop/y.svg>")'),
    "beside, with a dot": value('url("./y.svg")', 'url("<shop/y.svg>")'),
    "beside, not as if from the root": value(
        'url("icons/x.svg")',
        'url("icons/x.svg")',
        "Unable to resolve 'icons/x.svg' for missing asset 'shop/icons/x.svg' in shop/app.css",
    ),
    "upwards and down": value('url("../shop/y.svg")', 'url("<shop/y.svg>")'),
    "down and upwards": value(
        'url("lib/../y.svg")',
        'url("lib/../y.svg")',
        "Unable to resolve 'lib/../y.svg' for missing asset 'shop/lib/../y.svg' in shop/app.css",
    ),
    "above the load path": value(
        'url("../../icons/x.svg")',
        'url("../../icons/x.svg")',
        "Unable to resolve '../../icons/x.svg' for missing asset '../icons/x.svg' in shop/app.css",
    ),
    "public path": value(
        'url("/assets/icons/x.svg")',
        'url("/assets/icons/x.svg")',
        "Unable to resolve '/assets/icons/x.svg' for missing asset 'assets/icons/x.svg' in shop/app.css",
    ),
    "fragment": value('url("../icons/x.svg#a")', 'url("<icons/x.svg>#a")'),
    "query": value('url("../icons/x.svg?v=1")', 'url("<icons/x.svg>?v=1")'),
    "query and fragment": value("url(../icons/x.svg?#iefix)", 'url("<icons/x.svg>?#iefix")'),
    "question mark alone": value('url("../icons/x.svg?")', 'url("../icons/x.svg?")'),
    "hash alone": value('url("../icons/x.svg#")', 'url("../icons/x.svg#")'),
    "fragment alone": value('url("#a")', 'url("#a")'),
    "escaped fragment alone": value('url("%23a")', 'url("%23a")'),
    "data": value('url("data:image/svg+xml,%3Csvg/%3E")', 'url("data:image/svg+xml,%3Csvg/%3E")'),
    "data without quotes": value("url(data:image/png;base64,AA==)", "url(data:image/png;base64,AA==)"),
    "http": value('url("http://a.b/x.svg")', 'url("http://a.b/x.svg")'),
    "https": value('url("https://a.b/x.svg")', 'url("https://a.b/x.svg")'),
    "scheme in capitals": value(
        'url("HTTPS://a.b/x.svg")',
        'url("HTTPS://a.b/x.svg")',
        "Unable to resolve 'HTTPS://a.b/x.svg' for missing asset 'shop/HTTPS://a.b/x.svg' in shop/app.css",
    ),
    "another scheme": value(
        'url("blob:x")', 'url("blob:x")', "Unable to resolve 'blob:x' for missing asset 'shop/blob:x' in shop/app.css"
    ),
    "no scheme": value('url("//a.b/x.svg")', 'url("//a.b/x.svg")'),
    "nothing": value('url("")', 'url("")'),
    "missing": value(
        'url("../icons/none.svg")',
        'url("../icons/none.svg")',
        "Unable to resolve '../icons/none.svg' for missing asset 'icons/none.svg' in shop/app.css",
    ),
    "missing from the root, with a suffix": value(
        'url("/none.svg?v=1#a")',
        'url("/none.svg")',
        "Unable to resolve '/none.svg' for missing asset 'none.svg' in shop/app.css",
    ),
    "name with dots": value('url("../icons/x.min.svg")', 'url("<icons/x.min.svg>")'),
    "name with a space": value('url("../a b.svg")', 'url("../a b.svg")'),
    "name with an escaped space": value(
        'url("../a%20b.svg")',
        'url("../a%20b.svg")',
        "Unable to resolve '../a%20b.svg' for missing asset 'a%20b.svg' in shop/app.css",
    ),
    "two in one line": value('url("y.svg"), url("../icons/x.svg")', 'url("<shop/y.svg>"), url("<icons/x.svg>")'),
    "function in capitals": value('URL("y.svg")', 'URL("y.svg")'),
    "import by url": style('@import url("beside.css");', '@import url("<shop/beside.css>");'),
    "import with media": style('@import url("beside.css") print;', '@import url("<shop/beside.css>") print;'),
    "import by a string": style('@import "beside.css";', '@import "beside.css";'),
    "itself": value('url("app.css")', 'url("<shop/app.css>")'),
    "in a comment": style('/* url("y.svg") */', '/* url("<shop/y.svg>") */'),
    "in a string": style("a::after { content: 'url(y.svg)' }", "a::after { content: 'url(\"<shop/y.svg>\")' }"),
    "in a custom property": style('a { --x: url("y.svg") }', 'a { --x: url("<shop/y.svg>") }'),
    "image-set": value(
        'image-set("y.svg" 1x, url("../icons/x.svg") 2x)', 'image-set("y.svg" 1x, url("<icons/x.svg>") 2x)'
    ),
    "source map": style(
        "a {}\n/*# sourceMappingURL=styled.css.map */\n", "a {}\n/*# sourceMappingURL=<shop/styled.css.map> */\n"
    ),
    "source map that is missing": style(
        "a {}\n/*# sourceMappingURL=none.css.map */\n",
        "a {}\n/* */\n",
        "Removed sourceMappingURL comment for missing asset 'shop/none.css.map' from shop/app.css",
    ),
    "source map from the root": style(
        "a {}\n/*# sourceMappingURL=/assets/shop/styled.css.map */\n",
        "a {}\n/* */\n",
        "Removed sourceMappingURL comment for missing asset 'shop/shop/styled.css.map' from shop/app.css",
    ),
    "script: from the root": script('x = RAILS_ASSET_URL("/icons/x.svg")', 'x = "<icons/x.svg>"'),
    "script: single quotes": script("x = RAILS_ASSET_URL('/icons/x.svg')", 'x = "<icons/x.svg>"'),
    "script: no quotes": script("x = RAILS_ASSET_URL(/icons/x.svg)", 'x = "<icons/x.svg>"'),
    "script: backticks": script(
        "x = RAILS_ASSET_URL(`/icons/x.svg`)",
        'x = "`/icons/x.svg`"',
        "Unable to resolve '`/icons/x.svg`' for missing asset 'shop/`/icons/x.svg`' in shop/app.js",
    ),
    "script: beside": script('x = RAILS_ASSET_URL("y.svg")', 'x = "<shop/y.svg>"'),
    "script: beside, with a dot": script('x = RAILS_ASSET_URL("./y.svg")', 'x = "<shop/y.svg>"'),
    "script: upwards": script('x = RAILS_ASSET_URL("../icons/x.svg")', 'x = "<icons/x.svg>"'),
    "script: suffix": script('x = RAILS_ASSET_URL("/icons/x.svg?v=1#a")', 'x = "<icons/x.svg>?v=1#a"'),
    "script: spaces": script('x = RAILS_ASSET_URL( "/icons/x.svg" )', 'x = RAILS_ASSET_URL( "/icons/x.svg" )'),
    "script: missing": script(
        'x = RAILS_ASSET_URL("/none.svg")',
        'x = "/none.svg"',
        "Unable to resolve '/none.svg' for missing asset 'none.svg' in shop/app.js",
    ),
    "script: missing, with a suffix": script(
        'x = RAILS_ASSET_URL("/none.svg#a")',
        'x = "/none.svg"',
        "Unable to resolve '/none.svg' for missing asset 'none.svg' in shop/app.js",
    ),
    "script: URL": script('x = RAILS_ASSET_URL("https://a.b/x.svg")', 'x = RAILS_ASSET_URL("https://a.b/x.svg")'),
    "script: data": script('x = RAILS_ASSET_URL("data:,x")', 'x = RAILS_ASSET_URL("data:,x")'),
    "script: a name that begins with data": script(
        'x = RAILS_ASSET_URL("/data.json") + RAILS_ASSET_URL("../data.json")', 'x = "<data.json>" + "<data.json>"'
    ),
    "script: in a template": script("x = `${RAILS_ASSET_URL('/icons/x.svg')}`", 'x = `${"<icons/x.svg>"}`'),
    "script: in a string": script("x = 'RAILS_ASSET_URL(/icons/x.svg)'", "x = '\"<icons/x.svg>\"'"),
    "script: in a comment": script('// RAILS_ASSET_URL("/icons/x.svg")', '// "<icons/x.svg>"'),
    "script: variable": script(
        "x = RAILS_ASSET_URL(name)",
        'x = "name"',
        "Unable to resolve 'name' for missing asset 'shop/name' in shop/app.js",
    ),
    "script: itself": script('x = RAILS_ASSET_URL("./app.js")', 'x = "<shop/app.js>"'),
    "script: import": script('import "./beside.js"', 'import "./beside.js"'),
    "script: source map": script(
        "1\n//# sourceMappingURL=mapped.js.map\n", "1\n//# sourceMappingURL=<shop/mapped.js.map>\n"
    ),
    "script: source map that is missing": script(
        "1\n//# sourceMappingURL=none.js.map\n",
        "1\n//\n",
        "Removed sourceMappingURL comment for missing asset 'shop/none.js.map' from shop/app.js",
    ),
    "script: source map from the root": script(
        "1\n//# sourceMappingURL=/assets/shop/mapped.js.map\n",
        "1\n//\n",
        "Removed sourceMappingURL comment for missing asset 'shop/shop/mapped.js.map' from shop/app.js",
    ),
    "script: source map of a whole address": script(
        "1\n//# sourceMappingURL=https://a.b/x.js.map\n",
        "1\n//\n",
        "Removed sourceMappingURL comment for missing asset 'shop/https://a.b/x.js.map' from shop/app.js",
    ),
    "script: source map within": script(
        "1\n//# sourceMappingURL=data:application/json;base64,e30=\n",
        "1\n//# sourceMappingURL=data:application/json;base64,e30=\n",
    ),
    "script: source map before the end": script(
        "1\n//# sourceMappingURL=mapped.js.map\n2\n", "1\n//# sourceMappingURL=mapped.js.map\n2\n"
    ),
    "text": Text("url(/icons/x.svg)", "url(/icons/x.svg)", path="app/assets/images/text.txt"),
    "picture": Text(
        '<svg><image href="../icons/x.svg"/></svg>',
        '<svg><image href="../icons/x.svg"/></svg>',
        path="app/assets/images/shop/z.svg",
    ),
}
NAMES = {
    "digest of small letters": names("x-4f1c2a9.digested.js", kept=("x-4f1c2a9.digested.js",)),
    "digest of capitals": names("chunk-2IXQ5Y3G.digested.js", kept=("chunk-2IXQ5Y3G.digested.js",)),
    "digest of other characters": names("x-abc_DEF-12.digested.css", kept=("x-abc_DEF-12.digested.css",)),
    "digest of six characters": names("x-abcdef.digested.js"),
    "digest of seven characters": names("x-abcdefg.digested.js", kept=("x-abcdefg.digested.js",)),
    "digest of 128 characters": names(f"x-{'a' * 128}.digested.js", kept=(f"x-{'a' * 128}.digested.js",)),
    "digest without a name": names("-4f1c2a9.digested.js", kept=("-4f1c2a9.digested.js",)),
    "digest behind a dot": names("x.4f1c2a9.digested.js"),
    "digest of a source map": names("x-4f1c2a9.digested.js.map", kept=("x-4f1c2a9.digested.js.map",)),
    "digest in a folder": names("lib/x-4f1c2a9.digested.woff2", kept=("lib/x-4f1c2a9.digested.woff2",)),
    "digest and no extension": names("x-4f1c2a9.digested", kept=("x-4f1c2a9.digested",)),
    "digest, and the word is not digested": names("x-4f1c2a9.js", "y-4f1c2a9digested.js"),
    "name of a dot": names(".hidden.css", ".keep", "x.css", left_out=(".hidden.css", ".keep")),
    "folder of a dot": names(".hidden/x.css", "x.css"),
    "names with dots": names("jquery.min.js", "x.js.map", "a.b.c.txt", "app.css.map"),
    "no extension": names("LICENSE", "lib/README", kept=("LICENSE", "lib/README")),
    "extension of other characters": names("x.woff-2", "y.é", kept=("x.woff-2", "y.é")),
    "names with spaces": names("a b.svg", "é.svg"),
    "what an editor left": names("x.css~", "#x.css#", kept=("#x.css#", "x.css~")),
    "templates": names("x.js.erb", "x.ts", "x.jsx", "x.less", "x.jst", "x.coffee"),
    "Sass": names("x.scss", "x.sass"),
    "the first load path counts": Names(
        {"a/x.css": "1", "v/x.css": "2", "v/y.css": "3"}, ("a", "v"), {"x.css": "1", "y.css": "3"}
    ),
    "the first load path counts, in their order": Names({"a/x.css": "1", "v/x.css": "2"}, ("v", "a"), {"x.css": "2"}),
    "a load path in another": Names(
        {"a/x.css": "1", "a/lib/x.css": "2"}, ("a", "a/lib"), {"lib/x.css": "2", "x.css": "1"}
    ),
    "a load path in another, before it": Names(
        {"a/x.css": "1", "a/lib/x.css": "2"}, ("a/lib", "a"), {"lib/x.css": "2", "x.css": "1"}
    ),
    "a load path that begins as another": Names({"a/x.css": "1", "ab/y.css": "2"}, ("a", "ab"), {"x.css": "1"}),
    "a load path twice": Names({"a/x.css": "1"}, ("a", "a"), {"x.css": "1"}),
    "a load path that is not there": Names({"a/x.css": "1"}, ("a", "b"), {"x.css": "1"}),
}
