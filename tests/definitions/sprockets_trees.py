"""Trees of files with directives, for Sprockets and for us: a table of what may be written and where."""

from __future__ import annotations

from typing import NamedTuple

Files = dict[str, str]


class Tree(NamedTuple):
    """Files, the load paths among their folders, and the asset to make."""

    files: Files
    target: str = "app.js"
    paths: tuple[str, ...] = ("a",)


def scripts(head: str, *names: str, target: str = "app.js", paths: tuple[str, ...] = ("a",)) -> Tree:
    """The target with `head` above its code in the first load path, and other files with a line each."""
    body = ".app { color: red }\n" if target.endswith(".css") else "app = 1;\n"
    files = {f"{paths[0]}/{target}": head + body}
    for name in names:
        path = name if name.split("/")[0] in paths else f"{paths[0]}/{name}"
        files[path] = f".x {{ content: '{name}' }}\n" if ".css" in name else f"x = '{name}';\n"
    return Tree(files, target, paths)


def with_files(tree: Tree, files: Files) -> Tree:
    """The tree with these files too."""
    return tree._replace(files=tree.files | files)


TREES: dict[str, Tree] = {
    # What is a directive.
    "slashes": scripts("//= require b\n", "b.js"),
    "slashes, a space before the equals sign": scripts("// = require b\n", "b.js"),
    "hash in a script": scripts("#= require b\n//= require c\n", "b.js", "c.js"),
    "block comment": scripts("/*\n *= require b\n *= require c\n */\n", "b.js", "c.js"),
    "block comment of one line": scripts("/*= require b */\n", "b.js"),
    "two block comments in one line": scripts("/* a */ /*= require b */\n", "b.js"),
    "block comment without stars": scripts("/*\n = require b\n*/\n", "b.js"),
    "three slashes": scripts("///= require b\n", "b.js"),
    "tab after the slashes": scripts("//\t=\trequire\tb\n", "b.js"),
    "empty lines between": scripts("\n\n//= require b\n\n\n//= require c\n", "b.js", "c.js"),
    "other comments between": scripts("// hello\n//= require b\n/* world */\n//= require c\n", "b.js", "c.js"),
    "two directives in one line": scripts("/*= require b */ /*= require c */\n", "b.js", "c.js"),
    "below the first code": scripts("var one;\n//= require b\n", "b.js"),
    "behind code in its line": scripts("var one; //= require b\n", "b.js"),
    "indented": scripts("   //= require b\n", "b.js"),
    "end of line as in DOS": scripts("//= require b\r\n//= require c\r\n", "b.js", "c.js"),
    "byte order mark": scripts("\ufeff//= require b\n", "b.js"),
    "unknown name": scripts("//= provide b\n//= require c\n", "b.js", "c.js"),
    "charset": scripts('//= charset "utf-8"\n//= require b\n', "b.js"),
    "no name": scripts("//=\n//= require b\n", "b.js"),
    "equals signs as a rule": scripts("//======\n// Title\n//======\n//= require b\n", "b.js"),
    "an apostrophe in a line like a directive": scripts("//= don't\n//= require b\n", "b.js"),
    "an apostrophe behind require": scripts("//= require b'\n", "b.js"),
    "comment that does not end": scripts("/*\n *= require b\n", "b.js"),
    # Arguments.
    "double quotes": scripts('//= require "b"\n', "b.js"),
    "single quotes": scripts("//= require 'b'\n", "b.js"),
    "a space in quotes": scripts('//= require "b c"\n', "b c.js"),
    "a space behind a backslash": scripts("//= require b\\ c\n", "b c.js"),
    "two arguments": scripts("//= require b c\n", "b.js", "c.js"),
    "no argument": scripts("//= require\n", "b.js"),
    "require_self with an argument": scripts("//= require_self b\n", "b.js"),
    "end of the comment in the line": scripts("/*\n *= require b */\n", "b.js"),
    # What is found.
    "with extension": scripts("//= require b.js\n", "b.js"),
    "with a dot in the name": scripts("//= require jquery.min\n", "jquery.min.js"),
    "part of a name": scripts("//= require jquery\n", "jquery.min.js", "jquery-ui.js"),
    "in a folder": scripts("//= require lib/b\n", "lib/b.js"),
    "relative": scripts("//= require ./lib/b\n", "lib/b.js"),
    "relative, upwards": with_files(
        scripts("//= require x/y/b\n", "c.js"), {"a/x/y/b.js": "//= require ../../c\nb;\n"}
    ),
    "relative, out of the load path": scripts("//= require ../b/c\n", "b/c.js", paths=("a", "b")),
    "relative to the file, not the load path": with_files(
        scripts("//= require lib/b\n", "c.js", "lib/c.js"), {"a/lib/b.js": "//= require ./c\nb;\n"}
    ),
    "logical, though one stands beside": with_files(
        scripts("//= require lib/b\n", "c.js", "lib/c.js"), {"a/lib/b.js": "//= require c\nb;\n"}
    ),
    "absolute": scripts("//= require /b\n", "b.js"),
    "nothing": scripts("//= require b\n"),
    "nothing, relative": scripts("//= require ./lib/b\n"),
    "of another type": scripts("//= require b\n", "b.css"),
    "of another type, with extension": scripts("//= require b.css\n", "b.css"),
    "script and style sheet of one name": scripts("//= require b\n", "b.css", "b.js"),
    "of no known type": scripts("//= require b\n", "b.xyz"),
    "hidden": scripts("//= require .b\n", ".b.js"),
    "what an editor left": scripts("//= require_tree ./t\n", "t/b.js~", "t/#c.js#", "t/.d.js", "t/e.js"),
    "itself": scripts("//= require app\n"),
    "folder of the file": scripts("//= require .\n", "index.js"),
    "two load paths, first wins": scripts("//= require b\n", "a/b.js", "v/b.js", paths=("a", "v")),
    "second load path": scripts("//= require b\n", "v/b.js", paths=("a", "v")),
    "a load path in another": scripts("//= require b\n//= require lib/b\n", "lib/b.js", paths=("a", "a/lib")),
    "name of a pipeline": scripts("//= require b.self\n", "b.js"),
    "extension in capitals": scripts("//= require b\n", "b.JS"),
    # Index files.
    "index": scripts("//= require b\n", "b/index.js"),
    "index, by its name": scripts("//= require b/index\n", "b/index.js"),
    "index, relative": scripts("//= require ./b\n", "b/index.js"),
    "file and index of one name": scripts("//= require b\n", "b.js", "b/index.js"),
    "index of another type": scripts("//= require b\n", "b/index.css"),
    "index in a later load path": scripts("//= require b\n", "v/b.js", "b/index.js", paths=("a", "v")),
    "index that takes its folder": with_files(
        scripts("//= require b\n", "b/one.js", "b/two.js"), {"a/b/index.js": "//= require_tree .\nindex;\n"}
    ),
    "index as target": with_files(scripts(""), {"a/b/index.js": "//= require ./one\n", "a/b/one.js": "1;\n"})._replace(
        target="b/index.js"
    ),
    # Order.
    "in order": scripts("//= require c\n//= require b\n", "b.js", "c.js"),
    "twice": scripts("//= require b\n//= require c\n//= require b\n", "b.js", "c.js"),
    "of each other's": with_files(
        scripts("//= require c\n//= require b\n", "d.js"),
        {"a/b.js": "//= require d\nb;\n", "a/c.js": "//= require b\nc;\n"},
    ),
    "circle": with_files(
        scripts("//= require b\n"), {"a/b.js": "//= require c\nb;\n", "a/c.js": "//= require b\nc;\n"}
    ),
    "circle with the target": with_files(scripts("//= require b\n"), {"a/b.js": "//= require app\nb;\n"}),
    "require_self first": scripts("//= require_self\n//= require b\n", "b.js"),
    "require_self in the middle": scripts("//= require b\n//= require_self\n//= require c\n", "b.js", "c.js"),
    "require_self last": scripts("//= require b\n//= require_self\n", "b.js"),
    "require_self twice": scripts("//= require_self\n//= require_self\n"),
    "require_self of a member": with_files(
        scripts("//= require b\n", "c.js"), {"a/b.js": "//= require_self\n//= require c\nb;\n"}
    ),
    # Whole folders.
    "directory": scripts("//= require_directory ./t\n", "t/b.js", "t/a.js", "t/in/c.js", "t/d.css"),
    "directory, its own": scripts("//= require_directory .\n", "b.js", "in/c.js"),
    "directory, no argument": scripts("//= require_directory\n", "b.js", "in/c.js"),
    "tree": scripts("//= require_tree ./t\n", "t/b.js", "t/a.js", "t/in/c.js", "t/d.css", "t/a/e.js"),
    "tree, its own": scripts("//= require_tree .\n", "zoo.js", "b.js", "in/c.js"),
    "tree, no argument": scripts("//= require_tree\n", "b.js", "in/c.js"),
    "tree, names beside folders": scripts(
        "//= require_tree ./t\n", "t/a.js", "t/a/z.js", "t/a-b.js", "t/a_b.js", "t/A.js", "t/a/b/c.js", "t/a0.js"
    ),
    "tree, after one of it": scripts("//= require ./t/z\n//= require_tree ./t\n", "t/a.js", "t/z.js"),
    "tree, before one of it": scripts("//= require_tree ./t\n//= require ./t/a\n", "t/a.js", "t/z.js"),
    "tree and self": scripts("//= require b\n//= require_self\n//= require_tree .\n", "b.js", "c.js"),
    "tree of another load path": scripts("//= require_tree ../v\n", "v/b.js", paths=("a", "v")),
    "tree outside of all": with_files(scripts("//= require_tree ../v\n"), {"v/b.js": "b;\n"}),
    "tree with a shadowed file": scripts("//= require_tree ../v\n", "a/b.js", "v/b.js", paths=("a", "v")),
    "tree that is not there": scripts("//= require_tree ./t\n"),
    "tree that is a file": scripts("//= require_tree ./t.js\n", "t.js"),
    "tree, not relative": scripts("//= require_tree t\n", "t/b.js"),
    "tree, absolute": scripts("//= require_tree /t\n", "t/b.js"),
    "directory, not relative": scripts("//= require_directory t\n", "t/b.js"),
    "tree with two arguments": scripts("//= require_tree ./t .js\n", "t/b.js"),
    "empty tree": with_files(scripts("//= require_tree ./t\n"), {"a/t/.keep": ""}),
    # Stubs.
    "stub": scripts("//= require b\n//= require c\n//= stub b\n", "b.js", "c.js"),
    "stub before": scripts("//= stub b\n//= require b\n//= require c\n", "b.js", "c.js"),
    "stub takes what it requires": with_files(
        scripts("//= require b\n//= require c\n//= require d\n//= stub b\n", "c.js", "d.js"),
        {"a/b.js": "//= require c\nb;\n"},
    ),
    "stub of a member counts for nothing": with_files(
        scripts("//= require b\n//= require c\n", "c.js"), {"a/b.js": "//= stub c\nb;\n"}
    ),
    "stub of a tree's": scripts("//= require_tree ./t\n//= stub ./t/b\n", "t/a.js", "t/b.js"),
    "stub of nothing": scripts("//= stub b\n"),
    "stub of what is not required": scripts("//= stub b\n//= require c\n", "b.js", "c.js"),
    # What makes no members.
    "depend_on": scripts("//= depend_on b\n//= depend_on_asset c\n", "b.js", "c.js"),
    "depend_on nothing": scripts("//= depend_on b\n"),
    "link": scripts("//= link b.js\n//= link ./c.css\n", "b.js", "c.css"),
    "link, then require": scripts("//= link b.js\n//= require b\n", "b.js"),
    "link without extension": scripts("//= link b\n", "b.css", "b.js"),
    "link of nothing": scripts("//= link b.png\n"),
    "link of a member": with_files(scripts("//= require b\n", "c.css"), {"a/b.js": "//= link c.css\nb;\n"}),
    "link of a linked one": with_files(scripts("//= link b.js\n", "c.css"), {"a/b.js": "//= link c.css\nb;\n"}),
    "link of an index": scripts("//= link b.js\n", "b/index.js"),
    "link_directory": scripts("//= link_directory ./t\n", "t/b.js", "t/c.css", "t/d.png", "t/in/e.js"),
    "link_directory with a type": scripts("//= link_directory ./t .js\n", "t/b.js", "t/c.css", "t/in/e.js"),
    "link_directory with a type without its dot": scripts("//= link_directory ./t css\n", "t/b.js", "t/c.css"),
    "link_directory with a MIME type": scripts("//= link_directory ./t text/css\n", "t/b.js", "t/c.css"),
    "link_tree": scripts("//= link_tree ./t\n", "t/b.js", "t/c.css", "t/in/e.js", "t/in/f.xyz"),
    "link_tree with a type": scripts("//= link_tree ./t .css\n", "t/b.js", "t/c.css", "t/in/e.css"),
    "link_tree with a wildcard": scripts("//= link_tree ./t image/*\n", "t/b.png", "t/c.css", "t/in/e.gif"),
    "link_tree with an unknown extension": scripts("//= link_tree ./t .xyz\n", "t/b.xyz", "t/c.css"),
    "link_tree, not relative": scripts("//= link_tree t\n", "t/b.js"),
    # Style sheets and engines.
    "style sheet": scripts("/*\n *= require b\n *= require_self\n */\n", "b.css", "b.js", target="app.css"),
    "style sheet with slashes": scripts("//= require b\n", "b.css", target="app.css"),
    "hash in a style sheet": scripts("#= require b\n", "b.css", target="app.css"),
    "tree of style sheets": scripts(
        "/*= require_self */\n/*= require_tree ./t */\n", "t/b.css", "t/c.js", "t/in/d.css", target="app.css"
    ),
    "template of Ruby without tags": scripts("//= require b\n", "b.js.erb"),
    "file and template of one name": scripts("//= require b\n", "b.js", "b.js.erb"),
    "template with another name": scripts("//= require b.erb\n", "b.js.erb"),
    "template with a comment of Ruby first": with_files(
        scripts("//= require b\n", "c.js"), {"a/b.js.erb": "<%# b %>\n//= require c\nb;\n"}
    ),
    "CoffeeScript": scripts("//= require b\n//= require c\n", "b.coffee", "c.js.coffee"),
    "CoffeeScript, by its name": scripts("//= require b.coffee\n", "b.coffee"),
    "CoffeeScript with hashes": with_files(scripts("//= require b\n", "c.js"), {"a/b.coffee": "#= require c\nb\n"}),
    "CoffeeScript with slashes": with_files(scripts("//= require b\n", "c.js"), {"a/b.coffee": "//= require c\nb\n"}),
    "CoffeeScript with a block of stars": with_files(
        scripts("//= require b\n", "c.js"), {"a/b.coffee": "/*\n *= require c\n */\nb\n"}
    ),
    "CoffeeScript with a block": with_files(
        scripts("//= require b\n", "c.js"), {"a/b.coffee": "###\n= require c\n###\nb\n"}
    ),
    "CoffeeScript with a block of hashes": with_files(
        scripts("//= require b\n", "c.js"), {"a/b.coffee": "###\n#= require c\n###\nb\n"}
    ),
    "script and CoffeeScript of one name": scripts("//= require b\n", "b.coffee", "b.js"),
    "ES6 and CoffeeScript of one name": scripts("//= require b\n", "b.coffee", "b.es6"),
    "template and CoffeeScript of one name": scripts("//= require b\n", "b.js.erb", "b.coffee"),
    "template of CoffeeScript": scripts("//= require b\n", "b.coffee.erb"),
    "extensions the other way around": scripts("//= require b\n", "b.erb.coffee"),
    "ES6": scripts("//= require b\n", "b.es6"),
    "directive in ES6": with_files(scripts("//= require b\n", "c.js"), {"a/b.es6": "//= require c\nb;\n"}),
    "directive with a hash in ES6": with_files(scripts("//= require b\n", "c.js"), {"a/b.es6": "#= require c\nb;\n"}),
    "directive in a template of CoffeeScript": with_files(
        scripts("//= require b\n", "c.js"), {"a/b.coffee.erb": "<%# b %>\n#= require c\nb\n"}
    ),
    "ES6 behind another extension": scripts("//= require b\n", "b.js.es6"),
    "templates of JavaScript": scripts("//= require_tree ./t\n", "t/b.jst.ejs", "t/c.ejs", "t/d.jst.eco", "t/e.eco"),
    "function of JavaScript": scripts("//= require_tree ./t\n", "t/b.jst"),
    "directive in a template of JavaScript": with_files(
        scripts("//= require b\n", "c.js"), {"a/b.jst.ejs": "//= require c\nb\n"}
    ),
    "Sass": scripts("/*= require b\n= require c */\n", "b.scss", "c.css.sass", target="app.css"),
    "style sheet and Sass of one name": scripts("/*= require b */\n", "b.css", "b.scss", target="app.css"),
    "both Sass of one name": scripts("/*= require b */\n", "b.scss", "b.sass", target="app.css"),
    "directive in Sass": with_files(
        scripts("/*= require b */\n", "c.css", target="app.css"), {"a/b.scss": "//= require c\nb {}\n"}
    ),
    "data with Ruby in it": scripts("//= link b.json\n//= link c.yml\n", "b.json.erb", "c.yml.erb"),
    "picture with Ruby in it": scripts("//= link b.svg\n", "b.svg.erb"),
    "page with Ruby in it": scripts("//= link b.html\n", "b.html.erb"),
    "link of CoffeeScript": scripts("//= link b.js\n", "b.coffee"),
    "link of CoffeeScript, by its name": scripts("//= link b.coffee\n", "b.coffee"),
    "link of Sass": scripts("//= link b.css\n", "b.scss"),
    "link of Sass, by its name": scripts("//= link b.scss\n", "b.scss"),
    "link of CoffeeScript without extension": scripts("//= link b\n", "b.coffee"),
    "link_tree of what becomes a script": scripts("//= link_tree ./t\n", "t/b.coffee", "t/c.scss", "t/d.js.erb"),
    "link_tree with a type of what becomes it": scripts(
        "//= link_tree ./t .js\n//= link_directory ./t css\n", "t/b.coffee", "t/c.scss", "t/d.js.erb", "t/e.es6"
    ),
    "link_tree with two types": scripts("//= link_tree ./t text/css,image/png\n", "t/b.css", "t/c.png", "t/d.js"),
    "link_tree with any type": scripts("//= link_tree ./t */*\n", "t/b.css", "t/c.png", "t/d.xyz"),
    "link_tree with the extension of an engine": scripts("//= link_tree ./t .scss\n", "t/b.scss", "t/c.css"),
    "link_tree with an index": scripts("//= link_tree ./t .js\n", "t/index.js", "t/in/index.js"),
    "link_directory with an index": scripts("//= link_directory ./t\n", "t/index.js", "t/b.js"),
    "link_directory, its own": scripts("//= link_directory . .js\n", "b.js", "c.css"),
    "link_tree of another load path": scripts("//= link_tree ../v\n", "v/b.js", "v/c.png", "a/b.js", paths=("a", "v")),
    "link of a font": scripts("//= link_tree ./t\n", "t/b.woff2", "t/c.webmanifest", "t/d.oga", "t/e.flac"),
    "link of what requires": with_files(scripts("//= link b.js\n", "c.js"), {"a/b.js": "//= require c\nb;\n"}),
    "link of a member of what is linked": with_files(
        scripts("//= link b.js\n", "d.css"), {"a/b.js": "//= require c\nb;\n", "a/c.js": "//= link d.css\nc;\n"}
    ),
    "link of itself": scripts("//= link app.js\n"),
    "links in a circle": with_files(scripts("//= link b.js\n"), {"a/b.js": "//= link app.js\nb;\n"}),
    "stub of an index": with_files(
        scripts("//= require b\n//= require c\n//= stub b\n", "b/index.js"), {"a/c.js": "c;\n"}
    ),
    "index, then its folder": scripts("//= require b\n//= require_tree ./b\n", "b/index.js", "b/c.js"),
    "index by both its names": scripts("//= require b\n//= require b/index\n", "b/index.js"),
    "index of CoffeeScript": scripts("//= require b\n", "b/index.coffee"),
    "depend_on_directory": scripts("//= depend_on_directory ./t\n", "t/b.js"),
    "depend_on_directory with a type": scripts("//= depend_on_directory ./t .js\n", "t/b.js", "t/c.css"),
    "depend_on a picture": scripts("//= depend_on b.png\n//= require c\n", "b.png", "c.js"),
    "source map beside": scripts("//= require b\n//= require_tree ./t\n", "b.js", "b.js.map", "t/c.js", "t/c.js.map"),
    "file with the name of a pipeline": scripts(
        "//= require b.source\n//= require c.self.js\n", "b.source.js", "c.self.js"
    ),
    "tree of files with names of pipelines": scripts(
        "//= require_tree ./t\n", "t/b.source.js", "t/b.js", "t/c.self.js"
    ),
    "link of a file with the name of a pipeline": scripts("//= link_tree ./t .js\n", "t/b.source.js", "t/c.debug.js"),
    "pictures with two extensions": scripts("//= link_tree ./t\n", "t/b.jpeg", "t/c.tif", "t/d.htm", "t/e.yaml"),
    "link of the source map of a script": scripts("//= link b.js.map\n", "b.js"),
    "link of a source map": scripts("//= link b.js.map\n", "b.js", "b.js.map"),
    "link_tree with source maps": scripts("//= link_tree ./t\n", "t/b.js", "t/b.js.map", "t/c.css", "t/c.css.map"),
}
