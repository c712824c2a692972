"""A release that moves an event says what the conference has planned in it, and moves none of that."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from festival.conference.models import SessionRow
from festival.conference.sample.fields import fields as sample_fields
from festival.conference.sample.sessions import sessions as sample_sessions
from festival.conference.services import meetings
from festival.conference.services.following import NAMED, Conference
from festival.conference.services.meetings import Placed
from festival.conference.services.sessions import add_part
from festival.conference.types.sessions import PartKind
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.core.trilingual import LANGUAGES, Language, Trilingual
from festival.programme.concerned import concerned
from festival.programme.content import EventContent
from festival.programme.models import Edition
from festival.programme.queries.drafts import get_draft
from festival.programme.rules.releasing import Change, differences
from festival.programme.types import Appearance, EventFacts, Part
from festival.registration.services import people
from festival.sample.guests import guests as sample_guests
from festival.web.locale import speaking
from tests.architecture.statements import counting
from tests.conference.fair import PERSON, hold_fair, round_of
from tests.support.apps import MAIN, event_of

CONFERENCE = "hoi-nghi-xuc-tien-dau-tu"
BOOTH = Appearance(
    7, Trilingual("Phiên dịch Cabin (mẫu)", "通訳（見本）", "Interpreter (sample)"), Part.INTERPRETER
)


@pytest.fixture
def inside(planned: Flask) -> Iterator[Flask]:
    """Run inside an application with the sample's sessions."""
    with planned.test_request_context(), writing() as session:
        edition = session.scalars(select(Edition)).one()
        sample_guests(session, edition, now=clock.now())
        sample_fields(session, now=clock.now())
        sample_sessions(session, edition, now=clock.now())
    with planned.test_request_context():
        yield planned


def conference(app: Flask) -> EventFacts:
    """Return the event of the conference proper."""
    return event_of(app, CONFERENCE)


def change(event: EventFacts, **values: object) -> Change:
    """Return what publishing would change if the draft said this."""
    before = get_draft(current(), event.edition_id, event.id).content
    after: EventContent = replace(before, **values)  # type: ignore[arg-type]
    return Change(event.id, before, after, differences(before, after))


def later(event: EventFacts, **values: object) -> Change:
    """Return the event half an hour later."""
    return change(event, starts_at=event.starts_at + timedelta(minutes=30), **values)


def said(found: Change, language: Language = "en") -> list[str]:
    """Return the sentences about a change."""
    with speaking(language):
        touched = Conference().touched(current(), [found])
    assert all(one.event_id == found.event_id for one in touched)
    assert all(one.told == 0 for one in touched)  # nobody is written to
    return [one.sentence for one in touched]


def interpret(app: Flask, *names: str) -> None:
    """Let people of these names interpret in the first session of the conference."""
    event = conference(app)
    with writing() as session:
        held = session.scalars(select(SessionRow).where(SessionRow.event_id == event.id)).first()
        assert held is not None
        for name in names:
            content = replace(PERSON, family="Dịch", given=name)
            who = people.add(
                session, actor=SYSTEM, edition_id=event.edition_id, content=content, now=clock.now()
            )
            add_part(
                session, actor=SYSTEM, edition_id=event.edition_id, session_id=held.id, talk_id=None,
                person_id=who.id, kind=PartKind.INTERPRETER, now=clock.now(),
            )  # fmt: skip


def test_the_programme_asks_the_conference(inside: Flask) -> None:
    assert any(isinstance(one, Conference) for one in concerned())


def test_a_moved_event_names_sessions_and_interpreters_once_each(inside: Flask) -> None:
    interpret(inside, "Hai (mẫu)", "Một (mẫu)")
    event = conference(inside)
    count = len(current().scalars(select(SessionRow.id).where(SessionRow.event_id == event.id)).all())
    assert said(later(event, people=(BOOTH,))) == [
        f"{count} sessions of the conference keep their own hours and rooms: please arrange them anew",
        "Interpreters who have to be asked anew: Dịch Hai (mẫu), Dịch Một (mẫu), Interpreter (sample)",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_the_readers_language(inside: Flask, language: Language) -> None:
    found = said(change(conference(inside), is_cancelled=True), language)
    assert len(found) == 1
    assert ("please" in found[0]) == (language == "en")


def test_of_many_interpreters_some_are_named(inside: Flask) -> None:
    interpret(inside, *(f"{number} (mẫu)" for number in range(NAMED + 2)))
    assert said(later(conference(inside)))[1].endswith(f"Dịch {NAMED - 1} (mẫu), and 2 more")


def test_business_meetings_are_counted_and_stay_where_they_are(inside: Flask) -> None:
    event = conference(inside)
    with writing() as session:
        fair = hold_fair(session, event)
        round_of(session, fair).event_id = event.id
    with writing() as session:
        of = round_of(session, fair)
        for place in (0, 1):
            meeting = fair.meeting(place, 2, slot=place)
            made = meetings.place(session, actor=SYSTEM, of=of, meeting=meeting, reader="vi", now=clock.now())
            assert isinstance(made, Placed)
    found = said(later(event))
    assert "2 business meetings keep their own times: please arrange them anew" in found
    assert "Interpreters who have to be asked anew: Thông Dịch (mẫu)" in found


@pytest.mark.parametrize("what", ["text", "another event", "a new one"])
def test_what_moves_nothing_of_it_says_nothing(inside: Flask, what: str) -> None:
    event = conference(inside)
    if what == "text":
        assert said(change(event, summary=Trilingual("Khác (mẫu)"))) == []
    elif what == "another event":
        assert said(later(event_of(inside, MAIN))) == []
    else:
        moved = later(event)
        assert said(Change(event.id, None, moved.after, differences(None, moved.after))) == []


def test_it_is_asked_in_four_statements_however_many_events_move(inside: Flask) -> None:
    found = [later(conference(inside)), later(event_of(inside, MAIN))]
    with speaking("vi"), counting(inside) as statements:
        Conference().touched(current(), found)
    assert len(statements.sent) == 4
