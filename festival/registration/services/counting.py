"""Places that the desk gives out: by the same counters and rules as everybody's, without the public's dates."""

from datetime import datetime

from sqlalchemy.orm import Session

from festival.programme.places import PlacesStatus
from festival.programme.queries import get_event
from festival.programme.types import EventFacts, EventState
from festival.registration import rules
from festival.registration.models import Registration
from festival.registration.queries.supply import find_counts
from festival.registration.services.placing import take
from festival.registration.types import Category, Full, NoSlot, NotOpen, Window


def take_at_the_desk(
    session: Session, registration: Registration, people: int, *, before_queue: bool = False, now: datetime
) -> Full | NotOpen | None:
    """Take places for so many people of a party and return None, or why not; then nothing was taken. Raises NotFound.

    The desk gives places as long as the event is not over, also before and after the public's registration. Who comes without
    registering waits behind those who wait already; `before_queue` is for putting right what the desk itself did.
    """
    if not may_be_given(get_event(session, registration.event_id), now):
        return NotOpen(PlacesStatus.CLOSED)
    taken = take(
        session,
        event_id=registration.event_id,
        people=people,
        category=Category(registration.category),
        slot_id=registration.slot_id,
        now=now,
        before_queue=before_queue,
    )
    return None if taken is None else taken if isinstance(taken, Full) else Full(0)


def next_slot(
    session: Session, event_id: int, people: int, *, wanted: int | None = None, now: datetime
) -> Window | NoSlot | None:
    """Return the arrival slot for so many people: the `wanted` one if it has room, else the earliest; None where there are none."""
    counts = find_counts(session, event_id)
    if counts is None or not counts.supply.slots:
        return None
    had = counts.supply.slot(wanted) if wanted is not None else None
    if had is not None and had.ends_at > now and had.left >= people:
        return had
    return rules.roomiest(counts.supply, people, now) or NoSlot()


def may_be_given(event: EventFacts, now: datetime) -> bool:
    """Tell whether there is still something to give places of."""
    return event.capacity is not None and event.state != EventState.CANCELLED and now < event.ends_at
