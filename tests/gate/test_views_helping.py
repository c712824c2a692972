"""Families and guests without a code: names only for phones with the right, on line, counted and recorded; places are kept to."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from festival.audit.models import AuditEntry
from festival.core.actor import SYSTEM
from festival.core.names import fold
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.gate.models import Device
from festival.gate.services import helping, pairing
from festival.programme.types import EventFacts
from festival.registration.models import Person, Photo, Registration, Ticket
from festival.registration.types import TicketClass
from tests.gate.test_views_api import Phone, codes_of, make_gate, paired, requests_of
from tests.registration.test_services import registered, set_capacity
from tests.support.apps import FakeClock

GATE = "/api/v1/gate"


@pytest.fixture
def evening(main_event: EventFacts, fake_clock: FakeClock) -> EventFacts:
    """Half an hour before the opening night."""
    fake_clock.set(main_event.starts_at - timedelta(minutes=30))
    return main_event


@pytest.fixture
def helper(app: Flask, evening: EventFacts) -> Phone:
    """A phone that may look guests up."""
    phone = paired(app, evening)
    with app.app_context(), writing() as session:
        session.execute(update(Device).values(may_help=True))
    return replace(phone, client=requests_of(app))


def ask(phone: Phone, what: str, **body: Any) -> Any:
    """Post to one of the helpers' addresses."""
    return phone.client.post(f"{GATE}/{what}", json=body, headers=phone.header)


def named(app: Flask, event: EventFacts, *names: str) -> int:
    """Register a party of these names and return its number."""
    with app.app_context():
        number = registered(event, len(names)).registration_id
        with writing() as session:
            for position, name in enumerate(names, start=1):
                session.execute(
                    update(Ticket)
                    .where(Ticket.registration_id == number, Ticket.position == position)
                    .values(name=name, name_folded=fold(name))
                )
    return number


def names_of(answer: Any) -> list[str]:
    """Return the names that a search has found."""
    return [one["name"] for one in answer.json["found"]]


def test_a_guest_is_found_by_a_part_of_the_name_and_comes_in_by_the_code_that_was_found(
    app: Flask, evening: EventFacts, helper: Phone
) -> None:
    number = named(app, evening, "Đặng Thị Hoè (mẫu)", "ﾀﾅｶ ハナ（見本）")
    named(app, evening, "Trần Văn Ích (mẫu)")
    for text in ("hoe", "ĐẶNG", "dang t"):
        assert names_of(ask(helper, "search", q=text)) == ["Đặng Thị Hoè (mẫu)"], text
    assert names_of(ask(helper, "search", q="タナカ")) == ["ﾀﾅｶ ハナ（見本）"]
    assert (
        names_of(ask(helper, "search", q="í"))[0] == "Trần Văn Ích (mẫu)"
    )  # one character: who begins with it first
    with app.app_context(), writing() as session:
        session.execute(update(Registration).where(Registration.id == number).values(phone="+84912345678"))
    assert set(names_of(ask(helper, "search", q="5678"))) == {"Đặng Thị Hoè (mẫu)", "ﾀﾅｶ ハナ（見本）"}
    [found] = ask(helper, "search", q="hoè").json["found"]
    assert (found["inside"], found["class_label"]["en"]) == (False, "Citizen")
    assert helper.scan(found["code"])[0]["names"] == ["Đặng Thị Hoè (mẫu)"]
    assert ask(helper, "search", q="hoè").json["found"][0]["inside"]
    assert "phone" not in found


