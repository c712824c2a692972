"""A day of a gate as a line: gaps, overlaps, nights beyond midnight, and the judge's own order."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from festival.gate.rules import window_at
from festival.gate.rules.hours import DAY, day_line
from festival.gate.types import Window

TODAY = 21_139  # 2027-11-17
HOUR = 60


def window(since: int, until: int, day: int | None = None) -> Window:
    """Return hours without further rules."""
    return Window(day, since * HOUR, until * HOUR)


def test_a_day_has_gaps_before_between_and_after() -> None:
    line = day_line([window(16, 17), window(18, 22)], TODAY)
    assert [(one.since // HOUR, one.until // HOUR, one.place) for one in line] == [
        (0, 16, None),
        (16, 17, 0),
        (17, 18, None),
        (18, 22, 1),
        (22, 24, None),
    ]


def test_what_began_last_lies_over_the_others() -> None:
    line = day_line([window(12, 22), window(18, 20), window(12, 13)], TODAY)
    assert [(one.since // HOUR, one.place, one.beneath) for one in line if not one.is_gap] == [
        (12, 2, (0,)),
        (13, 0, ()),
        (18, 1, (0,)),
        (20, 0, ()),
    ]


def test_a_night_goes_on_after_midnight_on_its_next_day_only() -> None:
    night = window(20, 26, TODAY)
    assert [(one.since // HOUR, one.until // HOUR) for one in day_line([night], TODAY) if not one.is_gap] == [
        (20, 24)
    ]
    assert [(one.since, one.until // HOUR) for one in day_line([night], TODAY + 1) if not one.is_gap] == [
        (0, 2)
    ]
    assert all(one.is_gap for one in day_line([night], TODAY + 2))


hours = st.builds(
    lambda since, length, day: Window(day, since, since + length),
    st.integers(0, DAY - 1),
    st.integers(1, DAY),
    st.sampled_from([None, TODAY - 1, TODAY, TODAY + 1]),
)


@given(st.lists(hours, max_size=5), st.integers(0, DAY - 1))
def test_the_line_says_what_the_judge_does(windows: list[Window], minute: int) -> None:
    line = day_line(windows, TODAY)
    assert [one.since for one in line[1:]] == [one.until for one in line[:-1]]
    assert (line[0].since, line[-1].until) == (0, DAY)
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=TODAY, minutes=minute, hours=-7)
    found = window_at(windows, moment)
    stretch = next(one for one in line if one.since <= minute < one.until)
    assert found == (None if stretch.place is None else windows[stretch.place])
