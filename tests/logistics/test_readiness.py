"""Readiness: areas, what presses most, the curve, and the leaders' page."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from festival.accounts.types import Role
from festival.core.trilingual import Trilingual
from festival.logistics.rules.coverage import Manned, Presence, coverage
from festival.logistics.rules.readiness import areas, covered, curve, problems
from festival.logistics.types.incidents import Severity
from festival.logistics.types.readiness import Brief
from festival.logistics.types.tasks import Area, Priority, Standing, TaskState
from tests.accounts.people import enter, make
from tests.logistics.log import opened
from tests.logistics.rosters import NIGHT, held, member, post, shift
from tests.logistics.test_views_tasks import send
from tests.logistics.work import coordinator, officer, task
from tests.support.apps import FakeClock

TODAY = date(2027, 11, 1)
EVENING = datetime(2027, 11, 17, 11, 0, tzinfo=UTC)


def brief(number: int, due: int, state: TaskState = TaskState.DOING, **more: Any) -> Brief:
    """Return a task that is due so many days after today."""
    values = {
        "area": Area.SECURITY,
        "priority": Priority.NORMAL,
        "progress": 60,
        "starts_on": None,
        "done_on": TODAY if state is TaskState.DONE else None,
        "agency_id": None,
        **more,
    }
    return Brief(
        id=number,
        number=number,
        title=Trilingual(f"Việc {number}"),
        state=state,
        due_on=TODAY + timedelta(days=due),
        **values,
    )


def test_areas_count_what_counts_and_name_the_worst() -> None:
    found = areas(
        [
            brief(1, -1),
            brief(2, -3, TaskState.DONE),
            brief(3, 9, TaskState.BLOCKED),
            brief(4, -1, TaskState.DROPPED),
            brief(5, 1, TaskState.DONE, area=Area.IT),
        ],
        TODAY,
    )
    security, technology = found
    assert (security.total, security.done, security.late, security.at_risk, security.expected) == (
        3,
        1,
        1,
        1,
        2,
    )
    assert (security.worst, technology.worst) == (Standing.LATE, Standing.DONE)


def test_what_presses_most_comes_first() -> None:
    tasks = [
        brief(1, -1),
        brief(2, -1, priority=Priority.URGENT),
        brief(3, -20),
        brief(4, -1, priority=Priority.LOW),
        brief(5, 30),
        brief(6, 40),
        brief(7, -90, TaskState.DONE),
    ]
    found = problems(tasks, {5: [4], 6: [5]}, TODAY)
    assert [one.task.number for one in found] == [3, 2, 1, 4]
    assert [(one.days_late, one.waiting) for one in found][-1] == (1, 2)
    assert [one.task.number for one in problems(tasks, {}, TODAY, most=2)] == [3, 2]


def test_waiting_counts_each_open_task_once_and_ends_in_a_ring() -> None:
    tasks = [brief(1, -1), brief(2, 9), brief(3, 9), brief(4, 9, TaskState.DONE)]
    assert problems(tasks, {2: [1], 3: [1, 2], 4: [1], 1: [3]}, TODAY)[0].waiting == 2


def covered_at(now: datetime) -> dict[str, tuple[datetime, int, int, int | None, int]]:
    """Return how areas stand at a moment of an evening: security two of four from 18 to 22, medical all there from 20 to 22."""
    shifts = [
        Manned(1, "security", EVENING, EVENING + timedelta(hours=4), 4, 4, 2, 2),
        Manned(2, "medical", EVENING + timedelta(hours=2), EVENING + timedelta(hours=4), 3, 3, 3, 3),
    ]
    there = [Presence("security", EVENING, None)]
    end = EVENING + timedelta(hours=5)
    found = coverage(shifts, there, begin=EVENING - timedelta(hours=1), end=end, now=now)
    return {
        one.area: (one.at, one.needed, one.rostered, one.present, one.short) for one in covered(found, now)
    }


def test_people_are_told_as_they_stand_now_and_before_as_they_lack_most() -> None:
    before = covered_at(EVENING - timedelta(days=2))
    assert before["security"] == (EVENING, 4, 2, None, 2)
    assert before["medical"] == (EVENING + timedelta(hours=2), 3, 3, None, 0)
    during = covered_at(EVENING + timedelta(minutes=50))
    assert during["security"] == (EVENING + timedelta(minutes=45), 4, 2, 1, 2)
    assert during["medical"][0] == EVENING + timedelta(hours=2)  # nobody is needed yet: what is coming
    after = covered_at(EVENING + timedelta(hours=4, minutes=30))
    assert after["security"][:3] == (EVENING, 4, 2)


@given(
    st.lists(st.tuples(st.integers(-60, 60), st.sampled_from(TaskState), st.integers(-60, 0)), max_size=30)
)
def test_the_curve_only_rises_and_ends_with_all(rows: list[tuple[int, TaskState, int]]) -> None:
    tasks = [
        brief(n, due, state, done_on=TODAY + timedelta(days=done) if state is TaskState.DONE else None)
        for n, (due, state, done) in enumerate(rows)
    ]
    counted = [one for one in tasks if one.state is not TaskState.DROPPED]
    points = curve(tasks, TODAY)
    assert bool(points) is bool(counted)
    if points:
        planned = [point.planned for point in points]
        assert planned == sorted(planned)
        assert planned[-1] == len(counted)
        done = [point.done for point in points if point.day <= TODAY]
        assert all(one is not None for one in done)
        assert all(point.done is None for point in points if point.day > TODAY)


def test_the_leaders_page_tells_of_people_incidents_and_what_presses_of_all_kinds(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    leader = enter(sqlite_app, make(sqlite_app, Role.LEADER))
    late = task(sqlite_app, due_on=date(2027, 10, 1))
    page = leader.get("/desk/readiness").text
    assert "Sự cố đang mở" in page
    assert "Mọi việc đang yên ổn" in page
    assert "Người còn thiếu" not in page  # there are no shifts yet
    shift(sqlite_app, post(sqlite_app), need=(3, 4))
    opened(sqlite_app, severity=Severity.MINOR)
    worst = opened(sqlite_app, title="Cháy quầy hàng (mẫu)", severity=Severity.MAJOR)
    page = leader.get("/desk/readiness").text
    assert "thiếu 3 người" in page
    places = [page.index(f'href="{one}') for one in (f"/desk/incidents/{worst}", "/desk/coverage?day=2027-11-17&amp;area", f"/desk/tasks/{late}")]  # fmt: skip
    assert places == sorted(places)
    crew = member(sqlite_app)
    held(sqlite_app, shift(sqlite_app, post(sqlite_app, "Y2")), crew)
    fake_clock.set(NIGHT + timedelta(hours=1))
    leader = enter(sqlite_app, make(sqlite_app, Role.LEADER, login="chutich"))
    assert "có mặt 0" in leader.get("/desk/readiness").text


def test_the_leaders_see_one_page_and_agencies_do_not(sqlite_app: Flask) -> None:
    leader = enter(sqlite_app, make(sqlite_app, Role.LEADER))
    assert "Chưa có nhiệm vụ nào" in leader.get("/desk/readiness").text
    send(coordinator(sqlite_app), "/desk/tasks/standard", {})
    page = leader.get("/desk/readiness").text
    assert "Việc cấp bách nhất" in page
    assert "0/122" in page
    assert page.count("Nghị định 110/2018") == 3
    for title in ("Đăng ký tổ chức lễ hội có nguồn gốc", "Hết 15 ngày kể từ ngày thông báo"):
        assert page.count(title) == 1, title  # what presses is not listed a second time
    crew, _agency = officer(sqlite_app)
    assert crew.get("/desk/readiness").status_code == 403


@pytest.mark.parametrize("due", [date(2027, 10, 1), date(2027, 12, 1)])
def test_a_single_task_is_enough_for_the_page(sqlite_app: Flask, due: date) -> None:
    task(sqlite_app, due_on=due)
    assert enter(sqlite_app, make(sqlite_app, Role.LEADER)).get("/desk/readiness").status_code == 200
