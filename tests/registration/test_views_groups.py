"""The pages of groups: the list looked at before anybody is registered, the page of who answers for it, the desk."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.core import ids
from festival.core.transaction import current
from festival.registration import queries
from festival.registration.models import Registration
from festival.registration.types import GROUP_CEILING, TicketState
from tests.support.apps import MAIN, FakeClock, csrf, csrf_in, event_of, staff_client
from tests.support.papers import pages_of, text_of
from tests.support.qr_reading import by_zxing
from tests.web.rendered import page, watching

PATH = f"/vi/events/{MAIN}/register/group"
CLASS = {
    "kind": "school",
    "name": "Lớp 5A (mẫu)",
    "responsible": "Nguyễn Thị Lan (mẫu)",
    "phone": "0912 345 678",
    "language": "vi",
    "people": "1. Nguyễn An (mẫu)\n2. 髙﨑 鷗（見本）\n3. Trần Bình (mẫu)",
    "consent": "y",
}


@pytest.fixture
def client(sqlite_app: Flask) -> FlaskClient:
    """A browser."""
    return sqlite_app.test_client()


def send(client: FlaskClient, clock: FakeClock, **changes: Any) -> tuple[TestResponse, dict[str, Any]]:
    """Open the form, take half a minute, send it, and return the answer and what its page was made from."""
    with watching(client.application) as seen:
        opened = client.get(PATH)
        fields = {
            "csrf_token": csrf_in(opened.text),
            "submission": seen[-1]["form"].submission.data,
            "step": "send",
            **CLASS,
        }
        clock.pass_(seconds=30)
        sent = {name: value for name, value in (fields | changes).items() if value is not None}
        answer = client.post(PATH, data=sent, content_type="multipart/form-data")
    return answer, seen[-1].context


def count(app: Flask) -> int:
    """Return how many registrations there are."""
    with app.app_context():
        return current().scalar(select(func.count()).select_from(Registration)) or 0


def names(app: Flask) -> list[str]:
    """Return who is on the only group's list."""
    with app.app_context():
        one = current().scalars(select(Registration)).one()
        return [t.name for t in queries.live_tickets(one) if t.state == TicketState.VALID]


def test_the_list_is_looked_at_before_anybody_is_registered(
    sqlite_app: Flask, client: FlaskClient, fake_clock: FakeClock
) -> None:
    answer, seen = send(client, fake_clock, step="look")
    assert answer.status_code == 200
    assert [line.name for line in seen["preview"]] == [
        "Nguyễn An (mẫu)",
        "髙﨑 鷗（見本）",
        "Trần Bình (mẫu)",
    ]
    assert count(sqlite_app) == 0


def test_then_everybody_has_a_ticket_and_the_group_a_page(
    sqlite_app: Flask, client: FlaskClient, fake_clock: FakeClock
) -> None:
    answer, _seen = send(client, fake_clock)
    assert answer.status_code == 303
    own = page(client, answer.location)
    assert own.template == "registration/groups/group.html"
    assert [ticket.name for ticket in own["valid"]] == names(sqlite_app)
    assert len(names(sqlite_app)) == 3


def test_a_file_fills_the_list_and_is_looked_at_first(
    sqlite_app: Flask, client: FlaskClient, fake_clock: FakeClock
) -> None:
    book = Workbook()
    book.worksheets[0].append(["STT", "Họ và tên"])
    for number in range(40):
        book.worksheets[0].append([number + 1, f"Học sinh {number} (mẫu)"])
    made = io.BytesIO()
    book.save(made)
    made.seek(0)
    answer, seen = send(client, fake_clock, people="", file=(made, "lop.xlsx"))
    assert (answer.status_code, len(seen["preview"]), count(sqlite_app)) == (200, 40, 0)
    answer, _seen = send(client, fake_clock, people=seen["form"].people.data)
    assert answer.status_code == 303
    assert len(names(sqlite_app)) == 40


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": ""},
        {"people": "Nguyễn An (mẫu)\n12345"},
        {"people": "x" * 81},
        {"kind": "circus"},
        {"name": ""},
        {"responsible": ""},
        {"phone": ""},
        {"phone": "12"},
        {"consent": None},
        {"submission": "forged"},
        {"website": "http://spam.example"},
        {"file": (io.BytesIO(b"PK\x03\x04 no workbook"), "lop.xlsx")},
    ],
)
def test_what_is_not_right_registers_nobody(
    sqlite_app: Flask, client: FlaskClient, fake_clock: FakeClock, wrong: dict[str, Any]
) -> None:
    answer, _seen = send(client, fake_clock, **wrong)
    assert answer.status_code == 422
    assert count(sqlite_app) == 0


def test_a_group_that_is_too_large_is_told_and_keeps_its_list(
    sqlite_app: Flask, client: FlaskClient, fake_clock: FakeClock
) -> None:
    people = "\n".join(f"Học sinh {'abc'[n % 3]}{n} (mẫu)" for n in range(61))
    answer, seen = send(client, fake_clock, people=people)
    assert (answer.status_code, count(sqlite_app)) == (409, 0)
    assert seen["form"].people.data == people


