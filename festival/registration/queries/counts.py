"""Figures for the desk. What each means stands beside it on the page; what cannot be counted honestly is not counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, case, cast, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from festival.programme.models import Event
from festival.registration.models import Group, Registration, Slot, Ticket
from festival.registration.types import GroupKind, TicketState, Window

_LIVE = (TicketState.VALID, TicketState.BLOCKED)
_IS_LIVE = Ticket.state.in_(_LIVE)


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
        .where(Event.edition_id == edition_id, Ticket.position > 0, _IS_LIVE)
        .group_by(Ticket.event_id)
    )
    return {event_id: Figures(registered, admitted) for event_id, registered, admitted in rows}


@dataclass(frozen=True, slots=True)
class Standing:
    """One event's people. `issued` counts codes, replaced ones too; the others count people."""

    registered: int
    issued: int
    entered: int
    blocked: int


def standings(session: Session, edition_id: int) -> dict[int, Standing]:
    """Return event id → how it stands (one statement)."""
    rows = session.execute(
        select(
            Ticket.event_id,
            _number(_IS_LIVE),
            func.count(),
            _number(_IS_LIVE & Ticket.admitted_at.is_not(None)),
            _number(Ticket.state == TicketState.BLOCKED),
        )
        .join(Event, Event.id == Ticket.event_id)
        .where(Event.edition_id == edition_id, Ticket.position > 0)
        .group_by(Ticket.event_id)
    )
    return {row[0]: Standing(*row[1:]) for row in rows}


def unique_contacts(session: Session, edition_id: int) -> int:
    """Return how many different phones and mails hold live tickets: a family that comes to five events is one."""
    statement = (
        select(func.count(func.distinct(func.coalesce(Registration.phone, Registration.mail))))
        .join(Event, Event.id == Registration.event_id)
        .where(Event.edition_id == edition_id, Registration.cancelled_at.is_(None))
    )
    return session.scalar(statement) or 0


def by_day(session: Session, edition_id: int, event_id: int | None) -> list[tuple[date, int]]:
    """Return (local day, people registered on it who still come), in order."""
    day = _local_day(session)
    rows = _people(session, edition_id, event_id, day)
    return sorted((date.fromisoformat(str(value)), number) for value, number in rows)


def by_slot(session: Session, edition_id: int, event_id: int | None) -> list[tuple[Window, int]]:
    """Return (arrival slot, people who come in it), in order of time; slots that nobody chose too."""
    people = (
        select(Registration.slot_id, func.count().label("number"))
        .join(Ticket, Ticket.registration_id == Registration.id)
        .where(Registration.slot_id.is_not(None), Ticket.position > 0, _IS_LIVE)
        .group_by(Registration.slot_id)
        .subquery()
    )
    statement = (
        select(
            Slot.id,
            Slot.starts_at,
            Slot.ends_at,
            Slot.capacity,
            Slot.given,
            func.coalesce(people.c.number, 0),
        )
        .join(Event, Event.id == Slot.event_id)
        .outerjoin(people, people.c.slot_id == Slot.id)
        .where(Event.edition_id == edition_id)
        .order_by(Slot.starts_at, Slot.id)
    )
    if event_id is not None:
        statement = statement.where(Slot.event_id == event_id)
    return [(Window(*row[:-1]), row[-1]) for row in session.execute(statement)]


def by_language(session: Session, edition_id: int, event_id: int | None) -> list[tuple[str, int]]:
    """Return (language, people who come), most first."""
    return _most_first(_people(session, edition_id, event_id, Registration.language))


def by_kind(session: Session, edition_id: int, event_id: int | None) -> list[tuple[str, int]]:
    """Return (how they came to be registered, people who come), most first."""
    return _most_first(_people(session, edition_id, event_id, Registration.kind))


def by_ward(session: Session, edition_id: int, event_id: int | None) -> list[tuple[str, int]]:
    """Return (ward or commune, people who come by a list that it has sent), most first: where others live is not asked.

    One that is written with other accents or capitals is the same.
    """
    statement = (
        select(func.min(Group.name), func.count())
        .select_from(Ticket)
        .join(Group, Group.registration_id == Ticket.registration_id)
        .join(Event, Event.id == Ticket.event_id)
        .where(Event.edition_id == edition_id, Group.kind == GroupKind.WARD, Ticket.position > 0, _IS_LIVE)
        .group_by(Group.name_folded)
    )
    if event_id is not None:
        statement = statement.where(Ticket.event_id == event_id)
    return _most_first([(name, number) for name, number in session.execute(statement)])


def _people(
    session: Session,
    edition_id: int,
    event_id: int | None,
    by: ColumnElement[Any] | InstrumentedAttribute[str],
) -> Sequence[tuple[object, int]]:
    statement: Select[Any, int] = (
        select(by, func.count())
        .select_from(Ticket)
        .join(Registration, Registration.id == Ticket.registration_id)
        .join(Event, Event.id == Ticket.event_id)
        .where(Event.edition_id == edition_id, Ticket.position > 0, _IS_LIVE)
        .group_by(by)
    )
    if event_id is not None:
        statement = statement.where(Ticket.event_id == event_id)
    return [(value, number) for value, number in session.execute(statement)]


def _most_first(rows: Sequence[tuple[object, int]]) -> list[tuple[str, int]]:
    return sorted(((str(value), number) for value, number in rows), key=lambda row: (-row[1], row[0]))


def _local_day(session: Session) -> ColumnElement[Any]:
    if session.get_bind().dialect.name == "postgresql":
        return cast(func.timezone("Asia/Ho_Chi_Minh", Registration.made_at), Date)
    return func.date(Registration.made_at, literal("+7 hours"))  # Viet Nam has no summer time


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(case((condition, 1), else_=0)), 0), Integer)
