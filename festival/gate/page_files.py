"""The gate's pages, and what they need to run with no network: found by following their own imports and addresses, not by a list."""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from flask import render_template, url_for

from festival.core.trilingual import LANGUAGES
from festival.gate.sentences import sentences
from festival.web.locale import speaking
from festival.web.rendering import STATIC, asset

ENTRIES = ("gate/app.js", "gate/count.js", "gate/decoder-worker.js")
STYLES = ("web/tokens.css", "gate/gate.css", "gate/verdict.css", "gate/count.css")
OTHERS = ("vendor/zxing-wasm/dist/reader/zxing_reader.wasm", "web/icon.svg", "web/icon-maskable.svg")
_IMPORT = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(?\s*)["'](\.[^"']+)["']""")
_ADDRESS = re.compile(r"""url\(["']?/static/([^"')]+)["']?\)""")
_NAMED = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def scanner() -> str:
    """Return the scanner's page in the reader's language."""
    return render_template("gate/app/gate.html", strings=sentences(), urls=_urls())


def clicker() -> str:
    """Return the clicker's page in the reader's language."""
    return render_template("gate/app/count.html", strings=sentences("count"), urls=_urls())


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


def kept() -> tuple[list[str], str]:
    """Return the addresses of what phones keep, and a name for just this list and its contents, the same for every reader."""
    with speaking(LANGUAGES[0]):
        pages = {url_for("gate.app.gate"): scanner(), url_for("gate.app.count"): clicker()}
    files = addresses(pages, manifest_url=url_for("gate.app.manifest"))
    return files, version(pages, files)


@cache
def newest() -> str:
    """Return the version that phones have when they have the newest pages. Made once in each process: files do not change under it."""
    return kept()[1]


@cache
def modules() -> tuple[str, ...]:
    """Return every script under static/ that the pages or their worker load, each once."""
    found: dict[str, None] = {}
    waiting = list(ENTRIES)
    while waiting:
        name = waiting.pop(0)
        path = STATIC / name
        if name in found or not path.is_file():
            continue
        found[name] = None
        waiting += [
            str((path.parent / wanted).resolve().relative_to(STATIC.resolve()))
            for wanted in _IMPORT.findall(path.read_text(encoding="utf-8"))
        ]
    return tuple(found)


def addresses(pages: Mapping[str, str], *, manifest_url: str) -> list[str]:
    """Return the addresses to keep, the pages' own first; `pages` are address → HTML."""
    # Entries and styles have their digest in their address; what they import has none.
    plain = [f"/static/{name}" for name in modules() if name not in ENTRIES]
    fonts = [f"/static/{name}" for style in STYLES for name in _ADDRESS.findall(_text(style))]
    named = [
        *(name for page in pages.values() for name in _NAMED.findall(page)),
        *(asset(name) for name in (*ENTRIES, *OTHERS)),
    ]
    return list(dict.fromkeys([*pages, manifest_url, *named, *plain, *fonts]))


@cache
def _text(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def version(pages: Mapping[str, str], files: list[str]) -> str:
    """Return a name that changes with the pages or any of their files."""
    whole = hashlib.sha256("".join(pages.values()).encode())
    for file in files:
        path = STATIC / Path(file.removeprefix("/static/").partition("?")[0])
        whole.update(file.encode())
        if file.startswith("/static/") and path.is_file():
            whole.update(path.read_bytes())
    return whole.hexdigest()[:12]
