"""A hall's door: one code for all of a delegate's events, judged alike by the server and by a phone without a network."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from festival.conference.queries.halls import attendance, halls_of, house, terms_of
from festival.conference.services import halls
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.gate.models import Gate, Scan
from festival.programme.models import Event
from festival.programme.types import EventFacts
from festival.registration.links import Links
from festival.registration.models import Ticket
from festival.registration.qr import Codes
from festival.registration.services.issuing import issue, take_back
from festival.registration.types import TicketClass
from tests.gate.test_snapshot import Judging, judging, keys_of, told
from tests.gate.test_views_api import Phone, offer, requests_of
from tests.registration.persons import ANNA, KAMOME, LAN, LINKS, person
from tests.support.apps import FakeClock, event_of

__all__ = ["judging"]
CONFERENCE = "hoi-nghi-xuc-tien-dau-tu"
AGRICULTURE = "hoi-thao-nong-nghiep-tang-truong-xanh"
CULTURE = "hoi-thao-van-hoa-du-lich-nhan-luc"


@pytest.fixture
def watched(sqlite_app: Flask) -> Flask:
    """The three halls of the conference have doors."""
    with sqlite_app.test_request_context(), writing() as session:
        for space in session.scalars(select(Event.space_id).where(Event.kind.in_(("conference", "seminar")))):
            assert space is not None
            assert halls.watch(session, actor=SYSTEM, edition_id=1, space_id=space, now=clock.now())
    return sqlite_app


def invited(app: Flask, who: Any, *slugs: str) -> dict[str, str]:
    """Give somebody tickets of these events; return event → code."""
    events = {slug: event_of(app, slug).id for slug in slugs}
    with app.test_request_context():
        with writing() as session:
            guest = person(session, who)
            tickets = {}
            for slug, number in events.items():
                made = issue(
                    session, actor=SYSTEM, person=guest, event_id=number, ticket_class=TicketClass.GUEST, links=LINKS,
                    now=clock.now(),
                )  # fmt: skip
                assert isinstance(made, Ticket)
                tickets[slug] = made.id
        codes = Codes(app.extensions["keyring"], Links("http://festival.example", "x" * 32))
        return {
            slug: codes.links.ticket_url(codes.of(current(), current().get_one(Ticket, number)))
            for slug, number in tickets.items()
        }


def in_line(app: Flask) -> int:
    """Do what the worker does every minute."""
    with app.test_request_context(), writing() as session:
        return halls.follow(session, edition_id=1, now=clock.now())


def door_of(app: Flask, slug: str) -> Phone:
    """Pair a phone with the door of an event's hall, over the protocol."""
    with app.test_request_context():
        space = current().scalar(select(Event.space_id).where(Event.slug == slug))
        [hall] = [one for one in halls_of(current(), 1) if one.space_id == space]
        [gate] = [
            one for one in current().scalars(select(Gate)) if (one.rules or {}).get("zones") == hall.mask
        ]
        number = gate.id
    client = requests_of(app)
    answer = client.post("/api/v1/gate/pair", json={"token": offer(app, number), "agent": {}})
    return Phone(client, answer.json["key"], number, slug)


def told_by(phone: Phone, judging: Judging, *codes: str) -> list[str | None]:
    """What a phone says by itself, from a snapshot of now."""
    said = judging(
        keys=keys_of(phone),
        snapshots=[told(phone)],
        codes=list(codes),
        at=int(clock.now().timestamp() * 1000),
    )
    return [one["code"] for one in said["answers"]]


def test_one_code_opens_every_hall_of_ones_own_events_at_their_hours(
    watched: Flask, fake_clock: FakeClock, judging: Judging
) -> None:
    both = invited(watched, LAN, CONFERENCE, AGRICULTURE)[CONFERENCE]  # printed before anything was carried
    only = invited(watched, KAMOME, CONFERENCE)[CONFERENCE]
    beside = invited(watched, ANNA, CULTURE)[CULTURE]
    assert in_line(watched) == 2  # both tickets of the one who has two
    assert in_line(watched) == 0
    morning, seminar = door_of(watched, CONFERENCE), door_of(watched, AGRICULTURE)
    fake_clock.set(event_of(watched, CONFERENCE).starts_at)
    asked = (both, only, beside)
    # The seminar's own guest is early at the conference's hall; the seminar's door is not open at all.
    assert told_by(morning, judging, *asked) == [None, None, "not_yet_valid"]
    assert [morning.scan(code)[0]["code"] for code in asked] == [None, None, "not_yet_valid"]
    assert seminar.scan(both)[0]["code"] == "closed"
    fake_clock.set(event_of(watched, AGRICULTURE).starts_at)
    assert told_by(seminar, judging, *asked) == [None, "expired", "wrong_event"]
    assert [seminar.scan(code)[0]["code"] for code in asked] == [None, "expired", "wrong_event"]


