"""The gate's own page: installable, the same for every phone; what it may do is decided by its device key."""

import json

from flask import Blueprint, Response, jsonify, render_template, url_for

from festival.gate import page_files
from festival.gate.sentences import sentences
from festival.web import access
from festival.web.rendering import STATIC, asset

blueprint = Blueprint("app", __name__)
_WORKER = STATIC / "gate" / "service-worker.js"


@blueprint.get("/")
@access.public
def gate() -> str:
    """Serve the scanner's page. It holds no data; pairing gives it a key."""
    return _page()


@blueprint.get("/count")
@access.public
def count() -> str:
    """Serve the clicker's page, for phones that are paired as a gate."""
    return _count_page()


def _count_page() -> str:
    return render_template("gate/app/count.html", strings=sentences("count"), urls=_urls())


def _page() -> str:
    return render_template("gate/app/gate.html", strings=sentences(), urls=_urls())


def _urls() -> dict[str, str]:
    return {
        "pair": url_for("gate.api.pair"),
        "device": url_for("gate.api.device"),
        "snapshot": url_for("gate.api.snapshot"),
        "scans": url_for("gate.api.scans"),
        "party": url_for("gate.helping.party"),
        "search": url_for("gate.helping.search"),
        "walkIn": url_for("gate.helping.walk_in"),
        "photo": url_for("gate.helping.photo", ticket_id=0).removesuffix("0"),
        "taps": url_for("gate.taps.taps"),
        "counting": url_for("gate.taps.counting_points"),
        "scanner": url_for("gate.app.gate"),
        "count": url_for("gate.app.count"),
        "worker": asset("gate/decoder-worker.js"),
        "wasm": asset("vendor/zxing-wasm/dist/reader/zxing_reader.wasm"),
        "manifest": url_for("gate.app.manifest"),
        "keeper": url_for("gate.app.service_worker"),
    }


@blueprint.get("/service-worker.js")
@access.public
def service_worker() -> Response:
    """Serve the worker that keeps the pages on the phone, with the list of what to keep and a name for just this list."""
    pages = {url_for("gate.app.gate"): _page(), url_for("gate.app.count"): _count_page()}
    files = page_files.addresses(pages, manifest_url=url_for("gate.app.manifest"))
    head = f"const FILES = {json.dumps(files)};\nconst VERSION = {json.dumps(page_files.version(pages, files))};\n"
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
