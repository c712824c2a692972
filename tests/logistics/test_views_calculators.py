"""The calculators as people use them: questions in the address, answers side by side, scenarios, tables with their history."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from festival.accounts.types import RIGHTS, Right, Role
from festival.core import clock
from festival.core.actor import SYSTEM, Actor
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.logistics.models import Post
from festival.logistics.queries.planning import get_scenario, scenarios, tables, versions
from festival.logistics.rules.calculators.staffing import people
from festival.logistics.services.manning import demands_of, save_post
from festival.logistics.services.planning import change_table, keep_scenario
from festival.logistics.types.crew import Role as PostRole
from festival.logistics.types.crew import Skill
from festival.logistics.types.planning import Need, Question, TableKind, TableStale
from festival.logistics.types.planning import Role as Asked
from festival.logistics.types.shifts import PostContent, PostKind
from festival.logistics.types.tasks import Area
from tests.accounts.people import enter, make
from tests.support.apps import csrf_in, post

CLASSES = re.compile(r"<[^>]+>")
FORM = "0123456789abcdef0123"


@pytest.fixture
def planner(sqlite_app: Flask) -> FlaskClient:
    """The browser of a coordinator, who uses the calculators and keeps the tables."""
    return enter(sqlite_app, make(sqlite_app, Role.COORDINATOR))


def words(text: str) -> str:
    """Return what a page says."""
    return " ".join(CLASSES.sub(" ", text).split())


@pytest.mark.parametrize("question", Question)
def test_every_question_is_answered_as_it_opens(planner: FlaskClient, question: Question) -> None:
    page = planner.get(f"/desk/calculators/{question}")
    assert page.status_code == 200
    said = words(page.text)
    assert "×1 " in said
    assert "×2,5" in said
    assert "Green Guide" in said or "Maurer-Schema" in said or "NFPA" in said


def test_the_entrance_of_the_sources(planner: FlaskClient) -> None:
    said = words(planner.get("/desk/calculators/entry?people=10000&lanes=12&wait=10").text)
    assert "1.960 người, sau 90 phút" in said
    assert "23,3 phút" in said


def test_both_medical_opinions_stand_side_by_side(planner: FlaskClient) -> None:
    page = planner.get("/desk/calculators/medical?permitted=12000&expected=10000&vips=0").text
    said = words(page)
    assert said.count("Phương pháp Maurer") >= 3
    assert re.search(r"Nhân viên sơ cứu 5 13 ", said)
    assert "13,5" in said


def test_numbers_are_typed_with_a_comma_or_a_point(planner: FlaskClient) -> None:
    for widths in ("6 6 4,5 1,05", "6 6 4.5 1.05"):
        page = planner.get(
            "/desk/calculators/exits", query_string={"people": 10_000, "widths": widths, "minutes": 8}
        )
        assert "11,55 m" in words(page.text)  # without one of the two widest


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("entry?people=0", "Xin điền mục này."),
        ("entry?people=99999999", "1000000"),
        ("entry?lanes=501", "500"),
        ("entry?rate=khong-co", "Vui lòng chọn"),
        ("entry?wait=-1", "240"),
        ("exits?widths=sáu", "6 6 4,5 3"),
        ("capacity?area=0", "Vui lòng nhập một số từ 1"),
        ("capacity?physical=1,2", "đến 1"),
        ("medical?vips=1001", "1000"),
    ],
)
def test_what_cannot_be_answered_is_said(planner: FlaskClient, path: str, sentence: str) -> None:
    page = planner.get(f"/desk/calculators/{path}")
    assert page.status_code == 200
    assert sentence in words(page.text)
    assert "answers" not in page.text


def test_a_lane_that_lets_nobody_through_is_refused(planner: FlaskClient) -> None:
    asked: dict[str, Any] = {
        "rate": "Soát, khách mang túi",
        "slower": ["Dò bằng máy cầm tay", "Máy soi hành lý"],
    }
    assert (
        "Như vậy thì làn không cho ai qua được"
        in planner.get("/desk/calculators/entry", query_string=asked).text
    )


def test_a_scenario_is_kept_once_with_its_author_and_opens_as_it_was_asked(
    sqlite_app: Flask, planner: FlaskClient
) -> None:
    page = planner.get("/desk/calculators/entry?people=12345&lanes=20")
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    assert fields["people"] == "12345"
    for _click in range(2):
        sent = planner.post("/desk/calculators/entry", data={**fields, "name": "Cổng phía tây (mẫu)"})
        assert sent.status_code == 303
    with sqlite_app.app_context():
        (kept,) = scenarios(current(), 1)
    index = planner.get("/desk/calculators").text
    assert "Cổng phía tây (mẫu)" in index
    assert "Nhân viên" in words(index)
    opened = planner.get(f"/desk/calculators/scenarios/{kept.id}").text
    assert 'value="12345"' in opened
    assert "đã thay đổi" not in opened


def test_a_scenario_says_which_tables_have_changed_since(sqlite_app: Flask, planner: FlaskClient) -> None:
    with sqlite_app.app_context(), writing() as session:
        number = keep_scenario(
            session,
            actor=SYSTEM,
            edition_id=1,
            question=Question.STEWARDS,
            name="Hướng dẫn (mẫu)",
            inputs={"people": ["10000"], "posts": ["10"]},
            now=clock.now(),
        )
        rows = [dict(row) for row in tables(session)[TableKind.SCENARIOS].rows]
        change_table(
            session,
            actor=SYSTEM,
            kind=TableKind.SCENARIOS,
            version=1,
            rows=rows[:2],
            source="Họp (mẫu)",
            why="",
            now=clock.now(),
        )
    said = words(planner.get(f"/desk/calculators/scenarios/{number}").text)
    assert "Các kịch bản" in said
    assert "×2,5" not in said


def test_who_kept_a_scenario_removes_it_and_others_do_not(sqlite_app: Flask, planner: FlaskClient) -> None:
    gate_lead, leader = (make(sqlite_app, role) for role in (Role.GATE_LEAD, Role.LEADER))
    with sqlite_app.app_context(), writing() as session:
        made = [
            keep_scenario(
                session,
                actor=Actor("person", owner),
                edition_id=1,
                question=Question.EXITS,
                name="Lối ra (mẫu)",
                inputs={},
                now=clock.now(),
            )
            for owner in (gate_lead, leader)
        ]
    browser = enter(sqlite_app, gate_lead)
    answers = [
        post(
            browser, f"/desk/calculators/scenarios/{number}/remove", {}, form_at="/desk/calculators"
        ).status_code
        for number in made
    ]
    assert answers == [303, 403]
    assert (
        post(
            planner, f"/desk/calculators/scenarios/{made[1]}/remove", {}, form_at="/desk/calculators/entry"
        ).status_code
        == 303
    )
    assert planner.get(f"/desk/calculators/scenarios/{made[1]}").status_code == 404


def test_a_name_is_needed(planner: FlaskClient) -> None:
    token = csrf_in(planner.get("/desk/calculators/stewards").text)
    sent = planner.post(
        "/desk/calculators/stewards", data={"csrf_token": token, "people": "500", "posts": "3", "name": ""}
    )
    assert sent.status_code == 422
    assert 'value="500"' in sent.text


# --- people at a post --------------------------------------------------------------------------------------------------


def test_an_answer_becomes_what_a_post_needs_in_one_click(sqlite_app: Flask, planner: FlaskClient) -> None:
    with sqlite_app.app_context(), writing() as session:
        post_id = manned_post(session).id
    page = planner.get("/desk/calculators/medical?permitted=12000&expected=10000").text
    form = page[page.index('action="/desk/calculators/medical/needs"') :]
    fields = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")])
    )
    fields |= {
        "post": str(post_id),
        "scenario": "2",
        "since": "2027-11-17T16:00",
        "until": "2027-11-17T23:00",
    }
    for _click in range(2):
        sent = planner.post("/desk/calculators/medical/needs", data=fields)
        assert sent.location == f"/desk/posts/{post_id}"
    with sqlite_app.app_context():
        found = demands_of(current(), [post_id])
        assert {(one.skill, one.minimum) for one in found} == {
            ("first_aid", 28),
            ("doctor", 1),
            ("ambulance", 5),
        }
        assert all("×2,5" in one.source for one in found)
    wrong = planner.post("/desk/calculators/medical/needs", data=fields | {"until": "2027-11-17T15:00"})
    assert wrong.status_code == 422
    assert planner.post("/desk/calculators/medical/needs", data=fields | {"post": "999"}).status_code == 422
    assert "/needs" not in planner.get("/desk/calculators/exits").text  # widths are nobody to roster


def test_what_needs_the_same_people_is_added_up() -> None:
    needs = [
        Need(Asked.TRANSPORT_AMBULANCE, 2),
        Need(Asked.EMERGENCY_AMBULANCE, 3),
        Need(Asked.FIRST_AID_POST, 1),
        Need(Asked.LANE, 700),
    ]
    assert people(needs, per_lane=2) == [
        (PostRole.MEMBER, Skill.AMBULANCE, 5),
        (PostRole.MEMBER, None, 500),
    ]


def test_lanes_become_people_and_are_not_added_twice_unasked(sqlite_app: Flask, planner: FlaskClient) -> None:
    with sqlite_app.app_context(), writing() as session:
        post_id = manned_post(session).id
    at = "/desk/calculators/entry/needs"

    def fields(**more: str) -> dict[str, str]:
        page = planner.get("/desk/calculators/entry").text
        form = page[page.index(f'action="{at}"') :]
        form = form[: form.index("</form>")]
        assert re.search(r'name="post"[^>]*>\s*<option value="">Vui lòng chọn', form)  # nobody has chosen yet
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        times = {"since": "2027-11-17T16:00", "until": "2027-11-17T23:00", "scenario": "1"}
        return hidden | times | {"post": str(post_id), "per_lane": "2"} | more

    def needed() -> list[int]:
        with sqlite_app.app_context():
            return [one.target for one in demands_of(current(), [post_id])]

    assert planner.post(at, data=fields(per_lane="")).status_code == 422
    assert planner.post(at, data=fields(post="")).status_code == 422
    page = planner.get("/desk/calculators/entry").text
    lanes = [int(number) for number in re.findall(r"Làn: (\d+)", page)]
    assert planner.post(at, data=fields()).status_code == 303
    assert needed() == [2 * lanes[1]]
    back = planner.post(at, data=fields())  # after Back: another form number
    assert back.status_code == 409
    assert "Chưa thêm gì" in back.text
    assert needed() == [2 * lanes[1]]
    assert planner.post(at, data=fields(once_more="y")).status_code == 303
    assert len(needed()) == 2


def test_who_makes_no_rosters_adds_no_needs(sqlite_app: Flask) -> None:
    browser = enter(sqlite_app, make(sqlite_app, Role.GATE_LEAD))
    page = browser.get("/desk/calculators/stewards").text
    assert "/needs" not in page
    assert (
        browser.post("/desk/calculators/stewards/needs", data={"csrf_token": csrf_in(page)}).status_code
        == 403
    )


def manned_post(session: Session) -> Post:
    """Make a post that needs nobody yet."""
    made = save_post(
        session,
        actor=SYSTEM,
        edition_id=1,
        post_id=None,
        version=0,
        content=PostContent("Y9", PostKind.FIRST_AID, Area.MEDICAL, Trilingual("Trạm y tế (mẫu)")),
        submission=None,
        now=clock.now(),
    )
    assert isinstance(made, Post)
    return made


# --- tables ------------------------------------------------------------------------------------------------------------


def sent_cells(page: str) -> dict[str, str]:
    """Return the fields of a table's form as a browser sends them."""
    return dict(re.findall(r'<input class="input[^"]*" id="[^"]+" name="([^"]+)" value="([^"]*)"', page)) | {
        "version": re.findall(r'name="version"[^>]*value="(\d+)"', page)[0],
        "csrf_token": csrf_in(page),
        "source": "Họp ngày 1/11 (mẫu)",
    }


