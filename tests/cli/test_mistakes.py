"""Every mistake that people make gives one message: what, where, and what to do; never a traceback."""

# ruff: noqa: E501

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ..sites import Files, Site

COMPILES = [
    pytest.param(
        {},
        """\
        minfy = "off"
        """,
        2,
        """\
        assetbuild.toml:1:1: error: unknown key `minfy`
          1 | minfy = "off"
            | ^
          hint: did you mean 'minify'?
        """,
        id="unknown key",
    ),
    pytest.param(
        {},
        """\
        zzz = 1
        """,
        2,
        """\
        assetbuild.toml:1:1: error: unknown key `zzz`
          1 | zzz = 1
            | ^
          hint: known keys: allow-missing, also, bundles, encodings, esbuild, exclude, filters, from, groups, importmap, inline, inline-repeated, minify, module-files, modules, output, packages, prefixes, sourcemaps, sources, sources-content, targets, url
        """,
        id="unknown key that is near nothing",
    ),
    pytest.param(
        {},
        """\
        [bundles."css/app.css"]
        content = ["css/a.css"]
        """,
        2,
        """\
        assetbuild.toml:2:1: error: unknown key `content`
          2 | content = ["css/a.css"]
            | ^
          hint: did you mean 'contents'?
        """,
        id="unknown key of a bundle",
    ),
    pytest.param(
        {},
        """\
        minfy = "off"
        output = 3
        encodings = [
          "br",
          "brotly",
        ]
        """,
        2,
        """\
        assetbuild.toml:1:1: error: unknown key `minfy`
          1 | minfy = "off"
            | ^
          hint: did you mean 'minify'?
        assetbuild.toml:2:10: error: `output` must be a string, not a number
          2 | output = 3
            |          ^
          hint: for example output = "dist/assets"
        assetbuild.toml:5:3: error: `encodings` may be 'br', 'gzip' or 'zstd', not 'brotly'
          5 |   "brotly",
            |   ^
          hint: for example encodings = ["br", "gzip"]
        """,
        id="several mistakes at once",
    ),
    pytest.param(
        {},
        """\
        [tool.assetbuild]
        output = "dist"
        """,
        2,
        """\
        assetbuild.toml:1:2: error: unknown key `tool`
          1 | [tool.assetbuild]
            |  ^
          hint: the tables of this file stand at its top level: write [bundles.…] for [tool.assetbuild.bundles.…]
        """,
        id="tables of pyproject in assetbuild toml",
    ),
    pytest.param(
        {},
        """\
        [bundles.app.css]
        contents = ["css/a.css"]
        """,
        2,
        """\
        assetbuild.toml:1:14: error: unknown key `css`
          1 | [bundles.app.css]
            |              ^
          hint: a path with a dot is quoted: [bundles."app.css"]
        """,
        id="bundle path without quotes",
    ),
    pytest.param(
        {},
        """\
        [bundles.css/app.css]
        contents = ["css/a.css"]
        """,
        2,
        """\
        assetbuild.toml:1:13: error: not valid TOML: Expected ']' at the end of a table declaration
          1 | [bundles.css/app.css]
            |             ^
          hint: a path in a header is quoted: [bundles."css/app.css"]
        """,
        id="bundle path with a slash without quotes",
    ),
    pytest.param(
        {},
        """\
        output = 7
        """,
        2,
        """\
        assetbuild.toml:1:10: error: `output` must be a string, not a number
          1 | output = 7
            |          ^
          hint: for example output = "dist/assets"
        """,
        id="wrong type",
    ),
    pytest.param(
        {},
        """\
        exclude = [
            "a.css",
            7,
        ]
        """,
        2,
        """\
        assetbuild.toml:3:5: error: each item of `exclude` must be a string, not a number
          3 |     7,
            |     ^
          hint: for example exclude = ["**/*.test.js"]
        """,
        id="wrong type of an item",
    ),
    pytest.param(
        {},
        """\
        [bundles."a.css"]
        contents = ["b.css"]
        filters = "rcssmin"
        """,
        2,
        """\
        assetbuild.toml:3:11: error: `filters` must be a list of strings, not a string
          3 | filters = "rcssmin"
            |           ^
          hint: write filters = ["rcssmin"]
        """,
        id="string where a list belongs",
    ),
    pytest.param(
        {},
        """\
        [bundles]
        "a.css" = ["b.css", "c.css"]
        """,
        2,
        """\
        assetbuild.toml:2:11: error: `a.css` must be a table, not a list
          2 | "a.css" = ["b.css", "c.css"]
            |           ^
          hint: write contents = ["b.css", "c.css"] below its header, [bundles."a.css"]
        """,
        id="list where a bundle belongs",
    ),
    pytest.param(
        {},
        """\
        [[bundles]]
        path = "a.css"
        """,
        2,
        """\
        assetbuild.toml:1:3: error: `bundles` must be a table, not a list
          1 | [[bundles]]
            |   ^
          hint: write [bundles."css/app.css"], with the path of the bundle in the header
        """,
        id="list where bundles belong",
    ),
    pytest.param(
        {},
        """\
        [filters]
        rjsmin = 3
        """,
        2,
        """\
        assetbuild.toml:2:10: error: `rjsmin` must be a table, not a number
          2 | rjsmin = 3
            |          ^
          hint: options stand below a header of their filter: [filters.NAME]
        """,
        id="number where options belong",
    ),
    pytest.param(
        {},
        """\
        minify = false
        """,
        2,
        """\
        assetbuild.toml:1:10: error: `minify` must be a string, not a boolean
          1 | minify = false
            |          ^
          hint: write minify = "off"
        """,
        id="boolean minify",
    ),
    pytest.param(
        {},
        """\
        sourcemaps = "hiden"
        sources-content = "no"
        """,
        2,
        """\
        assetbuild.toml:1:14: error: `sourcemaps` may be true, false or 'hidden', not 'hiden'
          1 | sourcemaps = "hiden"
            |              ^
          hint: did you mean 'hidden'?
        assetbuild.toml:2:19: error: `sources-content` must be true or false, not a string
          2 | sources-content = "no"
            |                   ^
          hint: for example sources-content = false
        """,
        id="wrong words for source maps",
    ),
    pytest.param(
        {},
        """\
        sourcemaps = 3
        """,
        2,
        """\
        assetbuild.toml:1:14: error: `sourcemaps` must be true, false or a string, not a number
          1 | sourcemaps = 3
            |              ^
          hint: for example sourcemaps = true
        """,
        id="number for source maps",
    ),
    pytest.param(
        {},
        """\
        minify = "saef"
        """,
        2,
        """\
        assetbuild.toml:1:10: error: `minify` may be 'safe', 'off' or 'small', not 'saef'
          1 | minify = "saef"
            |          ^
          hint: did you mean 'safe'?
        """,
        id="misspelt minify",
    ),
    pytest.param(
        {},
        """\
        minify = "least"
        """,
        2,
        """\
        assetbuild.toml:1:10: error: `minify` may be 'safe', 'off' or 'small', not 'least'
          1 | minify = "least"
            |          ^
          hint: for example minify = "safe"
        """,
        id="minify of a later version",
    ),
    pytest.param(
        {},
        """\
        encodings = ["gzip", "brotli"]
        """,
        2,
        """\
        assetbuild.toml:1:22: error: `encodings` may be 'br', 'gzip' or 'zstd', not 'brotli'
          1 | encodings = ["gzip", "brotli"]
            |                      ^
          hint: did you mean 'br'?
        """,
        id="unknown encoding",
    ),
    pytest.param(
        {},
        """\
        url = "static/"
        """,
        2,
        """\
        assetbuild.toml:1:7: error: 'static/' is not a URL that names can be appended to
          1 | url = "static/"
            |       ^
          hint: write "/static/" for a path of this site, or "https://cdn.example.com/" for another
        """,
        id="url without slash",
    ),
    pytest.param(
        {},
        """\
        url = "/static/?v=1"
        """,
        2,
        """\
        assetbuild.toml:1:7: error: '/static/?v=1' is not a URL that names can be appended to
          1 | url = "/static/?v=1"
            |       ^
          hint: write "/static/" for a path of this site, or "https://cdn.example.com/" for another
        """,
        id="url with a query",
    ),
    pytest.param(
        {},
        """\
        output = ""
        """,
        2,
        """\
        assetbuild.toml:1:10: error: '' is not the name of a folder
          1 | output = ""
            |          ^
          hint: for example output = "dist/assets"
        """,
        id="empty output",
    ),
    pytest.param(
        {},
        """\
        sources = []
        """,
        2,
        """\
        assetbuild.toml:1:11: error: `sources` names no folder
          1 | sources = []
            |           ^
          hint: for example sources = ["assets"]
        """,
        id="no source roots",
    ),
    pytest.param(
        {},
        """\
        output = "dist
        url = "/"
        """,
        2,
        """\
        assetbuild.toml:1:15: error: not valid TOML: Illegal character '\\n'
          1 | output = "dist
            |               ^
          hint: the closing quote is missing
        """,
        id="toml error",
    ),
    pytest.param(
        {},
        """\
        sources = ["assets",
        """,
        2,
        """\
        assetbuild.toml:2:1: error: not valid TOML: Invalid value
          hint: see https://toml.io for the syntax
        """,
        id="toml error at the end",
    ),
    pytest.param(
        {},
        """\
        output = dist/assets
        """,
        2,
        """\
        assetbuild.toml:1:10: error: not valid TOML: Invalid value
          1 | output = dist/assets
            |          ^
          hint: quote the text
        """,
        id="toml without quotes",
    ),
    pytest.param(
        {},
        """\
        url = "/"
        url = "/static/"
        """,
        2,
        """\
        assetbuild.toml:2:17: error: not valid TOML: Cannot overwrite a value
          2 | url = "/static/"
            |                 ^
          hint: line 1 has it already
        """,
        id="duplicate key",
    ),
    pytest.param(
        {},
        """\
        [bundles."a.css"]
        contents = ["b.css"]

        [bundles."a.css"]
        contents = ["c.css"]
        """,
        2,
        """\
        assetbuild.toml:4:17: error: not valid TOML: Cannot declare ('bundles', 'a.css') twice
          4 | [bundles."a.css"]
            |                 ^
          hint: line 1 has it already
        """,
        id="duplicate bundle",
    ),
    pytest.param(
        {},
        """\
        sources = ["assets", "statik"]
        """,
        2,
        """\
        assetbuild.toml:1:22: error: there is no source root 'statik'
          1 | sources = ["assets", "statik"]
            |                      ^
          hint: make the folder statik, or name another: sources = ["static"]
        """,
        id="missing source root",
    ),
    pytest.param(
        {"a.css": ""},
        """\
        sources = ["assets/a.css"]
        """,
        2,
        """\
        assetbuild.toml:1:12: error: the source root 'assets/a.css' is not a folder
          1 | sources = ["assets/a.css"]
            |            ^
          hint: name the folder that the file is in
        """,
        id="source root that is a file",
    ),
    pytest.param(
        {},
        """\
        sources = ["package:no_such_package/static"]
        """,
        2,
        """\
        assetbuild.toml:1:12: error: 'package:no_such_package/static' names a package that is not installed
          1 | sources = ["package:no_such_package/static"]
            |            ^
          hint: install it where assetbuild runs (pip install …); a folder of the project is named without 'package:'
        """,
        id="package that is not installed",
    ),
    pytest.param(
        {},
        """\
        sources = ["package:rjsmin/static"]
        """,
        2,
        """\
        assetbuild.toml:1:12: error: 'package:rjsmin/static': rjsmin is a module of one file, so it has no folders
          1 | sources = ["package:rjsmin/static"]
            |            ^
          hint: name a package; for example "package:django.contrib.admin/static"
        """,
        id="package of one file",
    ),
    pytest.param(
        {},
        """\
        sources = ["package:click"]
        """,
        2,
        """\
        assetbuild.toml:1:12: error: 'package:click' is not of the form package:NAME/folder
          1 | sources = ["package:click"]
            |            ^
          hint: for example "package:django.contrib.admin/static"
        """,
        id="package without a folder",
    ),
    pytest.param(
        {},
        """\
        sources = ["package:click/../flask"]
        """,
        2,
        """\
        assetbuild.toml:1:12: error: 'package:click/../flask' is not of the form package:NAME/folder
          1 | sources = ["package:click/../flask"]
            |            ^
          hint: for example "package:django.contrib.admin/static"
        """,
        id="package path that escapes",
    ),
    pytest.param(
        {},
        """\
        output = "assets"
        """,
        2,
        """\
        assetbuild.toml:1:10: error: the output folder 'assets' holds the source root 'assets'
          1 | output = "assets"
            |          ^
          hint: give it a folder of its own: output = "dist/assets"
        """,
        id="output is a source root",
    ),
    pytest.param(
        {"css/.hidden": "", "css/app.css": "a{}"},
        """\
        output = "assets/css"
        """,
        2,
        """\
        assetbuild.toml:1:10: error: the output folder 'assets/css' is in the source root 'assets' and holds 'app.css', which no build wrote
          1 | output = "assets/css"
            |          ^
          hint: give it a folder of its own: output = "dist/assets"
        """,
        id="output holds sources",
    ),
    pytest.param(
        {},
        """\
        output = "."
        """,
        2,
        """\
        assetbuild.toml:1:10: error: the output folder '.' holds the project
          1 | output = "."
            |          ^
          hint: give it a folder of its own: output = "dist/assets"
        """,
        id="output holds the project",
    ),
    pytest.param(
        {},
        """\
        [bundles."css/app.css"]
        """,
        2,
        """\
        assetbuild.toml:1:10: error: the bundle 'css/app.css' is empty
          1 | [bundles."css/app.css"]
            |          ^
          hint: for example contents = ["css/reset.css", "css/components/*.css"]
        """,
        id="bundle without contents",
    ),
    pytest.param(
        {},
        """\
        [bundles."css/app.css"]
        contents = []
        """,
        2,
        """\
        assetbuild.toml:2:1: error: the bundle 'css/app.css' is empty
          2 | contents = []
            | ^
          hint: for example contents = ["css/reset.css", "css/components/*.css"]
        """,
        id="empty bundle",
    ),
    pytest.param(
        {"a.css": ""},
        """\
        [bundles."css/app.css"]
        contents = ["*.css", "!a*"]
        """,
        2,
        """\
        assetbuild.toml:1:10: error: the bundle 'css/app.css' is empty: its `!` items leave nothing
          1 | [bundles."css/app.css"]
            |          ^
          hint: `!` takes out what the items before it found: put it after them, or remove it
        """,
        id="bundle that its exclusions empty",
    ),
    pytest.param(
        {"css/a.css": ""},
        """\
        [bundles."css/app.css"]
        contents = [
            "css/*.css",
            "less/*.less",
        ]
        """,
        1,
        """\
        assetbuild.toml:4:5: error: 'less/*.less' in the bundle 'css/app.css' matches no source
          4 |     "less/*.less",
            |     ^
          hint: `*` stays within a folder; `**/` crosses any number of them
        """,
        id="glob that matches nothing",
    ),
    pytest.param(
        {"css/a.css": ""},
        """\
        [bundles."css/app.css"]
        contents = ["assets/css/*.css"]
        """,
        1,
        """\
        assetbuild.toml:2:13: error: 'assets/css/*.css' in the bundle 'css/app.css' matches no source
          2 | contents = ["assets/css/*.css"]
            |             ^
          hint: paths start below the source root: write 'css/*.css'
        """,
        id="glob that names the root",
    ),
    pytest.param(
        {"css/reset.css": ""},
        """\
        [bundles."css/app.css"]
        contents = ["css/rest.css"]
        """,
        1,
        """\
        assetbuild.toml:2:13: error: the bundle 'css/app.css' names 'css/rest.css', which is in no source root
          2 | contents = ["css/rest.css"]
            |             ^
          hint: did you mean 'css/reset.css'?
        """,
        id="member that is missing",
    ),
    pytest.param(
        {"css/a.css": ""},
        """\
        [bundles."css/app.css"]
        contents = ["css"]
        """,
        1,
        """\
        assetbuild.toml:2:13: error: the bundle 'css/app.css' names 'css', which is in no source root
          2 | contents = ["css"]
            |             ^
          hint: it is a folder: write 'css/**' for all that is in it
        """,
        id="member that is a folder",
    ),
    pytest.param(
        {"css/a.css": ""},
        """\
        [bundles."css/app.css"]
        contents = ["/css/a.css"]
        """,
        1,
        """\
        assetbuild.toml:2:13: error: the bundle 'css/app.css' names '/css/a.css', which is in no source root
          2 | contents = ["/css/a.css"]
            |             ^
          hint: paths start below the source root: write 'css/a.css'
        """,
        id="member with a leading slash",
    ),
    pytest.param(
        {},
        """\
        [bundles."a.css"]
        contents = ["a.css"]
        """,
        2,
        """\
        assetbuild.toml:2:13: error: the bundle 'a.css' names itself
          2 | contents = ["a.css"]
            |             ^
          hint: no source has that path; name the files it is made of
        """,
        id="bundle that names itself",
    ),
    pytest.param(
        {},
        """\
        [bundles."a.css"]
        contents = ["b.css"]
        [bundles."b.css"]
        contents = ["c.css"]
        [bundles."c.css"]
        contents = ["a.css"]
        """,
        2,
        """\
        assetbuild.toml:6:13: error: bundles name each other in a circle: a.css → b.css → c.css → a.css
          6 | contents = ["a.css"]
            |             ^
          hint: take one of them out of the other's contents
        """,
        id="bundle circle",
    ),
    pytest.param(
        {"a.css": "", "b.js": ""},
        """\
        [bundles."all.css"]
        contents = ["*"]
        """,
        2,
        """\
        assetbuild.toml:2:13: error: 'b.js' cannot be in 'all.css': it is of another type
          2 | contents = ["*"]
            |             ^
          hint: leave it out: put '!**/*.js' after this item
        """,
        id="bundle of css and js",
    ),
    pytest.param(
        {},
        """\
        [bundles."../app.css"]
        contents = ["a.css"]
        """,
        2,
        """\
        assetbuild.toml:1:10: error: '../app.css' cannot be the path of a bundle: it has an empty, `.` or `..` segment
          1 | [bundles."../app.css"]
            |          ^
          hint: the path of a bundle is where templates find it: css/app.css
        """,
        id="bundle path that escapes",
    ),
    pytest.param(
        {"css/app.css": ""},
        """\
        [bundles."css/App.css"]
        contents = ["css/app.css"]
        """,
        2,
        """\
        assetbuild.toml:1:10: error: 'css/App.css' and 'css/app.css' differ only in case: some file systems take them for one file
          1 | [bundles."css/App.css"]
            |          ^
          hint: rename one of them
        """,
        id="bundle that differs in case",
    ),
    pytest.param(
        {"a.css": "", "b.png": b"\x89PNG"},
        """\
        [bundles."all.css"]
        contents = ["a.css", "b.png"]
        """,
        2,
        """\
        assetbuild.toml:2:22: error: 'b.png' cannot be in 'all.css': it is of another type
          2 | contents = ["a.css", "b.png"]
            |                      ^
          hint: leave it out: put '!**/*.png' after this item
        """,
        id="bundle with a binary member",
    ),
    pytest.param(
        {"vendor/a.css": ""},
        """\
        exclude = ["vendor/"]
        """,
        2,
        """\
        assetbuild.toml:1:12: error: `exclude` names the folder 'vendor/', which excludes no file
          1 | exclude = ["vendor/"]
            |            ^
          hint: write 'vendor/**'
        """,
        id="exclude that names a folder",
    ),
    pytest.param(
        {"css/a.css": "a { color: red }\n  b { background: url('../img/logo.pgn') }", "img/logo.png": b""},
        "",
        1,
        """\
        assets/css/a.css:2:24: error: 'css/a.css' refers to '../img/logo.pgn': there is no asset 'img/logo.pgn'
          2 |   b { background: url('../img/logo.pgn') }
            |                        ^
          hint: did you mean 'img/logo.png'?
        """,
        id="missing reference",
    ),
    pytest.param(
        {"a.css": "a { background: url(../../secret.png) }"},
        "",
        1,
        """\
        assets/a.css:1:21: error: 'a.css' refers to '../../secret.png': it leads out of the root
          1 | a { background: url(../../secret.png) }
            |                     ^
          hint: name a file below a source root, or allow it to be missing: allow-missing = ['a.css']
        """,
        id="reference out of the root",
    ),
    pytest.param(
        {"a.css": ""},
        """\
        [bundles."all.css"]
        contents = ["a.css"]
        filters = [
            "rcsmin",
        ]
        """,
        2,
        """\
        assetbuild.toml:4:5: error: there is no filter 'rcsmin'
          4 |     "rcsmin",
            |     ^
          hint: did you mean 'rcssmin' or 'rjsmin' or 'cssmin'?
        """,
        id="unknown filter",
    ),
    pytest.param(
        {"a.css": ""},
        """\
        [bundles."all.css"]
        contents = ["a.css"]

        [filters.rcssmin]
        keep_bangs = true
        """,
        2,
        """\
        assetbuild.toml:5:1: error: the filter 'rcssmin' has no option `keep_bangs`
          5 | keep_bangs = true
            | ^
          hint: it takes no options
        """,
        id="unknown option of a filter",
    ),
    pytest.param(
        {"css/App.css": "", "css/app.css": ""},
        "",
        1,
        """\
        assets/css/app.css: error: 'css/app.css' and 'css/App.css' differ only in case: some file systems take them for one file
          hint: rename one of them; the other is assets/css/App.css
        """,
        id="names that differ in case",
    ),
    pytest.param(
        {"css/con.css": "", "a:b.css": ""},
        "",
        1,
        """\
        assets/a:b.css: error: this file cannot be a source: it contains ':', which some file systems refuse
          hint: rename it, or leave it out with `exclude`
        assets/css/con.css: error: this file cannot be a source: 'con.css' is the name of a device on Windows
          hint: rename it, or leave it out with `exclude`
        """,
        id="name that windows refuses",
    ),
    pytest.param(
        {"css/a.css": b"a{}\nb { background: url(x.png) } /* \xe9 */", "css/x.png": b""},
        "",
        1,
        """\
        assets/css/a.css:2:33: error: not UTF-8: byte 0xe9, in a file whose references must be rewritten
          2 | b { background: url(x.png) } /* é */
            |                                 ^
          hint: save the file as UTF-8
        """,
        id="undecodable css with references",
    ),
    pytest.param(
        {"a.js": b"// \xe9\n//# sourceMappingURL=a.js.map\n", "a.js.map": b"{}"},
        "",
        1,
        """\
        assets/a.js:1:4: error: not UTF-8: byte 0xe9, in a file whose references must be rewritten
          1 | // é
            |    ^
          hint: save the file as UTF-8
        """,
        id="undecodable js with references",
    ),
    pytest.param(
        {"a.css": b"a{}\n/* \xe9 */"},
        """\
        [bundles."all.css"]
        contents = ["a.css"]
        """,
        1,
        """\
        assets/a.css:2:4: error: not UTF-8: byte 0xe9, in a member of the bundle 'all.css'
          2 | /* é */
            |    ^
          hint: save the file as UTF-8
        """,
        id="undecodable member",
    ),
    pytest.param(
        {"a.js": "1\nimport x from './b.js'", "b.js": "export default 1"},
        """\
        [bundles."all.js"]
        contents = ["a.js"]
        """,
        1,
        """\
        assets/a.js:2:1: error: `import` makes this a module, and a bundle of scripts is not one
          2 | import x from './b.js'
            | ^
          hint: take it out of the bundle: asset_tags() loads it as a module, with what it imports
        """,
        id="module in a classic bundle",
    ),
]


