"""Venues, spaces, closures, ways and people at the desk."""

import re
from datetime import time
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from festival.accounts.types import Role
from festival.core.transaction import current
from festival.core.trilingual import Trilingual
from festival.programme.models import Closure, Participant, Space, Venue
from festival.programme.queries.ground import ground_of, participants_of, ways
from festival.programme.types import Appearance, Part
from tests.accounts.people import enter
from tests.accounts.people import make as account
from tests.programme.editing import EDITION, make, send


@pytest.fixture
def client(sqlite_app: Flask) -> FlaskClient:
    """A coordinator's browser."""
    return enter(sqlite_app, account(sqlite_app, Role.COORDINATOR))


def space(app: Flask, number: int) -> Space:
    """Return a space with its closures read."""
    with app.app_context():
        found = current().get_one(Space, number)
        assert found.closures is not None
        return found


VENUE = {"name_vi": "Nhà hát (mẫu)", "address_vi": "Hạ Long", "quiet_from": "22:00", "quiet_until": "06:00"}


def test_a_venue_and_its_space(sqlite_app: Flask, client: FlaskClient) -> None:
    made = send(client, "/desk/programme/venues/new", VENUE)
    assert made.status_code == 303
    number = int(made.location.rpartition("/")[2])
    page = client.get(made.location).text
    assert 'value="22:00' in page
    data = {
        "name_vi": "Sảnh (mẫu)",
        "name_ja": "ロビー（サンプル）",
        "room_type": "other",
        "changeover": "15",
        "capacity": "80",
    }
    hall = send(client, f"/desk/programme/venues/{number}/spaces/new", data)
    assert hall.status_code == 303
    found = space(sqlite_app, int(hall.location.rpartition("/")[2]))
    assert (found.venue_id, found.name, found.changeover, found.capacity) == (
        number, Trilingual("Sảnh (mẫu)", "ロビー（サンプル）"), 15, 80,
    )  # fmt: skip
    assert send(client, hall.location, data | {"changeover": "20"}).status_code == 303
    assert space(sqlite_app, found.id).changeover == 20
    assert "Sảnh (mẫu)" in client.get("/desk/programme/venues").text
    assert send(client, made.location, VENUE | {"name_vi": "Nhà hát lớn (mẫu)"}).status_code == 303
    with sqlite_app.app_context():
        assert current().get_one(Venue, number).slug == "nha-hat-mau"  # an address stays


def form_of(client: FlaskClient, path: str) -> str:
    """Return the number of the form that a page shows."""
    found = re.search(r'name="submission" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("page", "to", "data"),
    [
        ("venues/new", "venues/new", VENUE),
        ("venues/1/spaces/new", "venues/1/spaces/new", {"name_vi": "Sảnh (mẫu)", "room_type": "other", "changeover": "0"}),
        ("spaces/1", "spaces/1/closures", {"starts_at": "2027-11-17T08:00", "ends_at": "2027-11-17T12:00", "reason": "x"}),
        ("people", "people", {"name_vi": "Đội trống (mẫu)"}),
    ],
)  # fmt: skip
def test_a_form_pressed_twice_adds_one(
    sqlite_app: Flask, client: FlaskClient, page: str, to: str, data: dict[str, str]
) -> None:
    def kept() -> int:
        with sqlite_app.app_context():
            return sum(
                current().scalar(select(func.count()).select_from(kind)) or 0
                for kind in (Venue, Space, Closure, Participant)
            )

    before = kept()
    number = form_of(client, f"/desk/programme/{page}")
    assert form_of(client, f"/desk/programme/{page}") != number
    first = send(client, f"/desk/programme/{to}", data | {"submission": number})
    again = send(client, f"/desk/programme/{to}", data | {"submission": number})
    assert (again.status_code, again.location) == (303, first.location)
    assert kept() == before + 1


def test_a_refused_form_keeps_its_number(client: FlaskClient) -> None:
    refused = send(client, "/desk/programme/venues/new", {"name_vi": "", "submission": "a" * 20})
    assert f'name="submission" value="{"a" * 20}"' in refused.text


