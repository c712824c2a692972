"""Run sheets without a database: what they add up to, and what running late does to them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.core.trilingual import Trilingual
from festival.programme.cues import CueContent, CueFacts, CueState
from festival.programme.rules.run_sheet import (
    Shifted,
    begins_at,
    called,
    end_of,
    expected,
    hours_of,
    is_rehearsal,
    next_cue,
    roll_up,
    running_late,
    standing,
    total,
)

START = datetime(2027, 11, 17, 13, 0, tzinfo=UTC)
MINUTE = 60


def cue(number: int, minutes: float, fixed: float | None = None, **live: object) -> CueFacts:
    """Return a cue of so many minutes, with a fixed start so many minutes after the event's."""
    content = CueContent(
        Trilingual(f"Tiết mục {number}"),
        seconds=round(minutes * MINUTE),
        starts_after=None if fixed is None else round(fixed * MINUTE),
    )
    return CueFacts(number, content, **live)  # type: ignore[arg-type]


def at(minutes: float) -> datetime:
    """Return so many minutes after the event's start."""
    return START + timedelta(minutes=minutes)


def minutes_of(moments: Sequence[datetime]) -> list[float]:
    """Return moments as minutes after the event's start."""
    return [(moment - START).total_seconds() / MINUTE for moment in moments]


# Ten minutes, five, a gap of five until the fixed start at 20, fifteen, ten.
SHEET = (cue(1, 10), cue(2, 5), cue(3, 15, fixed=20), cue(4, 10))


def test_people_are_needed_from_their_first_to_their_last_item() -> None:
    cues = [(60, None, [1]), (30, 300, [2]), (30, None, [1, 3]), (10, 0, [])]
    assert hours_of(cues) == {1: (0, 360), 2: (300, 330), 3: (330, 360)}