@pytest.mark.parametrize(("assets", "config", "status", "stderr"), COMPILES)
def test_mistake_in_assets_or_configuration(assets: Files, config: str, status: int, stderr: str) -> None:
    Site(assets, config=config).compile().fails(status=status, stderr=stderr)


@pytest.mark.parametrize(("assets", "config", "status", "stderr"), COMPILES)
def test_mistake_as_json_is_one_document(assets: Files, config: str, status: int, stderr: str) -> None:
    run = Site(assets, config=config).compile("--json")
    assert run.status == status
    assert run.json["ok"] is False
    for error in run.json["errors"]:
        assert sorted(error) == ["column", "file", "hint", "line", "message"]
        assert error["message"] in run.stderr
        assert error["hint"]
        assert error["file"]


def _link_out(site: Site) -> None:
    (site.folder / "secret.txt").write_text("s")
    (site.folder / "assets/a.txt").symlink_to("../secret.txt")


TREES = [
    pytest.param(
        _link_out,
        """\
        assets/a.txt: error: a link out of the source root, to '../secret.txt'
          hint: copy the file into the root, or make its folder a source root
        """,
        id="link out of the root",
    ),
    pytest.param(
        lambda site: (site.folder / "assets/a.css").symlink_to("b.css"),
        """\
        assets/a.css: error: a link that leads nowhere, to 'b.css'
          hint: remove it from the root, or leave it out with `exclude`
        """,
        id="dangling link",
    ),
    pytest.param(
        lambda site: (site.folder / "assets/a").symlink_to("."),
        """\
        assets/a: error: a link to a folder that it is itself in
          hint: remove it from the root, or leave it out with `exclude`
        """,
        id="link around itself",
    ),
    pytest.param(
        lambda site: os.mkfifo(site.folder / "assets/a.css"),
        """\
        assets/a.css: error: a source must be a regular file, and this is a named pipe
          hint: remove it from the root, or leave it out with `exclude`
        """,
        id="named pipe",
    ),
    pytest.param(
        lambda site: (site.folder / "assets/a\nb.css").touch(),
        """\
        assets/a\ufffdb.css: error: this file cannot be a source: it contains '\\n', which some file systems refuse
          hint: rename it, or leave it out with `exclude`
        """,
        id="newline in a name",
    ),
    pytest.param(
        lambda site: (site.folder / os.fsdecode(b"assets/\xff.css")).touch(),
        """\
        assets/\ufffd.css: error: this file cannot be a source: it is not UTF-8
          hint: rename it, or leave it out with `exclude`
        """,
        id="name that is not UTF-8",
    ),
    pytest.param(
        lambda site: site.write({"assets/\u00e9.css": "", "assets/e\u0301.css": ""}),
        """\
        assets/\u00e9.css: error: two names are one in Unicode's normal form, '\u00e9.css': some file systems take them for one file
          hint: rename one of them: they are 'assets/e\\u0301.css' and 'assets/\\xe9.css'
        """,
        id="one name in two normal forms",
    ),
]


