"""Accreditation over HTTP: two officers, an agency with a link, badges as a PDF, persons put together and taken apart."""

import re
from datetime import timedelta
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from festival.accounts.types import Role
from festival.core.actor import SYSTEM, Actor
from festival.core.transaction import current, writing
from festival.registration.agency_links import AgencyLinks
from festival.registration.models import Accreditation, Agency, Category, Person, Ticket
from festival.registration.services.accreditation_tables import end_agency_link, save_agency
from festival.registration.services.printing import print_due
from festival.registration.types import TicketState
from festival.registration.types.accreditation import Sheet
from tests.accounts.people import enter, make
from tests.registration.accreditations import asked, category, signed, zone
from tests.registration.persons import ANNA, KAMOME, LAN, person
from tests.support.apps import NOW, post
from tests.support.papers import pages_of, text_of
from tests.support.qr_reading import by_zxing
from tests.web.rendered import page

SECRET = "0123456789abcdef0123456789abcdef"
LIST = "/desk/accreditation"


class Officers(NamedTuple):
    """Who approves and who countersigns, and their browsers."""

    protocol: FlaskClient
    security: FlaskClient
    hands: tuple[Actor, Actor]


@pytest.fixture
def officers(sqlite_app: Flask) -> Officers:
    accounts = [make(sqlite_app, role) for role in (Role.PROTOCOL, Role.SECURITY)]
    protocol, security = (enter(sqlite_app, account) for account in accounts)
    return Officers(protocol, security, (Actor("person", accounts[0]), Actor("person", accounts[1])))


def stored(app: Flask, number: int) -> Accreditation:
    with app.app_context():
        return current().get_one(Accreditation, number)


def test_a_list_is_asked_for_approved_countersigned_and_printed(
    sqlite_app: Flask, officers: Officers
) -> None:
    with sqlite_app.app_context(), writing() as session:
        grounds = zone(session, "A"), zone(session, "B")
        press = category(session, zones=grounds[0].mask)
    protocol, security, _ = officers
    people = "Nguyễn Thị Lan (mẫu); Báo Mẫu; lan@bao.example\n髙﨑 鷗（見本）\t見本新聞\t\tTAKASAKI Kamome"
    answer = post(
        protocol,
        f"{LIST}/new",
        {"category_id": press.id, "people": people, "desk": "Vân Đồn", "submission": "x" * 22},
    )
    assert answer.status_code == 303
    again = post(
        protocol,
        f"{LIST}/new",
        {"category_id": press.id, "people": people, "desk": "Vân Đồn", "submission": "x" * 22},
    )
    assert again.status_code == 303
    listed = page(protocol, f"{LIST}?q=鷗")
    [request] = listed["page"]["rows"]
    assert (request.person.family, request.person.latin) == ("髙﨑", "TAKASAKI Kamome")
    assert page(protocol, LIST)["page"]["total"] == 2  # the form was sent twice

    here = f"{LIST}/{request.id}"
    rights = {
        "openings-0-zones": [grounds[0].mask, grounds[1].mask],
        "openings-0-valid_from": "2027-11-17T15:00",
        "openings-0-valid_until": "2027-11-17T23:00",
    }
    assert (
        post(security, f"{here}/approve", rights | {"version": 1}, form_at="/desk/account").status_code == 403
    )
    assert post(protocol, f"{here}/approve", rights | {"version": 1}, form_at=here).status_code == 303
    assert post(protocol, f"{here}/countersign", rights, form_at="/desk/account").status_code == 403
    assert post(security, f"{here}/countersign", rights | {"version": 2}, form_at=here).status_code == 303
    assert stored(sqlite_app, request.id).state == "signed"

    made = post(protocol, f"{LIST}/badges", {"desk": "*", "sheet": "a6", "submission": "y" * 22})
    assert made.status_code == 303
    paper = protocol.get(f"{LIST}/badges/1.pdf")
    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
    assert paper.headers["Cache-Control"] == "no-store"
    text = text_of(paper.data)
    for word in ("髙﨑", "鷗", "TAKASAKI Kamome", "BÁO CHÍ", "報道"):
        assert word in text
    [code] = [text for one in pages_of(paper.data) for text in by_zxing(one)]
    assert sqlite_app.test_client().get(code.removeprefix("HTTP://FESTIVAL.EXAMPLE")).status_code == 200


