"""Registration on a real database of both kinds: places, repetition, cancelling, new codes, lost links."""

import secrets
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.transaction import current, writing
from festival.outbox.models import Message
from festival.programme.models import Event
from festival.programme.types import EventFacts
from festival.registration import queries
from festival.registration.messaging import Sender
from festival.registration.models import Consent, EventPlaces, Registration, Ticket
from festival.registration.services.cancelling import cancel
from festival.registration.services.finding import answer_next, ask_for_links
from festival.registration.services.registering import register
from festival.registration.services.reissuing import end_links, reissue
from festival.registration.services.retention import anything_old, forget_old
from festival.registration.types import (
    AccessNeed,
    Application,
    Full,
    NotOpen,
    Purpose,
    Registered,
    TicketState,
    TooMany,
)
from tests.registration.persons import LINKS
from tests.support.apps import FakeClock

SENDER = Sender("http://festival.example", "0123456789abcdef0123456789abcdef")


def application(people: int = 1, **changes: object) -> Application:
    """A well-formed application of `people` sample persons."""
    made = Application(
        submission=secrets.token_urlsafe(16),
        names=tuple(f"Nguyễn Mẫu {number} (mẫu)" for number in range(1, people + 1)),
        phone=None,
        mail=f"{secrets.token_hex(4)}@gia-dinh.example",
        language="vi",
        needs=frozenset(),
        needs_note="",
        consents=frozenset({Purpose.REGISTRATION}),
        consent_language="vi",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def send(
    event: EventFacts, form: Application, *, network: str | None = None, per_network: int = 100
) -> object:
    """Register in a transaction of its own."""
    with writing() as session:
        return register(
            session,
            actor=CITIZEN,
            event=event,
            application=form,
            network=network,
            per_network=per_network,
            sender=SENDER,
            now=clock.now(),
        )


def registered(event: EventFacts, people: int = 1, **changes: object) -> Registered:
    """Register and expect that it works."""
    result = send(event, application(people, **changes))
    assert isinstance(result, Registered)
    return result


def taken(event: EventFacts) -> int:
    """How many places the counter says are taken."""
    current().rollback()
    return current().scalar(select(EventPlaces.taken).where(EventPlaces.event_id == event.id)) or 0


def set_capacity(event: EventFacts, capacity: int) -> None:
    """Change an event's capacity."""
    with writing() as session:
        stored = session.get(Event, event.id)
        assert stored is not None
        stored.capacity = capacity


@pytest.fixture(autouse=True)
def context(app: Flask) -> object:
    """Run each test inside the application."""
    with app.app_context():
        yield


def test_a_party_gets_a_ticket_each_and_one_for_the_whole(main_event: EventFacts) -> None:
    result = registered(main_event, 3)
    party = queries.get_registration(current(), result.registration_id)
    assert [ticket.position for ticket in party.tickets] == [0, 1, 2, 3]
    assert {ticket.state for ticket in party.tickets} == {TicketState.VALID}
    assert party.tickets[1].name_folded == "nguyen mau 1 (mau)"
    assert len(party.code) == 7
    assert taken(main_event) == 3


def test_consents_are_kept_with_text_language_and_time(main_event: EventFacts, fake_clock: FakeClock) -> None:
    both = frozenset({Purpose.REGISTRATION, Purpose.ACCESS_NEEDS})
    result = registered(
        main_event, needs=frozenset({AccessNeed.WHEELCHAIR}), consents=both, consent_language="ja"
    )
    kept = current().scalars(select(Consent).where(Consent.registration_id == result.registration_id)).all()
    assert {(one.purpose, one.language, one.given_at) for one in kept} == {
        ("registration", "ja", fake_clock.moment),
        ("access_needs", "ja", fake_clock.moment),
    }
    assert all(one.text_version for one in kept)


def test_the_same_form_twice_registers_once_and_gets_the_first_answer(main_event: EventFacts) -> None:
    form = application(2)
    first, second = send(main_event, form), send(main_event, form)
    assert isinstance(first, Registered)
    assert isinstance(second, Registered)
    assert (first.repeated, second.repeated) == (False, True)
    assert first.registration_id == second.registration_id
    assert taken(main_event) == 2
    assert len(current().scalars(select(Message)).all()) == 1


def test_a_party_is_never_split(main_event: EventFacts) -> None:
    set_capacity(main_event, 5)
    registered(main_event, 3)
    assert send(main_event, application(3)) == Full(left=2)
    assert taken(main_event) == 3
    registered(main_event, 2)
    assert send(main_event, application(1)) == Full(left=0)


def test_a_refused_party_leaves_nothing_behind(main_event: EventFacts) -> None:
    set_capacity(main_event, 1)
    send(main_event, application(2))
    assert current().scalars(select(Registration)).all() == []
    assert current().scalars(select(Message)).all() == []


def test_nobody_registers_before_it_opens_or_after_it_closes(
    main_event: EventFacts, fake_clock: FakeClock
) -> None:
    assert main_event.registration_opens_at
    assert main_event.registration_closes_at
    fake_clock.set(main_event.registration_opens_at)
    fake_clock.pass_(seconds=-1)
    assert isinstance(send(main_event, application()), NotOpen)
    fake_clock.set(main_event.registration_closes_at)
    assert isinstance(send(main_event, application()), NotOpen)
    fake_clock.pass_(seconds=-1)
    assert isinstance(send(main_event, application()), Registered)


def test_a_network_that_registers_too_much_is_asked_to_wait(main_event: EventFacts) -> None:
    for _ in range(50):  # fifty families behind one address are a ward office, not an attack
        assert isinstance(send(main_event, application(), network="198.51.100.7", per_network=50), Registered)
    assert send(main_event, application(), network="198.51.100.7", per_network=50) == TooMany()
    assert isinstance(send(main_event, application(), network="198.51.100.8", per_network=50), Registered)


def test_cancelling_one_frees_one_place_and_keeps_the_others(main_event: EventFacts) -> None:
    result = registered(main_event, 3)
    assert give_back(result, [2]) == 1
    assert give_back(result, [2]) == 0
    assert taken(main_event) == 2
    party = queries.get_registration(current(), result.registration_id)
    assert [ticket.state for ticket in party.tickets] == ["valid", "valid", "cancelled", "valid"]
    assert party.cancelled_at is None


def test_cancelling_all_ends_the_party_and_its_code(main_event: EventFacts) -> None:
    result = registered(main_event, 2)
    assert give_back(result, None) == 2
    assert taken(main_event) == 0
    party = queries.get_registration(current(), result.registration_id)
    assert {ticket.state for ticket in party.tickets} == {"cancelled"}
    assert party.cancelled_at is not None


def test_who_is_inside_keeps_the_ticket(main_event: EventFacts, fake_clock: FakeClock) -> None:
    result = registered(main_event, 2)
    with writing() as session:
        first = session.scalars(select(Ticket).where(Ticket.position == 1)).one()
        first.admitted_at = fake_clock.moment
    assert give_back(result, None) == 1
    assert taken(main_event) == 1


def give_back(result: Registered, positions: list[int] | None) -> int:
    """Cancel in a transaction of its own."""
    with writing() as session:
        return cancel(
            session,
            actor=CITIZEN,
            registration_id=result.registration_id,
            positions=positions,
            sender=SENDER,
            now=clock.now(),
        )


def test_a_reissued_ticket_has_a_new_number_and_the_old_one_is_revoked(main_event: EventFacts) -> None:
    result = registered(main_event, 1)
    old = current().scalars(select(Ticket).where(Ticket.position == 1)).one()
    with writing() as session:
        new = reissue(session, actor=CITIZEN, ticket_id=old.id, links=LINKS, now=clock.now())
    assert new is not None
    assert new.id != old.id
    party = queries.get_registration(current(), result.registration_id)
    assert [(ticket.id, ticket.state) for ticket in queries.live_tickets(party)] == [(new.id, "valid")]
    with writing() as session:
        assert reissue(session, actor=CITIZEN, ticket_id=old.id, links=LINKS, now=clock.now()) is None
    assert taken(main_event) == 1


def test_a_new_link_ends_the_old_one(main_event: EventFacts) -> None:
    result = registered(main_event, 1)
    with writing() as session:
        epoch = end_links(session, actor=CITIZEN, registration_id=result.registration_id, now=clock.now())
    assert SENDER.links.token(result.registration_id, 1) != SENDER.links.token(result.registration_id, epoch)


def test_a_lost_link_goes_to_the_registered_address_only(main_event: EventFacts) -> None:
    registered(main_event, 1, mail="ba@gia-dinh.example")
    assert find(mail="ba@gia-dinh.example") is True
    assert find(mail="nguoi-la@khac.example") is True
    messages = current().scalars(select(Message).where(Message.cause.like("find:%"))).all()
    assert [message.recipient for message in messages] == ["ba@gia-dinh.example"]
    assert "/t/" in messages[0].text


def test_no_more_than_three_messages_an_hour_reach_one_address(
    main_event: EventFacts, fake_clock: FakeClock
) -> None:
    registered(main_event, 1, mail="ba@gia-dinh.example")  # the confirmation is the first
    for variant in ("ba@gia-dinh.example",) * 4:
        find(mail=variant)
    assert len(current().scalars(select(Message)).all()) == 3
    fake_clock.pass_(hours=1)
    find(mail="ba@gia-dinh.example")
    assert len(current().scalars(select(Message)).all()) == 4


def find(*, phone: str | None = None, mail: str | None = None) -> bool:
    """Ask for a lost link, and let the worker answer."""
    with writing() as session:
        allowed = ask_for_links(
            session, phone=phone, mail=mail, network="198.51.100.9", sender=SENDER, now=clock.now()
        )
    with writing() as session:
        answer_next(session, sender=SENDER, now=clock.now())
    return allowed


def test_ninety_days_after_the_event_names_and_contacts_are_gone(
    main_event: EventFacts, fake_clock: FakeClock
) -> None:
    registered(main_event, 2)
    fake_clock.set(main_event.ends_at)
    fake_clock.pass_(days=90)
    assert not anything_old(current(), now=clock.now())
    fake_clock.pass_(seconds=1)
    assert anything_old(current(), now=clock.now())
    with writing() as session:
        assert forget_old(session, now=clock.now()) == 1
        assert forget_old(session, now=clock.now()) == 0
    party = current().scalars(select(Registration).execution_options(populate_existing=True)).one()
    names = current().scalars(select(Ticket.name).where(Ticket.position > 0)).all()
    assert (party.mail, set(names)) == (None, {"–"})
    assert not anything_old(current(), now=clock.now())
