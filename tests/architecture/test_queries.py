"""How many statements each page needs, and that a full festival needs no more than an empty one."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from festival.accounts.types import Role
from festival.core.transaction import writing
from festival.core.trilingual import Trilingual
from festival.gate.models import Gate
from festival.programme import catalogue
from festival.web import pagecache
from tests.accounts.people import enter, make
from tests.architecture.statements import Statements, counting
from tests.support.apps import MAIN
from tests.web.parties import application, registered, store, ticket_path

PARTIES = 200
# What a page needs at most. The first two of the desk are who is signed in, and his roles.
PUBLIC = {
    "/vi/": 3,
    "/vi/programme": 4,
    f"/vi/events/{MAIN}": 3,
    "/vi/programme?q=dem+khai": 4,
    "/vi/my-plan": 2,
    "/vi/my-plan?e=1.2.3": 4,
    "/vi/venues": 3,
    "/vi/venues/quang-truong-30-10": 5,
    "/vi/venues/quang-truong-30-10/now": 3,
    "/vi/programme/board": 2,
    "/vi/how-to-come": 3,
    "/vi/privacy": 2,
    "/vi/conference": 2,
    "/vi/conference/planning": 4,
    "/vi/conference/fields": 4,
    "/vi/conference/speakers": 3,
    "/vi/conference/events/hoi-nghi-xuc-tien-dau-tu": 6,
    "/vi/conference/projects": 5,
    f"/vi/events/{MAIN}/register": 4,
    f"/vi/events/{MAIN}/register/group": 5,
    "/vi/find-ticket": 2,
    "/feeds/programme.ics": 2,
    "/feeds/schedule.xml": 2,
    "/api/v1/programme": 2,
    "/desk/sign-in": 0,
    "/gate/": 0,
    "/healthz": 0,
}
DESK = {
    "/desk/": 9,
    "/desk/registrations": 9,
    "/desk/registrations?q=nguyen": 10,
    "/desk/groups": 7,
    "/desk/registrations/1": 9,
    "/desk/guests": 8,
    "/desk/precedence": 6,
    "/desk/invitations": 7,
    "/desk/invitations/1": 13,
    "/desk/reception": 8,
    "/desk/seating/1": 9,
    "/desk/readiness": 15,
    "/desk/reports": 16,
    "/desk/reports?kind=plan": 14,
    "/desk/reports/sheets": 14,
    "/desk/coverage": 16,
    "/desk/roster": 11,
    "/desk/roster/people": 15,
    "/desk/roster/following": 6,
    "/desk/crew": 16,
    "/desk/posts": 12,
    "/desk/tasks": 12,
    "/desk/tasks/proposals": 7,
    "/desk/tasks/list": 12,
    "/desk/tasks/timeline": 12,
    "/desk/tasks/calendar": 12,
    "/desk/tasks/mine": 12,
    "/desk/directives": 8,
    "/desk/agencies": 6,
    "/desk/terms": 6,
    "/desk/gates": 9,
    "/desk/gates/conflicts": 5,
    "/desk/gates/board": 27,
    "/desk/gates/readiness": 29,
    "/desk/zones": 13,
    "/desk/zones/limits": 6,
    "/desk/programme": 20,
    "/desk/registrations?state=blocked&kind=party&language=vi&needs=no&presence=not_yet&day=2027-11-01": 9,
    "/desk/registrations/files": 8,
    "/desk/registrations/figures": 12,
    "/desk/walk-in": 7,
    "/desk/codes": 3,
    "/desk/programme/pulse": 5,
    "/desk/programme/1": 10,
    "/desk/programme/1/place": 8,
    "/desk/programme/venues": 5,
    "/desk/programme/ways": 6,
    "/desk/programme/people": 6,
    "/desk/conference": 5,
    "/desk/conference/plans/new": 5,
    "/desk/conference/fields": 4,
    "/desk/conference/sessions": 7,
    "/desk/conference/sessions/new": 12,
    "/desk/conference/halls": 19,
    "/desk/conference/attendance": 14,
    "/desk/conference/certificates": 12,
    "/desk/reception/dress": 7,
    "/desk/conference/projects": 7,
    "/desk/conference/speakers": 12,
    "/desk/conference/companies": 7,
    "/desk/conference/companies/new": 5,
    "/desk/conference/projects/new": 6,
    "/desk/conference/signings": 7,
    "/desk/conference/signings/new": 7,
    "/desk/incidents": 11,
    "/desk/incidents/pulse": 5,
    "/desk/incidents/log": 8,
    "/desk/incidents/units": 6,
    "/desk/calculators": 6,
    "/desk/calculators/entry": 8,
    "/desk/calculators/tables/figures": 6,
    "/desk/mailbox": 5,
    "/desk/letters": 4,
    "/desk/letters/confirmation": 8,
    "/desk/mailings": 5,
    "/desk/mailings/new": 8,
    "/desk/privacy": 6,
    "/desk/privacy/evidence": 3,
    "/desk/privacy/purposes": 5,
    "/desk/privacy/purposes/registration": 6,
    "/desk/privacy/retention": 5,
    "/desk/privacy/holidays": 4,
    "/desk/privacy/violations": 5,
    "/desk/accounts": 5,
    "/desk/account": 4,
    "/desk/run-sheets": 6,
    "/desk/run-sheets/7": 10,
    "/desk/run-sheets/7/call": 10,
    "/desk/run-sheets/7/call/state": 10,
}


def fill(app: Flask, parties: int) -> None:
    """Register so many parties of two, each with its message."""
    with app.app_context(), writing() as session:
        for number in range(parties):
            store(session, application(f"Nguyễn Mẫu {number} (mẫu)", "Trần Mẫu (mẫu)"))


def sent(app: Flask, client: FlaskClient, path: str) -> Statements:
    """Open a page as if nothing of it were kept and return what it sends to the database."""
    client.get(path)  # the signing keys are read once a process, not once a page
    with app.app_context():
        catalogue.forget()
        pagecache.forget()
    with counting(app) as statements:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return statements


@pytest.fixture
def person(sqlite_app: Flask) -> FlaskClient:
    """An administrator's browser, in a festival with one party."""
    fill(sqlite_app, 1)
    return enter(sqlite_app, make(sqlite_app, Role.ADMINISTRATOR))


