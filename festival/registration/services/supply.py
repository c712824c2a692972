"""The counters of places: raised and lowered under their locks, in the one order that types/places.py names.

These statements run with every registration, so they are prepared once and go to the connection (DECISIONS.md 11). An event
whose places are not parted costs one of them.
"""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from festival.programme.models import Event
from festival.registration.models import Allotment, EventPlaces, Pool, PoolEvent, Slot
from festival.registration.types import Allotted, Bounds, Category, Counts, Parts, Shared, Supply, Window

_PEOPLE: BindParameter[int] = bindparam("people")
_EVENT: BindParameter[int] = bindparam("event")
_PEEK = select(EventPlaces.revision, EventPlaces.parts).where(EventPlaces.event_id == _EVENT)
_MEMBERS = select(PoolEvent.pool_id).where(PoolEvent.event_id == _EVENT)
# Their rows are locked in the order of their numbers before any is raised: an UPDATE alone promises no order.
_LOCK_POOLS = select(Pool.id).where(Pool.id.in_(_MEMBERS)).order_by(Pool.id).with_for_update()
_POOLS = (
    update(Pool)
    .where(Pool.id.in_(_MEMBERS))
    .values(given=Pool.given + _PEOPLE)
    .returning(Pool.id, Pool.capacity, Pool.given)
)
_ROW = (
    update(EventPlaces)
    .where(EventPlaces.event_id == _EVENT)
    .values(
        taken=EventPlaces.taken + _PEOPLE,
        held=EventPlaces.held + bindparam("holding"),
        waiting=EventPlaces.waiting + bindparam("queueing"),
    )
    .returning(
        EventPlaces.taken,
        EventPlaces.held,
        EventPlaces.waiting,
        EventPlaces.revision,
        EventPlaces.parts,
        EventPlaces.cap,
        EventPlaces.overbooking,
        EventPlaces.ceiling,
    )
)
_CAPACITY = select(Event.capacity).where(Event.id == _EVENT)
_ALLOTMENT = (
    update(Allotment)
    .where(Allotment.event_id == _EVENT, Allotment.category == bindparam("for"))
    .values(given=Allotment.given + _PEOPLE)
)
_ALLOTMENTS = select(Allotment.category, Allotment.places, Allotment.given, Allotment.releases_at).where(
    Allotment.event_id == _EVENT
)
_WINDOW = (Slot.id, Slot.starts_at, Slot.ends_at, Slot.capacity, Slot.given)
_SLOT = (
    update(Slot)
    .where(Slot.event_id == _EVENT, Slot.id == bindparam("slot"))
    .values(given=Slot.given + _PEOPLE)
    .returning(*_WINDOW)
)
_SLOTS = select(*_WINDOW).where(Slot.event_id == _EVENT).order_by(Slot.starts_at, Slot.id)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of an event's counters. `people` get tickets, `holding` get (or lose) an offer, `queueing` parties join the queue."""

    event_id: int
    people: int = 0
    holding: int = 0
    queueing: int = 0
    category: Category = Category.CITIZEN
    slot_id: int | None = None

    @property
    def given(self) -> int:
        """Return how many people more hold places of any kind."""
        return self.people + self.holding


def peek(connection: Connection, event_id: int) -> tuple[int, Parts]:
    """Return an event's revision and by what its places are parted, without a lock; its row is made unless it is there."""
    row = connection.execute(_PEEK, {"event": event_id}).first()
    if row is None:
        connection.execute(
            make_places(connection.dialect.name), {"event_id": event_id, "taken": 0, "revision": 0}
        )
        row = connection.execute(_PEEK, {"event": event_id}).one()
    revision, parts = row
    return revision, Parts(parts)


def shift(
    connection: Connection,
    change: Change,
    *,
    capacity: int | None = None,
    seen: tuple[int, Parts] | None = None,
) -> Counts:
    """Change the counters of an event, which locks them until the transaction ends, and return what they say then.

    Of the slots it names only that of the change. `seen` is what was peeked before, `capacity` what is published, where the caller knows them by that revision. Nothing is
    refused here: the rules decide on the answer, and whoever asked in vain shifts back.
    """
    event_id = change.event_id
    revision, parts = seen if seen is not None else peek(connection, event_id)
    asked = {"event": event_id, "people": change.given}
    pools = _shift_pools(connection, asked) if parts & Parts.POOLS else {}
    row = connection.execute(
        _ROW,
        {
            "event": event_id,
            "people": change.people,
            "holding": change.holding,
            "queueing": change.queueing,
        },
    ).one()
    if row.revision != revision:
        pools = _follow_pools(connection, asked, pools)
        parts, capacity = Parts(row.parts), None
    if capacity is None:
        capacity = connection.execute(_CAPACITY, {"event": event_id}).scalar()
    bounds = Bounds(capacity, row.cap, row.overbooking, row.ceiling)
    supply = Supply(
        event_id,
        bounds.limit,
        row.taken + row.held,
        tuple(pools.values()),
        _shift_allotments(connection, asked, change.category) if parts & Parts.ALLOTMENTS else (),
        _shift_slot(connection, asked, change.slot_id) if parts & Parts.SLOTS else (),
    )
    return Counts(supply, row.taken, row.held, row.waiting, row.revision, parts)


def _shift_pools(connection: Connection, asked: dict[str, Any]) -> dict[int, Shared]:
    connection.execute(_LOCK_POOLS, {"event": asked["event"]}).all()
    return {row.id: Shared(*row) for row in connection.execute(_POOLS, asked)}


def _follow_pools(
    connection: Connection, asked: dict[str, Any], done: dict[int, Shared]
) -> dict[int, Shared]:
    """The desk has changed which pools the event belongs to since they were locked: count where it belongs now."""
    members = set(connection.execute(_MEMBERS, {"event": asked["event"]}).scalars())
    for pool_id, by in [(one, -asked["people"]) for one in sorted(set(done) - members)] + [
        (one, asked["people"]) for one in sorted(members - set(done))
    ]:
        connection.execute(update(Pool).where(Pool.id == pool_id).values(given=Pool.given + by))
    now = select(Pool.id, Pool.capacity, Pool.given).where(Pool.id.in_(members)).order_by(Pool.id)
    return {row.id: Shared(*row) for row in connection.execute(now)}


def _shift_allotments(
    connection: Connection, asked: dict[str, Any], category: Category
) -> tuple[Allotted, ...]:
    if asked["people"]:
        connection.execute(_ALLOTMENT, asked | {"for": str(category)})
    rows = connection.execute(_ALLOTMENTS, {"event": asked["event"]})
    return tuple(Allotted(Category(row.category), row.places, row.given, row.releases_at) for row in rows)


def _shift_slot(connection: Connection, asked: dict[str, Any], slot_id: int | None) -> tuple[Window, ...]:
    if slot_id is None:
        return ()
    return tuple(Window(*row) for row in connection.execute(_SLOT, asked | {"slot": slot_id}))


def with_all_slots(connection: Connection, supply: Supply) -> Supply:
    """Return the supply with every slot of its event; the event's row must be locked."""
    return replace(
        supply, slots=tuple(Window(*row) for row in connection.execute(_SLOTS, {"event": supply.event_id}))
    )


@cache
def make_places(dialect: str) -> Any:
    """Return the statement that adds an event's row of places unless it is there."""
    make = postgres_insert if dialect == "postgresql" else sqlite_insert
    return make(EventPlaces).on_conflict_do_nothing()
