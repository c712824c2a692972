"""The rules of parted places and of the queue, without a database, for whatever supply and queue there may be."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from festival.registration import rules
from festival.registration.types import (
    NEXT_WAITING,
    Allotted,
    Bounds,
    Category,
    Full,
    NoSlot,
    Shared,
    Supply,
    WaitingState,
    Waits,
    Window,
)
from tests.registration.test_rules import EVENT, START

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = START - timedelta(days=10)
CITIZEN, STUDENT, ACCESS = Category.CITIZEN, Category.STUDENT, Category.ACCESS


def slot(number: int, *, capacity: int = 5, taken: int = 0, hours: float = 1) -> Window:
    """A slot that begins so many hours before the event."""
    begin = START - timedelta(hours=hours)
    return Window(number, begin, begin + timedelta(minutes=30), capacity, taken)


# --- bounds ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bounds", "limit"),
    [
        (Bounds(100), 100),
        (Bounds(100, cap=40), 40),
        (Bounds(100, cap=0), 0),
        (Bounds(100, overbooking=10, ceiling=200), 110),
        (Bounds(100, overbooking=10, ceiling=105), 105),
        (Bounds(101, overbooking=10, ceiling=200), 111),  # half a person is not let in
        (Bounds(100, overbooking=10), 100),  # no ceiling, no overbooking
        (Bounds(100, cap=50, overbooking=20, ceiling=55), 55),
        (
            Bounds(100, overbooking=10, ceiling=90),
            100,
        ),  # a ceiling bounds what goes on top, never what was published
    ],
)
def test_the_limit_follows_cap_overbooking_and_ceiling(bounds: Bounds, limit: int) -> None:
    assert bounds.limit == limit


# --- what is left ------------------------------------------------------------------------------------------------------


def test_what_is_kept_for_others_is_not_left_until_its_release() -> None:
    release = NOW + timedelta(days=1)
    supply = Supply(1, 10, 4, allotments=(Allotted(STUDENT, 3, 1, release), Allotted(ACCESS, 2, 0, None)))
    assert rules.free(supply, CITIZEN, NOW) == 10 - 4 - 2 - 2
    assert rules.free(supply, STUDENT, NOW) == 10 - 4 - 2
    assert rules.free(supply, ACCESS, NOW) == 10 - 4 - 2
    assert rules.free(supply, CITIZEN, release) == 10 - 4 - 2


def test_a_category_that_has_used_its_places_up_takes_of_the_others() -> None:
    supply = Supply(1, 10, 5, allotments=(Allotted(STUDENT, 3, 5, None),))
    assert rules.free(supply, STUDENT, NOW) == rules.free(supply, CITIZEN, NOW) == 5


def test_the_fullest_of_the_pools_decides() -> None:
    supply = Supply(1, 100, 0, pools=(Shared(1, 50, 20), Shared(2, 30, 25)))
    assert rules.free(supply, CITIZEN, NOW) == 5


def test_a_slot_bounds_whoever_arrives_in_it() -> None:
    supply = Supply(1, 100, 0, slots=(slot(1, capacity=5, taken=3), slot(2, capacity=50)))
    assert rules.left(supply, CITIZEN, 1, NOW) == 2
    assert rules.left(supply, CITIZEN, None, NOW) == 100
    assert rules.refusal(supply, 3, CITIZEN, 1, NOW) == Full(2)
    assert rules.refusal(supply, 2, CITIZEN, 1, NOW) is None
    assert rules.refusal(supply, 1, CITIZEN, 9, NOW) == NoSlot()
    assert rules.refusal(supply, 1, CITIZEN, 1, START) == NoSlot()  # over
    assert rules.public_left(supply, NOW) == 52


def test_lowered_below_what_is_given_nothing_is_left_and_never_less() -> None:
    supply = Supply(1, 10, 25, pools=(Shared(1, 5, 25),), slots=(slot(1, capacity=0, taken=25),))
    assert rules.free(supply, CITIZEN, NOW) == rules.left(supply, CITIZEN, 1, NOW) == 0
    assert rules.public_left(supply, NOW) == 0


def test_a_ticket_of_a_slot_admits_around_it_and_never_outside_the_event() -> None:
    whole = rules.validity(EVENT)
    early = slot(1, hours=2.5)  # begins with the doors
    valid = rules.slot_validity(EVENT, early)
    assert valid.since == early.starts_at - timedelta(minutes=15)
    assert valid.until == early.ends_at + timedelta(minutes=60)
    assert whole.since <= valid.since < valid.until <= whole.until
    assert rules.slot_validity(EVENT, None) == whole
    assert rules.slot_validity(EVENT, slot(1, hours=100)) == whole  # a slot elsewhere in time binds nobody


# --- the queue ---------------------------------------------------------------------------------------------------------


def waits(number: int, people: int, category: Category = CITIZEN, slot_id: int | None = None) -> Waits:
    return Waits(number, people, category, slot_id)


def numbers(supply: Supply, *queue: Waits, now: datetime = NOW) -> list[int]:
    return [offer.registration_id for offer in rules.next_offers(supply, queue, now)]


def test_the_first_that_fits_gets_the_places_and_a_larger_party_keeps_its_place() -> None:
    assert numbers(Supply(1, 10, 7), waits(1, 5), waits(2, 2), waits(3, 2), waits(4, 1)) == [2, 4]
    assert numbers(Supply(1, 10, 5), waits(1, 5), waits(2, 1)) == [1]
    assert numbers(Supply(1, 10, 10), waits(1, 1)) == []


def test_who_wishes_for_no_slot_gets_the_earliest_with_room() -> None:
    supply = Supply(1, 10, 0, slots=(slot(1, capacity=1, hours=3), slot(2, capacity=4, hours=2)))
    [offer] = rules.next_offers(supply, [waits(1, 3)], NOW)
    assert offer.slot_id == 2
    assert numbers(supply, waits(1, 2, slot_id=1), waits(2, 4, slot_id=2), waits(3, 1)) == [2, 3]


CATEGORIES = some.sampled_from(Category)


@some.composite
def supplies(draw: some.DrawFn) -> Supply:
    small = some.integers(0, 12)
    allotments = tuple(
        Allotted(category, draw(small), draw(small), draw(some.sampled_from([None, NOW, START])))
        for category in draw(some.sets(CATEGORIES, max_size=3))
    )
    slots = tuple(
        slot(number, capacity=draw(small), taken=draw(small), hours=draw(some.sampled_from([1, 2, 300])))
        for number in range(1, draw(some.integers(0, 3)) + 1)
    )
    pools = tuple(
        Shared(number, draw(small), draw(small)) for number in range(1, draw(some.integers(0, 2)) + 1)
    )
    return Supply(1, draw(small), draw(small), pools, allotments, slots)


@some.composite
def queues(draw: some.DrawFn) -> list[Waits]:
    return [
        waits(number, draw(some.integers(1, 6)), draw(CATEGORIES), draw(some.sampled_from([None, 1, 2, 9])))
        for number in range(draw(some.integers(0, 8)))
    ]


def fits(supply: Supply, party: Waits) -> bool:
    wished = (
        [party.slot_id] if party.slot_id is not None or not supply.slots else [s.id for s in supply.slots]
    )
    return any(rules.refusal(supply, party.people, party.category, one, NOW) is None for one in wished)


@given(supplies(), queues())
def test_offers_never_exceed_and_leave_nothing_free_that_somebody_of_the_queue_could_have(
    supply: Supply, queue: list[Waits]
) -> None:
    waiting = {party.registration_id: party for party in queue}
    for offer in rules.next_offers(supply, queue, NOW):
        party = waiting.pop(offer.registration_id)
        assert (offer.people, offer.category) == (party.people, party.category)
        assert party.slot_id in (None, offer.slot_id)
        assert rules.refusal(supply, offer.people, offer.category, offer.slot_id, NOW) is None
        supply = supply.with_given(offer.people, offer.category, offer.slot_id)
    assert not [party for party in waiting.values() if fits(supply, party)]


@given(supplies(), queues())
def test_nobody_is_passed_over_by_one_who_came_later_and_needs_the_same(
    supply: Supply, queue: list[Waits]
) -> None:
    served = {offer.registration_id for offer in rules.next_offers(supply, queue, NOW)}
    for place, first in enumerate(queue):
        for later in queue[place + 1 :]:
            same = (first.people, first.category, first.slot_id) == (
                later.people,
                later.category,
                later.slot_id,
            )
            assert not (same and later.registration_id in served and first.registration_id not in served)


@given(supplies(), some.integers(1, 6), CATEGORIES, some.sampled_from([None, 1, 2]))
def test_what_is_given_back_is_free_again(
    supply: Supply, people: int, category: Category, slot_id: int | None
) -> None:
    assert supply.with_given(people, category, slot_id).with_given(-people, category, slot_id) == supply


@given(supplies(), CATEGORIES)
def test_no_figure_that_pages_show_is_below_nothing_or_above_the_limit(
    supply: Supply, category: Category
) -> None:
    for figure in (rules.free(supply, category, NOW), rules.public_left(supply, NOW)):
        assert 0 <= figure <= supply.limit


# --- how long an offer stands ------------------------------------------------------------------------------------------


def ends(before: timedelta, slot_ends_at: datetime | None = None) -> timedelta:
    now = START - before
    return rules.offer_until(now, EVENT, slot_ends_at, LOCAL) - now


def test_offers_are_shorter_the_nearer_the_event_is() -> None:
    assert START.astimezone(LOCAL).hour == 20
    assert ends(timedelta(days=10)) == timedelta(hours=24)
    assert ends(timedelta(days=2, hours=4)) == timedelta(
        hours=16
    )  # from 16:00; 22:00 is night, so until eight
    assert ends(timedelta(days=2, hours=8)) == timedelta(hours=6)  # from 12:00 to 18:00
    assert ends(timedelta(hours=10)) == timedelta(hours=1)
    assert ends(timedelta(hours=2)) == timedelta(minutes=20)
    assert ends(timedelta(minutes=5)) == timedelta(minutes=5)  # the hour of the event is the last
    assert ends(timedelta(hours=2), START - timedelta(hours=2) + timedelta(minutes=7)) == timedelta(minutes=7)


@given(some.integers(1, 60 * 24 * 30), some.sampled_from([None, -60, -15, 30]))
def test_an_offer_ends_after_it_began_and_never_after_the_event_or_its_slot(
    minutes: int, slot_minutes: int | None
) -> None:
    now = START - timedelta(minutes=minutes)
    slot_ends = None if slot_minutes is None else START + timedelta(minutes=slot_minutes)
    if slot_ends is not None and slot_ends <= now:
        return
    until = rules.offer_until(now, EVENT, slot_ends, LOCAL)
    assert now < until <= min(START, slot_ends or START)
    if START - now > timedelta(days=2):
        assert 8 <= until.astimezone(LOCAL).hour < 22 or until.astimezone(LOCAL).time().hour == 8


def test_offers_stop_with_the_event() -> None:
    assert rules.takes_offers(EVENT, START - timedelta(seconds=1))
    assert not rules.takes_offers(EVENT, START)
    assert not rules.takes_offers(replace(EVENT, capacity=None), NOW)


def test_what_is_over_for_a_waiting_party_stays_over() -> None:
    for ended in (WaitingState.ACCEPTED, WaitingState.LEFT, WaitingState.ENDED):
        assert NEXT_WAITING[ended] == frozenset()
    assert set(NEXT_WAITING) == set(WaitingState)
    assert rules.may_move(WaitingState.EXPIRED, WaitingState.WAITING)
    assert not rules.may_move(WaitingState.WAITING, WaitingState.ACCEPTED)
