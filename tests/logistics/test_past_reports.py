"""A progress report of a day that is over: the tasks as they stood then, what was said until then, and that it says so."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.logistics.queries.past import tasks_before
from festival.logistics.services import progressing, tasking
from festival.logistics.types.tasks import Scope, TaskSaved, TaskState
from festival.programme.queries import current_edition
from tests.logistics.test_views_reports import send, words
from tests.logistics.work import agency, coordinator, said, stored, task
from tests.support.apps import FakeClock

FIRST_DAY = date(2027, 11, 1)
EMPTY = {"proposals": ""}


def common() -> dict[str, Any]:
    """Return who acts, in which edition and when."""
    return {"actor": SYSTEM, "edition_id": current_edition(current()).id, "now": clock.now()}


def report(app: Flask, task_id: int, progress: int, text: str) -> None:
    """Say how far a task is."""
    with app.app_context(), writing() as session:
        progressing.report(session, task_id=task_id, progress=progress, text=text, **common())


def accept(app: Flask, task_id: int) -> None:
    """Say that a task is done."""
    with app.app_context(), writing() as session:
        progressing.move(session, task_id=task_id, to=TaskState.DONE, manages=True, **common())


def plan_anew(app: Flask, task_id: int, **more: Any) -> None:
    """Let a task's plan say something else."""
    version = stored(app, task_id).version
    with app.app_context(), writing() as session:
        outcome = tasking.change(
            session, task_id=task_id, version=version, content=said("Lập chốt", **more), **common()
        )
        assert isinstance(outcome, TaskSaved)


def two_days(app: Flask, fake_clock: FakeClock) -> FlaskClient:
    """Let two days pass: a task is late and somebody says why, one is half done; the next day one is done, one postponed, one new."""
    police = agency(app)
    late = task(app, "Lập chốt", due_on=FIRST_DAY - timedelta(days=2), agency_id=police)
    half = task(app, "Mua biển báo", due_on=FIRST_DAY + timedelta(days=9))
    report(app, late, 30, "Thiếu bản vẽ")
    report(app, half, 50, "Đã đặt hàng")
    fake_clock.pass_(days=1)
    report(app, half, 100, "Đã nhận đủ biển")
    accept(app, half)
    report(app, late, 40, "Đã có bản vẽ")
    plan_anew(app, late, due_on=FIRST_DAY + timedelta(days=20), agency_id=agency(app, "Sở Y tế"))
    with app.app_context(), writing() as session:
        new = said("Việc mới giao", due_on=FIRST_DAY + timedelta(days=3))
        tasking.add(session, content=new, **common())
    return coordinator(app)


@pytest.mark.parametrize("file", ["docx", "pdf"])
def test_a_past_day_is_told_as_it_was_and_says_so(
    sqlite_app: Flask, fake_clock: FakeClock, file: str
) -> None:
    client = two_days(sqlite_app, fake_clock)
    page = f"/desk/reports?kind=progress&day={FIRST_DAY}"
    then = words(send(client, page, file, **EMPTY))
    assert "tính đến hết ngày 01 tháng 11 năm 2027" in then
    assert "lập lúc 10 giờ 00 ngày 02 tháng 11 năm 2027" in then
    assert "Tổng số 2 nhiệm vụ" in then
    assert "đã hoàn thành 0 (0%)" in then
    assert "chậm tiến độ 1 nhiệm vụ" in then
    assert "Thiếu bản vẽ" in then
    assert "Đã đặt hàng" in then
    for later in ("Đã có bản vẽ", "Đã nhận đủ biển", "Việc mới giao", "Sở Y tế"):
        assert later not in then, later
    assert "16 ngày" in then  # that were left on that day
    now = words(send(client, "/desk/reports?kind=progress", file, **EMPTY))
    assert "Tổng số 3 nhiệm vụ" in now
    assert "chậm tiến độ 0 nhiệm vụ" in now
    assert "hết ngày" not in now


def test_the_page_says_of_which_day_it_tells_and_leads_back_to_now(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    client = two_days(sqlite_app, fake_clock)
    page = client.get(f"/desk/reports?kind=progress&day={FIRST_DAY}&area=security").text
    assert f'name="day" value="{FIRST_DAY}"' in page
    assert f'name="since" value="{FIRST_DAY}"' in page
    assert 'href="/desk/reports?kind=progress&amp;in=vi&amp;area=security"' in page
    assert "Đề nghị Công an tỉnh tập trung hoàn thành nhiệm vụ chậm tiến độ số 1" in page  # its agency then
    for day in ("2027-11-02", "2027-12-24", "gestern"):  # today, to come, nonsense: how things stand
        assert 'name="day" value="2027-11-02"' in client.get(f"/desk/reports?day={day}").text
    answer = send(client, f"/desk/reports?kind=progress&day={FIRST_DAY}", "pdf")
    assert f"bao-cao-tien-do-{FIRST_DAY}-vi.pdf" in answer.headers["Content-Disposition"]
    assert "day" not in client.get(f"/desk/reports?kind=plan&day={FIRST_DAY}").text.split("<form", 2)[2][:300]


def test_a_past_day_is_narrowed_by_what_the_tasks_said_then(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    client = two_days(sqlite_app, fake_clock)
    found = {
        number: client.get(f"/desk/reports?kind=progress&day={FIRST_DAY}&agency={number}").text.count(
            "Lập chốt"
        )
        for number in (1, 2)
    }
    assert found[1]
    assert not found[2]


def test_before_the_first_change_there_was_no_task(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    two_days(sqlite_app, fake_clock)
    with sqlite_app.app_context():
        scope, moment = Scope(current_edition(current()).id), clock.now()
        for days, count in ((2, 0), (0.5, 2), (-1, 3)):
            found = tasks_before(current(), scope, moment - timedelta(days=days), limit=9)
            assert len(found) == count, days
        assert tasks_before(current(), Scope(scope.edition_id, frozenset(), 7), moment, limit=9) == []