def test_a_changed_figure_counts_at_once_and_is_kept_in_the_history(
    sqlite_app: Flask, planner: FlaskClient
) -> None:
    path = "/desk/calculators/tables/lane_rates"
    fields = sent_cells(planner.get(path).text) | {"per_minute-1": "3,5", "why": "Soát kỹ hơn (mẫu)"}
    assert planner.post(path, data=fields).status_code == 303
    assert ">24<" in planner.get("/desk/calculators/entry").text  # 10,000 over two hours; 12 before
    with sqlite_app.app_context():
        newest, first = versions(current(), TableKind.LANE_RATES)
    assert newest.content["rows"][1]["per_minute"] == "3.5"
    assert first.content["rows"][1]["per_minute"] == "7"
    assert newest.note == "Soát kỹ hơn (mẫu)"
    page = words(planner.get(path).text)
    assert "Soát kỹ hơn (mẫu)" in page


def test_rows_come_and_go_with_their_cells(sqlite_app: Flask, planner: FlaskClient) -> None:
    path = "/desk/calculators/tables/areas"
    fields = sent_cells(planner.get(path).text)
    fields |= {"name_vi-3": "Xem phim", "area-3": "0,8"}
    fields |= {name: "" for name in fields if name.endswith("-1")}
    assert planner.post(path, data=fields).status_code == 303
    with sqlite_app.app_context():
        rows = tables(current())[TableKind.AREAS].rows
    assert [row["area"] for row in rows] == ["0.5", "1.5", "0.8"]


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("lane_rates", {"per_minute-0": "0"}, "Vui lòng nhập một số, ví dụ 1,5."),
        ("lane_rates", {"per_minute-0": "mười"}, "Vui lòng nhập một số, ví dụ 1,5."),
        ("lane_rates", {"name_vi-1": ""}, "Vui lòng nhập tên tiếng Việt."),
        ("lane_rates", {"name_vi-1": "Cửa xoay, không soát"}, "Có hai dòng trùng tên."),
        ("arrivals", {"shares-0": "20 30 40"}, "tổng bằng 100"),
        ("maurer_aiders", {"number-2": "1,5"}, "Vui lòng nhập một số nguyên."),
        ("maurer_aiders", {"up_to-10": "130"}, "Chỉ dòng cuối"),
        ("maurer_aiders", {"up_to-0": "5"}, "theo thứ tự"),
        ("purple_guide", {"over-0": "1"}, "từ trên 0 người"),
        ("figures", {"source": ""}, "Xin điền mục này."),
    ],
)
def test_a_table_that_no_calculator_could_use_is_refused(
    sqlite_app: Flask, planner: FlaskClient, kind: str, typed: dict[str, str], sentence: str
) -> None:
    path = f"/desk/calculators/tables/{kind}"
    answer = planner.post(path, data=sent_cells(planner.get(path).text) | typed)
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    with sqlite_app.app_context():
        assert tables(current())[TableKind(kind)].version == 1


