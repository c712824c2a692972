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


def places_of(session: Session, events: Sequence[EventFacts], now: datetime) -> dict[int, Places]:
    """Return event id → places, for the events that take registrations (one query)."""
    wanted = [event for event in events if event.takes_registrations]
    if not wanted:
        return {}
    rows = session.execute(
        select(EventPlaces.event_id, EventPlaces.taken).where(
            EventPlaces.event_id.in_([event.id for event in wanted])
        )
    )
    taken = {event_id: number for event_id, number in rows}
    return {
        event.id: Places(
            event.capacity or 0, taken.get(event.id, 0), rules.status(event, taken.get(event.id, 0), now)
        )
        for event in wanted
    }


def registered_in(session: Session, edition_id: int) -> dict[int, int]:
    """Return event id → people who hold places of it, for the events of an edition (one query)."""
    rows = session.execute(
        select(EventPlaces.event_id, EventPlaces.taken)
        .join(Event, Event.id == EventPlaces.event_id)
        .where(Event.edition_id == edition_id)
    )
    return {event_id: taken for event_id, taken in rows}
