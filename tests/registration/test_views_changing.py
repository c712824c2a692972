"""The page on which a party changes itself: what it shows, what it refuses, and that nothing is done twice."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from festival.core.transaction import current, writing
from festival.registration import queries
from festival.registration.models import Registration, Ticket, Transfer
from festival.registration.queries.audiences import meant
from festival.registration.types import CONSENT_VERSION, Purpose, Registered, TicketState
from festival.registration.types.letters import Audience
from tests.support.apps import MAIN, FakeClock, csrf, event_of
from tests.web.parties import registered, ticket_path
from tests.web.rendered import page, watching

LAN, AN, SATO = "Nguyễn Thị Lan (mẫu)", "Trần Văn An (mẫu)", "髙﨑 鷗（見本）"
HOLDER = {"name": SATO, "mail": "sato@ban-be.example", "language": "ja", "agreed": "y"}


@pytest.fixture
def party(sqlite_app: Flask) -> Registered:
    """A family of two."""
    return registered(sqlite_app, LAN, AN, mail="lan@gia-dinh.example")


@pytest.fixture
def client(sqlite_app: Flask) -> FlaskClient:
    """A browser."""
    return sqlite_app.test_client()


def send(client: FlaskClient, party: Registered, path: str, **data: Any) -> TestResponse:
    """Send a form of the party's pages."""
    home = ticket_path(party)
    token = csrf(client, f"{home}/change")
    return client.post(f"{home}{path}", data={"csrf_token": token, **data})


def names(app: Flask, party: Registered) -> list[str]:
    """Return the names that the party's page shows."""
    with app.app_context():
        return [
            ticket.name
            for ticket in queries.live_tickets(queries.get_registration(current(), party.registration_id))
            if ticket.state == TicketState.VALID
        ]


def test_the_page_shows_everybody_and_leads_back(client: FlaskClient, party: Registered) -> None:
    seen = page(client, f"{ticket_path(party)}/change")
    assert [entry.data for entry in seen["names"].names.entries] == [LAN, AN]
    assert (seen["room"], len(seen["more"].more.entries)) == (4, 4)
    assert seen["reached"].mail.data == "lan@gia-dinh.example"
    assert page(client, ticket_path(party))["changes"]


def test_names_are_changed(sqlite_app: Flask, client: FlaskClient, party: Registered) -> None:
    answer = send(client, party, "/names", **{"names-0": LAN, "names-1": SATO})
    assert (answer.status_code, answer.location) == (303, ticket_path(party))
    assert names(sqlite_app, party) == [LAN, SATO]


@pytest.mark.parametrize("wrong", ["", "12345", "x" * 81])
def test_a_name_that_is_none_is_refused(
    sqlite_app: Flask, client: FlaskClient, party: Registered, wrong: str
) -> None:
    answer = send(client, party, "/names", **{"names-0": LAN, "names-1": wrong})
    assert answer.status_code == 422
    assert names(sqlite_app, party) == [LAN, AN]


def test_people_are_added_once(sqlite_app: Flask, client: FlaskClient, party: Registered) -> None:
    number = page(client, f"{ticket_path(party)}/change")["more"].number.data
    for _ in range(2):
        answer = send(client, party, "/more", **{"number": number, "more-0": SATO})
        assert answer.status_code == 303
    assert names(sqlite_app, party) == [LAN, AN, SATO]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"more-0": ""}, 422),
        ({"more-0": "123"}, 422),
        ({"more-0": SATO, "number": "x"}, 422),
        ({f"more-{n}": f"Mẫu {'abcdef'[n]} (mẫu)" for n in range(5)}, 409),
    ],
)
def test_nobody_is_added_by_a_wrong_form(
    sqlite_app: Flask, client: FlaskClient, party: Registered, data: dict[str, str], status: int
) -> None:
    assert send(client, party, "/more", **{"number": "A" * 22, **data}).status_code == status
    assert names(sqlite_app, party) == [LAN, AN]


