"""Who waits, in which order, and who has an offer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from festival.core.errors import NotFound
from festival.registration.models import EventPlaces, Registration, Waiting
from festival.registration.types import Category, Place, WaitingState, Waits

OPEN = (WaitingState.WAITING, WaitingState.OFFERED)


def find_waiting(session: Session, registration_id: int) -> Waiting | None:
    """Return how a party waits or has waited; None for one that never did."""
    return session.get(Waiting, registration_id)


def waiting_of(session: Session, registration_ids: Sequence[int]) -> dict[int, Waiting]:
    """Return number → how it waits, of those parties that wait or have waited (no query for none)."""
    if not registration_ids:
        return {}
    rows = session.scalars(select(Waiting).where(Waiting.registration_id.in_(registration_ids)))
    return {row.registration_id: row for row in rows}


def get_waiting(session: Session, registration_id: int) -> Waiting:
    """Return how a party waits or has waited. Raises NotFound."""
    found = find_waiting(session, registration_id)
    if found is None:
        raise NotFound
    return found


def queue(session: Session, event_id: int, *, at_most: int | None = None) -> Iterable[Waits]:
    """Return an event's queue in its order: parties of at most so many people."""
    statement = (
        select(Waiting.registration_id, Waiting.people, Registration.category, Waiting.slot_id)
        .join(Registration, Registration.id == Waiting.registration_id)
        .where(Waiting.event_id == event_id, Waiting.state == WaitingState.WAITING)
        .order_by(Waiting.queued_at, Waiting.registration_id)
    )
    if at_most is not None:
        statement = statement.where(Waiting.people <= at_most)
    return (
        Waits(number, people, Category(category), slot_id)
        for number, people, category, slot_id in session.execute(statement)
    )


def place_in_queue(session: Session, waiting: Waiting) -> Place:
    """Return how many parties and people stand before this one (one count)."""
    before = or_(
        Waiting.queued_at < waiting.queued_at,
        and_(Waiting.queued_at == waiting.queued_at, Waiting.registration_id < waiting.registration_id),
    )
    parties, people = session.execute(
        select(func.count(), func.coalesce(func.sum(Waiting.people), 0)).where(
            Waiting.event_id == waiting.event_id, Waiting.state == WaitingState.WAITING, before
        )
    ).one()
    return Place(parties, people)


def waiting_by_contact(session: Session, event_id: int, *, phone: str | None, mail: str | None) -> int:
    """Return how many parties wait for an event under this contact."""
    contact = Registration.mail == mail if mail else Registration.phone == phone
    statement = (
        select(func.count())
        .select_from(Waiting)
        .join(Registration, Registration.id == Waiting.registration_id)
        .where(contact, Registration.event_id == event_id, Waiting.state.in_(OPEN))
    )
    return session.scalar(statement) or 0


def events_with_overdue_offers(session: Session, now: datetime) -> Sequence[int]:
    """Return the events in which an offer has ended without an answer."""
    due = (
        select(Waiting.event_id)
        .where(Waiting.state == WaitingState.OFFERED, Waiting.offer_ends_at <= now)
        .distinct()
        .order_by(Waiting.event_id)
    )
    return session.scalars(due).all()


def events_with_a_queue(session: Session) -> Sequence[int]:
    """Return the events for which somebody waits."""
    return session.scalars(
        select(EventPlaces.event_id).where(EventPlaces.waiting > 0).order_by(EventPlaces.event_id)
    ).all()


def waiting_list(
    session: Session, event_id: int, states: Sequence[WaitingState], *, limit: int, offset: int = 0
) -> Sequence[Waiting]:
    """Return parties of an event in these states in the order of the queue, with their registrations."""
    statement = (
        _of(event_id, states)
        .order_by(Waiting.queued_at, Waiting.registration_id)
        .options(joinedload(Waiting.registration))
        .limit(limit)
        .offset(offset)
    )
    return session.scalars(statement).all()


def _of(event_id: int, states: Sequence[WaitingState]) -> Select[Waiting]:
    return select(Waiting).where(Waiting.event_id == event_id, Waiting.state.in_(states))


@dataclass(frozen=True, slots=True)
class Tally:
    """Parties and people in one state."""

    parties: int
    people: int


def tallies(session: Session, event_id: int) -> dict[WaitingState, Tally]:
    """Return how many wait, have an offer, accepted, and so on."""
    rows = session.execute(
        select(Waiting.state, func.count(), func.sum(Waiting.people))
        .where(Waiting.event_id == event_id)
        .group_by(Waiting.state)
    )
    return {WaitingState(state): Tally(parties, people) for state, parties, people in rows}
