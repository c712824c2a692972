"""What speaks against a person on a shift, and proposals that break no rule."""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from festival.logistics.rules import rostering as r
from festival.logistics.rules.proposing import Known, Proposal, Wanted, propose, ranked
from festival.logistics.types.crew import Role, Skill
from tests.logistics.crews import LIMITS, NIGHT, SKILLS, duty, made_crew, made_shifts, place, worker

WAYS = {(1, 2): 35, (3, 1): 90}


def said(where: r.Place, who: r.Worker) -> list[type[r.Objection]]:
    return [type(one) for one in r.objections(where, who, LIMITS, WAYS)]


def test_nothing_speaks_against_who_is_free_and_able() -> None:
    assert said(place(), worker()) == []


def test_who_is_not_of_the_crew_any_more_is_refused() -> None:
    assert said(place(), replace(worker(), is_active=False)) == [r.Inactive]


@pytest.mark.parametrize(
    ("skills", "expected"),
    [
        ({}, [r.SkillMissing]),
        ({Skill.DOCTOR: None}, []),
        ({Skill.DOCTOR: date(2027, 11, 17)}, []),
        ({Skill.DOCTOR: date(2027, 11, 16)}, [r.SkillExpired]),
    ],
)
def test_a_qualification_must_last_through_the_shift(
    skills: dict[Skill, date | None], expected: list[type[r.Objection]]
) -> None:
    assert said(place(skill=Skill.DOCTOR), worker(skills=skills)) == expected


def test_a_shift_that_ends_after_midnight_needs_the_qualification_of_the_next_day() -> None:
    who = worker(skills={Skill.DOCTOR: date(2027, 11, 17)})
    assert said(place(4, 4, skill=Skill.DOCTOR), who) == [
        r.SkillExpired
    ]  # until 02:00 of the 18th, local time


def test_who_leads_a_post_must_be_allowed_to() -> None:
    assert said(place(role=Role.LEAD), worker()) == [r.SkillMissing]
    assert said(place(role=Role.LEAD), worker(skills={Skill.LEAD: None})) == []


@pytest.mark.parametrize(
    ("begin", "hours", "expected"),
    [
        (-4, 4, []),  # ends as the other begins
        (-4, 4.5, [r.Overlaps]),
        (1, 1, [r.Overlaps]),
        (5, 2, []),  # an hour later: one spell
        (5.25, 2, [r.ShortRest]),
        (13.75, 2, [r.ShortRest]),
        (14, 2, []),  # ten hours later
        (-12, 2, []),
        (-11.75, 2, [r.ShortRest]),
    ],
)
def test_ten_hours_of_rest_lie_between_spells(
    begin: float, hours: float, expected: list[type[r.Objection]]
) -> None:
    assert said(place(0, 4), worker(duty(1, begin, hours))) == expected


def test_short_rest_says_how_much_there_is_and_how_much_is_needed() -> None:
    other = duty(1, -6, 2)
    assert r.objections(place(), worker(other), LIMITS, {}) == (r.ShortRest(other, 240, 600),)


def test_twelve_hours_in_any_twenty_four() -> None:
    day = worker(duty(1, -18, 8))  # 00:00–08:00
    assert said(place(0, 4), day) == []  # 12 h
    assert said(place(0, 4.25), day) == [r.TooMuch]
    assert said(place(6, 5), day) == []  # only 5 + 6 minutes of them lie in one window… 23:00–04:00
    assert r.objections(place(0, 5), day, LIMITS, {})[0] == r.TooMuch(780, 720, 1440)


def test_twelve_hours_count_when_the_window_begins_inside_a_duty() -> None:
    who = worker(duty(1, -22, 8), duty(2, -3.5, 3.5))  # 20:00–04:00 and 14:30–18:00
    assert said(place(0, 5), who) == [r.TooMuch]


@pytest.mark.parametrize(
    ("other_venue", "gap", "expected"),
    [
        (1, 0.25, []),
        (2, 0.5, [r.LongWay]),  # 35 minutes are needed, the way back included
        (2, 0.75, []),
        (3, 1, [r.LongWay]),
        (4, 0.75, [r.LongWay]),  # nobody has said: an hour
        (None, 0.75, [r.LongWay]),
    ],
)
def test_the_way_between_venues_takes_its_time(
    other_venue: int | None, gap: float, expected: list[type[r.Objection]]
) -> None:
    assert said(place(0, 4), worker(duty(1, -2 - gap, 2, venue=other_venue))) == expected
    assert said(place(0, 4), worker(duty(1, 4 + gap, 2, venue=other_venue))) == expected


