"""Pages of posts, shifts and coverage at the desk: who may, what is refused, who steps in, and that statements do not grow."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from festival.accounts.types import Role
from festival.core.transaction import current, writing
from festival.logistics.models import Assignment, CrewMember, Post, RosterLimit, Shift
from festival.logistics.services import rostering
from festival.logistics.types.crew import Skill
from festival.outbox.models import Message
from festival.programme.queries import current_edition
from tests.architecture.statements import counting
from tests.logistics.rosters import (
    NIGHT,
    desk,
    held,
    member,
    path_of,
    post,
    put,
    send,
    shift,
)
from tests.support.apps import NOW, FakeClock


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
    assert send(client, page, page, **form).status_code == 303  # the same again is nothing new
    overtaken = send(client, page, page, **form | {"name_vi": "Khác", "briefing_vi": "Viết rất lâu"})
    assert overtaken.status_code == 409
    for kept in ("Khác", "Viết rất lâu", "Trạm", 'name="version" type="hidden" value="2"'):
        assert kept in overtaken.text, kept
    table = overtaken.text.partition("<table")[2].partition("</table>")[0]
    assert re.findall(r'<th scope="row">(.+?)</th>', table) == ["Tên tiếng Việt", "Hướng dẫn bằng tiếng Việt"]
    with app.app_context():
        found = current().get_one(Post, first)
        assert (found.name.vi, found.version) == ("Trạm", 2)
    assert send(client, page, page, **form | {"name_vi": "Khác", "version": "2"}).status_code == 303


def test_shifts_are_made_where_the_need_was_written_down(sqlite_app: Flask) -> None:
    client, here = desk(sqlite_app), post(sqlite_app)
    shift(sqlite_app, post(sqlite_app, "Y2"))
    page, making = f"/desk/posts/{here}", f"/desk/posts/{here}/shifts"
    need = {"since": "2027-11-17T18:00", "until": "2027-11-17T22:00", "role": "member", "skill": "", "minimum": "2", "target": "3"}  # fmt: skip
    assert making not in client.get(page).text
    assert send(client, f"{page}/needs", page, **need).status_code == 303
    assert making in client.get(page).text
    assert send(client, making, page, hours="0").status_code == 303
    for _press in range(2):
        assert send(client, making, page, hours="2").location == page
    assert making not in client.get(page).text
    with sqlite_app.app_context():
        made = current().scalars(select(Shift).where(Shift.post_id == here)).all()
        assert [(one.minimum, one.target) for one in made] == [(2, 3)] * 2
    assert send(desk(sqlite_app, Role.LEADER), making, "/desk/account", hours="2").status_code == 403
    assert send(client, "/desk/posts/99/shifts", page, hours="2").status_code == 404


def test_from_a_shift_one_comes_back_to_its_day(sqlite_app: Flask) -> None:
    number = shift(
        sqlite_app, post(sqlite_app), begin=9
    )  # at three in the night of the 18th, which is the 17th's
    assert 'href="/desk/roster?day=2027-11-17"' in desk(sqlite_app).get(f"/desk/roster/shifts/{number}").text


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
    assert re.findall(r"data-now>(\S+?)</th>", page) == ["18:00"]  # the hour at which the grid opens
    assert "cần 3, đã xếp 1, thiếu 2" in page
    assert "1/3" in page
    table = page.split("<table")[
        -1
    ]  # the same for who does not see the map: an hour is one row with its own time
    assert [f'">{hour}:00</td>' in table for hour in (18, 19, 20, 21)] == [True] * 4
    assert table.count("<tr>") == 5
    assert page.count("Mẫu An (mẫu)") == 1  # not arrived
    assert desk(app).get("/desk/coverage?area=medical&day=yesterday").status_code == 200


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


def test_everybody_who_has_not_come_can_be_found(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    where = shift(sqlite_app, post(sqlite_app), need=(8, 8))
    names = [f"Mẫu {number} (mẫu)" for number in range(8)]
    for name in names:
        held(sqlite_app, where, member(sqlite_app, name))
    fake_clock.set(NIGHT + timedelta(minutes=20))
    page = desk(sqlite_app).get("/desk/coverage").text
    assert "và 2 nữa" in page
    assert [name for name in names if name not in page] == []
    assert page.count('href="tel:+849123') == 8
