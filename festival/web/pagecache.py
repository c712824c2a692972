"""Public pages that are the same for everybody are made once and kept for a few seconds.

Ten thousand people open the programme in the same minute; what they read may be five seconds old. Never for a page that
knows its reader (forms, tickets, the desk).
"""

import functools
import hashlib
import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

from cachetools import TTLCache
from flask import current_app, request
from werkzeug.wrappers import Response

from festival.web.compression import accepts_gzip, compress
from festival.web.locale import language

View = TypeVar("View", bound=Callable[..., Any])
SECONDS = 5
_ENTRIES = 500


def init_app(app: Any) -> None:
    """Give `app` its own store (tests make many applications)."""
    app.extensions["pagecache"] = (TTLCache(_ENTRIES, SECONDS), threading.Lock())


def forget() -> None:
    """Make every page anew (after a change that must be seen at once)."""
    kept, lock = current_app.extensions["pagecache"]
    with lock:
        kept.clear()


def shared(view: View) -> View:
    """Keep what `view` (a str) returns, by address and language, and answer conditional requests with 304."""

    @functools.wraps(view)
    def cached(*args: Any, **kwargs: Any) -> Response:
        kept, lock = current_app.extensions["pagecache"]
        key = (language(), request.full_path, request.host)
        with lock:
            found = kept.get(key)
        if found is None:
            body = view(*args, **kwargs).encode()
            found = (body, compress(body), hashlib.sha256(body).hexdigest()[:20])
            with lock:
                kept[key] = found
        body, small, tag = found
        if request.if_none_match.contains_weak(tag):
            response = Response(status=304)
        elif accepts_gzip():
            response = Response(small, mimetype="text/html", headers={"Content-Encoding": "gzip"})
        else:
            response = Response(body, mimetype="text/html")
        response.vary.add("Accept-Encoding")
        response.set_etag(tag, weak=True)
        response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
        return response

    return cast("View", cached)