def test_who_approved_is_told_that_somebody_else_countersigns(sqlite_app: Flask, officers: Officers) -> None:
    both = make(sqlite_app, Role.PROTOCOL, Role.SECURITY)
    client = enter(sqlite_app, both)
    with sqlite_app.app_context(), writing() as session:
        request = asked(session, person(session, ANNA), category(session)).id
    here = f"{LIST}/{request}"
    hours = {"openings-0-valid_from": "2027-11-17T15:00", "openings-0-valid_until": "2027-11-17T23:00"}
    post(client, f"{here}/approve", hours | {"version": 1}, form_at=here)
    post(client, f"{here}/countersign", hours | {"version": 2}, form_at=here)
    assert stored(sqlite_app, request).state == "approved"


def test_a_refusal_needs_a_reason_and_a_withdrawal_kills_the_code(
    sqlite_app: Flask, officers: Officers
) -> None:
    with sqlite_app.app_context(), writing() as session:
        press = category(session)
        open_one = asked(session, person(session, ANNA), press).id
        done = signed(session, person(session, LAN), press, *officers.hands)
    protocol = officers.protocol
    here = f"{LIST}/{open_one}"
    assert post(protocol, f"{here}/refuse", {"version": 1, "reason": " "}, form_at=here).status_code == 422
    assert (
        post(protocol, f"{here}/refuse", {"version": 1, "reason": "Hết chỗ"}, form_at=here).status_code == 303
    )
    assert stored(sqlite_app, open_one).reason == "Hết chỗ"
    there = f"{LIST}/{done.id}"
    post(officers.security, f"{there}/withdraw", {"version": 3, "reason": "Đổi người"}, form_at=there)
    with sqlite_app.app_context():
        assert current().get_one(Ticket, done.ticket_id).state == TicketState.CANCELLED


def test_a_registrar_sees_requests_and_decides_nothing(sqlite_app: Flask, officers: Officers) -> None:
    with sqlite_app.app_context(), writing() as session:
        request = asked(session, person(session, ANNA), category(session)).id
    registrar = enter(sqlite_app, make(sqlite_app, Role.REGISTRAR))
    here = f"{LIST}/{request}"
    assert registrar.get(here).status_code == 200
    answer = post(registrar, f"{here}/refuse", {"version": 1, "reason": "x"}, form_at="/desk/account")
    assert answer.status_code == 303
    assert stored(sqlite_app, request).state == "requested"
    assert registrar.get(f"{LIST}/new").status_code == 403
    assert registrar.get(f"{LIST}/badges/1.pdf").status_code == 403


def test_a_badge_is_printed_again_and_the_lost_one_is_dead(sqlite_app: Flask, officers: Officers) -> None:
    with sqlite_app.app_context(), writing() as session:
        done = signed(session, person(session, LAN), category(session), *officers.hands)
        print_due(session, actor=SYSTEM, edition_id=1, desk=None, sheet=Sheet.A6, submission="a", now=NOW)
        old = done.ticket_id
    here = f"{LIST}/{done.id}"
    fields = {"reason": "lost", "sheet": "a6", "submission": "z" * 22}
    for _twice in range(2):
        assert post(officers.protocol, f"{here}/print-again", fields, form_at=here).status_code == 303
    found = stored(sqlite_app, done.id)
    assert (found.prints, found.ticket_id == old) == (2, False)


@pytest.fixture
def agency(sqlite_app: Flask) -> Agency:
    with sqlite_app.app_context(), writing() as session:
        press = category(session)
        made = save_agency(
            session,
            actor=SYSTEM,
            edition_id=1,
            agency_id=None,
            version=0,
            name="Báo Mẫu (mẫu)",
            category_id=press.id,
            most=2,
            closes_at=NOW + timedelta(days=3),
            now=NOW,
        )
        assert isinstance(made, Agency)
        return made


def link(agency: Agency) -> str:
    return AgencyLinks("http://festival.example", SECRET).path(agency.id, agency.epoch)


def test_an_agency_asks_by_its_link_up_to_its_number(sqlite_app: Flask, agency: Agency) -> None:
    client = sqlite_app.test_client()
    own = link(agency)
    fields = {"category_id": agency.category_id, "submission": "q" * 22}
    people = "Nguyễn Một (mẫu)\nTrần Hai (mẫu)\nLê Ba (mẫu)"
    assert post(client, own, fields | {"people": people}).status_code == 303
    shown = page(client, own)
    assert (len(shown["requests"]), shown["left"]) == (2, 0)
    assert client.get(own).headers["Cache-Control"] == "no-store"


