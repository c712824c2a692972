"""A waiting party becomes smaller on a real database of both kinds: its place, its offer, and who gets what it leaves."""

from collections.abc import Collection
from datetime import timedelta

import pytest
from flask import Flask

from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.transaction import current, writing
from festival.programme.types import EventFacts
from festival.registration import queries
from festival.registration.models import Waiting
from festival.registration.services.lessening import lessen
from festival.registration.types import Fewer, OfferOver, Place, WaitingState
from tests.registration.test_services import SENDER, registered, set_capacity
from tests.registration.test_waiting import accept, first_party, held, joined, state
from tests.support.apps import FakeClock


@pytest.fixture(autouse=True)
def context(app: Flask) -> object:
    """Run each test inside the application."""
    with app.app_context():
        yield


@pytest.fixture
def full(main_event: EventFacts) -> EventFacts:
    """The opening night with four places, given to one party."""
    set_capacity(main_event, 4)
    registered(main_event, 4, mail="dau-tien@gia-dinh.example")
    return main_event


def fewer(number: int, leaving: Collection[int], of: int) -> Fewer | OfferOver:
    """Make a party smaller in a transaction of its own."""
    with writing() as session:
        return lessen(
            session,
            actor=CITIZEN,
            registration_id=number,
            leaving=leaving,
            of=of,
            links=SENDER.links,
            now=clock.now(),
        )


def names(number: int) -> list[str]:
    """Return who of a party waits."""
    current().rollback()
    return list(current().get_one(Waiting, number).names)


def test_a_smaller_party_keeps_its_place_and_who_stays(full: EventFacts, fake_clock: FakeClock) -> None:
    family = joined(full, 4)
    fake_clock.pass_(minutes=1)
    others = joined(full, 1)
    before = names(family)
    fake_clock.pass_(minutes=1)
    assert fewer(family, {1, 3}, 4) == Fewer(2, 2)
    assert names(family) == [before[0], before[2]]
    assert queries.place_in_queue(current(), current().get_one(Waiting, others)) == Place(1, 2)
    assert held(full) == (4, 0, 2)


def test_a_party_that_fits_now_has_its_offer_at_once(full: EventFacts) -> None:
    family = joined(full, 4)
    first_party([1, 2])
    assert state(family) == WaitingState.WAITING  # two are free, and four wait
    assert fewer(family, {0, 1}, 4) == Fewer(2, 2)
    assert state(family) == WaitingState.OFFERED
    assert held(full) == (2, 2, 0)


def test_an_open_offer_stays_and_what_it_no_longer_needs_goes_to_the_next(
    full: EventFacts, fake_clock: FakeClock
) -> None:
    family, pair = joined(full, 4), joined(full, 2)
    first_party([1, 2, 3, 4])
    assert (state(family), state(pair)) == (WaitingState.OFFERED, WaitingState.WAITING)
    until = current().get_one(Waiting, family).offer_ends_at
    fake_clock.pass_(minutes=5)
    assert fewer(family, {2, 3}, 4) == Fewer(2, 2)
    assert (state(family), state(pair)) == (WaitingState.OFFERED, WaitingState.OFFERED)
    assert current().get_one(Waiting, family).offer_ends_at == until
    assert held(full) == (0, 4, 0)
    accept(family)
    accept(pair)
    assert held(full) == (4, 0, 0)


def test_the_same_form_twice_takes_nobody_else_off(full: EventFacts) -> None:
    family = joined(full, 4)
    assert fewer(family, {0}, 4) == Fewer(1, 3)
    assert fewer(family, {0}, 4) == Fewer(0, 3)
    assert len(names(family)) == 3


@pytest.mark.parametrize("leaving", [(), (0, 1), (7,)])
def test_nobody_and_everybody_change_nothing(full: EventFacts, leaving: tuple[int, ...]) -> None:
    pair = joined(full, 2)
    assert fewer(pair, leaving, 2) == Fewer(0, 2)
    assert state(pair) == WaitingState.WAITING


def test_who_has_tickets_or_an_offer_that_is_over_is_not_changed_here(
    full: EventFacts, fake_clock: FakeClock
) -> None:
    pair = joined(full, 2)
    first_party([1, 2])
    fake_clock.pass_(seconds=timedelta(days=2).total_seconds())
    assert fewer(pair, {0}, 2) == OfferOver(WaitingState.EXPIRED)
    other = joined(full, 2)
    first_party([3, 4])
    accept(other)
    assert fewer(other, {0}, 2) == OfferOver(WaitingState.ACCEPTED)
