"""Who sits in the sessions whose seats are counted, as the doors of halls ask, and as what people come to the conference."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from festival.conference.models import CompanyPerson, PartRow, SessionPlace, SessionRow, SessionSeats
from festival.conference.rules.seats import open_left
from festival.conference.types.halls import DelegateKind, Kinds
from festival.core.trilingual import Trilingual
from festival.programme.models import Event, Space
from festival.registration.models import Guest, Invitation, Person, Seating, Ticket
from festival.registration.types import TicketClass, TicketState
from festival.registration.types.guests import COMING, GuestPart
from festival.registration.types.passages import SeatedSession

_LIVE = (TicketState.VALID, TicketState.BLOCKED)


@dataclass(slots=True)
class _Sitting:
    """One session while it is put together: who sits there, and at which seat of the plan those sit who have one by name."""

    title: Trilingual
    hall: Trilingual
    free: int
    people: set[int] = field(default_factory=set)
    places: dict[int, tuple[int, int]] = field(default_factory=dict)


def seated_sessions(session: Session, numbers: Collection[int]) -> dict[int, SeatedSession]:
    """Return those of these sessions whose seats are counted (five statements).

    Who takes part in a session sits there, and so does whoever has a seat in the plan of its event, where it is held in the event's own place.
    """
    found, planned = _counted(session, numbers)
    if not found:
        return {}
    _add_people(session, found)
    _add_planned(session, found, planned)
    people = {person for one in found.values() for person in one.people}
    tickets = _tickets(session, people)
    return {
        number: SeatedSession(
            number,
            one.title,
            one.hall,
            one.free,
            frozenset(ticket for person in one.people for ticket in tickets[person]),
            {ticket: place for person, place in one.places.items() for ticket in tickets[person]},
        )
        for number, one in found.items()
    }


def _counted(
    session: Session, numbers: Collection[int]
) -> tuple[dict[int, _Sitting], Mapping[int, list[int]]]:
    """Return the sessions, and event → those of them that are held in its own place."""
    own, elsewhere = aliased(Space), aliased(Space)
    rows = session.execute(
        select(SessionRow, SessionSeats, Event.space_id, own.name, elsewhere.name)
        .join(SessionSeats, SessionSeats.session_id == SessionRow.id)
        .join(Event, Event.id == SessionRow.event_id)
        .outerjoin(own, own.id == Event.space_id)
        .outerjoin(elsewhere, elsewhere.id == SessionRow.space_id)
        .where(SessionRow.id.in_(list(numbers)))
    )
    found: dict[int, _Sitting] = {}
    planned: dict[int, list[int]] = defaultdict(list)
    for one, seats, space_id, event_room, session_room in rows:
        found[one.id] = _Sitting(
            one.title,
            session_room or event_room or Trilingual(),
            open_left(seats.terms, seats.taken, seats.kept_taken),
        )
        if one.space_id in {None, space_id}:
            planned[one.event_id].append(one.id)
    return found, planned


def _add_people(session: Session, found: Mapping[int, _Sitting]) -> None:
    taken = select(SessionPlace.session_id, SessionPlace.person_id).where(
        SessionPlace.session_id.in_(list(found))
    )
    takes_part = select(PartRow.session_id, PartRow.person_id).where(PartRow.session_id.in_(list(found)))
    for number, person in session.execute(taken.union(takes_part)):
        found[number].people.add(person)


def _add_planned(session: Session, found: Mapping[int, _Sitting], planned: Mapping[int, list[int]]) -> None:
    rows = session.execute(
        select(Seating.event_id, Invitation.deputy_id, Guest.person_id, Seating.row, Seating.number)
        .join(Invitation, Invitation.id == Seating.invitation_id)
        .join(Guest, Guest.id == Invitation.guest_id)
        .where(Seating.event_id.in_(list(planned)), Invitation.state.in_(COMING))
    )
    for event_id, deputy, person, row, seat in rows:
        for number in planned[event_id]:
            found[number].people.add(deputy or person)
            found[number].places[deputy or person] = (row, seat)


def _tickets(session: Session, people: Collection[int]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = session.execute(
        select(Ticket.person_id, Ticket.id).where(Ticket.person_id.in_(list(people)), Ticket.state.in_(_LIVE))
    )
    for person, ticket in rows:
        if person is not None:
            found[person].append(ticket)
    return found


def kinds_of(session: Session, person_ids: Collection[int]) -> dict[int, Kinds]:
    """Return person → as what they come to the conference (five statements). A deputy comes as whom they stand in for, never as the head."""
    numbers = list(person_ids)
    found: dict[int | None, set[DelegateKind]] = {one: set() for one in numbers}
    whole = select(Guest.person_id, Guest.part, Guest.is_head, Guest.delegation_id)
    for person, part, is_head, delegation in session.execute(whole.where(Guest.person_id.in_(numbers))):
        found[person].add(_guest_kind(part, delegation, is_head=is_head))
    deputies = select(Invitation.deputy_id, Guest.part, Guest.delegation_id).join(
        Guest, Guest.id == Invitation.guest_id
    )
    for deputy, part, delegation in session.execute(deputies.where(Invitation.deputy_id.in_(numbers))):
        found[deputy].add(_guest_kind(part, delegation, is_head=False))
    speaks = select(PartRow.person_id).where(PartRow.person_id.in_(numbers))
    for speaker in session.scalars(speaks):
        found[speaker].add(DelegateKind.SPEAKER)
    contacts = select(CompanyPerson.person_id).where(
        CompanyPerson.person_id.in_(numbers), CompanyPerson.is_coming
    )
    for contact in session.scalars(contacts):
        found[contact].add(DelegateKind.COMPANY)
    press = select(Ticket.person_id).where(
        Ticket.person_id.in_(numbers),
        Ticket.ticket_class == TicketClass.PRESS,
        Ticket.state == TicketState.VALID,
    )
    for reporter in session.scalars(press):
        found[reporter].add(DelegateKind.PRESS)
    return {one: frozenset(found[one]) for one in numbers}


def _guest_kind(part: str, delegation: int | None, *, is_head: bool) -> DelegateKind:
    if part == GuestPart.INTERPRETER:
        return DelegateKind.INTERPRETER
    if part == GuestPart.STAFF:
        return DelegateKind.STAFF
    if is_head:
        return DelegateKind.LEADER
    return DelegateKind.GUEST if delegation is None else DelegateKind.DELEGATE


@dataclass(frozen=True, slots=True)
class Sitter:
    """Who has a seat in a session: since when, and whether it was kept back."""

    person: Person
    taken_at: datetime
    is_kept: bool
    kinds: Kinds


def sitters(session: Session, session_id: int) -> list[Sitter]:
    """Return who has a seat in a session, in the order in which they got it (six statements)."""
    rows = session.execute(
        select(SessionPlace, Person)
        .join(Person, Person.id == SessionPlace.person_id)
        .where(SessionPlace.session_id == session_id)
        .order_by(SessionPlace.taken_at, Person.id)
    ).all()
    kinds = kinds_of(session, [person.id for _, person in rows])
    return [Sitter(person, place.taken_at, place.is_kept, kinds[person.id]) for place, person in rows]
