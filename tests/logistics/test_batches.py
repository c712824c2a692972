"""Many tasks at once: the rule of one edit, tables out and in, and what is looked at is what is done, once."""

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from festival.accounts.types import Role
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.logistics.models import Task, TaskBatch
from festival.logistics.rules.bulk_edit import changed_names, edited
from festival.logistics.services import progressing
from festival.logistics.services.batching import any_old_batch, can_be_undone, forget_old_batches
from festival.logistics.types.batches import Edit, Fate, Proposal
from festival.logistics.types.tasks import Area, Priority, TaskContent
from festival.logistics.views import batches
from tests.accounts.people import enter, make
from tests.logistics.test_views_tasks import FORM, send
from tests.logistics.work import DUE, agency, coordinator, said, stored, task
from tests.support.apps import NOW, FakeClock

XLSX = "/desk/tasks/export.xlsx"


def rows_of(client: FlaskClient, path: str = XLSX) -> list[list[str]]:
    """Return the cells of an exported table."""
    sheet = load_workbook(io.BytesIO(client.get(path).data)).worksheets[0]
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]


def book(rows: list[list[str]]) -> io.BytesIO:
    """Return a workbook with these rows."""
    made, file = Workbook(), io.BytesIO()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(row)
    made.save(file)
    file.seek(0)
    return file


def upload(client: FlaskClient, rows: list[list[str]]) -> Any:
    """Send a table."""
    return send(client, "/desk/tasks/import", {"file": (book(rows), "viec.xlsx"), "submission": "t"})


# --- one edit ---------------------------------------------------------------------------------------------------------


@given(st.integers(-400, 400), st.integers(0, 300), st.integers(-300, 300))
def test_days_stay_in_order_whatever_is_moved(shift: int, length: int, other: int) -> None:
    content = said(starts_on=DUE - timedelta(days=length))
    moved = edited(content, Edit(shift=shift))
    assert moved.starts_on is not None
    assert (moved.due_on - moved.starts_on).days == length
    fixed = edited(content, Edit(due_on=DUE + timedelta(days=other)))
    assert fixed.starts_on is not None
    assert fixed.starts_on <= fixed.due_on == DUE + timedelta(days=other)


def test_an_edit_changes_what_it_says_and_nothing_else() -> None:
    content = said(agency_id=1, partners=(2, 3), responsible="Lan (mẫu)")
    assert edited(content, Edit()) == content
    assert edited(content, Edit(agency_id=2)) == replace(content, agency_id=2, partners=(3,))
    assert edited(content, Edit(partner_id=4)).partners == (2, 3, 4)
    assert edited(content, Edit(partner_id=1)) == content  # it leads already
    made = edited(
        content, Edit(area=Area.IT, priority=Priority.LOW, directive_id=9, responsible="Minh (mẫu)")
    )
    assert changed_names(content, made) == ["area", "directive_id", "responsible", "priority"]
    assert Edit(shift=0, responsible="").is_empty


def test_a_proposal_survives_the_database() -> None:
    content = replace(
        said(starts_on=date(2027, 11, 1), partners=(1,), after=(2,), checklist=("a",)),
        title=Trilingual("a", "い"),
    )
    for one in (Proposal(2, 1, 1, 3, content), Proposal(3, None, None, 0, None, (("area", "?"),))):
        assert Proposal.from_json(one.as_json()) == one
    assert TaskContent.from_json(content.as_json()) == content


