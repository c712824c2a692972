"""Files that other software fetches again and again (calendars, schedules, JSON), the same for everybody.

Each is made once for each state of what it shows and kept until that changes; who has it already gets a 304.
"""

import hashlib
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cachetools import LRUCache
from flask import Blueprint, Flask, current_app, request
from werkzeug.wrappers import Response

from festival.web.compression import accepts_gzip, compress

SECONDS = 60  # for which whoever asked may keep it without asking again
_ROOM = 64 * 1024 * 1024  # bytes in each process


@dataclass(frozen=True, slots=True)
class Made:
    """What a file says, and when what it shows last changed (its Last-Modified)."""

    body: bytes
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Document:
    body: bytes
    small: bytes
    tag: str
    changed_at: datetime | None


class _Store:
    def __init__(self) -> None:
        self.kept: LRUCache[Hashable, _Document] = LRUCache(_ROOM, lambda one: len(one.body) + len(one.small))
        self.lock = threading.Lock()
        self.making = threading.Lock()

    def find(self, key: Hashable) -> _Document | None:
        with self.lock:
            return self.kept.get(key)

    def keep(self, key: Hashable, document: _Document) -> None:
        with self.lock:
            if self.kept.getsizeof(document) <= self.kept.maxsize:
                self.kept[key] = document


def init_app(app: Flask) -> None:
    """Give `app` its own store (tests make many applications)."""
    app.extensions["documents"] = _Store()


def shared(
    key: Hashable, make: Callable[[], Made], *, mimetype: str, filename: str | None = None
) -> Response:
    """Answer with what `make` returns; `key` names all that it depends on."""
    document = _document(key, make)
    small = accepts_gzip()
    # Strong tags belong to the very bytes that are sent.
    tag = f"{document.tag}-gzip" if small else document.tag
    if _is_known(document):
        response = Response(status=304)
    else:
        response = Response(document.small if small else document.body, content_type=_content_type(mimetype))
        if small:
            response.headers["Content-Encoding"] = "gzip"
        if filename is not None:
            response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    response.vary.add("Accept-Encoding")
    response.set_etag(tag)
    if document.changed_at is not None:
        response.last_modified = document.changed_at
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    return response


def open_to_all(blueprint: Blueprint) -> None:
    """Let pages of other sites read what the views of `blueprint` answer, and ask by ETag. Never for what knows its reader."""

    @blueprint.after_request
    def _open(response: Any) -> Any:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag"
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
            response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
        return response


def _document(key: Hashable, make: Callable[[], Made]) -> _Document:
    store: _Store = current_app.extensions["documents"]
    found = store.find(key)
    if found is not None:
        return found
    with store.making:  # a large one is made by one thread while the others wait for it
        found = store.find(key)
        if found is None:
            made = make()
            tag = hashlib.sha256(made.body).hexdigest()[:32]
            found = _Document(made.body, compress(made.body), tag, made.changed_at)
            store.keep(key, found)
    return found


def _is_known(document: _Document) -> bool:
    if request.if_none_match:  # the more exact of the two decides alone (RFC 9110, 13.2.2)
        return any(request.if_none_match.contains_weak(tag) for tag in (document.tag, f"{document.tag}-gzip"))
    since, changed_at = request.if_modified_since, document.changed_at
    return since is not None and changed_at is not None and changed_at.replace(microsecond=0) <= since


def _content_type(mimetype: str) -> str:
    # JSON is UTF-8 and knows no parameter (RFC 8259); a picture has no letters.
    return mimetype if mimetype in {"application/json", "image/png"} else f"{mimetype}; charset=utf-8"
