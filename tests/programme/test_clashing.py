"""Clashes of the working copy on real databases: what is read, what is accepted, what it costs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, update

from festival.core.actor import SYSTEM
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.programme.clashing import FoundClash, clashes_of
from festival.programme.cues import CueContent
from festival.programme.models import Closure, Draft, Participant, Space, TravelTime, Venue
from festival.programme.queries import get_public_event
from festival.programme.queries.drafts import Drafted, get_draft
from festival.programme.queries.sheets import get_sheet
from festival.programme.rules.clashes.facts import ClashKind
from festival.programme.services import accepting, drafting, ground, sheets
from festival.programme.types import Appearance, EventKind, Part
from festival.registration.models import EventPlaces
from festival.web.locale import speaking
from tests.architecture.statements import counting
from tests.programme.editing import content
from tests.support.apps import MAIN, NOW

EDITION = 1
NOON = datetime(2027, 11, 18, 5, 0, tzinfo=UTC)  # 12:00 in Hạ Long on the day after the main night
TEXT = Trilingual("Múa rồng (mẫu)", "龍舞（サンプル）", "Dragon dance (sample)")


@pytest.fixture
def inside(app: Flask) -> Iterator[Flask]:
    """Run inside the application, on each database, in English."""
    with app.test_request_context(), speaking("en"):
        yield app


def found(now: datetime = NOW) -> list[FoundClash]:
    """Return what clashes in the sample's edition."""
    return clashes_of(current(), EDITION, now=now)


def kinds(now: datetime = NOW) -> list[ClashKind]:
    """Return the kinds of what clashes."""
    return [clash.kind for clash in found(now)]


def main_draft() -> Drafted:
    """Return the opening night's draft."""
    return get_draft(current(), EDITION, get_public_event(current(), EDITION, MAIN).id)


def stage() -> tuple[int, int]:
    """Return the numbers of a venue and space nothing of the sample uses at noon: the one of the opening night."""
    content = main_draft().content
    space = current().query(Space).filter_by(venue_id=content.venue_id).order_by(Space.id).first()
    assert space is not None
    return space.venue_id, space.id


def draft(starts: datetime | None = NOON, minutes: int = 60, **values: object) -> Drafted:
    """Add a performance on the stage."""
    venue_id, space_id = stage()
    plain = {
        "slug": "", "title": TEXT, "summary": TEXT, "text": TEXT, "kind": EventKind.PERFORMANCE, "venue_id": venue_id,
        "space_id": space_id, "starts_at": starts, "minutes": minutes, "doors_before": None, "capacity": None,
        "registration_opens_at": None, "registration_closes_at": None, "is_main": False, "people": (),
    }  # fmt: skip
    content = replace(main_draft().content, **plain | values)  # type: ignore[arg-type]
    with writing() as session:
        return drafting.make(session, actor=SYSTEM, edition_id=EDITION, content=content, now=NOW)


def person(name: str = "Nghệ sĩ Mẫu (mẫu)") -> Appearance:
    """Add a performer."""
    with writing() as session:
        made = Participant(edition_id=EDITION, name=Trilingual(name, name, name), is_sample=True)
        session.add(made)
        session.flush()
        return Appearance(made.id, made.name, Part.PERFORMER)


def accept(clash: FoundClash, reason: str = "Đã thống nhất với đơn vị sân khấu.") -> None:
    """Give a reason for a clash."""
    with writing() as session:
        accepting.accept(
            session,
            actor=SYSTEM,
            edition_id=EDITION,
            fingerprint=clash.fingerprint,
            sentence=clash.sentence,
            reason=reason,
            now=NOW,
        )


def test_the_sample_has_nothing_that_refuses_a_release(inside: Flask) -> None:
    assert [clash.sentence for clash in found() if clash.stands_in_the_way] == []


def test_a_space_that_is_taken_twice_is_said_in_the_readers_language(inside: Flask) -> None:
    one, other = draft(), draft(NOON + timedelta(minutes=30))
    (clash,) = found()
    assert (clash.kind, clash.plans, clash.is_hard, clash.stands_in_the_way) == (
        ClashKind.SPACE_TAKEN, (one.id, other.id), True, True,
    )  # fmt: skip
    assert "“Dragon dance (sample)” (12:00 – 13:00)" in clash.sentence
    assert (clash.label, clash.help) == (
        "Space taken", "Move one of the two to another time or another space.",
    )  # fmt: skip
    with speaking("ja"):
        assert "「龍舞（サンプル）」（12:00～13:00）" in found()[0].sentence


def test_what_is_put_away_clashes_no_more(inside: Flask) -> None:
    draft()
    other = draft()
    assert kinds() == [ClashKind.SPACE_TAKEN]
    with writing() as session:
        drafting.discard(
            session, actor=SYSTEM, edition_id=EDITION, draft_id=other.id, version=other.version, now=NOW
        )
    assert kinds() == []


def test_what_is_over_clashes_no_more(inside: Flask) -> None:
    draft()
    draft(NOON + timedelta(minutes=30))
    assert kinds(NOON + timedelta(minutes=89)) == [ClashKind.SPACE_TAKEN]
    assert ClashKind.SPACE_TAKEN not in kinds(NOON + timedelta(minutes=90))


