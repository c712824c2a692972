"""What a code gives its holder the right to."""

from dataclasses import dataclass

from festival.registration.types.parties import TicketClass, Validity

ZONES_MAX = 8  # bits of one byte in the signed code


@dataclass(frozen=True, slots=True)
class Pass:
    """A class, zones (one bit each; 0: wherever the event is) and hours."""

    ticket_class: TicketClass
    zones: int
    valid: Validity
