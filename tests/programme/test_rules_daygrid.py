"""A day in columns and lanes, and two people's changes put together: pure."""

from dataclasses import replace
from datetime import date, timedelta

from festival.core.trilingual import Trilingual
from festival.programme.content import EventContent
from festival.programme.rules.clashes.facts import Closed
from festival.programme.rules.daygrid import Place, days_with_events, lay_out
from festival.programme.rules.merging import changed_names, divergences, merged
from tests.programme.editing import EVENING, content

STAGE, SQUARE = Place(1, 2), Place(1)
DAY = date(2027, 11, 17)


def at(minutes: int, length: int = 60, place: Place = STAGE) -> EventContent:
    """Return an event so many minutes after 18:00."""
    starts_at = EVENING + timedelta(minutes=minutes)
    return content(starts_at=starts_at, minutes=length, venue_id=place.venue_id, space_id=place.space_id)


def test_rows_are_five_minutes_from_six_in_the_morning() -> None:
    grid = lay_out({1: at(0), 2: at(62, 3)}, [STAGE], DAY)
    [column] = grid.columns
    assert grid.first_hour == 6
    assert [(b.id, b.row, b.rows) for b in column.blocks] == [(1, 144, 12), (2, 156, 1)]


def test_what_overlaps_lies_side_by_side_and_a_lane_is_used_again() -> None:
    [column] = lay_out({1: at(0), 2: at(30), 3: at(60), 4: at(30, place=SQUARE)}, [STAGE], DAY).columns
    assert (column.lanes, [(b.id, b.lane) for b in column.blocks]) == (2, [(1, 0), (2, 1), (3, 0)])


def test_a_closed_time_shades_its_space_and_no_other() -> None:
    begins, ends = (
        EVENING - timedelta(hours=20),
        EVENING + timedelta(minutes=62),
    )  # from 22:00 of the day before
    closures = {2: [Closed(7, begins, ends, "Kiểm tra điện"), Closed(8, begins, begins, "")]}
    stage, square = lay_out({}, [STAGE, SQUARE], DAY, closures).columns
    assert [(shade.closed.id, shade.row, shade.rows) for shade in stage.shades] == [(7, 0, 157)]
    assert square.shades == ()


def test_a_night_is_cut_at_midnight_and_opens_the_next_day_early() -> None:
    night = at(300, 120)  # 23:00 to 01:00
    today, tomorrow = (lay_out({1: night}, [STAGE], day) for day in (DAY, date(2027, 11, 18)))
    assert [(b.row, b.rows, b.began_before, b.goes_on) for b in today.columns[0].blocks] == [
        (204, 12, False, True)
    ]
    assert tomorrow.first_hour == 0
    assert [(b.row, b.rows, b.began_before, b.goes_on) for b in tomorrow.columns[0].blocks] == [
        (0, 12, True, False)
    ]
    assert days_with_events([night, content()]) == [DAY, date(2027, 11, 18)]


def test_an_event_that_ends_at_midnight_is_not_on_the_next_day() -> None:
    assert days_with_events([at(300, 60)]) == [DAY]
    assert lay_out({1: at(300, 60)}, [STAGE], date(2027, 11, 18)).columns[0].blocks == ()


def test_both_changes_stand_and_where_they_meet_mine_does() -> None:
    base = at(0)
    mine = replace(base, title=replace(base.title, vi="Của tôi"), capacity=70, venue_id=9, space_id=8)
    theirs = replace(base, title=replace(base.title, ja="あちら"), capacity=50, minutes=90)
    both = merged(base, mine, theirs)
    assert both == replace(mine, title=Trilingual("Của tôi", "あちら", base.title.en), minutes=90)
    found = {one.name: (one.by_me, one.by_them) for one in divergences(base, mine, theirs)}
    assert found == {
        "title.vi": (True, False),
        "title.ja": (False, True),
        "minutes": (False, True),
        "capacity": (True, True),
        "place": (True, False),
    }
    assert changed_names(base, base) == []
