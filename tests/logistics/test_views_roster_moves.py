"""Dragging on the roster's grids as the script asks for it: the rules first, a reason if need be, and what two tabs do to each other."""

import threading
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.audit.models import AuditEntry
from festival.core.actor import SYSTEM
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.logistics.models import Assignment, Shift
from festival.logistics.services import handing_over, manning, rostering
from festival.logistics.types.crew import Skill
from festival.logistics.types.shifts import AssignmentState, NoSuchWay, Over
from festival.outbox.models import Message
from festival.programme.queries import current_edition
from tests.accounts.people import enter, make
from tests.logistics.rosters import NIGHT, assignment, edition_id, held, member, post, put, shift
from tests.support.apps import NOW, FakeClock, csrf

JSON = {"Accept": "application/json"}


def desk(app: Flask, role: Role = Role.COORDINATOR) -> FlaskClient:
    return enter(app, make(app, role))


def send(client: FlaskClient, path: str, **data: Any) -> TestResponse:
    return client.post(path, data={"csrf_token": csrf(client, "/desk/account"), **data}, headers=JSON)


def stands(app: Flask) -> set[tuple[int, int, str]]:
    """Return (shift, person, state) of all assignments."""
    with app.app_context():
        rows = current().scalars(select(Assignment))
        return {(one.shift_id, one.crew_id, one.state) for one in rows}


