"""Import maps of Rails, and the tags that importmap-rails 2.2.3 makes of them, as it answered itself.

In answers `<lib/one.js>` is the public path of that asset. `python -m tests.definitions.importmap_record GEM` asks the
program of which `GEM` is the folder, and tells where it answers otherwise.
"""

from __future__ import annotations

from typing import NamedTuple

FILES = {
    "app/javascript/application.js": 'import "lib"\n',
    "app/javascript/admin.js": 'import "lib"\nimport "lib/one"\n',
    "app/javascript/lib/index.js": "export const all = 1\n",
    "app/javascript/lib/one.js": "export const one = 1\n",
    "app/javascript/lib/in/index.js": "export const inner = 1\n",
    "app/javascript/lib/in/two.jsm": "export const two = 2\n",
    "app/javascript/lib/in/three.mjs": "export const three = 3\n",
    "app/javascript/lib/style.css": "a { b: c }\n",
    "app/javascript/lib/.hidden.js": "export {}\n",
    # Without an import or an export, as old libraries are.
    "app/javascript/old.js": "window.old = 1\n",
}
# Without them the build has an import that leads nowhere.
LIB = 'pin "lib", to: "lib/index.js", preload: false\npin "lib/one", to: "lib/one.js", preload: false\n'


OF_LIB = {"lib": "<lib/index.js>", "lib/one": "<lib/one.js>"}


class Case(NamedTuple):
    """The text of `config/importmap.rb`; what is in the map; what is preloaded; and the entry point."""

    text: str
    imports: dict[str, str]
    preloaded: tuple[str, ...]
    entry_point: str = "application"


