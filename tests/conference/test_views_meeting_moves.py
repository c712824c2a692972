"""Dragging on the planner's grid: what a drop stores, what speaks against it, and who was overtaken."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.conference.models import MeetingRow
from festival.core.transaction import current
from tests.accounts.people import enter, make
from tests.conference.fair import Fair
from tests.conference.test_views_meetings import PLAN, meeting_form, says, send
from tests.support.apps import csrf


def drop(client: FlaskClient, where: str, fair: Fair, *, slot: int, desk: int, **values: Any) -> TestResponse:
    """Drop something on the grid as the script does."""
    token = csrf(client, f"{PLAN}/new")
    data = {"slot": fair.slots[slot], "desk": fair.desks[desk], **values}
    return client.post(f"{PLAN}/{where}", data=data, headers={"X-CSRFToken": token})


def stands(app: Flask) -> list[tuple[int, int, int]]:
    """Return (slot, table, version) of each meeting."""
    with app.app_context():
        rows = current().scalars(select(MeetingRow).order_by(MeetingRow.id))
        return [(one.slot_id, one.desk_id, one.version) for one in rows]


def test_a_meeting_is_dropped_elsewhere_by_who_saw_it_as_it_is(
    planner: FlaskClient, sqlite_app: Flask, fair: Fair
) -> None:
    send(planner, f"{PLAN}/new", meeting_form(fair))
    grid = planner.get(PLAN).text
    assert 'data-meeting="1" data-version="1"' in grid
    moved = drop(planner, "1/drop", fair, slot=1, desk=1, version=1)
    assert moved.status_code == 200
    assert "Hakodate (mẫu)" in moved.json["sentence"]  # type: ignore[index]
    assert moved.json["url"] == f"{PLAN}/1"  # type: ignore[index]
    assert stands(sqlite_app) == [(fair.slots[1], fair.desks[1], 2)]
    late = drop(planner, "1/drop", fair, slot=2, desk=0, version=1)
    assert late.status_code == 409
    assert drop(planner, "1/drop", fair, slot=1, desk=1, version=1).status_code == 200  # it is there already
    send(planner, f"{PLAN}/1/state/cancelled", {"version": "2"})
    assert drop(planner, "1/drop", fair, slot=2, desk=0, version=3).status_code == 409
    assert 'data-meeting="1"' not in planner.get(PLAN).text


def test_what_speaks_against_a_drop_is_told_and_nothing_is_stored(
    planner: FlaskClient, sqlite_app: Flask, fair: Fair
) -> None:
    send(planner, f"{PLAN}/new", meeting_form(fair))
    send(planner, f"{PLAN}/new", meeting_form(fair, 1, 3, desk=fair.desks[1], interpreter=0))
    before = stands(sqlite_app)
    assert len(before) == 2
    taken = drop(planner, "2/drop", fair, slot=0, desk=0, version=1, reason="x")
    assert taken.status_code == 422
    assert taken.json is not None
    assert taken.json["needs_reason"] is False
    assert taken.json["objections"]
    assert stands(sqlite_app) == before


def test_a_pair_that_wishes_is_dropped_once_with_people_and_interpreter_that_go(
    planner: FlaskClient, sqlite_app: Flask, fair: Fair
) -> None:
    one, _two, local, _far = fair.firms
    says(sqlite_app, fair, 0, 2, "must")
    assert f'data-one="{one}" data-other="{local}"' in planner.get(f"{PLAN}/tray").text
    data = {"one": one, "other": local, "submission": "number-of-this-drop"}
    for _ in range(2):
        assert drop(planner, "drop", fair, slot=0, desk=0, **data).status_code == 200
    with sqlite_app.app_context():
        made = current().scalars(select(MeetingRow)).one()
        assert made.interpreter_id == fair.interpreter
    assert "data-one" not in planner.get(f"{PLAN}/tray").text
    again = drop(planner, "drop", fair, slot=1, desk=0, one=one, other=local)
    assert again.status_code == 422
    assert again.json is not None
    assert again.json["needs_reason"] is True
    assert (
        drop(planner, "drop", fair, slot=1, desk=0, one=one, other=local, reason="Hẹn lại").status_code == 200
    )


def test_drops_of_what_is_not_there_and_of_who_only_reads(
    planner: FlaskClient, sqlite_app: Flask, fair: Fair
) -> None:
    one = next(iter(fair.firms))
    assert drop(planner, "99/drop", fair, slot=0, desk=0, version=1).status_code == 404
    assert drop(planner, "drop", fair, slot=0, desk=0, one=one, other=one).status_code == 404
    assert drop(planner, "drop", fair, slot=0, desk=0, one=one, other=999).status_code == 404
    leader = enter(sqlite_app, make(sqlite_app, Role.LEADER))
    assert leader.get(f"{PLAN}/tray").status_code == 403
    assert 'id="meet-tray"' not in leader.get(PLAN).text
