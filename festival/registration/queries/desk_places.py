"""How the places of an edition stand, for the desk."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.core.errors import NotFound
from festival.programme.queries import events_of
from festival.programme.types import EventFacts
from festival.registration.models import Allotment, EventPlaces, Pool, PoolEvent, Slot
from festival.registration.queries.supply import all_counts
from festival.registration.types import Counts


@dataclass(frozen=True, slots=True)
class Line:
    """One event with places, and its counters (None: nobody has asked yet)."""

    event: EventFacts
    counts: Counts | None

    @property
    def limit(self) -> int:
        """Return how many people may hold places."""
        return self.counts.supply.limit if self.counts else self.event.capacity or 0

    @property
    def given(self) -> int:
        """Return how many people hold places, offers counted."""
        return self.counts.supply.given if self.counts else 0

    @property
    def over(self) -> int:
        """Return by how many people more is given than the limit."""
        return max(0, self.given - self.limit)


def lines(session: Session, edition_id: int) -> list[Line]:
    """Return every event of an edition that counts places, in order of time (at most five queries)."""
    events = [event for event in events_of(session, edition_id) if event.capacity is not None]
    counts = all_counts(session, [event.id for event in events])
    return [Line(event, counts.get(event.id)) for event in events]


def bounds_of(session: Session, event_id: int) -> EventPlaces | None:
    """Return an event's row of places."""
    return session.get(EventPlaces, event_id)


def slots_of(session: Session, event_id: int) -> Sequence[Slot]:
    """Return an event's slots in order of time."""
    return session.scalars(select(Slot).where(Slot.event_id == event_id).order_by(Slot.starts_at)).all()


def allotments_of(session: Session, event_id: int) -> Sequence[Allotment]:
    """Return an event's allotments."""
    return session.scalars(
        select(Allotment).where(Allotment.event_id == event_id).order_by(Allotment.id)
    ).all()


@dataclass(frozen=True, slots=True)
class SharedPool:
    """A pool and its events."""

    pool: Pool
    event_ids: tuple[int, ...]


def pools_of(session: Session, edition_id: int) -> list[SharedPool]:
    """Return an edition's pools with their events (two queries)."""
    pools = session.scalars(select(Pool).where(Pool.edition_id == edition_id).order_by(Pool.id)).all()
    members: dict[int, tuple[int, ...]] = {}
    rows = session.execute(
        select(PoolEvent.pool_id, PoolEvent.event_id)
        .where(PoolEvent.pool_id.in_([pool.id for pool in pools]))
        .order_by(PoolEvent.event_id)
    )
    for pool_id, event_id in rows:
        members[pool_id] = (*members.get(pool_id, ()), event_id)
    return [SharedPool(pool, members.get(pool.id, ())) for pool in pools]


def get_pool(session: Session, edition_id: int, pool_id: int) -> SharedPool:
    """Return one pool. Raises NotFound."""
    for found in pools_of(session, edition_id):
        if found.pool.id == pool_id:
            return found
    raise NotFound
