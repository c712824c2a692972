"""A party waits: joins the queue, answers its offer, leaves, stands in again; and offers that nobody answers end.

Each of these locks the event's counters first and the party's row of `waiting` after them (types/places.py), and looks at the state
only then: whoever comes second finds what the first has done.
"""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import SYSTEM, Actor
from festival.outbox.services import enqueue
from festival.programme.queries import get_event
from festival.registration import mails, queries, rules
from festival.registration.links import Links
from festival.registration.models import Slot, Ticket, Waiting
from festival.registration.services.offering import (
    hold,
    let_go,
    locked,
    make,
    offer_next,
    somebody_waits,
    whole,
)
from festival.registration.services.party_rows import ticket_rows
from festival.registration.services.supply import Change, shift
from festival.registration.types import (
    Accepted,
    Category,
    Full,
    NoSlot,
    Offer,
    OfferOver,
    WaitingState,
    Waits,
    Window,
)

BATCH = 100  # expired offers of one event in one transaction


def accept(
    session: Session, *, actor: Actor, registration_id: int, links: Links, now: datetime
) -> Accepted | OfferOver:
    """Turn an offer into tickets. Asked again it gives the first answer; OfferOver says that it is too late. Raises NotFound."""
    waiting = queries.get_waiting(session, registration_id)
    event = get_event(session, waiting.event_id)
    hold(session, event.id)
    waiting = locked(session, registration_id)
    if waiting.state == WaitingState.ACCEPTED:
        return Accepted(waiting.people, repeated=True)
    if waiting.state != WaitingState.OFFERED or waiting.offer_ends_at is None:
        return OfferOver(WaitingState(waiting.state))
    if now >= waiting.offer_ends_at:  # the worker has not come by yet
        return OfferOver(WaitingState.EXPIRED)
    registration = waiting.registration
    registration.slot_id = waiting.offered_slot
    slot = window(session, waiting.offered_slot)
    valid = rules.slot_validity(event, slot)
    names, companion = waiting.names, waiting.companion
    rows = ticket_rows(registration_id, event.id, names, valid, companion=companion, now=now)
    session.connection().execute(insert(Ticket), rows)
    waiting.state = WaitingState.ACCEPTED
    waiting.changed_at = now
    waiting.offer_ends_at = None
    session.flush()
    category = Category(registration.category)
    shift(
        session.connection(),
        Change(
            event.id,
            people=waiting.people,
            holding=-waiting.people,
            category=category,
            slot_id=waiting.offered_slot,
        ),
    )
    if not registration.is_sample:
        link = links.manage_url(registration.id, registration.manage_epoch)
        letter = mails.accepted(session, event, waiting, slot=slot, link=link)
        enqueue(session, letter, cause=f"registration:{registration.id}:accepted", now=now)
    _note(session, actor, "waiting.accepted", waiting, now)
    return Accepted(waiting.people)


def decline(session: Session, *, actor: Actor, registration_id: int, links: Links, now: datetime) -> bool:
    """Say no to an offer: its places go to the next at once. False when there is none any more. Raises NotFound."""
    hold(session, queries.get_waiting(session, registration_id).event_id)
    waiting = locked(session, registration_id)
    if waiting.state != WaitingState.OFFERED:
        return False
    counts = let_go(session, waiting, WaitingState.DECLINED, now=now)
    _note(session, actor, "waiting.declined", waiting, now)
    offer_next(session, counts, links=links, now=now)
    return True


def leave(session: Session, *, actor: Actor, registration_id: int, now: datetime) -> bool:
    """Take a party off the list for good, before its turn; False when it does not wait. Raises NotFound."""
    hold(session, queries.get_waiting(session, registration_id).event_id)
    waiting = locked(session, registration_id)
    was = WaitingState(waiting.state)
    if not rules.may_move(was, WaitingState.LEFT):
        return False
    waiting.state = WaitingState.LEFT
    waiting.changed_at = now
    waiting.registration.cancelled_at = now
    session.flush()
    if was is WaitingState.WAITING:
        shift(session.connection(), Change(waiting.event_id, queueing=-1))
    _note(session, actor, "waiting.left", waiting, now)
    return True


def stand_in_again(
    session: Session, *, actor: Actor, registration_id: int, links: Links, now: datetime
) -> bool:
    """Put a party that missed or declined its offer at the end of the queue. False when it may not. Raises NotFound."""
    waiting = queries.get_waiting(session, registration_id)
    event = get_event(session, waiting.event_id)
    hold(session, event.id)
    waiting = locked(session, registration_id)
    again = {WaitingState.EXPIRED, WaitingState.DECLINED}
    if waiting.state not in again or not rules.takes_offers(event, now):
        return False
    waiting.state = WaitingState.WAITING
    waiting.queued_at = waiting.changed_at = now
    session.flush()
    _note(session, actor, "waiting.again", waiting, now)
    counts = shift(session.connection(), Change(event.id, queueing=1))
    offer_next(session, counts, links=links, now=now)
    return True


def skip(session: Session, *, actor: Actor, registration_id: int, reason: str, now: datetime) -> bool:
    """Put a waiting party aside, with the reason: it gets no offers until it is put back. False when it does not wait."""
    hold(session, queries.get_waiting(session, registration_id).event_id)
    waiting = locked(session, registration_id)
    if waiting.state != WaitingState.WAITING:
        return False
    waiting.state = WaitingState.SKIPPED
    waiting.changed_at = now
    session.flush()
    shift(session.connection(), Change(waiting.event_id, queueing=-1))
    _note(session, actor, "waiting.skipped", waiting, now, reason=reason)
    return True


