"""How many places are taken and left."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.programme.models import Event
from festival.programme.places import Places
from festival.programme.types import EventFacts
from festival.registration import rules
from festival.registration.models import EventPlaces
from festival.registration.queries.supply import all_counts
from festival.registration.types import Counts


def places_of(session: Session, events: Sequence[EventFacts], now: datetime) -> dict[int, Places]:
    """Return event id → places, for the events that take registrations.

    One query, and up to three more where places are parted. What is left is what a reader can really have: offers are given, what
    is kept for others and what fits in no slot is not left, and a limit below what was given leaves nothing.
    """
    wanted = [event for event in events if event.takes_registrations]
    if not wanted:
        return {}
    counts = all_counts(session, [event.id for event in wanted])
    return {event.id: _places(event, counts.get(event.id), now) for event in wanted}


def _places(event: EventFacts, counts: Counts | None, now: datetime) -> Places:
    limit = counts.supply.limit if counts else event.capacity or 0
    left = rules.public_left(counts.supply, now) if counts else limit
    return Places(limit, limit - left, rules.status(event, left, now))


def registered_in(session: Session, edition_id: int) -> dict[int, int]:
    """Return event id → people who hold places of it, for the events of an edition (one query)."""
    rows = session.execute(
        select(EventPlaces.event_id, EventPlaces.taken)
        .join(Event, Event.id == EventPlaces.event_id)
        .where(Event.edition_id == edition_id)
    )
    return {event_id: taken for event_id, taken in rows}
