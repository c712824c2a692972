"""Change what events stand on: venues, spaces, closures, ways, and who appears."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core import ids
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.trilingual import Trilingual
from festival.programme.models import Appears, Closure, Participant, Space, TravelTime, Venue
from festival.programme.queries.ground import get_participant, get_space, get_venue_for_desk, ways
from festival.programme.slugs import free_slug, slug_of
from festival.programme.types import RoomType


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


def save_venue(
    session: Session, *, actor: Actor, venue_id: int | None, content: VenueContent, now: datetime
) -> int:
    """Change a venue, or add one for None; return its number. Raises NotFound."""
    if venue_id is None:
        taken = set(session.scalars(select(Venue.slug)))
        venue = Venue(slug=free_slug(_slug(content.name), taken.__contains__))
        session.add(venue)
    else:
        venue = get_venue_for_desk(session, venue_id)
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
) -> int:
    """Change a space, or add one behind the venue's others for None; return its number. Raises NotFound."""
    if space_id is None:
        get_venue_for_desk(session, venue_id)
        taken = set(session.scalars(select(Space.slug).where(Space.venue_id == venue_id)))
        last = session.scalar(select(func.max(Space.position)).where(Space.venue_id == venue_id)) or 0
        space = Space(
            venue_id=venue_id, slug=free_slug(_slug(content.name), taken.__contains__), position=last + 1
        )
        session.add(space)
    else:
        space = get_space(session, space_id)
    for name in ("name", "area", "capacity", "changeover"):
        setattr(space, name, getattr(content, name))
    space.room_type = str(content.room_type)
    session.flush()
    verb = "made" if space_id is None else "edited"
    note(session, actor=actor, verb=verb, subject="space", subject_id=space.id, now=now)
    return space.id


def close_space(
    session: Session,
    *,
    actor: Actor,
    space_id: int,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    now: datetime,
) -> None:
    """Say that a space cannot be used for a time. Raises NotFound."""
    get_space(session, space_id)
    session.add(Closure(space_id=space_id, starts_at=starts_at, ends_at=ends_at, reason=reason))
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
    session: Session, *, actor: Actor, minutes: Mapping[tuple[int, int], int | None], now: datetime
) -> int:
    """Say how many minutes ways take (None: nobody knows) and return how many of them that changed."""
    known = ways(session)
    changed = {way: new for way, new in minutes.items() if known.get(way) != new}
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
) -> int:
    """Change a person or group, or add one for None; return the number. Raises NotFound."""
    if participant_id is None:
        participant = Participant(edition_id=edition_id)
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
    """Take out somebody who appears nowhere; False for who does. Raises NotFound."""
    participant = get_participant(session, edition_id, participant_id)
    if session.scalar(select(func.count()).where(Appears.participant_id == participant_id)):
        return False
    session.delete(participant)
    note(session, actor=actor, verb="removed", subject="participant", subject_id=participant_id, now=now)
    return True


def _slug(name: Trilingual) -> str:
    return slug_of(name.vi) or slug_of(name.en) or ids.short_code().lower()
