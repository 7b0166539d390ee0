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
    # Folders that a package manager knows.
    "Bower's file": with_files(scripts("//= require b\n", "b/x.js"), {"a/b/bower.json": '{"main": "./x.js"}'}),
    "Bower's file, several": with_files(
        scripts("//= require b\n", "b/x.css", "b/y.js"), {"a/b/bower.json": '{"main": ["x.css", "y.js"]}'}
    ),
    "Bower's file, a style sheet": with_files(
        scripts("/*= require b */\n", "b/x.css", "b/y.js", target="app.css"),
        {"a/b/bower.json": '{"main": ["y.js", "x.css"]}'},
    ),
    "Bower's file by its other names": with_files(
        scripts("//= require b\n//= require c\n", "b/x.js", "c/y.js"),
        {"a/b/component.json": '{"main": "x.js"}', "a/c/.bower.json": '{"main": "y.js"}'},
    ),
    "Bower's file before the index": with_files(
        scripts("//= require b\n", "b/x.js", "b/index.js"), {"a/b/bower.json": '{"main": "x.js"}'}
    ),
    "Bower's file that names what is not there": with_files(
        scripts("//= require b\n", "b/index.js"), {"a/b/bower.json": '{"main": ["x.js", "y.unknown"]}'}
    ),
    "Bower's file without a main": with_files(
        scripts("//= require b\n", "b/index.js"), {"a/b/bower.json": '{"name": "b"}'}
    ),
    "Bower's file behind a file of that name": with_files(
        scripts("//= require b\n", "b.js", "b/x.js"), {"a/b/bower.json": '{"main": "x.js"}'}
    ),
    "Bower's file in a folder of a folder": with_files(
        scripts("//= require c/b\n", "c/b/x.js"), {"a/c/b/bower.json": '{"main": "x.js"}'}
    ),
    "Bower's file in a later load path": with_files(
        scripts("//= require b\n", "v/b/x.js", paths=("a", "v")), {"v/b/bower.json": '{"main": "x.js"}'}
    ),
    "npm's file": with_files(
        scripts("//= require b\n", "b/x.js", "b/index.js"), {"a/b/package.json": '{"main": "x.js"}'}
    ),
    "npm's file in a folder of a folder": with_files(
        scripts("//= require c/b\n", "c/b/x.js", "c/b/index.js"), {"a/c/b/package.json": '{"main": "./x.js"}'}
    ),
    "npm's file without a main": with_files(
        scripts("//= require b\n", "b/index.js"), {"a/b/package.json": '{"style": "x.css"}'}
    ),
    "npm's file, a style sheet": with_files(
        scripts("/*= require b */\n", "b/x.css", "b/index.css", target="app.css"),
        {"a/b/package.json": '{"main": "x.js", "style": "x.css"}'},
    ),
}
