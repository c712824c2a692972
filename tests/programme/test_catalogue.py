"""The programme that a process keeps for its pages: read anew by one thread, for all that wait."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from festival.core.db import db
from festival.core.errors import NotFound
from festival.programme import catalogue as kept
from festival.programme.catalogue import FRESH_SECONDS, catalogue
from tests.support.apps import MAIN

CROWD = 8
SLOW = 0.05  # seconds that the database takes for a statement


class Readings:
    """How often the programme is read: a database that takes its time."""

    def __init__(self, app: Flask) -> None:
        self.editions = 0
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        self.editions += "FROM editions" in statement
        time.sleep(SLOW)


def read_at_once(app: Flask) -> set[int]:
    """Ask for the programme in many threads at the same moment; return which objects they got."""
    together = threading.Barrier(CROWD)

    def one(_place: int) -> int:
        with app.app_context():
            together.wait()
            return id(catalogue())

    with ThreadPoolExecutor(CROWD) as pool:
        return set(pool.map(one, range(CROWD)))


def test_threads_that_wait_for_a_reading_take_it(app: Flask) -> None:
    readings = Readings(app)
    assert len(read_at_once(app)) == 1
    assert readings.editions == 1


def test_threads_that_find_it_old_together_read_it_once(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_app.app_context():
        first = catalogue()
        assert catalogue() is first
    readings = Readings(sqlite_app)
    later = time.monotonic() + FRESH_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    [found] = read_at_once(sqlite_app)
    assert found != id(first)
    assert readings.editions == 1


def test_what_was_forgotten_is_read_anew(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        first = catalogue()
        kept.forget()
        assert catalogue() is not first
        assert catalogue().event(MAIN).slug == MAIN
        with pytest.raises(NotFound):
            catalogue().event("khong-co")