def test_spaces_closures_quiet_hours_and_ways_are_read(inside: Flask) -> None:
    venue_id, space_id = stage()
    who = person()
    with writing() as session:
        session.execute(update(Space).where(Space.id == space_id).values(changeover=20, capacity=50))
        session.execute(
            update(Venue).where(Venue.id == venue_id).values(quiet_from=time(12, 30), quiet_until=time(13))
        )
        elsewhere = session.query(Venue).filter(Venue.id != venue_id).order_by(Venue.id).first()
        assert elsewhere is not None
        session.execute(delete(TravelTime))  # those of the sample
        session.add(TravelTime(from_id=elsewhere.id, to_id=venue_id, minutes=45))
        session.add(
            Closure(space_id=space_id, starts_at=NOON, ends_at=NOON + timedelta(minutes=5), reason="Sửa điện")
        )
    draft(capacity=60, people=(who,))
    draft(NOON + timedelta(minutes=75))
    draft(NOON + timedelta(minutes=90), venue_id=elsewhere.id, space_id=None, people=(who,))
    made = {clash.kind: clash.clash for clash in found()}
    assert {kind: clash.minutes for kind, clash in made.items()} == {
        ClashKind.SPACE_CLOSED: 5,
        ClashKind.CHANGEOVER: 5,
        ClashKind.CAPACITY_TOO_LARGE: None,
        ClashKind.CURFEW: 30,
        ClashKind.PERSON_TRAVEL: 15,
    }
    assert made[ClashKind.PERSON_TRAVEL].person_id == who.person_id


def test_who_performs_in_an_item_is_needed_for_its_hours(inside: Flask) -> None:
    venue_id, space_id = stage()
    with writing() as session:
        person = ground.save_participant(
            session, actor=SYSTEM, edition_id=EDITION, participant_id=None, name=TEXT, now=NOW
        )
        values: dict[str, Any] = {"actor": SYSTEM, "edition_id": EDITION, "now": NOW}
        one = content(starts_at=NOON, minutes=120, venue_id=venue_id, space_id=space_id, title=TEXT)
        night = drafting.make(session, content=one, **values)
        for title, people in (("Mở màn (mẫu)", ()), ("Múa rồng (mẫu)", (person,))):
            said = CueContent(Trilingual(title), 600, people=people)
            sheets.add(session, draft_id=night.id, content=said, **values)
        other = replace(
            one,
            starts_at=NOON + timedelta(minutes=19),
            space_id=None,
            people=(Appearance(person, TEXT, Part.PERFORMER),),
        )
        drafting.make(session, content=other, **values)
    [clash] = [one for one in found() if one.kind is ClashKind.PERSON_TWICE]
    assert clash.clash.minutes == 1
    assert "12:10 – 12:20" in clash.sentence
    assert "12:19 – 14:19" in clash.sentence
    with writing() as session:
        [cue] = get_sheet(session, EDITION, night.id).cues[1:]
        sheets.remove(session, draft_id=night.id, cue_id=cue.id, version=1, **values)
    assert ClashKind.PERSON_TWICE not in kinds()


def test_who_holds_places_is_counted_and_a_draft_without_an_event_has_none(inside: Flask) -> None:
    event = main_draft()
    draft()
    with writing() as session:
        places = session.get(EventPlaces, event.id) or EventPlaces(event_id=event.id)
        places.taken = 10_000
        session.add(places)
        session.execute(update(Draft).where(Draft.id == event.id).values(capacity=9_999))
    (clash,) = [clash for clash in found() if clash.kind is ClashKind.CAPACITY_TOO_SMALL]
    assert clash.plans == (event.id,)
    assert "10,000" in clash.sentence
    # Also when it takes no registrations any more.
    with writing() as session:
        session.execute(update(Draft).where(Draft.id == event.id).values(audience="invited"))
    assert ClashKind.CAPACITY_TOO_SMALL in kinds()


def test_a_published_event_keeps_its_place(inside: Flask) -> None:
    event = main_draft()
    with writing() as session:
        session.execute(update(Draft).where(Draft.id == event.id).values(starts_at=None))
    draft(None)
    (clash,) = found()
    assert (clash.kind, clash.plans) == (ClashKind.PUBLISHED_UNPLACED, (event.id,))


def test_a_text_that_nobody_has_written_waits_for_no_translation(inside: Flask) -> None:
    draft(summary=Trilingual(), text=Trilingual(vi="Chỉ có tiếng Việt."))
    (clash,) = found()
    assert (clash.kind, clash.clash.missing) == (ClashKind.TRANSLATION, (("text", ("ja", "en")),))


def test_a_reason_lasts_until_the_facts_change(inside: Flask) -> None:
    untranslated = draft(text=Trilingual(vi="Chỉ có tiếng Việt."))
    (clash,) = found()
    assert (clash.accepted, clash.stands_in_the_way) == (None, True)
    accept(clash, "Bản dịch có vào ngày mai.")
    (clash,) = found()
    assert clash.accepted is not None
    assert (clash.accepted.reason, clash.accepted.at, clash.accepted.by) == (
        "Bản dịch có vào ngày mai.", NOW, None,
    )  # fmt: skip
    assert not clash.stands_in_the_way
    with writing() as session:
        session.execute(
            update(Draft).where(Draft.id == untranslated.id).values(title=Trilingual(vi="Múa rồng"))
        )
    assert [clash.accepted for clash in found()] == [None]


def test_no_reason_lets_a_hard_clash_through(inside: Flask) -> None:
    draft()
    draft()
    accept(found()[0])
    (clash,) = found()
    assert (clash.accepted, clash.stands_in_the_way) == (None, True)


def test_an_edition_that_is_not_there_is_not_found(inside: Flask) -> None:
    with pytest.raises(NotFound):
        clashes_of(current(), 99, now=NOW)


def test_more_events_and_people_cost_no_statement_more(inside: Flask) -> None:
    def sent() -> int:
        with counting(inside) as statements:
            found()
        return len(statements)

    draft(people=(person(),))
    before = sent()
    who = [person(f"Người {number} (mẫu)") for number in range(5)]
    for number in range(20):
        draft(NOON + timedelta(minutes=10 * number), people=tuple(who))
    assert sent() == before <= 11
