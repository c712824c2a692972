"""Somebody comes along with a person who needs help, or with a child: a place, a ticket and a class of their own."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.transaction import current, writing
from festival.gate.forms import AdmittingForm
from festival.programme.models import Event
from festival.programme.types import EventFacts
from festival.registration.models import Allotment, Consent, EventPlaces, Registration, Ticket, Waiting
from festival.registration.qr import Codes
from festival.registration.rules import counted
from festival.registration.services.changing import grow
from festival.registration.services.lessening import lessen
from festival.registration.services.own_data import withdraw_needs
from festival.registration.services.registering import register
from festival.registration.services.waiting import accept
from festival.registration.types import Category, Full, Parts, Purpose, TicketClass
from tests.registration.test_services import SENDER, application, registered, set_capacity, taken
from tests.registration.test_views_register import PATH, filled_in, opened
from tests.registration.test_waiting import send
from tests.support.apps import MAIN, FakeClock, event_of

CITIZENS, COMPANION, CHILD = int(TicketClass.CITIZEN), int(TicketClass.COMPANION), int(TicketClass.CHILD)
WITH = {"names-0": "Lan (mẫu)", "names-1": "", "companion": "Bình (mẫu)", "consent_needs": "y"}


def classes(app: Flask) -> list[tuple[str, int]]:
    """Return (name, class) of each ticket of people, the oldest first."""
    with app.app_context():
        rows = current().scalars(select(Ticket).where(Ticket.position > 0).order_by(Ticket.id))
        return [(one.name, one.ticket_class) for one in rows]


def test_the_form_gives_the_companion_a_ticket_of_the_class_that_gates_know(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    client = sqlite_app.test_client()
    answer = filled_in(fake_clock, opened(client), **WITH)
    assert answer.status_code == 303
    assert classes(sqlite_app) == [("Lan (mẫu)", CITIZENS), ("Bình (mẫu)", COMPANION)]
    with sqlite_app.app_context():
        assert taken(event_of(sqlite_app, MAIN)) == 2
    page = client.get(answer.location).text
    assert page.count('class="ticket__class"') == 1
    with sqlite_app.app_context():
        codes = Codes(sqlite_app.extensions["keyring"], SENDER.links)
        theirs = current().scalars(select(Ticket).where(Ticket.name == "Bình (mẫu)")).one()
        payload = codes.read(current(), codes.of(current(), theirs))
        assert payload is not None
        assert payload.ticket_class is TicketClass.COMPANION
        assert Purpose.ACCESS_NEEDS in current().scalars(select(Consent.purpose)).all()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"consent_needs": ""}, "consent_needs"),  # that somebody is accompanied says something about health
        ({"companion": "1234"}, "companion"),
        ({"companion": "Lan (mẫu)"}, "companion"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    sqlite_app: Flask, fake_clock: FakeClock, changes: dict[str, str], sentence: str
) -> None:
    answer = filled_in(fake_clock, opened(sqlite_app.test_client()), **(WITH | changes))
    assert answer.status_code == 422
    assert f'id="{sentence}-error"' in answer.text
    assert classes(sqlite_app) == []


def test_where_one_person_may_come_two_may_when_one_is_a_companion(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    with sqlite_app.app_context(), writing() as session:
        session.scalars(select(Event).where(Event.slug == MAIN)).one().party_max = 1
    form = opened(sqlite_app.test_client())
    assert filled_in(fake_clock, form, **WITH).status_code == 303
    assert [kind for _name, kind in classes(sqlite_app)] == [CITIZENS, COMPANION]


@pytest.mark.parametrize(
    ("kinds", "people"),
    [([CITIZENS] * 6, 6), ([CITIZENS] * 5 + [COMPANION], 5), ([COMPANION, COMPANION], 1), ([CHILD], 1)],
)
def test_one_companion_comes_on_top_of_what_a_party_may_be(kinds: Sequence[int], people: int) -> None:
    assert counted(kinds) == people


def party(event: EventFacts, people: int = 1, category: Category = Category.CITIZEN) -> object:
    """Register people of whom the last is a companion."""
    with writing() as session:
        return register(
            session,
            actor=CITIZEN,
            event=event,
            application=replace(application(people + 1), companion=True, category=category),
            network=None,
            per_network=0,
            sender=SENDER,
            now=clock.now(),
        )


def test_a_companion_takes_a_place_like_everybody(app: Flask, main_event: EventFacts) -> None:
    with app.app_context():
        set_capacity(main_event, 3)
        party(main_event)
        assert taken(main_event) == 2
        assert party(main_event) == Full(1)
        assert taken(main_event) == 2


def test_with_places_kept_for_them_a_companion_takes_one_of_those(app: Flask, main_event: EventFacts) -> None:
    with app.app_context():
        set_capacity(main_event, 4)
        registered(main_event, 1)
        with writing() as session:
            session.add(Allotment(event_id=main_event.id, category=Category.ACCESS, places=2))
            places = session.get_one(EventPlaces, main_event.id)
            places.parts, places.revision = int(Parts.ALLOTMENTS), places.revision + 1
        assert party(main_event) == Full(1)  # two are kept
        party(main_event, category=Category.ACCESS)
        assert (taken(main_event), current().scalars(select(Allotment.given)).one()) == (3, 2)


def test_a_party_that_waits_keeps_its_companion_and_gets_the_tickets(
    app: Flask, main_event: EventFacts, fake_clock: FakeClock
) -> None:
    with app.app_context():
        set_capacity(main_event, 2)
        registered(main_event, 2)
        send(main_event, replace(application(3), companion=True))
        set_capacity(main_event, 9)
        number = current().scalars(select(Waiting.registration_id)).one()
        common = {"actor": CITIZEN, "registration_id": number, "links": SENDER.links, "now": clock.now()}
        with writing() as session:
            lessen(session, leaving={0}, of=3, **common)  # type: ignore[arg-type]
        fake_clock.pass_(minutes=1)
        with writing() as session:
            accept(session, **common)  # type: ignore[arg-type]
        kinds = current().scalars(
            select(Ticket.ticket_class).where(Ticket.registration_id == number, Ticket.position > 0)
        )
        assert list(kinds) == [CITIZENS, COMPANION]


def test_a_companion_who_cannot_come_leaves_a_party_without_one(
    sqlite_app: Flask, main_event: EventFacts
) -> None:
    with sqlite_app.app_context():
        set_capacity(main_event, 1)
        registered(main_event, 1)
        send(main_event, replace(application(2), companion=True))
        number = current().scalars(select(Waiting.registration_id)).one()
        with writing() as session:
            lessen(
                session,
                actor=CITIZEN,
                registration_id=number,
                leaving={1},
                of=2,
                links=SENDER.links,
                now=clock.now(),
            )
        assert current().get_one(Waiting, number).companion is False


def test_a_party_of_six_with_a_companion_is_complete_and_one_of_five_is_not(
    sqlite_app: Flask, main_event: EventFacts
) -> None:
    with sqlite_app.app_context():
        set_capacity(main_event, 50)
        for people in (5, 6):
            party(main_event, people)
        answers = []
        for number in current().scalars(select(Registration.id).order_by(Registration.id)).all():
            with writing() as session:
                answers.append(
                    type(
                        grow(
                            session,
                            actor=CITIZEN,
                            registration_id=number,
                            number=f"{number:022}",
                            names=["Mai (mẫu)"],
                            sender=SENDER,
                            now=clock.now(),
                        )
                    ).__name__
                )
        assert answers == ["Grown", "TooLarge"]


def test_who_withdraws_what_they_said_about_access_has_no_companion_any_more(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    filled_in(fake_clock, opened(sqlite_app.test_client()), **WITH)
    with sqlite_app.app_context():
        [number] = current().scalars(select(Registration.id)).all()
        assert current().get_one(Registration, number).needs == "companion"
        with writing() as session:
            withdraw_needs(
                session,
                actor=CITIZEN,
                registration_id=number,
                number="n" * 22,
                sender=SENDER,
                now=clock.now(),
            )
    assert [kind for _name, kind in classes(sqlite_app)] == [CITIZENS, CITIZENS]
    with sqlite_app.app_context():
        assert current().get_one(Registration, number).needs == ""


def test_where_citizens_come_in_companions_and_children_come_in_too(sqlite_app: Flask) -> None:
    def let_in(*kinds: int) -> list[int]:
        with sqlite_app.test_request_context():
            return list(
                AdmittingForm(formdata=None, data={"classes": list(kinds)}).rules().get("classes", [])
            )

    assert let_in(CITIZENS) == [CITIZENS, COMPANION, CHILD]
    assert let_in(int(TicketClass.PRESS)) == [TicketClass.PRESS]
    assert let_in() == []


def test_without_a_companion_the_form_is_as_it_was(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    assert filled_in(fake_clock, opened(sqlite_app.test_client(), PATH)).status_code == 303
    assert COMPANION not in [kind for _name, kind in classes(sqlite_app)]