@pytest.mark.parametrize(("path", "most"), PUBLIC.items())
def test_a_public_page_stays_within_its_budget(sqlite_app: Flask, path: str, most: int) -> None:
    statements = sent(sqlite_app, sqlite_app.test_client(), path)
    assert len(statements) <= most, statements.sent


def test_a_kept_page_asks_nothing(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    client.get("/vi/programme")
    with counting(sqlite_app) as statements:
        client.get("/vi/programme")
    assert statements.sent == []


@pytest.mark.parametrize(("path", "most"), DESK.items())
def test_a_page_of_the_desk_stays_within_its_budget(
    sqlite_app: Flask, person: FlaskClient, path: str, most: int
) -> None:
    statements = sent(sqlite_app, person, path)
    assert len(statements) <= most, statements.sent


def all_pages(app: Flask, person: FlaskClient, *more: str) -> dict[str, int]:
    """Return how many statements each page sends."""
    stranger = app.test_client()
    return {path: len(sent(app, stranger, path)) for path in (*PUBLIC, *more)} | {
        path: len(sent(app, person, path)) for path in DESK
    }


def test_two_hundred_parties_cost_no_statement_more(sqlite_app: Flask, person: FlaskClient) -> None:
    party = registered(sqlite_app, "Lê Mẫu (mẫu)", "Vũ Mẫu (mẫu)")
    before = all_pages(sqlite_app, person, ticket_path(party))
    fill(sqlite_app, PARTIES)
    assert all_pages(sqlite_app, person, ticket_path(party)) == before


def test_more_accounts_and_gates_cost_no_statement_more(sqlite_app: Flask, person: FlaskClient) -> None:
    def gates(number: int) -> None:
        with sqlite_app.app_context(), writing() as session:
            for _ in range(number):
                session.add(Gate(edition_id=1, name=Trilingual("A"), place=Trilingual(), position=number))

    gates(1)
    before = all_pages(sqlite_app, person)
    gates(20)
    for _ in range(20):
        make(sqlite_app, Role.CREW, Role.LEADER)
    assert all_pages(sqlite_app, person) == before


def test_a_party_of_six_is_registered_with_as_few_statements_as_one_person(sqlite_app: Flask) -> None:
    counts = []
    for people in (1, 1, 6):  # the first of an event makes its row of places
        with counting(sqlite_app) as statements:
            registered(sqlite_app, *[f"Nguyễn Mẫu {n} (mẫu)" for n in range(people)])
        counts.append(len(statements))
    assert counts[1] == counts[2] <= 10
