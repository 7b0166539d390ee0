"""Applications with Propshaft: every file at its path, addresses from the root, digests of others."""

from __future__ import annotations

from pathlib import Path

from assetbuild.definitions.propshaft import define
from assetbuild.definitions.reader import Reader

from ..sites import Files, Site
from .output_folder import compiled_both_ways

LOCK = "GEM\n  specs:\n    importmap-rails (2.0.0)\n    propshaft (1.1.0)\n    sprockets (4.2.0)\nPLATFORMS\n"
APPLICATION: Files = {
    "Gemfile.lock": LOCK,
    "config/initializers/assets.rb": """\
        Rails.application.config.assets.excluded_paths << Rails.root.join("app/assets/secret")
        Rails.application.config.assets.paths << Rails.root.join("app/assets/images/icons")
        """,
    "app/assets/secret/a.txt": "",
    "app/assets/images/icons/x.svg": "<svg/>",
    "app/assets/stylesheets/shop/app.css": """\
        @import "../base.css";
        a { mask: url("/icons/x.svg?a#b") url(../icons/x.svg) url("/none.svg") }
        """,
    "app/assets/stylesheets/base.css": "b { mask: url('icons/x.svg') }\n",
    "app/javascript/shop/app.js": """\
        import "./lib.js"
        const x = RAILS_ASSET_URL("/icons/x.svg"), y = RAILS_ASSET_URL( '../icons/x.svg#a' )
        const z = RAILS_ASSET_URL("/n.svg")
        """,
    "app/javascript/shop/lib.js": "export {}\n",
    "app/assets/builds/chunk-4f1c2a9.digested.js": "export const chunk = 1\n",
}


def test_application_compiles_as_it_is_and_migrated_to_the_same_bytes() -> None:
    made = Site(project=APPLICATION)
    compiled_both_ways(made, "propshaft")
    run = made.compile("--from", "propshaft").succeeds()
    assert run.names() == [
        "base.css",
        "chunk-4f1c2a9.digested.js",
        "icons/x.svg",
        "shop/app.css",
        "shop/app.js",
        "shop/lib.js",
    ]
    icon, lib = run.entry("icons/x.svg").path, run.entry("shop/lib.js").path
    style = f'url("../{icon}?a#b") url(../{icon}) url("/none.svg")'
    assert style in run.text("shop/app.css")
    assert run.text("shop/app.js") == (
        f'import "./{lib.removeprefix("shop/")}"\n'
        f'const x = "/assets/{icon}", y = "/assets/{icon}#a"\n'
        'const z = "/n.svg"\n'
    )
    assert run.entry("shop/app.js").references == ("icons/x.svg", "shop/lib.js")
    made.run("verify").succeeds()


def test_a_name_with_a_digest_is_kept() -> None:
    made = Site(project=APPLICATION)
    run = made.compile("--from", "propshaft").succeeds()
    assert run.entry("chunk-4f1c2a9.digested.js").path == "chunk-4f1c2a9.digested.js"
    made.write({"app/assets/builds/chunk-4f1c2a9.digested.js": "export const chunk = 2\n"})
    assert made.compile("--from", "propshaft").succeeds().text("chunk-4f1c2a9.digested.js").endswith("= 2\n")
    made.run("verify").succeeds()
    made.run("prune").succeeds()
    assert Path(made.output / "chunk-4f1c2a9.digested.js").exists()


def test_pins_are_the_import_map() -> None:
    made = Site(
        project=dict(APPLICATION)
        | {
            "config/importmap.rb": """\
                # pin "never"
                pin "shop/app", preload: true
                pin "chunk", to: "chunk-4f1c2a9.digested.js" # theirs
                pin "@hotwired/turbo-rails", to: "turbo.min.js"
                pin 'react', to: 'https://cdn.example.com/react.js'
                pin_all_from "app/javascript/shop/parts", under: "parts", to: "shop/parts"
                pin_all_from "app/javascript/nowhere"
                """,
            "app/javascript/shop/parts/index.js": 'import "parts/one"\n',
            "app/javascript/shop/parts/one.js": 'import "chunk"\nimport "react"\n',
            "app/javascript/shop/parts/one.css": "",
        }
    )
    compiled_both_ways(made, "propshaft")
    run = made.compile("--from", "propshaft").succeeds(
        stderr="""\
        config/importmap.rb:4:1: warning: '@hotwired/turbo-rails' is pinned to 'turbo.min.js', and there is no such \
asset: is it one of a gem?
          4 | pin "@hotwired/turbo-rails", to: "turbo.min.js"
            | ^
        """
    )
    one = run.entry("shop/parts/one.js")
    assert run.text("shop/parts/index.js") == f'import "./{one.path.rpartition("/")[2]}"\n'
    assert run.text("shop/parts/one.js").split("\n") == [
        'import "../../chunk-4f1c2a9.digested.js"',
        'import "https://cdn.example.com/react.js"',
        "",
    ]


def test_init_finds_it_by_its_gem() -> None:
    made = Site(project=APPLICATION)
    found = made.run("init").succeeds().stdout.split("\n")[0]
    assert found == "found propshaft:., sprockets:."
    assert 'from = "propshaft:."\n' in (made.folder / "assetbuild.toml").read_text()


def test_folder_without_assets() -> None:
    Site().compile("--from", "propshaft").fails(
        stderr="""\
        .: error: there are no folders of assets below app/assets, lib/assets or vendor/assets
          hint: name the application's folder
        """,
        status=2,
    )
    Site().compile("--from", "propshaft:nowhere").fails(
        stderr="""\
        nowhere: error: there is no folder 'nowhere'
          hint: name the application's folder
        """,
        status=2,
    )


def test_sass_is_left_to_the_program_that_puts_style_sheets_beside_it() -> None:
    files = {
        "app/assets/stylesheets/application.scss": "$a: red; a { b: $a }\n",
        "app/assets/stylesheets/parts/_part.sass": "a\n  b: $undefined\n",
        "app/assets/builds/application.css": "a { b: red }\n",
    }
    made = Site(project=files)
    compiled_both_ways(made, "propshaft")
    run = made.compile("--from", "propshaft").succeeds()
    assert run.names() == ["application.css"]
    assert run.text("application.css") == "a { b: red }\n"


def test_load_paths_are_in_the_order_of_rails() -> None:
    """As Rails 6.1 with Propshaft 1.3.2 and importmap-rails 2.2.3 tells when it has started in production."""
    folders = ["app/assets/images", "lib/assets/js", "vendor/assets/js", "four", "five", "three", "two", "one"]
    folders += ["app/javascript", "vendor/javascript"]
    files = {f"{folder}/x.txt": "" for folder in folders} | {
        "Gemfile.lock": LOCK,
        "config/application.rb": 'config.assets.paths << Rails.root.join("three")\n',
        "config/environments/production.rb": 'config.assets.paths << Rails.root.join("two")\n',
        "config/initializers/assets.rb": """\
            Rails.application.config.assets.paths << Rails.root.join("one")
            Rails.application.config.assets.paths.unshift Rails.root.join("five")
            Rails.application.config.assets.paths.prepend(Rails.root.join("four"))
            """,
    }
    made = Site(project=files)
    assert list(define(".", Reader(str(made.folder))).document["sources"]) == folders
