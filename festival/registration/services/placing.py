"""The one place that takes places and gives them back. Everybody who adds or removes people goes through it.

Call it last in a transaction, after the party's rows and after counted messages (types/places.py says the order of locks).
"""

from datetime import datetime

from sqlalchemy.orm import Session

from festival.registration import rules
from festival.registration.links import Links
from festival.registration.models import Registration
from festival.registration.services.offering import offer_next, somebody_waits
from festival.registration.services.supply import Change, shift
from festival.registration.types import Category, Full, NoSlot, Outdated, Parts


def take(
    session: Session,
    *,
    event_id: int,
    people: int,
    category: Category = Category.CITIZEN,
    slot_id: int | None = None,
    now: datetime,
    before_queue: bool = False,
    beyond: bool = False,
    capacity: int | None = None,
    seen: tuple[int, Parts] | None = None,
) -> Full | NoSlot | Outdated | None:
    """Take places for a whole party, holding their counters until the transaction ends; None when it has them.

    Otherwise the answer says why not and nothing was taken: the caller abandons, or goes on without. Whether registration is
    open is the caller's question. Places that somebody waits for are refused (`Full.queue`) unless the organizers put the party
    `before_queue`; `beyond` counts it whatever is left, which is for those who answer for it. Where the caller has peeked
    (services/supply.py), `seen` makes the answer Outdated when a release or the desk has changed the event since.
    """
    change = Change(event_id, people=people, category=category, slot_id=slot_id)
    connection = session.connection()
    counts = shift(connection, change, capacity=capacity, seen=seen)
    refusal: Full | NoSlot | Outdated | None = None
    if seen is not None and counts.revision != seen[0]:
        refusal = Outdated()
    elif not beyond:
        before = counts.supply.with_given(-people, category, slot_id)
        refusal = rules.refusal(before, people, category, slot_id, now)
        if refusal is None and not before_queue and somebody_waits(session, counts, [change], now):
            refusal = Full(0, queue=True)
    if refusal is not None:
        shift(connection, _undone(change))
    return refusal


def give_back(
    session: Session, *, registration: Registration, people: int, links: Links | None, now: datetime
) -> int:
    """Give back places of a party whose tickets have just ended, and offer them to those who wait. Return how many offers.

    Without `links` the worker makes the offers within seconds.
    """
    if people <= 0:
        return 0
    change = Change(
        registration.event_id,
        people=-people,
        category=Category(registration.category),
        slot_id=registration.slot_id,
    )
    counts = shift(session.connection(), change)
    return offer_next(session, counts, links=links, now=now) if links is not None else 0


def exchange(
    session: Session,
    *,
    registration: Registration,
    people: int,
    more: int = 0,
    slot_id: int | None,
    links: Links,
    now: datetime,
) -> Full | NoSlot | None:
    """Give a party of `people` another slot, or `more` (or fewer) places, in one step; None when it has them.

    Otherwise the party keeps exactly what it had. `registration.slot_id` follows; its tickets' hours are the caller's
    (rules.slot_validity). What it no longer needs is offered to those who wait.
    """
    connection = session.connection()
    event_id, category = registration.event_id, Category(registration.category)
    leaves = Change(event_id, people=-people, category=category, slot_id=registration.slot_id)
    comes = Change(event_id, people=people + more, category=category, slot_id=slot_id)
    shift(connection, leaves)
    counts = shift(connection, comes)
    moves = slot_id != registration.slot_id
    if more > 0 or moves:
        before = counts.supply.with_given(-comes.people, category, slot_id)
        refusal = rules.refusal(before, comes.people, category, slot_id, now)
        if refusal is None and somebody_waits(session, counts, [comes, leaves], now):
            refusal = Full(0, queue=True)
        if refusal is not None:
            shift(connection, _undone(comes))
            shift(connection, _undone(leaves))
            return refusal
    registration.slot_id = slot_id
    if more < 0 or moves:
        offer_next(session, counts, links=links, now=now)
    return None


def _undone(change: Change) -> Change:
    return Change(
        change.event_id,
        people=-change.people,
        holding=-change.holding,
        queueing=-change.queueing,
        category=change.category,
        slot_id=change.slot_id,
    )
