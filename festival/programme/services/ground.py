"""Change what events stand on: venues, spaces, closures, ways, and who appears."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core import ids
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.trilingual import Trilingual
from festival.programme.models import (
    Appears,
    Closure,
    Cue,
    CuePerformer,
    Draft,
    Event,
    Participant,
    Space,
    TravelTime,
    Venue,
)
from festival.programme.queries.ground import get_participant, get_space, get_venue_for_desk, ways
from festival.programme.services.holding import hold_edition, hold_ground
from festival.programme.slugs import free_slug, slug_of
from festival.programme.types import EventState, RoomType


@dataclass(frozen=True, slots=True)
class VenueContent:
    """What a venue says. In its quiet hours, local time, nothing loud may sound there; both None where none are."""

    name: Trilingual
    address: Trilingual
    directions: Trilingual
    quiet_from: time | None
    quiet_until: time | None


@dataclass(frozen=True, slots=True)
class SpaceContent:
    """What a space says: `area` in square metres, `capacity` in people, `changeover` in minutes."""

    name: Trilingual
    room_type: RoomType
    area: int | None
    capacity: int | None
    changeover: int


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody else changed these ways meanwhile: (from, to) → what they say now. Nothing was stored."""

    now: dict[tuple[int, int], int | None]


def save_venue(
    session: Session,
    *,
    actor: Actor,
    venue_id: int | None,
    content: VenueContent,
    now: datetime,
    submission: str | None = None,
) -> int:
    """Change a venue, or add one for None; return its number. The same form sent again gets the first one. Raises NotFound."""
    hold_ground(session)
    if venue_id is None:
        known = _made_by(session, Venue, submission)
        if known is not None:
            return known
        taken = set(session.scalars(select(Venue.slug)))
        venue = Venue(slug=free_slug(_slug(content.name), taken.__contains__), submission=submission)
        session.add(venue)
    else:
        venue = get_venue_for_desk(session, venue_id)
        if (venue.name, venue.address) != (content.name, content.address):
            _read_otherwise(session, Event.venue_id == venue_id, now)
    for name in ("name", "address", "directions", "quiet_from", "quiet_until"):
        setattr(venue, name, getattr(content, name))
    session.flush()
    verb = "made" if venue_id is None else "edited"
    note(session, actor=actor, verb=verb, subject="venue", subject_id=venue.id, now=now)
    return venue.id


def save_space(
    session: Session,
    *,
    actor: Actor,
    venue_id: int,
    space_id: int | None,
    content: SpaceContent,
    now: datetime,
    submission: str | None = None,
) -> int:
    """Change a space, or add one behind the venue's others for None; return its number.

    The same form sent again gets the first one. Raises NotFound.
    """
    hold_ground(session)
    if space_id is None:
        get_venue_for_desk(session, venue_id)
        known = _made_by(session, Space, submission)
        if known is not None:
            return known
        taken = set(session.scalars(select(Space.slug).where(Space.venue_id == venue_id)))
        last = session.scalar(select(func.max(Space.position)).where(Space.venue_id == venue_id)) or 0
        space = Space(
            venue_id=venue_id,
            slug=free_slug(_slug(content.name), taken.__contains__),
            position=last + 1,
            submission=submission,
        )
        session.add(space)
    else:
        space = get_space(session, space_id)
        if (space.name, space.room_type) != (content.name, content.room_type):
            _read_otherwise(session, Event.space_id == space_id, now)
    for name in ("name", "area", "capacity", "changeover"):
        setattr(space, name, getattr(content, name))
    space.room_type = str(content.room_type)
    session.flush()
    verb = "made" if space_id is None else "edited"
    note(session, actor=actor, verb=verb, subject="space", subject_id=space.id, now=now)
    return space.id


def _read_otherwise(session: Session, there: ColumnElement[bool], now: datetime) -> None:
    """Date what takes place there anew: whoever asks for feeds by their date would never learn what the place is called now.

    For what is called off the date says since when, and gates go by it.
    """
    takes_place = Event.state == EventState.PUBLISHED
    session.execute(update(Event).where(there, takes_place).values(changed_at=now))


