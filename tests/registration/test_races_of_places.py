"""Places under fire on both databases: slots and pools, and cancellations with a waiting list while the cap moves.

The controls run the same without the lock, and without the offers, and show that these tests would see it.
"""

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Connection, func, select, update
from sqlalchemy.orm import Session

from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.db import db
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.programme.types import EventFacts
from festival.registration import queries, rules
from festival.registration.models import (
    Allotment,
    EventPlaces,
    Pool,
    PoolEvent,
    Registration,
    Slot,
    Ticket,
    Waiting,
)
from festival.registration.services import placing, provisioning, waiting
from festival.registration.services.cancelling import cancel
from festival.registration.services.joining import join
from festival.registration.services.registering import register
from festival.registration.services.supply import Change
from festival.registration.types import Category, Counts, Outdated, Parts, Registered
from tests.registration.test_placing import parted, slots_of
from tests.registration.test_services import SENDER, application, set_capacity
from tests.support.apps import FakeClock, event_of

pytestmark = pytest.mark.race

THREADS = 12
TEXT = Trilingual("Mẫu", "見本", "Sample")
LIVE = ("valid", "blocked")


def at_once(app: Flask, acts: list[Callable[[Session], object]]) -> list[object]:
    """Do these acts on many threads, each in a transaction of its own."""

    def one(act: Callable[[Session], object]) -> object:
        with app.app_context():
            try:
                with writing() as session:
                    return act(session)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, acts))


def registering(event: EventFacts, people: int, **changes: object) -> Callable[[Session], object]:
    """Somebody registers."""
    form = application(people, **changes)

    def act(session: Session) -> object:
        return register(
            session,
            actor=CITIZEN,
            event=event,
            application=form,
            network=None,
            per_network=0,
            sender=SENDER,
            now=clock.now(),
        )

    return act


def joining(event: EventFacts, people: int) -> Callable[[Session], object]:
    """Somebody joins the waiting list."""
    form = application(people)

    def act(session: Session) -> object:
        return join(
            session,
            actor=CITIZEN,
            event=event,
            application=form,
            network=None,
            per_network=0,
            sender=SENDER,
            now=clock.now(),
        )

    return act


def tickets_of(event: EventFacts) -> int:
    """Count the people who hold tickets."""
    return (
        current().scalar(
            select(func.count()).where(
                Ticket.event_id == event.id, Ticket.position > 0, Ticket.state.in_(LIVE)
            )
        )
        or 0
    )


def counters_are_true(event: EventFacts) -> Counts:
    """Compare the counters with what they count, and return them."""
    current().rollback()
    current().expire_all()
    counts = queries.find_counts(current(), event.id)
    assert counts is not None
    offers = current().scalar(
        select(func.coalesce(func.sum(Waiting.people), 0)).where(
            Waiting.event_id == event.id, Waiting.state == "offered"
        )
    )
    queue = current().scalar(
        select(func.count()).where(Waiting.event_id == event.id, Waiting.state == "waiting")
    )
    assert (counts.taken, counts.held, counts.waiting) == (tickets_of(event), offers, queue)
    for slot in counts.supply.slots:
        assert slot.given == in_slot(slot.id)
    return counts


def in_slot(slot_id: int) -> int:
    """Count the people with tickets or an offer for a slot."""
    tickets = current().scalar(
        select(func.count())
        .select_from(Ticket)
        .join(Registration, Registration.id == Ticket.registration_id)
        .where(Registration.slot_id == slot_id, Ticket.position > 0, Ticket.state.in_(LIVE))
    )
    offers = current().scalar(
        select(func.coalesce(func.sum(Waiting.people), 0)).where(
            Waiting.offered_slot == slot_id, Waiting.state == "offered"
        )
    )
    return (tickets or 0) + (offers or 0)


def nothing_is_unused(event: EventFacts) -> bool:
    """Tell whether no party of the queue could have what is free."""
    counts = queries.find_counts(current(), event.id)
    assert counts is not None
    return not rules.next_offers(counts.supply, queries.queue(current(), event.id), clock.now())


@pytest.fixture
def watch() -> Iterator[Callable[[Flask, EventFacts], list[int]]]:
    """Watch how many places are given while something happens."""
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def start(app: Flask, event: EventFacts) -> list[int]:
        seen: list[int] = []

        def look() -> None:
            given = select(EventPlaces.taken + EventPlaces.held).where(EventPlaces.event_id == event.id)
            with app.app_context(), db.engine.connect() as connection:
                while not stop.is_set():
                    seen.append(connection.execute(given).scalar() or 0)
                    connection.rollback()
                    stop.wait(0.005)

        threads.append(threading.Thread(target=look))
        threads[-1].start()
        return seen

    yield start
    stop.set()
    for thread in threads:
        thread.join(10)