def test_who_answers_for_it_adds_and_removes_people(
    sqlite_app: Flask, client: FlaskClient, fake_clock: FakeClock
) -> None:
    home = send(client, fake_clock)[0].location
    number = ids.token(128)
    for _ in range(2):
        more = {"csrf_token": csrf(client, home), "number": number, "people": "Lê Na (mẫu)\nVõ Mi (mẫu)"}
        assert client.post(f"{home}/more-people", data=more).status_code == 303
    assert len(names(sqlite_app)) == 5
    gone = {"csrf_token": csrf(client, home), "positions": ["1", "4"], "sure": "yes"}
    assert client.post(f"{home}/cancel", data=gone).status_code == 303
    assert names(sqlite_app) == ["髙﨑 鷗（見本）", "Trần Bình (mẫu)", "Võ Mi (mẫu)"]
    renamed = {"csrf_token": csrf(client, home), "names-0": "髙﨑 鷗子（見本）"}
    fields = {f"names-{n}": name for n, name in enumerate(names(sqlite_app))}
    assert client.post(f"{home}/names", data={**fields, **renamed}).status_code == 303
    assert names(sqlite_app)[0] == "髙﨑 鷗子（見本）"


@pytest.mark.parametrize("people", ["", "123", "x" * 81])
def test_nobody_is_added_by_a_wrong_line(
    sqlite_app: Flask, client: FlaskClient, fake_clock: FakeClock, people: str
) -> None:
    home = send(client, fake_clock)[0].location
    more = {"csrf_token": csrf(client, home), "number": ids.token(128), "people": people}
    assert client.post(f"{home}/more-people", data=more).status_code == 422
    assert len(names(sqlite_app)) == 3


def test_a_group_does_not_grow_beyond_its_size(
    sqlite_app: Flask, client: FlaskClient, fake_clock: FakeClock
) -> None:
    home = send(client, fake_clock)[0].location
    people = "\n".join(f"Học sinh {n} (mẫu)" for n in range(58))
    more = {"csrf_token": csrf(client, home), "number": ids.token(128), "people": people}
    assert client.post(f"{home}/more-people", data=more).status_code == 409
    assert len(names(sqlite_app)) == 3


def test_the_cards_hold_every_name_and_every_code(client: FlaskClient, fake_clock: FakeClock) -> None:
    people = "\n".join([f"Nguyễn Ngọc Ánh {n} (mẫu)" for n in range(10)] + ["髙﨑 鷗 タカサキ（見本）"])
    home = send(client, fake_clock, people=people)[0].location
    answer = client.get(f"{home}/cards.pdf")
    assert answer.mimetype == "application/pdf"
    pages = pages_of(answer.data, dpi=200)
    assert len(pages) == 2  # ten on a sheet
    codes = [text for sheet in pages for text in by_zxing(sheet)]
    assert len(set(codes)) == 11
    assert client.get(codes[-1].removeprefix("HTTP://FESTIVAL.EXAMPLE")).status_code == 200
    text = " ".join(text_of(answer.data).split())
    for name in ("Nguyễn Ngọc Ánh 9 (mẫu)", "髙﨑 鷗 タカサキ", "（見本）", "Lớp 5A (mẫu)"):
        assert name in text


@pytest.mark.parametrize("path", ["/more-people", "/cards.pdf"])
def test_a_foreign_link_is_a_404(client: FlaskClient, path: str) -> None:
    home = f"/t/{'A' * 32}"
    token = csrf(client, "/vi/find-ticket")
    answer = (
        client.get(home + path)
        if path.endswith("pdf")
        else client.post(home + path, data={"csrf_token": token})
    )
    assert answer.status_code == 404


def test_templates_come_in_two_kinds_and_no_third(client: FlaskClient) -> None:
    assert client.get("/vi/group-list.xlsx").data.startswith(b"PK")
    assert "Họ và tên" in client.get("/vi/group-list.csv").get_data(as_text=True)
    assert client.get("/vi/group-list.exe").status_code == 404
    assert client.get("/vi/events/khong-co/register/group").status_code == 404


def test_the_desk_registers_a_group_that_calls_beyond_the_citizens_limit(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    desk = staff_client(sqlite_app, Role.REGISTRAR)
    event = event_of(sqlite_app, MAIN)
    path = f"/desk/groups/new/{event.id}"
    people = "\n".join(f"Cán bộ {n} (mẫu)" for n in range(70))
    fields = {**CLASS, "people": people, "submission": ids.token(128), "step": "send"}
    with watching(sqlite_app):
        answer = desk.post(path, data={"csrf_token": csrf(desk, path), **fields})
    assert answer.status_code == 303
    assert len(names(sqlite_app)) == 70
    again = desk.post(path, data={"csrf_token": csrf(desk, path), **fields})
    assert (again.location, count(sqlite_app)) == (answer.location, 1)
    listed = page(desk, "/desk/groups?q=lop+5a")
    assert [row.people for row in listed["rows"]] == [70]
    assert desk.get("/desk/groups/1/cards.pdf").mimetype == "application/pdf"
    assert desk.get("/desk/groups/99/cards.pdf").status_code == 404


def test_the_desk_says_how_large_groups_may_be(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    desk = staff_client(sqlite_app, Role.REGISTRAR)
    event = event_of(sqlite_app, MAIN)
    form_at = f"/desk/groups/new/{event.id}"
    token = csrf(desk, form_at)
    for most, status in ((80, 303), (GROUP_CEILING + 1, 422), (0, 422), ("x", 422)):
        answer = desk.post(f"/desk/groups/limit/{event.id}", data={"csrf_token": token, "most": most})
        assert answer.status_code == status
    with sqlite_app.app_context():
        assert queries.group_most(current(), event.id) == 80


@pytest.mark.parametrize("path", ["/desk/groups", "/desk/groups/new/1", "/desk/groups/1/cards.pdf"])
def test_the_gate_lead_sees_no_groups(sqlite_app: Flask, path: str) -> None:
    assert staff_client(sqlite_app, Role.CREW).get(path).status_code == 403
