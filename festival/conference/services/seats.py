"""Seats of sessions that take fewer people than their event: delegates take them and give them back, and the desk gives those it keeps."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.models import SessionPlace, SessionSeats
from festival.conference.queries.seats import kinds_of
from festival.conference.rules.seats import seat_for
from festival.conference.types.halls import Giver, Kinds, NotAdmitted, SeatsBelow, SeatsFull, SeatTerms
from festival.core.actor import Actor
from festival.core.errors import NotFound


def set_seats(
    session: Session, *, actor: Actor, session_id: int, terms: SeatTerms | None, now: datetime
) -> SeatsBelow | None:
    """Say how many seats a session has and who may have them; None: as many as its event. SeatsBelow when more are taken.

    Who has a seat already keeps it, also where the session is for others now: the desk sees them and decides.
    """
    row = _held(session, session_id)
    if terms is None:
        if row is not None:
            session.execute(delete(SessionPlace).where(SessionPlace.session_id == session_id))
            session.delete(row)
            session.flush()
            note(session, actor=actor, verb="seats.open", subject="session", subject_id=session_id, now=now)
        return None
    if row is not None:
        if terms.reserved < row.kept_taken:
            return SeatsBelow(row.kept_taken, kept=True)
        if terms.seats - terms.reserved < row.taken - row.kept_taken:
            return SeatsBelow(row.taken - row.kept_taken)
    if row is None:
        row = SessionSeats(session_id=session_id, taken=0, kept_taken=0)
        session.add(row)
    row.seats, row.reserved = terms.seats, terms.reserved
    row.admits, row.kept_for = _words(terms.admits), _words(terms.kept_for)
    session.flush()
    note(
        session, actor=actor, verb="seats.set", subject="session", subject_id=session_id, now=now, seats=terms.seats,
        reserved=terms.reserved, admits=row.admits, kept_for=row.kept_for,
    )  # fmt: skip
    return None


def _words(kinds: Kinds) -> str:
    return " ".join(sorted(kinds))


def take(
    session: Session,
    *,
    actor: Actor,
    session_id: int,
    person_id: int,
    now: datetime,
    giver: Giver = Giver.SELF,
) -> SeatsFull | NotAdmitted | None:
    """Give somebody a seat; who has one keeps it. Raises NotFound where seats are not counted."""
    row = _held(session, session_id)
    if row is None:
        raise NotFound(session_id)
    if session.get(SessionPlace, (session_id, person_id)) is not None:
        return None
    terms = row.terms
    asks = giver is Giver.SELF and (terms.admits or terms.kept_for)
    kinds = kinds_of(session, [person_id])[person_id] if asks else frozenset()
    is_kept = seat_for(terms, row.taken, row.kept_taken, kinds, giver)
    if not isinstance(is_kept, bool):
        return is_kept
    row.taken += 1
    row.kept_taken += is_kept
    session.add(SessionPlace(session_id=session_id, person_id=person_id, taken_at=now, is_kept=is_kept))
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
    row.kept_taken -= place.is_kept
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
