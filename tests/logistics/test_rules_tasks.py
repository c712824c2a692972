"""The rules of tasks: rings, the longest chain, how a task stands, reminders, the timeline, months, the standard list."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.core.config import ROOT
from festival.logistics.rules.dependencies import Node, critical_path, in_order, pressed, ring
from festival.logistics.rules.months import beside, month_from, weeks_of
from festival.logistics.rules.standard import WrongLine, agencies_of, tasks_of
from festival.logistics.rules.standing import days_left, share_done, standing, worth_reminding
from festival.logistics.rules.timeline import BAR, HEAD, ROW, drawn
from festival.logistics.types.tasks import NEXT_STATES, OF_MANAGERS, Standing, TaskState

DAY = date(2027, 11, 1)
LISTS = ROOT / "festival" / "logistics" / "standard"


def node(number: int, begins: int, ends: int) -> Node:
    """Return a task from one day of November to another."""
    return Node(number, DAY + timedelta(days=begins), DAY + timedelta(days=ends))


def test_a_ring_is_named_from_the_task_back_to_it() -> None:
    assert ring({1: [2], 2: [3], 3: [1]}, 1) == (1, 3, 2, 1)
    assert ring({1: [1]}, 1) == (1, 1)


def test_a_way_that_only_meets_again_is_no_ring() -> None:
    assert ring({4: [2, 3], 2: [1], 3: [1]}, 4) is None


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=30))
def test_a_ring_is_found_exactly_when_there_is_no_order(pairs: list[tuple[int, int]]) -> None:
    before: dict[int, list[int]] = {}
    for after, earlier in pairs:
        before.setdefault(after, []).append(earlier)
    nodes = {number: node(number, 0, 1) for number in range(13)}
    found = [ring(before, number) for number in range(13)]
    if any(found):
        with pytest.raises(ValueError, match="ring"):
            in_order(nodes, before)
    else:
        place = {task: n for n, task in enumerate(in_order(nodes, before))}
        assert all(place[earlier] < place[after] for after, earlier in pairs)
    for circle in filter(None, found):
        assert circle[0] == circle[-1]
        links = list(zip(circle[1:], circle, strict=False))
        assert all(
            later in before.get(earlier, []) or earlier in before.get(later, []) for later, earlier in links
        )


def test_the_longest_chain_counts_days_and_not_links() -> None:
    nodes = [node(1, 0, 1), node(2, 2, 3), node(3, 4, 4), node(4, 0, 30), node(5, 31, 40)]
    assert critical_path(nodes, {2: [1], 3: [2], 5: [4]}) == (4, 5)


def test_without_dependencies_there_is_no_chain() -> None:
    assert critical_path([node(1, 0, 99), node(2, 0, 1)], {}) == ()
    assert critical_path([node(1, 0, 99)], {1: [7]}) == ()  # what it waits for is not in the list


def test_dates_that_break_the_order_are_named() -> None:
    assert pressed([node(1, 0, 9), node(2, 0, 5), node(3, 0, 9)], {2: [1], 3: [1]}) == [(1, 2)]


@pytest.mark.parametrize(
    ("state", "due", "more", "expected"),
    [
        (TaskState.TODO, 10, {}, Standing.ON_TIME),
        (TaskState.TODO, -1, {}, Standing.LATE),
        (TaskState.DOING, -1, {"progress": 99}, Standing.LATE),
        (TaskState.REPORTED, -9, {}, Standing.ON_TIME),
        (TaskState.DONE, -9, {}, Standing.DONE),
        (TaskState.DROPPED, -9, {}, Standing.DROPPED),
        (TaskState.BLOCKED, 10, {}, Standing.AT_RISK),
        (TaskState.DOING, 3, {"progress": 49}, Standing.AT_RISK),
        (TaskState.DOING, 3, {"progress": 50}, Standing.DUE_SOON),
        (TaskState.DOING, 0, {"progress": 90}, Standing.DUE_SOON),
        (TaskState.DOING, 4, {"progress": 0}, Standing.ON_TIME),
        (TaskState.TODO, 10, {"starts_on": DAY - timedelta(days=2)}, Standing.ON_TIME),
        (TaskState.TODO, 10, {"starts_on": DAY - timedelta(days=3)}, Standing.AT_RISK),
        (TaskState.DOING, 10, {"starts_on": DAY - timedelta(days=30)}, Standing.ON_TIME),
    ],
)
def test_how_a_task_stands(state: TaskState, due: int, more: dict[str, object], expected: Standing) -> None:
    assert standing(state, DAY + timedelta(days=due), DAY, **more) is expected  # type: ignore[arg-type] # starts_on or progress


def test_reminders_come_on_few_days_before_and_once_a_week_after() -> None:
    days = [
        left
        for left in range(10, -40, -1)
        if worth_reminding(TaskState.DOING, DAY + timedelta(days=left), DAY)
    ]
    assert days == [7, 3, 1, 0, -1, -3, -7, -14, -21, -28, -35]
    assert not worth_reminding(TaskState.DONE, DAY, DAY)
    assert not worth_reminding(TaskState.REPORTED, DAY, DAY)


def test_every_state_leads_somewhere_and_only_managers_open_what_was_closed() -> None:
    assert set(NEXT_STATES) == set(TaskState)
    assert all(ways and state not in ways for state, ways in NEXT_STATES.items())
    assert {state for state, ways in NEXT_STATES.items() if TaskState.DONE in ways} == {TaskState.REPORTED}
    assert {TaskState.DONE, TaskState.DROPPED} == OF_MANAGERS


def test_shares_and_days() -> None:
    assert share_done([TaskState.DONE, TaskState.TODO, TaskState.DROPPED]) == 0.5
    assert share_done([]) == 0.0
    assert days_left(DAY, DAY + timedelta(days=2)) == -2


def test_the_drawing_has_a_row_for_each_task_and_an_arrow_for_each_dependency() -> None:
    rows = [node(1, 0, 4), node(2, 5, 9), node(3, 2, 3)]
    made = drawn(
        rows, {1: 50}, {2: [1], 3: [1, 99]}, today=DAY, main_day=DAY + timedelta(days=400), per_day=10
    )
    first, second, _third = made.bars
    assert (first.width, first.done, first.y) == (50, 25, HEAD + (ROW - BAR) // 2)
    assert second.x == first.x + 50
    assert second.y - first.y == ROW
    assert [(arrow.before, arrow.after) for arrow in made.arrows] == [(1, 2), (1, 3)]
    assert made.today is not None
    assert made.main is None
    assert made.height == HEAD + 3 * ROW
    assert any(tick.is_month for tick in made.ticks)


def test_months_are_whole_weeks_and_odd_addresses_show_this_month() -> None:
    weeks = weeks_of(2027, 11)
    assert weeks[0][0].weekday() == 0
    assert all(len(week) == 7 for week in weeks)
    assert month_from("2027-12", DAY) == (2027, 12)
    assert [month_from(text, DAY) for text in ("", "2027-13", "x-1", "99999999-1", "٢-1")] == [(2027, 11)] * 5
    assert (beside(2027, 12, 1), beside(2027, 1, -1)) == ("2028-01", "2026-12")


def test_the_standard_list_is_large_whole_and_in_order() -> None:
    agencies = agencies_of((LISTS / "agencies.csv").read_text("utf-8"))
    tasks = tasks_of((LISTS / "tasks.csv").read_text("utf-8"))
    codes = {one.code for one in agencies}
    assert len(tasks) > 100
    assert len({task.lead for task in tasks}) >= 30
    assert len(codes) == len(agencies)
    by_code = {task.code: task for task in tasks}
    for task in tasks:
        assert {task.lead, *task.partners} <= codes, task.code
        assert task.lead not in task.partners, task.code
        assert all(by_code[earlier].ends <= task.ends for earlier in task.after), task.code
    assert len({task.title.vi for task in tasks}) == len(tasks)


@pytest.mark.parametrize(
    "line",
    [
        "a|weather|-1|0|normal|x|||T|T|T",
        "a|it|0|-1|normal|x|||T|T|T",
        "a|it|0|1|normal|x||b|T|T|T",
        "a|it|0|1|normal|x|||T||T",
        "a|it|soon|1|normal|x|||T|T|T",
    ],
)
def test_a_wrong_line_of_the_list_is_named(line: str) -> None:
    with pytest.raises(WrongLine, match=r"^a:"):
        tasks_of(f"code|area|from|to|priority|lead|with|after|vi|ja|en\n{line}\n")


def test_lists_are_files_of_the_package() -> None:
    assert {path.name for path in Path(LISTS).iterdir()} == {"agencies.csv", "tasks.csv"}
