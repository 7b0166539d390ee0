"""Projects of Sprockets, compiled: what Rails' rules, `.sprocketsrc` and the configuration come to."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from assetbuild.definitions.reader import Reader
from assetbuild.definitions.sprockets import define

from ..npm import PACKAGES
from ..sites import Files, Site
from .output_folder import compiled_both_ways

PNG = b"\x89PNG"
APPLICATION: dict[str, str | bytes] = {
    "app/assets/config/manifest.js": """\
        //= link_tree ../images
        //= link application.js
        //= link_directory ../stylesheets .css
        """,
    "app/assets/images/logo.png": PNG,
    "app/assets/images/icons/a.svg": "<svg/>",
    "app/assets/fonts/f.woff": "font",
    "app/assets/javascripts/application.js": """\
        // All of it.
        //
        //= require jquery
        //= require_tree .
        """,
    "app/assets/javascripts/lib/two.js": "two = 2\n",
    "app/assets/javascripts/lib/one.js.erb": "one = \"<%= asset_path('icons/a.svg') %>\"\n",
    "app/assets/stylesheets/application.css": """\
        /*
         *= require reset
         *= require panel
         *= require_self
         */
        body { background: url(logo.png) }
        """,
    "app/assets/stylesheets/panel.css.scss": """\
        @use "mixins";
        .panel { src: font-url("f.woff?#iefix"); @include mixins.fill }
        """,
    "app/assets/stylesheets/_mixins.scss": '@mixin fill { mask: image-url("icons/a.svg") }\n',
    "vendor/assets/javascripts/jquery.js": "jQuery = 1\n",
    "vendor/assets/stylesheets/reset.css.erb": "* { cursor: url(<%= image_path 'logo.png' %>) }\n",
}


def site() -> Site:
    return Site(project=APPLICATION)


def _lock(*gems: str) -> str:
    return "\n".join(["GEM", "  specs:", *(f"    {gem}" for gem in gems), "      rack (~> 2)", "PLATFORMS", ""])


def documents(files: Files, path: str = ".") -> dict[str, Any]:
    """The document of the project that has these files."""
    made = Site(project=files)
    return dict(define(path, Reader(str(made.folder))).document)


def test_application_compiles_as_it_is_and_migrated_to_the_same_bytes() -> None:
    made = site()
    assert "manifest.json" in compiled_both_ways(made, "sprockets")
    run = made.compile("--from", "sprockets:.").succeeds()
    assert run.names() == [
        "_mixins.css",
        "application.css",
        "application.js",
        "f.woff",
        "icons/a.svg",
        "logo.png",
        "panel.css",
    ]
    icon, logo, font = (run.entry(name).path for name in ("icons/a.svg", "logo.png", "f.woff"))
    assert run.manifest.url == "/assets/"
    script = run.text("application.js").split("\n")
    assert script == ["jQuery = 1;", f'one = "/assets/{icon}";', "two = 2;", "// All of it.", "//"]
    assert f"cursor: url({logo})" in run.text("application.css")
    assert f'src: url("{font}?#iefix")' in run.text("application.css")
    assert f'mask: url("{icon}")' in run.text("panel.css")
    assert "require" not in run.text("application.css")
    made.run("verify").succeeds()


def test_the_manifest_names_what_a_script_names() -> None:
    run = site().compile("--from", "sprockets").succeeds()
    assert run.entry("application.js").references == ("icons/a.svg",)


def test_init_finds_an_application_by_its_manifest_or_its_gems() -> None:
    made = site()
    run = made.run("init").succeeds()
    assert run.stdout == "found sprockets:.\nwrote assetbuild.toml; now run: assetbuild compile\n"
    text = (made.folder / "assetbuild.toml").read_text()
    assert text.startswith("# The files of Sprockets, the asset pipeline of Rails, stay in force: assetbuild compiles")
    assert 'from = "sprockets:."\n' in text
    made.compile().succeeds()
    other = Site(project={"Gemfile.lock": _lock("sprockets (4.2.0)")})
    assert other.run("init").succeeds().stdout.startswith("found sprockets:.\n")


def test_without_a_manifest_what_is_called_application_is_made() -> None:
    files = {
        "app/assets/javascripts/application.js": "app",
        "app/assets/javascripts/admin/application.js.coffee": "",
        "app/assets/javascripts/other.js": "",
        "app/assets/stylesheets/application.scss": "",
        "vendor/assets/images/a.png": "",
    }
    document = documents(files)
    assert list(document["bundles"]) == ["admin/application.js", "application.js", "application.css"]
    assert document["exclude"] == ["*.js", "*.scss", "admin/**"]


def test_sprockets_3_by_gemfile_lock_does_not_read_the_manifest() -> None:
    lock = _lock("sprockets (3.7.2)")
    document = documents({"Gemfile.lock": lock, **APPLICATION})
    assert list(document["bundles"]) == ["application.js", "application.css"]


def test_constants_in_the_configuration_are_read() -> None:
    files = {
        "app/assets/javascripts/application.js": "",
        "app/assets/javascripts/search.js": "",
        "app/assets/javascripts/pages/one.js": "",
        "app/assets/javascripts/pages/two.coffee": "",
        "engines/shop/js/shop.js": "",
        "extra/x.css": "",
        "more/y.css": "",
        "config/initializers/assets.rb": """\
            # Rails.application.config.assets.precompile += %w( never.js )
            Rails.application.config.assets.paths << Rails.root.join("engines", "shop/js").to_s
            Rails.application.config.assets.paths += ["#{Rails.root}/extra", Rails.root.join('more')] # both
            Rails.application.config.assets.precompile += %w( search.js
                                                              x.css ) # two of them
            Rails.application.config.assets.precompile += ['pages/{one,two}.*', "shop.js"]
            """,
        "config/environments/production.rb": """\
            config.assets.js_compressor = :uglifier
            config.assets.css_compressor = nil
            """,
        "config/application.rb": "config.assets.prefix = '/static'\n",
    }
    document = documents(files)
    assert document["sources"] == ["app/assets/javascripts", "engines/shop/js", "extra", "more"]
    assert document["url"] == "/static/"
    bundles = document["bundles"]
    assert list(bundles) == ["application.js", "search.js", "x.css", "pages/one.js", "pages/two.js", "shop.js"]
    assert bundles["search.js"]["filters"] == ["directives", "rjsmin"]
    assert bundles["x.css"]["filters"] == ["directives", "asset-urls"]


def test_what_is_no_constant_is_told() -> None:
    files = {
        "app/assets/javascripts/application.js": "",
        "config/initializers/assets.rb": """\
            Rails.application.config.assets.paths << Emoji.images_path
            Rails.application.config.assets.precompile << lambda { |path| path }
            Rails.application.config.assets.precompile += %w( none.js *.none )
            Rails.application.config.assets.js_compressor = Uglifier.new(harmony: true)
            """,
    }
    run = Site(project=files).compile("--from", "sprockets", "-v").succeeds()
    told = [line for line in run.stderr.splitlines() if line.startswith("config/")]
    at = "config/initializers/assets.rb"
    assert told == [
        f"{at}:1:26: warning: `paths` is given something that is no plain constant, which is not read",
        f"{at}:2:26: warning: `precompile` is given something that is no plain constant, which is not read",
        f"{at}:3:26: warning: couldn't find file 'none.js', so it is not made",
        f"{at}:3:26: warning: '*.none' matches no asset",
        f"{at}:4:26: info: 'Uglifier' does not run; 'rjsmin' does, and `filters` may name another",
    ]


def test_sprocketsrc_names_load_paths_and_files() -> None:
    files = {
        "web/.sprocketsrc": "-I js --include=css\n-r rails --js-compressor=uglify --output out\n./js/a.js b.css",
        "web/js/a.js": "//= require c\n",
        "web/js/c.js": "c",
        "web/css/b.css": "b {}",
        "web/css/d.css": "d {}",
    }
    for path in ("web", "web/.sprocketsrc"):
        document = documents(files, path)
        assert document["sources"] == ["web/js", "web/css"]
        assert document["bundles"] == {
            "a.js": {"contents": ["c.js", "a.js"], "filters": ["directives", "rjsmin"]},
            "b.css": {"contents": ["b.css"], "filters": ["directives", "asset-urls"]},
        }


def test_gems_of_an_application_are_named_in_sprocketsrc() -> None:
    files = {
        ".sprocketsrc": "-I gems/jquery",
        "gems/jquery/jquery.js": "jQuery",
        "app/assets/javascripts/application.js": "//= require jquery\n",
    }
    document = documents(files)
    assert document["bundles"]["application.js"]["contents"] == ["jquery.js", "application.js"]


def test_a_file_that_another_load_path_hides_is_a_member_all_the_same() -> None:
    files = {
        "app/assets/javascripts/application.js": "//= require vendored\n//= require b\n",
        "app/assets/javascripts/b.js": "ours\n",
        "vendor/assets/javascripts/b.js": "theirs\n",
        "vendor/assets/javascripts/vendored.js": "//= require_directory .\n",
    }
    made = Site(project=files)
    compiled_both_ways(made, "sprockets")
    run = made.compile("--from", "sprockets").succeeds()
    assert run.text("application.js") == "theirs;\nours;"
    assert run.names() == ["application.js"]


def test_an_index_is_found_by_the_name_of_its_folder_too() -> None:
    files = {
        "app/assets/config/manifest.js": "//= link shop.js\n//= link own.js\n",
        "app/assets/javascripts/shop/index.js": "//= require_tree .\n",
        "app/assets/javascripts/shop/a.js": "a\n",
        "app/assets/javascripts/own.js": "own\n",
    }
    made = Site(project=files)
    run = made.compile("--from", "sprockets").succeeds()
    assert run.names() == ["own.js", "shop.js", "shop/index.js"]
    assert run.text("shop.js") == "a;"


def test_sprockets_4_takes_the_script_before_what_becomes_one() -> None:
    files = {
        "app/assets/javascripts/application.js": "//= require b\n//= require c\n",
        "app/assets/javascripts/b.coffee": "",
        "app/assets/javascripts/b.js": "",
        "app/assets/javascripts/c.es6": "",
    }
    three = documents(files | {"app/assets/javascripts/c.js": "", "Gemfile.lock": _lock("sprockets (3.7.2)")})
    assert three["bundles"]["application.js"]["contents"] == ["b.coffee", "c.js", "application.js"]
    four = documents(files | {"Gemfile.lock": _lock("sprockets (4.2.0)")})
    assert four["bundles"]["application.js"]["contents"] == ["b.js", "c.es6", "application.js"]
    gem = documents(files | {"Gemfile.lock": _lock("sprockets (3.7.2)", "sprockets-es6 (0.9.2)")})
    assert gem["bundles"]["application.js"]["filters"] == ["directives", "coffee", "es6"]


def test_sprockets_4_copies_what_is_linked_without_a_type() -> None:
    files = {
        "app/assets/config/manifest.js": "//= link_tree ../stylesheets .css\n//= link_tree ../stylesheets\n"
        "//= link_directory ../javascripts\n//= link lib/b.coffee\n//= link c.css.scss\n",
        "app/assets/javascripts/a.js.erb": "<%= anything %>\n",
        "app/assets/javascripts/lib/b.coffee": "b = -> 1\n",
        "app/assets/stylesheets/application.css.erb": "a { mask: url(<%= image_path 'none.png' %>) }\n",
        # Of Sass a build makes style sheets or, as here, nothing.
        "app/assets/other/c.css.scss": "a { color: $not-here }\n",
    }
    made = Site(project=files)
    compiled_both_ways(made, "sprockets")
    run = made.compile("--from", "sprockets").succeeds()
    assert run.names() == ["a.js.erb", "application.css", "application.css.erb", "lib/b.coffee"]
    assert run.text("a.js.erb") == "<%= anything %>\n"
    assert run.text("lib/b.coffee") == "b = -> 1\n"


def test_what_comes_later_is_noticed() -> None:
    made = Site(
        project={
            "app/assets/javascripts/application.js": "//= require_tree ./lib\n",
            "app/assets/javascripts/lib/a.js": "a\n",
            "config/initializers/assets.rb": "Rails.application.config.assets.paths << Rails.root.join('more')\n",
        }
    )
    arguments = ("--from", "sprockets")
    assert made.compile(*arguments).succeeds().text("application.js") == "a;"
    made.write({"app/assets/javascripts/lib/b.js": "b\n"})
    assert made.compile(*arguments).succeeds().text("application.js") == "a;\nb;"
    made.write({"more/x.png": "x"})
    assert made.compile(*arguments).succeeds().names() == ["application.js", "x.png"]
    made.write({"lib/assets/more/y.png": "y"})
    assert made.compile(*arguments).succeeds().names() == ["application.js", "x.png", "y.png"]
    made.write({"app/assets/javascripts/lib/a.js": "//= require c\na\n", "more/c.js": "c\n"})
    assert made.compile(*arguments).succeeds().text("application.js") == "c;\na;\nb;"


def test_partials_are_found_that_are_named_as_in_rails_4() -> None:
    run = Site(
        project={
            "app/assets/stylesheets/application.css.scss": '@import "lib/panel"; @import "mixins";\n',
            "app/assets/stylesheets/lib/panel.css.scss": ".panel { color: red }\n",
            "vendor/assets/stylesheets/_mixins.css.sass": ".mixins\n  color: red\n",
        }
    ).compile("--from", "sprockets")
    text = run.succeeds().text("application.css")
    assert ".panel {" in text
    assert ".mixins {" in text


def test_of_the_packages_of_npm_goes_out_what_is_required() -> None:
    files = {
        "app/assets/config/manifest.js": "//= link application.js\n//= link application.css\n",
        "app/assets/javascripts/application.js": "//= require trix/dist/trix\n",
        "app/assets/stylesheets/application.scss": '@import "trix/dist/trix";\n',
        "config/initializers/assets.rb": 'Rails.application.config.assets.paths << Rails.root.join("node_modules")\n',
        "node_modules/trix/dist/trix.js": "trix = 1\n",
        "node_modules/trix/dist/trix.css": "trix { x: y }\n",
        "node_modules/trix/logo.png": "",
        "node_modules/other/application.js": "",
    }
    made = Site(project=files)
    compiled_both_ways(made, "sprockets")
    run = made.compile("--from", "sprockets").succeeds()
    assert run.names() == ["application.css", "application.js"]
    assert run.text("application.js") == "trix = 1;"
    assert "trix {" in run.text("application.css")


def test_modules_that_are_linked_stay_modules() -> None:
    files = {
        "Gemfile.lock": _lock("sprockets (4.2.0)", "importmap-rails (1.2.0)"),
        "app/assets/config/manifest.js": "//= link_tree ../../javascript .js\n",
        "app/javascript/application.js": 'import "lib"\n',
        "config/importmap.rb": 'pin "lib"\npin "none"\npin "old"\n',
        "app/javascript/lib.js": "export const lib = 1\n",
        "app/javascript/old.js": "old = 1\n",
    }
    made = Site(project=files)
    compiled_both_ways(made, "sprockets")
    run = made.compile("--from", "sprockets").succeeds()
    assert run.names() == ["application.js", "lib.js", "old.js"]
    assert run.entry("application.js").imports == ("lib.js",)


def test_data_with_ruby_in_it_is_made() -> None:
    files = {
        "app/assets/config/manifest.js": "//= link a.svg\n",
        "app/assets/images/a.svg.erb": "<svg><image href=\"<%= image_path('b.png') %>\"/></svg>\n",
        "app/assets/images/b.png": "png",
    }
    run = Site(project=files).compile("--from", "sprockets").succeeds()
    assert run.names() == ["a.svg", "b.png"]
    assert run.entry("a.svg").references == ("b.png",)


def test_what_a_template_names_is_made_too() -> None:
    files = {
        "app/assets/javascripts/application.js.erb": "worker = \"<%= javascript_path 'worker' %>\"\n",
        "app/assets/javascripts/worker.js": "work()\n",
    }
    run = Site(project=files).compile("--from", "sprockets").succeeds()
    assert run.text("application.js") == f'worker = "/assets/{run.entry("worker.js").path}";'


@pytest.mark.parametrize(
    ("gems", "names", "told"),
    [
        pytest.param(
            ("sprockets (3.7.2)", "sprockets-es6 (0.9.2)"),
            ["one", "two", "three"],
            "6 5 [ '<b>&lt;</b>', '<i>&#60;</i>', '<' ]\n",
            id="3",
        ),
        # 4 takes no file of the extension `.jst` alone, and makes a template of every `.ejs`.
        pytest.param(
            ("sprockets (4.2.1)",),
            ["one", "two", "four"],
            "6 5 [ '<b>&lt;</b>', '<i>&#60;</i>', '<u>&#60;</u>' ]\n",
            id="4",
        ),
    ],
)
def test_languages_become_scripts_by_their_tools_of_npm(gems: tuple[str, ...], names: list[str], told: str) -> None:
    files = {
        "Gemfile.lock": _lock(*gems),
        "babel.config.json": '{"plugins": ["@babel/plugin-transform-arrow-functions"]}',
        "app/assets/javascripts/application.js": "//= require_tree .\nanswers = [six(), five(), this.JST]\n",
        "app/assets/javascripts/a.js.coffee": "#= require ./b\n@six = -> 6 # six\n",
        "app/assets/javascripts/b.es6": "var five = () => 5\n",
        "app/assets/javascripts/t/one.jst.eco": "<b><%= @name %></b>",
        "app/assets/javascripts/t/two.jst.ejs": "<i><%- name %></i>",
        "app/assets/javascripts/t/four.ejs": "<u><%- name %></u>",
        "app/assets/javascripts/t/three.jst": "function (it) { return it.name; }",
        "app/assets/config/manifest.js": "//= link application.js\n",
    }
    made = Site(project=files)
    (made.folder / "node_modules").symlink_to(PACKAGES)
    compiled_both_ways(made, "sprockets")
    text = made.compile("--from", "sprockets").succeeds().text("application.js")
    asked = f'console.log(answers[0], answers[1], {json.dumps(names)}.map(n => JST["t/" + n]({{name: "<"}})))'
    done = subprocess.run(["node", "-e", f"{text}\n{asked}"], capture_output=True, text=True, check=True)
    assert done.stdout == told
    assert "=>" not in text


@pytest.mark.parametrize(
    ("files", "stderr", "status"),
    [
        pytest.param(
            {
                "lib/assets/js/application.js": "\n// x\n  //= require jqery\n",
                "vendor/assets/js/jquery.js": "",
            },
            """\
            lib/assets/js/application.js:3:3: error: couldn't find file 'jqery' with type 'application/javascript'
              3 |   //= require jqery
                |   ^
              hint: did you mean 'jquery'?
            """,
            1,
            id="near",
        ),
        pytest.param(
            {"lib/assets/js/application.js": "//= require jquery_ujs\n"},
            """\
            lib/assets/js/application.js:1:1: error: couldn't find file 'jquery_ujs' with type 'application/javascript'
              1 | //= require jquery_ujs
                | ^
              hint: copy it below vendor/assets, or name a gem's folder of assets in .sprocketsrc: -I FOLDER
            """,
            1,
            id="gem",
        ),
        pytest.param(
            {"lib/assets/js/application.js": "//= require_tree lib\n"},
            """\
            lib/assets/js/application.js:1:1: error: require_tree argument must be a relative path
              1 | //= require_tree lib
                | ^
              hint: write `require_tree ./lib`
            """,
            1,
            id="tree",
        ),
        pytest.param(
            {"lib/assets/js/application.js.erb": "a\nb <%= url_for :x %>\n"},
            """\
            lib/assets/js/application.js.erb:2:3: error: `<%= url_for :x %>` is not run: only Ruby could
              2 | b <%= url_for :x %>
                |   ^
              hint: Ruby may be <%= asset_path 'x.png' %> and its kin alone: write the value
            """,
            1,
            id="ruby",
        ),
        pytest.param(
            {"app/views/x": ""},
            """\
            .: error: there are no load paths: no folder below app/assets, lib/assets or vendor/assets
              hint: name them in .sprocketsrc: -I FOLDER
            """,
            2,
            id="nothing",
        ),
        pytest.param(
            {".sprocketsrc": "-I js app.js", "js/ap.js": ""},
            """\
            .sprocketsrc: error: couldn't find file 'app.js'
              hint: did you mean 'ap.js'?
            """,
            1,
            id="target",
        ),
        pytest.param(
            {".sprocketsrc": "-I js --noenv"},
            """\
            .sprocketsrc: error: '--noenv' is no option of sprockets
              hint: it may have: -I, --include, -r, --require, -o, --output, --css-compressor, --js-compressor
            """,
            2,
            id="option",
        ),
        pytest.param(
            {".sprocketsrc": "-I 'js"},
            """\
            .sprocketsrc: error: a quotation mark has no second
            """,
            2,
            id="quotation mark",
        ),
        pytest.param(
            {"app/assets/javascripts/application.js": "// = don't\n"},
            """\
            app/assets/javascripts/application.js:1:1: error: a quotation mark has no second
              1 | // = don't
                | ^
              hint: Sprockets reads this line as a directive: write quotation marks in pairs, or take the `=` out
            """,
            1,
            id="quotation mark in a script",
        ),
    ],
)
def test_mistakes(files: Files, stderr: str, status: int) -> None:
    Site(project=files).compile("--from", "sprockets").fails(stderr=stderr, status=status)


def test_folder_that_is_not_there() -> None:
    Site().compile("--from", "sprockets:nowhere").fails(
        stderr="""\
        nowhere: error: there is no folder 'nowhere'
          hint: name the application's folder, or its .sprocketsrc
        """,
        status=2,
    )
