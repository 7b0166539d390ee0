"""Walks from hut to hut: a page of Flask whose assets were compiled before it started."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, render_template

from assetbuild.runtime.flask import AssetBuild

WALKS = [
    {"name": "Ridge of the Three Lakes", "hours": 5.5, "climb": 940, "level": "hard", "hut": "Larch Hut"},
    {"name": "The Old Salt Path", "hours": 3.0, "climb": 310, "level": "easy", "hut": "Bridge House"},
    {"name": "Across the Stone Sea", "hours": 7.0, "climb": 1280, "level": "hard", "hut": "High Shelter"},
    {"name": "Larch Wood and Gorge", "hours": 2.5, "climb": 180, "level": "easy", "hut": "Mill Inn"},
    {"name": "Shepherds' Balcony", "hours": 4.0, "climb": 560, "level": "steady", "hut": "Summer Barn"},
    {"name": "Round the Blue Tarn", "hours": 4.5, "climb": 620, "level": "steady", "hut": "Tarn Hut"},
]

assetbuild = AssetBuild()


def create_app() -> Flask:
    # Without a static folder of Flask's own, url_for("static", …) is resolved through the manifest alone.
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(ASSETBUILD_STATIC=True, ASSETBUILD_EAGER=True)
    # FLASK_ASSETBUILD_MANIFEST and so on, where the environment has something to say.
    app.config.from_prefixed_env()
    assetbuild.init_app(app)

    @app.before_request
    def make_nonce() -> None:
        g.nonce = secrets.token_urlsafe(16)

    @app.get("/")
    def walks() -> str:
        return render_template("walks.html", walks=WALKS)

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = (
            f"default-src 'none'; script-src 'nonce-{g.nonce}'; style-src 'self'; img-src 'self'; font-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        # The page changes with each release, and names the files of that release.
        response.headers["Cache-Control"] = "no-cache"
        # A browser, or a CDN that makes 103 Early Hints of them, fetches these before it has read the page.
        for hint in assetbuild.assets.early_hints("css/app.css", "fonts/fraunces.woff2"):
            response.headers.add("Link", hint)
        return response

    return app