def test_a_person_is_dropped_on_a_shift(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app = sqlite_app
    where, who, client = shift(app, post(app)), member(app), desk(app)
    page = client.get("/desk/roster").text
    assert f'data-shift="{where}" data-version="1"' in page
    assert "Mẫu An (mẫu)" in client.get("/desk/roster/tray").text
    assert "Mẫu An (mẫu)" not in client.get("/desk/roster/tray?q=khong+co").text
    for said in ("Đã phân công", "đã có tên"):
        answer = send(client, f"/desk/roster/shifts/{where}/place", crew=who, version=1)
        assert answer.status_code == 200
        assert said in answer.get_json()["sentence"]
    assert stands(app) == {(where, who, "offered")}


def test_the_rules_are_said_before_anything_is_stored(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app = sqlite_app
    where, who, client = shift(app, post(app), skill=Skill.DOCTOR), member(app), desk(app)
    url = f"/desk/roster/shifts/{where}/place"
    refused = send(client, url, crew=who, version=1)
    assert refused.status_code == 422
    assert "Mẫu An (mẫu)" in refused.get_json()["title"]
    assert ["Bác sĩ" in one for one in refused.get_json()["objections"]] == [True]
    assert stands(app) == set()
    assert send(client, url, crew=who, version=1, reason="Chưa có người khác").status_code == 200
    with app.app_context():
        assert current().scalars(select(Assignment)).one().overridden == "SkillMissing"


def test_a_grid_that_is_old_changes_nothing(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    """Two tabs: in the other one the shift was opened for signing up, or filled."""
    app = sqlite_app
    where, who, client = shift(app, post(app), need=(1, 1)), member(app), desk(app)
    with app.app_context(), writing() as session:
        manning.open_shift(
            session, actor=SYSTEM, edition_id=edition_id(app), shift_id=where, is_open=True, now=NOW
        )
    url = f"/desk/roster/shifts/{where}/place"
    stale = send(client, url, crew=who, version=1)
    assert (stale.status_code, stale.get_json()["error"]) == (409, "stale")
    held(app, where, member(app, "Mẫu Bình (mẫu)"))
    assert send(client, url, crew=who, version=2).status_code == 409  # full by now
    assert {one[1] for one in stands(app)} != {who}


def test_a_place_is_dragged_from_one_row_to_another(app: Flask, fake_clock: FakeClock) -> None:
    where, an, binh = shift(app, post(app), need=(1, 1)), member(app), member(app, "Mẫu Bình (mẫu)")
    mine, client = held(app, where, an), desk(app)
    with app.app_context(), writing() as session:
        session.get_one(Assignment, mine).told = 1
    assert 'data-drag="place"' in client.get("/desk/roster/people").text
    url = f"/desk/roster/assignments/{mine}/hand-over"
    assert send(client, url, crew=binh).status_code == 200
    assert stands(app) == {(where, an, "withdrawn"), (where, binh, "offered")}
    with app.app_context():
        message = current().scalars(select(Message)).one()  # who goes knew of it and is told
        assert message.recipient.endswith("00000")
        entry = current().scalars(select(AuditEntry).where(AuditEntry.verb == "handed_over")).one()
        assert entry.details == {"crew": binh, "instead_of": an}
    again = send(client, url, crew=binh)  # from a tab that is old
    assert again.status_code == 200
    assert "đã có tên" in again.get_json()["sentence"]
    third = member(app, "Mẫu Cường (mẫu)")
    assert send(client, url, crew=third).status_code == 409
    assert stands(app) == {(where, an, "withdrawn"), (where, binh, "offered")}


def over(app: Flask, number: int, crew_id: int, *, now: datetime = NOW, reason: str = "") -> Any:
    with app.app_context(), writing() as session:
        return handing_over.hand_over(
            session,
            actor=SYSTEM,
            edition_id=current_edition(session).id,
            assignment_id=number,
            crew_id=crew_id,
            now=now,
            reason=reason,
        )


def test_whom_the_rules_refuse_takes_nobodys_place(sqlite_app: Flask) -> None:
    app = sqlite_app
    where, an, binh = shift(app, post(app)), member(app), member(app, "Mẫu Bình (mẫu)")
    mine = held(app, where, an)
    held(app, shift(app, post(app, "Y2"), 2, 4), binh)
    assert isinstance(over(app, mine, binh), rostering.Refused)
    assert assignment(app, mine).state == AssignmentState.CONFIRMED
    made = over(app, mine, binh, reason="Đã thống nhất")
    assert isinstance(made, rostering.Assigned)
    assert (made.assignment.overridden, made.assignment.reason) == ("Overlaps", "Đã thống nhất")


def test_who_is_at_the_post_keeps_the_place(sqlite_app: Flask) -> None:
    app = sqlite_app
    where, an, binh = shift(app, post(app)), member(app), member(app, "Mẫu Bình (mẫu)")
    mine = held(app, where, an)
    with app.app_context(), writing() as session:
        session.get_one(Assignment, mine).arrived_at = NIGHT
    assert isinstance(over(app, mine, binh), NoSuchWay)
    assert over(app, mine, binh, now=NIGHT.replace(day=18)) == Over()
    with pytest.raises(NotFound):
        over(app, 999, binh)


@pytest.mark.parametrize("path", ["/desk/roster/shifts/1/place", "/desk/roster/assignments/1/hand-over"])
def test_who_only_looks_drags_nothing(sqlite_app: Flask, fake_clock: FakeClock, path: str) -> None:
    app = sqlite_app
    held(app, shift(app, post(app)), member(app))
    leader = desk(app, Role.LEADER)
    assert send(leader, path, crew=1).status_code == 403
    assert leader.get("/desk/roster/tray").status_code == 403
    for page in ("/desk/roster", "/desk/roster/people"):
        text = leader.get(page).text
        assert 'id="tray"' not in text
        assert "data-drag" not in text
    client = desk(app)
    assert send(client, path.replace("/1/", "/99/"), crew=1).status_code == 404
    assert send(client, path, crew=99).status_code == 404


# --- two at once -----------------------------------------------------------------------------------------------------------


def two_hands(app: Flask) -> list[Any]:
    """Two desks give one place to two people at the same moment; return what came of it."""
    where = shift(app, post(app), need=(1, 1))
    mine = held(app, where, member(app))
    people = [member(app, f"Mẫu {n} (mẫu)") for n in range(2)]
    ready, found = threading.Barrier(2), []

    def give(who: int) -> None:
        ready.wait(10)
        found.append(over(app, mine, who))

    threads = [threading.Thread(target=give, args=(who,)) for who in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def holders(app: Flask) -> int:
    with app.app_context():
        count = (
            select(func.count()).select_from(Assignment).where(Assignment.state.in_(("offered", "confirmed")))
        )
        return current().scalar(count) or 0


@pytest.mark.race
def test_one_place_is_given_to_one_of_two(app: Flask) -> None:
    found = two_hands(app)
    assert sorted(type(one).__name__ for one in found) == ["Assigned", "NoSuchWay"]
    assert holders(app) == 1


@pytest.mark.race
def test_the_control_gives_one_place_to_two_without_the_lock(
    postgres_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_have_looked = threading.Barrier(2)
    write = rostering.put

    def put_together(*args: Any, **more: Any) -> Any:
        if threading.current_thread() is not threading.main_thread():
            both_have_looked.wait(10)
        return write(*args, **more)

    def unlocked(session: Any, _edition: int, numbers: Any) -> Any:
        return [session.get_one(Shift, one) for one in numbers]

    monkeypatch.setattr(rostering, "put", put_together)
    monkeypatch.setattr(rostering, "lock_crew", lambda *_args: None)
    monkeypatch.setattr(rostering, "lock_shifts", unlocked)
    two_hands(postgres_app)
    assert holders(postgres_app) == 2


def test_a_refusal_of_a_pair_that_was_put_is_no_error(sqlite_app: Flask) -> None:
    app = sqlite_app
    where, who = shift(app, post(app)), member(app)
    assert isinstance(put(app, where, who), rostering.Assigned)
    assert isinstance(put(app, where, who, version=1), rostering.Assigned)