def shown(client: FlaskClient, path: str) -> str:
    """Return what a form's hidden field says that the page showed."""
    found = re.search(r'name="seen"[^>]*value="([^"]*)"', client.get(path).text)
    assert found
    return unescape(found[1])


def test_two_people_at_one_venue_do_not_undo_each_other(sqlite_app: Flask, client: FlaskClient) -> None:
    path = send(client, "/desk/programme/venues/new", VENUE).location
    mine = VENUE | {"seen": shown(client, path), "quiet_from": "21:00", "address_vi": "Hồng Hải (mẫu)"}
    theirs = mine | {"name_ja": "劇場（サンプル）", "quiet_from": "23:00", "address_vi": "Hạ Long"}
    assert send(client, path, theirs).status_code == 303
    answer = send(client, path, mine)
    assert answer.status_code == 409
    assert "23:00" in re.findall(r'id="quiet_from-error">.*?</p>', answer.text, re.DOTALL)[0]
    assert 'id="name_ja-error"' not in answer.text  # only the other changed it: it stays
    assert 'id="address_vi-error"' not in answer.text  # only I changed it

    def venue() -> tuple[Trilingual, Trilingual, time | None]:
        with sqlite_app.app_context():
            found = current().get_one(Venue, int(path.rpartition("/")[2]))
            return found.name, found.address, found.quiet_from

    assert venue()[2] == time(23)
    again = re.search(r'name="seen"[^>]*value="([^"]*)"', answer.text)
    assert again
    last = mine | {"seen": unescape(again[1]), "name_ja": "劇場（サンプル）"}
    assert send(client, path, last).status_code == 303
    assert venue() == (
        Trilingual("Nhà hát (mẫu)", "劇場（サンプル）"), Trilingual("Hồng Hải (mẫu)"), time(21),
    )  # fmt: skip


@pytest.mark.parametrize("seen", ["", "{", "[]", "null", '{"name_vi": 7}'])
def test_a_page_that_says_nothing_of_what_it_showed_is_taken_as_it_is(client: FlaskClient, seen: str) -> None:
    path = send(client, "/desk/programme/venues/new", VENUE).location
    assert send(client, path, VENUE | {"seen": seen, "name_vi": "Nhà hát lớn (mẫu)"}).status_code in (
        303,
        409,
    )


def test_two_translators_of_one_space_or_name_both_count(sqlite_app: Flask, client: FlaskClient) -> None:
    room = {"room_type": "stage", "changeover": "0", "name_vi": "Sân khấu (mẫu)"}
    space_path = send(client, "/desk/programme/venues/1/spaces/new", room).location
    send(client, "/desk/programme/people", {"name_vi": "Đội múa (mẫu)"})
    with sqlite_app.app_context():
        number = next(one.id for one in participants_of(current(), EDITION) if one.name.vi == "Đội múa (mẫu)")
    for path, plain in (
        (space_path, room),
        (f"/desk/programme/people/{number}", {"name_vi": "Đội múa (mẫu)"}),
    ):
        seen = shown(client, path)
        for code, name in (("ja", "舞台（サンプル）"), ("en", "Stage (sample)")):
            assert send(client, path, plain | {"seen": seen, f"name_{code}": name}).status_code == 303
        page = client.get(path).text
        assert 'value="舞台（サンプル）"' in page
        assert 'value="Stage (sample)"' in page


def test_ways_that_a_colleague_changed_are_shown_and_kept(sqlite_app: Flask, client: FlaskClient) -> None:
    send(client, "/desk/programme/ways", {"way-1-2": "10"})
    assert 'name="was-1-2" value="10"' in client.get("/desk/programme/ways").text
    send(client, "/desk/programme/ways", {"way-1-2": "15", "was-1-2": "10"})
    late = send(client, "/desk/programme/ways", {"way-1-2": "12", "was-1-2": "10"})
    assert late.status_code == 409
    assert 'value="12"' in late.text
    assert 'name="was-1-2" value="15"' in late.text
    with sqlite_app.app_context():
        assert ways(current())[1, 2] == 15
    assert send(client, "/desk/programme/ways", {"way-1-2": "12", "was-1-2": "15"}).status_code == 303
    with sqlite_app.app_context():
        assert ways(current())[1, 2] == 12