def test_the_contact_changes_and_the_page_speaks_the_new_language(
    sqlite_app: Flask, client: FlaskClient, party: Registered
) -> None:
    answer = send(client, party, "/contact", phone="0912 345 678", mail="", language="ja")
    assert answer.status_code == 303
    assert client.get(ticket_path(party)).text.count('lang="ja"')
    with sqlite_app.app_context():
        stored = queries.get_registration(current(), party.registration_id)
        assert (stored.phone, stored.mail, stored.language) == ("+84912345678", None, "ja")


@pytest.mark.parametrize(
    "data",
    [
        {"phone": "", "mail": "", "language": "vi"},
        {"phone": "12", "mail": "", "language": "vi"},
        {"phone": "", "mail": "lan@", "language": "vi"},
        {"phone": "", "mail": "lan@gia-dinh.example", "language": "fr"},
    ],
)
def test_a_contact_that_reaches_nobody_is_refused(
    client: FlaskClient, party: Registered, data: dict[str, str]
) -> None:
    assert send(client, party, "/contact", **data).status_code == 422


def test_a_ticket_is_passed_on_and_the_old_code_is_dead(
    sqlite_app: Flask, client: FlaskClient, party: Registered
) -> None:
    home = ticket_path(party)
    old = client.get(f"{home}/qr-2.png")
    assert old.status_code == 200
    assert client.get(f"{home}/pass-on/2").status_code == 200
    assert send(client, party, "/pass-on/2", **HOLDER).status_code == 303
    assert client.get(f"{home}/qr-2.png").status_code == 404
    assert client.get(f"{home}/pass-on/2").status_code == 404
    assert names(sqlite_app, party) == [LAN]
    with sqlite_app.app_context():
        transfer = current().scalars(select(Transfer)).one()
    theirs = Registered(transfer.registration_id, 1, repeated=False)
    assert names(sqlite_app, theirs) == [SATO]
    assert page(client, ticket_path(theirs))["people"] == 1
    assert sqlite_app.test_client().get(f"{home}/change").status_code == 200
    # Sent again (a double click), it says that it was done.
    assert send(client, party, "/pass-on/2", **HOLDER).status_code == 303


def given_away(app: Flask, client: FlaskClient, party: Registered) -> Registered:
    """Pass the second ticket on, and return the new holder's registration."""
    assert send(client, party, "/pass-on/2", **HOLDER).status_code == 303
    with app.app_context():
        transfer = current().scalars(select(Transfer)).one()
    return Registered(transfer.registration_id, 1, repeated=False)


def agreed(app: Flask, party: Registered) -> list[tuple[str, str, str]]:
    """Return what a party has agreed to: purpose, version and language."""
    with app.app_context():
        return [
            (one.purpose, one.text_version, one.language)
            for one in queries.consents(current(), party.registration_id)
        ]


def test_the_new_holder_is_asked_and_agrees_in_their_own_language(
    sqlite_app: Flask, client: FlaskClient, party: Registered
) -> None:
    theirs = given_away(sqlite_app, client, party)
    phone = sqlite_app.test_client()
    home = ticket_path(theirs)
    asked = page(phone, home)
    assert asked["agree_form"].consent.data is False  # unticked
    assert asked["people"] == 1  # and the ticket is there all the same
    assert agreed(sqlite_app, theirs) == []
    token = csrf(phone, home)
    assert phone.post(f"{home}/agree", data={"csrf_token": token}).status_code == 422
    assert agreed(sqlite_app, theirs) == []
    for _ in range(2):  # a double click is one consent
        sent = phone.post(f"{home}/agree", data={"csrf_token": token, "consent": "y"})
        assert (sent.status_code, sent.location) == (303, home)
    assert agreed(sqlite_app, theirs) == [(Purpose.RECEIVED, CONSENT_VERSION, "ja")]
    assert page(phone, home)["agree_form"] is None
    assert page(client, ticket_path(party))["agree_form"] is None  # who gave it away is not asked


