"""Terms in working days of Viet Nam."""

from datetime import date

import pytest

from festival.registration.rules.working_days import (
    after_days,
    after_working_days,
    is_working_day,
    working_days_left,
)

TET = frozenset(date(2027, 2, day) for day in range(5, 10))  # Friday to Tuesday
VICTORY = frozenset({date(2027, 4, 30), date(2027, 5, 1), date(2027, 5, 3)})


@pytest.mark.parametrize(
    ("received", "answer"),
    [
        (date(2027, 11, 15), date(2027, 11, 17)),  # Monday
        (date(2027, 11, 18), date(2027, 11, 22)),  # Thursday: Friday, Monday
        (date(2027, 11, 19), date(2027, 11, 23)),  # Friday
        (date(2027, 11, 20), date(2027, 11, 23)),  # Saturday
        (date(2027, 2, 4), date(2027, 2, 11)),  # the day before Tết
        (date(2027, 4, 29), date(2027, 5, 5)),
    ],
)
def test_two_working_days_begin_the_day_after(received: date, answer: date) -> None:
    assert after_working_days(received, 2, TET | VICTORY) == answer


def test_a_request_received_on_a_day_of_rest_counts_from_the_next_working_day() -> None:
    assert after_working_days(date(2027, 2, 6), 1, TET) == date(2027, 2, 10)
    assert after_working_days(date(2027, 2, 6), 0, TET) == date(2027, 2, 6)


@pytest.mark.parametrize(
    ("received", "done"),
    [
        (date(2027, 11, 1), date(2027, 11, 16)),
        (date(2027, 11, 5), date(2027, 11, 19)),  # the twentieth is a Saturday
        (date(2027, 1, 22), date(2027, 2, 4)),  # the sixth of February is Tết
    ],
)
def test_fifteen_days_end_on_a_working_day_that_is_not_later(received: date, done: date) -> None:
    assert after_days(received, 15, TET) == done
    assert is_working_day(done, TET)


@pytest.mark.parametrize(
    ("today", "last", "left"),
    [
        (date(2027, 11, 15), date(2027, 11, 17), 2),
        (date(2027, 11, 17), date(2027, 11, 17), 0),
        (date(2027, 11, 19), date(2027, 11, 22), 1),
        (date(2027, 11, 22), date(2027, 11, 19), -1),
        (date(2027, 2, 4), date(2027, 2, 10), 1),
    ],
)
def test_what_is_left_counts_working_days_only(today: date, last: date, left: int) -> None:
    assert working_days_left(today, last, TET) == left
