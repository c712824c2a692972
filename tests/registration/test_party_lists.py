"""Lists of parties that come in: what each cell says, what is wrong in which, and taking them once."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select, update

from festival.core.transaction import current, writing
from festival.outbox.models import Message
from festival.programme.models import Event
from festival.registration.models import PartyImport, Registration
from festival.registration.tables.parties import COLUMNS, plan
from festival.registration.types import AccessNeed
from tests.registration.desk import registrar, taken, verbs
from tests.support.apps import FakeClock, csrf, event_of, post

HEADS = [column.key for column in COLUMNS]
FILES = "/desk/registrations/files"
RIGHT = [
    ["1", "Nguyễn Lan (mẫu)", "0912 345 678", "", "vi", ""],
    ["1", "Nguyễn Minh (mẫu)", "", "", "", "wheelchair"],
    ["", "髙﨑 花子（見本）", "", "Hana@Rei.example", "日本語", ""],
]
WRONG = ["2", "123", "0912", "not a mail", "fr", "wings"]


def lines(*rows: list[str]) -> list[tuple[int, tuple[str, ...]]]:
    """Return rows as a file has them under its heads."""
    return [(number, tuple(row)) for number, row in enumerate(rows, start=2)]


def test_rows_of_one_party_stand_together(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        family, alone = plan(HEADS, lines(*RIGHT)).parties
    assert family.names == ("Nguyễn Lan (mẫu)", "Nguyễn Minh (mẫu)")
    assert (family.phone, family.mail, family.language) == ("+84912345678", None, "vi")
    assert family.needs == {AccessNeed.WHEELCHAIR}
    assert (alone.mail, alone.language) == ("hana@rei.example", "ja")


def test_each_wrong_cell_is_named_and_its_party_left_out(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        found = plan(HEADS, lines(*RIGHT, WRONG, ["2", "Hoa (mẫu)", "0912 345 679", "", "", ""]))
    assert {one.key for one in found.wrong} == {"name", "phone", "mail", "language", "needs"}
    assert {one.row for one in found.wrong} == {5}
    assert (len(found.parties), found.people, found.left_out) == (2, 3, 2)


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (["", "", "0912 345 678", "", "", ""], "name"),
        (["", "x" * 81, "0912 345 678", "", "", ""], "name"),
        (["", "Lan (mẫu)", "", "", "", ""], "phone"),
    ],
)
def test_what_a_party_needs(sqlite_app: Flask, row: list[str], key: str) -> None:
    with sqlite_app.test_request_context():
        assert [one.key for one in plan(HEADS, lines(row)).wrong] == [key]


def test_heads_are_known_in_each_language_and_others_are_said(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        found = plan(["Họ và tên", "氏名", "Full name", "Màu"], [])
    assert "Màu" in found.unknown
    assert "Full name" not in found.unknown


def book(*rows: list[str]) -> bytes:
    """Return a workbook with these rows under the heads."""
    made = Workbook()
    for row in (HEADS, *rows):
        made.worksheets[0].append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.fixture
def clerk(sqlite_app: Flask) -> FlaskClient:
    """A registrar at the desk."""
    return registrar(sqlite_app)


def send(app: Flask, client: FlaskClient, data: bytes, **changes: object) -> str | None:
    """Send a list; return where that leads, or None when it is refused."""
    fields = {
        "csrf_token": csrf(client, FILES),
        "event": event_of(app, "dem-khai-mac").id,
        "agreed": "y",
        "file": (io.BytesIO(data), "danh-sach.xlsx"),
        **changes,
    }
    answer = client.post(f"{FILES}/import", data={name: value for name, value in fields.items() if value})
    assert answer.status_code in {303, 422}
    return answer.location


def registrations(app: Flask) -> int:
    """Return how many parties there are."""
    with app.app_context():
        return current().scalar(select(func.count()).select_from(Registration)) or 0


def test_a_list_is_looked_at_and_taken_once(sqlite_app: Flask, clerk: FlaskClient) -> None:
    path = send(sqlite_app, clerk, book(*RIGHT))
    assert path
    assert re.findall(r'figure__value">([^<]+)<', clerk.get(path).text) == ["2", "3", "0"]
    assert registrations(sqlite_app) == 0
    for _ in range(2):
        assert post(clerk, path, {"which": "all"}, form_at=FILES).status_code == 303
    assert registrations(sqlite_app) == 2
    assert taken(sqlite_app, event_of(sqlite_app, "dem-khai-mac").id) == 3
    assert verbs(sqlite_app, 1) == ["imported"]
    with sqlite_app.app_context():
        assert current().scalar(select(func.count()).select_from(Message)) == 2


def test_right_rows_are_taken_only_when_somebody_says_so(sqlite_app: Flask, clerk: FlaskClient) -> None:
    path = send(sqlite_app, clerk, book(*RIGHT, WRONG)) or ""
    assert post(clerk, path, {"which": "all"}, form_at=FILES).status_code == 409
    assert registrations(sqlite_app) == 0
    assert post(clerk, path, {"which": "right"}, form_at=FILES).status_code == 303
    assert registrations(sqlite_app) == 2


def test_without_places_for_all_nobody_is_registered(sqlite_app: Flask, clerk: FlaskClient) -> None:
    path = send(sqlite_app, clerk, book(*RIGHT)) or ""
    with sqlite_app.app_context(), writing() as session:
        session.execute(update(Event).values(capacity=2))
    assert post(clerk, path, {"which": "all"}, form_at=FILES).status_code == 409
    assert (registrations(sqlite_app), taken(sqlite_app, event_of(sqlite_app, "dem-khai-mac").id)) == (0, 0)


@pytest.mark.parametrize(
    "changes",
    [{"agreed": None}, {"event": 9999}, {"file": None}, {"file": (io.BytesIO(b"PK\x03\x04x"), "a.xlsx")}],
)
def test_a_wrong_upload_is_refused(sqlite_app: Flask, clerk: FlaskClient, changes: dict[str, object]) -> None:
    assert send(sqlite_app, clerk, book(*RIGHT), **changes) is None


def test_a_list_is_its_sender_s_alone_and_forgotten(
    sqlite_app: Flask, clerk: FlaskClient, fake_clock: FakeClock
) -> None:
    path = send(sqlite_app, clerk, book(*RIGHT)) or ""
    assert registrar(sqlite_app).get(path).status_code == 404
    assert post(clerk, f"{path}/forget", {}, form_at=FILES).status_code == 303
    assert clerk.get(path).status_code == 404
    send(sqlite_app, clerk, book(*RIGHT))
    fake_clock.pass_(hours=11)
    fake_clock.pass_(hours=14)
    other = registrar(sqlite_app)
    send(sqlite_app, other, book(*RIGHT))
    with sqlite_app.app_context():
        assert current().scalar(select(func.count()).select_from(PartyImport)) == 1


def test_the_template_is_a_list_that_would_be_right(clerk: FlaskClient) -> None:
    sheet = load_workbook(io.BytesIO(clerk.get(f"{FILES}/template.xlsx").data)).worksheets[0]
    heads, *rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    with clerk.application.test_request_context():
        found = plan(heads, lines(*rows))
    assert (found.wrong, found.unknown, found.people) == ((), (), 2)
    assert clerk.get(f"{FILES}/template.csv").data.startswith(b"\xef\xbb\xbf")
