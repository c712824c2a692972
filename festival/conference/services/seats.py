"""Seats of sessions that take fewer people than their event: delegates take them and give them back."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.models import SessionPlace, SessionSeats
from festival.conference.types.halls import SeatsBelow, SeatsFull
from festival.core.actor import Actor
from festival.core.errors import NotFound


def set_seats(
    session: Session, *, actor: Actor, session_id: int, seats: int | None, reserved: int, now: datetime
) -> SeatsBelow | None:
    """Say how many seats a session has, and how many of them are kept back; None: as many as its event. SeatsBelow when more are taken."""
    row = _held(session, session_id)
    if seats is None:
        if row is not None:
            session.execute(delete(SessionPlace).where(SessionPlace.session_id == session_id))
            session.delete(row)
            session.flush()
            note(session, actor=actor, verb="seats.open", subject="session", subject_id=session_id, now=now)
        return None
    if row is not None and seats - reserved < row.taken:
        return SeatsBelow(row.taken)
    if row is None:
        row = SessionSeats(session_id=session_id, taken=0)
        session.add(row)
    row.seats, row.reserved = seats, reserved
    session.flush()
    note(
        session, actor=actor, verb="seats.set", subject="session", subject_id=session_id, now=now, seats=seats
    )
    return None


def take(
    session: Session, *, actor: Actor, session_id: int, person_id: int, now: datetime
) -> SeatsFull | None:
    """Give somebody a seat; who has one keeps it. SeatsFull when none is left. Raises NotFound where seats are not counted."""
    row = _held(session, session_id)
    if row is None:
        raise NotFound(session_id)
    if session.get(SessionPlace, (session_id, person_id)) is not None:
        return None
    if row.taken >= row.seats - row.reserved:
        return SeatsFull()
    row.taken += 1
    session.add(SessionPlace(session_id=session_id, person_id=person_id, taken_at=now))
    session.flush()
    note(session, actor=actor, verb="seats.taken", subject="session", subject_id=session_id, now=now)
    return None


def give_back(session: Session, *, actor: Actor, session_id: int, person_id: int, now: datetime) -> None:
    """Take somebody's seat back for others; nothing happens where they have none. Raises NotFound where seats are not counted."""
    row = _held(session, session_id)
    if row is None:
        raise NotFound(session_id)
    place = session.get(SessionPlace, (session_id, person_id), populate_existing=True)
    if place is None:
        return
    session.delete(place)
    row.taken -= 1
    session.flush()
    note(session, actor=actor, verb="seats.given_back", subject="session", subject_id=session_id, now=now)


def _held(session: Session, session_id: int) -> SessionSeats | None:
    """Return the counter of a session's seats, locked until the transaction ends."""
    return session.scalar(
        select(SessionSeats)
        .where(SessionSeats.session_id == session_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
