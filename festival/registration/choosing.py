"""What there is to choose from on an event's form, as this process last read it.

Every form that is sent asks this to be understood, so it is kept for a second; whether the slot or the places are still to be
had is decided under their locks afterwards. A form that is opened reads it anew.
"""

import threading

from cachetools import TTLCache
from flask import Flask, current_app

from festival.core import clock
from festival.core.transaction import current
from festival.registration import queries
from festival.registration.types import Choice

FRESH_SECONDS = 1.0
_EVENTS = 200


def init_app(app: Flask) -> None:
    """Give `app` its own store."""
    app.extensions["choosing"] = (TTLCache(_EVENTS, FRESH_SECONDS), threading.Lock())


def choice_now(event_id: int) -> Choice:
    """Return what a reader of the form chooses from at this moment."""
    kept, lock = current_app.extensions["choosing"]
    found = queries.choice(current(), event_id, clock.now())
    with lock:
        kept[event_id] = found
    return found


def choice_kept(event_id: int) -> Choice:
    """Return the same, at most a second old."""
    kept, lock = current_app.extensions["choosing"]
    with lock:
        found: Choice | None = kept.get(event_id)
    return choice_now(event_id) if found is None else found
