"""What is stored about a party: seen, taken along, deleted, and wishes that people carry out."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from festival.core import ids
from festival.core.transaction import current, writing
from festival.registration import queries
from festival.registration.models import Consent, EventPlaces, Group, PrivacyRequest, Registration, Ticket
from festival.registration.types import GroupKind, Purpose, Registered
from festival.registration.types.privacy import RequestKind, RequestState
from tests.support.apps import csrf
from tests.web.parties import registered, ticket_path
from tests.web.rendered import page

LAN, AN = "Nguyễn Thị Lan (mẫu)", "Trần Văn An (mẫu)"


@pytest.fixture
def party(app: Flask) -> Registered:
    """A family of two, one in a wheelchair."""
    made = registered(app, LAN, AN, mail="lan@gia-dinh.example")
    with app.app_context(), writing() as session:
        stored = session.get_one(Registration, made.registration_id)
        stored.needs, stored.needs_note = "wheelchair,other", "Xe lăn gập (mẫu)"
        session.add(
            Consent(
                registration_id=stored.id,
                purpose=Purpose.ACCESS_NEEDS,
                text_version="x",
                language="vi",
                given_at=stored.made_at,
            )
        )
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser."""
    return app.test_client()


def send(client: FlaskClient, party: Registered, what: str, **data: Any) -> TestResponse:
    """Send a form of the page."""
    home = ticket_path(party)
    fields = {"csrf_token": csrf(client, f"{home}/data"), "number": ids.token(128), **data}
    return client.post(f"{home}/data/{what}", data=fields)


def requests(app: Flask) -> list[tuple[str, str]]:
    """Return (kind, state) of every request."""
    with app.app_context():
        rows = current().execute(
            select(PrivacyRequest.kind, PrivacyRequest.state).order_by(PrivacyRequest.id)
        )
        return [(kind, state) for kind, state in rows]


def test_a_person_sees_and_takes_along_all_that_is_stored(client: FlaskClient, party: Registered) -> None:
    home = ticket_path(party)
    shown = client.get(f"{home}/data").text
    for words in (LAN, AN, "lan@gia-dinh.example", "Xe lăn gập (mẫu)"):
        assert words in shown
    answer = client.get(f"{home}/data.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    stored = json.loads(answer.data)
    assert [ticket["name"] for ticket in stored["tickets"]] == [LAN, AN]
    assert stored["registration"]["needs"] == ["wheelchair", "other"]
    assert {one["purpose"] for one in stored["consents"]} == {"registration", "access_needs"}
    assert [one["to"] for one in stored["messages"]] == ["lan@gia-dinh.example"]
    assert [one["what"] for one in stored["record"]] == ["registered"]


def test_deleting_asks_once_more_and_then_leaves_no_name(
    app: Flask, client: FlaskClient, party: Registered
) -> None:
    asked = send(client, party, "delete")
    assert asked.status_code == 200
    assert requests(app) == []
    number = ids.token(128)
    for _ in range(2):  # a double click
        assert send(client, party, "delete", sure="yes", number=number).status_code == 303
    with app.app_context():
        stored = queries.get_registration(current(), party.registration_id)
        assert (stored.mail, stored.needs, stored.needs_note) == (None, "", "")
        assert {ticket.name for ticket in stored.tickets} == {"", "–"}
        assert {ticket.state for ticket in stored.tickets} == {"cancelled"}
        assert current().scalars(select(EventPlaces.taken)).all() == [0]
        assert (
            queries.active_by_contact(current(), phone=None, mail="lan@gia-dinh.example", now=stored.made_at)
            == []
        )
    assert requests(app) == [(RequestKind.DELETE, RequestState.DONE)]
    assert page(client, f"{ticket_path(party)}/data")["is_forgotten"]
    assert LAN not in client.get(f"{ticket_path(party)}/data.json").text


def test_who_is_inside_stays_counted_without_a_name(
    app: Flask, client: FlaskClient, party: Registered
) -> None:
    with app.app_context(), writing() as session:
        for ticket in session.scalars(select(Ticket).where(Ticket.position == 1)):
            ticket.admitted_at = ticket.made_at
    send(client, party, "delete", sure="yes")
    with app.app_context():
        stored = queries.get_registration(current(), party.registration_id)
        assert [(t.name, t.state) for t in queries.live_tickets(stored)] == [
            ("–", "valid"),
            ("–", "cancelled"),
        ]


def test_access_needs_are_withdrawn_at_once_and_tickets_stay(
    app: Flask, client: FlaskClient, party: Registered
) -> None:
    send(client, party, "withdraw")
    send(client, party, "withdraw")
    with app.app_context():
        stored = queries.get_registration(current(), party.registration_id)
        assert (stored.needs, stored.needs_note) == ("", "")
        assert [one.purpose for one in queries.consents(current(), stored.id)] == ["registration"]
    assert requests(app) == [(RequestKind.WITHDRAW, RequestState.DONE)]
    assert page(client, ticket_path(party))["people"] == 2


@pytest.mark.parametrize("kind", ["correct", "see", "object", "restrict"])
def test_a_wish_goes_to_the_privacy_desk_once(
    app: Flask, client: FlaskClient, party: Registered, kind: str
) -> None:
    number = ids.token(128)
    for _ in range(2):
        assert (
            send(client, party, "ask", kind=kind, details="Xin sửa (mẫu)", number=number).status_code == 303
        )
    assert requests(app) == [(kind, RequestState.OPEN)]
    with app.app_context():
        stored = queries.get_registration(current(), party.registration_id)
        assert (stored.restricted_at is not None) == (kind == RequestKind.RESTRICT)


def test_who_answers_for_a_group_is_forgotten_too(app: Flask, client: FlaskClient, party: Registered) -> None:
    with app.app_context(), writing() as session:
        session.add(
            Group(
                registration_id=party.registration_id,
                kind=GroupKind.SCHOOL,
                name="Lớp 5A (mẫu)",
                name_folded="lop 5a (mau)",
                responsible=LAN,
            )
        )
    send(client, party, "delete", sure="yes")
    with app.app_context():
        group = queries.find_group(current(), party.registration_id)
        assert group is not None
        assert group.responsible == "–"


@pytest.mark.parametrize(
    "wrong", [{"kind": "delete"}, {"kind": ""}, {"number": "x"}, {"details": "x" * 1001}]
)
def test_a_wish_that_is_none_is_refused(
    app: Flask, client: FlaskClient, party: Registered, wrong: dict[str, str]
) -> None:
    assert send(client, party, "ask", **{"kind": "see", **wrong}).status_code == 422
    assert requests(app) == []


@pytest.mark.parametrize("path", ["/data", "/data.json", "/data/delete", "/data/withdraw", "/data/ask"])
def test_a_foreign_link_sees_nothing(client: FlaskClient, party: Registered, path: str) -> None:
    home = f"/t/{'A' * 32}"
    token = csrf(client, "/vi/find-ticket")
    reads = path in {"/data", "/data.json"}
    answer = client.get(home + path) if reads else client.post(home + path, data={"csrf_token": token})
    assert answer.status_code == 404
