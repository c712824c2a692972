"""Somebody's own page: whose link opens what, confirming, checking in, signing up, changing with a colleague, not being able to come."""

import re
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.logistics.models import Assignment, CrewAway, CrewMember
from festival.logistics.services import enlisting, rostering
from festival.logistics.types.crew import Role as At
from festival.logistics.types.crew import Skill, TeamContent
from festival.logistics.types.shifts import AssignmentState
from festival.logistics.types.tasks import Area
from festival.outbox.models import Message
from festival.programme.queries import current_edition
from tests.architecture.statements import counting
from tests.logistics.rosters import (
    NIGHT,
    assignment,
    code_of,
    desk,
    held,
    member,
    path_of,
    post,
    put,
    send,
    shift,
)
from tests.support.apps import NOW, FakeClock, csrf


def team(app: Flask, *people: int) -> int:
    """Put people into one team."""
    with app.app_context(), writing() as session:
        made = enlisting.save_team(
            session,
            actor=SYSTEM,
            edition_id=current_edition(session).id,
            team_id=None,
            content=TeamContent("Tổ 1 (mẫu)", Area.MEDICAL),
            submission=None,
            now=NOW,
        )
        for one in people:
            session.get_one(CrewMember, one).team_id = made.id
        return made.id


def test_a_link_opens_one_page_until_another_is_made(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app = sqlite_app
    who, other = member(app, language="ja"), member(app, "Mẫu Bình (mẫu)")
    path, client = path_of(app, who), app.test_client()
    answer = client.get(path)
    assert answer.status_code == 200
    assert 'lang="ja"' in answer.get_data(as_text=True)
    assert "no-store" in answer.headers["Cache-Control"]
    theirs = held(app, shift(app, post(app)), other)
    assert client.get(f"{path}/{theirs}").status_code == 404
    assert send(client, f"{path}/{theirs}/answer/refused", path).status_code == 404
    assert send(client, f"{path}/people/{theirs}/arrived", path).status_code == 404
    forged = path[:-1] + ("A" if path[-1] != "A" else "B")
    assert client.get(forged).status_code == client.get("/c/x").status_code == 404
    staff = desk(app)
    send(staff, f"/desk/crew/{who}/link", f"/desk/crew/{who}")
    assert client.get(path).status_code == 404
    assert client.get(path_of(app, who)).status_code == 200


def test_somebody_confirms_refuses_and_says_why(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app = sqlite_app
    who = member(app)
    mine = held(app, shift(app, post(app)), who, confirmed=False)
    path, client = path_of(app, who), app.test_client()
    send(client, f"{path}/{mine}/answer/confirmed", path)
    assert assignment(app, mine).state == AssignmentState.CONFIRMED
    send(client, f"{path}/{mine}/answer/refused", path, reason="Bị ốm")
    found = assignment(app, mine)
    assert (found.state, found.reason) == (AssignmentState.REFUSED, "Bị ốm")
    assert send(client, f"{path}/{mine}/answer/absent", path).status_code == 404


def test_few_tries_of_a_code(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app = sqlite_app
    here, who = post(app), member(app)
    mine = held(app, shift(app, here), who)
    fake_clock.set(NIGHT)
    path, client = path_of(app, who), app.test_client()
    token = csrf(client, path)
    for _ in range(20):
        client.post(f"{path}/{mine}/arrived", data={"csrf_token": token, "code": "AAAAAAAA"})
    client.post(f"{path}/{mine}/arrived", data={"csrf_token": token, "code": code_of(app, here)})
    assert assignment(app, mine).arrived_at is None  # the right one came too late in the hour
    fake_clock.pass_(minutes=61)
    client.post(f"{path}/{mine}/arrived", data={"csrf_token": token, "code": code_of(app, here)})
    assert assignment(app, mine).arrived_by == "code"


def test_a_leader_checks_in_who_stands_at_the_post(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app = sqlite_app
    here, boss = post(app), member(app, "Mẫu Trưởng (mẫu)", Skill.LEAD)
    held(app, shift(app, here, role=At.LEAD), boss)
    mine = held(app, shift(app, here), member(app))
    fake_clock.set(NIGHT)
    path, client = path_of(app, boss), app.test_client()
    back = send(client, f"{path}/people/{mine}/arrived", path)
    assert back.location == f"{path}#led-title"  # where the next one is checked in
    assert assignment(app, mine).arrived_by == "leader"


def test_who_leaves_confirms_it_and_can_come_back(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app = sqlite_app
    here, who = post(app), member(app)
    where = shift(app, here)
    mine = held(app, where, who)
    path, client = path_of(app, who), app.test_client()
    fake_clock.set(NIGHT - timedelta(minutes=30))
    send(client, f"{path}/{mine}/arrived", path, code=code_of(app, here))
    page = client.get(path).text
    assert f"{mine}/left" not in page  # the shift has not begun: the arrival is what can be taken back
    send(client, f"{path}/{mine}/left", path)
    assert assignment(app, mine).left_at is None
    send(client, f"{path}/{mine}/arrived/undo", path)
    assert assignment(app, mine).arrived_at is None
    send(client, f"{path}/{mine}/arrived", path, code=code_of(app, here))
    fake_clock.set(NIGHT + timedelta(minutes=30))
    send(client, f"{path}/{mine}/arrived/undo", path)
    assert assignment(app, mine).arrived_at is not None
    leaving = client.get(path).text
    assert leaving.index('class="confirm"') < leaving.index(f"{mine}/left")
    send(client, f"{path}/{mine}/left", path)
    assert f"{mine}/left/undo" in client.get(path).text
    send(client, f"{path}/{mine}/left/undo", path)
    assert assignment(app, mine).left_at is None
    send(client, f"{path}/{mine}/left", path)
    fake_clock.pass_(minutes=16)
    assert f"{mine}/left/undo" not in client.get(path).text
    send(client, f"{path}/{mine}/left/undo", path)
    assert assignment(app, mine).left_at is not None  # from now on the desk puts it right
    staff, at = desk(app), f"/desk/roster/shifts/{where}"
    assert f"{mine}/presence/not_left" in staff.get(at).text
    send(staff, f"/desk/roster/assignments/{mine}/presence/not_left", at)
    found = assignment(app, mine)
    assert (found.left_at, found.arrived_by) == (None, "code")


def test_signing_up_says_why_not(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app = sqlite_app
    here, who = post(app), member(app)
    free = shift(app, here, 0, 4, is_open=True)
    doctors = shift(app, here, 24, 4, skill=Skill.DOCTOR, is_open=True)
    closed = shift(app, here, 48, 4)
    path, client = path_of(app, who), app.test_client()
    page = client.get(f"{path}/open").get_data(as_text=True)
    assert f"/open/{free}" in page
    assert f"/open/{doctors}" not in page
    assert "Bác sĩ" in page
    at = f"{path}/open"
    assert send(client, f"{at}/{free}", at).status_code == 303
    assert send(client, f"{at}/{closed}", at).status_code == 404
    send(client, f"{at}/{doctors}", at)
    with app.app_context():
        assert [one.shift_id for one in current().scalars(select(Assignment))] == [free]


def test_a_swap_from_phone_to_phone(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app = sqlite_app
    an, binh, stranger = member(app), member(app, "Mẫu Bình (mẫu)"), member(app, "Mẫu Cường (mẫu)")
    team(app, an, binh)
    mine = held(app, shift(app, post(app)), an)
    first, second = path_of(app, an), path_of(app, binh)
    client, other = app.test_client(), app.test_client()
    at = f"{first}/{mine}"
    assert "Mẫu Cường" not in client.get(at).get_data(as_text=True)
    send(client, f"{at}/swap", at, **{"with": str(stranger)})
    send(client, f"{at}/swap", at, **{"with": str(binh), "submission": "b" * 22})
    send(client, f"{at}/swap", at, **{"with": str(binh), "submission": "b" * 22})
    page = other.get(second).get_data(as_text=True)
    assert page.count("/agree") == 1
    assert send(client, f"{first}/swaps/1/agree", first).status_code == 404
    send(other, f"{second}/swaps/1/agree", second)
    assert assignment(app, mine).state == AssignmentState.WITHDRAWN
    with app.app_context():
        assert len(current().scalars(select(Message)).all()) == 2  # asked, answered


def test_a_swap_offers_only_who_can_take_it(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app, here = sqlite_app, post(sqlite_app)
    an, beside, tired = member(app), member(app, "Mẫu Bình (mẫu)"), member(app, "Mẫu Cường (mẫu)")
    free = member(app, "Mẫu Dung (mẫu)")
    team(app, an, beside, tired, free)
    where = shift(app, here)
    mine = held(app, where, an)
    held(app, where, beside)
    theirs = held(app, shift(app, here, 6, 4), tired)  # two hours later: too little rest between the two
    later = held(app, shift(app, here, 48, 4), free)
    at, client = f"{path_of(app, an)}/{mine}", app.test_client()
    offered = set(re.findall(r'<option value="([^"]+)"', client.get(at).text))
    assert offered == {str(free), f"{tired}-{theirs}", f"{free}-{later}"}
    with counting(app) as few:
        client.get(at)
    for name in ("Mẫu Em (mẫu)", "Mẫu Giang (mẫu)", "Mẫu Hà (mẫu)"):
        more = member(app, name)
        with app.app_context(), writing() as session:
            session.get_one(CrewMember, more).team_id = session.get_one(CrewMember, an).team_id
    with counting(app) as many:
        assert "Mẫu Hà" in client.get(at).text
    assert len(many) == len(few)
    refused = send(client, f"{at}/swap", at, **{"with": str(tired), "submission": "e" * 22})
    assert refused.location == at
    page = client.get(at).text
    assert "Mẫu Cường (mẫu) không nhận được ca này" in page
    assert "sẽ không đủ thời gian nghỉ" in page


def test_when_somebody_cannot_come(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app = sqlite_app
    who, where = member(app), shift(app, post(app))
    path, client = f"{path_of(app, who)}/away", app.test_client()
    backwards = {"since": "2027-11-17T20:00", "until": "2027-11-17T12:00"}
    assert send(client, path, path, **backwards).status_code == 422
    send(
        client,
        path,
        path,
        since="2027-11-17T12:00",
        until="2027-11-17T20:00",
        why="Lịch học",
        submission="c" * 22,
    )
    refused = put(app, where, who)
    assert isinstance(refused, rostering.Refused)
    with app.app_context():
        [away] = current().scalars(select(CrewAway))
    send(client, f"{path}/{away.id}/remove", path)
    assert isinstance(put(app, where, who), rostering.Assigned)


def test_who_cannot_come_is_told_of_their_shifts_and_the_desk_sees_it(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    app = sqlite_app
    who, where = member(app), shift(app, post(app))
    mine = held(app, where, who, confirmed=False)
    path, client = path_of(app, who), app.test_client()
    away, staff = f"{path}/away", desk(app)
    assert "Đã báo bận" not in staff.get(f"/desk/roster/shifts/{where}").text
    times = {"since": "2027-11-17T17:00", "until": "2027-11-17T20:00", "submission": "d" * 22}
    send(client, away, away, **times, why="Lịch học")
    page = client.get(away).text
    assert "Bạn đang có ca trực trong thời gian này: Y1" in page
    assert f"{path}/{mine}" in page
    assert f"{mine}/answer/confirmed" not in client.get(path).text
    send(client, f"{path}/{mine}/answer/confirmed", away)
    assert assignment(app, mine).state == AssignmentState.OFFERED
    seen = staff.get(f"/desk/roster/shifts/{where}").text
    assert "Đã báo bận" in seen
    assert "Lịch học" in seen
    day = staff.get("/desk/coverage?day=2027-11-17").text
    assert day.index("Báo không đến được") < day.index("Mẫu An (mẫu)") < day.index("Chưa xác nhận")
    send(client, f"{path}/{mine}/answer/refused", away)
    assert f"{path}/{mine}" not in client.get(away).text


def test_open_shifts_that_one_can_take_come_first_and_are_promised_only_then(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    app, here, who = sqlite_app, post(sqlite_app), member(sqlite_app)
    path, client = path_of(app, who), app.test_client()
    for day in (0, 24):
        shift(app, here, day, 4, skill=Skill.DOCTOR, is_open=True)
    front, page = client.get(path).text, client.get(f"{path}/open").text
    assert "có thể tự đăng ký" not in front
    assert "Hiện không có ca nào bạn nhận được" in page
    assert "2 ca đang mở nhưng bạn không nhận được" in page
    free = shift(app, here, 48, 4, is_open=True)
    front, page = client.get(path).text, client.get(f"{path}/open").text
    assert "Bạn có thể tự đăng ký 1 ca đang mở" in front
    assert page.index(f"/open/{free}") < page.index('<details class="card">') < page.index("Bác sĩ")


def test_who_has_refused_can_come_after_all_while_the_place_is_open(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    app = sqlite_app
    who, other = member(app), member(app, "Mẫu Bình (mẫu)")
    where = shift(app, post(app), need=(1, 1))
    mine = held(app, where, who)
    path, client = path_of(app, who), app.test_client()
    send(client, f"{path}/{mine}/answer/refused", path)
    assert f"{mine}/again" in client.get(path).text
    send(client, f"{path}/{mine}/again", path)
    assert assignment(app, mine).state == AssignmentState.CONFIRMED
    send(client, f"{path}/{mine}/answer/refused", path)
    held(app, where, other)
    assert f"{mine}/again" not in client.get(path).text
    assert f"{mine}/again" not in client.get(f"{path}/{mine}").text
    send(client, f"{path}/{mine}/again", path)
    assert assignment(app, mine).state == AssignmentState.REFUSED
