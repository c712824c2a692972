"""Who may come through a gate, for paper."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.gate.models import gate_events
from festival.registration.models import Registration, Ticket
from festival.registration.types import TicketState


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One person: short code as it is printed on the ticket, name, kind of ticket, whether inside already."""

    code: str
    name: str
    ticket_class: int
    is_inside: bool
    letter: str


def paper_list(session: Session, gate_id: int) -> list[PaperLine]:
    """Return everybody with a live ticket for this gate's events, by name (accents aside)."""
    rows = session.execute(
        select(
            Registration.code,
            Ticket.position,
            Ticket.name,
            Ticket.ticket_class,
            Ticket.admitted_at,
            Ticket.name_folded,
        )
        .join(Registration, Registration.id == Ticket.registration_id)
        .join(gate_events, gate_events.c.event_id == Ticket.event_id)
        .where(gate_events.c.gate_id == gate_id, Ticket.position > 0, Ticket.state == TicketState.VALID)
        .order_by(Ticket.name_folded, Registration.code, Ticket.position)
    )
    return [
        PaperLine(
            f"{code[:4]}-{code[4:]}-{position}", name, kind, inside is not None, (folded or "?")[0].upper()
        )
        for code, position, name, kind, inside, folded in rows
    ]
