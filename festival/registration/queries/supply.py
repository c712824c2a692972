"""What there is of an event's places, read without a lock: for pages and for a look before a lock."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.programme.models import Event
from festival.registration import rules
from festival.registration.models import Allotment, EventPlaces, Pool, PoolEvent, Registration, Slot
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


def all_counts(session: Session, event_ids: Sequence[int]) -> dict[int, Counts]:
    """Return event id → how its counters stand, slots and all, for those that anybody asked for places (at most four queries)."""
    rows = session.execute(
        select(
            EventPlaces.event_id,
            EventPlaces.taken,
            EventPlaces.held,
            EventPlaces.waiting,
            EventPlaces.revision,
            EventPlaces.parts,
            EventPlaces.cap,
            EventPlaces.overbooking,
            EventPlaces.ceiling,
            Event.capacity,
        )
        .join(Event, Event.id == EventPlaces.event_id)
        .where(EventPlaces.event_id.in_(event_ids))
    ).all()
    slots = _by_event(session, _SLOTS, Window, _having(rows, Parts.SLOTS))
    pools = _by_event(session, _POOLS, Shared, _having(rows, Parts.POOLS))
    allotments = _by_event(session, _ALLOTMENTS, _allotted, _having(rows, Parts.ALLOTMENTS))
    found = {}
    for row in rows:
        supply = Supply(
            row.event_id,
            Bounds(row.capacity, row.cap, row.overbooking, row.ceiling).limit,
            row.taken + row.held,
            pools.get(row.event_id, ()),
            allotments.get(row.event_id, ()),
            slots.get(row.event_id, ()),
        )
        found[row.event_id] = Counts(supply, row.taken, row.held, row.waiting, row.revision, Parts(row.parts))
    return found


def find_counts(session: Session, event_id: int) -> Counts | None:
    """Return how an event's counters stand; None before anybody asked for a place."""
    return all_counts(session, [event_id]).get(event_id)


_SLOTS = select(Slot.event_id, Slot.id, Slot.starts_at, Slot.ends_at, Slot.capacity, Slot.given).order_by(
    Slot.starts_at, Slot.id
)
_POOLS = (
    select(PoolEvent.event_id, Pool.id, Pool.capacity, Pool.given)
    .join(Pool, Pool.id == PoolEvent.pool_id)
    .order_by(Pool.id)
)
_ALLOTMENTS = select(
    Allotment.event_id, Allotment.category, Allotment.places, Allotment.given, Allotment.releases_at
).order_by(Allotment.id)
_Part = TypeVar("_Part")


def _having(rows: Sequence[Any], part: Parts) -> list[int]:
    return [row.event_id for row in rows if row.parts & part]


def _by_event(
    session: Session, statement: Any, make: Callable[..., _Part], event_ids: Sequence[int]
) -> dict[int, tuple[_Part, ...]]:
    if not event_ids:
        return {}
    found: dict[int, tuple[_Part, ...]] = {}
    column = statement.selected_columns[0]
    for event_id, *values in session.execute(statement.where(column.in_(event_ids))):
        found[event_id] = (*found.get(event_id, ()), make(*values))
    return found


def _allotted(category: str, places: int, given: int, releases_at: datetime | None) -> Allotted:
    return Allotted(Category(category), places, given, releases_at)


def windows(session: Session, event_id: int) -> tuple[Window, ...]:
    """Return an event's arrival slots in order of time."""
    return _by_event(session, _SLOTS, Window, [event_id]).get(event_id, ())


def windows_of_edition(session: Session, edition_id: int) -> list[tuple[int, Window]]:
    """Return (event, arrival slot) of an edition, in order of time."""
    rows = session.execute(
        select(Slot.event_id, Slot.id, Slot.starts_at, Slot.ends_at, Slot.capacity, Slot.given)
        .join(Event, Event.id == Slot.event_id)
        .where(Event.edition_id == edition_id)
        .order_by(Slot.starts_at, Slot.id)
    )
    return [(row.event_id, Window(*row[1:])) for row in rows]


def slot_of(session: Session, registration: Registration) -> Window | None:
    """Return the arrival slot of a party; no query where it has none."""
    if registration.slot_id is None:
        return None
    return next(
        (one for one in windows(session, registration.event_id) if one.id == registration.slot_id), None
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
