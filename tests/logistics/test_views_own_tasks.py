"""A task in the hands of one of the crew: on their own page, in their language, reported on from the phone."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from festival.core.errors import NotFound
from festival.core.transaction import current
from festival.core.trilingual import Trilingual
from festival.logistics.models import TaskEntry, TaskItem
from tests.architecture.statements import counting
from tests.logistics.rosters import member, path_of
from tests.logistics.test_views_tasks import FORM
from tests.logistics.test_views_tasks import send as send_desk
from tests.logistics.work import coordinator, said, stored, task
from tests.support.apps import FakeClock, csrf


def send(client: FlaskClient, path: str, **data: Any) -> TestResponse:
    """Send a form of the own pages."""
    at = "/".join(path.split("/")[:3]) + "/away"
    return client.post(path, data={"csrf_token": csrf(client, at), **data})


def test_a_task_stands_on_the_page_of_who_is_responsible(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app = sqlite_app
    who, other = member(app, language="ja"), member(app, "Mẫu Bình (mẫu)")
    mine = task(app, "Chuẩn bị bộ đàm", crew_id=who)
    client, path = app.test_client(), path_of(app, who)
    page = client.get(path).text
    assert f"{path}/tasks/{mine}" in page
    assert "自分の任務" in page
    assert f"/tasks/{mine}" not in client.get(path_of(app, other)).text
    theirs = client.get(f"{path_of(app, other)}/tasks/{mine}")
    assert theirs.status_code == client.get(f"{path}/tasks/999").status_code == 404
    for what in ("state", "note", "checklist/1"):
        assert send(client, f"{path_of(app, other)}/tasks/{mine}/{what}", to="doing").status_code == 404


def test_somebody_says_from_the_phone_how_it_goes(app: Flask, fake_clock: FakeClock) -> None:
    who = member(app)
    mine = task(app, "Chuẩn bị bộ đàm", crew_id=who)
    client, at = app.test_client(), f"{path_of(app, who)}/tasks/{mine}"
    assert send(client, f"{at}/state", to="doing", submission="a", reason="Đã nhận 20 máy").status_code == 303
    send(client, f"{at}/state", to="doing", submission="a", reason="Đã nhận 20 máy")  # pressed twice
    assert (
        send(client, f"{at}/state", to="blocked", submission="b").status_code == 422
    )  # not without a reason
    assert stored(app, mine).state == "doing"
    assert send(client, f"{at}/state", to="reported", submission="c").status_code == 303
    assert stored(app, mine).state == "reported"
    with app.app_context():
        entries = current().scalars(select(TaskEntry).order_by(TaskEntry.id)).all()
        assert [(one.state, one.text, one.crew_id) for one in entries] == [
            ("doing", "Đã nhận 20 máy", who),
            ("reported", "", who),
        ]
    desk = coordinator(app).get(f"/desk/tasks/{mine}").text
    assert desk.count("Lê Mẫu An (mẫu)") == 3  # responsible, and twice in the history


@pytest.mark.parametrize("to", ["done", "dropped"])
def test_accepting_and_dropping_stays_with_the_organizers(
    sqlite_app: Flask, fake_clock: FakeClock, to: str
) -> None:
    app, who = sqlite_app, member(sqlite_app)
    mine = task(app, crew_id=who)
    client, at = app.test_client(), f"{path_of(app, who)}/tasks/{mine}"
    send(client, f"{at}/state", to="reported", submission="a")
    assert send(client, f"{at}/state", to=to, submission="b", reason="x").status_code == 303
    assert stored(app, mine).state == "reported"
    assert 'value="done"' not in client.get(at).text


def test_notes_and_ticks(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app, who = sqlite_app, member(sqlite_app)
    mine = task(app, crew_id=who, checklist=("Nhận máy", "Thử sóng"))
    task(app, checklist=("Khác",))
    client, at = app.test_client(), f"{path_of(app, who)}/tasks/{mine}"
    with app.app_context():
        items = {one.text: one.id for one in current().scalars(select(TaskItem))}
    send(client, f"{at}/checklist/{items['Nhận máy']}", done="1")
    assert send(client, f"{at}/checklist/{items['Khác']}", done="1").status_code == 404
    assert send(client, f"{at}/note", words="", submission="n").status_code == 422
    assert send(client, f"{at}/note", words="Thiếu hai máy", submission="n").status_code == 303
    page = client.get(at).text
    assert page.count('aria-pressed="true"') == 1
    assert "Thiếu hai máy" in page


def test_the_form_of_a_task_names_one_of_the_crew(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app, who, client = sqlite_app, member(sqlite_app), coordinator(sqlite_app)
    number = task(app)
    form = {**FORM, "version": "1", "crew": str(who)}
    assert send_desk(client, f"/desk/tasks/{number}", form).status_code == 303
    assert stored(app, number).crew_id == who
    assert (
        send_desk(client, f"/desk/tasks/{number}", {**form, "version": "2", "crew": "999"}).status_code == 422
    )
    with pytest.raises(NotFound):
        task(app, crew_id=999)


def test_a_page_with_many_tasks_needs_no_statement_more(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app, who = sqlite_app, member(sqlite_app)
    task(app, crew_id=who)
    client, path = app.test_client(), path_of(app, who)
    client.get(path)
    with counting(app) as before:
        client.get(path)
    for number in range(12):
        task(app, f"Việc {number}", crew_id=who)
    with counting(app) as after:
        client.get(path)
    assert len(after) == len(before) <= 16


def test_a_title_that_is_not_translated_is_marked_as_the_language_it_is_in(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    app, who = sqlite_app, member(sqlite_app, language="ja")
    mine = task(app, crew_id=who)
    assert said().title == Trilingual(vi=said().title.vi)
    page = app.test_client().get(f"{path_of(app, who)}/tasks/{mine}").text
    assert 'lang="vi"' in page
