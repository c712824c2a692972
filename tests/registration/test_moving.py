"""A party arrives at another time: places move in one step, tickets get the new hours, and a full slot changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from festival.audit.models import AuditEntry
from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.transaction import current, writing
from festival.outbox.models import Message
from festival.programme.types import EventFacts
from festival.registration import queries
from festival.registration.models import EventPlaces, Registration, Slot, Ticket
from festival.registration.services.moving import move_slot
from festival.registration.types import Fixed, Full, NoSlot, Parts, Registered
from tests.support.apps import csrf
from tests.web.parties import SENDER, registered, ticket_path
from tests.web.rendered import page


@pytest.fixture(autouse=True)
def context(app: Flask) -> Any:
    """Run each test inside the application."""
    with app.app_context():
        yield


@pytest.fixture
def party(app: Flask, main_event: EventFacts) -> Registered:
    """A family of two in the first of three slots, of which the last is nearly full."""
    made = registered(app, "Nguyễn Thị Lan (mẫu)", "Trần Văn An (mẫu)")
    half = timedelta(minutes=30)
    first = main_event.starts_at - 3 * half
    with writing() as session:
        for number, (capacity, given) in enumerate([(10, 2), (10, 0), (10, 9)], start=1):
            session.add(
                Slot(
                    id=number,
                    event_id=main_event.id,
                    starts_at=first + half * (number - 1),
                    ends_at=first + half * number,
                    capacity=capacity,
                    given=given,
                )
            )
        session.flush()
        session.get_one(EventPlaces, main_event.id).parts = int(Parts.SLOTS)
        session.get_one(Registration, made.registration_id).slot_id = 1
    return made


def move(party: Registered, slot_id: int) -> Any:
    """Change the slot in a transaction of its own."""
    with writing() as session:
        return move_slot(
            session,
            actor=CITIZEN,
            registration_id=party.registration_id,
            slot_id=slot_id,
            sender=SENDER,
            now=clock.now(),
        )


def given() -> list[int]:
    """Return how many people are in each slot."""
    current().rollback()
    return list(current().scalars(select(Slot.given).order_by(Slot.id)))


def hours(party: Registered) -> set[Any]:
    """Return from when the party's tickets admit."""
    current().rollback()
    statement = select(Ticket.valid_from).where(Ticket.registration_id == party.registration_id)
    return set(current().scalars(statement))


def test_the_party_and_its_tickets_move(party: Registered) -> None:
    before = hours(party)
    assert move(party, 2) is True
    assert given() == [0, 2, 9]
    [after] = hours(party)
    assert {after} != before
    assert queries.get_registration(current(), party.registration_id).slot_id == 2
    assert len(current().scalars(select(Message)).all()) == 2
    verbs = current().scalars(select(AuditEntry.verb).where(AuditEntry.subject == "registration")).all()
    assert verbs[-1] == "slot.changed"
    assert move(party, 2) is False
    assert len(current().scalars(select(Message)).all()) == 2


@pytest.mark.parametrize(("slot", "answer"), [(3, Full(1)), (77, NoSlot())])
def test_a_slot_that_is_full_or_none_changes_nothing(party: Registered, slot: int, answer: Any) -> None:
    before = hours(party)
    assert move(party, slot) == answer
    assert given() == [2, 0, 9]
    assert hours(party) == before
    assert len(current().scalars(select(Message)).all()) == 1


def test_once_somebody_is_inside_the_slot_stays(party: Registered) -> None:
    with writing() as session:
        for ticket in session.scalars(select(Ticket).where(Ticket.position == 1)):
            ticket.admitted_at = clock.now()
    assert move(party, 2) is Fixed.USED
    assert given() == [2, 0, 9]


def test_the_page_offers_the_slots_and_takes_the_choice(app: Flask, party: Registered) -> None:
    client = app.test_client()
    home = ticket_path(party)
    seen = page(client, f"{home}/change")
    assert [choice.value for choice in seen["slot"].slot.choices] == [1, 2, 3]
    assert seen["slot"].slot.data == 1
    token = csrf(client, f"{home}/change")
    for slot, status in (("3", 409), ("", 422), ("x", 422), ("2", 303)):
        answer = client.post(f"{home}/slot", data={"csrf_token": token, "slot": slot})
        assert answer.status_code == status, slot
    assert given() == [0, 2, 9]
