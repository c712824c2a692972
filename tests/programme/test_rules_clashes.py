"""What clashes: each kind by example, and the whole finder against a slow obvious one."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from festival.core.clock import LOCAL
from festival.programme.rules.clashes import find_clashes
from festival.programme.rules.clashes.facts import (
    HARD,
    Clash,
    ClashKind,
    Closed,
    Ground,
    Plan,
    QuietHours,
    Room,
)
from festival.programme.types import Audience, EventKind, Part

DAY = date(2027, 11, 17)
STAGE, HALL, SQUARE, PALACE, AIRPORT = 11, 21, 1, 2, 3
ARTIST, MINISTER = 101, 102
NIGHT = QuietHours(time(22), time(6))


def at(hour: int, minute: int = 0, *, day: date = DAY) -> datetime:
    """Return an hour in Hạ Long as the program keeps it; 24 and more are the next day."""
    return (datetime.combine(day, time(), LOCAL) + timedelta(hours=hour, minutes=minute)).astimezone(UTC)


def ground(
    *,
    stage: Room | None = None,
    quiet: dict[int, QuietHours] | None = None,
    travel: dict[tuple[int, int], int] | None = None,
) -> Ground:
    """Return a stage on the square and a hall in the palace, 16 to 20 November."""
    return Ground(
        first_day=date(2027, 11, 16),
        last_day=date(2027, 11, 20),
        rooms={STAGE: stage or Room(SQUARE), HALL: Room(PALACE)},
        quiet=quiet or {},
        travel=travel or {},
    )


def plan(number: int, starts: datetime | None, ends: datetime | None, **more: object) -> Plan:
    """Return a performance on the stage, or what `more` says."""
    values = {"kind": EventKind.PERFORMANCE, "venue_id": SQUARE, "space_id": STAGE} | more
    return Plan(id=number, starts_at=starts, ends_at=ends, **values)  # type: ignore[arg-type]


def found(*plans: Plan, on: Ground | None = None) -> list[tuple[ClashKind, tuple[int, ...], int | None]]:
    """Return kind, events and minutes of what clashes."""
    return [(clash.kind, clash.plans, clash.minutes) for clash in find_clashes(plans, on or ground())]


def only(*plans: Plan, on: Ground | None = None) -> Clash:
    """Return the one clash there is."""
    (clash,) = find_clashes(plans, on or ground())
    return clash


# --- a space ---------------------------------------------------------------------------------------------------------


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


# --- people ----------------------------------------------------------------------------------------------------------


def visit(
    number: int, starts: datetime, ends: datetime, part: Part, venue: int = SQUARE, **more: object
) -> Plan:
    """Return an event of the artist at a venue, in no space."""
    return plan(number, starts, ends, venue_id=venue, space_id=None, people=((ARTIST, part),), **more)


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


# --- one event -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "minutes"),
    [
        (at(20), at(22), []),
        (at(20), at(22, 1), [1]),
        (at(21), at(24), [120]),
        (at(23), at(25), [120]),
        (at(25), at(26), [60]),  # one o'clock lies in the night that began the evening before
        (at(5), at(7), [60]),
        (at(6), at(7), []),
        (at(20), at(20 + 48), [960]),  # two nights of eight hours
    ],
)
def test_nothing_loud_sounds_at_night(starts: datetime, ends: datetime, minutes: list[int]) -> None:
    clashes = find_clashes([plan(1, starts, ends)], ground(quiet={SQUARE: NIGHT}))
    assert [(clash.kind, clash.minutes, clash.venues, clash.quiet) for clash in clashes] == [
        (ClashKind.CURFEW, lasting, (SQUARE,), NIGHT) for lasting in minutes
    ]


def test_quiet_hours_may_lie_within_a_day_or_be_none() -> None:
    noon = plan(1, at(11), at(15))
    assert found(noon, on=ground(quiet={SQUARE: QuietHours(time(12), time(14))})) == [
        (ClashKind.CURFEW, (1,), 120)
    ]
    assert found(noon, on=ground(quiet={SQUARE: QuietHours(time(12), time(12))})) == []
    assert found(noon, on=ground(quiet={PALACE: QuietHours(time(12), time(14))})) == []


@pytest.mark.parametrize("kind", list(EventKind))
def test_what_is_loud_is_said_by_its_kind(kind: EventKind) -> None:
    loud = {"ceremony", "performance", "fair", "sport", "rehearsal"}
    night = plan(1, at(22), at(23), kind=kind)
    assert [kind for kind, _, _ in found(night, on=ground(quiet={SQUARE: NIGHT}))] == (
        [ClashKind.CURFEW] if kind in loud else []
    )


def test_a_text_in_one_language_lacks_the_others() -> None:
    missing = (("title", ("ja", "en")), ("text", ("ja",)))
    clash = only(plan(1, at(20), at(22), missing=missing))
    assert (clash.kind, clash.plans, clash.missing, clash.is_hard) == (
        ClashKind.TRANSLATION, (1,), missing, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "more",
    [{"kind": EventKind.BLOCKER}, {"is_cancelled": True}, {"venue_id": None, "space_id": None}],
    ids=["hidden", "cancelled", "without a venue"],
)
def test_what_no_release_takes_along_needs_no_texts_and_no_capacity(more: dict[str, object]) -> None:
    early = at(20, day=date(2027, 11, 1))
    draft = plan(
        1, early, early + timedelta(hours=1), missing=(("title", ("ja",)),), registration_opens_at=at(8)
    )
    assert found(replace(draft, **more)) == []  # type: ignore[arg-type]
    assert {kind for kind, _, _ in found(draft)} == {
        ClashKind.TRANSLATION, ClashKind.REGISTRATION_WITHOUT_CAPACITY, ClashKind.OUTSIDE,
    }  # fmt: skip


def test_an_unplaced_draft_is_in_nobodys_way() -> None:
    unplaced = plan(
        1,
        None,
        None,
        missing=(("title", ("ja",)),),
        registration_opens_at=at(8),
        people=((ARTIST, Part.SPEAKER),),
    )
    assert found(unplaced, plan(2, at(20), at(22))) == []


def test_registration_needs_a_capacity() -> None:
    clash = only(plan(1, at(20), at(22), registration_opens_at=at(8), registration_closes_at=at(20)))
    assert (clash.kind, clash.is_hard) == (ClashKind.REGISTRATION_WITHOUT_CAPACITY, True)
    assert found(plan(1, at(20), at(22), registration_opens_at=at(8), capacity=10)) == []
    assert found(plan(1, at(20), at(22), registration_opens_at=at(8), audience=Audience.INVITED)) == []


@pytest.mark.parametrize("is_cancelled", [False, True])
@pytest.mark.parametrize("placed", ["neither", "time", "venue", "both"])
def test_what_was_published_keeps_a_time_and_a_place(placed: str, is_cancelled: bool) -> None:
    starts, ends = (at(20), at(22)) if placed in {"time", "both"} else (None, None)
    venue = SQUARE if placed in {"venue", "both"} else None
    was = plan(1, starts, ends, venue_id=venue, space_id=None, is_published=True, is_cancelled=is_cancelled)
    clashes = find_clashes([was], ground())
    assert [clash.kind for clash in clashes] == ([] if placed == "both" else [ClashKind.PUBLISHED_UNPLACED])
    assert all(clash.is_hard for clash in clashes)


def test_what_was_published_does_not_become_hidden() -> None:
    clash = only(plan(1, at(20), at(22), kind=EventKind.BLOCKER, is_published=True))
    assert (clash.kind, clash.is_hard) == (ClashKind.PUBLISHED_HIDDEN, True)


@pytest.mark.parametrize(
    ("starts", "ends", "is_outside"),
    [
        (at(0, day=date(2027, 11, 16)), at(1, day=date(2027, 11, 16)), False),
        (at(0, -5, day=date(2027, 11, 16)), at(1, day=date(2027, 11, 16)), True),
        (at(22, day=date(2027, 11, 20)), at(26, day=date(2027, 11, 20)), False),  # the last night is long
        (at(22, day=date(2027, 11, 20)), at(30, day=date(2027, 11, 20)), False),
        (at(22, day=date(2027, 11, 20)), at(30, 5, day=date(2027, 11, 20)), True),
        (at(24, day=date(2027, 11, 20)), at(25, day=date(2027, 11, 20)), True),
    ],
)
def test_an_event_lies_in_the_editions_days(starts: datetime, ends: datetime, is_outside: bool) -> None:
    assert found(plan(1, starts, ends)) == ([(ClashKind.OUTSIDE, (1,), None)] if is_outside else [])


def test_a_set_up_may_come_days_before() -> None:
    assert (
        found(plan(1, at(8, day=date(2027, 11, 10)), at(18, day=date(2027, 11, 12)), kind=EventKind.SET_UP))
        == []
    )


# --- order and fingerprints ------------------------------------------------------------------------------------------


def test_what_refuses_a_release_comes_first_then_time() -> None:
    plans = [
        plan(1, at(9), at(10), missing=(("title", ("ja",)),), space_id=None),
        plan(2, at(20), at(22)),
        plan(3, at(21), at(22)),
        plan(4, at(12), at(13), registration_opens_at=at(8), space_id=None),
        plan(5, None, None, is_published=True),
    ]
    assert [clash.plans for clash in find_clashes(plans, ground())] == [(5,), (4,), (2, 3), (1,)]


def test_a_heap_of_events_on_one_hour_stays_readable() -> None:
    plans = [plan(number, at(20), at(21)) for number in range(40)]
    clashes = find_clashes(plans, ground())
    assert len(clashes) <= 40 * 5
    assert {number for clash in clashes for number in clash.plans} == set(range(40))


def test_of_a_heap_that_ends_before_an_event_the_last_are_named() -> None:
    heap = [plan(number, at(18), at(20, number)) for number in range(8)]
    stage = ground(stage=Room(SQUARE, changeover=30))
    clashes = find_clashes([*heap, plan(9, at(20, 10), at(21))], stage)
    changeovers = [clash for clash in clashes if clash.kind is ClashKind.CHANGEOVER]
    assert {clash.plans[0] for clash in changeovers} == {3, 4, 5, 6, 7}


def prints(on: Ground, *plans: Plan) -> set[str]:
    """Return the fingerprints of what clashes."""
    return {clash.fingerprint for clash in find_clashes(plans, on)}


def test_a_fingerprint_lasts_while_the_facts_do() -> None:
    on = ground(stage=Room(SQUARE, changeover=15))
    one, other = plan(1, at(20), at(21)), plan(2, at(21, 5), at(22))
    first = prints(on, one, other)
    assert len(first) == 1
    assert all(len(text) == 64 for text in first)
    same = (
        (on, other, one),
        (on, one, replace(other, capacity=50)),
        (on, one, other, plan(3, at(8), at(9))),
        (ground(stage=Room(SQUARE, changeover=15, capacity=90)), one, other),
    )
    assert all(prints(*facts) == first for facts in same)
    changed = (
        (on, replace(one, ends_at=at(21, 1)), other),
        (on, one, replace(other, starts_at=at(21, 6))),
        (on, one, replace(other, ends_at=at(22, 30))),
        (on, one, replace(other, id=9)),
        (ground(stage=Room(SQUARE, changeover=20)), one, other),
        (ground(), replace(one, space_id=HALL), replace(other, space_id=HALL, starts_at=at(20, 30))),
    )
    assert all(prints(*facts).isdisjoint(first) for facts in changed)


def test_the_reason_for_a_missing_text_outlasts_a_move() -> None:
    untranslated = plan(1, at(20), at(21), missing=(("text", ("ja",)),))
    moved = replace(untranslated, starts_at=at(18), ends_at=at(19))
    assert prints(ground(), untranslated) == prints(ground(), moved)
    assert prints(ground(), untranslated) != prints(
        ground(), replace(moved, missing=(("text", ("ja", "en")),))
    )


def test_a_reason_for_few_places_need_not_be_given_anew_for_each_who_cancels() -> None:
    few = plan(1, at(20), at(21), capacity=50, registered=80)
    assert prints(ground(), few) == prints(ground(), replace(few, registered=79))
    assert prints(ground(), few) != prints(ground(), replace(few, capacity=60))


def test_a_way_that_is_measured_anew_needs_a_new_reason() -> None:
    plans = visit(1, at(9), at(10), Part.SPEAKER), visit(2, at(10), at(11), Part.SPEAKER, PALACE)
    made = [prints(ground(travel=travel), *plans) for travel in ({}, {(1, 2): 30}, {(1, 2): 40})]
    assert len(set.union(*made)) == 3


# --- against a slow obvious one --------------------------------------------------------------------------------------

MONDAY = at(0)
Found = tuple[
    str, tuple[int, ...], int | None, int | None, int | None
]  # kind, events, space, person, minutes


def ticks(starts: datetime, ends: datetime) -> set[int]:
    """Return the minutes in which something lasts, counted from midnight of the 17th."""
    first = int((starts - MONDAY) / timedelta(minutes=1))
    return set(range(first, first + int((ends - starts) / timedelta(minutes=1))))


def lasts(one: Plan) -> set[int]:
    """Return the minutes in which an event holds what it holds."""
    if one.starts_at is None or one.ends_at is None or one.is_cancelled:
        return set()
    return ticks(one.starts_at, one.ends_at)


def place(one: Plan, on: Ground) -> int | None:
    """Return the venue of an event."""
    return on.rooms[one.space_id].venue_id if one.space_id is not None else one.venue_id


def gap(one: Plan, other: Plan) -> int:
    """Return the minutes from the end of one to the beginning of another, negative when they overlap or are the other way round."""
    return min(lasts(other)) - max(lasts(one)) - 1


def is_next(one: Plan, other: Plan, among: Iterable[Plan]) -> bool:
    """Tell whether nothing of the rest fits between the two."""
    return gap(one, other) >= 0 and not any(
        gap(one, third) >= 0 and gap(third, other) >= 0 for third in among if third not in (one, other)
    )


def slow(plans: list[Plan], on: Ground) -> Iterator[Found]:
    """Compare everything with everything, minute by minute."""
    held = [one for one in plans if lasts(one)]
    for space_id, room in on.rooms.items():
        there = [one for one in held if one.space_id == space_id]
        for one, other in permutations(there, 2):
            both = len(lasts(one) & lasts(other))
            if both and is_earlier(one, other):
                yield "space_taken", (one.id, other.id), space_id, None, both
        for one in there:
            for closed in room.closures:
                both = len(lasts(one) & ticks(closed.starts_at, closed.ends_at))
                if both:
                    yield "space_closed", (one.id,), space_id, None, both
        built = [one for one in there if one.kind not in {"set_up", "blocker", "break", "vip_movement"}]
        for one, other in permutations(built, 2):
            if is_next(one, other, built) and gap(one, other) < room.changeover:
                yield "changeover", (one.id, other.id), space_id, None, room.changeover - gap(one, other)
    for person in (ARTIST, MINISTER):
        yield from slow_for(person, [visited(one, person) for one in held if is_asked(person, one)], on)
    for one in held:
        quiet = on.quiet.get(place(one, on) or 0)
        if quiet and one.kind in {"ceremony", "performance", "fair", "sport", "rehearsal"}:
            loud = sum(is_quiet(minute, quiet) for minute in lasts(one))
            if loud:
                yield "curfew", (one.id,), None, None, loud


def is_asked(person: int, one: Plan) -> bool:
    """Tell whether an event or its run sheet needs somebody."""
    return person in dict(one.people) or person in {number for number, _, _ in one.needed}


def visited(one: Plan, person: int) -> Plan:
    """Return the event as if it lasted as long as the person is needed."""
    parts = dict(one.people)
    hours = {number: (since, until) for number, since, until in one.needed}
    if person not in parts:
        one = replace(one, people=(*one.people, (person, Part.PERFORMER)))
    elif parts[person] is not Part.PERFORMER or person not in hours:
        return one
    return replace(one, starts_at=hours[person][0], ends_at=hours[person][1])


def slow_for(person: int, visits: list[Plan], on: Ground) -> Iterator[Found]:
    """Compare all events of one person."""
    driving = [one for one in visits if place(one, on) is None or one.kind == "vip_movement"]
    for one, other in permutations(visits, 2):
        who = "guest" if "guest" in (dict(one.people)[person], dict(other.people)[person]) else "person"
        both = len(lasts(one) & lasts(other))
        if both and is_earlier(one, other):
            yield f"{who}_twice", (one.id, other.id), None, person, both
        placed = [third for third in visits if third not in driving]
        if one in driving or other in driving or not is_next(one, other, placed):
            continue
        start, goal = place(one, on), place(other, on)
        ways = [on.travel[way] for way in ((start, goal), (goal, start)) if way in on.travel]  # type: ignore[index]
        if start != goal and not ways and gap(one, other) < 120:
            yield "way_unknown", (one.id, other.id), None, person, gap(one, other)
        elif start != goal and ways and gap(one, other) < ways[0]:
            yield f"{who}_travel", (one.id, other.id), None, person, ways[0] - gap(one, other)


def is_earlier(one: Plan, other: Plan) -> bool:
    """Tell which of two is named first."""
    return (min(lasts(one)), max(lasts(one)), one.id) < (min(lasts(other)), max(lasts(other)), other.id)


def is_quiet(minute: int, quiet: QuietHours) -> bool:
    """Tell whether a minute of the clock lies in the quiet hours."""
    hour = minute % (24 * 60)
    begins, ends = (one.hour * 60 + one.minute for one in (quiet.begins, quiet.ends))
    if begins <= ends:
        return begins <= hour < ends
    return hour >= begins or hour < ends


HOURS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
GROUNDS = st.builds(
    Ground,
    first_day=st.just(DAY - timedelta(days=400)),
    last_day=st.just(DAY + timedelta(days=400)),
    rooms=st.fixed_dictionaries(
        {
            space: st.builds(
                Room,
                venue_id=st.just(venue),
                changeover=st.sampled_from([0, 5, 15, 60]),
                closures=st.lists(
                    st.builds(
                        lambda number, start, length: Closed(
                            number,
                            MONDAY + timedelta(minutes=5 * start),
                            MONDAY + timedelta(minutes=5 * (start + length)),
                            "",
                        ),
                        st.integers(1, 99),
                        st.integers(0, 500),
                        st.integers(1, 100),
                    ),
                    max_size=2,
                    unique_by=lambda closed: closed.id,
                ).map(tuple),
            )
            for space, venue in ((STAGE, SQUARE), (12, SQUARE), (HALL, PALACE))
        }
    ),
    quiet=st.dictionaries(
        st.sampled_from([SQUARE, PALACE, AIRPORT]), st.builds(QuietHours, HOURS, HOURS), max_size=3
    ),
    travel=st.lists(st.sampled_from([None, 5, 30, 90, 400]), min_size=6, max_size=6).map(
        lambda ways: {
            pair: way
            for pair, way in zip(permutations((SQUARE, PALACE, AIRPORT), 2), ways, strict=True)
            if way is not None
        }
    ),
)


@st.composite
def plans(draw: st.DrawFn, at_most: int = 6, within: int = 400) -> list[Plan]:
    """Draw events that begin within so many steps of five minutes; of six, none is left out by being too many."""
    made = []
    around = draw(st.integers(0, within))
    for number in range(draw(st.integers(0, at_most))):
        starts = MONDAY + timedelta(minutes=5 * (around + draw(st.integers(0, min(60, within)))))
        length = timedelta(minutes=5 * draw(st.integers(1, 30)))
        space = draw(st.sampled_from([STAGE, 12, HALL, None]))
        people = draw(
            st.dictionaries(st.sampled_from([ARTIST, MINISTER]), st.sampled_from(list(Part)), min_size=1)
        )
        items = draw(
            st.dictionaries(
                st.sampled_from([ARTIST, MINISTER]),
                st.tuples(st.integers(0, 30), st.integers(1, 10)),
                max_size=1,
            )
        )
        made.append(
            Plan(
                id=number,
                needed=tuple(
                    (
                        person,
                        starts + timedelta(minutes=5 * first),
                        starts + timedelta(minutes=5 * (first + long)),
                    )
                    for person, (first, long) in items.items()
                ),
                kind=draw(st.sampled_from(list(EventKind))),
                starts_at=starts,
                ends_at=starts + length,
                venue_id=draw(st.sampled_from([SQUARE, PALACE, AIRPORT, None])),
                space_id=space,
                people=tuple(people.items()),
                is_cancelled=draw(st.integers(0, 9)) == 0,
            )
        )
    return draw(st.permutations(made))


@settings(max_examples=400, deadline=None)
@given(plans(), GROUNDS)
def test_the_finder_finds_what_a_slow_obvious_one_finds(drawn: list[Plan], on: Ground) -> None:
    clashes = find_clashes(drawn, on)
    assert sorted(
        ((c.kind, c.plans, c.space_id, c.person_id, c.minutes) for c in clashes), key=str
    ) == sorted(slow(drawn, on), key=str)
    assert len({clash.fingerprint for clash in clashes}) == len(clashes)
    assert all(clash.is_hard == (clash.kind in HARD) for clash in clashes)


@settings(max_examples=100, deadline=None)
@given(plans(), GROUNDS)
def test_the_order_in_which_events_are_stored_changes_nothing(drawn: list[Plan], on: Ground) -> None:
    assert find_clashes(drawn, on) == find_clashes(list(reversed(drawn)), on)


def in_which(clashes: Iterable[Found]) -> set[tuple[int | None, int | None, int]]:
    """Return which event is in a clash in which space or for which person."""
    return {(space, person, event) for _, events, space, person, _ in clashes for event in events}


@settings(max_examples=60, deadline=None)
@given(plans(at_most=25, within=24), GROUNDS)
def test_of_a_heap_enough_is_named_that_nothing_gets_through(drawn: list[Plan], on: Ground) -> None:
    """Each event in a hard clash is named; what is left out of the others is in a hard one too."""
    clashes = {(c.kind.value, c.plans, c.space_id, c.person_id, c.minutes) for c in find_clashes(drawn, on)}
    all_there_are = set(slow(drawn, on))
    assert clashes <= all_there_are
    hard = {clash for clash in all_there_are if ClashKind(clash[0]) in HARD}
    assert in_which(hard) == in_which(clashes & hard)
    stuck = {event for clash in clashes & hard for event in clash[1]}
    assert all(set(clash[1]) & stuck for clash in all_there_are - clashes)
