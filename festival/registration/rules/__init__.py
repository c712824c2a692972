"""What should happen in registration: pure."""

from festival.registration.rules.changing import (
    counted,
    grows,
    most_people,
    why_party_fixed,
    why_ticket_fixed,
)
from festival.registration.rules.places import (
    DOORS_BEFORE_START,
    EARLY,
    admits_registration,
    may_become,
    place,
    status,
    validity,
    window,
)
from festival.registration.rules.supply import (
    anything,
    free,
    left,
    moved,
    open_slots,
    public_left,
    refusal,
    roomiest,
    slot_validity,
)
from festival.registration.rules.waiting import (
    last_call,
    may_move,
    next_offers,
    offer_until,
    takes_offers,
)

__all__ = [
    "DOORS_BEFORE_START",
    "EARLY",
    "admits_registration",
    "anything",
    "counted",
    "free",
    "grows",
    "last_call",
    "left",
    "may_become",
    "may_move",
    "most_people",
    "moved",
    "next_offers",
    "offer_until",
    "open_slots",
    "place",
    "public_left",
    "refusal",
    "roomiest",
    "slot_validity",
    "status",
    "takes_offers",
    "validity",
    "why_party_fixed",
    "why_ticket_fixed",
    "window",
]
