"""Seats of a session for some categories of delegates: at the desk, and as a delegate reads it."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festival.accounts.types import Role
from festival.conference.models import SessionPlace, SessionSeats
from festival.conference.queries.halls import house
from festival.conference.queries.seats import kinds_of
from festival.conference.types.halls import DelegateKind
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.registration.models import Invitation, Person
from festival.registration.services import deputizing
from tests.accounts.people import enter, make
from tests.conference.test_views_halls import Hall, hall, send
from tests.registration.guests import GUEST_LINKS
from tests.registration.persons import ANNA
from tests.support.apps import FakeClock

__all__ = ["hall"]


def number_of(app: Flask, place: int = 0) -> int:
    """Return a session of the conference."""
    with app.test_request_context():
        return house(current(), 1).sessions[place].id


def desk(number: int) -> str:
    """Return the path of a session's seats."""
    return f"/desk/conference/sessions/{number}/seats"


@pytest.fixture
def coordinator(hall: Hall) -> FlaskClient:
    """The browser of a coordinator."""
    return enter(hall.app, make(hall.app, Role.COORDINATOR))


def person(app: Flask, part: str) -> int:
    """Return a person by a part of the name."""
    with app.test_request_context():
        found = current().scalar(select(Person.id).where((Person.given + Person.family).contains(part)))
        assert found is not None
        return found


def test_the_desk_says_for_whom_a_session_is_and_a_delegate_reads_why_not(
    hall: Hall, coordinator: FlaskClient
) -> None:
    number = number_of(hall.app)
    path = desk(number)
    said: dict[str, Any] = {
        "seats": "5",
        "reserved": "1",
        "admits": ["leader", "interpreter"],
        "kept_for": ["leader"],
    }
    assert send(coordinator, path, path, **said) == 303
    page = coordinator.get(path).text
    assert page.count('value="leader" id="admits" checked') == 1
    assert "còn 4 chỗ" in page
    listed = coordinator.get("/desk/conference/halls").text
    assert "chỉ dành cho: Trưởng đoàn, Phiên dịch của đoàn" in listed
    alone = hall.app.test_client()
    own = f"{hall.paths['Ễ Ự']}"
    assert "Phiên này dành cho: Trưởng đoàn, Phiên dịch của đoàn." in alone.get(f"{own}/visit").text
    assert f'action="{own}/sessions/{number}/seat"' not in alone.get(f"{own}/visit").text
    assert send(alone, f"{own}/sessions/{number}/seat", "/desk/sign-in") == 303
    with hall.app.test_request_context():
        assert current().get_one(SessionSeats, number).taken == 0
    for name, kept in (("鷗", True), ("結衣", False)):
        one = hall.app.test_client()
        assert send(one, f"{hall.paths[name]}/sessions/{number}/seat", "/desk/sign-in") == 303
        assert "お席を確保しました" in one.get(f"{hall.paths[name]}/visit").text
        with hall.app.test_request_context():
            place = current().get_one(SessionPlace, (number, person(hall.app, name)))
            assert place.is_kept is kept
    own_agenda = hall.app.test_client().get(f"{hall.paths['鷗']}/agenda").text
    assert own_agenda.count("お席</span>") == 1
    assert f'href="{own}/visit#seats"' in alone.get(f"{own}/agenda").text
    assert "/visit#seats" not in own_agenda
    page = coordinator.get(path).text
    assert "TAKASAKI Kamome" in page
    assert "Trưởng đoàn" in page
    # Who has a seat keeps it when the session is for others then, and the desk sees them.
    assert send(coordinator, path, path, **said | {"admits": ["press", "leader"]}) == 303
    assert coordinator.get(path).text.count("không thuộc đối tượng của phiên") == 1


def test_a_seat_that_is_kept_for_others_is_no_seat_for_this_one(hall: Hall, coordinator: FlaskClient) -> None:
    number = number_of(hall.app)
    path = desk(number)
    assert send(coordinator, path, path, seats="1", reserved="1", kept_for=["leader"]) == 303
    alone = hall.app.test_client().get(f"{hall.paths['Ễ Ự']}/visit").text
    assert "chỉ còn chỗ giữ cho đối tượng khác" in alone
    assert "残り1席" in hall.app.test_client().get(f"{hall.paths['鷗']}/visit").text


