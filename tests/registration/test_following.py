"""When a release changes an event, its tickets follow it, and exactly those who hold them are told."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select, text, update

from festival.core import clock
from festival.core.actor import CITIZEN, SYSTEM
from festival.core.db import db
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.outbox import attachments
from festival.outbox.models import Message
from festival.programme.concerned import concerned
from festival.programme.models import Event
from festival.programme.queries import get_public_event
from festival.programme.queries.drafts import get_draft
from festival.programme.services import drafting, releasing
from festival.programme.types import EventFacts
from festival.registration import queries
from festival.registration.models import EventPlaces, Registration, Ticket
from festival.registration.services.cancelling import cancel
from festival.registration.types import Full, NotOpen, Outdated, Parts, Registered
from tests.registration.test_placing import parted, slots_of
from tests.registration.test_services import SENDER, application, registered, send
from tests.support.apps import MAIN, FakeClock


@pytest.fixture(autouse=True)
def context(app: Flask) -> Iterator[None]:
    """Run each test inside the application, on each database."""
    with app.app_context():
        yield


def published(slug: str = MAIN) -> EventFacts:
    """Return an event as it is published now."""
    current().rollback()
    current().expire_all()
    return get_public_event(current(), 1, slug)


def release(event: EventFacts, **values: object) -> int:
    """Change the event's draft, publish it and let registration follow; return how many messages were written."""
    with writing() as session:
        draft = get_draft(session, 1, event.id)
        content = replace(draft.content, **values)  # type: ignore[arg-type]
        drafting.change(
            session,
            actor=SYSTEM,
            edition_id=1,
            draft_id=event.id,
            version=draft.version,
            content=content,
            now=clock.now(),
        )
        made = releasing.release(
            session, actor=SYSTEM, edition_id=1, name="1.1", note=Trilingual(), now=clock.now()
        )
        assert made is not None
        return sum(one.follow(session, made[1], release=made[0].id, now=clock.now()) for one in concerned())


def messages(subject: str) -> list[Message]:
    """Return messages whose subject begins so."""
    return [
        one
        for one in current().scalars(select(Message).order_by(Message.id))
        if one.subject.startswith(subject)
    ]


def test_tickets_follow_the_new_time(main_event: EventFacts) -> None:
    result = registered(main_event, 2)
    before = current().scalars(select(Ticket).where(Ticket.registration_id == result.registration_id)).all()
    since, until = before[0].valid_from, before[0].valid_until
    release(main_event, starts_at=main_event.starts_at + timedelta(hours=1))
    current().expire_all()
    after = current().scalars(select(Ticket).where(Ticket.registration_id == result.registration_id)).all()
    hour = timedelta(hours=1)
    assert {(t.valid_from, t.valid_until) for t in after} == {(since + hour, until + hour)}


def test_arrival_slots_go_along_with_their_event(main_event: EventFacts) -> None:
    first, second, third = slots_of(main_event, 5, 5, 5)
    parted(main_event, Parts.SLOTS, first, second, third)
    result = registered(main_event, 1, slot_id=2)
    half = timedelta(minutes=30)
    for by in (half, -2 * half):  # a slot takes the time that another one has just left
        event = published()
        slots = queries.windows(current(), event.id)
        release(event, starts_at=event.starts_at + by)
        current().expire_all()
        moved = queries.windows(current(), event.id)
        assert [slot.starts_at for slot in moved] == [slot.starts_at + by for slot in slots]
        assert [slot.id for slot in moved] == [slot.id for slot in slots]
        tickets = current().scalars(select(Ticket).where(Ticket.registration_id == result.registration_id))
        assert {ticket.valid_from for ticket in tickets} == {moved[1].starts_at - timedelta(minutes=15)}


def test_who_holds_tickets_is_told_in_the_own_language_and_nobody_else(main_event: EventFacts) -> None:
    registered(main_event, 2, language="ja", mail="ja@gia-dinh.example")
    registered(main_event, 1, language="vi", mail=None, phone="+84912345678")
    gone = registered(main_event, 1, mail="gone@gia-dinh.example")
    other = get_public_event(current(), 1, "bon-odori-18-11")
    registered(other, 1, mail="other@gia-dinh.example")
    with writing() as session:
        cancel(
            session,
            actor=CITIZEN,
            registration_id=gone.registration_id,
            positions=None,
            sender=SENDER,
            now=clock.now(),
        )
    known = {one.id for one in current().scalars(select(Message))}
    assert release(main_event, starts_at=main_event.starts_at + timedelta(hours=1)) == 2
    fresh = [one for one in current().scalars(select(Message).order_by(Message.id)) if one.id not in known]
    assert [(one.recipient, one.channel, one.language) for one in fresh] == [
        ("ja@gia-dinh.example", "mail", "ja"),
        ("+84912345678", "sms", "vi"),
    ]
    japanese, vietnamese = fresh
    assert "日時" in japanese.subject
    assert main_event.title.ja in japanese.text
    assert "20:00" in vietnamese.text
    assert "21:00" in vietnamese.text
    assert japanese.link != vietnamese.link
    assert all(one.link and "/t/" in one.link for one in fresh)


def test_a_new_text_or_capacity_writes_to_nobody(main_event: EventFacts) -> None:
    registered(main_event)
    assert release(main_event, capacity=9_000, text=Trilingual("Lời mới.", "新しい本文。", "New words.")) == 0


