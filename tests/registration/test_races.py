"""A thousand requests for a hundred places: exactly a hundred, on both databases.

The requests come over HTTP to a real server with its real threads and processes. The control runs the same crowd through a
registration that counts before it locks and shows that this test would see the oversell.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import bindparam, func, select, text, update
from sqlalchemy.orm import Session

from festival.app import create_app
from festival.audit.models import AuditEntry
from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.db import db
from festival.core.statements import Prepared
from festival.core.transaction import TooLate, current, writing
from festival.outbox.models import Message
from festival.programme.models import Event
from festival.programme.types import EventFacts
from festival.registration.models import Consent, EventPlaces, Registration, Ticket
from festival.registration.services import registering
from festival.registration.services.registering import register
from festival.registration.types import Full, Registered
from tests.registration.crowd import Browser, forms, secret
from tests.registration.test_services import SENDER, application
from tests.support.apps import MAIN, event_of, settings_for
from tests.support.load import Running, serving
from tests.support.postgres import Server

PLACES = 100
REQUESTS = 1000
CROWD = 32  # connections at once

pytestmark = pytest.mark.race


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'race.sqlite'}"
    server: Server = request.getfixturevalue("postgres")
    return server.create_database()


@pytest.fixture
def server(database_url: str, tmp_path: Path) -> Iterator[Running]:
    """A server whose opening night has a hundred places and no sample guests."""
    with serving(tmp_path, database_url, REGISTRATIONS_PER_NETWORK_HOUR="1000000") as running:
        app = create_app(settings_for(tmp_path, database_url, SECRET_KEY=secret(tmp_path)))
        with app.app_context():
            with writing() as session:
                main = session.scalars(select(Event).where(Event.slug == MAIN)).one()
                taken = session.scalar(select(EventPlaces.taken).where(EventPlaces.event_id == main.id)) or 0
                main.capacity = PLACES + taken
                # As most events are: the sample's arrival slots have races of their own (test_races_of_places.py).
                session.execute(update(EventPlaces).where(EventPlaces.event_id == main.id).values(parts=0))
            db.session.remove()
            db.engine.dispose()
        yield running


def people_of(folder: Path, url: str) -> tuple[int, int, int]:
    """Return (live tickets, places counted, capacity) of the opening night."""
    app = create_app(settings_for(folder, url, SECRET_KEY=secret(folder)))
    with app.app_context():
        main = current().scalars(select(Event).where(Event.slug == MAIN)).one()
        live = current().scalar(
            select(func.count()).where(
                Ticket.event_id == main.id, Ticket.position > 0, Ticket.state == "valid"
            )
        )
        counted = current().scalars(select(EventPlaces.taken).where(EventPlaces.event_id == main.id)).one()
        db.session.remove()
        db.engine.dispose()
    return live or 0, counted, main.capacity or 0


def crowd(port: int, numbers: list[str], people: Callable[[int], int]) -> Counter[int]:
    """Send every form of `numbers` over CROWD connections at once; return how often each status came.

    Everybody has the form open before the first one is sent: who comes late finds a full event and no form.
    """
    waiting: SimpleQueue[Browser] = SimpleQueue()
    for _ in range(CROWD):
        waiting.put(Browser(port))

    def one(place: int) -> int:
        browser = waiting.get()
        try:
            return browser.register(numbers[place], people(place), f"n{place}")[0]
        finally:
            waiting.put(browser)

    with ThreadPoolExecutor(CROWD) as pool:
        statuses = Counter(pool.map(one, range(len(numbers))))
    for _ in range(CROWD):
        waiting.get().connection.close()
    return statuses


def test_a_thousand_requests_for_a_hundred_places(server: Running, database_url: str, tmp_path: Path) -> None:
    statuses = crowd(server.port, forms(tmp_path, REQUESTS), lambda _place: 1)
    live, counted, capacity = people_of(tmp_path, database_url)
    assert (live, counted) == (capacity, capacity), statuses
    assert statuses == {303: PLACES, 409: REQUESTS - PLACES}


def test_parties_of_all_sizes_fill_the_places_to_the_last(
    server: Running, database_url: str, tmp_path: Path
) -> None:
    statuses = crowd(server.port, forms(tmp_path, 300), lambda place: place % 6 + 1)
    live, counted, capacity = people_of(tmp_path, database_url)
    # Single persons are among the last, so that nothing can stay free because a party did not fit.
    assert (live, counted) == (capacity, capacity), statuses


def test_a_form_sent_eight_times_at_once_registers_once(
    server: Running, database_url: str, tmp_path: Path
) -> None:
    before = people_of(tmp_path, database_url)[0]
    numbers = forms(tmp_path, 10)
    statuses = crowd(server.port, numbers * 8, lambda _place: 2)
    assert statuses == {303: 80}
    assert people_of(tmp_path, database_url)[0] - before == 20


def test_forty_threads_for_ten_places(app: Flask) -> None:
    event = set_places(app, 10)

    def one(_number: int) -> bool:
        with app.app_context(), writing() as session:
            return isinstance(_register(session, event), Registered)

    with ThreadPoolExecutor(40) as pool:
        assert sum(pool.map(one, range(40))) == 10


def test_the_control_sells_one_place_twice(postgres_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counting without the lock oversells, and the figures of these tests would show it.

    On SQLite the same mistake ends in a refused second writer: tests/core/test_transaction.py has that control.
    """
    event = set_places(postgres_app, 1)
    both_have_counted = threading.Barrier(2)
    decide = registering._taken_in_vain
    counted = select(
        EventPlaces.taken + bindparam("people"),
        EventPlaces.held,
        EventPlaces.waiting,
        EventPlaces.revision,
    )
    monkeypatch.setattr(
        registering, "_TAKE", Prepared(counted.where(EventPlaces.event_id == bindparam("event")))
    )

    def decide_after_both(*seen: Any) -> object:
        both_have_counted.wait(10)
        return decide(*seen)

    monkeypatch.setattr(registering, "_taken_in_vain", decide_after_both)

    def one(_number: int) -> bool:
        with postgres_app.app_context(), writing() as session:
            return isinstance(_register(session, event), Registered)

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(one, range(2))) == 2
    with postgres_app.app_context():
        live = current().scalar(select(func.count()).where(Ticket.event_id == event.id, Ticket.position > 0))
    assert live == 2  # for one place