def test_who_has_said_that_they_cannot_come_is_not_asked() -> None:
    away = r.Away(NIGHT + timedelta(hours=3), NIGHT + timedelta(hours=9), "exam")
    assert r.objections(place(), worker(away=(away,)), LIMITS, {}) == (
        r.NotThere(away.starts_at, away.ends_at, "exam"),
    )
    assert said(place(0, 3), worker(away=(away,))) == []


def test_a_post_without_a_leader_is_said_but_refuses_nobody() -> None:
    found = r.objections(replace(place(), has_lead=False), worker(), LIMITS, {})
    assert found == (r.NoLead(),)
    assert r.refusals(found) == ()
    assert said(replace(place(role=Role.LEAD), has_lead=False), worker(skills={Skill.LEAD: None})) == []


def test_a_long_spell_wants_a_relief_at_the_post() -> None:
    alone = replace(place(0, 4), has_relief=False)
    assert said(alone, worker()) == []
    assert r.objections(alone, worker(duty(1, -3, 3)), LIMITS, {}) == (r.NoRelief(420, 360),)
    assert said(replace(alone, role=Role.RELIEF), worker(duty(1, -3, 3))) == []


def test_what_somebody_holds_already_does_not_count_against_itself() -> None:
    assert said(place(), worker(place().duty)) == []


# --- proposals -------------------------------------------------------------------------------------------------------


def assert_breaks_nothing(found: Proposal, shifts: list[Wanted], crew: list[Known]) -> None:
    by_shift = {one.place.duty.shift_id: one for one in shifts}
    people = {one.worker.id: one.worker for one in crew}
    held: dict[int, list[r.Duty]] = {number: list(one.duties) for number, one in people.items()}
    for shift_id, number in found.pairs:
        held[number].append(by_shift[shift_id].place.duty)
    for shift_id, number in found.pairs:
        whole = replace(people[number], duties=tuple(held[number]))
        assert r.refusals(r.objections(by_shift[shift_id].place, whole, LIMITS, WAYS)) == ()
    for duties in held.values():  # the same once more, without the rule's own code
        in_order = sorted(duties, key=lambda one: one.starts_at)
        for first, second in pairwise(in_order):
            gap = second.starts_at - first.ends_at
            assert timedelta() <= gap <= timedelta(hours=1) or gap >= timedelta(hours=10)
        for one in in_order:
            until = one.starts_at + timedelta(hours=24)
            worked = sum(
                (
                    max(min(other.ends_at, until) - max(other.starts_at, one.starts_at), timedelta())
                    for other in in_order
                ),
                timedelta(),
            )
            assert worked <= timedelta(hours=12)
    for shift_id, wanted in by_shift.items():
        given_now = sum(1 for shift, _who in found.pairs if shift == shift_id)
        assert wanted.taken + given_now <= max(wanted.target, wanted.taken)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32), st.integers(1, 40), st.integers(1, 50))
def test_no_proposal_breaks_a_hard_rule(seed: int, people: int, count: int) -> None:
    crew, shifts = thrown(made_crew(people), made_shifts(count), random.Random(seed))
    assert_breaks_nothing(propose(shifts, crew, LIMITS, WAYS), shifts, crew)


@pytest.mark.parametrize("seed", [None, 2027])
def test_four_hundred_people_and_six_hundred_shifts(seed: int | None) -> None:
    crew, shifts = made_crew(400), made_shifts(600)
    if seed is not None:
        crew, shifts = thrown(crew, shifts, random.Random(seed))
    found = propose(shifts, crew, LIMITS, WAYS)
    assert_breaks_nothing(found, shifts, crew)
    assert len(found.pairs) > (900 if seed is None else 600)
    assert len({(shift, who) for shift, who in found.pairs}) == len(found.pairs)


def thrown(
    crew: list[Known], shifts: list[Wanted], chance: random.Random
) -> tuple[list[Known], list[Wanted]]:
    """Return them with some people busy already, and shifts of chance times, lengths and places."""
    busy = [
        replace(
            one,
            worker=replace(
                one.worker,
                duties=(duty(5000 + one.worker.id, chance.randrange(-48, 48), chance.randrange(2, 9)),)
                if chance.random() < 0.3
                else (),
            ),
        )
        for one in crew
    ]
    moved = [
        replace(
            one,
            place=replace(
                one.place,
                duty=duty(
                    number,
                    chance.randrange(-96, 96) / 2,
                    chance.randrange(2, 26) / 2,
                    venue=chance.choice((1, 2, 3, 4, None)),
                ),
            ),
        )
        for number, one in enumerate(shifts, 1)
    ]
    return busy, moved