@pytest.mark.parametrize(("prepare", "stderr"), TREES)
def test_file_that_cannot_be_a_source(prepare: Callable[[Site], object], stderr: str) -> None:
    site = Site()
    prepare(site)
    site.compile().fails(stderr=stderr)
    run = site.compile("--json")
    assert (run.status, len(run.json["errors"])) == (1, 1)


def test_package_without_that_folder() -> None:
    import click

    Site(config='sources = ["package:click/static"]').compile().fails(
        status=2,
        stderr=f"""\
        assetbuild.toml:1:12: error: 'package:click/static': there is no folder 'static' in the package 'click'
          1 | sources = ["package:click/static"]
            |            ^
          hint: it is {Path(click.__file__).parent}
        """,
    )


CRASHING_FILTER = """\
from webassets.filter import Filter


class Crash(Filter):
    name = "crash"

    def output(self, _in, out, **kwargs):
        raise RuntimeError("out of paper")
"""


def test_filter_that_crashes() -> None:
    config = '[bundles."all.css"]\ncontents = ["a.css"]\nfilters = ["crashing_filter:Crash"]\n'
    run = Site({"a.css": "a{}"}, config=config, project={"crashing_filter.py": CRASHING_FILTER}).compile()
    assert run.status == 1
    assert "error: the filter 'crashing_filter:Crash' failed: RuntimeError: out of paper" in run.stderr
    assert "Traceback" not in run.stderr


