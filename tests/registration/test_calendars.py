"""Calendars in mails: what a mail program is asked to do, read back by another library."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import update

from festival.core import clock
from festival.core.transaction import current, writing
from festival.outbox.attachments import File
from festival.outbox.types import Attachment
from festival.programme.models import Event
from festival.programme.types import EventFacts
from festival.registration import calendars
from tests.support.apps import MAIN, event_of

TO = "ba@gia-dinh.example"


@pytest.fixture
def event(sqlite_app: Flask) -> EventFacts:
    """The opening night."""
    return event_of(sqlite_app, MAIN)


def made(app: Flask, reference: Attachment, address: str = TO) -> File:
    """Make the file of a reference."""
    with app.app_context():
        file = calendars.file(current(), reference.subject, "vi", address)
    assert file is not None
    return file


def read(content: bytes) -> Any:
    """Read it as a mail program would (its types say little)."""
    return Calendar.from_ical(content)


def test_a_party_that_comes_gets_a_request_in_its_own_name(sqlite_app: Flask, event: EventFacts) -> None:
    file = made(sqlite_app, calendars.coming(event.id, 7))
    assert (file.mimetype, file.method, file.name) == ("text/calendar", "REQUEST", f"{MAIN}.ics")
    calendar = read(file.content)
    [entry] = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "REQUEST"
    assert entry["ATTENDEE"] == f"mailto:{TO}"
    assert entry["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert entry["ORGANIZER"].params["CN"] == "Lễ hội Hokkaido tại Hạ Long"
    assert entry["ORGANIZER"].startswith("mailto:no-reply@")
    assert entry["SUMMARY"] == event.title.vi
    assert entry["DTSTART"].dt == event.starts_at
    assert entry["DTSTAMP"].dt == clock.now()
    assert b"\r\n" in file.content
    assert all(len(line) <= 75 for line in file.content.split(b"\r\n"))


def test_giving_places_back_takes_out_the_same_entry_with_a_higher_sequence(
    sqlite_app: Flask, event: EventFacts
) -> None:
    [came] = read(made(sqlite_app, calendars.coming(event.id, 7)).content).walk("VEVENT")
    gone_file = made(sqlite_app, calendars.no_longer(event.id, 7))
    [gone] = read(gone_file.content).walk("VEVENT")
    assert gone_file.method == "CANCEL"
    assert (gone["UID"], gone["STATUS"]) == (came["UID"], "CANCELLED")
    assert gone["SEQUENCE"] > came["SEQUENCE"]


def test_a_change_raises_the_sequence_above_an_earlier_cancel(sqlite_app: Flask, event: EventFacts) -> None:
    [gone] = read(made(sqlite_app, calendars.no_longer(event.id, 7)).content).walk("VEVENT")
    with sqlite_app.app_context(), writing() as session:
        session.execute(update(Event).where(Event.id == event.id).values(sequence=event.sequence + 1))
    [moved] = read(made(sqlite_app, calendars.coming(event.id, 7)).content).walk("VEVENT")
    assert moved["SEQUENCE"] > gone["SEQUENCE"]


def test_two_parties_have_two_entries_and_neither_is_the_public_one(
    sqlite_app: Flask, event: EventFacts
) -> None:
    uids = {
        str(read(made(sqlite_app, reference).content).walk("VEVENT")[0]["UID"])
        for reference in (
            calendars.coming(event.id, 7),
            calendars.coming(event.id, 8),
            calendars.for_information(event.id),
        )
    }
    assert len(uids) == 3
    assert event.guid in uids


def test_what_is_published_names_nobody(sqlite_app: Flask, event: EventFacts) -> None:
    calendar = read(made(sqlite_app, calendars.for_information(event.id)).content)
    assert calendar["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in calendar.walk("VEVENT")[0]


def test_an_event_called_off_before_the_mail_leaves_is_a_cancellation(
    sqlite_app: Flask, event: EventFacts
) -> None:
    with sqlite_app.app_context(), writing() as session:
        session.execute(update(Event).where(Event.id == event.id).values(state="cancelled"))
    file = made(sqlite_app, calendars.coming(event.id, 7))
    assert file.method == "CANCEL"
    assert read(file.content).walk("VEVENT")[0]["STATUS"] == "CANCELLED"


def test_an_event_that_is_gone_brings_no_file(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        assert calendars.file(current(), calendars.coming(99_999, 7).subject, "vi", TO) is None


@pytest.mark.parametrize(
    "address",
    ["ba@x.example\r\nATTENDEE:mailto:ai@khac.example", 'ba@x.example";X="', "đạt@gia-dinh.example"],
)
def test_an_address_adds_no_line(sqlite_app: Flask, event: EventFacts, address: str) -> None:
    content = made(sqlite_app, calendars.coming(event.id, 7), address).content
    unfolded = re.sub(rb"\r\n ", b"", content)
    assert unfolded.count(b"\r\nATTENDEE") == 1
    assert read(content).walk("VEVENT")[0]["ATTENDEE"].startswith("mailto:")


def test_the_page_offers_the_same_entry_as_a_file(sqlite_app: Flask, event: EventFacts) -> None:
    with sqlite_app.app_context():
        content = calendars.entry(event, 7, "ja", datetime(2027, 11, 1, tzinfo=UTC))
    [mine] = read(content).walk("VEVENT")
    [mailed] = read(made(sqlite_app, calendars.coming(event.id, 7)).content).walk("VEVENT")
    assert mine["UID"] == mailed["UID"]
    assert mine["SUMMARY"] == event.title.ja