@pytest.mark.parametrize(
    "blind",
    [
        {"rest": 0},
        {"most": 100_000},
        {"adjoining": 0, "rest": 0, "most": 100_000, "unknown_way": 0},
    ],
)
def test_the_control_sees_a_proposal_that_was_made_without_one_of_the_rules(blind: dict[str, int]) -> None:
    crew, shifts = made_crew(120), made_shifts(180)
    found = propose(shifts, crew, replace(LIMITS, **blind), WAYS)
    with pytest.raises(AssertionError):
        assert_breaks_nothing(found, shifts, crew)


def test_the_control_sees_people_without_the_qualification_and_those_who_are_away() -> None:
    crew, shifts = made_crew(120), made_shifts(180)
    able = [replace(one, worker=replace(one.worker, skills=dict.fromkeys(SKILLS))) for one in crew]
    there = [replace(one, worker=replace(one.worker, away=(), is_active=True)) for one in crew]
    for blind in (able, there):
        found = propose(shifts, blind, LIMITS, WAYS)
        assert_breaks_nothing(found, shifts, blind)
        with pytest.raises(AssertionError):
            assert_breaks_nothing(found, shifts, crew)


def test_the_own_area_comes_first_and_then_who_has_least_to_do() -> None:
    shift = Wanted(place(), "medical", 2, 2)
    crew = [
        Known(replace(worker(), id=1), "security"),
        Known(replace(worker(duty(7, -30, 3)), id=2), "medical"),
        Known(replace(worker(), id=3), "medical"),
    ]
    assert propose([shift], crew, LIMITS, {}).pairs == ((900, 3), (900, 2))


def test_a_proposal_says_what_stays_open_and_why() -> None:
    shift = Wanted(place(skill=Skill.DOCTOR), "medical", 2, 3, taken=1)
    crew = [
        Known(replace(worker(), id=1), "medical"),
        Known(replace(worker(duty(7, 1, 1), skills={Skill.DOCTOR: None}), id=2), "medical"),
    ]
    found = propose([shift], crew, LIMITS, {})
    assert found.pairs == ()
    assert [(one.shift_id, one.missing, dict(one.why)) for one in found.unfilled] == [
        (900, 1, {r.SkillMissing: 1, r.Overlaps: 1})
    ]


def test_every_minimum_is_met_before_any_target() -> None:
    first, second = (
        Wanted(place(), "medical", 1, 2),
        Wanted(replace(place(), duty=duty(901, 1, 2)), "medical", 1, 2),
    )
    crew = [Known(replace(worker(), id=number), "medical") for number in (1, 2)]
    found = propose([first, second], crew, LIMITS, {})
    assert sorted(shift for shift, _who in found.pairs) == [900, 901]


def test_who_could_step_in_is_ranked_with_reasons() -> None:
    shift = place(skill=Skill.FIRST_AID)
    able: dict[Skill, date | None] = {Skill.FIRST_AID: None}
    crew = [
        Known(replace(worker(), id=1), "medical"),
        Known(replace(worker(skills=able), id=2), "traffic"),
        Known(replace(worker(duty(7, -20, 4), skills=able), id=3), "medical"),
        Known(replace(worker(skills=able), id=4), "medical"),
        Known(replace(worker(shift.duty, skills=able), id=5), "medical"),
    ]
    found = ranked(shift, "medical", crew, LIMITS, {})
    assert [(one.worker_id, one.may, one.rank) for one in found] == [
        (4, True, 1),
        (3, True, 2),
        (2, True, 3),
        (1, False, 4),
    ]
    assert found[1].minutes_near == 240


def test_who_has_refused_is_asked_after_the_others() -> None:
    shift = place()
    crew = [
        Known(replace(worker(), id=1, refused=frozenset({900})), "medical"),
        Known(replace(worker(duty(7, -20, 4)), id=2), "traffic"),
        Known(replace(worker(duty(8, 1, 4)), id=3), "medical"),
    ]
    found = ranked(shift, "medical", crew, LIMITS, {})
    assert [one.worker_id for one in found] == [2, 1, 3]
    assert r.HasRefused() in found[1].objections
    assert found[1].may  # somebody may ask again
    proposed = propose([Wanted(shift, "medical", 2, 2)], crew, LIMITS, {})
    assert proposed.pairs == ((900, 2),)
    assert dict(proposed.unfilled[0].why) == {r.HasRefused: 1, r.Overlaps: 1}
