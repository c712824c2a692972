"""Choosing a person who is known: a search that needs no script, and what the field with a list is given."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from festival.accounts.types import Role
from festival.core.transaction import current, writing
from festival.registration.models import Guest, Person
from tests.accounts.people import enter, make
from tests.registration.accreditations import category
from tests.registration.guests import delegation
from tests.registration.persons import ANNA, KAMOME, LAN, person
from tests.support.apps import post


@pytest.fixture
def protocol(sqlite_app: Flask) -> FlaskClient:
    """Somebody of the protocol, and three persons: Kamome, Lan, Anna."""
    with sqlite_app.app_context(), writing() as session:
        for content in (KAMOME, LAN, ANNA):
            person(session, content)
        category(session)
        delegation(session)
    return enter(sqlite_app, make(sqlite_app, Role.PROTOCOL))


def links(text: str) -> list[str]:
    """Return where the persons that were found lead."""
    return [one.replace("&amp;", "&") for one in re.findall(r'<a class="strong" href="([^"]+)"', text)]


@pytest.mark.parametrize("asked", ["鷗", "takasaki", "たかさき", "かもめ", "TAKASAKI kamome"])
@pytest.mark.parametrize(
    ("at", "leads"),
    [
        ("/desk/accreditation/new", "/desk/accreditation/new?person=1"),
        ("/desk/guests/new?delegation=1", "/desk/guests/new?person=1&delegation=1"),
        ("/desk/persons/2/merge", "/desk/persons/2/merge?person=1"),
    ],
)
def test_a_person_is_found_in_any_script_without_a_script(
    protocol: FlaskClient, asked: str, at: str, leads: str
) -> None:
    answer = protocol.get(f"{at}{'&' if '?' in at else '?'}who={asked}")
    assert links(answer.text) == [leads]
    assert protocol.get(leads).status_code in {200, 303}


def test_nobody_found_is_said_and_nobody_of_the_kind_is_no_page(protocol: FlaskClient) -> None:
    answer = protocol.get("/desk/accreditation/new?who=khong-co-ai")
    assert links(answer.text) == []
    assert "khong-co-ai" in answer.text
    for path in ("/desk/accreditation/new?person=99", "/desk/guests/new?person=99", "/desk/persons/99/merge"):
        assert protocol.get(path).status_code == 404


def test_who_is_chosen_stands_beside_the_first_the_earlier_one_first(protocol: FlaskClient) -> None:
    assert protocol.get("/desk/persons/3/merge?person=1").location == "/desk/persons/1/merge/3"
    assert protocol.get("/desk/persons/1/merge?person=3").location == "/desk/persons/1/merge/3"
    assert protocol.get("/desk/persons/1/merge?person=1").status_code == 200  # nobody is two


def test_a_known_person_becomes_a_guest_and_stays_one_person(
    sqlite_app: Flask, protocol: FlaskClient
) -> None:
    address = "/desk/guests/new?person=1&delegation=1"
    page = protocol.get(address).text
    assert "髙﨑" in page
    assert 'name="given"' not in page
    fields = {"delegation": 1, "part": "guest", "is_head": "y", "submission": "g" * 22}
    for _twice in range(2):
        assert post(protocol, address, fields).status_code == 303
    with sqlite_app.app_context():
        guest = current().scalars(select(Guest)).one()
        assert (guest.person_id, guest.delegation_id, guest.is_head) == (1, 1, True)
        assert current().scalar(select(func.count()).select_from(Person)) == 3


def test_the_list_under_the_field_says_who_each_is(protocol: FlaskClient) -> None:
    [found] = protocol.get("/desk/persons/find?q=鷗").get_json()
    assert (found["id"], found["about"]) == (1, "Hokkaido Government (sample)")
    assert {found["name"], found["latin"]} >= {"TAKASAKI Kamome"}