def test_configuration_that_is_not_utf8() -> None:
    Site(project={"assetbuild.toml": b'# one\noutput = "caf\xe9"\n'}).compile().fails(
        status=2,
        stderr="""\
        assetbuild.toml:2:14: error: the configuration is not UTF-8: byte 0xe9
          2 | output = "caf\u00e9"
            |              ^
          hint: save the file as UTF-8
        """,
    )


def test_configuration_nested_too_deep() -> None:
    Site(project={"assetbuild.toml": b"a = " + b"[" * 100_000}).compile().fails(
        status=2,
        stderr="""\
        assetbuild.toml: error: not valid TOML: it is nested too deep
          hint: write it flat
        """,
    )


CALLS = [
    pytest.param(
        ["compile", "--config", "assets"],
        """\
        assets: error: the configuration is a folder
          hint: name the file in it: assets/assetbuild.toml
        """,
        id="folder as the configuration",
    ),
    pytest.param(
        ["compile", "--config", "nope.toml"],
        """\
        nope.toml: error: the configuration cannot be read: No such file or directory
          hint: give the path of an assetbuild.toml or a pyproject.toml; `assetbuild init` writes one
        """,
        id="configuration that is missing",
    ),
    pytest.param(
        ["compil"],
        """\
        error: there is no command 'compil'
          hint: did you mean 'compile'?
        """,
        id="unknown command",
    ),
    pytest.param(
        ["deploy"],
        """\
        error: there is no command 'deploy'
          hint: commands: check, compile, init, lookup, migrate, prune, serve, server-config, verify, watch
        """,
        id="unknown command that is near nothing",
    ),
    pytest.param(
        ["compile", "--quite"],
        """\
        error: there is no option '--quite'
          hint: did you mean '--quiet'?
        """,
        id="unknown option",
    ),
    pytest.param(
        ["verify", "-x"],
        """\
        error: there is no option '-x'
          hint: see `assetbuild verify --help`
        """,
        id="unknown short option",
    ),
    pytest.param(
        ["compile", "css/app.css"],
        """\
        error: got unexpected extra argument (css/app.css)
          hint: see `assetbuild compile --help`
        """,
        id="argument too many",
    ),
    pytest.param(
        ["lookup"],
        """\
        error: the argument NAME... is missing
          hint: see `assetbuild lookup --help`
        """,
        id="missing argument",
    ),
    pytest.param(
        ["compile", "--config"],
        """\
        error: option '--config' requires an argument
          hint: see `assetbuild --help`
        """,
        id="option without its value",
    ),
    pytest.param(
        ["compile", "--jobs", "0"],
        """\
        error: invalid value for '--jobs' / '-j': 0 is not in the range x>=1
          hint: see `assetbuild compile --help`
        """,
        id="no jobs",
    ),
    pytest.param(
        ["lookup", "a.css"],
        """\
        dist/assets/manifest.json: error: the manifest cannot be read: No such file or directory
          hint: run `assetbuild compile` in the build stage, and give the path of the manifest that it wrote
        """,
        id="lookup before compile",
    ),
    pytest.param(
        ["verify"],
        """\
        dist/assets/manifest.json: error: the manifest cannot be read: No such file or directory
          hint: run `assetbuild compile` in the build stage, and give the path of the manifest that it wrote
        """,
        id="verify before compile",
    ),
    pytest.param(
        ["prune"],
        """\
        dist/assets/manifest.json: error: there is no manifest, so nothing says which files are in use
          hint: compile first, then prune
        """,
        id="prune before compile",
    ),
    pytest.param(
        ["prune", "--older-than", "7"],
        """\
        error: '7' is not a duration
          hint: write a whole number and a unit: 2w, 7d, 12h or 30m
        """,
        id="duration without a unit",
    ),
]