def test_rows_that_the_calculators_know_by_name_stay(sqlite_app: Flask, planner: FlaskClient) -> None:
    path = "/desk/calculators/tables/figures"
    fields = sent_cells(planner.get(path).text)
    emptied = {name: "" for name in fields if name.endswith("-0")}
    assert planner.post(path, data=fields | emptied).status_code == 422
    extra = {"key-99": "hack", "value-15": "1", "name_vi-15": "x", "source-15": "x"}
    assert planner.post(path, data=fields | extra).status_code == 303
    with sqlite_app.app_context():
        assert len(tables(current())[TableKind.FIGURES].rows) == 15


def test_who_was_overtaken_sees_both_and_loses_nothing(sqlite_app: Flask, planner: FlaskClient) -> None:
    path = "/desk/calculators/tables/emergencies"
    mine = sent_cells(planner.get(path).text) | {"minutes-0": "7"}
    colleague = enter(sqlite_app, make(sqlite_app, Role.ORGANIZER))
    theirs = sent_cells(colleague.get(path).text) | {"minutes-0": "6"}
    assert colleague.post(path, data=theirs).status_code == 303
    answer = planner.post(path, data=mine)
    assert answer.status_code == 409
    assert "đã sửa bảng này" in words(answer.text)
    assert 'value="7"' in answer.text
    assert '<td class="numeric">6</td>' in answer.text
    again = mine | {"version": re.findall(r'name="version"[^>]*value="(\d+)"', answer.text)[0]}
    assert planner.post(path, data=again).status_code == 303


