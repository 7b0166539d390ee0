"""Applications that use webassets or Flask-Assets."""

from __future__ import annotations

from ..archive import Archive
from ..project import Page, Project


def _pypi(name: str, version: str, file: str, sha256: str, folder: str = "") -> Archive:
    return Archive("pypi", name, version, file, sha256, folder)


_SIGNAC = Project(
    "signac-dashboard",
    _pypi(
        "signac-dashboard",
        "0.7.0",
        "signac_dashboard-0.7.0-py3-none-any.whl",
        "e0f6a21722fce3b0ec9bf82504e74dc7f1cc9f00a85215f7e178ca2f5cc51cdb",
    ),
    "webassets:wsgi:application",
    "all: the four bundles of its Flask-Assets `Environment`, with `libsass` and `jsmin`. Its own pages, "
    "rendered by its own templates with our tag, work.",
    pages=(
        Page(
            "the page that it shows before one has logged in",
            program="page.py",
            holds={
                "typeof jQuery + typeof Sortable + typeof Turbolinks + typeof NProgress": "function" * 2 + "object" * 2,
                "getComputedStyle(document.querySelector('.navbar')).position": "relative",
                "document.title": "signac-dashboard",
            },
        ),
    ),
    files={
        "wsgi.py": """\
import signac
from signac_dashboard import Dashboard

application = Dashboard(project=signac.init_project("data")).app
""",
        "page.py": """\
import os

from assetbuild.runtime.flask import AssetBuild
from assetbuild.runtime.webassets import add_assets
from wsgi import application

application.static_folder = os.path.abspath("dist/assets")
application.config["ASSETBUILD_STATIC"] = True
AssetBuild(application)
add_assets(application.jinja_env, "dist/assets/manifest.json")
print(application.test_client().get("/", follow_redirects=True).text)
""",
    },
    libraries=(
        _pypi(
            "filelock",
            "4.2.12",
            "filelock-4.2.12-py3-none-any.whl",
            "21decfec02f116ed4c954433cdb31f28c3b346b784543177b6d7059da2702ee9",
        ),
        _pypi(
            "flask-login",
            "0.6.3",
            "Flask_Login-0.6.3-py3-none-any.whl",
            "849b25b82a436bf830a054e74214074af59097171562ab10bfa999e6b78aae5d",
        ),
        _pypi(
            "flask-turbolinks",
            "0.2.0",
            "Flask-Turbolinks-0.2.0.tar.gz",
            "9086fa5d425db3530efe7eb96d90067f0531158864f0e7130846e534069d6381",
            "Flask-Turbolinks-0.2.0",
        ),
        _pypi(
            "natsort",
            "8.4.0",
            "natsort-8.4.0-py3-none-any.whl",
            "4732914fb471f56b5cce04d7bae6f164a592c7712e1c85f9ef585e197299521c",
        ),
        _pypi(
            "signac",
            "2.4.1",
            "signac-2.4.1-py3-none-any.whl",
            "f0c5a547cb6fb7b9e5100e9b9678748b0d8275852a7c1214e1e9f41635da229f",
        ),
        _pypi(
            "synced_collections",
            "1.0.1",
            "synced_collections-1.0.1-py3-none-any.whl",
            "39728ae7b7e598da09f4ac9f8232724b499790c9dfc8797c9680b3e0b0b4a081",
        ),
        _pypi(
            "tqdm",
            "4.70.1",
            "tqdm-4.70.1-py3-none-any.whl",
            "c293e525e6fef9c20e8728fd4612df02a0aa31bb5fe91ecd93e123b1b7bffa73",
        ),
        _pypi(
            "watchdog",
            "7.1.0",
            "watchdog-7.1.0-py3-none-manylinux_2_17_x86_64.whl",
            "ad6d0b473cb8cde0721692b22b30fcbea8b52102430528874b3593549888bd81",
        ),
    ),
)

