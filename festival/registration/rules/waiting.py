"""Whose turn it is, and for how long: pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, tzinfo

from festival.programme.types import EventFacts, EventState
from festival.registration.rules.supply import anything, left, roomiest
from festival.registration.types import NEXT_WAITING, Offer, Supply, WaitingState, Waits

# How long an offer stands, by the time that is left until the event: long enough to ask one's family, short enough for the next.
_TERMS = (
    (timedelta(days=3), timedelta(hours=24)),
    (timedelta(days=1), timedelta(hours=6)),
    (timedelta(hours=6), timedelta(hours=1)),
    (timedelta(0), timedelta(minutes=20)),
)
_NIGHT_BEGINS, _NIGHT_ENDS = (
    22,
    8,
)  # local hours: nobody loses a place asleep, as long as the event is further away


def last_call(event: EventFacts) -> datetime:
    """Return the moment up to which places are offered and accepted: the hour of the event itself."""
    return event.starts_at


def takes_offers(event: EventFacts, now: datetime) -> bool:
    """Tell whether places of an event are still offered."""
    return event.state is EventState.PUBLISHED and event.capacity is not None and now < last_call(event)


def offer_until(now: datetime, event: EventFacts, slot_ends_at: datetime | None, zone: tzinfo) -> datetime:
    """Return when an offer made now ends: never after the last call, nor after the slot it is for.

    One that would end at night ends at eight in the morning instead, unless that is too late for the event.
    """
    call = last_call(event) if slot_ends_at is None else min(last_call(event), slot_ends_at)
    before = call - now
    term = next(term for least, term in _TERMS if before > least or least == timedelta(0))
    until = now + term
    local = until.astimezone(zone)
    if local.hour >= _NIGHT_BEGINS or local.hour < _NIGHT_ENDS:
        day = local.date() + timedelta(days=1 if local.hour >= _NIGHT_BEGINS else 0)
        morning = datetime(day.year, day.month, day.day, _NIGHT_ENDS, tzinfo=zone).astimezone(now.tzinfo)
        if morning + term <= call:
            until = morning
    return min(until, call)


def next_offers(supply: Supply, queue: Iterable[Waits], now: datetime) -> Sequence[Offer]:
    """Return who gets places now: the queue in its order; a party that does not fit whole is passed over and keeps its place.

    Nothing is left free that a party of the queue could have. A party that wishes for no slot gets the earliest with room.
    """
    made = []
    for party in queue:
        if not anything(supply, now):
            break
        slot_id = party.slot_id
        if slot_id is None and supply.slots:
            slot = roomiest(supply, party.people, now)
            if slot is None:
                continue
            slot_id = slot.id
        found = left(supply, party.category, slot_id, now)
        if found is None or found < party.people:
            continue
        supply = supply.with_given(party.people, party.category, slot_id)
        made.append(Offer(party.registration_id, party.people, party.category, slot_id))
    return made


def may_move(state: WaitingState, wanted: WaitingState) -> bool:
    """Tell whether a waiting party may go from one state to another."""
    return wanted in NEXT_WAITING[state]
