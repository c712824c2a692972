"""A hall's door looks at the seats of the session behind it: on the server and on a phone without a network alike."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from festival.conference.models import SessionPlace, SessionRow, SessionSeats
from festival.conference.sample.sessions import sessions as sample_sessions
from festival.conference.services import seats, sessions
from festival.conference.types.halls import SeatTerms
from festival.conference.types.sessions import PartKind
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.gate.models import Gate, Scan, ScanConflict
from festival.programme.models import Edition
from festival.registration.links import Links
from festival.registration.models import Invitation, Ticket
from festival.registration.qr import Codes
from festival.registration.services import answering, inviting, seating
from tests.gate.test_hall_doors import (
    AGRICULTURE,
    CONFERENCE,
    CULTURE,
    door_of,
    in_line,
    invited,
    told_by,
    watched,
)
from tests.gate.test_snapshot import Judging, judging
from tests.gate.test_views_api import Phone
from tests.registration.guests import GUEST_LINKS, guest
from tests.registration.persons import ANNA, KAMOME, LAN
from tests.support.apps import FakeClock, event_of

__all__ = ["judging", "watched"]


@pytest.fixture
def held(watched: Flask) -> Flask:
    """The sample's sessions are held in the halls."""
    with watched.test_request_context(), writing() as session:
        sample_sessions(session, session.scalars(select(Edition)).one(), now=clock.now())
    return watched


def session_of(app: Flask, slug: str, place: int = 0) -> tuple[int, datetime]:
    """Return a session of an event and when it begins."""
    with app.test_request_context():
        row = current().scalars(
            select(SessionRow)
            .where(SessionRow.event_id == event_of(app, slug).id)
            .order_by(SessionRow.starts_at)
        ).all()[place]  # fmt: skip
        return row.id, row.starts_at


def count(app: Flask, session_id: int, terms: SeatTerms, *sitting: Any) -> None:
    """Count a session's seats, and let these people sit there; the doors hear of it."""
    with app.test_request_context(), writing() as session:
        seats.set_seats(session, actor=SYSTEM, session_id=session_id, terms=terms, now=clock.now())
        for person_id in sitting:
            assert seats.take(
                session, actor=SYSTEM, session_id=session_id, person_id=person_id, now=clock.now()
            ) is None  # fmt: skip
    in_line(app)


def person_of(app: Flask, name: str) -> int:
    """Return the person whose tickets carry this name."""
    with app.test_request_context():
        found = current().scalars(select(Ticket.person_id).where(Ticket.name.contains(name))).first()
        assert found is not None
        return found


def let_in(phone: Phone, code: str, reason: str = "seat") -> dict[str, Any]:
    """Staff let somebody in with a reason, by the phone's own word."""
    claim = {
        "id": str(uuid.uuid4()), "ticket": code, "gate": phone.gate, "direction": "in", "at": clock.now().isoformat(),
        "said": "admitted", "offline": True, "reason": reason,
    }  # fmt: skip
    found: dict[str, Any] = phone.post({"claims": [claim]}).json["answers"][0]
    return found


def test_only_who_has_a_seat_comes_in_and_a_phone_without_a_network_says_the_same(
    held: Flask, fake_clock: FakeClock, judging: Judging
) -> None:
    lan, kamome = (invited(held, who, CONFERENCE)[CONFERENCE] for who in (LAN, KAMOME))
    number, begins = session_of(held, CONFERENCE, 1)
    fake_clock.set(begins - timedelta(hours=3))
    count(held, number, SeatTerms(2, reserved=1), person_of(held, "Lan"))
    door = door_of(held, CONFERENCE)
    fake_clock.set(begins - timedelta(minutes=10))  # the session before takes everybody, and is not over
    assert told_by(door, judging, lan, kamome) == [None, None]
    fake_clock.set(begins + timedelta(minutes=5))
    assert told_by(door, judging, lan, kamome) == [None, "no_seat"]
    sits, stands = door.scan(lan, kamome)
    assert (sits["verdict"], sits["seat"]["session"]["ja"]) == ("admitted", "計画を土台にした投資環境")
    assert (stands["code"], stands["seat"]["free"]) == ("no_seat", 0)
    assert "Quy hoạch" in stands["seat"]["session"]["vi"]
    # Somebody gives the seat back, and another takes it: both are known at the next look, though nobody wrote to the tickets.
    with held.test_request_context(), writing() as session:
        kept: dict[str, Any] = {"actor": SYSTEM, "session_id": number, "now": clock.now()}
        seats.give_back(session, person_id=person_of(held, "Lan"), **kept)
        seats.take(session, person_id=person_of(held, "鷗"), **kept)
    assert told_by(door, judging, lan, kamome) == ["no_seat", None]
    assert [one["code"] for one in door.scan(lan, kamome)] == ["no_seat", None]
    # Whoever was inside may always leave.
    assert door.scan(lan, direction="out")[0]["verdict"] == "admitted"
    fake_clock.set(begins + timedelta(hours=1, minutes=10))  # the break after it
    assert told_by(door, judging, lan, kamome) == [None, None]


