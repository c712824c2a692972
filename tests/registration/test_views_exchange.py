"""Lists of people that leave the desk as files."""

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from sqlalchemy import select

from festival.accounts.types import Role
from festival.audit.models import AuditEntry
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.registration.models import Ticket
from festival.registration.services.reissuing import reissue
from festival.registration.types import Registered
from tests.accounts.people import enter, make
from tests.registration.desk import registrar
from tests.registration.persons import LINKS
from tests.support.apps import post
from tests.web.parties import registered

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


def export(client: FlaskClient, **sent: str) -> bytes:
    """Take a list as a file."""
    answer = post(client, f"{LIST}/files/export", sent, form_at=f"{LIST}/files")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return bytes(answer.data)


EVIL = '=HYPERLINK("http://evil.example","x")'


@pytest.fixture
def evil(sqlite_app: Flask) -> Registered:
    """Somebody whose name is a formula."""
    return registered(sqlite_app, EVIL, "_x0041_ & <b> (mẫu)", "髙﨑 花子（見本）")


def test_a_workbook_is_opened_by_others_and_holds_text_only(clerk: FlaskClient, evil: Registered) -> None:
    book = load_workbook(io.BytesIO(export(clerk, kind="xlsx")))
    heads, *rows = list(book.worksheets[0].iter_rows())
    assert heads[0].font.b
    assert [unescape(str(row[2].value)) for row in rows] == [EVIL, "_x0041_ & <b> (mẫu)", "髙﨑 花子（見本）"]
    assert {cell.data_type for row in rows for cell in row if cell.value} <= {"s", "inlineStr"}
    assert rows[0][2].quotePrefix


def test_csv_guards_formulas(clerk: FlaskClient, evil: Registered) -> None:
    rows = list(csv.reader(io.StringIO(export(clerk, kind="csv").decode("utf-8-sig"))))
    assert [row[2] for row in rows[1:]] == ["'" + EVIL, "_x0041_ & <b> (mẫu)", "髙﨑 花子（見本）"]


def test_a_list_holds_what_the_filters_find_and_everybody_once(
    sqlite_app: Flask, clerk: FlaskClient, evil: Registered, party: Registered
) -> None:
    with sqlite_app.app_context(), writing() as session:
        first = session.scalars(select(Ticket.id).where(Ticket.name == "Lan (mẫu)")).one()
        reissue(session, actor=SYSTEM, ticket_id=first, links=LINKS, now=clock.now())
    rows = list(csv.reader(io.StringIO(export(clerk, kind="csv", q="lan").decode("utf-8-sig"))))
    assert [row[2] for row in rows[1:]] == ["Lan (mẫu)", "Minh (mẫu)"]


def test_that_a_list_was_taken_is_in_the_record(
    sqlite_app: Flask, clerk: FlaskClient, party: Registered
) -> None:
    export(clerk, kind="csv", q="lan")
    with sqlite_app.app_context():
        entry = current().scalars(select(AuditEntry).where(AuditEntry.verb == "exported")).one()
        assert entry.details == {"parties": 1, "kind": "csv"}


def test_no_other_kind_and_nobody_else(
    sqlite_app: Flask, clerk: FlaskClient, watcher: FlaskClient, party: Registered
) -> None:
    assert post(clerk, f"{LIST}/files/export", {"kind": "pdf"}, form_at=f"{LIST}/files").status_code == 404
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    assert watcher.post(f"{LIST}/files/export", data={"kind": "csv"}).status_code == 403
