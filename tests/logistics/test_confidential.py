"""Confidential incidents attacked from all sides: pages, tables, papers, events, figures, and what can be sent to them."""

import io
import re
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festival.accounts.types import RIGHTS, Right, Role
from festival.audit.models import AuditEntry
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.logistics.queries import incidents as reading
from festival.logistics.services.incidents import dispatching, linking, logging, reporting
from festival.logistics.types.incidents import IncidentState, Severity
from festival.web import streams
from tests.accounts.people import enter, make
from tests.logistics.log import FULL, OPEN, jpeg, opened, reported, unit
from tests.logistics.work import task
from tests.support.apps import csrf

SECRET = "Đe dọa khách mời (mẫu)"
LINE = "Nghi can áo đỏ (mẫu)"
FORMULA = "=HYPERLINK(1)"
SEEING = [role for role in Role if Right.SEE_INCIDENTS in RIGHTS[role]]


@pytest.fixture
def secret(sqlite_app: Flask) -> int:
    """A confidential incident with all that hangs on one, beside an open one that it is linked with; its number."""
    secret, plain, sender = (
        opened(sqlite_app, title=SECRET, confidential=True, severity=Severity.MAJOR),
        opened(sqlite_app, title=FORMULA),
        unit(sqlite_app),
    )
    report = reported(sqlite_app, sender, photo=jpeg(), text="Ảnh nghi can (mẫu)")
    with sqlite_app.app_context(), writing() as session:
        how: dict[str, Any] = {"actor": SYSTEM, "sight": FULL, "now": clock.now()}
        logging.add_entry(session, number=secret, text=LINE, **how)
        linking.link(session, number=secret, other=plain, **how)
        reporting.join_incident(session, report_id=report, number=secret, **how)
        dispatching.dispatch(session, number=secret, unit_id=sender.id, told="Bao vây (mẫu)", **how)
    return secret


def other(app: Flask) -> FlaskClient:
    """Somebody who writes in the log and sees no confidential incident."""
    return enter(app, make(app, Role.GATE_LEAD))


def clean(text: str, secret: int) -> None:
    """Refuse a page that says anything of the incident."""
    for words in (SECRET, "Đe dọa", LINE, "Ảnh nghi can", "Bao vây"):
        assert words not in text
    assert not re.search(rf"/incidents/{secret}\b", text)


def table(client: FlaskClient, day: str = "") -> list[tuple[object, ...]]:
    """Return the rows of the exported log."""
    token = csrf(
        client,
        "/desk/incidents/new" if client.get("/desk/incidents/new").status_code == 200 else "/desk/account",
    )
    answer = client.post("/desk/incidents/log/export", data={"csrf_token": token, "day": day})
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def test_the_table_holds_what_its_reader_may_see_and_no_formula(sqlite_app: Flask, secret: int) -> None:
    rows = table(other(sqlite_app))
    said = " ".join(str(cell) for row in rows for cell in row)
    clean(said, secret)
    assert {row[2] for row in rows[1:]} == {str(secret + 1)}
    assert (
        FORMULA in said
    )  # as text: openpyxl reads a formula back as one only where the cell is of that type
    full = table(enter(sqlite_app, make(sqlite_app, Role.COORDINATOR)))
    assert SECRET in " ".join(str(cell) for row in full for cell in row)
    with sqlite_app.app_context():
        noted = current().scalars(
            select(AuditEntry.details).where(AuditEntry.subject == "incident_log").order_by(AuditEntry.id)
        )
        assert [(one or {})["confidential"] for one in noted] == [False, True]


def test_the_table_of_a_day_and_of_none(sqlite_app: Flask, secret: int) -> None:
    browser = enter(sqlite_app, make(sqlite_app, Role.COORDINATOR))
    today = f"{clock.now():%Y-%m-%d}"
    assert len(table(browser, today)) == len(table(browser)) > secret
    assert len(table(browser, "2020-01-01")) == 1
    assert len(table(browser, "gestern")) == len(table(browser))


def test_a_cell_is_text_whatever_it_begins_with(sqlite_app: Flask, secret: int) -> None:
    browser = enter(sqlite_app, make(sqlite_app, Role.COORDINATOR))
    answer = browser.post(
        "/desk/incidents/log/export", data={"csrf_token": csrf(browser, "/desk/incidents/new")}
    )
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == FORMULA]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    assert secret


