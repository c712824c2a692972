"""Templates: strict about what they are given, with the words and addresses every page needs."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from flask import Flask, current_app, g, redirect, request, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.config import ROOT
from festival.core.trilingual import LANGUAGES, Language, as_language
from festival.web import access, locale, typography

TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
_OWN_NAMES: dict[Language, tuple[str, str]] = {
    "vi": ("Tiếng Việt", "VI"),
    "ja": ("日本語", "日本語"),
    "en": ("English", "EN"),
}
_YEAR = 365 * 24 * 3600
CHOICE = "lang"  # the query by which an address that says no language is asked for in one


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
        "date_only": locale.date_only,
        "days": locale.days,
        "moment": locale.moment,
        "month": locale.month,
        "joined": locale.joined,
        "sentences": locale.sentences,
        "day_and_time": typography.day_and_time,
        "place": typography.place,
        "tr_title": typography.title,
        "when": typography.when,
    }
    app.jinja_env.globals |= {
        "_": locale.gettext,
        "ngettext": locale.ngettext,
        "asset": asset,
        "csrf_token": generate_csrf,
    }

    app.before_request(_take_choice)

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
    # An address that says no language asks for one in its query, and is led back to itself without it. It never stands in
    # another address (`?next=/t/…`): that of a ticket is a secret, and queries end up in logs and histories.
    if request.method in {"GET", "HEAD"}:
        return "?" + urlencode([*_query_without_choice(), (CHOICE, code)])
    return local_path(_readable(request.path), "/") + "?" + urlencode({CHOICE: code})


def _query_without_choice() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.args.items(multi=True) if name != CHOICE]


def _take_choice() -> Response | None:
    """Remember the language that `?lang=` asks for and open the same address without it; None where nobody asks."""
    chosen = as_language(request.args.get(CHOICE))
    endpoint = request.endpoint or ""
    if (
        chosen is None
        or request.method not in {"GET", "HEAD"}
        or request.path.startswith(("/api/", "/feeds/", "/static/"))
        or (endpoint and current_app.url_map.is_endpoint_expecting(endpoint, "lang"))
    ):
        return None
    g.private = True  # the address may be a ticket's
    query = urlencode(_query_without_choice())
    here = local_path(quote(request.path), "/")
    response = redirect(f"{here}?{query}" if query else here, 303)
    locale.remember(response, chosen)
    return response


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
