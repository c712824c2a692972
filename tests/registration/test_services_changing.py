"""A party changes itself: names, contact, more people, another holder; each once, told, and in the record."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from festival.audit.models import AuditEntry
from festival.core import clock, ids
from festival.core.actor import CITIZEN
from festival.core.transaction import current, writing
from festival.outbox.models import Message
from festival.programme.models import Event
from festival.registration import queries
from festival.registration.models import EventPlaces, Registration, Ticket, Transfer
from festival.registration.services.changing import grow, reach, rename
from festival.registration.services.transferring import pass_on
from festival.registration.types import (
    Fixed,
    Full,
    Grown,
    NotOpen,
    NotTold,
    PassedOn,
    Reach,
    Registered,
    RegistrationKind,
    TicketState,
    TooLarge,
)
from tests.support.apps import MAIN, FakeClock, event_of
from tests.web.parties import SENDER, registered

LAN, AN, SATO = "Nguyễn Thị Lan (mẫu)", "Trần Văn An (mẫu)", "髙﨑 鷗（見本）"
NEW = Reach(phone=None, mail="nguoi-moi@hang-xom.example", language="ja")


@pytest.fixture
def party(app: Flask) -> Registered:
    """A family of two."""
    return registered(app, LAN, AN, mail="lan@gia-dinh.example")


@pytest.fixture(autouse=True)
def context(app: Flask) -> Any:
    """Run each test inside the application."""
    with app.app_context():
        yield


def live(registration_id: int) -> list[Ticket]:
    """Return a registration's tickets as its page shows them, read anew."""
    current().rollback()
    current().expire_all()
    return queries.live_tickets(queries.get_registration(current(), registration_id))


def taken() -> int:
    """Return how many places of the opening night are taken."""
    current().rollback()
    return current().scalar(select(EventPlaces.taken).where(EventPlaces.taken > 0)) or 0


def verbs(registration_id: int) -> list[str]:
    """Return what the record says of a registration."""
    return list(
        current().scalars(
            select(AuditEntry.verb)
            .where(AuditEntry.subject == "registration", AuditEntry.subject_id == registration_id)
            .order_by(AuditEntry.id)
        )
    )


def messages() -> list[tuple[str, str]]:
    """Return (to, subject) of every message, in order."""
    rows = current().execute(select(Message.recipient, Message.subject).order_by(Message.id))
    return [(to, subject) for to, subject in rows]


def change_names(party: Registered, **names: str) -> Any:
    """Rename by position: p1="…"."""
    with writing() as session:
        return rename(
            session,
            actor=CITIZEN,
            registration_id=party.registration_id,
            names={int(key[1:]): name for key, name in names.items()},
            sender=SENDER,
            now=clock.now(),
        )


def add(party: Registered, *names: str, number: str | None = None) -> Any:
    """Add people."""
    with writing() as session:
        return grow(
            session,
            actor=CITIZEN,
            registration_id=party.registration_id,
            number=number or ids.token(128),
            names=names,
            sender=SENDER,
            now=clock.now(),
        )


def give(party: Registered, position: int = 2, to: Reach = NEW) -> Any:
    """Pass on a ticket."""
    with writing() as session:
        return pass_on(
            session,
            actor=CITIZEN,
            registration_id=party.registration_id,
            position=position,
            name=SATO,
            reach=to,
            sender=SENDER,
            now=clock.now(),
        )


def move(party: Registered, new: Reach) -> Any:
    """Change contact and language."""
    with writing() as session:
        return reach(
            session,
            actor=CITIZEN,
            registration_id=party.registration_id,
            new=new,
            sender=SENDER,
            now=clock.now(),
        )


def admit(party: Registered, position: int) -> None:
    """Let somebody in."""
    with writing() as session:
        one = session.scalars(
            select(Ticket).where(Ticket.registration_id == party.registration_id, Ticket.position == position)
        ).one()
        one.admitted_at = clock.now()


# --- names -------------------------------------------------------------------------------------------------------------


