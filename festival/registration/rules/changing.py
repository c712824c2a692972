"""What a party may change itself, and until when: pure."""

from collections.abc import Iterable
from datetime import datetime

from festival.programme.types import EventFacts, EventState
from festival.registration.types import (
    PARTY_MAX,
    Fixed,
    RegistrationKind,
    TicketClass,
    TicketState,
    TooLarge,
)

_OWN = {RegistrationKind.PARTY, RegistrationKind.GROUP, RegistrationKind.WALK_IN}


def why_party_fixed(kind: str, event: EventFacts, now: datetime) -> Fixed | None:
    """Return why nothing of a party can be changed by who holds its link, or None."""
    if RegistrationKind(kind) not in _OWN:
        return Fixed.NOT_YOURS
    return Fixed.OVER if event.state is EventState.CANCELLED or event.ends_at <= now else None


def why_ticket_fixed(state: str, admitted_at: datetime | None) -> Fixed | None:
    """Return why a ticket can get no other name and no other holder, or None. Who is inside stays who they are."""
    if state != TicketState.VALID:
        return Fixed.VOID
    return Fixed.USED if admitted_at is not None else None


def most_people(event: EventFacts) -> int:
    """Return how many people one party of an event may be."""
    return min(event.party_max, PARTY_MAX)


def counted(classes: Iterable[int]) -> int:
    """Return how many of a party count against what it may be: one companion comes on top."""
    found = list(classes)
    return len(found) - (TicketClass.COMPANION in found)


def grows(people: int, more: int, most: int) -> TooLarge | None:
    """Return that a party of `people` is too large with `more`, or None."""
    return TooLarge(most) if people + more > most else None
