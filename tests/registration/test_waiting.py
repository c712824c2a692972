"""The waiting list on a real database of both kinds: join, offers in order, accept, decline, expire, and the desk's hand."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from festival.audit.models import AuditEntry
from festival.core import clock
from festival.core.actor import CITIZEN, Actor
from festival.core.transaction import current, writing
from festival.outbox.models import Message
from festival.programme.models import Event
from festival.programme.types import EventFacts, EventState
from festival.registration import queries
from festival.registration.models import EventPlaces, Registration, Slot, Ticket, Waiting
from festival.registration.services import waiting
from festival.registration.services.joining import join
from festival.registration.services.placing import take
from festival.registration.types import (
    Accepted,
    Application,
    Full,
    Joined,
    NoSlot,
    NotOpen,
    Offer,
    OfferOver,
    Parts,
    Place,
    Registered,
    TooMany,
    TooManyWaiting,
    WaitingState,
)
from tests.registration.test_placing import given, parted, slots_of
from tests.registration.test_services import (
    SENDER,
    application,
    give_back,
    registered,
    set_capacity,
    taken,
)
from tests.support.apps import FakeClock

DESK = Actor("person", 1)


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


def send(
    event: EventFacts, form: Application, *, network: str | None = None, per_network: int = 100
) -> object:
    """Join the list in a transaction of its own."""
    with writing() as session:
        return join(
            session,
            actor=CITIZEN,
            event=event,
            application=form,
            network=network,
            per_network=per_network,
            sender=SENDER,
            now=clock.now(),
        )


def joined(event: EventFacts, people: int = 1, **changes: object) -> int:
    """Join the list and return the registration's number."""
    outcome = send(event, application(people, **changes))
    assert isinstance(outcome, Joined)
    return outcome.registration_id


def state(number: int) -> str:
    """How a party waits now."""
    current().rollback()
    return current().scalars(select(Waiting.state).where(Waiting.registration_id == number)).one()


def held(event: EventFacts) -> tuple[int, int, int]:
    """How many have tickets, how many an offer, and how many parties wait."""
    current().rollback()
    row = current().execute(
        select(EventPlaces.taken, EventPlaces.held, EventPlaces.waiting).where(
            EventPlaces.event_id == event.id
        )
    )
    return tuple(row.one())  # type: ignore[return-value]


def first_party(people_leaving: list[int]) -> int:
    """Let people of the first party give their places back."""
    party = (
        current().scalars(select(Registration).where(Registration.mail == "dau-tien@gia-dinh.example")).one()
    )
    return give_back(Registered(party.id, 1, repeated=False), people_leaving)


def accept(number: int) -> object:
    with writing() as session:
        return waiting.accept(
            session, actor=CITIZEN, registration_id=number, links=SENDER.links, now=clock.now()
        )


def decline(number: int) -> bool:
    with writing() as session:
        return waiting.decline(
            session, actor=CITIZEN, registration_id=number, links=SENDER.links, now=clock.now()
        )


def work(event: EventFacts) -> int:
    """Let the worker come by."""
    with writing() as session:
        return waiting.expire(session, event_id=event.id, links=SENDER.links, now=clock.now())


def messages(kind: str) -> list[str]:
    """The messages whose cause says this."""
    return list(
        current().scalars(select(Message.text).where(Message.cause.like(f"%:{kind}%")).order_by(Message.id))
    )


# --- join --------------------------------------------------------------------------------------------------------------


def test_a_party_that_joins_waits_without_tickets_and_is_told(full: EventFacts) -> None:
    number = joined(full, 2)
    assert state(number) == "waiting"
    assert held(full) == (4, 0, 1)
    assert not current().scalars(select(Ticket).where(Ticket.registration_id == number)).all()
    assert len(messages("waiting")) == 1
    assert "/t/" in str(current().scalars(select(Message.link).where(Message.cause.like("%:waiting"))).one())


def test_the_same_form_joins_once(full: EventFacts) -> None:
    form = application(2)
    first, second = send(full, form), send(full, form)
    assert isinstance(first, Joined)
    assert isinstance(second, Joined)
    assert (first.repeated, second.repeated) == (False, True)
    assert first.registration_id == second.registration_id
    assert held(full) == (4, 0, 1)


def test_where_places_are_free_the_offer_comes_at_once(full: EventFacts) -> None:
    first_party([1, 2])
    number = joined(full, 2)
    assert state(number) == "offered"
    assert held(full) == (2, 2, 0)
    assert messages("waiting") == []
    assert len(messages("offer")) == 1


