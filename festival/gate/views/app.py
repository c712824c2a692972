"""The gate's own page: installable, the same for every phone; what it may do is decided by its device key."""

import json

from flask import Blueprint, Response, jsonify, url_for

from festival.gate import page_files
from festival.web import access
from festival.web.rendering import STATIC, asset

blueprint = Blueprint("app", __name__)
_WORKER = STATIC / "gate" / "service-worker.js"


@blueprint.get("/")
@access.public
def gate() -> str:
    """Serve the scanner's page. It holds no data; pairing gives it a key."""
    return page_files.scanner()


@blueprint.get("/count")
@access.public
def count() -> str:
    """Serve the clicker's page, for phones that are paired as a gate."""
    return page_files.clicker()


@blueprint.get("/service-worker.js")
@access.public
def service_worker() -> Response:
    """Serve the worker that keeps the pages on the phone, with the list of what to keep and a name for just this list."""
    files, version = page_files.kept()
    head = f"const FILES = {json.dumps(files)};\nconst VERSION = {json.dumps(version)};\n"
    response = Response(head + _WORKER.read_text(encoding="utf-8"), mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/manifest.webmanifest")
@access.public
def manifest() -> Response:
    """Let phones install the page."""
    response = jsonify(
        {
            "name": "Hokkaido × Hạ Long – Soát vé",
            "short_name": "Soát vé",
            "lang": "vi",
            "start_url": url_for("gate.app.gate"),
            "scope": url_for("gate.app.gate"),
            "display": "standalone",
            "background_color": "#0B1A20",
            "theme_color": "#0B1A20",
            "icons": [
                {"src": asset("web/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
                {
                    "src": asset("web/icon-maskable.svg"),
                    "sizes": "any",
                    "type": "image/svg+xml",
                    "purpose": "maskable",
                },
            ],
        }
    )
    response.mimetype = "application/manifest+json"
    return response
