"""Clashes of a person: in two events at once, or too little time for the way between two venues."""

from dataclasses import replace
from datetime import datetime

import pytest

from festival.programme.rules.clashes import find_clashes
from festival.programme.rules.clashes.facts import ClashKind, Plan
from festival.programme.types import EventKind, Part
from tests.programme.clash_plans import (
    AIRPORT,
    ARTIST,
    HALL,
    MINISTER,
    PALACE,
    SQUARE,
    at,
    found,
    ground,
    only,
    plan,
    visit,
)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (Part.PERFORMER, Part.PERFORMER, ClashKind.PERSON_TWICE),
        (Part.SPEAKER, Part.INTERPRETER, ClashKind.PERSON_TWICE),
        (Part.GUEST, Part.GUEST, ClashKind.GUEST_TWICE),
        (Part.SPEAKER, Part.GUEST, ClashKind.GUEST_TWICE),
    ],
)
def test_nobody_is_in_two_events_at_once(one: Part, other: Part, kind: ClashKind) -> None:
    clash = only(visit(1, at(20), at(21), one), visit(2, at(20, 59), at(22), other))
    assert (clash.kind, clash.plans, clash.minutes, clash.person_id) == (kind, (1, 2), 1, ARTIST)
    assert clash.is_hard


ITEM = ((ARTIST, at(20, 5), at(20, 10)),)


def test_a_performer_whose_items_are_known_is_needed_for_these() -> None:
    night = visit(1, at(20), at(22), Part.PERFORMER, needed=ITEM)
    assert found(night, visit(2, at(20, 10), at(21), Part.PERFORMER)) == []
    clash = only(night, visit(2, at(20, 9), at(21), Part.PERFORMER))
    assert (clash.kind, clash.minutes) == (ClashKind.PERSON_TWICE, 1)
    assert clash.hours == ((at(20, 5), at(20, 10)), (at(20, 9), at(21)))
    assert (
        clash.fingerprint
        != only(replace(night, needed=()), visit(2, at(20, 9), at(21), Part.PERFORMER)).fingerprint
    )


@pytest.mark.parametrize("part", [Part.SPEAKER, Part.INTERPRETER, Part.GUEST])
def test_whoever_does_more_than_perform_is_needed_for_the_whole_event(part: Part) -> None:
    night = visit(1, at(20), at(22), part, needed=ITEM)
    assert only(night, visit(2, at(21), at(23), Part.PERFORMER)).minutes == 60


def test_who_stands_in_the_run_sheet_only_is_needed_too() -> None:
    night = plan(1, at(20), at(22), space_id=None, needed=ITEM)
    clash = only(night, visit(2, at(19), at(20, 6), Part.PERFORMER))
    assert (clash.kind, clash.plans, clash.minutes) == (ClashKind.PERSON_TWICE, (2, 1), 1)
    late = visit(2, at(20, 20), at(21), Part.PERFORMER, venue=PALACE)
    assert only(night, late, on=ground(travel={(SQUARE, PALACE): 15})).minutes == 5


def test_who_speaks_and_sits_in_front_in_one_event_works_in_it() -> None:
    both = plan(1, at(20), at(21), space_id=None, people=((ARTIST, Part.GUEST), (ARTIST, Part.SPEAKER)))
    assert only(both, visit(2, at(20), at(21), Part.SPEAKER)).kind is ClashKind.PERSON_TWICE


def test_two_people_may_be_in_two_events() -> None:
    other = plan(2, at(20), at(21), space_id=None, people=((MINISTER, Part.GUEST),))
    assert found(visit(1, at(20), at(21), Part.SPEAKER), other) == []


@pytest.mark.parametrize(("gap", "lacking"), [(0, [40]), (39, [1]), (40, []), (200, [])])
@pytest.mark.parametrize(
    ("part", "kind"), [(Part.SPEAKER, ClashKind.PERSON_TRAVEL), (Part.GUEST, ClashKind.GUEST_TRAVEL)]
)
def test_the_way_to_another_venue_takes_time(
    gap: int, lacking: list[int], part: Part, kind: ClashKind
) -> None:
    plans = visit(1, at(9), at(10), part), visit(2, at(10, gap), at(14), part, PALACE)
    clashes = find_clashes(plans, ground(travel={(SQUARE, PALACE): 40}))
    assert [(c.kind, c.minutes, c.needed, c.venues) for c in clashes] == [
        (kind, minutes, 40, (SQUARE, PALACE)) for minutes in lacking
    ]
    assert not any(clash.is_hard for clash in clashes)


def test_the_way_back_takes_as_long_unless_it_has_minutes_of_its_own() -> None:
    plans = visit(1, at(9), at(10), Part.SPEAKER, PALACE), visit(2, at(10, 20), at(11), Part.SPEAKER)
    assert only(*plans, on=ground(travel={(SQUARE, PALACE): 40})).minutes == 20
    assert found(*plans, on=ground(travel={(SQUARE, PALACE): 40, (PALACE, SQUARE): 20})) == []


def test_a_venue_is_no_way_from_itself() -> None:
    plans = visit(1, at(9), at(10), Part.SPEAKER), visit(2, at(10), at(11), Part.SPEAKER)
    assert found(*plans, on=ground(travel={(SQUARE, PALACE): 40})) == []


@pytest.mark.parametrize(("gap", "asked"), [(0, [0]), (119, [119]), (120, [])])
def test_a_way_nobody_has_measured_is_asked_for_when_time_is_short(gap: int, asked: list[int]) -> None:
    plans = visit(1, at(9), at(10), Part.SPEAKER), visit(2, at(10, gap), at(14), Part.SPEAKER, PALACE)
    assert found(*plans, on=ground(travel={(SQUARE, AIRPORT): 5})) == [
        (ClashKind.WAY_UNKNOWN, (1, 2), minutes) for minutes in asked
    ]


def test_the_way_goes_from_each_event_to_the_next() -> None:
    """A matrix in which the way round is shorter makes nobody late who goes round."""
    plans = (
        visit(1, at(9), at(10), Part.SPEAKER),
        visit(2, at(10, 10), at(10, 20), Part.SPEAKER, PALACE),
        visit(3, at(10, 30), at(11), Part.SPEAKER, AIRPORT),
    )
    short = {(SQUARE, PALACE): 10, (PALACE, AIRPORT): 10, (SQUARE, AIRPORT): 60}
    assert found(*plans, on=ground(travel=short)) == []


def test_who_is_driven_needs_no_time_before_it_but_as_much_in_all() -> None:
    def evening(ends: datetime) -> list[Plan]:
        return [
            visit(1, at(18), at(20), Part.GUEST, PALACE),
            visit(2, at(20), ends, Part.GUEST, kind=EventKind.VIP_MOVEMENT),
            visit(3, ends, at(22), Part.GUEST),
        ]

    on = ground(travel={(SQUARE, PALACE): 30})
    assert found(*evening(at(20, 30)), on=on) == []
    assert found(*evening(at(20, 20)), on=on) == [(ClashKind.GUEST_TRAVEL, (1, 3), 10)]


def test_where_an_event_is_follows_from_its_space() -> None:
    plans = (
        visit(1, at(9), at(10), Part.SPEAKER),
        plan(2, at(10), at(11), venue_id=None, space_id=HALL, people=((ARTIST, Part.SPEAKER),)),
    )
    assert only(*plans, on=ground(travel={(SQUARE, PALACE): 40})).venues == (SQUARE, PALACE)