def test_nobody_floods_a_mailbox_or_a_network_through_the_list(full: EventFacts) -> None:
    for _ in range(3):
        joined(full, 1, mail="ba@gia-dinh.example")
    assert send(full, application(1, mail="ba@gia-dinh.example")) == TooManyWaiting()
    assert held(full) == (4, 0, 3)
    for _ in range(2):
        assert isinstance(send(full, application(), network="198.51.100.7", per_network=2), Joined)
    assert send(full, application(), network="198.51.100.7", per_network=2) == TooMany()


def test_one_joins_only_while_registration_is_open_and_for_a_slot_there_is(
    full: EventFacts, fake_clock: FakeClock
) -> None:
    assert send(full, application(1, slot_id=99)) == NoSlot()
    assert full.registration_closes_at
    fake_clock.set(full.registration_closes_at)
    assert isinstance(send(full, application()), NotOpen)


# --- whose turn --------------------------------------------------------------------------------------------------------


def test_places_given_back_go_to_the_first_who_fit_and_to_nobody_who_comes_then(full: EventFacts) -> None:
    large, small, later = joined(full, 3), joined(full, 2), joined(full, 1)
    assert queries.place_in_queue(current(), queries.get_waiting(current(), later)) == Place(2, 5)
    first_party([1, 2])
    assert [state(number) for number in (large, small, later)] == ["waiting", "offered", "waiting"]
    assert held(full) == (2, 2, 2)
    with writing() as session:
        assert take(session, event_id=full.id, people=1, now=clock.now()) == Full(0)


def test_a_place_nobody_of_the_queue_can_use_is_free_for_who_comes(full: EventFacts) -> None:
    joined(full, 3)
    first_party([1, 2])
    with writing() as session:
        assert take(session, event_id=full.id, people=2, now=clock.now()) is None
    assert held(full) == (4, 0, 1)


def test_while_somebody_could_have_a_place_it_is_not_for_others(full: EventFacts) -> None:
    """A capacity that was raised a moment ago: the worker has not come by yet."""
    number = joined(full, 2)
    set_capacity(full, 6)
    with writing() as session:
        assert take(session, event_id=full.id, people=1, now=clock.now()) == Full(0, queue=True)
    assert held(full) == (4, 0, 1)
    with writing() as session:  # the organizers may
        assert take(session, event_id=full.id, people=1, now=clock.now(), before_queue=True) is None
    set_capacity(full, 7)
    assert waiting.due(current(), now=clock.now()) == [full.id]
    assert work(full) == 1
    assert state(number) == "offered"
    assert waiting.due(current(), now=clock.now()) == []


def test_a_party_waits_for_its_slot_and_gets_that_one(full: EventFacts) -> None:
    first, second = slots_of(full, 1, 5)
    first.given = 1
    parted(full, Parts.SLOTS, first, second)
    early, any_time = joined(full, 1, slot_id=1), joined(full, 1)
    first_party([1])
    assert (state(early), state(any_time)) == ("waiting", "offered")
    assert accept(any_time) == Accepted(1)
    assert current().get_one(Registration, any_time).slot_id == 2
    assert (given(Slot, 1), given(Slot, 2)) == (1, 1)
    ticket = (
        current()
        .scalars(select(Ticket).where(Ticket.registration_id == any_time, Ticket.position == 1))
        .one()
    )
    assert ticket.valid_from == second.starts_at - timedelta(minutes=15)


# --- the answers -------------------------------------------------------------------------------------------------------


def test_accepting_makes_tickets_once(full: EventFacts) -> None:
    number = joined(full, 2)
    first_party([1, 2])
    assert accept(number) == Accepted(2)
    assert accept(number) == Accepted(2, repeated=True)
    party = queries.get_registration(current(), number)
    assert [(ticket.position, ticket.state) for ticket in party.tickets] == [
        (0, "valid"),
        (1, "valid"),
        (2, "valid"),
    ]
    assert held(full) == (4, 0, 0)
    assert len(messages("accepted")) == 1


def test_declined_places_go_to_the_next_and_one_may_stand_in_again_at_the_end(full: EventFacts) -> None:
    first, second, third = joined(full, 2), joined(full, 2), joined(full, 2)
    first_party([1, 2])
    assert decline(first)
    assert not decline(first)
    assert (state(first), state(second)) == ("declined", "offered")
    with writing() as session:
        assert waiting.stand_in_again(
            session,
            actor=CITIZEN,
            registration_id=first,
            links=SENDER.links,
            now=clock.now() + timedelta(minutes=1),
        )
    assert decline(second)
    assert [state(number) for number in (first, second, third)] == ["waiting", "declined", "offered"]


