"""A party under lock: its live tickets first, then its own row, which is the order in which cancelling takes them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from festival.core.errors import NotFound
from festival.registration.models import FormTaken, Registration, Ticket
from festival.registration.types import TicketState

_LIVE = (TicketState.VALID, TicketState.BLOCKED)


@dataclass(frozen=True, slots=True)
class Held:
    """A registration and its live tickets, locked until the transaction ends."""

    registration: Registration
    party: Ticket | None  # position 0; None when everybody has cancelled
    people: tuple[Ticket, ...]

    def at(self, position: int) -> Ticket | None:
        """Return the live ticket of one person."""
        return next((ticket for ticket in self.people if ticket.position == position), None)


def hold(session: Session, registration_id: int) -> Held:
    """Lock a party and read it anew. Raises NotFound."""
    tickets = session.scalars(
        select(Ticket)
        .where(Ticket.registration_id == registration_id, Ticket.state.in_(_LIVE))
        .order_by(Ticket.position)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    registration = session.scalars(
        select(Registration)
        .where(Registration.id == registration_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if registration is None:
        raise NotFound
    party = next((ticket for ticket in tickets if ticket.position == 0), None)
    return Held(registration, party, tuple(ticket for ticket in tickets if ticket.position > 0))


def take_form(session: Session, number: str, registration_id: int, *, now: datetime) -> bool:
    """Note that the form with this number adds something now; False when it has before."""
    connection = session.connection()
    make = postgres_insert if connection.dialect.name == "postgresql" else sqlite_insert
    row = {"number": number, "registration_id": registration_id, "taken_at": now}
    made = connection.execute(
        make(FormTaken).on_conflict_do_nothing().returning(FormTaken.number), row
    ).scalar()
    return made is not None


def was_taken(session: Session, number: str) -> bool:
    """Tell whether the form with this number has added something, without taking a lock."""
    return bool(session.scalar(select(exists().where(FormTaken.number == number))))
