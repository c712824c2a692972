"""How many places are left, for whom and when: pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from festival.programme.types import EventFacts
from festival.registration.rules.places import validity
from festival.registration.types import OPEN_CATEGORIES, Category, Full, NoSlot, Supply, Validity, Window
from festival.registration.types.places import SLOT_EARLY_MINUTES, SLOT_LATE_MINUTES

_EARLY, _LATE = timedelta(minutes=SLOT_EARLY_MINUTES), timedelta(minutes=SLOT_LATE_MINUTES)


def free(supply: Supply, category: Category, now: datetime) -> int:
    """Return how many people of a category could have places, whatever their slot; never negative.

    What is kept for other categories is not for this one until its release. Pools bind every event that shares them.
    """
    kept = sum(one.kept(now) for one in supply.allotments if one.category is not category)
    shared = [one.capacity - one.given for one in supply.pools]
    return max(0, min([supply.limit - supply.given - kept, *shared]))


def anything(supply: Supply, now: datetime) -> int:
    """Return how many places are free for whoever may have the most of them."""
    return max(free(supply, category, now) for category in Category)


def left(supply: Supply, category: Category, slot_id: int | None, now: datetime) -> int | None:
    """Return how many people could have places, in a slot (None: whoever needs none), or None for a slot that is not there or over."""
    if slot_id is None:
        return free(supply, category, now)
    slot = supply.slot(slot_id)
    if slot is None or slot.ends_at <= now:
        return None
    return min(free(supply, category, now), slot.left)


def refusal(
    supply: Supply, people: int, category: Category, slot_id: int | None, now: datetime
) -> Full | NoSlot | None:
    """Return why a party gets no places, or None: it is never split."""
    found = left(supply, category, slot_id, now)
    if found is None:
        return NoSlot()
    return None if people <= found else Full(found)


def roomiest(supply: Supply, people: int, now: datetime) -> Window | None:
    """Return the earliest slot, not over, that has room for so many people; None when there is none."""
    return next((slot for slot in open_slots(supply.slots, now) if slot.left >= people), None)


def open_slots(slots: Iterable[Window], now: datetime) -> Sequence[Window]:
    """Return the slots that are not over, earliest first."""
    return sorted((slot for slot in slots if slot.ends_at > now), key=lambda slot: (slot.starts_at, slot.id))


def public_left(supply: Supply, now: datetime) -> int:
    """Return how many places a reader can have: of any open category, in any slot that is not over."""
    most = max(free(supply, category, now) for category in OPEN_CATEGORIES)
    return min(most, sum(slot.left for slot in open_slots(supply.slots, now))) if supply.slots else most


def slot_validity(event: EventFacts, slot: Window | None) -> Validity:
    """Return when a ticket admits: its slot with tolerance on both sides, never outside the event's own hours."""
    whole = validity(event)
    if slot is None:
        return whole
    since = max(whole.since, slot.starts_at - _EARLY)
    until = min(whole.until, slot.ends_at + _LATE)
    return Validity(since, until) if since < until else whole


def moved(slot: Window, by: timedelta) -> Window:
    """Return a slot that goes along with its event."""
    return replace(slot, starts_at=slot.starts_at + by, ends_at=slot.ends_at + by)