def test_a_version_in_between_is_found_on_both_databases(app: Flask) -> None:
    with app.app_context():
        with writing() as session:
            rows = [dict(row) for row in tables(session)[TableKind.AREAS].rows]
            rows[0]["area"] = "0.4"
            said: dict[str, Any] = {
                "actor": SYSTEM,
                "kind": TableKind.AREAS,
                "source": "x",
                "why": "",
                "now": clock.now(),
            }
            assert change_table(session, version=1, rows=rows, **said) == 2
            assert change_table(session, version=1, rows=rows, **said) == 2  # the form sent again
        with writing() as session:
            other = change_table(session, version=1, rows=rows[:1], **said)
        assert isinstance(other, TableStale)
        assert other.now.version == 2


# --- who may -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_who_may_use_and_who_may_change(sqlite_app: Flask, role: Role) -> None:
    browser = enter(sqlite_app, make(sqlite_app, role))
    may_use, may_change = (right in RIGHTS[role] for right in (Right.USE_CALCULATORS, Right.CHANGE_FIGURES))
    for path in ("", "/entry", "/tables", "/tables/figures"):
        assert browser.get(f"/desk/calculators{path}").status_code == (200 if may_use else 403)
    token = csrf_in(browser.get("/desk/account").text)
    sent = browser.post("/desk/calculators/tables/areas", data={"csrf_token": token})
    assert sent.status_code == (422 if may_change else 403)
    assert may_use or not may_change


def test_a_scenario_of_nowhere_and_a_question_of_nowhere(sqlite_app: Flask, planner: FlaskClient) -> None:
    for path in ("weather", "scenarios/99", "tables/weather"):
        assert planner.get(f"/desk/calculators/{path}").status_code == 404
    with sqlite_app.app_context(), writing() as session:
        number = keep_scenario(
            session, actor=SYSTEM, edition_id=1, question=Question.ENTRY, name="x", inputs={}, now=clock.now(), submission=FORM
        )  # fmt: skip
        assert get_scenario(session, 1, number).submission == FORM
    assert planner.get(f"/desk/calculators/scenarios/{number}").status_code == 200
