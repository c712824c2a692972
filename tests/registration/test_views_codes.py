"""Find a code at the desk and make it worthless."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festival.accounts.types import Role
from festival.core.transaction import current
from festival.registration.models import Ticket
from festival.registration.types import Registered
from festival.registration.views.speaking import codes as maker
from tests.accounts.people import enter, make
from tests.registration.desk import code_of, registrar, states, verbs
from tests.support.apps import csrf_in, post
from tests.web.parties import SENDER, registered

LIST = "/desk/registrations"


@pytest.fixture
def clerk(sqlite_app: Flask) -> FlaskClient:
    """A registrar at the desk."""
    return registrar(sqlite_app)


@pytest.fixture
def watcher(sqlite_app: Flask) -> FlaskClient:
    """A gate lead, who sees registrations and changes none."""
    return enter(sqlite_app, make(sqlite_app, Role.GATE_LEAD))


@pytest.fixture
def party(sqlite_app: Flask) -> Registered:
    """A family of two."""
    return registered(sqlite_app, "Lan (mẫu)", "Minh (mẫu)", mail="lan@gia-dinh.example")


def at(party: Registered) -> str:
    """Return the path of a party's page at the desk."""
    return f"{LIST}/{party.registration_id}"


@pytest.fixture
def codes(sqlite_app: Flask, party: Registered) -> dict[str, str]:
    """Everything that somebody may have of the party's second person and of the party."""
    with sqlite_app.test_request_context():
        session = current()
        ticket = session.scalars(
            select(Ticket).where(Ticket.registration_id == party.registration_id, Ticket.position == 2)
        ).one()
        made = maker()
        code = made.of(session, ticket)
        short = ticket.registration.code
        return {
            "address": made.links.ticket_url(code),
            "bare": code.lower(),
            "short": f"{short[:3]}-{short[3:]}-2",
            "party": short,
            "link": SENDER.links.manage_url(party.registration_id, 1) + "?lang=ja",
        }


def find(client: FlaskClient, code: str) -> str:
    """Look a code up; return the page."""
    answer = post(client, "/desk/codes", {"code": code})
    assert answer.status_code == 200
    return unescape(answer.text)


@pytest.mark.parametrize("way", ["address", "bare", "short"])
def test_any_form_of_a_code_finds_its_ticket_and_kills_it(
    sqlite_app: Flask, clerk: FlaskClient, party: Registered, codes: dict[str, str], way: str
) -> None:
    page = find(clerk, codes[way])
    assert "Minh (mẫu)" in page
    assert code_of(sqlite_app, party.registration_id) in page
    ticket = re.search(r'name="ticket"[^>]*value="(\d+)"', page)
    assert ticket
    sent = {"csrf_token": csrf_in(page), "ticket": ticket[1], "fate": "replace", "reason": "passed_on"}
    assert clerk.post("/desk/codes/kill", data=sent).location == at(party)
    assert verbs(sqlite_app, party.registration_id)[1:] == ["ticket.reissued", "code.killed"]
    if way != "short":  # the short code now means the new ticket
        assert "Các cổng đã từ chối mã này." in find(clerk, codes[way])
    assert "mã đã hết hiệu lực" in clerk.post("/desk/codes/kill", data=sent, follow_redirects=True).text


@pytest.mark.parametrize(("fate", "state"), [("block", "blocked"), ("cancel", "cancelled")])
def test_a_code_is_blocked_or_cancelled(
    sqlite_app: Flask, clerk: FlaskClient, codes: dict[str, str], fate: str, state: str
) -> None:
    page = find(clerk, codes["short"])
    ticket = re.search(r'name="ticket"[^>]*value="(\d+)"', page)
    assert ticket
    sent = {"csrf_token": csrf_in(page), "ticket": ticket[1], "fate": fate, "reason": "safety"}
    clerk.post("/desk/codes/kill", data=sent)
    assert states(sqlite_app, 1) == {0: "valid", 1: "valid", 2: state}


def test_a_party_s_link_and_code_are_found_too(
    sqlite_app: Flask, clerk: FlaskClient, party: Registered, codes: dict[str, str]
) -> None:
    assert "Cả nhóm" in find(clerk, codes["party"])
    assert "Liên kết riêng của một nhóm" in find(clerk, codes["link"])
    post(clerk, f"{at(party)}/new-link", {}, form_at=at(party))
    assert "Liên kết này đã bị hủy" in find(clerk, codes["link"])


@pytest.mark.parametrize(
    "code", ["0000000", "hello", "A" * 127, "http://evil.example/T/" + "A" * 127, "A" * 32]
)
def test_what_is_not_ours_is_said(clerk: FlaskClient, party: Registered, code: str) -> None:
    assert "Không phải mã của lễ hội" in find(clerk, code)


def test_an_empty_code_is_asked_for_again(clerk: FlaskClient) -> None:
    assert post(clerk, "/desk/codes", {"code": " "}).status_code == 422


def test_who_only_sees_finds_and_kills_nothing(
    sqlite_app: Flask, watcher: FlaskClient, party: Registered, codes: dict[str, str]
) -> None:
    page = find(watcher, codes["bare"])
    assert "Minh (mẫu)" in page
    assert 'name="fate"' not in page
    sent = {"csrf_token": csrf_in(page), "ticket": "2", "fate": "block", "reason": "lost"}
    assert watcher.post("/desk/codes/kill", data=sent).status_code == 403
