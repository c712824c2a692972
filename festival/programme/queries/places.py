"""What places are called."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.core.trilingual import Trilingual
from festival.programme.content import EventContent
from festival.programme.models import Space, Venue


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """Names of venues and spaces by their numbers."""

    venues: dict[int, Trilingual]
    spaces: dict[int, Trilingual]

    def of(self, content: EventContent) -> list[Trilingual]:
        """Return where an event is: its venue, and its space when it has one."""
        found = [self.venues.get(content.venue_id or 0), self.spaces.get(content.space_id or 0)]
        return [name for name in found if name is not None]


def place_names(session: Session) -> PlaceNames:
    """Return the names of all places (two queries)."""
    return PlaceNames(
        {venue_id: name for venue_id, name in session.execute(select(Venue.id, Venue.name))},
        {space_id: name for space_id, name in session.execute(select(Space.id, Space.name))},
    )
