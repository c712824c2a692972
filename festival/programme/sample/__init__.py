"""A sample edition after the public reports of 2023: real activities and places, sample hours and figures."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.core.actor import SYSTEM
from festival.core.clock import local
from festival.programme.content import EventContent
from festival.programme.models import Edition, Space, TravelTime, Venue
from festival.programme.sample import run_sheet
from festival.programme.sample.edition import (
    FIRST_DAY,
    FIRST_NOTE,
    FIRST_RELEASE,
    LAST_DAY,
    MAIN_DAY,
    THEME,
    TITLE,
)
from festival.programme.sample.events_conference import CONFERENCE_EVENTS
from festival.programme.sample.events_fair import FAIR_EVENTS
from festival.programme.sample.events_main import MAIN_EVENTS, OPENING_NIGHT
from festival.programme.sample.events_side import SIDE_EVENTS
from festival.programme.sample.shapes import MONTH, SampleEvent, SampleVenue
from festival.programme.sample.venues import VENUES, WAYS
from festival.programme.services import drafting, releasing

EVENTS: tuple[SampleEvent, ...] = (*MAIN_EVENTS, *CONFERENCE_EVENTS, *FAIR_EVENTS, *SIDE_EVENTS)
PARTY_MAX = 6

_OPEN_FOR = timedelta(days=30)
_YEAR = timedelta(days=365)


def load(session: Session, *, year: int, now: datetime, archive: bool = False) -> Edition:
    """Add the sample edition of `year` with its venues and drafts, publish its first release, and flush; the caller commits.

    Registration is open at `now`, unless `archive`: then its window lies in that year. Venues that another sample
    edition has brought are used again. Raises IntegrityError when the year has an edition already.
    """
    edition = Edition(
        year=year,
        title=TITLE,
        theme=THEME,
        starts_on=date(year, MONTH, FIRST_DAY),
        ends_on=date(year, MONTH, LAST_DAY),
        main_day=date(year, MONTH, MAIN_DAY),
        is_current=True,
        is_sample=True,
    )
    session.add(edition)
    venues = {sample.slug: _venue(session, sample) for sample in VENUES}
    session.flush()  # events name the edition, their venue and its space by id
    _ways(session, venues)
    for sample in sorted(EVENTS, key=lambda sample: (sample.day, sample.starts)):
        content = _content(sample, edition, venues[sample.venue], now=now, archive=archive)
        draft = drafting.make(session, actor=SYSTEM, edition_id=edition.id, content=content, now=now)
        if sample is OPENING_NIGHT:
            run_sheet.load(session, edition_id=edition.id, draft_id=draft.id, now=now)
    releasing.release(
        session, actor=SYSTEM, edition_id=edition.id, name=FIRST_RELEASE, note=FIRST_NOTE, now=now
    )
    return edition


def registration_window(starts_at: datetime, *, now: datetime, archive: bool) -> tuple[datetime, datetime]:
    """Return when registration for an event opens and closes.

    It closes when the event starts. It opened at local midnight 30 days before `now`, or a year before the event when
    that has already begun by then; in an archive it opened 30 days before the event.
    """
    if archive:
        return starts_at - _OPEN_FOR, starts_at
    opens_at = local(now - _OPEN_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    return (opens_at if opens_at < starts_at else starts_at - _YEAR), starts_at


def _venue(session: Session, sample: SampleVenue) -> Venue:
    known = session.scalar(select(Venue).where(Venue.slug == sample.slug))
    if known is not None:
        return known
    quiet_from, quiet_until = sample.quiet or (None, None)
    venue = Venue(
        slug=sample.slug,
        name=sample.name,
        address=sample.address,
        directions=sample.directions,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
    )
    venue.spaces = [
        Space(
            slug=space.slug,
            name=space.name,
            area=space.area,
            capacity=space.capacity,
            position=position,
            room_type=space.room_type,
            changeover=space.changeover,
        )
        for position, space in enumerate(sample.spaces, start=1)
    ]
    session.add(venue)
    return venue


def _ways(session: Session, venues: Mapping[str, Venue]) -> None:
    known = {(way.from_id, way.to_id) for way in session.scalars(select(TravelTime))}
    for (start, goal), minutes in WAYS.items():
        ids = (venues[start].id, venues[goal].id)
        if ids not in known:
            session.add(TravelTime(from_id=ids[0], to_id=ids[1], minutes=minutes))


def _content(
    sample: SampleEvent, edition: Edition, venue: Venue, *, now: datetime, archive: bool
) -> EventContent:
    starts_at = sample.at(edition.year, sample.starts)
    opens_at, closes_at = (
        registration_window(starts_at, now=now, archive=archive) if sample.registered else (None, None)
    )
    return EventContent(
        slug=sample.slug,
        title=sample.title,
        summary=sample.summary,
        text=sample.text,
        kind=sample.kind,
        audience=sample.audience,
        venue_id=venue.id,
        space_id=next((space.id for space in venue.spaces if space.slug == sample.space), None),
        starts_at=starts_at.astimezone(UTC),
        minutes=_minutes(sample.at(edition.year, sample.ends) - starts_at),
        doors_before=None
        if sample.doors is None
        else _minutes(starts_at - sample.at(edition.year, sample.doors)),
        capacity=sample.capacity,
        party_max=PARTY_MAX,
        registration_opens_at=opens_at and opens_at.astimezone(UTC),
        registration_closes_at=closes_at and closes_at.astimezone(UTC),
        is_main=sample.is_main,
        is_cancelled=False,
        people=(),
    )


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)