@pytest.mark.parametrize(("arguments", "stderr"), CALLS)
def test_mistake_in_the_call(arguments: list[str], stderr: str) -> None:
    Site().run(*arguments).fails(status=2, stderr=stderr)


@pytest.mark.parametrize(("arguments", "stderr"), CALLS)
def test_mistake_in_the_call_as_json_is_one_document(arguments: list[str], stderr: str) -> None:
    run = Site().run(arguments[0], "--json", *arguments[1:])
    assert run.status == 2
    (error,) = run.json["errors"]
    assert error["message"] in stderr


def test_corrupt_manifest() -> None:
    site = Site({"a.css": "a{}"})
    site.compile().succeeds()
    manifest = site.output / "manifest.json"
    manifest.chmod(0o644)
    manifest.write_text(manifest.read_text().replace("a.css", "b.css", 1))
    stderr = """\
        dist/assets/manifest.json: error: the manifest is damaged: its content is not that of its digest
          hint: compile again; if it was copied, copy it whole
        """
    site.run("lookup", "a.css").fails(stderr=stderr)
    site.run("verify").fails(stderr=stderr)
    site.run("prune").fails(stderr=stderr)
    site.compile().succeeds()
    site.run("verify").succeeds()


def test_output_that_is_a_file() -> None:
    Site({"a.css": "a{}"}, project={"dist/assets": ""}).compile().fails(
        status=2,
        stderr="""\
        dist/assets: error: cannot use it: Not a directory
          hint: a part of that path is a file or a link that leads nowhere; set `output` to a folder, or remove it
        """,
    )


def test_name_too_long_for_the_output() -> None:
    name = "x" * 245 + ".css"
    run = Site({name: "a{}"}).compile()
    assert run.status == 1
    assert run.stderr.endswith(
        "error: cannot write it: File name too long\n"
        "  hint: shorten the name of the source or the path of the output folder\n"
    )
