"""Assets in Flask: factories, blueprints, `url_for` and the command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Flask, render_template_string, url_for
from werkzeug.routing import BuildError

from assetbuild.errors import AssetbuildError, UsageError
from assetbuild.runtime import Manifest, UnknownAsset
from assetbuild.runtime.flask import AssetBuild

from ..sites import Site
from .samples import write_manifest

FILES = {"css/app.css": b"a{}", "js/app.js": b"1"}


@pytest.fixture(autouse=True)
def no_prefix_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASSETBUILD_URL", raising=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_manifest(tmp_path / "out", FILES)


def make_app(file: Path, *, static_folder: str | Path | None = None, **config: Any) -> Flask:
    app = Flask("site", static_folder=static_folder, static_url_path="/static", root_path=str(file.parent))
    app.config.update(ASSETBUILD_MANIFEST=file, **config)
    AssetBuild(app)
    return app


def test_templates_of_the_application_and_of_blueprints_name_assets(file: Path) -> None:
    extension = AssetBuild()
    shop = Blueprint("shop", "shop", url_prefix="/shop")

    @shop.get("/")
    def page() -> str:
        return render_template_string('{{ asset_tags("css/app.css", "js/app.js") }} {{ "js/app.js" | asset_url }}')

    def create_app() -> Flask:
        app = Flask("site")
        app.config["ASSETBUILD_MANIFEST"] = str(file)
        extension.init_app(app)
        app.register_blueprint(shop)
        return app

    assets = Manifest.load(file)
    expected = f"{assets.tags('css/app.css', 'js/app.js')} {assets.url('js/app.js')}"
    for app in (create_app(), create_app()):
        assert app.test_client().get("/shop/").text == expected


def test_one_extension_serves_applications_with_manifests_of_their_own(tmp_path: Path) -> None:
    extension = AssetBuild()
    for url in ("/one/", "/two/"):
        app = Flask("site")
        app.config["ASSETBUILD_MANIFEST"] = write_manifest(tmp_path / url.strip("/"), FILES, url)
        extension.init_app(app)
        with app.app_context():
            assert extension.assets.prefix == url
            assert render_template_string('{{ asset_url("js/app.js") }}').startswith(url)


def test_prefix_is_that_of_the_configuration_and_the_environment_wins(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(file, ASSETBUILD_URL="https://cdn.example/")
    assert app.extensions["assetbuild"].url("js/app.js").startswith("https://cdn.example/js/app.")
    monkeypatch.setenv("ASSETBUILD_URL", "/env/")
    app = make_app(file, ASSETBUILD_URL="https://cdn.example/")
    assert app.extensions["assetbuild"].url("js/app.js").startswith("/env/js/app.")


def test_settings_may_come_from_the_environment(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_ASSETBUILD_MANIFEST", str(file))
    app = Flask("site")
    app.config.from_prefixed_env()
    AssetBuild(app)
    assert app.extensions["assetbuild"].names() == sorted(FILES)


def test_manifest_is_read_at_the_first_lookup_or_at_once(tmp_path: Path) -> None:
    missing = tmp_path / "manifest.json"
    app = make_app(missing)
    with app.app_context(), pytest.raises(UsageError, match="the manifest cannot be read"):
        render_template_string('{{ asset_url("js/app.js") }}')
    with pytest.raises(UsageError, match="the manifest cannot be read"):
        make_app(missing, ASSETBUILD_EAGER=True)


@pytest.mark.parametrize(
    ("values", "before", "after"),
    [
        pytest.param({}, "/static/", "", id="plain"),
        pytest.param({"v": 1, "w": ["a", "b"]}, "/static/", "?v=1&w=a&w=b", id="query"),
        pytest.param({"_anchor": "icon"}, "/static/", "#icon", id="anchor"),
        pytest.param({"_external": True}, "http://site.example/static/", "", id="external"),
        pytest.param({"_external": True, "_scheme": "https"}, "https://site.example/static/", "", id="scheme"),
    ],
)
@pytest.mark.parametrize("served_by_flask", [False, True])
@pytest.mark.parametrize("in_request", [False, True])
def test_url_for_static_is_that_of_the_manifest(
    values: dict[str, Any], before: str, after: str, served_by_flask: bool, in_request: bool, file: Path
) -> None:
    folder = file.parent if served_by_flask else None
    app = make_app(file, static_folder=folder, ASSETBUILD_STATIC=True, SERVER_NAME="site.example")
    context = app.test_request_context() if in_request else app.app_context()
    with context:
        url = url_for("static", filename="css/app.css", **({} if in_request else {"_external": False}) | values)
    assert url == before + Manifest.load(file).path("css/app.css") + after


def test_flask_may_serve_the_files_itself(file: Path) -> None:
    app = Flask("site", static_folder=file.parent, static_url_path="/static")
    app.config.update(ASSETBUILD_MANIFEST=file, ASSETBUILD_STATIC=True)
    AssetBuild(app)
    with app.test_request_context():
        url = url_for("static", filename="css/app.css")
    with app.test_client().get(url) as response:
        assert (response.status_code, response.data) == (200, b"a{}")


@pytest.mark.parametrize("served_by_flask", [False, True])
def test_url_for_static_of_an_unknown_name_tells_those_near(served_by_flask: bool, file: Path) -> None:
    app = make_app(file, static_folder=file.parent if served_by_flask else None, ASSETBUILD_STATIC=True)
    with app.test_request_context(), pytest.raises(UnknownAsset, match=r"did you mean 'css/app\.css'"):
        url_for("static", filename="css/ap.css")


def test_other_endpoints_stay_as_they_are(file: Path) -> None:
    for folder in (None, file.parent):
        app = make_app(file, static_folder=folder, ASSETBUILD_STATIC=True)
        app.register_blueprint(Blueprint("shop", "shop", static_folder="s", url_prefix="/shop"))
        app.add_url_rule("/<filename>", "page")
        with app.test_request_context():
            assert url_for("shop.static", filename="css/app.css") == "/shop/s/css/app.css"
            assert url_for("page", filename="css") == "/css"
            for endpoint in ("nowhere", "static"):
                with pytest.raises(BuildError):
                    url_for(endpoint)


def test_static_folder_that_is_another_is_an_error(file: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        make_app(file, static_folder=tmp_path / "other", ASSETBUILD_STATIC=True)
    assert str(caught.value) == (
        f"{tmp_path}/other: ASSETBUILD_STATIC is set, but Flask's static folder is not the folder of the manifest"
    )
    assert caught.value.hint == (
        f"Flask(…, static_folder=None), or static_folder='{file.parent}' for Flask to serve it"
    )
    assert isinstance(caught.value, AssetbuildError)


def test_command_runs_assetbuild_in_a_process_of_its_own(
    file: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Site({"css/app.css": "a{}"})
    monkeypatch.chdir(site.folder)
    runner = make_app(file).test_cli_runner()
    assert runner.invoke(args=["assets", "compile", "--no-cache", "--json"]).exit_code == 0
    assert '"ok": true' in capfd.readouterr().out
    assert (site.output / "manifest.json").exists()
    assert runner.invoke(args=["assets", "lookup", "x.css"]).exit_code == 1
    assert "there is no asset 'x.css'" in capfd.readouterr().err
    assert runner.invoke(args=["assets", "--help"]).exit_code == 0
    assert capfd.readouterr().out.startswith("Usage: ")