def test_a_foreign_or_ended_link_opens_nothing(sqlite_app: Flask, agency: Agency) -> None:
    client = sqlite_app.test_client()
    own = link(agency)
    assert client.get(own).status_code == 200
    assert client.get(own[:-1] + ("A" if own[-1] != "A" else "B")).status_code == 404
    assert client.get("/accreditation/" + "A" * 32).status_code == 404
    with sqlite_app.app_context(), writing() as session:
        end_agency_link(session, actor=SYSTEM, edition_id=1, agency_id=agency.id, now=NOW)
    assert client.get(own).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"people": "   "},
        {"people": "123"},
        {"people": "Lan", "website": "x"},
        {"people": "Lan", "category_id": 99},
    ],
)
def test_what_is_no_list_of_people_asks_for_nobody(
    sqlite_app: Flask, agency: Agency, fields: dict[str, object]
) -> None:
    answer = post(
        sqlite_app.test_client(),
        link(agency),
        {"category_id": agency.category_id, "submission": "q" * 22} | fields,
    )
    assert answer.status_code == 422
    with sqlite_app.app_context():
        assert current().scalar(select(func.count()).select_from(Person)) == 0


def test_somebody_alike_is_shown_before_a_person_is_added(sqlite_app: Flask, officers: Officers) -> None:
    with sqlite_app.app_context(), writing() as session:
        known = person(session, KAMOME).id
    fields = {"family": "高崎", "given": "鷗（見本）", "language": "ja", "honorific": ""}
    first = post(officers.protocol, "/desk/persons/new", fields)
    assert first.status_code == 409
    assert f"/desk/persons/{known}" in first.text
    sure = post(officers.protocol, "/desk/persons/new", fields | {"sure": "yes"})
    assert sure.status_code == 303


def test_two_are_put_together_with_chosen_values_and_taken_apart(
    sqlite_app: Flask, officers: Officers
) -> None:
    with sqlite_app.app_context(), writing() as session:
        first, second = person(session, LAN), person(session, ANNA)
        asked(session, second, category(session))
    protocol = officers.protocol
    here = f"/desk/persons/{first.id}/merge/{second.id}"
    page(protocol, here)
    answer = post(protocol, here, {"first": 1, "second": 1, "take-mail": "2"})
    assert answer.location.endswith(f"/desk/persons/{first.id}")
    with sqlite_app.app_context():
        kept = current().get_one(Person, first.id)
        assert (kept.family, kept.mail) == ("Nguyễn", "anna@presse.example")
        assert current().scalar(select(Accreditation.person_id)) == first.id
    assert protocol.get(f"/desk/persons/{second.id}").status_code == 302
    [merged] = page(protocol, "/desk/persons/duplicates")["merges"]
    post(protocol, f"/desk/persons/merges/{merged.id}/undo", {}, form_at="/desk/persons/duplicates")
    with sqlite_app.app_context():
        assert current().scalar(select(Accreditation.person_id)) == second.id
        assert current().get_one(Person, first.id).mail == LAN.mail


def test_the_picker_finds_by_any_script(sqlite_app: Flask, officers: Officers) -> None:
    with sqlite_app.app_context(), writing() as session:
        number = person(session, KAMOME).id
    [found] = officers.security.get("/desk/persons/find?q=kamome").get_json()
    assert found["id"] == number
    assert officers.security.get("/desk/persons/new").status_code == 403


def test_an_older_version_of_a_person_is_not_written_over(sqlite_app: Flask, officers: Officers) -> None:
    with sqlite_app.app_context(), writing() as session:
        number = person(session, LAN).id
    fields = {"given": "Lan", "family": "Lê", "language": "vi", "honorific": "ms"}
    edit = f"/desk/persons/{number}/edit"
    assert post(officers.protocol, edit, fields | {"version": 1}).status_code == 303
    late = post(officers.protocol, edit, fields | {"version": 1, "family": "Vũ"})
    assert late.status_code == 409
    assert re.search(r'name="version"[^>]*value="2"', late.text)