def test_whoever_declines_a_seminar_is_refused_at_its_door_by_a_phone_that_had_heard_otherwise(
    watched: Flask, fake_clock: FakeClock, judging: Judging
) -> None:
    code = invited(watched, LAN, CONFERENCE, AGRICULTURE)[CONFERENCE]
    in_line(watched)
    seminar = door_of(watched, AGRICULTURE)
    fake_clock.set(event_of(watched, AGRICULTURE).starts_at)
    before = told(seminar)
    with watched.test_request_context(), writing() as session:
        number = session.scalar(
            select(Ticket.id).join(Event, Event.id == Ticket.event_id).where(Event.slug == AGRICULTURE)
        )
        assert number is not None
        take_back(session, actor=SYSTEM, ticket_id=number, reason=None, links=LINKS, now=clock.now())
    in_line(watched)
    said = judging(
        keys=keys_of(seminar), snapshots=[before, told(seminar, before["json"]["cursor"])], codes=[code],
        at=int(clock.now().timestamp() * 1000),
    )  # fmt: skip
    assert [one["code"] for one in said["answers"]] == ["expired"]
    assert seminar.scan(code)[0]["code"] == "expired"


def test_people_come_and_go_and_their_time_in_the_room_is_counted(
    watched: Flask, fake_clock: FakeClock
) -> None:
    event: EventFacts = event_of(watched, CONFERENCE)
    codes = [invited(watched, who, CONFERENCE)[CONFERENCE] for who in (LAN, KAMOME)]
    door = door_of(watched, CONFERENCE)

    def walk(code: str, minutes: int, way: str = "in") -> None:
        fake_clock.set(event.starts_at + timedelta(minutes=minutes))
        assert door.scan(code, direction=way)[0]["verdict"] == "admitted"

    walk(codes[0], -10)
    walk(codes[0], 20, "out")
    walk(codes[0], 30)
    walk(codes[1], 40)
    walk(codes[0], 60, "out")
    fake_clock.set(event.starts_at + timedelta(minutes=70))
    assert door.scan(codes[0], direction="out")[0]["code"] == "not_inside"
    with watched.test_request_context():
        of = house(current(), 1)
        found = attendance(current(), of, terms_of(current(), 1)[0])
        spent = [
            (found.names[one.who], one.is_assumed, (one.until - one.since) // timedelta(minutes=1))
            for one in found.stays
        ]
    assert spent == [
        ("Nguyễn Thị Lan (mẫu)", False, 30),
        ("Nguyễn Thị Lan (mẫu)", False, 30),
        ("髙﨑 鷗（見本）", True, (event.ends_at - event.starts_at) // timedelta(minutes=1) - 40),
    ]


def test_a_refused_scan_and_one_of_another_gate_count_nothing(watched: Flask, fake_clock: FakeClock) -> None:
    code = invited(watched, LAN, CULTURE)[CULTURE]
    door = door_of(watched, AGRICULTURE)
    fake_clock.set(event_of(watched, AGRICULTURE).starts_at)
    assert door.scan(code)[0]["verdict"] == "refused"
    with watched.test_request_context():
        assert current().scalar(select(Scan.id)) is not None
        assert attendance(current(), house(current(), 1), terms_of(current(), 1)[0]).stays == ()


def test_a_door_follows_the_programme_and_keeps_what_was_set_by_hand(watched: Flask) -> None:
    door = door_of(watched, CONFERENCE)
    with watched.test_request_context(), writing() as session:
        gate = session.get_one(Gate, door.gate)
        own = {"id": "by-hand", "since": 0, "until": 60}
        gate.rules = {**(gate.rules or {}), "windows": [own, *(gate.rules or {})["windows"]]}
        event = session.scalars(select(Event).where(Event.slug == CONFERENCE)).one()
        event.ends_at += timedelta(minutes=30)
    assert in_line(watched) >= 1
    assert in_line(watched) == 0
    with watched.test_request_context():
        windows = (current().get_one(Gate, door.gate).rules or {})["windows"]
    assert [one["id"][:5] for one in windows] == ["by-ha", "hall-"]
    assert windows[1]["until"] == 12 * 60  # 11:30, and half an hour more


def test_a_ninth_zone_is_refused_and_nothing_is_made(watched: Flask) -> None:
    with watched.test_request_context(), writing() as session:
        spaces = session.scalars(
            select(Event.space_id).where(
                Event.space_id.is_not(None), Event.kind.not_in(("conference", "seminar"))
            )
        ).all()
        made = [
            halls.watch(session, actor=SYSTEM, edition_id=1, space_id=space, now=clock.now())
            for space in dict.fromkeys(one for one in spaces if one)
        ]
        assert None in made or len(made) < 6
        assert len(halls_of(session, 1)) <= 8
