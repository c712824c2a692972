"""Working days in Viet Nam, pure: Monday to Friday without the public holidays that somebody has entered."""

from collections.abc import Collection
from datetime import date, timedelta

_SATURDAY = 5
_DAY = timedelta(days=1)


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Tell whether offices work on this day."""
    return day.weekday() < _SATURDAY and day not in holidays


def after_working_days(day: date, number: int, holidays: Collection[date]) -> date:
    """Return the last day of a term of so many working days that begins the day after `day`."""
    left, at = number, day
    while left > 0:
        at += _DAY
        left -= is_working_day(at, holidays)
    return at


def after_days(day: date, number: int, holidays: Collection[date]) -> date:
    """Return the last working day of a term of so many days: on a day of rest nobody could still keep it."""
    at = day + timedelta(days=number)
    while at > day + _DAY and not is_working_day(at, holidays):
        at -= _DAY
    return at


def working_days_left(today: date, last: date, holidays: Collection[date]) -> int:
    """Return how many working days remain, the last one counted and today not; below zero when it has passed."""
    if today <= last:
        return sum(is_working_day(today + n * _DAY, holidays) for n in range(1, (last - today).days + 1))
    return -sum(is_working_day(last + n * _DAY, holidays) for n in range(1, (today - last).days + 1))
