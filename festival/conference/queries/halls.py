"""Halls, what takes place in them, and who was there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from festival.conference.doors import doors
from festival.conference.models import AttendanceTerms, HallRow, SessionPlace, SessionSeats
from festival.conference.queries.sessions import sessions_of
from festival.conference.rules import attendance as rules
from festival.conference.rules import halls as hall_rules
from festival.conference.types.halls import USUAL, Basis, Hall, Holder, Presence, Stay, TermsContent, Use
from festival.conference.types.sessions import ConferenceSession
from festival.core.errors import NotFound
from festival.programme.models import Event, Space
from festival.programme.queries import events_of
from festival.programme.types import EventFacts, EventKind, EventState
from festival.registration.models import Ticket
from festival.registration.rules import validity
from festival.registration.types import TicketState, Validity
from festival.registration.types.passages import Door, DoorHours, Passage

KINDS = frozenset({EventKind.CONFERENCE, EventKind.SEMINAR})
# Somebody may be scanned before the doors open, and out long after the end.
_AROUND = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class House:
    """An edition's conference as its doors see it."""

    edition_id: int
    events: dict[int, EventFacts]
    places: dict[int, int | None]  # event → its space
    sessions: tuple[ConferenceSession, ...]
    halls: tuple[Hall, ...]
    uses: tuple[Use, ...]
    seated: frozenset[int]  # sessions whose seats are counted

    @property
    def hours(self) -> dict[int, Validity]:
        """Event → when its codes admit."""
        return {number: validity(event) for number, event in self.events.items()}

    @property
    def mask(self) -> int:
        """The bits of all halls."""
        return sum(hall.mask for hall in self.halls)

    @property
    def rooms(self) -> dict[int, int]:
        """Session → the space of its hall, for sessions whose room has watched doors."""
        watched = {hall.space_id for hall in self.halls}
        rooms = {one.id: hall_rules.room(one, self.places) for one in self.sessions}
        return {number: space for number, space in rooms.items() if space in watched and space is not None}

    def door_hours(self, hall: Hall) -> list[DoorHours]:
        """Return when a hall's doors admit whose codes; what begins later, a session with seats, holds over the event it is in."""
        hours = self.hours
        return [
            *hall_rules.door_hours(hall, self.uses, hours),
            *hall_rules.seat_hours(hall, self.sessions, self.seated, self.places, hours),
        ]


def house(session: Session, edition_id: int) -> House:
    """Return an edition's halls and what takes place in them, as published."""
    events = {
        one.id: one
        for one in events_of(session, edition_id)
        if one.kind in KINDS and one.state is not EventState.CANCELLED
    }
    places: dict[int, int | None] = {
        number: space
        for number, space in session.execute(
            select(Event.id, Event.space_id).where(Event.id.in_(list(events)))
        )
    }
    halls = halls_of(session, edition_id)
    listed = sessions_of(session, events, only_public=False) if events else ()
    hours = {number: validity(event) for number, event in events.items()}
    used = tuple(hall_rules.uses(halls, places, hours, listed))
    counted = select(SessionSeats.session_id).where(SessionSeats.session_id.in_([one.id for one in listed]))
    seated = frozenset(session.scalars(counted)) if listed else frozenset()
    return House(edition_id, events, places, listed, halls, used, seated)


def halls_of(session: Session, edition_id: int) -> tuple[Hall, ...]:
    """Return the halls of an edition."""
    rows = session.scalars(
        select(HallRow)
        .where(HallRow.edition_id == edition_id)
        .options(joinedload(HallRow.zone), joinedload(HallRow.space).joinedload(Space.venue))
        .order_by(HallRow.id)
    )
    return tuple(
        Hall(
            row.id, row.space_id, row.zone.mask, row.zone.letter, row.space.name, row.space.venue.name,
            row.space.capacity,
        )
        for row in rows
    )  # fmt: skip


def get_hall(session: Session, edition_id: int, hall_id: int) -> Hall:
    """Return one hall of an edition. Raises NotFound."""
    found = next((one for one in halls_of(session, edition_id) if one.id == hall_id), None)
    if found is None:
        raise NotFound(hall_id)
    return found


def doors_of(session: Session, edition_id: int, halls: Sequence[Hall]) -> dict[int, list[Door]]:
    """Return hall → the gates that lead into it and nowhere else."""
    known = doors().doors(session, edition_id)
    return {hall.id: [door for door in known if door.zones == hall.mask] for hall in halls}


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was in the rooms. `names`: holder → name on the ticket; `inside` asks how many are in a hall at a moment."""

    stays: tuple[Stay, ...]
    presences: tuple[Presence, ...]
    names: dict[Holder, str]
    watched: frozenset[int]  # sessions whose room has a door

    def of(self, session_id: int) -> list[Presence]:
        """Return who was in a session, the longest first."""
        mine = [one for one in self.presences if one.session_id == session_id]
        return sorted(mine, key=lambda one: (-one.spent, self.names[one.who]))


def attendance(session: Session, of: House, terms: TermsContent) -> Attendance:
    """Return who was in which session, from all scans at the halls' doors."""
    gates = doors_of(session, of.edition_id, of.halls)
    spaces = {door.gate_id: hall.space_id for hall in of.halls for door in gates[hall.id]}
    rooms = {number: space for number, space in of.rooms.items() if space in set(spaces.values())}
    passed: Sequence[Passage] = ()
    if spaces and of.uses:
        passed = doors().passages(
            session,
            spaces,
            since=min(one.since for one in of.uses) - _AROUND,
            until=max(one.until for one in of.uses) + _AROUND,
        )
    found = rules.stays(passed, spaces, of.uses)
    return Attendance(
        tuple(found),
        tuple(rules.presences(found, of.sessions, rooms, terms.share)),
        {one.who: one.name for one in passed},
        frozenset(rooms),
    )


def terms_of(session: Session, edition_id: int) -> tuple[TermsContent, int]:
    """Return what counts as attendance, and its version; the usual terms where nobody has said anything."""
    row = session.get(AttendanceTerms, edition_id)
    if row is None:
        return USUAL, 0
    content = TermsContent(
        row.share, Basis(row.basis), row.least, row.issuer, row.signatory, row.position, row.place
    )
    return content, row.version


def holders(session: Session, event_ids: Sequence[int]) -> dict[int, int]:
    """Return event → how many people hold a ticket that admits."""
    rows = session.execute(
        select(Ticket.event_id, func.count())
        .where(Ticket.event_id.in_(list(event_ids)), Ticket.position > 0, Ticket.state == TicketState.VALID)
        .group_by(Ticket.event_id)
    )
    return {event_id: number for event_id, number in rows}


def seats_of(session: Session, session_ids: Sequence[int]) -> dict[int, SessionSeats]:
    """Return session → its counted seats, where it has some."""
    rows = session.scalars(select(SessionSeats).where(SessionSeats.session_id.in_(list(session_ids))))
    return {row.session_id: row for row in rows}


def seats_taken_by(session: Session, person_id: int) -> frozenset[int]:
    """Return the sessions in which somebody has taken a seat."""
    return frozenset(
        session.scalars(select(SessionPlace.session_id).where(SessionPlace.person_id == person_id))
    )


def spaces_without_hall(
    session: Session, of: Mapping[int, int | None], rooms: set[int], taken: set[int]
) -> list[Space]:
    """Return the rooms that events or sessions use and whose doors nobody watches."""
    wanted = ({space for space in of.values() if space} | rooms) - taken
    return list(
        session.scalars(
            select(Space).where(Space.id.in_(wanted)).options(joinedload(Space.venue)).order_by(Space.id)
        )
    )
