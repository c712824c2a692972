"""Templates: strict about what they are given, with the words and addresses every page needs."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, request, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from festival.core import clock
from festival.core.config import ROOT
from festival.core.trilingual import LANGUAGES, Language
from festival.web import access, locale

TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
_OWN_NAMES: dict[Language, tuple[str, str]] = {
    "vi": ("Tiếng Việt", "VI"),
    "ja": ("日本語", "日本語"),
    "en": ("English", "EN"),
}
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One choice of the language switch."""

    code: Language
    name: str
    short: str
    url: str


def init_app(app: Flask) -> None:
    """Set up Jinja for `app`."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters |= {
        "tr": locale.tr,
        "tr_plain": locale.tr_plain,
        "number": locale.number,
        "clock": locale.clock_time,
        "japan_clock": locale.japan_clock,
        "day": locale.day,
        "day_short": locale.day_short,
        "moment": locale.moment,
        "when": locale.when,
    }
    app.jinja_env.globals |= {
        "_": locale.gettext,
        "ngettext": locale.ngettext,
        "asset": asset,
        "csrf_token": generate_csrf,
    }

    @app.context_processor
    def _words() -> dict[str, Any]:
        return {
            "lang": locale.language(),
            "languages": languages(),
            "actor": access.actor() if request.path.startswith("/desk") else None,
            "now": clock.now(),
        }

    @app.after_request
    def _keep_assets(response: Any) -> Any:
        # An address with the file's digest can be kept for ever: another content has another address.
        if request.endpoint == "static" and "v" in request.args and response.status_code == 200:
            response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
        return response


def asset(name: str) -> str:
    """Return the address of a file under static/, with its digest so that browsers may keep it."""
    return f"/static/{name}?v={_digest(name) if not current_app.debug else _digest.__wrapped__(name)}"


@cache
def _digest(name: str) -> str:
    path = STATIC / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else "0"


def languages() -> list[LanguageLink]:
    """Return the same page in each language."""
    return [LanguageLink(code, *_OWN_NAMES[code], url=_in_language(code)) for code in LANGUAGES]


def _in_language(code: Language) -> str:
    endpoint = request.endpoint
    if endpoint and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        # After a refused form this is the form's own address: each has a page to read there. The query is put behind the
        # address by hand: url_for would take names like _external for its own.
        address = url_for(endpoint, **{**(request.view_args or {}), "lang": code})
        return (
            f"{address}?{request.query_string.decode('ascii', 'replace')}"
            if request.query_string
            else address
        )
    back = request.full_path.rstrip("?") if endpoint and request.method == "GET" else _readable(request.path)
    return url_for("pages.public.language", code=code, next=back)


def _readable(path: str) -> str:
    """Return the nearest address at or above `path` that can be opened (a page made by a form's POST may have none)."""
    adapter = current_app.url_map.bind("")
    while path != "/":
        try:
            adapter.match(path, method="GET")
        except RequestRedirect:
            return path
        except HTTPException:
            path = path.rstrip("/").rpartition("/")[0] or "/"
        else:
            return path
    return path


def local_path(address: str | None, otherwise: str) -> str:
    """Return `address` when it is a path of our own, else `otherwise`: nobody is sent elsewhere by a link to us."""
    if (
        not address
        or not address.startswith("/")
        or address.startswith(("//", "/\\"))
        or any(ord(c) < 0x20 for c in address)
    ):
        return otherwise
    parts = urlsplit(address)
    return otherwise if parts.scheme or parts.netloc else address


def template_exists(name: str) -> bool:
    """Tell whether there is such a template."""
    return (TEMPLATES / Path(name)).is_file()
