"""Places on a real database of both kinds: taken, given back and exchanged against limits, slots, allotments and pools."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from festival.core import clock
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.programme.types import EventFacts
from festival.registration import queries
from festival.registration.models import Allotment, EventPlaces, Pool, PoolEvent, Registration, Slot
from festival.registration.services.placing import exchange, give_back, take
from festival.registration.services.supply import peek
from festival.registration.types import Category, Full, NoSlot, Outdated, Parts
from tests.registration.test_services import SENDER, registered, set_capacity, taken
from tests.support.apps import event_of

TEXT = Trilingual("Mẫu", "見本", "Sample")


@pytest.fixture(autouse=True)
def context(app: Flask) -> object:
    """Run each test inside the application."""
    with app.app_context():
        yield


def parted(event: EventFacts, parts: Parts, *rows: object, **columns: object) -> None:
    """Part an event's places by these rows."""
    with writing() as session:
        peek(session.connection(), event.id)
        places = session.get_one(EventPlaces, event.id)
        places.parts = parts
        for name, value in columns.items():
            setattr(places, name, value)
        session.add_all(rows)


def taking(event: EventFacts, people: int, **more: object) -> object:
    """Take places in a transaction of its own."""
    with writing() as session:
        return take(session, event_id=event.id, people=people, now=clock.now(), **more)  # type: ignore[arg-type]


def given(row: type[Allotment] | type[Pool] | type[Slot], number: int) -> int:
    """How many places a counter says are given."""
    current().rollback()
    return current().scalars(select(row.given).where(row.id == number)).one()


def slots_of(event: EventFacts, *capacities: int) -> list[Slot]:
    """Slots of half an hour that end when the event begins."""
    half = timedelta(minutes=30)
    first = event.starts_at - half * len(capacities)
    return [
        Slot(id=n, event_id=event.id, starts_at=first + half * (n - 1), ends_at=first + half * n, capacity=c)
        for n, c in enumerate(capacities, 1)
    ]


def test_a_party_takes_its_places_whole_or_not_at_all(main_event: EventFacts) -> None:
    set_capacity(main_event, 5)
    assert taking(main_event, 3) is None
    assert taking(main_event, 3) == Full(2)
    assert taken(main_event) == 3
    assert taking(main_event, 2) is None
    assert taken(main_event) == 5


def test_the_organizers_bounds_count_instead_of_what_is_published(main_event: EventFacts) -> None:
    set_capacity(main_event, 10)
    parted(main_event, Parts.NONE, cap=4)
    assert taking(main_event, 5) == Full(4)
    parted(main_event, Parts.NONE, overbooking=50, ceiling=5)
    assert taking(main_event, 5) is None
    assert taking(main_event, 1) == Full(0)


def test_what_was_given_stays_given_when_the_limit_falls_below_it(main_event: EventFacts) -> None:
    set_capacity(main_event, 10)
    party = registered(main_event, 6)
    parted(main_event, Parts.NONE, cap=3)
    assert taking(main_event, 1) == Full(0)
    assert queries.get_registration(current(), party.registration_id).cancelled_at is None
    assert taken(main_event) == 6


def test_those_who_answer_for_it_may_go_beyond(main_event: EventFacts) -> None:
    set_capacity(main_event, 1)
    assert taking(main_event, 3, beyond=True) is None
    assert taken(main_event) == 3


def test_a_slot_counts_and_refuses_for_itself(main_event: EventFacts) -> None:
    parted(main_event, Parts.SLOTS, *slots_of(main_event, 3, 10))
    assert taking(main_event, 2, slot_id=1) is None
    assert taking(main_event, 2, slot_id=1) == Full(1)
    assert taking(main_event, 2, slot_id=2) is None
    assert taking(main_event, 2, slot_id=77) == NoSlot()
    assert (given(Slot, 1), given(Slot, 2), taken(main_event)) == (2, 2, 4)


def test_another_events_slot_is_none(main_event: EventFacts, app: Flask) -> None:
    other = event_of(app, "bon-odori-19-11")
    parted(other, Parts.SLOTS, *slots_of(other, 3))
    parted(main_event, Parts.SLOTS)
    assert taking(main_event, 1, slot_id=1) == NoSlot()
    assert (given(Slot, 1), taken(main_event)) == (0, 0)


