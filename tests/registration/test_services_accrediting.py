"""Accreditations go through two hands, give one code, and lose it when they are withdrawn."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from festival.accounts.types import Role
from festival.core.actor import SYSTEM, Actor
from festival.core.transaction import current, writing
from festival.programme.models import Event
from festival.programme.queries import get_event
from festival.registration.models import Accreditation, Agency, Category, Person, Ticket, Zone
from festival.registration.rules import validity
from festival.registration.services.accreditation_tables import (
    remove_zone,
    save_agency,
    save_category,
    save_zone,
)
from festival.registration.services.accrediting import approve, ask, countersign, refuse, withdraw
from festival.registration.services.issuing import issue
from festival.registration.services.people import merge
from festival.registration.types import Full, TicketClass, TicketState, Validity
from festival.registration.types.accreditation import (
    AccreditationState,
    AskedAlready,
    Closed,
    Colour,
    Decided,
    NotNow,
    PhotoMissing,
    SamePerson,
    ZoneContent,
)
from festival.registration.types.passes import Offered, Opening
from festival.registration.types.people import Inseparable, Stale
from tests.accounts.people import make
from tests.registration.accreditations import asked, category, content, signed, zone
from tests.registration.persons import ANNA, KAMOME, LAN, LINKS, person
from tests.support.apps import NOW


class Hands(NamedTuple):
    """Who approves and who countersigns."""

    protocol: Actor
    security: Actor


@pytest.fixture
def hands(app: Flask) -> Hands:
    return Hands(Actor("person", make(app, Role.PROTOCOL)), Actor("person", make(app, Role.SECURITY)))


def live(person_id: int) -> list[tuple[int, int]]:
    rows = current().execute(
        select(Ticket.ticket_class, Ticket.zones)
        .where(Ticket.person_id == person_id, Ticket.state == TicketState.VALID)
        .order_by(Ticket.id)
    )
    return [(ticket_class, zones) for ticket_class, zones in rows]


def test_two_people_make_a_code(app: Flask, hands: Hands) -> None:
    with app.app_context(), writing() as session:
        anna, press = person(session, ANNA), category(session)
        request = asked(session, anna, press)
        assert live(anna.id) == []
        early = countersign(session, actor=hands.security, number=request.id, version=1, links=LINKS, now=NOW)
        assert early == NotNow(AccreditationState.REQUESTED)
        approve(session, actor=hands.protocol, number=request.id, version=1, now=NOW)
        alone = countersign(session, actor=hands.protocol, number=request.id, version=2, links=LINKS, now=NOW)
        assert alone == SamePerson()
        assert (
            countersign(session, actor=SYSTEM, number=request.id, version=2, links=LINKS, now=NOW)
            == SamePerson()
        )
        done = countersign(session, actor=hands.security, number=request.id, version=2, links=LINKS, now=NOW)
        assert isinstance(done, Accreditation)
        assert (done.state, live(anna.id)) == ("signed", [(TicketClass.PRESS, 0b1)])


def test_the_database_itself_refuses_one_person_in_both_hands(app: Flask, hands: Hands) -> None:
    with app.app_context():
        with writing() as session:
            request = asked(session, person(session, ANNA), category(session))
            approve(session, actor=hands.protocol, number=request.id, version=1, now=NOW)
        both = update(Accreditation).values(signed_by=Accreditation.approved_by)
        with pytest.raises(IntegrityError, match="two_people"), writing() as session:
            session.execute(both)


def test_both_may_decide_on_other_rights_than_the_category_gives(app: Flask, hands: Hands) -> None:
    with app.app_context(), writing() as session:
        anna, press = person(session, ANNA), category(session)
        request = asked(session, anna, press)
        hours = Validity(request.valid_from, request.valid_until - timedelta(hours=1))
        approve(
            session,
            actor=hands.protocol,
            number=request.id,
            version=1,
            decided=Decided((Opening(0b110, hours),)),
            now=NOW,
        )
        countersign(
            session,
            actor=hands.security,
            number=request.id,
            version=2,
            decided=Decided((Opening(0b100, hours),)),
            links=LINKS,
            now=NOW,
        )
        ticket = session.get_one(Ticket, request.ticket_id)
        assert (ticket.zones, ticket.valid_until) == (0b100, hours.until)


def test_an_older_version_and_a_second_decision_change_nothing(app: Flask, hands: Hands) -> None:
    with app.app_context(), writing() as session:
        request = asked(session, person(session, ANNA), category(session))
        assert isinstance(
            approve(session, actor=hands.protocol, number=request.id, version=7, now=NOW), Stale
        )
        refuse(session, actor=hands.protocol, number=request.id, version=1, reason="Không đủ chỗ", now=NOW)
        late = approve(session, actor=hands.protocol, number=request.id, version=2, now=NOW)
        assert late == NotNow(AccreditationState.REFUSED)


def test_a_category_that_wants_a_photo_waits_for_it(app: Flask, hands: Hands) -> None:
    with app.app_context(), writing() as session:
        request = asked(session, person(session, ANNA), category(session, needs_photo=True))
        answer = approve(session, actor=hands.protocol, number=request.id, version=1, now=NOW)
        assert answer == PhotoMissing()


def test_the_same_form_asks_once_and_a_person_holds_a_category_once(app: Flask) -> None:
    with app.app_context(), writing() as session:
        anna, press = person(session, ANNA), category(session)
        first = ask(session, actor=SYSTEM, person=anna, category=press, submission="one", now=NOW)
        assert ask(session, actor=SYSTEM, person=anna, category=press, submission="one", now=NOW) is first
        assert isinstance(first, Accreditation)
        again = ask(session, actor=SYSTEM, person=anna, category=press, submission="two", now=NOW)
        assert again == AskedAlready(first.id)


def test_an_agency_asks_for_as_many_as_it_may_until_its_day(app: Flask) -> None:
    with app.app_context(), writing() as session:
        press = category(session)
        agency = save_agency(
            session,
            actor=SYSTEM,
            edition_id=1,
            agency_id=None,
            version=0,
            name="Báo Mẫu (mẫu)",
            category_id=press.id,
            most=1,
            closes_at=NOW + timedelta(days=1),
            now=NOW,
        )
        assert isinstance(agency, Agency)
        asked(session, person(session, ANNA), press, agency=agency)
        more = {"actor": SYSTEM, "category": press, "agency": agency}
        lan, kamome = person(session, LAN), person(session, KAMOME)
        full = ask(session, person=lan, submission="b", now=NOW, **more)  # type: ignore[arg-type]
        assert isinstance(full, Closed)
        agency.most = 5
        session.flush()
        late = ask(session, person=kamome, submission="c", now=NOW + timedelta(days=1), **more)  # type: ignore[arg-type]
        assert isinstance(late, Closed)


def test_a_withdrawn_accreditation_kills_its_code_and_frees_the_place(app: Flask, hands: Hands) -> None:
    with app.app_context(), writing() as session:
        anna = person(session, ANNA)
        request = signed(session, anna, category(session), *hands)
        withdraw(
            session,
            actor=hands.protocol,
            number=request.id,
            version=3,
            reason="Đổi người",
            links=LINKS,
            now=NOW,
        )
        assert live(anna.id) == []
        assert session.get_one(Ticket, request.ticket_id).state == TicketState.CANCELLED


def test_several_roles_share_a_code_that_shrinks_to_what_is_left(app: Flask, hands: Hands) -> None:
    with app.app_context(), writing() as session:
        anna = person(session, ANNA)
        event = content(session).event_id
        invited = issue(
            session,
            actor=SYSTEM,
            person=anna,
            event_id=event,
            ticket_class=TicketClass.DELEGATE,
            zones=0b1,
            links=LINKS,
            now=NOW,
        )
        assert isinstance(invited, Ticket)
        press = signed(session, anna, category(session, zones=0b10), *hands)
        crew = signed(session, anna, category(session, zones=0b100, ticket_class=TicketClass.CREW), *hands)
        assert live(anna.id) == [(TicketClass.DELEGATE, 0b111)]
        assert press.ticket_id == crew.ticket_id != invited.id
        withdraw(
            session,
            actor=hands.protocol,
            number=press.id,
            version=press.version,
            reason="",
            links=LINKS,
            now=NOW,
        )
        assert live(anna.id) == [(TicketClass.DELEGATE, 0b101)]
        withdraw(
            session,
            actor=hands.protocol,
            number=crew.id,
            version=crew.version,
            reason="",
            links=LINKS,
            now=NOW,
        )
        assert live(anna.id) == [(TicketClass.DELEGATE, 0b1)]


def test_roles_of_other_days_stand_in_one_code_that_knows_which_zone_when(app: Flask, hands: Hands) -> None:
    with app.app_context(), writing() as session:
        anna = person(session, ANNA)
        first = Validity(NOW, NOW + timedelta(days=1))
        second = Validity(NOW + timedelta(days=2), NOW + timedelta(days=3))
        one = signed(session, anna, category(session, zones=0b1, valid=first), *hands)
        other = signed(session, anna, category(session, zones=0b10, valid=second), *hands)
        assert one.ticket_id == other.ticket_id
        ticket = session.get_one(Ticket, one.ticket_id)
        assert ticket.openings == (Opening(0b1, first), Opening(0b10, second))
        withdraw(
            session,
            actor=hands.protocol,
            number=other.id,
            version=other.version,
            reason="",
            links=LINKS,
            now=NOW,
        )
        left = session.get_one(Ticket, one.ticket_id)
        assert (left.zones, left.openings, left.valid_until) == (0b1, (), first.until)


def test_a_category_with_several_times_gives_each_zone_its_own(app: Flask, hands: Hands) -> None:
    day, evening = Validity(NOW, NOW + timedelta(hours=8)), Validity(NOW, NOW + timedelta(hours=3))
    later = Validity(NOW + timedelta(days=1), NOW + timedelta(days=2))
    with app.app_context(), writing() as session:
        offers = (Offered(0b01, day), Offered(0b10, evening), Offered(0b10, later), Offered(0b100, None))
        crew = category(session, offers=offers, ticket_class=TicketClass.CREW)
        session.expire_all()
        assert (crew.offered, crew.zones) == (offers, 0b111)
        request = signed(session, person(session, ANNA), crew, *hands)
        event = validity(get_event(session, crew.event_id))
        ticket = session.get_one(Ticket, request.ticket_id)
        assert set(ticket.openings) == {
            Opening(0b01, day),
            Opening(0b10, evening),
            Opening(0b10, later),
            Opening(0b100, event),
        }
        assert (ticket.valid_from, ticket.valid_until) == (NOW, event.until)


def test_no_place_no_signature(app: Flask, hands: Hands) -> None:
    with app.app_context(), writing() as session:
        request = asked(session, person(session, ANNA), category(session))
        approve(session, actor=hands.protocol, number=request.id, version=1, now=NOW)
        session.execute(update(Event).where(Event.id == content(session).event_id).values(capacity=0))
        assert countersign(
            session, actor=hands.security, number=request.id, version=2, links=LINKS, now=NOW
        ) == Full(0)
        assert request.state == AccreditationState.APPROVED


def test_two_who_hold_the_same_category_are_not_made_one(app: Flask) -> None:
    with app.app_context():
        with writing() as session:
            one, two, press = person(session, LAN), person(session, LAN), category(session)
            asked(session, one, press)
            asked(session, two, press)
        with writing() as session:
            answer = merge(session, actor=SYSTEM, keep=(one.id, 1), gone=(two.id, 1), content=LAN, now=NOW)
        assert answer == Inseparable("accreditations")
        with writing() as session:
            assert session.get_one(Person, two.id, populate_existing=True).merged_into is None


def test_eight_zones_and_no_more_each_with_a_letter_of_its_own(app: Flask) -> None:
    with app.app_context(), writing() as session:
        zones = [zone(session, letter) for letter in "ABCDEFG"]
        assert [one.bit for one in zones] == list(range(7))

        def add(letter: str) -> object:
            words = ZoneContent(letter, zones[0].name, Colour.SKY)
            return save_zone(
                session, actor=SYSTEM, edition_id=1, zone_id=None, version=0, content=words, now=NOW
            )

        assert add("A") is None
        assert isinstance(add("H"), Zone)
        assert add("I") is None


def test_a_zone_that_something_names_stays(app: Flask) -> None:
    with app.app_context(), writing() as session:
        named, free = zone(session, "A"), zone(session, "B")
        category(session, zones=named.mask)
        out = {"actor": SYSTEM, "edition_id": 1, "now": NOW}
        assert remove_zone(session, zone_id=named.id, **out) is False  # type: ignore[arg-type]
        assert remove_zone(session, zone_id=free.id, **out) is True  # type: ignore[arg-type]
        assert zone(session, "C").bit == free.bit


def test_a_category_is_added_once_a_form_and_changed_by_version(app: Flask) -> None:
    with app.app_context(), writing() as session:
        words = content(session)
        save = {"actor": SYSTEM, "edition_id": 1, "now": NOW}
        first = save_category(session, category_id=None, version=0, content=words, submission="f", **save)  # type: ignore[arg-type]
        again = save_category(session, category_id=None, version=0, content=words, submission="f", **save)  # type: ignore[arg-type]
        assert first is again
        assert isinstance(first, Category)
        wider = replace(words, zones=0b11)
        save_category(session, category_id=first.id, version=1, content=wider, **save)  # type: ignore[arg-type]
        late = save_category(session, category_id=first.id, version=1, content=words, **save)  # type: ignore[arg-type]
        assert late == Stale(2)


@pytest.mark.race
def test_of_two_officers_at_once_one_countersigns(app: Flask, hands: Hands) -> None:
    with app.app_context(), writing() as session:
        anna = person(session, ANNA)
        request = asked(session, anna, category(session))
        approve(session, actor=hands.protocol, number=request.id, version=1, now=NOW)
        number, who = request.id, anna.id
    officers = [Actor("person", make(app, Role.SECURITY)) for _ in range(4)]
    together, answers = Barrier(len(officers)), list[object]()

    def sign(officer: Actor) -> None:
        with app.app_context():
            together.wait()
            with writing() as session:
                answers.append(
                    countersign(session, actor=officer, number=number, version=2, links=LINKS, now=NOW)
                )

    threads = [Thread(target=sign, args=(officer,)) for officer in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(isinstance(answer, Accreditation) for answer in answers) == [False, False, False, True]
    with app.app_context():
        assert len(live(who)) == 1