# --- slots, allotments and pools ---------------------------------------------------------------------------------------


def test_slots_allotments_and_pools_fill_to_the_last_and_no_further(app: Flask) -> None:
    main, other = event_of(app, "dem-khai-mac"), event_of(app, "bon-odori-19-11")
    with app.app_context():
        set_capacity(main, 40)
        set_capacity(other, 40)
        kept = Allotment(id=1, event_id=main.id, category="student", places=6)
        parts = Parts.SLOTS | Parts.ALLOTMENTS | Parts.POOLS
        pool = Pool(id=1, edition_id=1, name=TEXT, capacity=50)
        parted(main, parts, *slots_of(main, 12, 12, 12), kept, pool)
        parted(main, parts, PoolEvent(pool_id=1, event_id=main.id))
        parted(other, Parts.POOLS, PoolEvent(pool_id=1, event_id=other.id))
    dice = random.Random(11)
    acts = [
        registering(
            dice.choice([main, main, other]),
            dice.randint(1, 3),
            slot_id=dice.randint(1, 3),
            category=dice.choice([Category.CITIZEN, Category.STUDENT]),
        )
        for _ in range(90)
    ]
    acts += [registering(main, 1, slot_id=n % 3 + 1, category=Category.STUDENT) for n in range(45)]
    acts += [registering(other, 1) for _ in range(30)]
    outcomes = at_once(app, acts)
    assert not any(isinstance(outcome, Outdated) for outcome in outcomes)
    with app.app_context():
        counts = counters_are_true(main)
        counters_are_true(other)
        assert [slot.given for slot in counts.supply.slots] == [12, 12, 12] or counts.supply.pools[
            0
        ].given == 50
        assert all(slot.given <= 12 for slot in counts.supply.slots)
        assert counts.supply.pools[0].given == tickets_of(main) + tickets_of(other) == 50
        assert counts.taken <= 40


# --- cancellations, a queue, and a cap that moves -----------------------------------------------------------------------


@pytest.fixture
def crowded(app: Flask) -> EventFacts:
    """The opening night with thirty places, all given, and a queue of parties of one to four."""
    main = event_of(app, "dem-khai-mac")
    with app.app_context():
        set_capacity(main, 30)
        parted(main, Parts.NONE)
    at_once(app, [registering(main, 2) for _ in range(15)])
    at_once(app, [joining(main, n % 4 + 1) for n in range(16)])
    with app.app_context():
        assert counters_are_true(main).taken == 30
    return main


def cancelling(number: int) -> Callable[[Session], object]:
    """A party gives one or all of its places back."""
    positions = None if number % 2 else [1]

    def act(session: Session) -> object:
        return cancel(
            session,
            actor=CITIZEN,
            registration_id=number,
            positions=positions,
            sender=SENDER,
            now=clock.now(),
        )

    return act


def answering(number: int) -> Callable[[Session], object]:
    """A waiting party answers whatever it has been offered by then."""

    def act(session: Session) -> object:
        answer = waiting.decline if number % 3 == 0 else waiting.accept
        return answer(session, actor=CITIZEN, registration_id=number, links=SENDER.links, now=clock.now())

    return act


def capping(event: EventFacts, cap: int) -> Callable[[Session], object]:
    """The organizers change how many places are given out."""

    def act(session: Session) -> object:
        return provisioning.set_bounds(
            session,
            actor=CITIZEN,
            event_id=event.id,
            cap=cap,
            overbooking=0,
            ceiling=None,
            reason="mẫu",
            links=SENDER.links,
            now=clock.now(),
        )

    return act


def working(event: EventFacts) -> Callable[[Session], object]:
    """A worker comes by."""
    return lambda session: waiting.expire(session, event_id=event.id, links=SENDER.links, now=clock.now())


def numbers(event: EventFacts) -> tuple[list[int], list[int]]:
    """Return the registrations that have tickets, and those that wait."""
    everybody = set(current().scalars(select(Registration.id).where(Registration.event_id == event.id)))
    queue = set(current().scalars(select(Waiting.registration_id).where(Waiting.event_id == event.id)))
    return sorted(everybody - queue), sorted(queue)