# Its front end alone: three libraries of bundles, each a file that webassets' YAMLLoader reads.
_CKAN = _pypi(
    "ckan",
    "2.12.0",
    "ckan-2.12.0-py3-none-any.whl",
    "3b41cb4860286813fbcd18c57341e96edba266e2e492aeea92c4e03ce9e2934e",
    "ckan/public/base",
)
_JQUERY = "<script src='/project/vendor/jquery.js'></script>"
_CKAN_VENDOR = Project(
    "CKAN: vendor",
    _CKAN,
    "webassets:vendor/webassets.yml",
    "all: eight bundles with `cssrewrite` and `rjsmin`, `extra` in groups",
    pages=(
        Page(
            "all bundles, as CKAN's `preload` orders them",
            """<!doctype html><html lang="en"><title>CKAN</title><link rel="icon" href="data:,">
{% for name in ["select2-css", "fontawesome"] %}{% assets name %}<link rel="stylesheet" href="{{ ASSET_URL }}">
{% endassets %}{% endfor %}
{% for name in ["jquery", "vendor", "bootstrap", "reorder", "htmx", "qs"] %}
{% assets name %}<script src="{{ ASSET_URL }}"></script>{% endassets %}{% endfor %}
<i class="fa fa-search"></i>""",
            holds={
                "typeof jQuery.fn.select2 + typeof jQuery.fn.modal + typeof jQuery.fn.sortable": "function" * 3,
                "moment(0).utc().format('YYYY') + typeof Jed + typeof htmx.process": "1970functionfunction",
                "document.fonts.ready.then((fonts) => [...fonts].some((font) => font.status === 'loaded'))": True,
            },
        ),
    ),
)
_CKAN_SCRIPTS = Project(
    "CKAN: javascript",
    _CKAN,
    "webassets:javascript/webassets.yml",
    "all: three bundles, the largest of 22 modules, with `rjsmin`",
    pages=(
        Page(
            "a page with its modules, beside its libraries as they are",
            """<!doctype html><html lang="en"><title>CKAN</title><link rel="icon" href="data:,"><body>
{% for name in ["jquery", "jed", "moment-with-locales", "htmx", "purify", "popperjs", "bootstrap/js/bootstrap"] %}
<script src="/project/vendor/{{ name }}.js"></script>{% endfor %}
{% for name in ["main", "ckan"] %}
{% assets name %}<script src="{{ ASSET_URL }}"></script>{% endassets %}{% endfor %}""",
            holds={
                "Object.keys(ckan.module.registry).length > 15": True,
                "ckan.url('/dataset') === location.origin + '/dataset'": True,
                "jQuery.url.slugify('A Title, of 2')": "a-title-of-2",
            },
            answers={"api/i18n/en": '{"": {"domain": "ckan", "lang": "en"}}'},
        ),
    ),
)
_CKAN_STYLES = Project(
    "CKAN: css",
    _CKAN,
    "webassets:css/webassets.yml",
    "all: two bundles with `cssrewrite`",
    pages=(
        Page(
            "a page with its style sheet",
            """<!doctype html><html lang="en"><title>CKAN</title><link rel="icon" href="data:,">
{% assets "main" %}<link rel="stylesheet" href="{{ ASSET_URL }}">{% endassets %}<a class="btn btn-primary">x</a>""",
            holds={"getComputedStyle(document.querySelector('a')).display": "inline-flex"},
        ),
    ),
)
_OVERWATCH = Project(
    "Overwatch",
    _pypi(
        "aliceoverwatch",
        "1.3.1",
        "aliceoverwatch-1.3.1-py2.py3-none-any.whl",
        "1d2fdcfdf31a0dbd0aea0c11b79e838061515451da509f6926157e57eb38a080",
        "overwatch/webApp",
    ),
    "webassets:flaskAssets.yaml",
    "nothing: its program registers a filter around a tool, `polymer-bundler`, that is gone with HTML imports",
    refused="""flaskAssets.yaml:3:1: error: there is no filter 'PolymerBundler'
  3 | polymerBundle:
    | ^
  hint: a filter of your own is written `module:Class`
""",
    status=2,
)
_MEIERAHA = Project(
    "Meieraha",
    _pypi(
        "meieraha2",
        "2.2.2",
        "meieraha2-2.2.2.tar.gz",
        "2f3ab3232baa2735765ea50854731e8993a4bffd69eb60413f66ca5ad07da7f0",
        "meieraha2-2.2.2",
    ),
    "webassets:bundles:app",
    "nothing: its release lacks the sources of its bundles, so that webassets cannot make them either",
    files={
        "bundles.py": """from flask import Flask
from meieraha2.assets import assets

app = Flask("meieraha2")
assets.init_app(app)
"""
    },
    refused="""bundles:app: error: the bundle 'public/css/admin.css' names 'sass/admin.scss', which is in no source root
  hint: did you mean 'public/css/admin.css'?
""",
)
_PAGES = """\
import os

from assetbuild.runtime.flask import AssetBuild
from assetbuild.runtime.webassets import add_assets
from gnucash_portfolio_webui.app import app

app.static_folder = os.path.abspath("dist/assets")
app.config["ASSETBUILD_STATIC"] = True
AssetBuild(app)
add_assets(app.jinja_env, "dist/assets/manifest.json")
print(app.test_client().get("/components").text)
"""
_GNUCASH = Project(
    "GnuCash Portfolio",
    _pypi(
        "gnucash-portfolio-webui",
        "1.3.6",
        "gnucash_portfolio_webui-1.3.6-py3-none-any.whl",
        "d7dab162a4b73bb0d4dbbd5e972575341d1822e469d4bd4dcb531aa8e5d642c3",
    ),
    "webassets:gnucash_portfolio_webui.app:app",
    "all: the two bundles of its Flask-Assets `Environment`, of files outside its static folder, and its static files "
    "beside them. Its own pages, rendered by its own templates with our tag, work.",
    pages=(
        Page(
            "its page of components",
            program="pages.py",
            holds={
                "document.title": "Components - GnuCash Portfolio",
                "typeof moment + typeof jQuery.fn.select2 + typeof jQuery.fn.daterangepicker": "function" * 3,
                "getComputedStyle(document.querySelector('nav')).display": "flex",
                "document.fonts.ready.then((fonts) => [...fonts].map((font) => font.status).join())": "loaded",
            },
        ),
    ),
    files={"pages.py": _PAGES},
    # Its release lacks the fonts that its style sheet and a blueprint name.
    beside={
        "gnucash_portfolio_webui/node_modules/font-awesome/fonts": Archive(
            "npm",
            "font-awesome",
            "4.7.0",
            "font-awesome-4.7.0.tgz",
            "92042b715919e17499ded134884b0318fd88041efac9b0f3204069df52222a61",
            "package/fonts",
        )
    },
    libraries=(
        _pypi(
            "asset-allocation",
            "1.3.3",
            "Asset_Allocation-1.3.3.tar.gz",
            "3cb30fb20e282e05e2d21eb1de7e13a05c9411568d78653314e5bb92665f3ece",
            "Asset_Allocation-1.3.3",
        ),
        _pypi(
            "gnucash-portfolio",
            "1.6.2",
            "gnucash_portfolio-1.6.2-py3-none-any.whl",
            "e7ee3ec7d68aa36e59274ca119273bf49112c1bb481bdfc765064f065cf66e37",
        ),
        _pypi(
            "piecash",
            "1.2.1",
            "piecash-1.2.1.tar.gz",
            "7f9c5c7342df3b9cd1457adf4b82fea430f14fa93be17e52c7dd41c02abf7104",
            "piecash-1.2.1",
        ),
        _pypi(
            "pricedb",
            "2.11.0",
            "PriceDb-2.11.0-py2.py3-none-any.whl",
            "8de553b9e003406ef53f03260427233d35ed8e816cb3a54f09ff0f52fb33db27",
        ),
        _pypi(
            "pydatum",
            "1.2.0",
            "pydatum-1.2.0-py2.py3-none-any.whl",
            "4cfea7431f15acf3fa896c2edbf6d6f887a419a273abf1bf7a151d391d91129b",
        ),
        _pypi(
            "python-dateutil",
            "4.0.0",
            "python_dateutil-4.0.0-py3-none-any.whl",
            "a5e246f79eb80475e691bf93862cead98decd8a498cf53ba0516fcdc0f50dc1c",
        ),
        _pypi(
            "pytz",
            "2026.6",
            "pytz-2026.6-py2.py3-none-any.whl",
            "7fed3fee8fd6bd4a2b7b75a8d56021d0624127bf69bd5691f115db929ac570b3",
        ),
        _pypi(
            "sqlalchemy",
            "1.4.54",
            "sqlalchemy-1.4.54.tar.gz",
            "4470fbed088c35dc20b78a39aaf4ae54fe81790c783b3264872a0224f437c31a",
            "sqlalchemy-1.4.54/lib",
        ),
        _pypi(
            "sqlalchemy-utils",
            "0.42.1",
            "sqlalchemy_utils-0.42.1-py3-none-any.whl",
            "243cfe1b3a1dae3c74118ae633f1d1e0ed8c787387bc33e556e37c990594ac80",
        ),
        _pypi(
            "tzlocal",
            "5.4.5",
            "tzlocal-5.4.5-py3-none-any.whl",
            "ecab534f6d65d9deb4c4ea52c121ab6dd5958e9b878e71dcb102578269752454",
        ),
    ),
    static="gnucash_portfolio_webui/static",
)
PROJECTS = (_CKAN_STYLES, _CKAN_SCRIPTS, _CKAN_VENDOR, _GNUCASH, _MEIERAHA, _OVERWATCH, _SIGNAC)