def test_a_seat_elsewhere_is_said_and_where(held: Flask, fake_clock: FakeClock, judging: Judging) -> None:
    codes = invited(held, LAN, AGRICULTURE, CULTURE)
    code = codes[AGRICULTURE]
    fields, begins = session_of(held, AGRICULTURE)
    heritage, _ = session_of(held, CULTURE)
    fake_clock.set(begins - timedelta(hours=3))
    count(held, fields, SeatTerms(5))
    count(held, heritage, SeatTerms(5), person_of(held, "Lan"))
    door = door_of(held, AGRICULTURE)
    fake_clock.set(begins)
    [other] = door.scan(code)
    assert told_by(door, judging, code) == [other["code"]] == ["wrong_session"]
    assert other["seat"]["session"]["en"] == "Heritage, and tourism in four seasons"
    assert other["seat"]["hall"]["vi"] == "Phòng hội thảo 2"
    assert door_of(held, CULTURE).scan(codes[CULTURE])[0]["verdict"] == "admitted"


def test_staff_let_somebody_in_where_a_seat_is_free_and_it_is_theirs_then(
    held: Flask, fake_clock: FakeClock
) -> None:
    lan, kamome, anna = (invited(held, who, CONFERENCE)[CONFERENCE] for who in (LAN, KAMOME, ANNA))
    number, begins = session_of(held, CONFERENCE, 1)
    fake_clock.set(begins - timedelta(hours=3))
    count(held, number, SeatTerms(3, reserved=1), person_of(held, "Lan"))
    door = door_of(held, CONFERENCE)
    with held.test_request_context():
        assert not (current().get_one(Gate, door.gate).rules or {}).get(
            "override"
        )  # only seats are given here
    fake_clock.set(begins + timedelta(minutes=5))
    assert door.scan(kamome)[0]["seat"]["free"] == 1
    assert let_in(door, kamome)["verdict"] == "admitted"
    assert door.scan(kamome)[0]["seat"]["session"]["vi"].startswith("Quy hoạch")
    full = door.scan(anna)[0]
    assert (full["code"], full["seat"]["free"]) == ("no_seat", 0)
    assert let_in(door, anna)["code"] == "no_seat"  # the last seat that is left is kept back
    assert door.scan(lan)[0]["verdict"] == "admitted"
    with held.test_request_context():
        assert current().get_one(SessionSeats, number).taken == 2
        assert current().get(SessionPlace, (number, person_of(held, "鷗"))) is not None
        reasons = set(current().scalars(select(Scan.reason)))
        assert reasons == {None, "seat"}
        against = current().scalars(select(ScanConflict)).all()
        assert [one.kind for one in against] == ["against"]


def test_who_takes_part_and_who_sits_by_name_needs_no_seat_of_the_counted(
    held: Flask, fake_clock: FakeClock, judging: Judging
) -> None:
    event = event_of(held, CONFERENCE)
    speaker = invited(held, LAN, CONFERENCE)[CONFERENCE]
    number, begins = session_of(held, CONFERENCE, 1)
    fake_clock.set(begins - timedelta(hours=3))
    with held.test_request_context(), writing() as session:
        sessions.add_part(
            session, actor=SYSTEM, edition_id=1, session_id=number, talk_id=None, person_id=person_of(held, "Lan"),
            kind=PartKind.INTERPRETER, now=clock.now(),
        )  # fmt: skip
        honoured = guest(session, KAMOME)
        inviting.list_for(session, actor=SYSTEM, event_id=event.id, guest_ids=[honoured.id], now=clock.now())
        found = session.scalars(select(Invitation).where(Invitation.guest_id == honoured.id)).one()
        answering.accept(session, actor=SYSTEM, invitation_id=found.id, links=GUEST_LINKS, now=clock.now())
        version = seating.set_rows(
            session, actor=SYSTEM, event_id=event.id, version=0, rows=[(3, 3)], reserved=[], now=clock.now()
        )
        assert isinstance(version, int)
        seating.propose_all(session, actor=SYSTEM, event_id=event.id, version=version, now=clock.now())
    with held.test_request_context():
        ticket = current().scalars(select(Ticket).where(Ticket.person_id == honoured.person_id)).one()
        codes = Codes(held.extensions["keyring"], Links("http://festival.example", "x" * 32))
        named = codes.links.ticket_url(codes.of(current(), ticket))
    count(held, number, SeatTerms(1))
    door = door_of(held, CONFERENCE)
    fake_clock.set(begins)
    assert told_by(door, judging, speaker) == [None]
    first, second = door.scan(speaker, named)
    assert [first["verdict"], second["verdict"]] == ["admitted"] * 2
    assert "place" not in first["seat"]
    assert second["seat"]["place"]["row"] == 1


def test_seats_that_are_counted_no_longer_let_everybody_in(
    held: Flask, fake_clock: FakeClock, judging: Judging
) -> None:
    code = invited(held, LAN, CONFERENCE)[CONFERENCE]
    number, begins = session_of(held, CONFERENCE, 1)
    fake_clock.set(begins - timedelta(hours=3))
    count(held, number, SeatTerms(4))
    door = door_of(held, CONFERENCE)
    fake_clock.set(begins)
    assert door.scan(code)[0]["code"] == "no_seat"
    with held.test_request_context(), writing() as session:
        seats.set_seats(session, actor=SYSTEM, session_id=number, terms=None, now=clock.now())
    # At once, and not only when the door's hours have followed.
    assert told_by(door, judging, code) == [None]
    assert door.scan(code)[0]["verdict"] == "admitted"
