"""What was agreed at a meeting becomes a task of the organizers' board."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festival.accounts.types import Role
from festival.conference.models import FollowUp
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.logistics.models import Agency, Task
from tests.accounts.people import enter, make
from tests.conference.fair import Fair
from tests.conference.test_views_meetings import PLAN, meeting_form, send


def test_what_was_agreed_becomes_one_task_and_both_know_each_other(
    planner: FlaskClient, sqlite_app: Flask, fair: Fair
) -> None:
    with sqlite_app.app_context(), writing() as session:
        session.add(Agency(code="SCT", name=Trilingual("Sở Công Thương (mẫu)"), position=1))
        session.flush()
        agency = session.scalars(select(Agency.id)).one()
    send(planner, f"{PLAN}/new", meeting_form(fair))
    agreed = {"kind": "site_visit", "title": "Khảo sát (mẫu)", "owner": "Lan (mẫu)", "submission": "f" * 22}
    send(planner, f"{PLAN}/1/follow-ups", agreed)
    path = f"{PLAN}/follow-ups/1/task"
    assert "Khảo sát (mẫu)" in planner.get(path).text
    assert send(planner, path, {"agency": "0"}).status_code == 422  # nobody has said until when
    assert send(planner, path, {"agency": "99", "due_on": "2027-12-01"}).status_code == 422
    for _ in range(2):
        made = send(planner, path, {"agency": str(agency), "due_on": "2027-12-01"})
        assert made.location == f"{PLAN}/1#follow-ups"
    with sqlite_app.app_context():
        task = current().scalars(select(Task)).one()
        assert (task.title.vi, task.responsible, task.agency_id) == ("Khảo sát (mẫu)", "Lan (mẫu)", agency)
        assert (task.due_on.isoformat(), task.area) == ("2027-12-01", "conference")
        assert "Hakodate (mẫu), Cẩm Phả (mẫu)" in task.text
    assert planner.get(path).location == f"/desk/tasks/{task.id}"
    assert f'href="{PLAN}/1#follow-ups"' in planner.get(f"/desk/tasks/{task.id}").text
    for page in (f"{PLAN}/1", f"{PLAN}/agreed"):
        shown = planner.get(page).text
        assert f'href="/desk/tasks/{task.id}"' in shown
        assert "Chưa bắt đầu" in shown
        assert "Sở Công Thương (mẫu)" in shown
    send(planner, f"/desk/tasks/{task.id}/state", {"to": "doing"})
    assert "Đang thực hiện" in planner.get(f"{PLAN}/1").text
    kept = f'action="{PLAN}/follow-ups/1"'
    assert (
        kept not in planner.get(f"{PLAN}/agreed").text
    )  # the board of tasks says whether it is done, and nothing else
    for state, done in (("reported", 0), ("done", 1), ("doing", 0)):
        send(planner, f"/desk/tasks/{task.id}/state", {"to": state, "note": "Mẫu"})
        for page in (f"{PLAN}/1", f"{PLAN}/agreed"):
            assert planner.get(page).text.count("Đã xong") == done, (state, page)
    send(planner, f"{PLAN}/follow-ups/1", {"done": "1"})
    assert "nhiệm vụ số" in planner.get(f"{PLAN}/agreed").text
    with sqlite_app.app_context():
        assert current().get_one(FollowUp, 1).done_at is None
    leader = enter(sqlite_app, make(sqlite_app, Role.LEADER))
    assert leader.get(path).status_code == 403
    assert f'action="{path}"' not in leader.get(f"{PLAN}/1").text
    protocol = enter(sqlite_app, make(sqlite_app, Role.PROTOCOL))
    assert f'href="/desk/tasks/{task.id}"' not in protocol.get(f"{PLAN}/1").text
    assert planner.get(f"{PLAN}/follow-ups/99/task").status_code == 404
    assert send(planner, f"{PLAN}/follow-ups/99/task", {"due_on": "2027-12-01"}).status_code == 404
