"""Connections that stay open to say that something is new (server-sent events): few, short-lived, and without data.

Each one occupies a thread of its process. So only so many are let in, each ends after a minute (the browser comes again by
itself), and who finds no room looks every few seconds instead. What is new is asked once a second in each process, however
many listen.
"""

import threading
import time
from collections.abc import Callable, Hashable, Iterator

from flask import Flask, current_app
from werkzeug.wrappers import Response

LIFE = 55.0  # seconds
LOOK_EVERY = 1.0
SAY_STILL_HERE = 4.0  # a line now and then: who has gone is noticed by the second one
RETRY_MS = 2000  # after which a browser comes again

Look = Callable[[], Hashable]


class Streams:
    """The streams of one process. `end_all` lets a stopping process go at once."""

    def __init__(self, limit: int, *, life: float = LIFE) -> None:
        self.limit, self.life = limit, life
        self.open = 0
        self._lock = threading.Lock()
        self._looking = threading.Lock()
        self._ending = threading.Event()
        self._seen: dict[Hashable, tuple[float, Hashable]] = {}

    def enter(self) -> bool:
        """Take one of the places; false when there is none."""
        with self._lock:
            if self.open >= self.limit or self._ending.is_set():
                return False
            self.open += 1
            return True

    def leave(self) -> None:
        """Give the place back."""
        with self._lock:
            self.open -= 1

    def end_all(self) -> None:
        """End every stream: the process stops. New ones are refused."""
        self._ending.set()

    def lines(self, about: Hashable, look: Look) -> Iterator[str]:
        """Yield an event at the beginning and whenever `look` returns something new; ends by itself."""
        ends = spoken = time.monotonic()
        ends += self.life
        yield f"retry: {RETRY_MS}\n\n"
        last: Hashable = object()
        while not self._ending.is_set() and (now := time.monotonic()) < ends:
            found = self._look(about, look)
            if found != last:
                last, spoken = found, now
                yield "event: changed\ndata: \n\n"
            elif now - spoken > SAY_STILL_HERE:
                spoken = now
                yield ": still here\n\n"
            self._ending.wait(LOOK_EVERY)

    def _look(self, about: Hashable, look: Look) -> Hashable:
        with self._looking:  # who comes meanwhile gets this answer instead of asking too
            at, found = self._seen.get(about, (float("-inf"), None))
            if time.monotonic() - at >= LOOK_EVERY * 0.9:
                found = look()
                self._seen[about] = (time.monotonic(), found)
            return found


def init_app(app: Flask, *, limit: int) -> None:
    """Let `app` hold so many streams open in each process."""
    app.extensions["streams"] = Streams(limit)


def of(app: Flask) -> Streams:
    """Return the streams of an application."""
    found: Streams = app.extensions["streams"]
    return found


def stream(about: Hashable, look: Look) -> Response:
    """Return a stream that says when `look`, called outside of the request, returns something new; 503 where there is no room."""
    streams = of(current_app)
    if not streams.enter():
        response = Response("", status=503, mimetype="text/plain")
        response.headers["Retry-After"] = "60"
        return response
    response = Response(streams.lines(about, look), mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"  # a proxy before us must not collect the lines
    response.call_on_close(streams.leave)
    return response