def test_lengths_roll_up_and_a_fixed_start_leaves_a_gap() -> None:
    lines = roll_up(SHEET)
    assert [line.offset // MINUTE for line in lines] == [0, 10, 20, 35]
    assert [line.gap // MINUTE for line in lines] == [0, 0, 5, 0]
    whole = total(lines, minutes=60)
    assert (whole.seconds, whole.gaps, whole.ends_after, whole.slack) == (2400, 300, 2700, 900)


def test_what_takes_longer_than_the_event_has_negative_slack() -> None:
    assert total(roll_up(SHEET), minutes=40).slack == -5 * MINUTE
    assert total((), minutes=40).slack == 40 * MINUTE


def test_a_fixed_start_that_cannot_be_kept_says_by_how_much() -> None:
    lines = roll_up((cue(1, 10), cue(2, 5, fixed=7)))
    assert [(line.offset // MINUTE, line.pushed // MINUTE) for line in lines] == [(0, 0), (10, 3)]


def test_before_the_night_the_expectation_is_the_plan() -> None:
    coming = expected(SHEET, START, at(-90))
    assert minutes_of([one.starts_at for one in coming]) == [0, 10, 20, 35]
    where = standing(SHEET, START, at(-90))
    assert where.now is None
    assert where.next is not None
    assert (where.next.cue.id, where.behind, where.is_begun, where.is_over) == (
        1,
        timedelta(),
        False,
        False,
    )


def test_what_has_not_begun_is_behind_as_soon_as_its_time_has_passed() -> None:
    assert standing(SHEET, START, at(4)).behind == timedelta(minutes=4)


def test_what_runs_over_pushes_the_rest_and_a_gap_catches_it() -> None:
    sheet = (replace(SHEET[0], started_at=START), *SHEET[1:])
    coming = expected(sheet, START, at(13))
    assert minutes_of([one.starts_at for one in coming]) == [0, 13, 20, 35]
    where = standing(sheet, START, at(13))
    assert where.now is not None
    assert where.now.cue.state is CueState.RUNNING
    assert where.behind == timedelta(minutes=3)


def test_who_begins_early_takes_what_follows_along_but_not_a_fixed_start() -> None:
    sheet = (
        replace(SHEET[0], started_at=at(0), ended_at=at(7)),
        replace(SHEET[1], started_at=at(7)),
        *SHEET[2:],
    )
    assert minutes_of([one.starts_at for one in expected(sheet, START, at(8))]) == [0, 7, 20, 35]
    assert standing(sheet, START, at(8)).behind == timedelta()


def test_a_skipped_cue_takes_no_time() -> None:
    sheet = (SHEET[0], replace(SHEET[1], is_skipped=True), cue(3, 15), SHEET[3])
    assert minutes_of([one.starts_at for one in expected(sheet, START, at(-1))]) == [0, 10, 25]


def test_when_all_had_their_turn_the_night_is_over() -> None:
    sheet = (replace(SHEET[0], started_at=at(1), ended_at=at(12)), replace(SHEET[1], is_skipped=True))
    where = standing(sheet, START, at(30))
    assert (where.now, where.next, where.is_over) == (None, None, True)
    assert where.behind == timedelta(minutes=2)
    assert (next_cue(sheet), called(sheet)) == (None, 2)
    assert not standing((), START, at(0)).is_over


def test_running_late_with_gaps_kept_moves_everything_by_as_much() -> None:
    moved = running_late(SHEET, START, at(-5), 8, keep_gaps=True)
    assert minutes_of([one.before for one in moved]) == [0, 10, 20, 35]
    assert minutes_of([one.after for one in moved]) == [8, 18, 28, 43]


def test_running_late_with_gaps_used_up_is_caught_by_them() -> None:
    moved = running_late(SHEET, START, at(-5), 8, keep_gaps=False)
    assert minutes_of([one.after for one in moved]) == [8, 18, 23, 38]
    moved = running_late(SHEET, START, at(-5), 4, keep_gaps=False)
    assert minutes_of([one.after for one in moved]) == [4, 14, 20, 35]


def test_what_is_running_or_over_is_not_moved() -> None:
    sheet = (
        replace(SHEET[0], started_at=START, ended_at=at(10)),
        replace(SHEET[1], started_at=at(10)),
        *SHEET[2:],
    )
    moved = running_late(sheet, START, at(11), 10, keep_gaps=True)
    assert [one.cue.id for one in moved] == [3, 4]
    assert minutes_of([one.after for one in moved]) == [30, 45]


@pytest.mark.parametrize("minutes", [0, -5, 241])
def test_nobody_is_late_by_nothing_or_by_half_a_day(minutes: int) -> None:
    with pytest.raises(ValueError):
        running_late(SHEET, START, START, minutes, keep_gaps=True)


def test_without_a_start_offsets_count_from_the_first_call() -> None:
    assert begins_at(SHEET, None, at(3)) == at(3)
    assert begins_at((replace(SHEET[0], started_at=at(1)), *SHEET[1:]), None, at(3)) == at(1)
    assert begins_at(SHEET, START, at(3)) == START


@pytest.mark.parametrize(
    ("hours", "rehearsed"), [(-300, True), (-7, True), (-6, False), (0, False), (6, False), (7, True)]
)
def test_a_rehearsal_counts_from_its_own_first_call(hours: int, rehearsed: bool) -> None:
    """Called days before, the night was “513,274 minutes early”, and its fixed items began next year."""
    first = START + timedelta(hours=hours)
    called = (replace(SHEET[0], started_at=first), *SHEET[1:])
    assert is_rehearsal(called, START) is rehearsed
    assert begins_at(called, START, at(3)) == (first if rehearsed else START)
    assert not is_rehearsal(SHEET, START)
    assert not is_rehearsal(called, None)
    if rehearsed:
        assert standing(called, begins_at(called, START, first), first).behind == timedelta()


# --- properties ----------------------------------------------------------------------------------------------------------


@st.composite
def nights(draw: st.DrawFn) -> tuple[tuple[CueFacts, ...], datetime]:
    """A sheet in the middle of its night: the first cues had their turn, one may be running, the rest waits."""
    cues = [
        cue(number, seconds / MINUTE, None if fixed is None else fixed / MINUTE)
        for number, (seconds, fixed) in enumerate(
            draw(
                st.lists(
                    st.tuples(st.integers(1, 4000), st.none() | st.integers(0, 20_000)),
                    min_size=1,
                    max_size=12,
                )
            )
        )
    ]
    done = draw(st.integers(0, len(cues)))
    clock = START + timedelta(seconds=draw(st.integers(-3600, 3600)))
    for number in range(done):
        if draw(st.booleans()):
            cues[number] = replace(cues[number], is_skipped=True)
            continue
        ended = clock + timedelta(seconds=draw(st.integers(0, 5000)))
        cues[number] = replace(cues[number], started_at=clock, ended_at=ended)
        clock = ended
    if done and not cues[done - 1].is_skipped and draw(st.booleans()):
        cues[done - 1] = replace(cues[done - 1], ended_at=None)
    now = max([clock, *(one.started_at for one in cues if one.started_at)])
    return tuple(cues), now + timedelta(seconds=draw(st.integers(0, 4000)))


def apply(cues: Sequence[CueFacts], moved: Sequence[Shifted]) -> tuple[CueFacts, ...]:
    """Return the sheet after a shift."""
    held = {one.cue.id: one.held_until for one in moved}
    return tuple(replace(one, held_until=held.get(one.id, one.held_until)) for one in cues)


def assert_in_order(cues: Sequence[CueFacts], now: datetime) -> None:
    """Check that one begins after the other has ended, and that what waits lasts as long as planned."""
    coming = expected(cues, START, now)
    assert [one.cue.id for one in coming] == [one.id for one in cues if one.state is not CueState.SKIPPED]
    for one, following in pairwise(coming):
        assert one.ends_at <= following.starts_at
        assert following.gap == following.starts_at - one.ends_at
    for one in coming:
        assert one.ends_at >= one.starts_at
        assert one.gap >= timedelta()
        if one.cue.state is CueState.WAITING:
            assert one.ends_at - one.starts_at == timedelta(seconds=one.cue.content.seconds)


@given(nights())
def test_the_plan_conserves_lengths_and_order(night: tuple[tuple[CueFacts, ...], datetime]) -> None:
    cues, now = night
    lines = roll_up(cues)
    assert [line.cue for line in lines] == list(cues)
    whole = total(lines, minutes=90)
    assert whole.seconds == sum(one.content.seconds for one in cues)
    assert whole.ends_after == whole.seconds + whole.gaps
    assert whole.ends_after == end_of((one.content.seconds, one.content.starts_after) for one in cues)
    assert whole.slack + whole.ends_after == 90 * MINUTE
    assert all(line.gap >= 0 and line.pushed >= 0 and not (line.gap and line.pushed) for line in lines)
    assert_in_order(cues, now)


@given(nights(), st.lists(st.tuples(st.integers(1, 240), st.booleans()), min_size=1, max_size=3))
def test_shifting_conserves_lengths_and_order_and_does_what_it_proposed(
    night: tuple[tuple[CueFacts, ...], datetime], shifts: list[tuple[int, bool]]
) -> None:
    cues, now = night
    for minutes, keep_gaps in shifts:
        late = timedelta(minutes=minutes)
        moved = running_late(cues, START, now, minutes, keep_gaps=keep_gaps)
        waiting = [one for one in expected(cues, START, now) if one.cue.state is CueState.WAITING]
        assert [one.before for one in moved] == [one.starts_at for one in waiting]
        delays = [one.after - one.before for one in moved]
        assert delays[:1] in ([], [late])
        if keep_gaps:
            assert set(delays) <= {late}
        else:
            assert delays == sorted(delays, reverse=True)
            assert all(timedelta() <= delay <= late for delay in delays)
        cues = apply(cues, moved)
        assert [one.starts_at for one in expected(cues, START, now) if one.cue.state is CueState.WAITING] == [
            one.after for one in moved
        ]
        assert_in_order(cues, now)


@given(nights(), st.integers(1, 240))
def test_using_up_the_gaps_never_ends_later_than_keeping_them(
    night: tuple[tuple[CueFacts, ...], datetime], minutes: int
) -> None:
    cues, now = night
    kept = running_late(cues, START, now, minutes, keep_gaps=True)
    used = running_late(cues, START, now, minutes, keep_gaps=False)
    assert all(one.after <= other.after for one, other in zip(used, kept, strict=True))