def test_a_name_changes_and_the_code_stays(party: Registered) -> None:
    before = [ticket.id for ticket in live(party.registration_id)]
    assert change_names(party, p2=SATO) == 1
    after = live(party.registration_id)
    assert [ticket.name for ticket in after] == [LAN, SATO]
    assert after[1].name_folded.startswith("高崎")
    assert [ticket.id for ticket in after] == before
    assert "names.changed" in verbs(party.registration_id)
    assert len(messages()) == 2


def test_the_same_names_change_nothing_and_tell_nobody(party: Registered) -> None:
    assert change_names(party, p1=LAN, p2=AN) == 0
    assert change_names(party, p9="Không có (mẫu)") == 0
    assert "names.changed" not in verbs(party.registration_id)
    assert len(messages()) == 1


def test_who_is_inside_keeps_the_name(party: Registered) -> None:
    admit(party, 2)
    assert change_names(party, p1="Khác (mẫu)", p2="Khác (mẫu)") == 1
    assert [ticket.name for ticket in live(party.registration_id)] == ["Khác (mẫu)", AN]


def test_nothing_changes_after_the_event(party: Registered, app: Flask, fake_clock: FakeClock) -> None:
    fake_clock.set(event_of(app, MAIN).ends_at)
    assert change_names(party, p1=SATO) is Fixed.OVER
    assert add(party, SATO) is Fixed.OVER
    assert give(party) is Fixed.OVER
    assert move(party, NEW) is Fixed.OVER
    assert [ticket.name for ticket in live(party.registration_id)] == [LAN, AN]


def test_a_guest_of_protocol_is_changed_by_the_organizers(party: Registered) -> None:
    with writing() as session:
        stored = session.get(Registration, party.registration_id)
        assert stored is not None
        stored.kind = RegistrationKind.GUEST
    assert change_names(party, p1=SATO) is Fixed.NOT_YOURS
    assert give(party) is Fixed.NOT_YOURS


# --- contact -----------------------------------------------------------------------------------------------------------


def test_both_contacts_are_told_of_a_change_and_only_the_new_one_gets_the_link(party: Registered) -> None:
    assert move(party, NEW) is True
    current().rollback()
    stored = queries.get_registration(current(), party.registration_id)
    assert (stored.phone, stored.mail, stored.language) == (None, NEW.mail, "ja")
    rows = (
        current()
        .execute(select(Message.recipient, Message.language, Message.link).order_by(Message.id))
        .all()
    )
    assert [tuple(row)[:2] for row in rows[1:]] == [("lan@gia-dinh.example", "vi"), (NEW.mail, "ja")]
    assert rows[1][2] is None
    assert rows[2][2]
    assert move(party, NEW) is False
    assert len(messages()) == 3


def test_another_language_is_no_new_contact(party: Registered) -> None:
    assert move(party, Reach(None, "lan@gia-dinh.example", "en")) is True
    assert verbs(party.registration_id)[-1] == "language.changed"
    assert len(messages()) == 1


# --- more people -------------------------------------------------------------------------------------------------------


def test_more_people_get_tickets_and_places(party: Registered) -> None:
    assert add(party, SATO, "Bé Na (mẫu)") == Grown(2, repeated=False)
    tickets = live(party.registration_id)
    assert [ticket.position for ticket in tickets] == [1, 2, 3, 4]
    assert {ticket.valid_until for ticket in tickets} == {tickets[0].valid_until}
    assert taken() == 4
    assert "people.added" in verbs(party.registration_id)


def test_the_same_form_adds_nobody_twice(party: Registered) -> None:
    number = ids.token(128)
    assert add(party, SATO, number=number) == Grown(1, repeated=False)
    assert add(party, SATO, number=number) == Grown(1, repeated=True)
    assert (len(live(party.registration_id)), taken()) == (3, 3)


def test_the_same_form_twice_at_once_adds_nobody_twice(app: Flask, party: Registered) -> None:
    number, answers = ids.token(128), []

    def send() -> None:
        with app.app_context():
            answers.append(add(party, SATO, number=number))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(answer.repeated for answer in answers) == [False, True, True, True, True, True]
    assert (len(live(party.registration_id)), taken()) == (3, 3)


