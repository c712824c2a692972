"""Two events of a plan that one cannot both see."""

from dataclasses import replace
from datetime import timedelta

from festival.programme.rules.planning import Trouble, warnings
from festival.programme.types import EventFacts, EventKind, EventState
from tests.programme.happenings import PLAIN

WAY = {("quang-truong-30-10", "dai-hoc-ha-long"): 50}


def later(minutes: int, **changes: object) -> EventFacts:
    """Return another event so many minutes after the end of the plain one."""
    start = PLAIN.ends_at + timedelta(minutes=minutes)
    moved = replace(PLAIN, id=9, starts_at=start, ends_at=start + timedelta(hours=1))
    return replace(moved, **changes)  # type: ignore[arg-type]


def test_two_at_once_overlap_by_so_many_minutes() -> None:
    [warn] = warnings([later(-30), PLAIN], {})
    assert (warn.trouble, warn.minutes, warn.first.id, warn.second.id) == (Trouble.OVERLAP, 30, 7, 9)


def test_one_inside_the_other_overlaps_by_its_own_length() -> None:
    inside = replace(PLAIN, id=9, ends_at=PLAIN.starts_at + timedelta(minutes=20))
    assert [w.minutes for w in warnings([PLAIN, inside], {})] == [20]


def test_one_after_the_other_is_no_trouble() -> None:
    assert warnings([PLAIN, later(0)], {}) == []


def test_the_way_takes_longer_than_there_is_time_in_either_direction() -> None:
    far = later(49, venue_slug="dai-hoc-ha-long")
    [warn] = warnings([PLAIN, far], WAY)
    assert (warn.trouble, warn.minutes, warn.left) == (Trouble.FAR, 50, 49)
    back = {("dai-hoc-ha-long", "quang-truong-30-10"): 50}
    assert len(warnings([PLAIN, far], back)) == 1
    assert warnings([PLAIN, later(50, venue_slug="dai-hoc-ha-long")], WAY) == []


def test_nobody_has_said_how_long_the_way_takes() -> None:
    assert warnings([PLAIN, later(1, venue_slug="elsewhere")], WAY) == []


def test_what_is_called_off_and_where_one_comes_and_goes_is_in_nobodys_way() -> None:
    assert warnings([PLAIN, later(-30, state=EventState.CANCELLED)], {}) == []
    assert warnings([PLAIN, later(-30, kind=EventKind.FAIR)], {}) == []
