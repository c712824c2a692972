"""Pages of the crew and its shifts: who may, what is refused, whose link opens what, and lists that are looked at before they are taken."""

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.logistics.models import Assignment, CrewAway, CrewList, CrewMember, Post, RosterLimit, Shift
from festival.logistics.services import enlisting, forgetting, rostering
from festival.logistics.types.crew import Role as At
from festival.logistics.types.crew import Skill, TeamContent
from festival.logistics.types.shifts import AssignmentState
from festival.logistics.types.tasks import Area
from festival.outbox.models import Message
from festival.programme.queries import current_edition
from festival.programme.tables.writing import as_xlsx
from festival.registration.models import Guest, Purge, RetentionRule
from festival.registration.services import retention
from tests.accounts.people import enter, make
from tests.architecture.statements import counting
from tests.logistics.rosters import (
    NIGHT,
    assignment,
    code_of,
    edition_id,
    held,
    member,
    path_of,
    post,
    put,
    shift,
)
from tests.support.apps import NOW, FakeClock, csrf


def desk(app: Flask, role: Role = Role.COORDINATOR) -> FlaskClient:
    """Somebody at the desk."""
    return enter(app, make(app, role))


def send(client: FlaskClient, path: str, at: str, **data: Any) -> TestResponse:
    """Send a form that stands on the page `at`; of the own pages one always has a form."""
    if at.startswith("/c/"):
        at = "/".join(at.split("/")[:3]) + "/away"
    return client.post(path, data={"csrf_token": csrf(client, at), **data})


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


@pytest.mark.parametrize(
    "path", ["/desk/crew/new", "/desk/crew/lists", "/desk/crew/export.xlsx", "/desk/posts/new"]
)
def test_a_leader_looks_and_changes_nothing(sqlite_app: Flask, path: str) -> None:
    leader = desk(sqlite_app, Role.LEADER)
    for seen in (
        "/desk/coverage",
        "/desk/roster",
        "/desk/roster/people",
        "/desk/crew",
        "/desk/posts",
        "/desk/roster/limits",
    ):
        assert leader.get(seen).status_code == 200
    assert leader.get(path).status_code == 403
    assert send(leader, "/desk/roster/proposals", "/desk/account").status_code == 403


def test_who_reads_no_roster_reads_none(sqlite_app: Flask) -> None:
    assert desk(sqlite_app, Role.REGISTRAR).get("/desk/coverage").status_code == 403