@pytest.mark.parametrize("role", SEEING)
def test_pages_say_nothing_to_who_may_not(sqlite_app: Flask, secret: int, role: Role) -> None:
    browser = enter(sqlite_app, make(sqlite_app, role))
    task(sqlite_app)
    may = Right.SEE_CONFIDENTIAL_INCIDENTS in RIGHTS[role]
    pages = [
        "",
        "?all=1",
        "?state=dispatched",
        "?severity=major",
        "?q=nghi+can",
        f"?q={secret}",
        "/log",
        f"/{secret + 1}",
    ]
    for path in pages:
        page = browser.get(f"/desk/incidents{path}").text
        if not may:
            clean(page, secret)
    assert (SECRET in browser.get("/desk/incidents").text) is may
    for path in (f"/{secret}", f"/{secret}.pdf"):
        assert browser.get(f"/desk/incidents{path}").status_code == (200 if may else 404), path
    if Right.SEE_ALL_TASKS in RIGHTS[role]:
        page = browser.get("/desk/readiness").text
        assert (SECRET in page) is may
        assert ("Bảo mật" in page) is may


def test_counts_and_papers_do_not_count_it(sqlite_app: Flask, secret: int) -> None:
    browser = other(sqlite_app)
    with sqlite_app.app_context():
        assert reading.counts(current(), OPEN)[IncidentState.DISPATCHED] == 0
        number, worst = reading.pressing(current(), OPEN)
        assert (number[Severity.MAJOR], list(worst)) == (0, [])
        number, worst = reading.pressing(current(), FULL)
        assert (number[Severity.MAJOR], [one.number for one in worst]) == (1, [secret])
        day = clock.now() - timedelta(days=1), clock.now() + timedelta(days=1)
        assert reading.writers(current(), OPEN, day).lines < reading.writers(current(), FULL, day).lines
    assert b"%PDF" in browser.get("/desk/incidents/log.pdf").data


def test_what_is_sent_to_it_meets_the_same_404_as_to_none(sqlite_app: Flask, secret: int) -> None:
    browser = other(sqlite_app)
    token = csrf(browser, "/desk/incidents/new")
    with sqlite_app.app_context():
        before = reading.pulse(current(), FULL)
    for number in (secret, 77):
        for path, fields in (
            ("state", {"to": "closed"}),
            ("entries", {"said": "x"}),
            ("units", {"unit": "u1"}),
            ("units/1/recall", {}),
            ("links", {"number": str(secret + 1), "what": "merge"}),
            ("separate", {}),
            ("edit", {"title": "x"}),
            ("methane", {"kind": "ethane", "exact": "x", "type": "x"}),
            ("entries/1/strike", {"why": "x"}),
        ):
            sent = browser.post(f"/desk/incidents/{number}/{path}", data={"csrf_token": token, **fields})
            assert sent.status_code == 404, path
    for report in (1, 77):
        assert browser.get(f"/desk/incidents/reports/{report}.jpg").status_code == 404
        for path, fields in (("open", {}), ("join", {"number": str(secret + 1)}), ("dismiss", {})):
            sent = browser.post(
                f"/desk/incidents/reports/{report}/{path}", data={"csrf_token": token, **fields}
            )
            assert sent.status_code == 404, path
    # Linked or merged from the other side it is as if it were not there.
    for what in ("link", "unlink", "merge"):
        form = {"csrf_token": token, "number": str(secret), "what": what}
        browser.post(f"/desk/incidents/{secret + 1}/links", data=form)
    with sqlite_app.app_context():
        assert reading.pulse(current(), FULL) == before


def test_events_tell_only_who_may_see_it(
    sqlite_app: Flask, secret: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(streams, "SAY_STILL_HERE", 0.0)
    opens = {True: make(sqlite_app, Role.COORDINATOR), False: make(sqlite_app, Role.GATE_LEAD)}
    heard = {}
    for may, account in opens.items():
        answer = enter(sqlite_app, account).get("/desk/incidents/events", buffered=False)
        assert (answer.status_code, answer.mimetype) == (200, "text/event-stream")
        lines = answer.iter_encoded()
        assert next(lines).startswith(b"retry:")
        assert next(lines) == b"event: changed\ndata: \n\n"
        with sqlite_app.app_context(), writing() as session:
            logging.add_entry(
                session, actor=SYSTEM, sight=FULL, number=secret, text="Thêm (mẫu)", now=clock.now()
            )
        heard[may] = b"event: changed\ndata: \n\n" in [next(lines) for _line in range(3)]
        answer.close()
    assert heard == {True: True, False: False}


def test_who_sees_no_incidents_hears_nothing_and_takes_no_table(sqlite_app: Flask) -> None:
    assert sqlite_app.test_client().get("/desk/incidents/events").status_code == 303
    crew = enter(sqlite_app, make(sqlite_app, Role.CREW))
    assert crew.get("/desk/incidents/events").status_code == 403
    token = csrf(crew, "/desk/account")
    assert crew.post("/desk/incidents/log/export", data={"csrf_token": token}).status_code == 403
