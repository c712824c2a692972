"""The organizers part an event's places: bounds, arrival slots, allotments, pools. Nobody who has a place loses it by any of this.

Each change locks the counters it touches as taking does (types/places.py), raises the event's revision, so that whoever has looked
before looks again, and offers what has come free to those who wait.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.trilingual import Trilingual
from festival.programme.queries import get_event
from festival.registration.links import Links
from festival.registration.models import (
    Allotment,
    EventPlaces,
    Pool,
    PoolEvent,
    Registration,
    Slot,
    Ticket,
    Waiting,
)
from festival.registration.services.offering import hold, offer_next
from festival.registration.types import Bounds, Category, Parts, TicketState, WaitingState

_LIVE = (TicketState.VALID, TicketState.BLOCKED)


def set_bounds(
    session: Session,
    *,
    actor: Actor,
    event_id: int,
    cap: int | None,
    overbooking: int,
    ceiling: int | None,
    reason: str,
    links: Links,
    now: datetime,
) -> int:
    """Set how many places are given out, at once, and return the new limit. Below what is given it closes the event and cancels nobody."""
    event = get_event(session, event_id)
    hold(session, event_id)
    session.execute(
        update(EventPlaces)
        .where(EventPlaces.event_id == event_id)
        .values(cap=cap, overbooking=overbooking, ceiling=ceiling, revision=EventPlaces.revision + 1)
    )
    limit = Bounds(event.capacity, cap, overbooking, ceiling).limit
    note(
        session,
        actor=actor,
        verb="places.bounds",
        subject="event",
        subject_id=event_id,
        now=now,
        cap=cap,
        overbooking=overbooking,
        ceiling=ceiling,
        reason=reason,
    )
    offer_next(session, hold(session, event_id), links=links, now=now)
    return limit


def add_slots(
    session: Session,
    *,
    actor: Actor,
    event_id: int,
    first: datetime,
    last: datetime,
    minutes: int,
    places: int,
    links: Links,
    now: datetime,
) -> int:
    """Add slots of so many minutes and places each, one after the other from `first` to `last`; return how many are new.

    A slot that begins when another one does is that one: the same form sent again adds nothing.
    """
    hold(session, event_id)
    begins = set(session.scalars(select(Slot.starts_at).where(Slot.event_id == event_id)))
    step = timedelta(minutes=minutes)
    added = 0
    while first + step <= last:
        if first not in begins:
            session.add(Slot(event_id=event_id, starts_at=first, ends_at=first + step, capacity=places))
            added += 1
        first += step
    if added:
        session.flush()
        _parted(session, actor, event_id, now, slots_added=added)
        offer_next(session, hold(session, event_id), links=links, now=now)
    return added


def set_slot(
    session: Session,
    *,
    actor: Actor,
    event_id: int,
    slot_id: int,
    places: int,
    links: Links,
    now: datetime,
) -> None:
    """Give a slot another number of places. Raises NotFound for another event's."""
    hold(session, event_id)
    slot = _slot(session, event_id, slot_id)
    slot.capacity = places
    session.flush()
    _parted(session, actor, event_id, now, slot=slot_id, places=places)
    offer_next(session, hold(session, event_id), links=links, now=now)


def remove_slot(session: Session, *, actor: Actor, event_id: int, slot_id: int, now: datetime) -> bool:
    """Remove a slot that nobody has, has had or wishes for; False when somebody does. Raises NotFound."""
    hold(session, event_id)
    slot = _slot(session, event_id, slot_id)
    known = select(Registration.id).where(Registration.slot_id == slot_id).limit(1)
    wished = (
        select(Waiting.registration_id)
        .where(Waiting.event_id == event_id, or_(Waiting.slot_id == slot_id, Waiting.offered_slot == slot_id))
        .limit(1)
    )
    if slot.given or session.scalar(known) is not None or session.scalar(wished) is not None:
        return False
    session.delete(slot)
    session.flush()
    _parted(session, actor, event_id, now, slot_removed=slot_id)
    return True


