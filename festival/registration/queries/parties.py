"""Parties and their tickets, one by one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, selectinload

from festival.core.errors import NotFound
from festival.programme.models import Event
from festival.registration.models import Consent, Registration, Ticket, Transfer
from festival.registration.types import Application, Purpose, TicketState


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


def find_registration(session: Session, registration_id: int) -> Registration | None:
    """Return one registration with its tickets, or None."""
    statement = select(Registration).where(Registration.id == registration_id)
    return session.scalar(statement.options(selectinload(Registration.tickets)))


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


def get_ticket(session: Session, ticket_id: int) -> Ticket:
    """Return one ticket. Raises NotFound."""
    ticket = session.get(Ticket, ticket_id)
    if ticket is None:
        raise NotFound
    return ticket


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


# A registration that stands for a ticket passed on, whose holder has not agreed to anything yet.
UNANSWERED = exists().where(Transfer.registration_id == Registration.id) & ~exists().where(
    Consent.registration_id == Registration.id, Consent.purpose == Purpose.RECEIVED
)


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


def awaits_consent(session: Session, registration: Registration) -> bool:
    """Tell whether somebody got this ticket from another person and has not agreed for themselves yet."""
    if registration.cancelled_at is not None:
        return False
    return bool(session.scalar(select(exists().where(Registration.id == registration.id, UNANSWERED))))


def passed_on(session: Session, tickets: Sequence[Ticket]) -> frozenset[int]:
    """Return which of these tickets (by number) went to another person; no query when none can have."""
    ended = [ticket.id for ticket in tickets if ticket.state == TicketState.REVOKED]
    if not ended:
        return frozenset()
    return frozenset(session.scalars(select(Transfer.ticket_id).where(Transfer.ticket_id.in_(ended))))
