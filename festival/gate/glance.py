"""How many people are where, as this process last read it.

Phones, boards and wall screens ask every few seconds; it is read once in two seconds, however many ask.
"""

import threading
from datetime import datetime

from cachetools import TTLCache
from flask import Flask, current_app

from festival.core.transaction import current
from festival.gate.queries.crowd import Crowd
from festival.gate.queries.crowd import crowd as read

FRESH_SECONDS = 2.0


def init_app(app: Flask) -> None:
    """Give `app` its own store."""
    app.extensions["glance"] = (TTLCache(16, FRESH_SECONDS), threading.Lock())


def crowd(edition_id: int, now: datetime) -> Crowd:
    """Return how many people are where, at most two seconds old."""
    kept, lock = current_app.extensions["glance"]
    with lock:  # who comes meanwhile waits for this reading instead of making another
        found: Crowd | None = kept.get(edition_id)
        if found is None:
            found = kept[edition_id] = read(current(), edition_id, now)
    return found


def forget() -> None:
    """Read anew in this process: somebody here has put something right."""
    kept, lock = current_app.extensions["glance"]
    with lock:
        kept.clear()