CASES: dict[str, Case] = {
    "pins": Case(
        LIB + 'pin "application"\npin "admin"\n',
        OF_LIB | {"application": "<application.js>", "admin": "<admin.js>"},
        ("<application.js>", "<admin.js>"),
    ),
    "another entry point": Case(
        LIB + 'pin "application"\npin "admin"\n',
        OF_LIB | {"application": "<application.js>", "admin": "<admin.js>"},
        ("<application.js>", "<admin.js>"),
        "admin",
    ),
    "an entry point without a pin": Case(
        LIB + 'pin "application"\n', OF_LIB | {"application": "<application.js>"}, ("<application.js>",), "admin"
    ),
    "not to be preloaded": Case(
        LIB + 'pin "application"\npin "admin", preload: false\n',
        OF_LIB | {"application": "<application.js>", "admin": "<admin.js>"},
        ("<application.js>",),
    ),
    "to be preloaded for an entry point": Case(
        LIB + 'pin "application", preload: "application"\npin "admin", preload: ["admin", "other"]\n',
        OF_LIB | {"application": "<application.js>", "admin": "<admin.js>"},
        ("<admin.js>",),
        "admin",
    ),
    "single quotes and brackets": Case(
        LIB + "pin('application')\npin 'x', to: 'admin.js'\n",
        OF_LIB | {"application": "<application.js>", "x": "<admin.js>"},
        ("<application.js>", "<admin.js>"),
    ),
    "another file": Case(
        LIB + 'pin "application"\npin "@a/b", to: "lib/in/two.jsm"\n',
        OF_LIB | {"application": "<application.js>", "@a/b": "<lib/in/two.jsm>"},
        ("<application.js>", "<lib/in/two.jsm>"),
    ),
    "a URL": Case(
        LIB + 'pin "application"\npin "react", to: "https://a.b/react.js"\n',
        OF_LIB | {"application": "<application.js>", "react": "https://a.b/react.js"},
        ("<application.js>", "https://a.b/react.js"),
    ),
    "a URL without a scheme": Case(
        LIB + 'pin "application"\npin "react", to: "//a.b/react.js"\n',
        OF_LIB | {"application": "<application.js>", "react": "//a.b/react.js"},
        ("<application.js>", "//a.b/react.js"),
    ),
    "a script that is no module": Case(
        LIB + 'pin "application"\npin "old"\n',
        OF_LIB | {"application": "<application.js>", "old": "<old.js>"},
        ("<application.js>", "<old.js>"),
    ),
    "nothing": Case(
        LIB + 'pin "application"\npin "none"\n', OF_LIB | {"application": "<application.js>"}, ("<application.js>",)
    ),
    "more lines": Case(
        LIB + 'pin "application",\n  to: "admin.js",\n  preload: true\n',
        OF_LIB | {"application": "<admin.js>"},
        ("<admin.js>",),
    ),
    "a comment": Case(
        LIB + 'pin "application" # to: "admin.js"\n# pin "admin"\n',
        OF_LIB | {"application": "<application.js>"},
        ("<application.js>",),
    ),
    "twice": Case(
        LIB + 'pin "application"\npin "x", to: "admin.js"\npin "x", to: "old.js"\n',
        OF_LIB | {"application": "<application.js>", "x": "<old.js>"},
        ("<application.js>", "<old.js>"),
    ),
    "a folder": Case(
        'pin "application"\npin_all_from "app/javascript/lib", under: "lib"\n',
        {
            "application": "<application.js>",
            "lib/in": "<lib/in/index.js>",
            "lib/in/two": "<lib/in/two.jsm>",
            "lib": "<lib/index.js>",
            "lib/one": "<lib/one.js>",
        },
        ("<application.js>", "<lib/in/index.js>", "<lib/in/two.jsm>", "<lib/index.js>", "<lib/one.js>"),
    ),
    "a folder, to another": Case(
        LIB + 'pin "application"\npin_all_from "app/javascript/lib/in", under: "x", to: "lib/in"\n',
        OF_LIB | {"application": "<application.js>", "x": "<lib/in/index.js>", "x/two": "<lib/in/two.jsm>"},
        ("<application.js>", "<lib/in/index.js>", "<lib/in/two.jsm>"),
    ),
    "a folder, not to be preloaded": Case(
        'pin "application"\npin_all_from "app/javascript/lib", under: "lib", preload: false\n',
        {
            "application": "<application.js>",
            "lib/in": "<lib/in/index.js>",
            "lib/in/two": "<lib/in/two.jsm>",
            "lib": "<lib/index.js>",
            "lib/one": "<lib/one.js>",
        },
        ("<application.js>",),
    ),
    "a folder without a name": Case(
        'pin_all_from "app/javascript"\n',
        {
            "admin": "<admin.js>",
            "application": "<application.js>",
            "lib/in": "<lib/in/index.js>",
            "lib/in/two": "<lib/in/two.jsm>",
            "lib": "<lib/index.js>",
            "lib/one": "<lib/one.js>",
            "old": "<old.js>",
        },
        (
            "<admin.js>",
            "<application.js>",
            "<lib/in/index.js>",
            "<lib/in/two.jsm>",
            "<lib/index.js>",
            "<lib/one.js>",
            "<old.js>",
        ),
    ),
    "a folder that is not there": Case(
        LIB + 'pin "application"\npin_all_from "app/none", under: "none"\n',
        OF_LIB | {"application": "<application.js>"},
        ("<application.js>",),
    ),
    "a folder after a pin of the same name": Case(
        LIB + 'pin "application"\npin "lib/one", to: "old.js"\npin_all_from "app/javascript/lib", under: "lib"\n',
        OF_LIB | {"application": "<application.js>", "lib/in": "<lib/in/index.js>", "lib/in/two": "<lib/in/two.jsm>"},
        ("<lib/index.js>", "<lib/one.js>", "<application.js>", "<lib/in/index.js>", "<lib/in/two.jsm>"),
    ),
    "a folder before a pin of the same name": Case(
        LIB + 'pin_all_from "app/javascript/lib", under: "lib"\npin "application"\npin "lib/one", to: "old.js"\n',
        OF_LIB | {"application": "<application.js>", "lib/in": "<lib/in/index.js>", "lib/in/two": "<lib/in/two.jsm>"},
        ("<lib/index.js>", "<lib/one.js>", "<application.js>", "<lib/in/index.js>", "<lib/in/two.jsm>"),
    ),
    "integrity": Case(
        LIB + 'enable_integrity!\npin "application"\npin "old", integrity: "sha384-x"\n',
        OF_LIB | {"application": "<application.js>", "old": "<old.js>"},
        ("<application.js>", "<old.js>"),
    ),
}