def test_a_person_is_added_once_with_qualifications_and_their_last_days(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    client = desk(sqlite_app)
    form = {
        "submission": "a" * 22, "family": "Lê", "given": "Mẫu An (mẫu)", "language": "vi", "phone": "0912 345 678",
        "agency": "0", "team": "0", "area": "medical", "skills": ["doctor", "english"], "doctor-last_day": "2027-12-31",
        "is_active": "y",
    }  # fmt: skip
    first = send(client, "/desk/crew", "/desk/crew/new", **form)
    again = send(client, "/desk/crew", "/desk/crew/new", **form)
    assert first.status_code == again.status_code == 303
    assert first.location == again.location
    page = client.get(first.location).get_data(as_text=True)
    assert 'value="2027-12-31"' in page
    assert "/c/" in page
    with sqlite_app.app_context():
        assert current().scalar(select(func.count()).select_from(CrewMember)) == 1


@pytest.mark.parametrize(("phone", "mail"), [("", ""), ("12", "")])
def test_somebody_must_be_reachable(sqlite_app: Flask, phone: str, mail: str) -> None:
    client = desk(sqlite_app)
    form = {
        "given": "Mẫu",
        "language": "vi",
        "phone": phone,
        "mail": mail,
        "agency": "0",
        "team": "0",
        "area": "medical",
    }
    assert send(client, "/desk/crew", "/desk/crew/new", **form).status_code == 422


def test_the_desk_refuses_with_reasons_and_keeps_the_override(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    app = sqlite_app
    doctors, who = shift(app, post(app), skill=Skill.DOCTOR), member(app)
    client, page = desk(app), f"/desk/roster/shifts/{doctors}"
    refused = send(client, f"{page}/assign", page, crew=who)
    assert refused.status_code == 422
    assert "Bác sĩ" in refused.get_data(as_text=True)
    with app.app_context():
        assert current().scalar(select(func.count()).select_from(Assignment)) == 0
    assert send(client, f"{page}/assign", page, crew=who, reason="Chưa có người khác").status_code == 303
    with app.app_context():
        assert current().scalars(select(Assignment)).one().overridden == "SkillMissing"


def test_absence_replacement_message(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app = sqlite_app
    where = shift(app, post(app), need=(1, 1))
    gone, other = held(app, where, member(app)), member(app, "Mẫu Bình (mẫu)")
    client, page = desk(app), f"/desk/roster/shifts/{where}"
    fake_clock.set(NIGHT + timedelta(minutes=15))
    client = desk(app)
    assert send(client, f"/desk/roster/assignments/{gone}/state/absent", page).status_code == 303
    assert send(client, f"{page}/assign", page, crew=other, replaces=gone).status_code == 303
    with app.app_context():
        message = current().scalars(select(Message)).one()
        assert path_of(app, other) in (message.link or "")
    assert send(client, f"/desk/roster/assignments/{gone}/state/elsewhere", page).status_code == 404


def test_everybody_is_told_once(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app = sqlite_app
    here, who = post(app), member(app, language="ja")
    for begin in (0, 24):
        held(app, shift(app, here, begin), who, confirmed=False)
    client = desk(app)
    for _ in range(2):
        assert send(client, "/desk/roster/tell", "/desk/roster").status_code == 303
    with app.app_context():
        message = current().scalars(select(Message)).one()
    assert message.subject == "2件のシフトをご確認ください"


# --- the own page ----------------------------------------------------------------------------------------------------


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
    send(client, f"{path}/people/{mine}/arrived", path)
    assert assignment(app, mine).arrived_by == "leader"


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


# --- posts, lists, limits --------------------------------------------------------------------------------------------


def test_two_posts_have_two_names_and_who_was_overtaken_is_told(sqlite_app: Flask) -> None:
    app = sqlite_app
    first, second, client = post(app), post(app, "Y2"), desk(app)
    form = {
        "version": "1",
        "code": "Y1",
        "kind": "first_aid",
        "area": "medical",
        "name_vi": "Trạm",
        "venue": "0",
    }
    taken = send(client, f"/desk/posts/{second}", f"/desk/posts/{second}", **form)
    assert taken.status_code == 422
    page = f"/desk/posts/{first}"
    assert send(client, page, page, **form).status_code == 303
    send(client, page, page, **form | {"name_vi": "Khác"})
    with app.app_context():
        assert current().get_one(Post, first).name.vi == "Trạm"


def test_a_list_is_looked_at_and_taken_once(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app, client = sqlite_app, desk(sqlite_app)
    rows = [
        ["Họ và tên", "Điện thoại", "Chuyên môn", "Tổ", "Lạ"],
        ["Lê Mẫu An (mẫu)", "0912 345 678", "Bác sĩ (31/12/2027)", "Tổ y tế (mẫu)", "x"],
        ["Trần Mẫu Bình (mẫu)", "12", "Phi công", "", ""],
    ]
    file = FileStorage(io.BytesIO(as_xlsx([("Danh sách", rows)])), "ds.xlsx")
    kept = client.post(
        "/desk/crew/lists",
        data={"csrf_token": csrf(client, "/desk/crew/lists"), "file": file, "agency": "0", "area": "medical"},
        content_type="multipart/form-data",
    )
    page = client.get(kept.location).get_data(as_text=True)
    assert "Phi công" in page
    assert "Lạ" in page
    assert send(client, kept.location, kept.location).status_code == 422
    token = csrf(client, kept.location)
    for _ in range(2):
        again = client.post(kept.location, data={"csrf_token": token, "right_rows_only": "y"})
        assert again.status_code == 303
    with app.app_context():
        [found] = current().scalars(select(CrewMember))
        assert [(one.skill, str(one.last_day)) for one in found.skills] == [("doctor", "2027-12-31")]
    assert desk(app).get(kept.location).status_code == 404  # only who sent it sees it


def test_a_number_of_rosters_is_changed_with_its_source(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app, client = sqlite_app, desk(sqlite_app)
    page = "/desk/roster/limits"
    assert send(client, f"{page}/rest", page, minutes="480", source="").status_code == 422
    assert send(client, f"{page}/nothing", page, minutes="480", source="x").status_code == 422
    assert send(client, f"{page}/rest", page, minutes="480", source="Quyết định (mẫu)").status_code == 303
    with app.app_context():
        assert current().get_one(RosterLimit, "rest").minutes == 480
    here, who = post(app), member(app)
    held(app, shift(app, here, 0, 4), who)
    assert isinstance(put(app, shift(app, here, 13, 4), who), rostering.Assigned)  # nine hours suffice now


def test_coverage_says_what_is_missing(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app = sqlite_app
    held(app, shift(app, post(app), need=(3, 4)), member(app), confirmed=False)
    fake_clock.set(NIGHT + timedelta(minutes=20))
    page = desk(app).get("/desk/coverage").get_data(as_text=True)
    assert "cần 3, đã xếp 1, thiếu 2" in page
    assert "1/3" in page
    table = page.split("<table")[
        -1
    ]  # the same for who does not see the map: an hour is one row with its own time
    assert [f'">{hour}:00</td>' in table for hour in (18, 19, 20, 21)] == [True] * 4
    assert table.count("<tr>") == 5
    assert page.count("Mẫu An (mẫu)") == 1  # not arrived
    assert desk(app).get("/desk/coverage?area=medical&day=yesterday").status_code == 200


def forgotten(app: Flask, now: datetime) -> list[tuple[str, int]]:
    """Let the worker forget until nothing is due; return what was purged."""
    with app.app_context():
        while retention.anything_old(current(), now=now):
            with writing() as session:
                assert retention.forget_old(session, now=now)
        return [(one.kind, one.rows) for one in current().scalars(select(Purge).order_by(Purge.id))]


def term(app: Flask, **days: int) -> None:
    """Let kinds of data be kept for so many days."""
    with app.app_context(), writing() as session:
        for kind, number in days.items():
            session.get_one(RetentionRule, kind).days = number


def test_what_the_crew_wrote_is_forgotten_when_its_term_is_over(app: Flask, fake_clock: FakeClock) -> None:
    who = member(app, "Mẫu An (mẫu)", Skill.DOCTOR, remark="dị ứng phấn hoa")
    here = post(app)
    mine, path = held(app, shift(app, here), who), path_of(app, who)
    with app.app_context(), writing() as session:
        rostering.move(
            session, actor=SYSTEM, edition_id=edition_id(app), assignment_id=mine,
            to=AssignmentState.REFUSED, reason="ốm", now=NOW,
        )  # fmt: skip
    term(app, persons=3650, crew=30)
    assert forgotten(app, NIGHT + timedelta(days=20)) == []
    assert forgotten(app, NIGHT + timedelta(days=60)) == [("crew", 1)]
    found = assignment(app, mine)
    with app.app_context():
        member_now = current().get_one(CrewMember, who)
        assert (member_now.remark, member_now.skills, member_now.person.phone) == ("", [], None)
        assert member_now.person.given == "Mẫu An (mẫu)"  # the name has a term of its own
        assert current().get_one(Post, here).contact_phone == ""
    assert (found.reason, found.state) == ("", "refused")  # who stood where stays
    assert app.test_client().get(path).status_code == 404


def test_the_phone_of_a_guest_who_helps_goes_with_the_guest(sqlite_app: Flask) -> None:
    app, who = sqlite_app, member(sqlite_app)
    with app.app_context(), writing() as session:
        person = session.get_one(CrewMember, who).person_id
        session.add(Guest(edition_id=1, person_id=person, precedence=1, made_at=NOW, changed_at=NOW))
    term(app, persons=3650, crew=30)
    assert forgotten(app, NIGHT + timedelta(days=60)) == []


def test_the_privacy_officer_sees_and_shortens_the_term_of_the_crew(sqlite_app: Flask) -> None:
    client = desk(sqlite_app, Role.PRIVACY_OFFICER)
    page = "/desk/privacy/retention"
    assert "Điện thoại, chuyên môn" in client.get(page).text
    assert send(client, f"{page}/crew", page, days=14, reason="Xong quyết toán").status_code == 303
    with sqlite_app.app_context():
        assert current().get_one(RetentionRule, "crew").days == 14


def test_a_list_that_nobody_took_is_thrown_away_after_a_day(sqlite_app: Flask) -> None:
    account = make(sqlite_app, Role.COORDINATOR)
    with sqlite_app.app_context(), writing() as session:
        session.add(
            CrewList(
                edition_id=1,
                agency_id=None,
                area="medical",
                name="ds.xlsx",
                cells={},
                made_at=NOW,
                made_by=account,
            )
        )
        session.flush()
        assert not forgetting.any_old_crew_list(session, now=NOW + timedelta(hours=23))
        late = NOW + timedelta(hours=25)
        assert forgetting.any_old_crew_list(session, now=late)
        assert forgetting.forget_old_crew_lists(session, now=late) == 1
        assert not forgetting.any_old_crew_list(session, now=late)


def test_statements_do_not_grow_with_the_roster(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app, client = sqlite_app, desk(sqlite_app)
    here = post(app)
    held(app, shift(app, here), member(app))
    member(app, "Mẫu Bình (mẫu)")
    pages = ("/desk/coverage", "/desk/roster", "/desk/roster/people", "/desk/roster/shifts/1", "/desk/crew")

    def counted() -> dict[str, int]:
        found = {}
        for page in pages:
            client.get(page)
            with counting(app) as statements:
                client.get(page)
            found[page] = len(statements)
        return found

    before = counted()
    with app.app_context(), writing() as session:
        edition = current_edition(session).id
        first = session.scalars(select(Shift)).one()
        people = session.scalars(select(CrewMember)).all()
        session.add_all(
            Shift(
                edition_id=edition, post_id=here, starts_at=first.starts_at + timedelta(minutes=step), ends_at=first.ends_at,
                role="member", minimum=1, target=40, version=1,
            )
            for step in range(200)
        )  # fmt: skip
        session.flush()
        session.add_all(
            Assignment(shift_id=one.id, crew_id=people[0].id, state="confirmed", made_at=NOW, changed_at=NOW)
            for one in session.scalars(select(Shift).where(Shift.id != first.id))
        )
    for number in range(30):
        member(app, f"Mẫu {number} (mẫu)", Skill.FIRST_AID)
    assert counted() == before
