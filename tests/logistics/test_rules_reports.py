"""What reports count, and how official documents write days, recipients, symbols and long names."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from festival.core.trilingual import Trilingual
from festival.logistics.rules import reports as rules
from festival.logistics.types.tasks import Area, Standing, TaskContent, TaskFacts, TaskState

TODAY = date(2027, 11, 5)


def task(
    number: int, due: int, state: TaskState = TaskState.DOING, progress: int = 60, **more: Any
) -> TaskFacts:
    """Return a task that is due so many days after today."""
    content = TaskContent(
        area=more.pop("area", Area.SECURITY),
        title=Trilingual(f"Việc {number}"),
        due_on=TODAY + timedelta(days=due),
        **more,
    )
    return TaskFacts(number, number, state, progress, 1, datetime(2027, 11, 1, tzinfo=UTC), None, content)


def test_every_task_that_counts_stands_in_exactly_one_column() -> None:
    tasks = [
        task(1, -3),
        task(2, -3, TaskState.REPORTED),
        task(3, -3, TaskState.DONE),
        task(4, -3, TaskState.DROPPED),
        task(5, 2),
        task(6, 2, progress=10),
        task(7, 30),
        task(8, 30, TaskState.BLOCKED, area=Area.MEDICAL),
    ]
    whole = rules.counts(tasks, TODAY)
    assert (whole.total, whole.done, whole.reported, whole.on_time, whole.at_risk, whole.late) == (
        7,
        1,
        1,
        2,
        2,
        1,
    )
    assert whole.total == whole.done + whole.reported + whole.on_time + whole.at_risk + whole.late
    assert [(one.area, one.total) for one in rules.by_area(tasks, TODAY)] == [
        (Area.SECURITY, 6),
        (Area.MEDICAL, 1),
    ]
    assert whole.share == pytest.approx(100 / 7)
    assert rules.counts([], TODAY).share == 0


def test_what_is_late_longest_comes_first_and_what_is_due_next_leaves_out_what_is_over() -> None:
    tasks = [task(1, -1), task(2, -9), task(3, 0), task(4, 7), task(5, 8), task(6, 3, TaskState.REPORTED)]
    late = rules.standing_as(tasks, Standing.LATE, TODAY)
    assert [(one.task.number, one.days_late) for one in late] == [(2, 9), (1, 1)]
    assert [one.number for one in rules.due_next(tasks, TODAY)] == [3, 4]


def test_an_agency_leads_some_tasks_and_helps_with_others() -> None:
    tasks = [
        task(1, 5, agency_id=1, partners=(2,)),
        task(2, 3, agency_id=1),
        task(3, 4, agency_id=2, partners=(1,)),
        task(4, 1, TaskState.DROPPED, agency_id=1),
    ]
    assert [one.number for one in rules.led_by(tasks, 1)] == [2, 1]
    assert [one.number for one in rules.helped_by(tasks, 1)] == [3]
    assert rules.most_leading(tasks[:3]) == [1, 2]
    assert rules.begins(tasks) == (TODAY + timedelta(days=1), TODAY + timedelta(days=5))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 5), "ngày 05 tháng 11 năm 2026"),
        (date(2027, 1, 9), "ngày 09 tháng 01 năm 2027"),
        (date(2027, 2, 28), "ngày 28 tháng 02 năm 2027"),
        (date(2027, 3, 1), "ngày 01 tháng 3 năm 2027"),
        (date(2027, 10, 10), "ngày 10 tháng 10 năm 2027"),
    ],
)
def test_days_below_ten_and_the_first_two_months_have_a_zero(day: date, said: str) -> None:
    assert rules.vietnamese_day(day) == said


def test_recipients_end_with_a_semicolon_and_the_last_with_a_full_stop() -> None:
    typed = "- Thường trực Tỉnh ủy (để báo cáo)\n\n• Các sở, ngành;\nLưu: VT, VHTTDL"
    assert rules.recipients(typed) == [
        "- Thường trực Tỉnh ủy (để báo cáo);",
        "- Các sở, ngành;",
        "- Lưu: VT, VHTTDL.",
    ]
    assert rules.recipients(" \n") == []


def test_a_line_without_a_stop_gets_one() -> None:
    assert rules.sentences("Bảo đảm an toàn\n- Tiết kiệm;\n安全。") == [
        "Bảo đảm an toàn.",
        "Tiết kiệm;",
        "安全。",
    ]
    assert rules.sentences("安全", "。") == ["安全。"]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Sở Y tế", "SYT"),
        ("Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL"),
        ("Đoàn Thanh niên", "ĐTN"),
        ("", ""),
    ],
)
def test_an_agency_signs_with_its_initials(name: str, letters: str) -> None:
    assert rules.initials(name) == letters


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("SỞ Y TẾ", "SỞ Y TẾ"),
        ("ỦY BAN NHÂN DÂN TỈNH QUẢNG NINH", "ỦY BAN NHÂN DÂN\nTỈNH QUẢNG NINH"),
        ("BAN TỔ CHỨC LỄ HỘI HOKKAIDO TẠI HẠ LONG", "BAN TỔ CHỨC LỄ HỘI\nHOKKAIDO TẠI HẠ LONG"),
        ("ハロン北海道フェスティバル実行委員会", "ハロン北海道フェスティバル\n実行委員会"),
        ("クアンニン省人民委員会", "クアンニン省人民委員会"),
        ("X" * 60, "X" * 60),
    ],
)
def test_long_names_are_parted_where_a_clerk_parts_them(text: str, lines: str) -> None:
    assert rules.balanced(text) == lines