def set_allotment(
    session: Session,
    *,
    actor: Actor,
    event_id: int,
    category: Category,
    places: int,
    releases_at: datetime | None,
    links: Links,
    now: datetime,
) -> None:
    """Keep places of an event for a category until a moment; none at all takes the allotment away."""
    hold(session, event_id)
    found = session.scalars(
        select(Allotment).where(Allotment.event_id == event_id, Allotment.category == category)
    ).one_or_none()
    if places <= 0:
        if found is not None:
            session.delete(found)
    elif found is None:
        session.add(
            Allotment(
                event_id=event_id,
                category=category,
                places=places,
                releases_at=releases_at,
                given=_given_to(session, event_id, category),
            )
        )
    else:
        found.places, found.releases_at = places, releases_at
    session.flush()
    _parted(session, actor, event_id, now, category=str(category), places=places)
    offer_next(session, hold(session, event_id), links=links, now=now)


def set_pool(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    pool_id: int | None,
    name: Trilingual,
    places: int,
    event_ids: Sequence[int],
    submission: str | None,
    now: datetime,
) -> int:
    """Make or change a pool that these events share, and return its number. What they have given counts. Raises NotFound.

    The same form sent again makes no second pool. The worker offers what comes free.
    """
    pools = session.scalars(
        select(Pool).where(Pool.edition_id == edition_id).order_by(Pool.id).with_for_update()
    ).all()
    pool = next((one for one in pools if one.id == pool_id), None)
    if pool_id is not None and pool is None:
        raise NotFound
    if pool is None:
        repeated = next((one for one in pools if submission and one.submission == submission), None)
        if repeated is not None:
            return repeated.id
        pool = Pool(edition_id=edition_id, name=name, capacity=places, submission=submission)
        session.add(pool)
    pool.name, pool.capacity = name, places
    session.flush()
    before = set(session.scalars(select(PoolEvent.event_id).where(PoolEvent.pool_id == pool.id)))
    for event_id in sorted(before | set(event_ids)):
        hold(session, event_id)
    session.execute(delete(PoolEvent).where(PoolEvent.pool_id == pool.id))
    session.add_all(PoolEvent(pool_id=pool.id, event_id=event_id) for event_id in sorted(set(event_ids)))
    session.flush()
    given = session.scalar(
        select(func.coalesce(func.sum(EventPlaces.taken + EventPlaces.held), 0)).where(
            EventPlaces.event_id.in_(event_ids)
        )
    )
    session.execute(update(Pool).where(Pool.id == pool.id).values(given=given or 0))
    for event_id in sorted(before | set(event_ids)):
        _parted(session, actor, event_id, now, pool=pool.id, places=places)
    return pool.id


def _slot(session: Session, event_id: int, slot_id: int) -> Slot:
    slot = session.get(Slot, slot_id, populate_existing=True)
    if slot is None or slot.event_id != event_id:
        raise NotFound
    return slot


def _given_to(session: Session, event_id: int, category: Category) -> int:
    """Count a category's people with tickets and with offers; the event's row is locked."""
    tickets = select(func.count()).where(
        Ticket.event_id == event_id,
        Ticket.position > 0,
        Ticket.state.in_(_LIVE),
        Ticket.registration_id.in_(
            select(Registration.id).where(
                Registration.event_id == event_id, Registration.category == category
            )
        ),
    )
    offers = (
        select(func.coalesce(func.sum(Waiting.people), 0))
        .join(Registration, Registration.id == Waiting.registration_id)
        .where(
            Waiting.event_id == event_id,
            Waiting.state == WaitingState.OFFERED,
            Registration.category == category,
        )
    )
    return (session.scalar(tickets) or 0) + (session.scalar(offers) or 0)


def _parted(session: Session, actor: Actor, event_id: int, now: datetime, **details: object) -> None:
    """Note by what an event is parted now, and that it has changed."""
    parts = Parts.NONE
    for part, table in ((Parts.SLOTS, Slot), (Parts.ALLOTMENTS, Allotment), (Parts.POOLS, PoolEvent)):
        if session.scalar(select(table.event_id).where(table.event_id == event_id).limit(1)) is not None:
            parts |= part
    session.execute(
        update(EventPlaces)
        .where(EventPlaces.event_id == event_id)
        .values(parts=int(parts), revision=EventPlaces.revision + 1)
    )
    note(
        session,
        actor=actor,
        verb="places.parted",
        subject="event",
        subject_id=event_id,
        now=now,
        **details,
    )
