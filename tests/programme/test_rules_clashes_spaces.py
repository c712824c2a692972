"""Clashes in a space: taken, too little time between two events, closed, too small."""

import pytest

from festival.programme.rules.clashes import find_clashes
from festival.programme.rules.clashes.facts import ClashKind, Closed, Ground, Plan, Room
from festival.programme.types import EventKind, Part
from tests.programme.clash_plans import ARTIST, DAY, NIGHT, SQUARE, STAGE, at, found, ground, only, plan


def test_a_space_is_taken_by_one_event_at_a_time() -> None:
    clash = only(plan(1, at(20), at(21, 30)), plan(2, at(21), at(22)))
    assert (clash.kind, clash.plans, clash.minutes, clash.space_id) == (
        ClashKind.SPACE_TAKEN, (1, 2), 30, STAGE,
    )  # fmt: skip
    assert clash.is_hard


def test_an_event_may_begin_when_another_ends() -> None:
    assert found(plan(1, at(20), at(21)), plan(2, at(21), at(22))) == []


def test_an_event_within_another_overlaps_by_its_own_length() -> None:
    assert found(plan(1, at(18), at(22)), plan(2, at(20), at(20, 5))) == [(ClashKind.SPACE_TAKEN, (1, 2), 5)]


def test_an_event_without_a_space_takes_none() -> None:
    assert found(plan(1, at(20), at(22), space_id=None), plan(2, at(20), at(22))) == []


def test_two_spaces_of_a_venue_are_two() -> None:
    spaces = Ground(DAY, DAY, rooms={STAGE: Room(SQUARE), 12: Room(SQUARE)})
    assert found(plan(1, at(20), at(22)), plan(2, at(20), at(22), space_id=12), on=spaces) == []


def test_a_cancelled_event_holds_nothing() -> None:
    people = ((ARTIST, Part.PERFORMER),)
    gone = plan(2, at(20), at(22), people=people, is_cancelled=True, missing=(("title", ("ja",)),))
    assert found(plan(1, at(20), at(22), people=people), gone, on=ground(quiet={SQUARE: NIGHT})) == []


@pytest.mark.parametrize(
    "kind", [EventKind.REHEARSAL, EventKind.SET_UP, EventKind.VIP_MOVEMENT, EventKind.BLOCKER]
)
def test_what_stays_at_the_desk_takes_its_space_and_its_people(kind: EventKind) -> None:
    people = ((ARTIST, Part.PERFORMER),)
    hidden = plan(2, at(20), at(22), kind=kind, people=people)
    assert {clash.kind for clash in find_clashes([plan(1, at(21), at(23), people=people), hidden], ground())} == {
        ClashKind.SPACE_TAKEN, ClashKind.PERSON_TWICE,
    }  # fmt: skip


@pytest.mark.parametrize(("gap", "lacking"), [(0, [15]), (14, [1]), (15, []), (16, [])])
def test_a_stage_needs_time_between_two_events(gap: int, lacking: list[int]) -> None:
    plans = plan(1, at(20), at(21)), plan(2, at(21, gap), at(22, gap))
    clashes = find_clashes(plans, ground(stage=Room(SQUARE, changeover=15)))
    assert [(clash.kind, clash.minutes, clash.needed) for clash in clashes] == [
        (ClashKind.CHANGEOVER, minutes, 15) for minutes in lacking
    ]
    assert not any(clash.is_hard for clash in clashes)


@pytest.mark.parametrize(
    "kind", [EventKind.SET_UP, EventKind.BLOCKER, EventKind.BREAK, EventKind.VIP_MOVEMENT]
)
def test_a_set_up_is_the_changeover_itself(kind: EventKind) -> None:
    stage = ground(stage=Room(SQUARE, changeover=15))
    between = plan(2, at(21), at(21, 5), kind=kind)
    assert found(plan(1, at(20), at(21)), between, plan(3, at(21, 15), at(22)), on=stage) == []
    # … but it must be long enough.
    assert found(plan(1, at(20), at(21)), between, plan(3, at(21, 5), at(22)), on=stage) == [
        (ClashKind.CHANGEOVER, (1, 3), 10)
    ]


def test_the_changeover_is_looked_at_between_neighbours() -> None:
    def row(length: int) -> list[Plan]:
        return [plan(number, at(20, 10 * number), at(20, 10 * number + length)) for number in range(3)]

    for length, lacking in ((5, 25), (10, 30)):
        assert found(*row(length), on=ground(stage=Room(SQUARE, changeover=30))) == [
            (ClashKind.CHANGEOVER, (0, 1), lacking),
            (ClashKind.CHANGEOVER, (1, 2), lacking),
        ]


@pytest.mark.parametrize(
    ("starts", "ends", "minutes"),
    [(18, 20, []), (18, 21, [60]), (20, 22, [120]), (21, 23, [60]), (22, 23, []), (19, 23, [120])],
)
def test_a_space_is_closed_at_times(starts: int, ends: int, minutes: list[int]) -> None:
    closed = Closed(7, at(20), at(22), "Sửa điện")
    stage = ground(stage=Room(SQUARE, closures=(closed,)))
    clashes = find_clashes([plan(1, at(starts), at(ends))], stage)
    assert [(clash.kind, clash.minutes, clash.closed) for clash in clashes] == [
        (ClashKind.SPACE_CLOSED, lasting, closed) for lasting in minutes
    ]


@pytest.mark.parametrize(
    ("registered", "capacity", "kinds"),
    [
        (0, None, []),
        (100, 100, []),
        (0, 101, [ClashKind.CAPACITY_TOO_LARGE]),
        (101, 101, [ClashKind.SPACE_TOO_SMALL]),
        (101, None, [ClashKind.SPACE_TOO_SMALL]),
        (80, 79, [ClashKind.CAPACITY_TOO_SMALL]),
        (101, 50, [ClashKind.SPACE_TOO_SMALL, ClashKind.CAPACITY_TOO_SMALL]),
    ],
)
def test_a_space_holds_so_many(registered: int, capacity: int | None, kinds: list[ClashKind]) -> None:
    full = plan(1, at(20), at(22), registered=registered, capacity=capacity)
    clashes = find_clashes([full], ground(stage=Room(SQUARE, capacity=100)))
    assert [clash.kind for clash in clashes] == kinds
    assert all(clash.people is not None and clash.limit is not None for clash in clashes)
    assert all((clash.people or 0) > (clash.limit or 0) for clash in clashes)


def test_a_space_of_unknown_size_is_not_too_small() -> None:
    assert found(plan(1, at(20), at(22), registered=5_000, capacity=9_000)) == []
