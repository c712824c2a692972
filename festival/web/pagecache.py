"""Public pages that are the same for everybody are made once and kept for a few seconds.

Ten thousand people open the programme in the same minute; what they read may be five seconds old. Never for a page that
knows its reader (forms, tickets, the desk). What a reader typed or chose for himself (`FREE`) is answered and not kept: it
would push out the pages that everybody opens.
"""

import functools
import hashlib
import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from cachetools import TTLCache
from flask import current_app, request
from werkzeug.wrappers import Response

from festival.web.compression import accepts_gzip, compress
from festival.web.locale import language

View = TypeVar("View", bound=Callable[..., Any])
SECONDS = 5
_ENTRIES = 500
FREE = ("q", "e")  # queries with as many values as there are readers: words searched for, events of a plan


_Page = tuple[bytes, bytes, str]  # as it is, compressed, its tag


class _Store:
    """Pages by address and language. One thread makes a page; who wants the same one meanwhile waits for it."""

    def __init__(self) -> None:
        self.kept: TTLCache[Hashable, _Page] = TTLCache(_ENTRIES, SECONDS)
        self._lock = threading.Lock()
        self._making = [
            threading.Lock() for _ in range(16)
        ]  # a key has one of them; two pages seldom share it

    def page(self, key: Hashable, make: Callable[[], bytes]) -> _Page:
        """Return the page that is kept under `key`, made anew when it is too old."""
        found = self._find(key)
        if found is not None:
            return found
        with self._making[hash(key) % len(self._making)]:
            found = self._find(key)
            if found is None:
                found = _finished(make())
                with self._lock:
                    self.kept[key] = found
        return found

    def forget(self) -> None:
        """Keep nothing."""
        with self._lock:
            self.kept.clear()

    def _find(self, key: Hashable) -> _Page | None:
        with self._lock:
            return self.kept.get(key)


def _finished(body: bytes) -> _Page:
    return body, compress(body), hashlib.sha256(body).hexdigest()[:20]


def init_app(app: Any) -> None:
    """Give `app` its own store (tests make many applications)."""
    app.extensions["pagecache"] = _Store()


def forget() -> None:
    """Make every page anew (after a change that must be seen at once)."""
    cast("_Store", current_app.extensions["pagecache"]).forget()


def shared(view: View) -> View:
    """Keep what `view` (a str) returns, by address and language, and answer conditional requests with 304."""

    @functools.wraps(view)
    def cached(*args: Any, **kwargs: Any) -> Response:
        store: _Store = current_app.extensions["pagecache"]

        def make() -> bytes:
            return cast("str", view(*args, **kwargs)).encode()

        if any(request.args.get(name) for name in FREE):
            body, small, tag = _finished(make())
        else:
            body, small, tag = store.page((language(), request.full_path, request.host), make)
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
