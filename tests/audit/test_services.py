"""Who changed what is written down with the change itself, for good, and without a name."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from festival.audit.models import AuditEntry
from festival.audit.queries import history
from festival.audit.services import note
from festival.core import clock
from festival.core.actor import CITIZEN, SYSTEM, Actor
from festival.core.transaction import current, writing
from tests.support.apps import FakeClock
from tests.web.parties import registered


@pytest.fixture
def inside(sqlite_app: Flask) -> Iterator[Flask]:
    """Run inside the application, where the kind of database cannot matter."""
    with sqlite_app.app_context():
        yield sqlite_app


def write(verb: str, subject_id: int = 7, actor: Actor = SYSTEM, **details: object) -> None:
    """Note something in a transaction of its own."""
    with writing() as session:
        note(
            session,
            actor=actor,
            verb=verb,
            subject="gate",
            subject_id=subject_id,
            now=clock.now(),
            **details,
        )


def test_an_entry_tells_who_what_when_and_about_what(app: Flask, fake_clock: FakeClock) -> None:
    with app.app_context():
        write("gate.moved", actor=Actor("person", 12), was=1, now_at="Cổng A")
        [entry] = history(current(), "gate", 7)
    told = (entry.actor_kind, entry.actor_id, entry.verb, entry.at)
    assert told == ("person", 12, "gate.moved", fake_clock.moment)
    assert entry.details == {"was": 1, "now_at": "Cổng A"}


def test_history_is_of_one_thing_and_newest_first(inside: Flask) -> None:
    write("first")
    write("of another", subject_id=8)
    write("second", actor=CITIZEN)
    assert [entry.verb for entry in history(current(), "gate", 7)] == ["second", "first"]
    assert [entry.verb for entry in history(current(), "gate", 7, limit=1)] == ["second"]
    assert history(current(), "registration", 7) == []


def test_a_change_that_did_not_happen_is_not_in_the_record(inside: Flask) -> None:
    def broken() -> None:
        with writing() as session:
            note(session, actor=SYSTEM, verb="v", subject="gate", subject_id=7, now=clock.now())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert history(current(), "gate", 7) == []


def test_a_registration_is_recorded_without_a_name_or_a_contact(inside: Flask) -> None:
    party = registered(inside, "Canary Nguyễn (mẫu)", mail="canary@gia-dinh.example")
    [entry] = history(current(), "registration", party.registration_id)
    assert (entry.verb, entry.actor_kind, entry.details) == ("registered", "citizen", {"people": 1})
    rows = current().execute(select(*AuditEntry.__table__.columns)).all()
    assert "anary" not in str(rows)