def test_who_loses_the_last_place_at_the_last_moment_leaves_nothing_behind(postgres_app: Flask) -> None:
    event = set_places(postgres_app, 1)
    kept = (Registration, Ticket, Consent, Message, AuditEntry)
    with postgres_app.app_context(), db.engine.connect() as faster, ThreadPoolExecutor(1) as pool:
        before = [current().scalar(select(func.count()).select_from(table)) for table in kept]
        current().rollback()
        faster.execute(update(EventPlaces).where(EventPlaces.event_id == event.id).values(taken=1))

        def slower() -> object:
            with postgres_app.app_context(), writing() as session:
                return _register(session, event)

        outcome = pool.submit(slower)
        wait_until_somebody_waits_for_a_lock()
        faster.commit()
        assert outcome.result(10) == Full(0)
        assert [current().scalar(select(func.count()).select_from(table)) for table in kept] == before


def test_places_taken_with_the_commit_are_never_too_many(app: Flask) -> None:
    """Eight parties that all saw three free places: three have them, the others are told that they came too late."""
    event = set_places(app, 3)
    all_have_looked = threading.Barrier(8 if db_kind(app) == "postgresql" else 1)

    def one(_number: int) -> bool:
        with app.app_context():
            try:
                with writing() as session:
                    outcome = _register(session, event, at_commit=True)
                    if isinstance(outcome, Registered):
                        all_have_looked.wait(60)
            except TooLate:
                return False
            return isinstance(outcome, Registered)  # SQLite's writers come one by one, and see how things are

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(8))) == 3
    with app.app_context():
        live = select(func.count()).where(Ticket.event_id == event.id, Ticket.position > 0)
        taken = select(EventPlaces.taken).where(EventPlaces.event_id == event.id)
        assert (current().scalar(live), current().scalar(taken)) == (3, 3)


def db_kind(app: Flask) -> str:
    """Return which database an application stands on."""
    with app.app_context():
        return db.engine.dialect.name


def wait_until_somebody_waits_for_a_lock() -> None:
    with db.engine.connect() as looking:
        for _ in range(500):
            if looking.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                return
            looking.rollback()
            time.sleep(0.01)
    raise AssertionError("nobody waited: did registering look at the places without a lock?")


def set_places(app: Flask, places: int) -> EventFacts:
    """Give the opening night this many places, all free."""
    with app.app_context(), writing() as session:
        main = session.scalars(select(Event).where(Event.slug == MAIN)).one()
        main.capacity = places
        session.add(EventPlaces(event_id=main.id, taken=0))
    return event_of(app, MAIN)


def _register(session: Session, event: EventFacts, *, at_commit: bool = False) -> object:
    return register(
        session,
        actor=CITIZEN,
        event=event,
        application=application(),
        network=None,
        per_network=0,
        sender=SENDER,
        now=clock.now(),
        at_commit=at_commit,
    )
