"""How many people are where, as this process last read it.

Phones, boards and wall screens ask every few seconds; it is read once in two seconds, however many ask.
"""

import threading
import time
from datetime import datetime

from cachetools import TTLCache
from flask import Flask, current_app

from festival.core.transaction import current
from festival.gate import page_files
from festival.gate.queries.board import Board
from festival.gate.queries.board import board as read_board
from festival.gate.queries.crowd import Crowd
from festival.gate.queries.crowd import crowd as read
from festival.gate.queries.pulse import Pulse, pulse

FRESH_SECONDS = 2.0
BOARD_SECONDS = 10.0  # what the pulse does not show is seen by then


def init_app(app: Flask) -> None:
    """Give `app` its own store."""
    app.extensions["glance"] = (TTLCache(16, FRESH_SECONDS), threading.Lock())
    app.extensions["glance_boards"] = {}


def crowd(edition_id: int, now: datetime) -> Crowd:
    """Return how many people are where, at most two seconds old."""
    kept, lock = current_app.extensions["glance"]
    with lock:  # who comes meanwhile waits for this reading instead of making another
        found: Crowd | None = kept.get(edition_id)
        if found is None:
            found = kept[edition_id] = read(current(), edition_id, now)
    return found


def board(edition_id: int, now: datetime) -> Board:
    """Return the board as it is now. It is made once for every change, however many screens ask for it."""
    _kept, lock = current_app.extensions["glance"]
    boards: dict[int, tuple[Pulse, float, Board]] = current_app.extensions["glance_boards"]
    seen = pulse(current(), edition_id, now)
    with lock:
        before = boards.get(edition_id)
        if before is not None and before[0] == seen and time.monotonic() - before[1] < BOARD_SECONDS:
            return before[2]
        made = read_board(current(), edition_id, now, newest=page_files.newest())
        boards[edition_id] = (seen, time.monotonic(), made)
        return made


def forget() -> None:
    """Read anew in this process: somebody here has put something right."""
    kept, lock = current_app.extensions["glance"]
    with lock:
        kept.clear()