def test_a_search_is_recorded_without_what_was_sought_and_counted(
    app: Flask, evening: EventFacts, helper: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    named(app, evening, "Lan Bí Mật (mẫu)")
    monkeypatch.setattr(helping, "SEARCHES", 2)
    assert ask(helper, "search", q="bi mat").status_code == 200
    assert ask(helper, "search", q="ai").status_code == 200
    assert ask(helper, "search", q="bi mat").status_code == 429
    with app.app_context():
        entries = current().scalars(select(AuditEntry).where(AuditEntry.verb == "guests.searched")).all()
        assert len(entries) == 2
        assert all("mat" not in str(one.details).lower() for one in entries)


def test_a_person_is_found_by_the_organisation_and_shown_with_note_and_photo(
    app: Flask, evening: EventFacts, helper: Phone
) -> None:
    number = named(app, evening, "Sato (mẫu)")
    with app.app_context(), writing() as session:
        person = Person(
            edition_id=evening.edition_id, given="Sato (mẫu)", folded="sato", language="ja", attention="Đi xe lăn (mẫu)",
            organisation=Trilingual("Ngân hàng Phương Bắc (mẫu)", "", ""), position=Trilingual(),
            made_at=evening.starts_at, changed_at=evening.starts_at,
        )  # fmt: skip
        session.add(person)
        session.flush()
        session.execute(
            update(Ticket)
            .where(Ticket.registration_id == number, Ticket.position == 1)
            .values(person_id=person.id)
        )
        session.add(
            Photo(
                person_id=person.id,
                jpeg=b"\xff\xd8mau",
                consent_version="1",
                consent_language="vi",
                consent_at=evening.starts_at,
                given_by="desk",
            )
        )
    [found] = ask(helper, "search", q="phuong bac").json["found"]
    assert found["organisation"] == "Ngân hàng Phương Bắc (mẫu)"
    answer = helper.scan(found["code"])[0]
    assert answer["person"]["attention"] == "Đi xe lăn (mẫu)"
    face = helper.client.get(f"{GATE}/photo/{answer['person']['photo']}", headers=helper.header)
    assert (face.data, face.headers["Cache-Control"]) == (b"\xff\xd8mau", "no-store")
    other = paired(app, evening, "C")
    assert "person" not in other.scan(found["code"])[0]
    assert (
        other.client.get(f"{GATE}/photo/{answer['person']['photo']}", headers=other.header).status_code == 403
    )


def test_a_party_names_its_members_to_phones_that_may_show_them(
    app: Flask, evening: EventFacts, helper: Phone
) -> None:
    codes = codes_of(app, named(app, evening, "Một (mẫu)", "Hai (mẫu)", "Ba (mẫu)"))
    helper.scan(codes[2])
    members = ask(helper, "party", ticket=codes[0]).json["members"]
    assert [(one["position"], one["name"], one["inside"]) for one in members] == [
        (1, "Một (mẫu)", False),
        (2, "Hai (mẫu)", True),
        (3, "Ba (mẫu)", False),
    ]
    nameless = paired(app, evening, "C", shows_names=False)
    assert {one["name"] for one in ask(nameless, "party", ticket=codes[0]).json["members"]} == {""}
    assert ask(helper, "party", ticket=codes[1]).status_code == 404
    assert ask(helper, "party", ticket="X" * 501).status_code == 400


def test_who_comes_without_a_ticket_is_registered_within_the_places(
    app: Flask, evening: EventFacts, helper: Phone
) -> None:
    form = {
        "submission": str(uuid.uuid4()),
        "people": 3,
        "children": 1,
        "name": "Bà Tư (mẫu)",
        "language": "vi",
    }
    made = ask(helper, "walk-in", **form)
    assert made.status_code == 200
    assert ask(helper, "walk-in", **form).json["code"] == made.json["code"]  # sent again
    assert helper.scan(made.json["code"])[0]["people"] == 3
    with app.app_context():
        kinds = current().scalars(
            select(Ticket.ticket_class)
            .join(Registration, Registration.id == Ticket.registration_id)
            .where(Registration.code == made.json["code"], Ticket.position > 0)
            .order_by(Ticket.position)
        )
        assert list(kinds) == [TicketClass.CITIZEN, TicketClass.CITIZEN, TicketClass.CHILD]
    for wrong in (
        {"people": 0},
        {"people": 7},
        {"children": 4},
        {"language": "xx"},
        {"submission": "short"},
        {"people": True},
    ):
        assert ask(helper, "walk-in", **form | wrong).status_code == 400, wrong
    assert ask(helper, "walk-in", **form | {"submission": str(uuid.uuid4()), "event": 999}).status_code == 409


def test_places_are_kept_to_at_the_gate(app: Flask, evening: EventFacts, helper: Phone) -> None:
    with app.app_context():
        set_capacity(evening, 2)
    form = {"people": 3, "children": 0, "name": "", "language": "vi"}
    refused = ask(helper, "walk-in", submission=str(uuid.uuid4()), **form)
    assert (refused.status_code, refused.json["error"]) == (409, "full")
    assert ask(helper, "walk-in", submission=str(uuid.uuid4()), **form | {"people": 2}).status_code == 200


def test_a_phone_without_the_right_and_one_whose_time_is_over_learn_nothing(
    app: Flask, evening: EventFacts, fake_clock: FakeClock
) -> None:
    plain = paired(app, evening)
    for what in ("search", "walk-in"):
        assert ask(plain, what, q="a").status_code == 403
        assert plain.client.post(f"{GATE}/{what}", json={}).status_code == 401
    gate = make_gate(app, evening, "D")
    with app.app_context(), writing() as session:
        token = pairing.offer(
            session, actor=SYSTEM, gate_id=gate, device_name="Máy (mẫu)", shows_names=True, now=fake_clock.moment,
            session_ends_at=fake_clock.moment + timedelta(hours=1), may_help=True,
        )  # fmt: skip
    client = requests_of(app)
    told = client.post(f"{GATE}/pair", json={"token": token, "agent": {}}).json
    assert told["device"]["may_help"] is True
    short = Phone(client, told["key"], gate, "Cổng D")
    assert ask(short, "search", q="a").status_code == 200
    fake_clock.pass_(hours=2)
    assert ask(short, "search", q="a").status_code == 403