def test_an_offer_that_nobody_answers_goes_on_to_the_next(full: EventFacts, fake_clock: FakeClock) -> None:
    first, second = joined(full, 2), joined(full, 2)
    first_party([1, 2])
    fake_clock.pass_(hours=23, minutes=59)
    assert waiting.due(current(), now=clock.now()) == []
    assert work(full) == 0
    fake_clock.pass_(minutes=1)
    assert accept(first) == OfferOver(WaitingState.EXPIRED)
    assert waiting.due(current(), now=clock.now()) == [full.id]
    assert work(full) == 2
    assert work(full) == 0
    assert (state(first), state(second)) == ("expired", "offered")
    assert held(full) == (2, 2, 0)


def test_an_offer_stands_when_the_limit_falls_below_what_is_given(full: EventFacts) -> None:
    number, next_one = joined(full, 2), joined(full, 1)
    first_party([1, 2])
    set_capacity(full, 1)
    assert accept(number) == Accepted(2)
    assert held(full) == (4, 0, 1)
    first_party([3])
    assert state(next_one) == "waiting"  # three are still more than one


def test_who_leaves_is_gone_and_cancelled(full: EventFacts) -> None:
    number = joined(full, 2)
    with writing() as session:
        assert waiting.leave(session, actor=CITIZEN, registration_id=number, now=clock.now())
    with writing() as session:
        assert not waiting.leave(session, actor=CITIZEN, registration_id=number, now=clock.now())
    assert held(full) == (4, 0, 0)
    assert current().get_one(Registration, number).cancelled_at


def test_the_queue_ends_with_the_hour_of_the_event(full: EventFacts, fake_clock: FakeClock) -> None:
    offered, waits = joined(full, 2), joined(full, 3)
    fake_clock.set(full.starts_at - timedelta(minutes=10))
    first_party([1, 2])
    assert state(offered) == "offered"
    fake_clock.set(full.starts_at)
    assert waiting.due(current(), now=clock.now()) == [full.id]
    work(full)
    assert (state(offered), state(waits)) == ("expired", "ended")
    assert held(full) == (2, 0, 0)
    assert waiting.due(current(), now=clock.now()) == []


def test_an_event_that_is_called_off_ends_offers_too(full: EventFacts) -> None:
    offered, waits = joined(full, 2), joined(full, 3)
    first_party([1, 2])
    with writing() as session:
        session.get_one(Event, full.id).state = EventState.CANCELLED
    work(full)
    assert (state(offered), state(waits)) == ("ended", "ended")
    assert held(full) == (2, 0, 0)


# --- the desk's hand ---------------------------------------------------------------------------------------------------


def test_the_desk_puts_a_party_aside_and_back_with_a_reason(full: EventFacts) -> None:
    first, second = joined(full, 2), joined(full, 2)
    with writing() as session:
        assert waiting.skip(session, actor=DESK, registration_id=first, reason="trùng (mẫu)", now=clock.now())
    first_party([1, 2])
    assert (state(first), state(second)) == ("skipped", "offered")
    first_party([3, 4])
    assert held(full) == (0, 2, 0)
    with writing() as session:
        assert waiting.put_back(
            session, actor=DESK, registration_id=first, links=SENDER.links, now=clock.now()
        )
    assert state(first) == "offered"
    entry = current().scalars(select(AuditEntry).where(AuditEntry.verb == "waiting.skipped")).one()
    assert entry.details is not None
    assert entry.details["reason"] == "trùng (mẫu)"


def test_the_desk_offers_out_of_turn_what_is_free_and_nothing_else(full: EventFacts) -> None:
    joined(full, 4)
    small = joined(full, 1)

    def by_hand() -> object:
        with writing() as session:
            return waiting.offer_by_hand(
                session,
                actor=DESK,
                registration_id=small,
                reason="xe lăn (mẫu)",
                links=SENDER.links,
                now=clock.now(),
            )

    assert by_hand() == Full(0)
    set_capacity(full, 5)
    assert isinstance(by_hand(), Offer)
    assert isinstance(by_hand(), OfferOver)
    assert held(full) == (4, 1, 1)
    assert taken(full) == 4


def test_no_offer_is_written_twice(full: EventFacts) -> None:
    joined(full, 1)
    joined(full, 1)
    first_party([1])
    first_party([2])
    causes = current().scalars(select(Message.cause).where(Message.cause.like("%:offer:%"))).all()
    assert len(causes) == len(set(causes)) == 2
    noted = current().scalar(select(func.count()).where(AuditEntry.verb == "waiting.offered"))
    assert noted == 2
