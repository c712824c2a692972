"""What should happen when somebody wants places: pure."""

from datetime import datetime, timedelta

from festival.programme.places import PlacesStatus
from festival.programme.types import EventFacts
from festival.registration.types import NEXT_STATES, Full, NotOpen, TicketState, Validity

EARLY = timedelta(minutes=30)  # gates begin a little before the doors that are announced
DOORS_BEFORE_START = timedelta(
    hours=2
)  # where nobody said when doors open (NUMBERS: a two-hour entry period)


def window(event: EventFacts, now: datetime) -> PlacesStatus:
    """Tell whether registration is open by its dates alone."""
    if (
        not event.takes_registrations
        or event.registration_opens_at is None
        or event.registration_closes_at is None
    ):
        return PlacesStatus.CLOSED
    if now < event.registration_opens_at:
        return PlacesStatus.NOT_YET
    return PlacesStatus.OPEN if now < event.registration_closes_at else PlacesStatus.CLOSED


def status(event: EventFacts, left: int, now: datetime) -> PlacesStatus:
    """Tell what a reader should see: open, full, not yet, closed."""
    by_date = window(event, now)
    if by_date is PlacesStatus.OPEN and left <= 0:
        return PlacesStatus.FULL
    return by_date


def place(capacity: int, taken: int, party: int) -> Full | int:
    """Return how many places are taken with this party, or Full: a party is never split."""
    left = max(0, capacity - taken)
    return taken + party if party <= left else Full(left)


def admits_registration(event: EventFacts, now: datetime) -> NotOpen | None:
    """Return why nobody may register now, or None."""
    by_date = window(event, now)
    return None if by_date is PlacesStatus.OPEN else NotOpen(by_date)


def validity(event: EventFacts) -> Validity:
    """Return when tickets of an event admit."""
    doors = event.doors_at or event.starts_at - DOORS_BEFORE_START
    return Validity(doors - EARLY, event.ends_at)


def may_become(state: TicketState, wanted: TicketState) -> bool:
    """Tell whether a ticket may go from one state to another."""
    return wanted in NEXT_STATES[state]
