"""A month as weeks of days, Monday first."""

import calendar
from datetime import date, timedelta


def weeks_of(year: int, month: int) -> list[list[date]]:
    """Return the weeks that touch a month, each of seven days."""
    return calendar.Calendar(firstweekday=0).monthdatescalendar(year, month)


def month_from(text: str, otherwise: date) -> tuple[int, int]:
    """Return (year, month) as an address says them (2027-11), or those of another day."""
    year, _, month = text.partition("-")
    if year.isascii() and year.isdigit() and month.isascii() and month.isdigit():
        found = int(year[:5]), int(month[:3])
        if 2000 <= found[0] <= 2100 and 1 <= found[1] <= 12:
            return found
    return otherwise.year, otherwise.month


def beside(year: int, month: int, by: int) -> str:
    """Return the month before (-1) or after (1) as an address says it."""
    first = date(year, month, 1)
    other = first - timedelta(days=1) if by < 0 else first + timedelta(days=31)
    return f"{other.year:04d}-{other.month:02d}"