def test_a_party_does_not_grow_beyond_its_limit_or_without_places(party: Registered) -> None:
    assert add(party, *[f"Mẫu {n} (mẫu)" for n in range(5)]) == TooLarge(6)
    with writing() as session:
        session.get(Event, live(party.registration_id)[0].event_id).capacity = 3  # type: ignore[union-attr]
    assert add(party, SATO, "Bé Na (mẫu)") == Full(1)
    assert (len(live(party.registration_id)), taken()) == (2, 2)
    assert "people.added" not in verbs(party.registration_id)
    assert add(party, SATO) == Grown(1, repeated=False)
    assert taken() == 3


def test_nobody_is_added_when_registration_is_over(
    party: Registered, app: Flask, fake_clock: FakeClock
) -> None:
    closes = event_of(app, MAIN).registration_closes_at
    assert closes is not None
    fake_clock.set(closes + timedelta(minutes=1))
    assert isinstance(add(party, SATO), NotOpen)
    assert change_names(party, p1=SATO) == 1  # names can still be put right


# --- another holder ----------------------------------------------------------------------------------------------------


def test_a_ticket_goes_to_another_person_with_a_new_code_and_page(party: Registered) -> None:
    old = live(party.registration_id)[1]
    assert give(party) == PassedOn(repeated=False)
    transfer = current().scalars(select(Transfer)).one()
    [theirs] = live(transfer.registration_id)
    assert transfer.ticket_id == old.id
    assert (theirs.name, theirs.state, theirs.position) == (SATO, TicketState.VALID, 1)
    assert theirs.id != old.id
    giver = live(party.registration_id)
    assert [ticket.state for ticket in giver] == [TicketState.VALID, TicketState.REVOKED]
    assert queries.passed_on(current(), giver) == {old.id}
    assert taken() == 2  # the place moved; nobody could come between
    told = messages()[1:]
    assert [to for to, _subject in told] == [NEW.mail, "lan@gia-dinh.example"]
    links = list(current().scalars(select(Message.link).order_by(Message.id)))[1:]
    assert links[0] == SENDER.links.manage_url(transfer.registration_id, 1)
    assert links[1] == SENDER.links.manage_url(party.registration_id, 1)
    assert verbs(party.registration_id)[-1] == "ticket.passed_on"
    assert verbs(transfer.registration_id) == ["ticket.received"]


def test_a_ticket_is_passed_on_once(party: Registered) -> None:
    assert give(party) == PassedOn(repeated=False)
    assert give(party) == PassedOn(repeated=True)
    assert len(current().scalars(select(Transfer)).all()) == 1
    assert len(messages()) == 3


def test_at_once_a_ticket_is_passed_on_once(app: Flask, party: Registered) -> None:
    answers = []

    def send() -> None:
        with app.app_context():
            answers.append(give(party))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(answer.repeated for answer in answers) == [False, True, True, True, True, True]
    assert len(current().scalars(select(Transfer)).all()) == 1


def test_what_is_used_or_void_cannot_be_passed_on(party: Registered) -> None:
    admit(party, 2)
    assert give(party, 2) is Fixed.USED
    assert give(party, 7) is Fixed.VOID
    assert [ticket.state for ticket in live(party.registration_id)] == [TicketState.VALID] * 2
    assert len(messages()) == 1


def test_the_last_ticket_ends_the_party(party: Registered) -> None:
    give(party, 1, Reach("+84912345678", None, "vi"))
    give(party, 2)
    stored = queries.get_registration(current(), party.registration_id)
    assert stored.cancelled_at is not None
    assert queries.party_ticket(stored) is None
    assert taken() == 2


def test_without_a_message_to_the_new_holder_nothing_is_passed_on(app: Flask, party: Registered) -> None:
    """Only the message holds the link: a holder who cannot be told would have no ticket at all."""
    for _ in range(3):
        registered(app, "Người khác (mẫu)", mail=NEW.mail)
    assert isinstance(give(party), NotTold)
    assert [ticket.state for ticket in live(party.registration_id)] == [TicketState.VALID] * 2
    assert current().scalars(select(Transfer)).all() == []
