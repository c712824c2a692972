"""What there is of an event's places, read without a lock: for pages and for a look before a lock."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.programme.models import Event
from festival.registration import rules
from festival.registration.models import Allotment, EventPlaces, Pool, PoolEvent, Slot
from festival.registration.types import (
    OPEN_CATEGORIES,
    Allotted,
    Bounds,
    Category,
    Choice,
    Counts,
    Parts,
    Shared,
    SlotFacts,
    Supply,
    Window,
)


def find_counts(session: Session, event_id: int) -> Counts | None:
    """Return how an event's counters stand, slots and all; None before anybody asked for a place (at most four queries)."""
    row = session.execute(
        select(EventPlaces, Event.capacity)
        .join(Event, Event.id == EventPlaces.event_id)
        .where(EventPlaces.event_id == event_id)
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        return None
    places, capacity = row
    parts = Parts(places.parts)
    bounds = Bounds(capacity, places.cap, places.overbooking, places.ceiling)
    supply = Supply(
        event_id,
        bounds.limit,
        places.taken + places.held,
        _pools(session, event_id) if parts & Parts.POOLS else (),
        _allotments(session, event_id) if parts & Parts.ALLOTMENTS else (),
        windows(session, event_id) if parts & Parts.SLOTS else (),
    )
    return Counts(supply, places.taken, places.held, places.waiting, places.revision, parts)


def windows(session: Session, event_id: int) -> tuple[Window, ...]:
    """Return an event's arrival slots in order of time."""
    statement = (
        select(Slot.id, Slot.starts_at, Slot.ends_at, Slot.capacity, Slot.given)
        .where(Slot.event_id == event_id)
        .order_by(Slot.starts_at, Slot.id)
    )
    return tuple(Window(*row) for row in session.execute(statement))


def _pools(session: Session, event_id: int) -> tuple[Shared, ...]:
    statement = (
        select(Pool.id, Pool.capacity, Pool.given)
        .join(PoolEvent, PoolEvent.pool_id == Pool.id)
        .where(PoolEvent.event_id == event_id)
        .order_by(Pool.id)
    )
    return tuple(Shared(*row) for row in session.execute(statement))


def _allotments(session: Session, event_id: int) -> tuple[Allotted, ...]:
    statement = select(Allotment.category, Allotment.places, Allotment.given, Allotment.releases_at).where(
        Allotment.event_id == event_id
    )
    return tuple(
        Allotted(Category(category), places, given, releases_at)
        for category, places, given, releases_at in session.execute(statement)
    )


def choice(session: Session, event_id: int, now: datetime) -> Choice:
    """Return what a reader chooses from when registering for an event, with places left of each."""
    counts = find_counts(session, event_id)
    if counts is None or not counts.parts:
        return Choice()
    supply = counts.supply
    most = rules.anything(supply, now)
    slots = tuple(
        SlotFacts(slot.id, slot.starts_at, slot.ends_at, min(slot.left, most))
        for slot in rules.open_slots(supply.slots, now)
    )
    allotted = {one.category for one in supply.allotments}
    offered: Sequence[Category] = [
        category for category in OPEN_CATEGORIES if category is Category.CITIZEN or category in allotted
    ]
    categories = {category: rules.free(supply, category, now) for category in offered}
    return Choice(slots, categories if len(categories) > 1 else None)