def test_more_than_can_be_changed_at_once_is_refused_and_not_cut_off(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = coordinator(sqlite_app)
    for number in range(3):
        task(sqlite_app, f"Việc {number}")
    monkeypatch.setattr(batches, "MOST_TASKS", 2)
    sent = {"set-number": "e", "set-which": "all", "set-shift": "7", "set-area": "", "set-priority": ""}
    sent |= {"set-agency": "0", "set-partner": "0", "set-directive": "0"}
    answer = send(client, "/desk/tasks/edit", sent)
    assert "tối đa 2 nhiệm vụ" in client.get(answer.location).text
    with sqlite_app.app_context():
        assert current().scalars(select(TaskBatch)).all() == []


# --- tables -----------------------------------------------------------------------------------------------------------


def test_what_was_exported_changes_nothing_when_it_comes_back(sqlite_app: Flask) -> None:
    client, lead, helper = coordinator(sqlite_app), agency(sqlite_app, "Sở Y tế"), agency(sqlite_app)
    first = task(sqlite_app, "Việc gốc", responsible="+84 (mẫu)")
    task(
        sqlite_app,
        "Trạm y tế",
        agency_id=lead,
        partners=(helper,),
        after=(first,),
        checklist=("Giường", "Xe"),
        starts_on=DUE,
        text="Hai\ndòng",
    )
    for language in ("vi", "ja", "en"):
        client.set_cookie("lang", language)
        rows = rows_of(client)
        assert len(rows) == 3
        answer = client.get(upload(client, rows).location)
        assert "<strong>2</strong>" in answer.text  # both stay as they are
        with sqlite_app.app_context():
            batch = current().scalars(select(TaskBatch).order_by(TaskBatch.id.desc())).first()
            assert batch is not None
            assert {Proposal.from_json(one).fate for one in batch.rows["rows"]} == {Fate.SAME}
            with writing() as session:
                session.delete(session.get_one(TaskBatch, batch.id))


def test_no_cell_of_an_export_is_a_formula(sqlite_app: Flask) -> None:
    client = coordinator(sqlite_app)
    task(sqlite_app, '=cmd|"/c calc"!A0', responsible="@SUM(1)")
    book_ = load_workbook(io.BytesIO(client.get(XLSX).data))
    cells = [cell for sheet in book_.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    assert any(cell.value == '=cmd|"/c calc"!A0' and cell.data_type == "s" for cell in cells)


def test_a_table_changes_and_adds_what_was_looked_at_once(sqlite_app: Flask) -> None:
    client = coordinator(sqlite_app)
    agency(sqlite_app, "Sở Y tế")
    number = task(sqlite_app, "Trạm y tế")
    rows = rows_of(client)
    place = {head: n for n, head in enumerate(rows[0])}
    rows[1][place["Thời hạn"]] = "15/11/2027"
    rows[1][place["Cơ quan chủ trì"]] = "so y te"
    new = [""] * len(rows[0])
    new[2], new[place["Lĩnh vực"]], new[place["Thời hạn"]] = "Việc mới", "Y tế", "2027-11-12"
    look = upload(client, [*rows, new]).location
    page = client.get(look).text
    assert "Việc mới" in page
    assert "Th 2 15/11" in page
    assert stored(sqlite_app, number).due_on == DUE  # nothing is done yet
    for _ in range(2):
        assert send(client, look, {}).status_code == 303
    changed = stored(sqlite_app, number)
    assert (changed.due_on, changed.agency_id, changed.version) == (date(2027, 11, 15), 1, 2)
    with sqlite_app.app_context():
        assert current().scalar(select(func.count()).select_from(Task)) == 2
    stranger = enter(sqlite_app, make(sqlite_app, Role.COORDINATOR))
    assert stranger.get(look).status_code == 404
    assert send(stranger, look, {}).status_code == 404


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"No.": "77"}, "không có nhiệm vụ số 77"),
        ({"Field of work": "weather"}, "weather"),
        ({"Priority": "whenever"}, "whenever"),
        ({"Leading agency": "Sở Lạ"}, "Sở Lạ"),
        ({"Due on": "mai"}, "mai"),
        ({"Due on": ""}, "nhập hạn hoàn thành"),
        ({"Begins on": "01/12/2027"}, "không được sớm hơn"),
        ({"Heading in Vietnamese": ""}, "Vui lòng nhập tên"),
        ({"Heading in Vietnamese": "x" * 201}, "200"),
        ({"Can only be done after tasks no.": "9"}, "không có nhiệm vụ số 9"),
        ({"No.": "1", "Version of the task": "7"}, "xuất bảng mới"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(
    sqlite_app: Flask, cells: dict[str, str], sentence: str
) -> None:
    client = coordinator(sqlite_app)
    task(sqlite_app)
    right = {
        "No.": "",
        "Version of the task": "",
        "Heading in Vietnamese": "Việc",
        "Field of work": "it",
        "Priority": "",
        "Due on": "10/11/2027",
    }
    row = right | {"Leading agency": "", "Begins on": "", "Can only be done after tasks no.": ""} | cells
    page = client.get(upload(client, [list(row), list(row.values())]).location).text
    assert sentence in page
    assert 'action="/desk/tasks/batches/1"' not in page  # there is nothing to do


def test_a_ring_over_several_rows_is_named(sqlite_app: Flask) -> None:
    client = coordinator(sqlite_app)
    task(sqlite_app)
    task(sqlite_app)
    rows = [
        ["No.", "Due on", "Can only be done after tasks no."],
        ["1", "10/11/2027", "2"],
        ["2", "10/11/2027", "1"],
    ]
    rows = [[*row, title] for row, title in zip(rows, ("Heading in Vietnamese", "A", "B"), strict=True)]
    assert "1 → 2 → 1" in client.get(upload(client, rows).location).text


@pytest.mark.parametrize(
    "rows",
    [[["Tên", "Ngày"], ["a", "b"]], [["Due on", "Heading in English"]], []],
    ids=["heads", "no row", "empty"],
)
def test_a_table_that_is_none_is_refused(sqlite_app: Flask, rows: list[list[str]]) -> None:
    assert upload(coordinator(sqlite_app), rows).status_code == 422


# --- one edit of many --------------------------------------------------------------------------------------------------


def test_ticked_tasks_are_changed_and_who_was_overtaken_is_named(sqlite_app: Flask) -> None:
    client = coordinator(sqlite_app)
    one, two, three = (task(sqlite_app, f"Việc {n}") for n in range(3))
    sent = {"set-number": "e", "set-which": "chosen", "task": [str(one), str(two)], "set-shift": "7"}
    sent |= {"set-agency": "0", "set-partner": "0", "set-directive": "0", "set-area": "", "set-priority": ""}
    look = send(client, "/desk/tasks/edit", sent).location
    assert "Th 4 17/11" in client.get(look).text
    assert send(client, f"/desk/tasks/{two}", {**FORM, "version": "1"}).status_code == 303
    assert send(client, look, {}).status_code == 303
    later = DUE + timedelta(days=7)
    assert [stored(sqlite_app, number).due_on for number in (one, two, three)] == [later, DUE, DUE]
    assert f": {stored(sqlite_app, two).number}." in client.get(look).text


def test_all_that_is_found_are_changed_and_an_empty_edit_is_none(sqlite_app: Flask) -> None:
    client = coordinator(sqlite_app)
    one, two = task(sqlite_app, "Của an ninh"), task(sqlite_app, "Của y tế", area=Area.MEDICAL)
    sent = {
        "set-number": "e",
        "set-which": "all",
        "area": "medical",
        "set-priority": "urgent",
        "set-area": "",
    }
    sent |= {"set-agency": "0", "set-partner": "0", "set-directive": "0"}
    send(client, send(client, "/desk/tasks/edit", sent).location, {})
    assert [stored(sqlite_app, number).priority for number in (one, two)] == ["normal", "urgent"]
    for wrong in ({"set-priority": ""}, {"set-shift": "500"}, {"set-shift": "1", "set-due_on": "2027-11-11"}):
        answer = send(client, "/desk/tasks/edit", {**sent, "set-number": "f", **wrong})
        assert answer.location.startswith("/desk/tasks/list")


def edit_all(client: FlaskClient, number: str, **more: str) -> str:
    """Change all tasks by one edit; return where it is looked at."""
    sent = {"set-number": number, "set-which": "all", "set-area": "", "set-priority": "", "set-agency": "0"}
    look: str = send(
        client, "/desk/tasks/edit", {**sent, "set-partner": "0", "set-directive": "0", **more}
    ).location
    send(client, look, {})
    return look


def test_an_edit_of_many_is_taken_back_once_and_later_changes_stay(app: Flask) -> None:
    client = coordinator(app)
    one, two, three = (task(app, f"Việc {n}") for n in range(3))
    look = edit_all(client, "e", **{"set-shift": "7"})
    later = DUE + timedelta(days=7)
    assert "Hoàn tác" in client.get(look).text
    # Meanwhile one task has come further, and the plan of another was changed.
    with app.app_context(), writing() as session:
        progressing.report(
            session, actor=SYSTEM, edition_id=1, task_id=one, progress=40, text="Xong phần đầu", now=NOW
        )
    send(client, f"/desk/tasks/{two}", {**FORM, "version": "2"})
    for _press in range(2):
        assert send(client, f"{look}/undo", {}).status_code == 303
    assert [stored(app, number).due_on for number in (one, three)] == [DUE, DUE]
    assert (stored(app, one).progress, stored(app, one).state) == (40, "doing")
    assert stored(app, two).title.vi != "Việc 1"
    page = client.get(look).text
    assert "2 nhiệm vụ" in page
    assert f"{stored(app, two).number}." in page
    assert f"{look}/undo" not in page
    assert later != DUE


def test_new_tasks_of_a_table_are_dropped_when_it_is_taken_back(sqlite_app: Flask) -> None:
    client = coordinator(sqlite_app)
    head = rows_of(client)[0]
    new = [""] * len(head)
    new[2], new[head.index("Lĩnh vực")], new[head.index("Thời hạn")] = "Việc mới", "Y tế", "2027-11-10"
    look = upload(client, [head, new]).location
    send(client, look, {})
    with sqlite_app.app_context():
        [made] = current().scalars(select(Task)).all()
    assert made.state != "dropped"
    send(client, f"{look}/undo", {})
    assert stored(sqlite_app, made.id).state == "dropped"


def test_what_cannot_be_taken_back_says_so(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    client = coordinator(sqlite_app)
    number = task(sqlite_app)
    look = edit_all(client, "e", **{"set-shift": "7"})
    other = coordinator(sqlite_app)
    assert send(other, f"{look}/undo", {}).status_code == 404
    fake_clock.pass_(hours=25)
    client = coordinator(sqlite_app) if client.get(look).status_code != 200 else client
    with sqlite_app.app_context():
        batch = current().scalars(select(TaskBatch)).one()
        assert not can_be_undone(batch, NOW + timedelta(hours=25))
        assert can_be_undone(batch, NOW + timedelta(hours=23))
    assert stored(sqlite_app, number).due_on == DUE + timedelta(days=7)


def test_batches_are_forgotten_after_a_day(sqlite_app: Flask) -> None:
    client = coordinator(sqlite_app)
    task(sqlite_app)
    upload(client, rows_of(client))
    with sqlite_app.app_context(), writing() as session:
        assert not any_old_batch(session, now=NOW + timedelta(hours=23))
        assert any_old_batch(session, now=NOW + timedelta(hours=25))
        assert forget_old_batches(session, now=NOW + timedelta(hours=25)) == 1


def test_who_only_reports_neither_exports_nor_edits(sqlite_app: Flask) -> None:
    crew, leader = (enter(sqlite_app, make(sqlite_app, role)) for role in (Role.CREW, Role.LEADER))
    assert [crew.get(path).status_code for path in ("/desk/tasks/files", XLSX)] == [403, 403]
    assert [leader.get(path).status_code for path in ("/desk/tasks/files", XLSX)] == [200, 200]
    for path in (
        "/desk/tasks/import",
        "/desk/tasks/edit",
        "/desk/tasks/batches/1",
        "/desk/tasks/batches/1/undo",
    ):
        assert send(leader, path, {}).status_code == 403
