"""Guests get one ticket each, with places counted and zones in the code."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.programme.models import Event
from festival.registration import rules
from festival.registration.models import EventPlaces, Person, Registration, Ticket
from festival.registration.qr import Codes
from festival.registration.services.issuing import issue, take_back
from festival.registration.types import Full, TicketClass, TicketState, Validity
from festival.registration.types.passes import Opening
from tests.registration.persons import KAMOME, LINKS, person
from tests.support.apps import MAIN, NOW, event_of

PRESS, CREW = TicketClass.PRESS, TicketClass.CREW


def taken(event_id: int) -> int:
    return current().scalar(select(EventPlaces.taken).where(EventPlaces.event_id == event_id)) or 0


def live(person_id: int) -> list[Ticket]:
    wanted = select(Ticket).where(Ticket.person_id == person_id, Ticket.state == TicketState.VALID)
    return list(current().scalars(wanted.order_by(Ticket.id)))


def test_a_guest_gets_a_ticket_whose_code_says_class_and_zones(app: Flask) -> None:
    event = event_of(app, MAIN)
    with app.app_context():
        with writing() as session:
            kamome = person(session, KAMOME)
            ticket = issue(
                session,
                actor=SYSTEM,
                person=kamome,
                event_id=event.id,
                ticket_class=PRESS,
                zones=0b101,
                links=LINKS,
                now=NOW,
            )
        assert isinstance(ticket, Ticket)
        assert taken(event.id) == 1
        registration = current().get_one(Registration, ticket.registration_id)
        assert (registration.kind, registration.phone, registration.language) == ("guest", KAMOME.phone, "ja")
        codes = Codes(app.extensions["keyring"], LINKS)
        read = codes.read(current(), codes.of(current(), ticket))
        assert read is not None
        assert (read.ticket_class, read.zones, read.people, read.is_party) == (PRESS, 0b101, 1, False)
        assert Validity(read.valid_from, read.valid_until) == rules.validity(event)


def test_one_person_keeps_one_code_where_rights_allow(app: Flask) -> None:
    event = event_of(app, MAIN)
    with app.app_context():
        with writing() as session:
            kamome = person(session, KAMOME)

            def ask(zones: int, ticket_class: TicketClass = CREW, valid: Validity | None = None) -> Ticket:
                made = issue(
                    session,
                    actor=SYSTEM,
                    person=kamome,
                    event_id=event.id,
                    ticket_class=ticket_class,
                    zones=zones,
                    valid=valid,
                    links=LINKS,
                    now=NOW,
                )
                assert isinstance(made, Ticket)
                return made

            first = ask(0b01)
            assert ask(0b01) is first
            wider = ask(0b10, PRESS)
            assert (wider.zones, wider.ticket_class, first.state) == (0b11, PRESS, TicketState.REVOKED)
            early = Validity(event.starts_at - timedelta(days=2), event.starts_at - timedelta(days=1))
            other = ask(0b100, valid=early)
            assert (other.zones, wider.state) == (0b111, TicketState.REVOKED)
            assert other.openings == (Opening(0b100, early), Opening(0b011, rules.validity(event)))
            assert ask(0b100, valid=early) is other
            far = Validity(event.starts_at + timedelta(days=60), event.starts_at + timedelta(days=61))
            beyond = ask(0b1, valid=far)  # more than one code can say
        assert [ticket.id for ticket in live(kamome.id)] == [other.id, beyond.id]
        current().expire_all()
        assert current().get_one(Ticket, other.id).openings == other.openings
        assert taken(event.id) == 2
        codes = Codes(app.extensions["keyring"], LINKS)
        read = codes.read(current(), codes.of(current(), other))
        assert read is not None
        assert (read.is_parted, read.zones, read.valid_from, read.ticket_class) == (
            True,
            0b111,
            early.since,
            PRESS,
        )


def test_a_full_event_gives_no_ticket_and_writes_nothing(app: Flask) -> None:
    event = event_of(app, MAIN)
    with app.app_context():
        with writing() as session:
            session.execute(update(Event).where(Event.id == event.id).values(capacity=0))
            kamome = person(session, KAMOME)
            answer = issue(
                session,
                actor=SYSTEM,
                person=kamome,
                event_id=event.id,
                ticket_class=PRESS,
                links=LINKS,
                now=NOW,
            )
        assert answer == Full(0)
        assert current().scalar(select(func.count()).select_from(Registration)) == 0


def test_a_ticket_that_is_taken_back_frees_its_place_once(app: Flask) -> None:
    event = event_of(app, MAIN)
    with app.app_context():
        with writing() as session:
            kamome = person(session, KAMOME)
            ticket = issue(
                session,
                actor=SYSTEM,
                person=kamome,
                event_id=event.id,
                ticket_class=PRESS,
                links=LINKS,
                now=NOW,
            )
            assert isinstance(ticket, Ticket)
        for ended in (True, False):
            with writing() as session:
                assert (
                    take_back(
                        session, actor=SYSTEM, ticket_id=ticket.id, reason=lambda: "", links=LINKS, now=NOW
                    )
                    is ended
                )
        assert (taken(event.id), ticket.state) == (0, TicketState.CANCELLED)


@pytest.mark.race
def test_many_who_give_one_person_a_ticket_at_once_give_one(app: Flask) -> None:
    event = event_of(app, MAIN)
    with app.app_context(), writing() as session:
        number = person(session, KAMOME).id
    together = Barrier(6)

    def ask() -> None:
        with app.app_context():
            together.wait()
            with writing() as session:
                found = session.get_one(Person, number)
                issue(
                    session,
                    actor=SYSTEM,
                    person=found,
                    event_id=event.id,
                    ticket_class=PRESS,
                    links=LINKS,
                    now=NOW,
                )

    threads = [Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with app.app_context():
        assert (len(live(number)), taken(event.id)) == (1, 1)