def test_places_kept_for_students_are_theirs_until_the_release(main_event: EventFacts) -> None:
    set_capacity(main_event, 5)
    release = clock.now() + timedelta(days=1)
    kept = Allotment(id=1, event_id=main_event.id, category="student", places=3, releases_at=release)
    parted(main_event, Parts.ALLOTMENTS, kept)
    assert taking(main_event, 3) == Full(2)
    assert taking(main_event, 2, category=Category.STUDENT) is None
    assert taking(main_event, 3) == Full(2)
    assert taking(main_event, 2) is None
    assert (given(Allotment, 1), taken(main_event)) == (2, 4)
    with writing() as session:
        assert take(session, event_id=main_event.id, people=1, now=release) is None


def test_a_pool_binds_all_events_that_share_it(main_event: EventFacts, app: Flask) -> None:
    other = event_of(app, "bon-odori-19-11")
    shared = Pool(id=1, edition_id=1, name=TEXT, capacity=5)
    parted(main_event, Parts.POOLS, shared)
    parted(main_event, Parts.POOLS, PoolEvent(pool_id=1, event_id=main_event.id))
    parted(other, Parts.POOLS, PoolEvent(pool_id=1, event_id=other.id))
    assert taking(main_event, 3) is None
    assert taking(other, 3) == Full(2)
    assert taking(other, 2) is None
    assert taking(main_event, 1) == Full(0)
    assert given(Pool, 1) == 5


def test_a_change_since_the_look_is_told(main_event: EventFacts) -> None:
    with writing() as session:
        seen = peek(session.connection(), main_event.id)
    parted(main_event, Parts.NONE, revision=seen[0] + 1)
    assert taking(main_event, 1, seen=seen, capacity=100) == Outdated()
    assert taken(main_event) == 0


def test_what_is_given_back_frees_its_slot_and_allotment(main_event: EventFacts) -> None:
    result = registered(main_event, 2)
    kept = Allotment(id=1, event_id=main_event.id, category="student", places=3, given=2)
    [slot] = slots_of(main_event, 4)
    slot.given = 2
    parted(main_event, Parts.SLOTS | Parts.ALLOTMENTS, kept, slot)
    with writing() as session:
        party = session.get_one(Registration, result.registration_id)
        party.slot_id, party.category = 1, "student"
        session.flush()
        assert give_back(session, registration=party, people=1, links=SENDER.links, now=clock.now()) == 0
        assert give_back(session, registration=party, people=0, links=SENDER.links, now=clock.now()) == 0
    assert (given(Slot, 1), given(Allotment, 1), taken(main_event)) == (1, 1, 1)


def test_a_party_moves_to_another_slot_or_stays_where_it_was(main_event: EventFacts) -> None:
    result = registered(main_event, 2)
    first, second, third = slots_of(main_event, 2, 1, 5)
    first.given = 2
    parted(main_event, Parts.SLOTS, first, second, third)
    with writing() as session:
        session.get_one(Registration, result.registration_id).slot_id = 1

    def move(slot_id: int, more: int = 0) -> object:
        with writing() as session:
            party = session.get_one(Registration, result.registration_id)
            return exchange(
                session,
                registration=party,
                people=2,
                more=more,
                slot_id=slot_id,
                links=SENDER.links,
                now=clock.now(),
            )

    assert move(2) == Full(1)
    assert (given(Slot, 1), given(Slot, 2), taken(main_event)) == (2, 0, 2)
    assert move(3) is None
    assert (given(Slot, 1), given(Slot, 3), taken(main_event)) == (0, 2, 2)
    with writing() as session:
        assert session.get_one(Registration, result.registration_id).slot_id == 3


def test_a_party_grows_only_into_what_is_left(main_event: EventFacts) -> None:
    set_capacity(main_event, 3)
    result = registered(main_event, 2)

    def grow(more: int, people: int = 2) -> object:
        with writing() as session:
            party = session.get_one(Registration, result.registration_id)
            return exchange(
                session,
                registration=party,
                people=people,
                more=more,
                slot_id=None,
                links=SENDER.links,
                now=clock.now(),
            )

    assert grow(2) == Full(3)
    assert taken(main_event) == 2
    assert grow(1) is None
    assert grow(-2, people=3) is None
    assert taken(main_event) == 1