def close_space(
    session: Session,
    *,
    actor: Actor,
    space_id: int,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    now: datetime,
    submission: str | None = None,
) -> None:
    """Say that a space cannot be used for a time; the same form sent again says it once. Raises NotFound."""
    get_space(session, space_id)
    hold_ground(session)
    if _made_by(session, Closure, submission) is not None:
        return
    session.add(
        Closure(space_id=space_id, starts_at=starts_at, ends_at=ends_at, reason=reason, submission=submission)
    )
    session.flush()
    note(session, actor=actor, verb="closed", subject="space", subject_id=space_id, now=now)


def open_space(session: Session, *, actor: Actor, space_id: int, closure_id: int, now: datetime) -> None:
    """Take a closure of a space back. Raises NotFound."""
    closure = session.get(Closure, closure_id)
    if closure is None or closure.space_id != space_id:
        raise NotFound(closure_id)
    session.delete(closure)
    note(session, actor=actor, verb="opened", subject="space", subject_id=space_id, now=now)


def set_ways(
    session: Session,
    *,
    actor: Actor,
    minutes: Mapping[tuple[int, int], int | None],
    now: datetime,
    seen: Mapping[tuple[int, int], int | None] | None = None,
) -> int | Overtaken:
    """Say how many minutes ways take (None: nobody knows) and return how many of them that changed.

    `seen` is what the form showed before: a way that it leaves as it was stays as it is now, and one that somebody else
    has changed meanwhile to something else is not overwritten. The same form sent again changes nothing.
    """
    hold_ground(session)
    known = ways(session)
    before = seen if seen is not None else known
    changed = {way: new for way, new in minutes.items() if known.get(way) != new and before.get(way) != new}
    overtaken = {way: known.get(way) for way in changed if known.get(way) != before.get(way)}
    if overtaken:
        return Overtaken(overtaken)
    for (start, end), new in changed.items():
        session.execute(delete(TravelTime).where(TravelTime.from_id == start, TravelTime.to_id == end))
        if new is not None:
            session.add(TravelTime(from_id=start, to_id=end, minutes=new))
    session.flush()
    if changed:
        note(session, actor=actor, verb="edited", subject="ways", subject_id=None, now=now, ways=len(changed))
    return len(changed)


def save_participant(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    participant_id: int | None,
    name: Trilingual,
    now: datetime,
    submission: str | None = None,
) -> int:
    """Change a person or group, or add one for None; return the number.

    The same form sent again gets the first one. Raises NotFound.
    """
    if participant_id is None:
        hold_edition(session, edition_id)
        known = _made_by(session, Participant, submission)
        if known is not None:
            return known
        participant = Participant(edition_id=edition_id, submission=submission)
        session.add(participant)
    else:
        participant = get_participant(session, edition_id, participant_id)
    participant.name = name
    session.flush()
    verb = "made" if participant_id is None else "edited"
    note(session, actor=actor, verb=verb, subject="participant", subject_id=participant.id, now=now)
    return participant.id


def remove_participant(
    session: Session, *, actor: Actor, edition_id: int, participant_id: int, now: datetime
) -> bool:
    """Take out somebody who stands in no event and in no run sheet; False for who does. Raises NotFound.

    What was put away asks for nobody any more.
    """
    participant = get_participant(session, edition_id, participant_id)
    drafts = select(Draft.id).where(Draft.discarded_at.is_(None))
    items = select(Cue.id).where(Cue.draft_id.in_(drafts))
    in_events = Appears.participant_id == participant_id
    in_sheets = CuePerformer.participant_id == participant_id
    for asked in (in_events & Appears.draft_id.in_(drafts), in_sheets & CuePerformer.cue_id.in_(items)):
        if session.scalar(select(exists().where(asked))):
            return False
    session.execute(delete(Appears).where(in_events))
    session.execute(delete(CuePerformer).where(in_sheets))
    session.delete(participant)
    note(session, actor=actor, verb="removed", subject="participant", subject_id=participant_id, now=now)
    return True


def _made_by(
    session: Session, kind: type[Venue | Space | Closure | Participant], submission: str | None
) -> int | None:
    """Return the number of what this form has made already."""
    if submission is None:
        return None
    return session.scalar(select(kind.id).where(kind.submission == submission))


def _slug(name: Trilingual) -> str:
    return slug_of(name.vi) or slug_of(name.en) or ids.short_code().lower()
