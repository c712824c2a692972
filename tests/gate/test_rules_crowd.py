"""The rules of zones, queues and arrivals, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.gate.rules import arrivals, crowding, queueing
from festival.gate.rules.arrivals import Wave, Window
from festival.gate.rules.crowding import Limit
from festival.gate.rules.queueing import Flow

AT = datetime(2027, 11, 17, 13, 0, tzinfo=UTC)
FILL = [Limit(level, at_least, 3) for level, at_least in enumerate((70, 85, 95, 100), start=1)]


@pytest.mark.parametrize(
    ("held", "people", "expected"),
    [
        ((), 1399, ()),
        ((), 1400, (1,)),
        ((1,), 1340, (1,)),
        ((1,), 1339, ()),
        ((), 1940, (1, 2, 3)),
        ((1, 2, 3, 4), 1940, (1, 2, 3, 4)),
        ((1, 2, 3, 4), 1939, (1, 2, 3)),
        ((3,), 5000, (1, 2, 3, 4)),
    ],
)
def test_a_level_begins_at_its_limit_and_ends_below_its_gap(
    held: tuple[int, ...], people: int, expected: tuple[int, ...]
) -> None:
    assert crowding.holding(FILL, held, people, 2000) == frozenset(expected)


@given(st.integers(0, 3000), st.sets(st.integers(1, 4)))
def test_what_held_never_needs_more_people_to_hold(people: int, held: set[int]) -> None:
    assert crowding.holding(FILL, (), people, 2000) <= crowding.holding(FILL, held, people, 2000)


def test_density_and_share_of_the_square() -> None:
    assert crowding.density(46_000, 23_000) == 2
    assert crowding.density(-4, 100) == 0
    assert crowding.share(1999, 2000) == 99
    assert crowding.share(2000, 2000) == 100


def test_a_zone_never_read_is_stale() -> None:
    after = timedelta(minutes=10)
    assert crowding.is_stale(None, after, AT)
    assert not crowding.is_stale(AT - after, after, AT)
    assert crowding.is_stale(AT - after - timedelta(seconds=1), after, AT)


@pytest.mark.parametrize(("lanes", "longest"), [(12, 1960), (16, 640), (20, 0)])
def test_the_fluid_queue_is_that_of_the_book(lanes: int, longest: int) -> None:
    """10,000 people come 20, 30, 40 and 10 per cent in each half hour; a lane lets in seven a minute."""
    planned = [10_000 * share / 30 for share in (0.2, 0.3, 0.4, 0.1) for _ in range(30)]
    waiting, queues = 0.0, []
    for one in planned:
        waiting = queueing.fluid([Flow(one, 0)], start=waiting)
        let_in = min(waiting, lanes * 7)
        waiting -= let_in
        queues.append(waiting)
    assert max(queues) == pytest.approx(longest, abs=1)


def test_a_queue_begins_with_what_somebody_has_seen_and_is_a_range() -> None:
    flows = [Flow(30, 20)] * 5
    queue = queueing.estimate(flows, seen=40, seen_at=AT, per_minute=20, most=1.5)
    assert (queue.least, queue.most, queue.minutes) == (90, 165, 8)
    idle = queueing.estimate([Flow(10, 0)], seen=0, seen_at=None, per_minute=0, most=1.5)
    assert idle.minutes is None
    assert queueing.estimate([], seen=0, seen_at=None, per_minute=0, most=1.5).minutes == 0


def test_nobody_waits_where_more_were_let_in_than_planned() -> None:
    assert queueing.fluid([Flow(5, 50), Flow(30, 10)]) == 20


def test_a_window_is_spread_evenly_over_its_steps() -> None:
    step = timedelta(minutes=10)
    windows = [Window(AT + timedelta(minutes=5), AT + timedelta(minutes=25), 100)]
    assert arrivals.planned(windows, AT, step, 4) == [25, 50, 25, 0]
    assert arrivals.planned([], AT, step, 2) == [0, 0]


def test_people_without_a_time_come_in_waves_before_the_start() -> None:
    waves = [Wave(120, 60, 30), Wave(60, 0, 70)]
    assert arrivals.windows_of(1000, AT, waves) == [
        Window(AT - timedelta(minutes=120), AT - timedelta(minutes=60), 300),
        Window(AT - timedelta(minutes=60), AT, 700),
    ]
