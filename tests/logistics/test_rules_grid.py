"""Rosters as tables."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from festival.logistics.rules.grid import Stretch, rows, window
from festival.logistics.rules.rostering import Duty
from tests.logistics.crews import NIGHT, duty

DAY = timedelta(hours=24)
END = NIGHT + timedelta(hours=6)


def test_shifts_that_follow_one_another_share_a_row() -> None:
    (only,) = rows([duty(1, 1, 2), duty(2, 3, 1.25)], NIGHT, END)
    assert [(one.columns, one.thing.shift_id if one.thing else None) for one in only] == [
        (4, None),
        (8, 1),
        (5, 2),
        (7, None),
    ]


def test_what_overlaps_stands_below() -> None:
    found = rows([duty(1, 0, 3), duty(2, 1, 3), duty(3, 3, 1)], NIGHT, END)
    assert [[one.thing.shift_id for one in lane if one.thing] for lane in found] == [[1, 3], [2]]


def test_nothing_is_one_empty_row() -> None:
    empty: list[list[Stretch[Duty]]] = rows([], NIGHT, END)
    assert [[one.columns for one in lane] for lane in empty] == [[24]]


def test_the_window_is_the_whole_hours_in_which_something_is() -> None:
    found = window([duty(1, 1.25, 2), duty(2, -3, 1)], NIGHT, NIGHT + DAY)
    assert found == (NIGHT + timedelta(hours=1), NIGHT + timedelta(hours=4))
    assert window([duty(2, -3, 1)], NIGHT, NIGHT + DAY) == (NIGHT, NIGHT + DAY)


@given(st.lists(st.tuples(st.integers(-20, 40), st.integers(1, 30)), max_size=20))
def test_every_row_fills_the_window(spans: list[tuple[int, int]]) -> None:
    things = [duty(n, begin / 4, length / 4) for n, (begin, length) in enumerate(spans)]
    found: list[list[Stretch[Duty]]] = rows(things, NIGHT, END)
    widths: list[int] = [sum(one.columns for one in row) for row in found]
    assert set(widths) == {24}
