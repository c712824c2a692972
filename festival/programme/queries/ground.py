"""What events stand on, as the desk changes it: venues with their spaces, ways, and who appears."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from festival.core.errors import NotFound
from festival.programme.models import Appears, Draft, Participant, Space, TravelTime, Venue
from festival.programme.rules.daygrid import Place


@dataclass(frozen=True, slots=True)
class Ground:
    """All venues with their spaces, in the order of pages."""

    venues: tuple[Venue, ...]

    def places(self, venue_id: int | None = None) -> list[Place]:
        """Return the spaces of one venue or of all; after those of each, the venue without a space."""
        found = []
        for venue in self.venues:
            if venue_id in (None, venue.id):
                found += [Place(venue.id, space.id) for space in venue.spaces]
                found.append(Place(venue.id))
        return found

    def find(self, key: str) -> Place | None:
        """Return the place with this key (s3, v1), or None when there is none."""
        return next((place for place in self.places() if place.key == key), None)

    def venue(self, venue_id: int | None) -> Venue | None:
        """Return a venue by its number."""
        return next((venue for venue in self.venues if venue.id == venue_id), None)

    def space(self, space_id: int | None) -> Space | None:
        """Return a space by its number."""
        return next((s for venue in self.venues for s in venue.spaces if s.id == space_id), None)


def ground_of(session: Session) -> Ground:
    """Return venues and spaces (two queries)."""
    statement = select(Venue).options(selectinload(Venue.spaces)).order_by(Venue.id)
    return Ground(tuple(session.scalars(statement)))


def get_venue_for_desk(session: Session, venue_id: int) -> Venue:
    """Return one venue with spaces and closures. Raises NotFound."""
    statement = (
        select(Venue)
        .where(Venue.id == venue_id)
        .options(selectinload(Venue.spaces).selectinload(Space.closures))
        .execution_options(populate_existing=True)
    )
    venue = session.scalar(statement)
    if venue is None:
        raise NotFound(venue_id)
    return venue


def get_space(session: Session, space_id: int) -> Space:
    """Return one space. Raises NotFound."""
    space = session.get(Space, space_id, populate_existing=True)
    if space is None:
        raise NotFound(space_id)
    return space


def ways(session: Session) -> dict[tuple[int, int], int]:
    """Return (from, to) → minutes, as far as somebody has said."""
    rows = session.execute(select(TravelTime.from_id, TravelTime.to_id, TravelTime.minutes))
    return {(start, end): minutes for start, end, minutes in rows}


def participants_of(session: Session, edition_id: int) -> Sequence[Participant]:
    """Return who can appear in an edition's events."""
    statement = select(Participant).where(Participant.edition_id == edition_id).order_by(Participant.id)
    return session.scalars(statement).all()


def get_participant(session: Session, edition_id: int, participant_id: int) -> Participant:
    """Return one person or group of an edition. Raises NotFound."""
    found = session.get(Participant, participant_id, populate_existing=True)
    if found is None or found.edition_id != edition_id:
        raise NotFound(participant_id)
    return found


def appearances(session: Session, edition_id: int) -> dict[int, int]:
    """Return participant → in how many drafts they appear."""
    statement = (
        select(Appears.participant_id, func.count(Appears.draft_id.distinct()))
        .join(Draft, Draft.id == Appears.draft_id)
        .where(Draft.edition_id == edition_id, Draft.discarded_at.is_(None))
        .group_by(Appears.participant_id)
    )
    return {participant_id: count for participant_id, count in session.execute(statement)}
