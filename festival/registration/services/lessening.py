"""A waiting party becomes smaller: it keeps its place in the queue, and an offer that it has."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.registration import queries
from festival.registration.links import Links
from festival.registration.services.offering import hold, locked, offer_next
from festival.registration.services.supply import Change, shift
from festival.registration.types import Category, Fewer, OfferOver, WaitingState

_CHANGEABLE = frozenset({WaitingState.WAITING, WaitingState.OFFERED, WaitingState.SKIPPED})


def lessen(
    session: Session,
    *,
    actor: Actor,
    registration_id: int,
    leaving: Collection[int],
    of: int,
    links: Links,
    now: datetime,
) -> Fewer | OfferOver:
    """Take the people at these positions (from 0) off a party of `of` that waits; somebody must stay. Raises NotFound.

    A party of another size than `of` was changed meanwhile, or by the same form: then nothing is done. What an offer no longer
    needs goes to the next at once; a party in the queue may have become small enough for what is free.
    """
    hold(session, queries.get_waiting(session, registration_id).event_id)
    waiting = locked(session, registration_id)
    state = WaitingState(waiting.state)
    if state is WaitingState.OFFERED and waiting.offer_ends_at is not None and now >= waiting.offer_ends_at:
        return OfferOver(WaitingState.EXPIRED)
    if state not in _CHANGEABLE:
        return OfferOver(state)
    if waiting.people != of:
        return Fewer(0, waiting.people)
    stay = [name for position, name in enumerate(waiting.names) if position not in leaving]
    gone = waiting.people - len(stay)
    if not stay or not gone:
        return Fewer(0, waiting.people)
    waiting.companion = waiting.companion and waiting.people - 1 not in leaving
    waiting.names, waiting.people, waiting.changed_at = stay, len(stay), now
    session.flush()
    note(
        session,
        actor=actor,
        verb="waiting.fewer",
        subject="registration",
        subject_id=registration_id,
        now=now,
        people=gone,
    )
    held = gone if state is WaitingState.OFFERED else 0
    counts = shift(
        session.connection(),
        Change(
            waiting.event_id,
            holding=-held,
            category=Category(waiting.registration.category),
            slot_id=waiting.offered_slot if held else None,
        ),
    )
    if state is not WaitingState.SKIPPED:
        offer_next(session, counts, links=links, now=now)
    return Fewer(gone, len(stay))
