"""Pages of the crew: people one by one and by lists that are looked at before they are taken, and when what they wrote is forgotten."""

import io
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from festival.accounts.types import Role
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.logistics.models import CrewList, CrewMember, Post
from festival.logistics.services import forgetting, rostering
from festival.logistics.types.crew import Skill
from festival.logistics.types.shifts import AssignmentState
from festival.programme.tables.writing import as_xlsx
from festival.registration.models import Guest, Purge, RetentionRule
from festival.registration.services import retention
from tests.accounts.people import make
from tests.logistics.rosters import (
    NIGHT,
    assignment,
    desk,
    edition_id,
    held,
    member,
    path_of,
    post,
    send,
    shift,
)
from tests.support.apps import NOW, FakeClock, csrf


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


def test_who_was_overtaken_keeps_what_was_typed(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    who, client = member(sqlite_app, "Mẫu An (mẫu)", Skill.DOCTOR), desk(sqlite_app)
    page = f"/desk/crew/{who}"
    form = {
        "version": "1", "family": "Lê", "given": "Mẫu An (mẫu)", "language": "vi", "phone": "0912 300 000", "agency": "0",
        "team": "0", "area": "medical", "skills": ["doctor"], "is_active": "y",
    }  # fmt: skip
    for _press in range(2):
        assert send(client, page, page, **form, remark="Dị ứng phấn hoa").status_code == 303
    overtaken = send(client, page, page, **form | {"area": "traffic"}, remark="Chỉ trực ban ngày")
    assert overtaken.status_code == 409
    for kept in ("Chỉ trực ban ngày", "Dị ứng phấn hoa", 'value="2"'):
        assert kept in overtaken.text, kept
    with sqlite_app.app_context():
        found = current().get_one(CrewMember, who)
        assert (found.remark, found.version) == ("Dị ứng phấn hoa", 2)


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


def kept_list(client: FlaskClient, *rows: list[str]) -> str:
    """Send a list as the coordinator does; return where it is looked at."""
    file = FileStorage(io.BytesIO(as_xlsx([("Danh sách", rows)])), "ds.xlsx")
    sent = client.post(
        "/desk/crew/lists",
        data={
            "csrf_token": csrf(client, "/desk/crew/lists"),
            "file": file,
            "agency": "0",
            "area": "security",
        },
        content_type="multipart/form-data",
    )
    return sent.location


def test_a_list_leaves_alone_what_it_does_not_say_of_who_is_there(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    app, client = sqlite_app, desk(sqlite_app)
    who = member(app, "Mẫu An (mẫu)", Skill.DOCTOR, Skill.ENGLISH, remark="chỉ ca ngày", is_active=False)
    with app.app_context():
        phone = current().get_one(CrewMember, who).person.phone
    heads = ["Họ và tên", "Số ĐT", "Lĩnh vực"]
    silent = kept_list(client, heads, ["Lê Mẫu An (mẫu)", str(phone), ""])
    page = client.get(silent).get_data(as_text=True)
    assert "không có gì để nhận" in page
    assert "Nhận 0 người" not in page
    assert "Nhận 1 người" not in page
    assert send(client, silent, "/desk/crew/lists").status_code == 303
    saying = kept_list(
        client,
        heads,
        ["Lê Mẫu An (mẫu)", str(phone), "An toàn giao thông"],
        ["Trần Mẫu Bình (mẫu)", str(phone), ""],
    )
    page = client.get(saying).get_data(as_text=True)
    assert "Lĩnh vực: Y tế → An toàn giao thông" in page
    assert "Dòng 2, 3 có cùng số điện thoại" in page
    assert "Nhận 2 người" in page
    assert send(client, saying, saying).status_code == 303
    with app.app_context():
        found = current().get_one(CrewMember, who)
        assert (found.area, found.remark, found.is_active) == ("traffic", "chỉ ca ngày", False)
        assert {one.skill for one in found.skills} == {"doctor", "english"}
        other = current().scalars(select(CrewMember).where(CrewMember.id != who)).one()
        assert other.area == "security"


def test_a_list_of_wrong_rows_offers_nobody(sqlite_app: Flask) -> None:
    client = desk(sqlite_app)
    page = client.get(kept_list(client, ["Họ và tên", "SĐT"], ["Lê Mẫu An (mẫu)", "12"])).get_data(
        as_text=True
    )
    assert "Nhận 0 người" not in page
    assert "Không nhận được dòng nào" in page


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
