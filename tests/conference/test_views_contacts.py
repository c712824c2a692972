"""Whoever speaks for a company exchanges cards without an invitation: behind a link that goes to their own address alone."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festival.accounts.types import Role
from festival.conference.models import BusinessCard, Company, CompanyPerson
from festival.conference.services import companies
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.outbox.models import Message
from tests.accounts.people import enter, make
from tests.conference.fair import Fair, hold_fair
from tests.conference.test_views_cards import AGREED, Delegate, delegates
from tests.conference.test_views_meetings import link_of, send
from tests.support.apps import MAIN, FakeClock, csrf, event_of

__all__ = ["delegates"]
Three = tuple[Delegate, Delegate, Delegate]


@pytest.fixture
def fair(sqlite_app: Flask) -> Fair:
    """Companies with people who have addresses, and with none of them invited."""
    with sqlite_app.app_context(), writing() as session:
        return hold_fair(session, event_of(sqlite_app, MAIN))


def letters(app: Flask) -> list[Message]:
    """Return the letters with links to cards."""
    with app.app_context():
        return [one for one in current().scalars(select(Message)) if one.cause.startswith("contact:")]


def own_path(app: Flask) -> str:
    """Return the path that the newest letter leads to, without the page itself."""
    link = letters(app)[-1].link
    assert link is not None
    return "/contact/" + link.partition("/contact/")[2].removesuffix("/cards")


def test_the_link_goes_to_the_person_alone_and_once_a_day(
    sqlite_app: Flask, fair: Fair, fake_clock: FakeClock
) -> None:
    firm, number = next((firm, people[0]) for firm, people in fair.firms.items())
    client, page = sqlite_app.test_client(), link_of(sqlite_app, firm)
    assert f'action="{page}/people/{number}/cards"' in client.get(page).text
    for _ in range(2):
        answer = send(client, f"{page}/people/{number}/cards", {}, form=page)
        assert answer.status_code == 303
        assert "/contact/" not in client.get(page).text
    [letter] = letters(sqlite_app)
    assert letter.recipient == "0@hakodate.example"
    assert "/contact/" in (letter.link or "")
    fake_clock.pass_(days=1)
    send(client, f"{page}/people/{number}/cards", {}, form=page)
    assert len(letters(sqlite_app)) == 2
    others = [people[0] for other, people in fair.firms.items() if other != firm]
    assert send(client, f"{page}/people/{others[0]}/cards", {}, form=page).status_code == 404
    assert send(client, f"{page[:-1]}A/people/{number}/cards", {}, form=page).status_code == 404


def test_a_contact_exchanges_cards_with_a_delegate(sqlite_app: Flask, fair: Fair, delegates: Three) -> None:
    kamome, _anna, _yui = delegates
    firm, number = next((firm, people[0]) for firm, people in fair.firms.items())
    desk = enter(sqlite_app, make(sqlite_app, Role.COORDINATOR))
    path = f"/desk/conference/companies/{firm}"
    assert f'action="{path}/people/{number}/cards"' in desk.get(path).text
    assert send(desk, f"{path}/people/{number}/cards", {}, form=path).location == path
    assert send(desk, f"{path}/people/9999/cards", {}, form=path).status_code == 404
    with sqlite_app.app_context():
        person = current().get_one(CompanyPerson, number).person_id
        assert current().get(BusinessCard, person) is None  # nobody has agreed for them
    mine = Delegate(sqlite_app.test_client(), own_path(sqlite_app), "", "", person)
    answer = mine.client.get(f"{mine.path}/cards")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert '/visit"' not in answer.text  # there is no visit to go back to
    kamome.post("/cards", **AGREED)
    assert mine.scans(kamome).startswith("/cards/with/")
    assert mine.post("/cards", **AGREED) == f"{mine.path}/cards"
    meet = mine.scans(kamome)
    assert mine.post(f"{meet}/send") == mine.path + meet
    assert "Hakodate" in kamome.page()
    mine.post(f"{meet}/ask")
    assert kamome.post(f"/cards/{person}/answer", give="yes") == f"{kamome.path}/cards#asking"
    assert "BEGIN:VCARD" in mine.client.get(f"{mine.path}/cards.vcf").text
    received = f"{kamome.path}/cards.vcf"
    assert "Hakodate" in kamome.client.get(received).text
    mine.post("/cards/withdraw")
    assert "Hakodate" not in kamome.client.get(received).text


def test_a_link_opens_nothing_elsewhere_and_ends_with_the_companys(
    sqlite_app: Flask, fair: Fair, delegates: Three
) -> None:
    firm, number = next((firm, people[0]) for firm, people in fair.firms.items())
    page = link_of(sqlite_app, firm)
    client: FlaskClient = sqlite_app.test_client()
    send(client, f"{page}/people/{number}/cards", {}, form=page)
    path = own_path(sqlite_app)
    token = path.rpartition("/")[2]
    assert client.get(f"{path}/cards").status_code == 200
    for wrong in (
        f"/i/{token}/cards",
        f"/contact/{delegates[0].path.rpartition('/')[2]}/cards",
        f"/contact/{page.rpartition('/')[2]}/cards",
        f"/b/{token}",
        f"{path[:-1]}{'A' if path[-1] != 'A' else 'B'}/cards",
    ):
        assert client.get(wrong).status_code == 404, wrong
    with sqlite_app.app_context(), writing() as session:
        company = session.get_one(Company, firm)
        companies.drop_speaker(session, actor=SYSTEM, company=company, number=number, now=clock.now())
    assert client.get(f"{path}/cards").status_code == 404  # who speaks for it no longer
    with sqlite_app.app_context(), writing() as session:
        session.get_one(CompanyPerson, number).is_coming = True
    assert client.get(f"{path}/cards").status_code == 200
    with sqlite_app.app_context(), writing() as session:
        companies.end_link(session, actor=SYSTEM, company=session.get_one(Company, firm), now=clock.now())
    assert client.get(f"{path}/cards").status_code == 404
    assert client.post(f"{path}/cards", data={"csrf_token": csrf(client, "/desk/sign-in")}).status_code == 404
