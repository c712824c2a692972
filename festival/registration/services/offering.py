"""Free places go to whoever waits first: offers are made, and end, under the locks of the event's places."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import SYSTEM, Actor
from festival.core.clock import LOCAL
from festival.outbox.services import enqueue
from festival.programme.queries import get_event
from festival.programme.types import EventFacts
from festival.registration import mails, queries, rules
from festival.registration.links import Links
from festival.registration.models import Registration, Waiting
from festival.registration.services.supply import Change, shift, with_all_slots
from festival.registration.types import Category, Counts, Offer, Parts, Supply, WaitingState, Window


def whole(session: Session, counts: Counts) -> Supply:
    """Return what there is with every slot, for whoever asks about more than one."""
    if not counts.parts & Parts.SLOTS:
        return counts.supply
    return with_all_slots(session.connection(), counts.supply)


def offer_next(session: Session, counts: Counts, *, links: Links, now: datetime) -> int:
    """Offer what is free to those who wait, in their order, and return how many offers were made.

    `counts` must be held by this transaction. Asking again makes no further offer.
    """
    if counts.waiting <= 0 or not (most := rules.anything(counts.supply, now)):
        return 0
    event = get_event(session, counts.supply.event_id)
    if not rules.takes_offers(event, now):
        return 0
    supply = whole(session, counts)
    offers = rules.next_offers(supply, queries.queue(session, event.id, at_most=most), now)
    for offer in offers:
        make(session, event, offer, slot=supply.slot(offer.slot_id or 0), links=links, now=now)
    return len(offers)


def somebody_waits(session: Session, counts: Counts, done: Sequence[Change], now: datetime) -> bool:
    """Tell whether, before these changes, places were free that a waiting party could have: then they were not for others."""
    if counts.waiting <= 0:
        return False
    supply = whole(session, counts)
    for change in done:
        supply = supply.with_given(-change.given, change.category, change.slot_id)
    most = rules.anything(supply, now)
    return bool(
        most and rules.next_offers(supply, queries.queue(session, supply.event_id, at_most=most), now)
    )


def make(
    session: Session,
    event: EventFacts,
    offer: Offer,
    *,
    slot: Window | None,
    links: Links,
    now: datetime,
    actor: Actor = SYSTEM,
    reason: str | None = None,
) -> None:
    """Hold the places of one offer and write to the party. The event's counters must be held by this transaction."""
    waiting = locked(session, offer.registration_id)
    waiting.state = WaitingState.OFFERED
    waiting.offered_slot = offer.slot_id
    waiting.offered_at = waiting.changed_at = now
    waiting.offer_ends_at = rules.offer_until(now, event, slot.ends_at if slot else None, LOCAL)
    waiting.offers += 1
    session.flush()
    shift(
        session.connection(),
        Change(
            event.id,
            holding=offer.people,
            queueing=-1,
            category=offer.category,
            slot_id=offer.slot_id,
        ),
        capacity=event.capacity,
    )
    registration = waiting.registration
    letter = mails.offered(
        session,
        event,
        waiting,
        slot=slot,
        link=links.manage_url(registration.id, registration.manage_epoch),
    )
    if not registration.is_sample:
        enqueue(session, letter, cause=f"registration:{registration.id}:offer:{waiting.offers}", now=now)
    details = {"people": offer.people} | ({"reason": reason} if reason else {})
    note(
        session,
        actor=actor,
        verb="waiting.offered",
        subject="registration",
        subject_id=registration.id,
        now=now,
        **details,
    )


def locked(session: Session, registration_id: int) -> Waiting:
    """Return a waiting party, locked and as it is now; the event's counters are locked before it. Raises NotFound."""
    queries.get_waiting(session, registration_id)
    statement = (
        select(Waiting)
        .where(Waiting.registration_id == registration_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.scalars(statement).one()


def hold(session: Session, event_id: int) -> Counts:
    """Lock the counters of an event's places and return them."""
    return shift(session.connection(), Change(event_id))


def let_go(session: Session, waiting: Waiting, state: WaitingState, *, now: datetime) -> Counts:
    """End a party's offer without tickets: what was held is free. The event's counters must be held by this transaction."""
    registration = session.get_one(Registration, waiting.registration_id)
    change = Change(
        waiting.event_id,
        holding=-waiting.people,
        category=Category(registration.category),
        slot_id=waiting.offered_slot,
    )
    waiting.state = state
    waiting.offered_slot = None
    waiting.offer_ends_at = None
    waiting.changed_at = now
    session.flush()
    return shift(session.connection(), change)