def test_what_cannot_be_is_refused(sqlite_app: Flask, client: FlaskClient) -> None:
    with sqlite_app.app_context():
        before = len(ground_of(current()).venues)
    assert send(client, "/desk/programme/venues/new", {"name_vi": ""}).status_code == 422
    assert send(client, "/desk/programme/venues/new", VENUE | {"quiet_until": ""}).status_code == 422
    assert send(client, "/desk/programme/venues/1", VENUE | {"name_vi": ""}).status_code == 422
    assert send(client, "/desk/programme/venues/1/spaces/new", {"name_vi": "x"}).status_code == 422
    assert send(client, "/desk/programme/spaces/1", {"name_vi": "x"}).status_code == 422
    for path in ("venues/9999", "venues/9999/spaces/new", "spaces/9999", "people/9999"):
        assert client.get(f"/desk/programme/{path}").status_code == 404, path
    with sqlite_app.app_context():
        assert len(ground_of(current()).venues) == before


def test_a_space_is_closed_and_opened_again(sqlite_app: Flask, client: FlaskClient) -> None:
    data = {"starts_at": "2027-11-17T08:00", "ends_at": "2027-11-17T12:00", "reason": "Kiểm tra điện (mẫu)"}
    assert send(client, "/desk/programme/spaces/1/closures", data | {"ends_at": ""}).status_code == 422
    assert send(client, "/desk/programme/spaces/1/closures", data).status_code == 303
    [closure] = space(sqlite_app, 1).closures
    assert "Kiểm tra điện (mẫu)" in client.get("/desk/programme/spaces/1").text
    assert send(client, f"/desk/programme/spaces/2/closures/{closure.id}/open").status_code == 404
    assert send(client, f"/desk/programme/spaces/1/closures/{closure.id}/open").status_code == 303
    assert space(sqlite_app, 1).closures == []


def test_ways_are_entered_in_a_table(sqlite_app: Flask, client: FlaskClient) -> None:
    refused = send(client, "/desk/programme/ways", {"way-1-2": "mười", "way-2-1": "12"})
    assert refused.status_code == 422
    assert 'value="mười"' in refused.text
    with sqlite_app.app_context():
        before = ways(current())
    send(client, "/desk/programme/ways", {"way-1-2": "10", "way-2-1": "12", "way-1-1": "3", "way-1-99": "4"})
    with sqlite_app.app_context():
        assert ways(current()) == before | {(1, 2): 10, (2, 1): 12}
    send(client, "/desk/programme/ways", {"way-1-2": "", "way-2-1": "1441"})  # refused as a whole
    send(client, "/desk/programme/ways", {"way-1-2": ""})
    with sqlite_app.app_context():
        assert (1, 2) not in ways(current())
        assert ways(current())[2, 1] == 12


def test_people_and_groups(sqlite_app: Flask, client: FlaskClient) -> None:
    name = {"name_vi": "Đoàn tro\u0302\u0301ng (mẫu)", "name_ja": "太鼓（サンプル）"}
    assert send(client, "/desk/programme/people", {"name_vi": " "}).status_code == 422
    assert send(client, "/desk/programme/people", name).status_code == 303
    with sqlite_app.app_context():
        [one] = participants_of(current(), EDITION)
        assert one.name == Trilingual("Đoàn trống (mẫu)", "太鼓（サンプル）")  # in NFC
    assert send(client, f"/desk/programme/people/{one.id}", name | {"name_en": "Drums"}).status_code == 303
    assert client.get(f"/desk/programme/people/{one.id}").text.count("Drums") >= 1
    draft = make(sqlite_app, people=(Appearance(one.id, one.name, Part.PERFORMER),))
    send(client, f"/desk/programme/people/{one.id}/remove")
    with sqlite_app.app_context():
        assert len(participants_of(current(), EDITION)) == 1  # who appears is not taken out
    send(client, f"/desk/programme/{draft.id}", {"version": draft.version, "title_vi": "x", "kind": "fair",
        "audience": "public", "minutes": "60", "party_max": "6"})  # fmt: skip
    send(client, f"/desk/programme/people/{one.id}/remove")
    with sqlite_app.app_context():
        assert participants_of(current(), EDITION) == []
