"""What a code gives its holder the right to: zones at hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from festival.registration.types.parties import TicketClass, Validity

ZONES_MAX = 8  # bits of one byte in the signed code
OPENINGS_MAX = 24  # of one code: a person with more of them has several jobs too many
HOURS_MAX = timedelta(days=45)  # from the first to the last hour of one code (two bytes of minutes)


@dataclass(frozen=True, slots=True)
class Opening:
    """Zones (one bit each; 0: wherever the event is) that are open to somebody at some hours."""

    zones: int
    valid: Validity

    @property
    def since(self) -> datetime:
        """When it begins."""
        return self.valid.since

    @property
    def until(self) -> datetime:
        """When it ends."""
        return self.valid.until


@dataclass(frozen=True, slots=True)
class Offered:
    """Zones at hours as a category offers them; None: the hours of its event."""

    zones: int
    valid: Validity | None


@dataclass(frozen=True, slots=True)
class Pass:
    """A class, and all zones and all hours of it, as the signed code says them.

    `openings` says which zone at which hours where they differ; none: every zone at all the hours.
    """

    ticket_class: TicketClass
    zones: int
    valid: Validity
    openings: tuple[Opening, ...] = ()

    @property
    def parts(self) -> tuple[Opening, ...]:
        """What is open, one opening at least."""
        return self.openings or (Opening(self.zones, self.valid),)