def test_what_cannot_be_is_refused_and_kept_as_typed(hall: Hall, coordinator: FlaskClient) -> None:
    number = number_of(hall.app)
    path = desk(number)
    for wrong in (
        {"seats": "", "admits": ["leader"]},
        {"seats": "3", "reserved": "4"},
        {"seats": "3", "kept_for": ["leader"]},
        {"seats": "3", "reserved": "1", "kept_for": ["leader"], "admits": ["press"]},
        {"seats": "3", "admits": ["nobody"]},
    ):
        assert send(coordinator, path, path, **wrong) == 422, wrong
    with hall.app.test_request_context():
        assert current().get(SessionSeats, number) is None


def test_the_desk_gives_seats_by_name_and_takes_them_back(hall: Hall, coordinator: FlaskClient) -> None:
    number = number_of(hall.app)
    path, other = desk(number), person(hall.app, "Ễ Ự")
    assert send(coordinator, path, path, seats="2", reserved="2") == 303
    found = coordinator.get(path, query_string={"q": "Duong E U"}).text
    assert f'action="{path}/people/{other}"' in found
    assert send(coordinator, f"{path}/people/{other}", path) == 303
    assert (
        f'action="{path}/people/{other}"' not in coordinator.get(path, query_string={"q": "Duong E U"}).text
    )
    assert send(coordinator, f"{path}/people/{person(hall.app, '鷗')}", path) == 303
    assert send(coordinator, path, path, seats="5", reserved="1") == 303  # more are given of those kept back
    with hall.app.test_request_context():
        row = current().get_one(SessionSeats, number)
        assert (row.seats, row.taken, row.kept_taken) == (2, 2, 2)
    assert send(coordinator, f"{path}/people/{person(hall.app, '結衣')}", path) == 303
    assert "Không còn chỗ" in coordinator.get(path).text
    assert send(coordinator, f"{path}/people/{other}/back", path) == 303
    with hall.app.test_request_context():
        row = current().get_one(SessionSeats, number)
        assert (row.taken, row.kept_taken) == (1, 1)
    for foreign in (f"{path}/people/99999", f"{path}/people/99999/back", desk(99999)):
        assert send(coordinator, foreign, path) == 404
    assert coordinator.get(desk(99999)).status_code == 404


def test_who_may_only_look_changes_nothing_and_reads_no_names(hall: Hall, coordinator: FlaskClient) -> None:
    number = number_of(hall.app)
    path = desk(number)
    assert send(coordinator, path, path, seats="3", reserved="0") == 303
    send(coordinator, f"{path}/people/{person(hall.app, '鷗')}", path)
    leader = enter(hall.app, make(hall.app, Role.LEADER))
    page = leader.get(path)
    assert page.status_code == 200
    assert "TAKASAKI" not in page.text
    for act in (path, f"{path}/people/1", f"{path}/people/1/back"):
        assert send(leader, act, "/desk/account") == 403


def test_as_what_somebody_comes_follows_from_what_is_known_of_them(hall: Hall, fake_clock: FakeClock) -> None:
    with hall.app.test_request_context(), writing() as session:
        found = session.scalars(select(Invitation).where(Invitation.guest_id == 1)).one()
        deputizing.send_deputy(
            session, actor=SYSTEM, invitation_id=found.id, version=found.version, deputy=ANNA, links=GUEST_LINKS,
            now=clock.now(),
        )  # fmt: skip
    people = {name: person(hall.app, name) for name in ("鷗", "結衣", "Ễ Ự", "Anna")}
    with hall.app.test_request_context():
        kinds = kinds_of(current(), people.values())
    assert kinds[people["鷗"]] == {DelegateKind.LEADER}
    assert kinds[people["結衣"]] == {DelegateKind.INTERPRETER}
    assert kinds[people["Ễ Ự"]] == {DelegateKind.GUEST}
    assert kinds[people["Anna"]] == {DelegateKind.DELEGATE}  # in the head's place, and not the head
