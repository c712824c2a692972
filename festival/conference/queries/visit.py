"""What a guest's visit consists of: where they come by which car, where they sleep, who looks after them, where they sit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from festival.conference.models import DressCode
from festival.core.trilingual import Trilingual
from festival.programme.queries import events_of
from festival.programme.types import EventFacts, EventState
from festival.registration.models import Delegation, Guest, Invitation, Person, Ticket
from festival.registration.queries.guests import invitations_by_guest
from festival.registration.queries.seating import seats_of
from festival.registration.rules import validity
from festival.registration.rules.seating import Place
from festival.registration.types import TicketState
from festival.registration.types.guests import COMING, GuestPart, InvitationState, Travel


@dataclass(frozen=True, slots=True)
class Occasion:
    """One event to which somebody comes: their seat, and what is worn."""

    event: EventFacts
    seat: Place | None
    dress: Trilingual | None
    is_confirmed: bool  # False: the organizers look at it once more


@dataclass(frozen=True, slots=True)
class ShownCode:
    """A ticket whose code somebody shows, and the events that it opens."""

    ticket: Ticket
    events: tuple[EventFacts, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """All that one person is told of their own visit, and nothing of others but who is there for them.

    `travel` is None for a deputy: the guest's car and hotel are the guest's.
    """

    person: Person
    occasions: tuple[Occasion, ...]
    travel: Travel | None
    delegation: Delegation | None
    interpreters: tuple[Person, ...]
    codes: tuple["ShownCode", ...]


def visit_of(session: Session, found: Invitation) -> Visit:
    """Return the visit of whoever comes by this invitation: of a guest all, of a deputy this one event."""
    guest: Guest = found.guest
    person = found.deputy or guest.person
    if found.deputy_id is None:
        mine = [
            one
            for one in invitations_by_guest(session, [found.guest_id]).get(found.guest_id, [])
            if one.deputy_id is None  # where a deputy comes, the seat is the deputy's to know
        ]
    else:
        mine = [found]
    there = {one.event_id: one for one in mine if InvitationState(one.state) in COMING}
    events = [
        event
        for event in events_of(session, guest.edition_id)
        if event.id in there and event.state is not EventState.CANCELLED
    ]
    return Visit(
        person,
        _occasions(session, events, there),
        _travel(guest) if found.deputy_id is None else None,
        guest.delegation,
        _interpreters(session, guest) if guest.delegation_id is not None else (),
        shown_codes(session, person.id, events),
    )


def _occasions(
    session: Session, events: Iterable[EventFacts], there: dict[int, Invitation]
) -> tuple[Occasion, ...]:
    numbers = list(there)
    seats, dress = seats_of(session, numbers), dress_of(session, numbers)
    return tuple(
        Occasion(
            event,
            seats.get(there[event.id].id),
            dress.get(event.id),
            there[event.id].state == InvitationState.ACCEPTED,
        )
        for event in events
    )


def _travel(guest: Guest) -> Travel:
    return guest.travel.over(guest.delegation.travel) if guest.delegation else guest.travel


def _interpreters(session: Session, guest: Guest) -> tuple[Person, ...]:
    """Return who interprets for the guest's delegation, without the guest."""
    rows = session.scalars(
        select(Guest)
        .where(
            Guest.delegation_id == guest.delegation_id,
            Guest.part == GuestPart.INTERPRETER,
            Guest.id != guest.id,
        )
        .options(joinedload(Guest.person))
        .order_by(Guest.precedence, Guest.id)
    )
    return tuple(row.person for row in rows)


def shown_codes(session: Session, person_id: int, events: Sequence[EventFacts]) -> tuple[ShownCode, ...]:
    """Return the codes somebody shows at these events: as few as there can be.

    A code that was told of another event's hall (registration/services/carrying.py) stands for that event's own as well.
    """
    rows = session.scalars(
        select(Ticket)
        .where(
            Ticket.person_id == person_id,
            Ticket.event_id.in_([event.id for event in events]),
            Ticket.state == TicketState.VALID,
        )
        .order_by(Ticket.id)
    )
    mine = {ticket.event_id: ticket for ticket in rows}
    found: list[tuple[Ticket, list[EventFacts]]] = []
    for event in events:
        if event.id not in mine:
            continue
        carrier = next((one for ticket, one in found if _is_told_of(ticket, event)), None)
        if carrier is not None:
            carrier.append(event)
        else:
            found.append((mine[event.id], [event]))
    return tuple(ShownCode(ticket, tuple(of)) for ticket, of in found)


def _is_told_of(ticket: Ticket, event: EventFacts) -> bool:
    hours = validity(event)
    return any(one.zones and one.since <= hours.since and hours.until <= one.until for one in ticket.openings)


def dress_of(session: Session, event_ids: Iterable[int]) -> dict[int, Trilingual]:
    """Return event → what is worn, where somebody has said so."""
    rows = session.scalars(select(DressCode).where(DressCode.event_id.in_(list(event_ids))))
    return {row.event_id: row.words for row in rows}
