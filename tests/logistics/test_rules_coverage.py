"""Need against rostered against present, and what is alarmed."""

from datetime import datetime, timedelta

import pytest

from festival.logistics.rules.coverage import (
    Alarm,
    Level,
    Manned,
    Presence,
    alarm,
    by_hour,
    coverage,
    gaps,
)
from tests.logistics.crews import NIGHT

END = NIGHT + timedelta(hours=2)


def manned(
    number: int, begin: int, minutes: int, need: tuple[int, int], has: int, *, key: str = "medical"
) -> Manned:
    start = NIGHT + timedelta(minutes=begin)
    return Manned(number, key, start, start + timedelta(minutes=minutes), *need, has, has // 2)


def at(minutes: int) -> datetime:
    return NIGHT + timedelta(minutes=minutes)


def test_every_quarter_of_an_hour_has_its_figures() -> None:
    found = coverage(
        [manned(1, 0, 60, (12, 14), 8), manned(2, 30, 60, (8, 8), 6)], [], begin=NIGHT, end=END, now=NIGHT
    )
    cells = found.rows["medical"]
    assert len(found.quarters) == len(cells) == 8
    assert [(cell.needed, cell.rostered, cell.short) for cell in cells[1:7]] == [
        (12, 8, 4),
        (20, 14, 6),
        (20, 14, 6),
        (8, 6, 2),
        (8, 6, 2),
        (0, 0, 0),
    ]
    assert (cells[2].target, cells[2].confirmed, cells[2].below) == (22, 7, 8)


def test_a_surplus_of_one_shift_hides_no_lack_of_another() -> None:
    found = coverage(
        [manned(1, 0, 15, (2, 2), 5), manned(2, 0, 15, (3, 3), 1)], [], begin=NIGHT, end=END, now=NIGHT
    )
    cell = found.rows["medical"][0]
    assert (cell.needed, cell.rostered, cell.short, cell.level) == (5, 6, 2, Level.SHORT)


@pytest.mark.parametrize(
    ("need", "has", "level"),
    [
        ((2, 3), 1, Level.SHORT),
        ((2, 3), 2, Level.BELOW),
        ((2, 3), 3, Level.COVERED),
        ((0, 0), 0, Level.NOTHING),
    ],
)
def test_how_a_quarter_stands(need: tuple[int, int], has: int, level: Level) -> None:
    found = coverage([manned(1, 0, 15, need, has)], [], begin=NIGHT, end=END, now=NIGHT)
    assert found.rows["medical"][0].level is level


def test_a_shift_that_is_only_partly_in_sight_counts_for_that_part() -> None:
    found = coverage([manned(1, -60, 75, (2, 2), 0)], [], begin=NIGHT, end=END, now=NIGHT)
    assert [cell.short for cell in found.rows["medical"]] == [2, 0, 0, 0, 0, 0, 0, 0]
    nothing = coverage([manned(1, -60, 30, (2, 2), 0)], [], begin=NIGHT, end=END, now=NIGHT)
    assert sum(cell.short for cell in nothing.rows["medical"]) == 0


def test_who_is_present_counts_until_now_or_until_they_left() -> None:
    found = coverage(
        [manned(1, 0, 120, (2, 2), 2)],
        [
            Presence("medical", at(-8), None),
            Presence("medical", at(0), at(30)),
            Presence("unknown", at(0), None),
        ],
        begin=NIGHT,
        end=END,
        now=at(50),
    )
    assert [cell.present for cell in found.rows["medical"]] == [2, 2, 1, 1, 0, 0, 0, 0]


def test_an_hour_is_told_by_its_worst_quarter_with_the_quarters_own_time() -> None:
    shifts = [
        manned(1, 0, 60, (2, 2), 2),  # covered all the while
        manned(2, 30, 60, (3, 3), 1),  # short from half past
        manned(3, 0, 120, (1, 1), 1, key="traffic"),
    ]
    found = by_hour(coverage(shifts, [], begin=NIGHT, end=END, now=NIGHT))
    assert [(one.key, one.starts_at, one.cell.short, one.cell.needed) for one in found] == [
        ("medical", at(30), 2, 5),
        ("medical", at(60), 2, 3),
        ("traffic", at(0), 0, 1),
        ("traffic", at(60), 0, 1),
    ]


def test_quarters_that_follow_one_another_are_one_gap() -> None:
    found = coverage(
        [
            manned(1, 0, 30, (20, 20), 14),
            manned(2, 30, 15, (20, 20), 18),
            manned(3, 75, 15, (1, 1), 0, key="traffic"),
        ],
        [],
        begin=NIGHT,
        end=END,
        now=NIGHT,
    )
    first, second = gaps(found, after=NIGHT)
    assert (first.key, first.starts_at, first.ends_at) == ("medical", NIGHT, at(45))
    assert (first.needed, first.rostered, first.short) == (20, 14, 6)
    assert (second.key, second.starts_at, second.short) == ("traffic", at(75), 1)
    assert [one.starts_at for one in gaps(found, after=at(30))] == [at(30), at(75)]


@pytest.mark.parametrize(
    ("minutes", "confirmed", "arrived", "expected"),
    [
        (-25 * 60, False, False, None),
        (-24 * 60, False, False, Alarm.NOT_CONFIRMED),
        (-24 * 60, True, False, None),
        (9, True, False, None),
        (10, True, False, Alarm.NOT_ARRIVED),
        (10, False, False, Alarm.NOT_ARRIVED),
        (10, True, True, None),
        (120, True, False, None),
    ],
)
def test_what_is_alarmed(minutes: int, confirmed: bool, arrived: bool, expected: Alarm | None) -> None:
    assert (
        alarm(
            starts_at=NIGHT,
            ends_at=END,
            is_confirmed=confirmed,
            has_arrived=arrived,
            confirm_before=1440,
            late_after=10,
            now=at(minutes),
        )
        is expected
    )
