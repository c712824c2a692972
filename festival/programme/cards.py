"""Events as cards: what lists show of each, in the reader's language where a word is chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from festival.core.trilingual import Trilingual
from festival.programme.labels import kind_label
from festival.programme.places import Places, PlacesStatus, places_of
from festival.programme.types import EventFacts


@dataclass(frozen=True, slots=True)
class EventCard:
    """What a list shows of one event."""

    id: int
    slug: str
    title: Trilingual
    summary: Trilingual
    kind: str
    kind_label: str
    audience: str
    state: str
    starts_at: datetime
    ends_at: datetime
    venue_name: Trilingual
    space_name: Trilingual | None
    places: Places | None
    registrable: bool


def cards(session: Session, events: Sequence[EventFacts], now: datetime) -> dict[int, EventCard]:
    """Return event id → card (one query for all their places)."""
    places = places_of(session, events, now)
    return {event.id: _card(event, places.get(event.id)) for event in events}


def pick(made: dict[int, EventCard], events: Iterable[EventFacts]) -> list[EventCard]:
    """Return the cards of `events` in their order."""
    return [made[event.id] for event in events]


def _card(event: EventFacts, places: Places | None) -> EventCard:
    return EventCard(
        id=event.id,
        slug=event.slug,
        title=event.title,
        summary=event.summary,
        kind=event.kind,
        kind_label=kind_label(event.kind),
        audience=event.audience,
        state=event.state,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        venue_name=event.venue_name,
        space_name=event.space_name,
        places=places,
        registrable=places is not None and places.status is PlacesStatus.OPEN,
    )
