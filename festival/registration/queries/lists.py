"""Lists and figures for the desk."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from festival.core import ids, names
from festival.programme.models import Event
from festival.registration.models import Registration, Ticket
from festival.registration.types import TicketState


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    rows: Sequence[Registration]
    number: int
    pages: int
    total: int


def search(
    session: Session, *, edition_id: int, text: str, event_id: int | None, number: int, per_page: int = 50
) -> Page:
    """Return registrations of an edition, newest first: by name (blind to accents), short code, phone or mail."""
    statement = (
        select(Registration)
        .join(Event, Event.id == Registration.event_id)
        .where(Event.edition_id == edition_id)
    )
    if event_id is not None:
        statement = statement.where(Registration.event_id == event_id)
    if text:
        statement = _matching(statement, text)
    total = (
        session.scalar(
            select(func.count()).select_from(statement.with_only_columns(Registration.id).subquery())
        )
        or 0
    )
    pages = max(1, -(-total // per_page))
    number = min(max(1, number), pages)
    rows = session.scalars(
        statement.order_by(Registration.id.desc())
        .limit(per_page)
        .offset((number - 1) * per_page)
        .options(selectinload(Registration.tickets))
    ).all()
    return Page(rows, number, pages, total)


def _matching(statement: Select[Registration], text: str) -> Select[Registration]:
    by_name = select(Ticket.registration_id).where(
        Ticket.position > 0, Ticket.name_folded.like(names.like_pattern(text), escape="\\")
    )
    choices = [Registration.id.in_(by_name), Registration.code == ids.clean_code(text)[:7]]
    if "@" in text:
        choices.append(Registration.mail.contains(text.lower(), autoescape=True))
    digits = "".join(c for c in text if c.isdigit())
    if len(digits) >= 4:
        choices.append(Registration.phone.like(f"%{digits.removeprefix('0')}"))
    return statement.where(or_(*choices))


@dataclass(frozen=True, slots=True)
class Figures:
    """How one event stands, in people."""

    registered: int
    admitted: int


def figures(session: Session, edition_id: int) -> dict[int, Figures]:
    """Return event id → people with a live ticket and people admitted."""
    rows = session.execute(
        select(Ticket.event_id, func.count(), func.count(Ticket.admitted_at))
        .join(Event, Event.id == Ticket.event_id)
        .where(
            Event.edition_id == edition_id,
            Ticket.position > 0,
            Ticket.state.in_((TicketState.VALID, TicketState.BLOCKED)),
        )
        .group_by(Ticket.event_id)
    )
    return {event_id: Figures(registered, admitted) for event_id, registered, admitted in rows}
