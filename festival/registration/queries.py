"""Who is registered, and how many places are left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from festival.core import ids, names
from festival.core.errors import NotFound
from festival.programme.models import Event
from festival.programme.places import Places
from festival.programme.types import EventFacts
from festival.registration import rules
from festival.registration.models import Consent, EventPlaces, Registration, Ticket
from festival.registration.types import Application, TicketState


def places_of(session: Session, events: Sequence[EventFacts], now: datetime) -> dict[int, Places]:
    """Return event id → places, for the events that take registrations (one query)."""
    wanted = [event for event in events if event.takes_registrations]
    if not wanted:
        return {}
    rows = session.execute(
        select(EventPlaces.event_id, EventPlaces.taken).where(
            EventPlaces.event_id.in_([event.id for event in wanted])
        )
    )
    taken = {event_id: number for event_id, number in rows}
    return {
        event.id: Places(
            event.capacity or 0, taken.get(event.id, 0), rules.status(event, taken.get(event.id, 0), now)
        )
        for event in wanted
    }


def registered_in(session: Session, edition_id: int) -> dict[int, int]:
    """Return event id → people who hold places of it, for the events of an edition (one query)."""
    rows = session.execute(
        select(EventPlaces.event_id, EventPlaces.taken)
        .join(Event, Event.id == EventPlaces.event_id)
        .where(Event.edition_id == edition_id)
    )
    return {event_id: taken for event_id, taken in rows}


def get_registration(session: Session, registration_id: int) -> Registration:
    """Return one registration with its tickets. Raises NotFound."""
    registration = session.scalar(
        select(Registration)
        .where(Registration.id == registration_id)
        .options(selectinload(Registration.tickets))
    )
    if registration is None:
        raise NotFound
    return registration


def was_sent(session: Session, submission: str) -> bool:
    """Tell whether the form with this number has registered a party."""
    known = select(Registration.id).where(Registration.submission == submission)
    return session.scalar(known) is not None


def holds(registration: Registration, application: Application) -> bool:
    """Tell whether a registration is what a form asks for: the same people, contact, language and needs."""
    return (
        [ticket.name for ticket in live_tickets(registration)] == list(application.names)
        and (registration.phone, registration.mail) == (application.phone, application.mail)
        and registration.language == application.language
        and registration.needs == ",".join(sorted(application.needs))
        and registration.needs_note == application.needs_note
    )


def find_ticket(session: Session, ticket_id: int) -> Ticket | None:
    """Return one ticket."""
    return session.get(Ticket, ticket_id)


def active_by_contact(
    session: Session, *, phone: str | None, mail: str | None, now: datetime
) -> Sequence[Registration]:
    """Return what is registered under a phone or a mail for events that are not over, newest first (at most ten)."""
    contact = Registration.mail == mail if mail else Registration.phone == phone
    statement = (
        select(Registration)
        .join(Event, Event.id == Registration.event_id)
        .where(contact, Registration.cancelled_at.is_(None), Event.ends_at > now)
        .order_by(Registration.id.desc())
        .limit(10)
    )
    return session.scalars(statement).all()


def live_tickets(registration: Registration) -> list[Ticket]:
    """Return the people's tickets as the party's page shows them: the newest of each position, cancelled ones too."""
    newest: dict[int, Ticket] = {}
    for ticket in registration.tickets:
        if ticket.position > 0:
            newest[ticket.position] = ticket
    return [newest[position] for position in sorted(newest)]


def party_ticket(registration: Registration) -> Ticket | None:
    """Return the valid code that stands for the whole party."""
    return next((t for t in registration.tickets if t.position == 0 and t.state == TicketState.VALID), None)


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


def get_ticket_of(session: Session, registration_id: int, ticket_id: int) -> Ticket:
    """Return a ticket of this registration. Raises NotFound for another one's."""
    ticket = session.get(Ticket, ticket_id)
    if ticket is None or ticket.registration_id != registration_id:
        raise NotFound
    return ticket


def consents(session: Session, registration_id: int) -> Sequence[Consent]:
    """Return what a party agreed to."""
    return session.scalars(
        select(Consent).where(Consent.registration_id == registration_id).order_by(Consent.id)
    ).all()