def storm(
    event: EventFacts, parties: tuple[list[int], list[int]], dice: random.Random
) -> list[Callable[[Session], object]]:
    """Everything at once: cancelling, answering, joining, registering, workers."""
    acts = [cancelling(number) for number in dice.sample(parties[0], 7)]
    acts += [answering(number) for number in parties[1] * 2]
    acts += [joining(event, dice.randint(1, 3)) for _ in range(4)]
    acts += [registering(event, dice.randint(1, 2)) for _ in range(6)]
    acts += [working(event) for _ in range(6)]
    dice.shuffle(acts)
    return acts


def test_a_moving_cap_is_never_exceeded_and_leaves_no_place_unused(
    app: Flask,
    crowded: EventFacts,
    fake_clock: FakeClock,
    watch: Callable[[Flask, EventFacts], list[int]],
) -> None:
    dice = random.Random(17)
    seen = watch(app, crowded)
    # The cap holds still in each round: it is not exceeded, or, where more was given before, not by one more.
    for cap in (30, 24, 33):
        with app.app_context(), writing() as session:
            capping(crowded, cap)(session)
        with app.app_context():
            most = max(cap, counters_are_true(crowded).supply.given)
            parties = numbers(crowded)
        seen.clear()
        at_once(app, storm(crowded, parties, dice))
        assert max(seen, default=0) <= most
        with app.app_context():
            assert counters_are_true(crowded).supply.given <= most
            assert nothing_is_unused(crowded)
    # And it moves in the middle of it: nobody loses a place, and nothing stays free that somebody waits for.
    with app.app_context():
        parties = numbers(crowded)
    seen.clear()
    acts = storm(crowded, parties, dice)
    for place, cap in enumerate((20, 36, 28, 40, 33)):
        acts.insert(place * 9, capping(crowded, cap))
    at_once(app, acts)
    assert max(seen, default=0) <= 40
    fake_clock.pass_(days=2)  # every open offer is over now, and several workers find it at once
    at_once(app, [working(crowded) for _ in range(6)])
    with app.app_context():
        counters_are_true(crowded)
        assert nothing_is_unused(crowded)
        causes = current().scalars(select(Waiting.offers)).all()
        assert sum(causes) > 10  # there was something to see


def test_several_workers_make_each_offer_once(app: Flask, crowded: EventFacts, fake_clock: FakeClock) -> None:
    with app.app_context():
        parties = numbers(crowded)[0]
    at_once(app, [cancelling(number) for number in parties[:6]])
    fake_clock.pass_(days=2)
    with app.app_context():
        before = sum(current().scalars(select(Waiting.offers)))
        due = waiting.due(current(), now=clock.now())
    assert due == [crowded.id]
    done = at_once(app, [working(crowded) for _ in range(8)])
    assert len([one for one in done if one]) == 1  # the first did it all, the others found nothing
    with app.app_context():
        counters_are_true(crowded)
        assert nothing_is_unused(crowded)
        assert sum(current().scalars(select(Waiting.offers))) > before


def test_the_control_leaves_places_unused(
    app: Flask, crowded: EventFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the offers that follow a cancellation these tests would see what is left."""
    monkeypatch.setattr(placing, "offer_next", lambda *_args, **_more: 0)
    with app.app_context():
        parties = numbers(crowded)[0]
    at_once(app, [cancelling(number) for number in parties[:6]])
    with app.app_context():
        assert not nothing_is_unused(crowded)


def test_the_control_gives_one_place_twice(postgres_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking at the counters without their lock gives a slot's last place to two, and the counts above would show it."""
    main = event_of(postgres_app, "dem-khai-mac")
    with postgres_app.app_context():
        parted(main, Parts.SLOTS, *slots_of(main, 1))
    both_have_looked = threading.Barrier(2)

    def look_only(connection: Connection, change: Change, **_more: object) -> Counts:
        counts = queries.find_counts(current(), change.event_id)
        assert counts is not None
        both_have_looked.wait(10)
        connection.execute(
            update(Slot).where(Slot.id == change.slot_id).values(given=Slot.given + change.given)
        )
        supply = counts.supply.with_given(change.given, change.category, change.slot_id)
        return replace(counts, supply=supply)

    monkeypatch.setattr(placing, "shift", look_only)
    outcomes = at_once(postgres_app, [registering(main, 1, slot_id=1) for _ in range(2)])
    assert [type(outcome) for outcome in outcomes] == [Registered, Registered]
    with postgres_app.app_context():
        assert in_slot(1) == 2  # of one
        assert current().scalars(select(Slot.given)).one() == 2