def test_who_was_not_given_a_ticket_has_nothing_to_agree_to(
    sqlite_app: Flask, client: FlaskClient, party: Registered
) -> None:
    before = agreed(sqlite_app, party)
    assert send(client, party, "/agree", consent="y").status_code == 303
    assert agreed(sqlite_app, party) == before


def test_letters_to_many_leave_out_who_has_not_agreed_yet(
    sqlite_app: Flask, client: FlaskClient, party: Registered
) -> None:
    theirs = given_away(sqlite_app, client, party)

    def addressed() -> set[int]:
        with sqlite_app.app_context():
            return set(current().scalars(meant(1, Audience())))

    assert addressed() == {party.registration_id}
    send(client, theirs, "/agree", consent="y")
    assert addressed() == {party.registration_id, theirs.registration_id}


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "12"}, {"mail": ""}, {"mail": "x"}, {"language": ""}, {"agreed": ""}]
)
def test_a_new_holder_has_a_name_a_contact_and_agrees(
    sqlite_app: Flask, client: FlaskClient, party: Registered, wrong: dict[str, str]
) -> None:
    assert send(client, party, "/pass-on/2", **{**HOLDER, **wrong}).status_code == 422
    assert names(sqlite_app, party) == [LAN, AN]


def test_who_cannot_be_told_gets_no_ticket(sqlite_app: Flask, client: FlaskClient, party: Registered) -> None:
    for _ in range(3):
        registered(sqlite_app, "Người khác (mẫu)", mail=HOLDER["mail"])
    assert send(client, party, "/pass-on/2", **HOLDER).status_code == 429
    assert names(sqlite_app, party) == [LAN, AN]


def test_a_used_ticket_stays(sqlite_app: Flask, client: FlaskClient, party: Registered) -> None:
    with sqlite_app.app_context(), writing() as session:
        for ticket in session.scalars(select(Ticket).where(Ticket.position == 2)):
            ticket.admitted_at = ticket.made_at
    assert client.get(f"{ticket_path(party)}/pass-on/2").status_code == 404
    seen = page(client, f"{ticket_path(party)}/change")
    assert [ticket.name for ticket in seen["fixed"]] == [AN]
    send(client, party, "/pass-on/2", **HOLDER)
    send(client, party, "/names", **{"names-0": SATO})
    assert names(sqlite_app, party) == [SATO, AN]


@pytest.mark.parametrize("path", ["/change", "/pass-on/2"])
def test_after_the_event_there_is_nothing_to_change(
    sqlite_app: Flask, client: FlaskClient, party: Registered, fake_clock: FakeClock, path: str
) -> None:
    fake_clock.set(event_of(sqlite_app, MAIN).ends_at)
    answer = client.get(f"{ticket_path(party)}{path}")
    assert (answer.status_code, answer.location) == (303, ticket_path(party))


@pytest.mark.parametrize("path", ["/change", "/pass-on/1", "/names", "/more", "/contact"])
def test_a_foreign_link_and_an_unknown_one_are_the_same_404(
    sqlite_app: Flask, client: FlaskClient, party: Registered, path: str
) -> None:
    with sqlite_app.app_context(), writing() as session:
        stored = session.get(Registration, party.registration_id)
        assert stored is not None
        stored.manage_epoch += 1
    token = csrf(client, "/vi/find-ticket")
    for home in (ticket_path(party), f"/t/{'A' * 32}", "/t/x"):
        answer = (
            client.get(home + path)
            if path in {"/change", "/pass-on/1"}
            else client.post(home + path, data={"csrf_token": token})
        )
        assert answer.status_code == 404, home


def test_no_form_works_without_its_token(client: FlaskClient, party: Registered) -> None:
    for path in ("/names", "/more", "/contact", "/pass-on/1"):
        with watching(client.application):
            assert client.post(ticket_path(party) + path, data=HOLDER).status_code == 400
