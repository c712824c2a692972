"""Everybody of a list, one by one from the database's own cursor: 50,000 people need no more memory than 1,000."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from festival.registration.models import Registration, Ticket
from festival.registration.queries.listing import matching
from festival.registration.types.desk import Filters

_AT_ONCE = 1_000


class PersonRow(NamedTuple):
    """One person of a party with the newest ticket of the place in it."""

    code: str
    position: int
    name: str
    state: str
    admitted_at: datetime | None
    event_id: int
    kind: str
    language: str
    phone: str | None
    mail: str | None
    needs: str
    needs_note: str
    made_at: datetime


def people(session: Session, *, edition_id: int, filters: Filters) -> Iterator[PersonRow]:
    """Give everybody of the parties that match, parties in the order of their registration (one statement)."""
    later = aliased(Ticket)
    replaced = (
        select(later.id)
        .where(
            later.registration_id == Ticket.registration_id,
            later.position == Ticket.position,
            later.id > Ticket.id,
        )
        .exists()
    )
    statement = (
        select(
            Registration.code,
            Ticket.position,
            Ticket.name,
            Ticket.state,
            Ticket.admitted_at,
            Registration.event_id,
            Registration.kind,
            Registration.language,
            Registration.phone,
            Registration.mail,
            Registration.needs,
            Registration.needs_note,
            Registration.made_at,
        )
        .join(Ticket, Ticket.registration_id == Registration.id)
        .where(Ticket.position > 0, ~replaced, *matching(edition_id, filters))
        .order_by(Registration.id, Ticket.position)
        .execution_options(yield_per=_AT_ONCE)
    )
    for row in session.execute(statement):
        yield PersonRow._make(row)