def put_back(session: Session, *, actor: Actor, registration_id: int, links: Links, now: datetime) -> bool:
    """Let a party that was put aside wait again at its old place. False when it was not. Raises NotFound."""
    hold(session, queries.get_waiting(session, registration_id).event_id)
    waiting = locked(session, registration_id)
    if waiting.state != WaitingState.SKIPPED:
        return False
    waiting.state = WaitingState.WAITING
    waiting.changed_at = now
    session.flush()
    _note(session, actor, "waiting.back", waiting, now)
    counts = shift(session.connection(), Change(waiting.event_id, queueing=1))
    offer_next(session, counts, links=links, now=now)
    return True


def offer_by_hand(
    session: Session, *, actor: Actor, registration_id: int, reason: str, links: Links, now: datetime
) -> Offer | Full | NoSlot | OfferOver:
    """Offer places to a party before its turn, with the reason. What is not free is not offered by hand either. Raises NotFound."""
    waiting = queries.get_waiting(session, registration_id)
    event = get_event(session, waiting.event_id)
    counts = hold(session, event.id)
    waiting = locked(session, registration_id)
    if waiting.state != WaitingState.WAITING or not rules.takes_offers(event, now):
        return OfferOver(WaitingState(waiting.state))
    party = Waits(registration_id, waiting.people, Category(waiting.registration.category), waiting.slot_id)
    supply = whole(session, counts)
    offers = rules.next_offers(supply, [party], now)
    if not offers:
        refusal = rules.refusal(supply, party.people, party.category, party.slot_id, now)
        return refusal or Full(rules.free(supply, party.category, now))
    [offer] = offers
    slot = supply.slot(offer.slot_id or 0)
    make(session, event, offer, slot=slot, links=links, now=now, actor=actor, reason=reason)
    return offer


def expire(session: Session, *, event_id: int, links: Links, now: datetime) -> int:
    """End the offers of an event that nobody answered, offer what is free to the next, and return how many things were done.

    Once the event has begun, or was called off, its queue ends too. Any number of workers may do this at once.
    """
    counts = hold(session, event_id)
    due = (
        select(Waiting)
        .where(
            Waiting.event_id == event_id,
            Waiting.state == WaitingState.OFFERED,
            Waiting.offer_ends_at <= now,
        )
        .order_by(Waiting.registration_id)
        .limit(BATCH)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    ended = session.scalars(due).all()
    for waiting in ended:
        counts = let_go(session, waiting, WaitingState.EXPIRED, now=now)
        _note(session, SYSTEM, "waiting.expired", waiting, now)
    if not rules.takes_offers(get_event(session, event_id), now):
        return len(ended) + _end_queue(session, event_id, now)
    return len(ended) + offer_next(session, counts, links=links, now=now)


def _end_queue(session: Session, event_id: int, now: datetime) -> int:
    still = (
        select(Waiting)
        .where(
            Waiting.event_id == event_id,
            Waiting.state.in_((WaitingState.WAITING, WaitingState.OFFERED, WaitingState.SKIPPED)),
        )
        .order_by(Waiting.registration_id)
        .limit(BATCH)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    ended = session.scalars(still).all()
    for waiting in ended:
        if waiting.state == WaitingState.OFFERED:
            let_go(session, waiting, WaitingState.ENDED, now=now)
        elif waiting.state == WaitingState.WAITING:
            shift(session.connection(), Change(event_id, queueing=-1))
        waiting.state = WaitingState.ENDED
        waiting.changed_at = now
        waiting.registration.cancelled_at = now
    session.flush()
    return len(ended)


def work(session: Session, *, links: Links, now: datetime) -> int:
    """Do what is due in one event (each in a transaction of its own: types/places.py) and return how many things were done."""
    return next((expire(session, event_id=one, links=links, now=now) for one in due(session, now=now)), 0)


def anything_due(session: Session, *, now: datetime) -> bool:
    """Tell whether an offer has ended, places wait for somebody, or a queue is over, without taking a lock."""
    return bool(due(session, now=now))


def due(session: Session, *, now: datetime) -> list[int]:
    """Return the events that have something to expire, to offer or to end, looked at without a lock."""
    found = set(queries.events_with_overdue_offers(session, now))
    for event_id in queries.events_with_a_queue(session):
        event = get_event(session, event_id)
        if not rules.takes_offers(event, now):
            found.add(event_id)
            continue
        counts = queries.find_counts(session, event_id)
        if counts is not None and somebody_waits(session, counts, [], now):
            found.add(event_id)
    return sorted(found)


def window(session: Session, slot_id: int | None) -> Window | None:
    """Return a slot as the rules know it."""
    slot = session.get(Slot, slot_id) if slot_id is not None else None
    return Window(slot.id, slot.starts_at, slot.ends_at, slot.capacity, slot.given) if slot else None


def _note(
    session: Session, actor: Actor, verb: str, waiting: Waiting, now: datetime, **details: object
) -> None:
    note(
        session,
        actor=actor,
        verb=verb,
        subject="registration",
        subject_id=waiting.registration_id,
        now=now,
        people=waiting.people,
        **details,
    )