@pytest.mark.parametrize(
    ("where", "fields"),
    [
        ("zones", {"letter": "ABC", "name_vi": "Khu", "colour": "sea"}),
        ("zones", {"letter": "A", "colour": "sea"}),
        ("zones", {"letter": "A", "name_vi": "Khu", "colour": "pink"}),
        ("categories", {"name_vi": "Báo", "colour": "sea", "ticket_class": 3, "event_id": 99_999}),
        (
            "categories",
            {
                "name_vi": "Báo",
                "colour": "sea",
                "ticket_class": 3,
                "event_id": 1,
                "openings-0-valid_from": "2027-11-17T10:00",
            },
        ),
        ("agencies", {"name": "", "category_id": 0, "most": 5}),
        ("agencies", {"name": "Báo", "category_id": 0, "most": 5_000}),
    ],
)
def test_what_cannot_be_is_asked_about_again(
    sqlite_app: Flask, officers: Officers, where: str, fields: dict[str, object]
) -> None:
    assert post(officers.protocol, f"{LIST}/{where}/new", fields).status_code == 422


def test_lines_of_zones_and_hours_are_added_one_by_one_and_decided_on(
    sqlite_app: Flask, officers: Officers
) -> None:
    with sqlite_app.app_context(), writing() as session:
        grounds = zone(session, "A"), zone(session, "B")
    protocol = officers.protocol
    fields = {
        "name_vi": "Kỹ thuật",
        "colour": "slate",
        "ticket_class": 5,
        "event_id": 1,
        "submission": "k" * 22,
    }
    first = {
        "openings-0-zones": [grounds[0].mask],
        "openings-0-valid_from": "2027-11-17T08:00",
        "openings-0-valid_until": "2027-11-17T12:00",
    }
    more = post(protocol, f"{LIST}/categories/new", fields | first | {"more": "1"})
    assert more.status_code == 200
    assert 'name="openings-1-zones"' in more.text
    with sqlite_app.app_context():
        assert current().scalar(select(func.count()).select_from(Category)) == 0  # nothing kept yet
    second = {
        "openings-1-zones": [grounds[1].mask],
        "openings-1-valid_from": "2027-11-18T08:00",
        "openings-1-valid_until": "2027-11-18T07:00",
    }
    wrong = post(protocol, f"{LIST}/categories/new", fields | first | second)
    assert wrong.status_code == 422
    assert "2027-11-18T07:00" in wrong.text
    second["openings-1-valid_until"] = "2027-11-18T09:00"
    assert post(protocol, f"{LIST}/categories/new", fields | first | second).status_code == 303
    shown = page(protocol, f"{LIST}/table")
    [parts] = shown["parts"].values()
    assert [[one.letter for one in zones] for zones, _valid in parts] == [["A"], ["B"]]
    with sqlite_app.app_context(), writing() as session:
        request = asked(session, person(session, ANNA), session.get_one(Category, 1)).id
    here = f"{LIST}/{request}"
    second["openings-1-valid_until"] = "2027-11-18T10:00"
    assert post(protocol, f"{here}/approve", first | second | {"version": 1}, form_at=here).status_code == 303
    assert [one.until.hour for one in stored(sqlite_app, request).openings] == [5, 3]  # UTC
    no_hours = {"openings-0-zones": [grounds[0].mask], "version": 2}
    answer = post(officers.security, f"{here}/countersign", no_hours, form_at=here)
    assert answer.status_code == 422


def test_zones_categories_and_the_back_of_badges_are_edited(sqlite_app: Flask, officers: Officers) -> None:
    protocol = officers.protocol
    zone_fields = {"letter": "a", "name_vi": "Hậu trường", "colour": "plum"}
    assert post(protocol, f"{LIST}/zones/new", zone_fields).status_code == 303
    assert post(protocol, f"{LIST}/zones/new", zone_fields).status_code == 409
    fields = {
        "name_vi": "Báo chí",
        "colour": "leaf",
        "ticket_class": 3,
        "event_id": 1,
        "openings-0-zones": [1],
    }
    for _twice in range(2):
        answer = post(protocol, f"{LIST}/categories/new", fields | {"submission": "c" * 22})
        assert answer.status_code == 303
    shown = page(protocol, f"{LIST}/table")
    assert ([one.letter for one in shown["zones"]], [one.zones for one in shown["categories"]]) == (
        ["A"],
        [1],
    )
    assert post(protocol, f"{LIST}/zones/1/remove", {}, form_at=f"{LIST}/table").status_code == 303
    assert len(page(protocol, f"{LIST}/table")["zones"]) == 1  # the category names it
    back = post(
        protocol, f"{LIST}/table/back", {"emergency": "0203 123", "version": 0}, form_at=f"{LIST}/table"
    )
    assert back.status_code == 303
