"""Whom an action on many parties touches: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from festival.registration.types import TicketState
from festival.registration.types.desk import Action

_LIVE = (TicketState.VALID, TicketState.BLOCKED)


@dataclass(frozen=True, slots=True)
class Held:
    """One ticket as far as it matters here; position 0 is the party's own code."""

    position: int
    state: TicketState
    admitted_at: datetime | None


def touched(action: Action, tickets: Sequence[Held], *, reachable: bool) -> tuple[int, ...]:
    """Return the positions of a party that an action would change, none when it would change nothing.

    `reachable`: there is a phone or a mail to send a link to. Who is inside keeps the ticket.
    """
    people = [ticket for ticket in tickets if ticket.position > 0]
    live = [ticket for ticket in people if ticket.state in _LIVE]
    match action:
        case Action.CANCEL:
            chosen = [ticket for ticket in live if ticket.admitted_at is None]
        case Action.BLOCK:
            chosen = [ticket for ticket in people if ticket.state is TicketState.VALID]
        case Action.UNBLOCK:
            chosen = [ticket for ticket in people if ticket.state is TicketState.BLOCKED]
        case Action.REISSUE:
            chosen = live
        case _:  # the link to the tickets
            chosen = live if reachable else []
    return tuple(sorted(ticket.position for ticket in chosen))
