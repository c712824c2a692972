"""The ground, accepted clashes and the editor's pulse, on each database."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from festival.audit.queries import history
from festival.core.actor import SYSTEM
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.programme.cues import CueContent
from festival.programme.models import AcceptedClash, Event, Venue
from festival.programme.queries import get_public_event, public_events
from festival.programme.queries.drafts import Drafted, find_content_at
from festival.programme.queries.ground import (
    appearances,
    get_venue_for_desk,
    ground_of,
    participants_of,
    ways,
)
from festival.programme.queries.pulse import news_since, pulse
from festival.programme.rules.daygrid import Place
from festival.programme.services import drafting, ground, sheets
from festival.programme.services.accepting import accept
from festival.programme.services.drafting import Placement
from festival.programme.services.ground import Overtaken, SpaceContent, VenueContent
from festival.programme.types import Appearance, EventState, Part, RoomType
from tests.programme.editing import EDITION, EVENING, content
from tests.support.apps import MAIN, NOW

WHO: dict[str, Any] = {"actor": SYSTEM, "now": NOW}
FORM = "0123456789abcdef0123"
LATER = NOW + timedelta(hours=1)
CONFERENCE = "hoi-nghi-xuc-tien-dau-tu"  # in a space of its venue


@pytest.fixture
def inside(app: Flask) -> Iterator[Flask]:
    """Run inside the application, on each database."""
    with app.app_context():
        yield app


def test_a_reason_is_kept_once_for_each_clash_and_noted(inside: Flask) -> None:
    def give(reason: str) -> int:
        with writing() as session:
            kept = accept(
                session, edition_id=EDITION, fingerprint="f" * 64, sentence="Câu (mẫu)." * 80, reason=reason, **WHO
            )  # fmt: skip
            return kept.id

    with pytest.raises(ValueError, match="from 5 to 500"):
        give(" ok ")
    with pytest.raises(ValueError, match="from 5 to 500"):
        give("a" * 501)
    number = give("Lý do đầu (mẫu)")
    assert give("  Lý do sau (mẫu) ") == number
    [kept] = current().scalars(select(AcceptedClash))
    assert (kept.reason, len(kept.sentence), kept.accepted_by) == ("Lý do sau (mẫu)", 500, None)
    assert [entry.verb for entry in history(current(), "clash", number)] == ["accepted", "accepted"]


def test_a_space_keeps_its_place_in_the_row_and_its_closures(inside: Flask) -> None:
    stage = SpaceContent(Trilingual("Sân phụ (mẫu)"), RoomType.STAGE, 40, 100, 15)
    with writing() as session:
        number = ground.save_space(session, venue_id=1, space_id=None, content=stage, **WHO)
        second = ground.save_space(session, venue_id=1, space_id=None, content=stage, **WHO)
        ground.close_space(session, space_id=number, starts_at=EVENING, ends_at=NOW.replace(year=2028), reason="x", **WHO)  # fmt: skip
    venue = get_venue_for_desk(current(), 1)
    assert [space.id for space in venue.spaces[-2:]] == [number, second]
    assert venue.spaces[-2].slug != venue.spaces[-1].slug
    places = ground_of(current()).places(1)
    assert places[-2:] == [Place(1, second), Place(1)]
    [closure] = venue.spaces[-2].closures
    with pytest.raises(NotFound), writing() as session:
        ground.open_space(session, space_id=second, closure_id=closure.id, **WHO)
    with writing() as session:
        ground.open_space(session, space_id=number, closure_id=closure.id, **WHO)
    assert get_venue_for_desk(current(), 1).spaces[-2].closures == []


def test_only_ways_that_differ_are_changed(inside: Flask) -> None:
    with writing() as session:
        ground.set_ways(session, minutes={(1, 2): 11, (2, 1): None}, **WHO)
        assert ground.set_ways(session, minutes={(1, 2): 11, (2, 1): 7}, **WHO) == 1
        assert ground.set_ways(session, minutes={(1, 2): None}, **WHO) == 1
    known = ways(current())
    assert (1, 2) not in known
    assert known[2, 1] == 7


def test_a_way_that_a_colleague_changed_meanwhile_is_not_overwritten(inside: Flask) -> None:
    shown: dict[tuple[int, int], int | None] = {(1, 2): 10, (2, 1): 20}
    with writing() as session:
        ground.set_ways(session, minutes=shown, **WHO)
        ground.set_ways(session, minutes={(1, 2): 15}, **WHO)  # a colleague
    mine = {(1, 2): 12, (2, 1): 25}
    with writing() as session:
        assert ground.set_ways(session, minutes=mine, seen=shown, **WHO) == Overtaken({(1, 2): 15})
        assert ground.set_ways(session, minutes=shown | {(2, 1): 25}, seen=shown, **WHO) == 1
        assert ground.set_ways(session, minutes=shown | {(2, 1): 25}, seen=shown, **WHO) == 0
    known = ways(current())
    assert (known[1, 2], known[2, 1]) == (15, 25)


def test_a_form_sent_twice_adds_one(inside: Flask) -> None:
    texts = Trilingual("Nhà hát (mẫu)"), Trilingual("Hạ Long"), Trilingual()
    hall = SpaceContent(Trilingual("Sảnh (mẫu)"), RoomType.STAGE, 40, 100, 15)
    times: dict[str, Any] = {
        "starts_at": EVENING,
        "ends_at": NOW.replace(year=2028),
        "reason": "Kiểm tra (mẫu)",
    }

    def press() -> list[int]:
        with writing() as session:
            venue = ground.save_venue(
                session, venue_id=None, content=VenueContent(*texts, None, None), submission=FORM, **WHO
            )
            space = ground.save_space(
                session, venue_id=venue, space_id=None, content=hall, submission=FORM, **WHO
            )
            ground.close_space(session, space_id=space, submission=FORM, **times, **WHO)
            person = ground.save_participant(
                session, edition_id=EDITION, participant_id=None, name=texts[0], submission=FORM, **WHO
            )
        return [venue, space, person]

    assert press() == press()
    [space] = get_venue_for_desk(current(), press()[0]).spaces
    assert len(space.closures) == 1


def test_who_appears_is_counted_and_stays(inside: Flask) -> None:
    name = Trilingual("Đội trống (mẫu)")
    with writing() as session:
        number = ground.save_participant(session, edition_id=EDITION, participant_id=None, name=name, **WHO)
        people = (Appearance(number, name, Part.PERFORMER), Appearance(number, name, Part.SPEAKER))
        drafting.make(session, edition_id=EDITION, content=content(people=people), **WHO)
        assert not ground.remove_participant(session, edition_id=EDITION, participant_id=number, **WHO)
    assert number in [one.id for one in participants_of(current(), EDITION)]
    assert appearances(current(), EDITION)[number] == 1
    with pytest.raises(NotFound), writing() as session:
        ground.save_participant(session, edition_id=EDITION + 1, participant_id=number, name=name, **WHO)


def test_who_stands_in_a_run_sheet_alone_stays_until_its_event_is_put_away(inside: Flask) -> None:
    name = Trilingual("Đội lân (mẫu)")
    with writing() as session:
        number = ground.save_participant(session, edition_id=EDITION, participant_id=None, name=name, **WHO)
        people = (Appearance(number, name, Part.PERFORMER),)
        draft = drafting.make(session, edition_id=EDITION, content=content(people=people), **WHO)
        other = drafting.make(session, edition_id=EDITION, content=content(), **WHO)
        item = CueContent(Trilingual("Múa lân (mẫu)"), seconds=60, people=(number,))
        sheets.add(session, edition_id=EDITION, draft_id=other.id, content=item, **WHO)

    def put_away(event: Drafted) -> None:
        with writing() as session:
            drafting.discard(session, edition_id=EDITION, draft_id=event.id, version=event.version, **WHO)

    def taken_out() -> bool:
        with writing() as session:
            return ground.remove_participant(session, edition_id=EDITION, participant_id=number, **WHO)

    assert not taken_out()
    put_away(draft)
    assert not taken_out()
    put_away(other)
    assert taken_out()
    assert number not in [one.id for one in participants_of(current(), EDITION)]


def test_the_pulse_moves_with_every_change_and_tells_of_others(inside: Flask) -> None:
    before = pulse(current(), EDITION)
    with writing() as session:
        made = drafting.make(session, edition_id=EDITION, content=content(), **WHO)
    after = pulse(current(), EDITION)
    assert after.last > before.last
    with writing() as session:
        placement = Placement(EVENING, 30, 1, None)
        drafting.place(session, edition_id=EDITION, draft_id=made.id, version=1, placement=placement, **WHO)
    [news] = news_since(current(), EDITION, after.last, but_of=999)
    assert (news.draft_id, news.what, news.title) == (made.id, "placed", made.content.title)
    assert news_since(current(), EDITION, after.last, but_of=None) == []
    word = pulse(current(), EDITION).word
    with writing() as session:
        assert drafting.discard(session, edition_id=EDITION, draft_id=made.id, version=2, **WHO) is True
    assert pulse(current(), EDITION).word != word
    assert news_since(current(), EDITION, after.last, but_of=999)[0].what == "discarded"
    assert find_content_at(current(), made.id, 1) == made.content
    assert find_content_at(current(), made.id, 9) is None


def test_the_pulse_moves_with_the_ground_and_with_run_sheets(inside: Flask) -> None:
    words = [pulse(current(), EDITION).word]

    def moved() -> bool:
        words.append(pulse(current(), EDITION).word)
        return words[-1] not in words[:-1]

    with writing() as session:
        made = drafting.make(session, edition_id=EDITION, content=content(), **WHO)
    moved()
    name = Trilingual("Nhà hát (mẫu)")
    hall = SpaceContent(name, RoomType.STAGE, 40, 100, 15)
    with writing() as session:
        venue = ground.save_venue(
            session, venue_id=None, content=VenueContent(name, name, name, None, None), **WHO
        )
    assert moved()
    with writing() as session:
        space = ground.save_space(session, venue_id=venue, space_id=None, content=hall, **WHO)
    assert moved()
    with writing() as session:
        ground.close_space(
            session, space_id=space, starts_at=EVENING, ends_at=NOW.replace(year=2028), reason="x", **WHO
        )
    assert moved()
    with writing() as session:
        ground.set_ways(session, minutes={(1, venue): 9}, **WHO)
    assert moved()
    with writing() as session:
        person = ground.save_participant(session, edition_id=EDITION, participant_id=None, name=name, **WHO)
    assert moved()
    where: dict[str, Any] = {"edition_id": EDITION, "draft_id": made.id, **WHO}
    with writing() as session:
        cue = sheets.add(session, content=CueContent(name, 60), **where)
    assert moved()
    with writing() as session:
        said = CueContent(name, 60, people=(person,))
        sheets.change(session, cue_id=cue.id, version=1, content=said, **where)
    assert moved()
    assert not moved()


def changed(slug: str) -> datetime:
    """Return when an event last changed, as feeds say."""
    return get_public_event(current(), EDITION, slug).changed_at


@pytest.mark.parametrize("what", ["venue", "space"])
def test_a_place_that_is_called_otherwise_dates_what_takes_place_there_anew(inside: Flask, what: str) -> None:
    """Calendar programs that ask by date alone must get the new name."""
    event = get_public_event(current(), EDITION, CONFERENCE)
    venue = current().scalars(select(Venue).where(Venue.slug == event.venue_slug)).one()
    space = next(one for one in venue.spaces if one.slug == event.space_slug)
    elsewhere = next(one for one in public_events(current(), EDITION) if one.venue_slug != event.venue_slug)
    others = changed(elsewhere.slug)

    def save(name: Trilingual, directions: Trilingual, area: int) -> None:
        with writing() as session:
            if what == "venue":
                said = VenueContent(name, venue.address, directions, venue.quiet_from, venue.quiet_until)
                ground.save_venue(session, venue_id=venue.id, content=said, actor=SYSTEM, now=LATER)
            else:
                held = SpaceContent(name, RoomType(space.room_type), area, space.capacity, space.changeover)
                ground.save_space(
                    session, venue_id=venue.id, space_id=space.id, content=held, actor=SYSTEM, now=LATER
                )

    name = venue.name if what == "venue" else space.name
    save(name, Trilingual("Đi thẳng (mẫu)"), 40)
    assert changed(CONFERENCE) == event.changed_at  # no feed says how to come, or how large a place is
    save(Trilingual("Tên mới (mẫu)"), Trilingual("Đi thẳng (mẫu)"), 40)
    assert changed(CONFERENCE) == LATER
    assert changed(elsewhere.slug) == others


def test_since_when_an_event_is_called_off_stays_when_its_place_is_renamed(inside: Flask) -> None:
    with writing() as session:
        event = session.scalars(select(Event).where(Event.slug == MAIN)).one()
        event.state = EventState.CANCELLED
        venue = session.get_one(Venue, event.venue_id)
        before = event.changed_at
        said = VenueContent(Trilingual("Tên mới (mẫu)"), venue.address, venue.directions, None, None)
        ground.save_venue(session, venue_id=venue.id, content=said, actor=SYSTEM, now=LATER)
    assert changed(MAIN) == before
