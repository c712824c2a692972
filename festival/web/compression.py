"""Files under static/ travel compressed: an old phone on 3G waits a third as long.

Only files and pages that are the same for everybody (pagecache) are compressed. A page with a form carries a secret beside
what the reader typed, and compressing both together can give the secret away (BREACH).
"""

import gzip
from functools import lru_cache
from pathlib import Path

from flask import Flask, request
from werkzeug.wrappers import Response

from festival.core.config import ROOT

_KINDS = {
    "text/css",
    "text/javascript",
    "application/javascript",
    "application/wasm",
    "image/svg+xml",
    "application/json",
}
_SMALLEST = 600  # bytes; below it the head of the answer outweighs what is saved
_LEVEL = 6


def accepts_gzip() -> bool:
    """Tell whether the browser takes gzip."""
    return request.accept_encodings.quality("gzip") > 0


def compress(body: bytes) -> bytes:
    """Return `body` gzipped, the same bytes every time."""
    return gzip.compress(body, _LEVEL, mtime=0)


def init_app(app: Flask) -> None:
    """Compress static files of `app`; each is read and compressed once by each process."""

    @app.after_request
    def _compress_static(response: Response) -> Response:
        if request.endpoint != "static" or response.mimetype not in _KINDS:
            return response
        response.vary.add("Accept-Encoding")
        whole = response.status_code == 200 and "Range" not in request.headers
        size = response.content_length or 0
        if not whole or size < _SMALLEST or not accepts_gzip():
            return response
        path = ROOT / "static" / str((request.view_args or {})["filename"])
        body = _compressed(path, path.stat().st_mtime_ns)
        tag, _ = response.get_etag()
        opened = response.response  # the file itself, which nobody will read to its end now
        response.direct_passthrough = False
        response.set_data(body)
        if hasattr(opened, "close"):
            opened.close()
        response.headers["Content-Encoding"] = "gzip"
        if tag:
            response.set_etag(tag, weak=True)
        return response


@lru_cache(maxsize=200)
def _compressed(path: Path, _changed: int) -> bytes:
    return compress(path.read_bytes())