def test_who_is_told_that_it_is_called_off_is_told_when_it_comes_back(main_event: EventFacts) -> None:
    registered(main_event)
    assert release(main_event, is_cancelled=True) == 1
    assert isinstance(send(published(), application()), NotOpen)
    assert release(main_event, is_cancelled=False) == 1
    subjects = [one.subject for one in current().scalars(select(Message).order_by(Message.id))][1:]
    assert len(subjects) == 2
    assert subjects[0] != subjects[1]


def test_the_calendar_of_who_comes_is_moved_cleared_and_filled_again(main_event: EventFacts) -> None:
    registered(main_event, mail="ba@gia-dinh.example")
    registered(main_event, 1, mail=None, phone="+84912345678")
    entries = []
    for change in (
        {"starts_at": main_event.starts_at + timedelta(hours=1)},
        {"is_cancelled": True},
        {"is_cancelled": False},
    ):
        known = {one.id for one in current().scalars(select(Message))}
        assert release(main_event, **change) == 2
        fresh = [one for one in current().scalars(select(Message)) if one.id not in known]
        [mail] = [one for one in fresh if one.channel == "mail"]
        [text_message] = [one for one in fresh if one.channel == "sms"]
        assert attachments.make(current(), text_message) == []
        [file] = attachments.make(current(), mail)  # as when it leaves
        calendar: Any = Calendar.from_ical(file.content)
        assert calendar["METHOD"] == file.method
        entries.append((mail.kind, file.method, calendar.walk("VEVENT")[0]))
    assert [(kind, method) for kind, method, _entry in entries] == [
        ("change", "REQUEST"),
        ("called_off", "CANCEL"),
        ("returned", "REQUEST"),
    ]
    moved, gone, back = (entry for _kind, _method, entry in entries)
    assert moved["UID"] == gone["UID"] == back["UID"]
    assert moved["SEQUENCE"] < gone["SEQUENCE"] < back["SEQUENCE"]
    assert (gone["STATUS"], back["STATUS"]) == ("CANCELLED", "CONFIRMED")
    assert moved["DTSTART"].dt == main_event.starts_at + timedelta(hours=1)


def test_what_is_over_is_told_to_nobody(main_event: EventFacts, fake_clock: FakeClock) -> None:
    registered(main_event)
    fake_clock.set(main_event.ends_at + timedelta(days=2))
    assert release(main_event, is_cancelled=True) == 0


def test_sample_parties_are_counted_but_not_written_to(main_event: EventFacts) -> None:
    registered(main_event, 3)
    with writing() as session:
        session.execute(update(Registration).values(is_sample=True))
    with writing() as session:
        draft = get_draft(session, 1, main_event.id)
        content = replace(draft.content, is_cancelled=True)
        drafting.change(
            session,
            actor=SYSTEM,
            edition_id=1,
            draft_id=draft.id,
            version=draft.version,
            content=content,
            now=clock.now(),
        )
        changes, _ = releasing.pending(session, 1)
        [touched] = [one for group in concerned() for one in group.touched(session, changes)]
    assert (touched.event_id, touched.told) == (main_event.id, 0)
    assert "3" in touched.sentence


def test_who_registers_with_an_older_version_is_asked_to_read_again(main_event: EventFacts) -> None:
    release(main_event, starts_at=main_event.starts_at + timedelta(hours=1))
    assert send(main_event, application()) == Outdated()
    result = send(published(), application())
    assert isinstance(result, Registered)
    tickets = current().scalars(select(Ticket).where(Ticket.registration_id == result.registration_id)).all()
    assert {ticket.valid_until for ticket in tickets} == {main_event.ends_at + timedelta(hours=1)}


def test_nobody_registers_past_a_capacity_that_is_being_lowered(app: Flask, main_event: EventFacts) -> None:
    """Whoever comes while a release holds the places has to look again; SQLite lets one write after the other anyway."""
    holding, release_now = threading.Event(), threading.Event()

    def lower() -> None:
        with app.app_context(), writing() as session:
            for one in concerned():
                one.hold(session, [main_event.id])
            session.execute(update(Event).where(Event.id == main_event.id).values(capacity=0))
            holding.set()
            assert release_now.wait(10)

    def come() -> object:
        with app.app_context():
            return send(main_event, application())

    with writing() as session:
        session.add(EventPlaces(event_id=main_event.id, taken=0))
    with ThreadPoolExecutor(2) as pool:
        lowering = pool.submit(lower)
        assert holding.wait(10)
        coming = pool.submit(come)
        if db.engine.dialect.name == "postgresql":
            _wait_for_a_lock()
        release_now.set()
        lowering.result(10)
        assert coming.result(10) in (Outdated(), Full(0))  # Full: it came when the release was done already
    assert send(published(), application()) == Full(0)
    current().rollback()
    assert current().scalar(select(EventPlaces.taken).where(EventPlaces.event_id == main_event.id)) == 0


def _wait_for_a_lock() -> None:
    with db.engine.connect() as looking:
        for _ in range(500):
            if looking.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                return
            looking.rollback()
            threading.Event().wait(0.01)
    raise AssertionError("nobody waited: did registering look at the places without a lock?")
