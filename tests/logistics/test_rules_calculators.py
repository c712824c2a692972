"""The calculators against every figure that their sources give, and what must hold for any figure."""

import random
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.logistics.rules.calculators import crowd, entry, medical
from festival.logistics.rules.calculators.numbers import Arrivals, within
from festival.logistics.rules.calculators.questions import (
    HIGH,
    WIDE,
    EntryAsked,
    MedicalAsked,
    StewardsAsked,
    chart,
    entry_answers,
    medical_answers,
    scaled,
    stewards_answers,
    stewards_needs,
    ticks,
)
from festival.logistics.types.planning import SHAPES, Cell, Column, Figure, Need, Role, TableKind
from tests.logistics.figures import NUMBERS, WAVE, shipped, value

D = Decimal
people = st.integers(1, 200_000)
rates = st.integers(1, 20).map(Decimal)


# --- entry -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("per_lane", "minutes", "lanes"),
    [(10, 60, 17), (10, 90, 12), (10, 120, 9), (7, 60, 24), (7, 90, 16), (7, 120, 12), (4, 60, 42), (4, 90, 28), (4, 120, 21)],
)  # fmt: skip
def test_lanes_for_ten_thousand(per_lane: int, minutes: int, lanes: int) -> None:
    assert entry.lanes(10_000, D(per_lane), D(minutes)) == lanes


def test_rates_of_lanes_and_what_slows_them() -> None:
    found = [value(TableKind.LANE_RATES, Column.PER_MINUTE, place) for place in range(4)]
    assert found == [10, 7, 4, 11]  # without bags, mixed, with bags; a turnstile: 660 an hour
    less = [one.value for one in NUMBERS.choices(TableKind.LANE_REDUCTIONS, Column.LESS)]
    assert less == [2, 3]
    assert entry.rate(D(7), less) == 2
    assert entry.rate(D(4), less) == 0


@pytest.mark.parametrize(
    ("lanes", "queue", "minute", "wait"), [(12, 1960, 90, 23.3), (16, 640, 90, 5.7), (20, 0, 0, 0)]
)
def test_the_fluid_queue_of_ten_thousand(lanes: int, queue: int, minute: int, wait: float) -> None:
    worst = entry.forecast(10_000, WAVE, lanes, D(7)).worst
    assert worst.queue == queue
    assert worst.minute == minute
    assert float(worst.wait) == pytest.approx(wait, abs=0.05)


@pytest.mark.parametrize(("lanes", "queue"), [(19, 22.8), (20, 6.8), (22, 1.6)])
def test_the_closed_form_of_chance(lanes: int, queue: float) -> None:
    found = entry.chance(110, 6, lanes)
    assert found is not None
    assert found.queue == pytest.approx(queue, abs=0.05)
    assert found.wait == pytest.approx(found.queue / 110)  # Little's law


def test_one_lane_is_the_textbook_queue() -> None:
    found = entry.chance(3, 4, 1)
    assert found is not None
    assert found.busy == pytest.approx(0.75)
    assert found.queue == pytest.approx(0.75**2 / 0.25)


def test_where_lanes_cannot_keep_up_there_is_no_steady_state() -> None:
    assert entry.chance(110, 6, 18) is None


def test_chance_agrees_with_guests_who_are_let_in_one_by_one() -> None:
    """The closed form against a simulation: arrivals and lanes by chance, 40,000 guests, always the same dice."""
    dice, lanes, arriving, serving = random.Random(17), 5, 20.0, 5.0
    free_at, now, waited, guests = [0.0] * lanes, 0.0, 0.0, 40_000
    for _guest in range(guests):
        now += dice.expovariate(arriving)
        first = min(range(lanes), key=free_at.__getitem__)
        begins = max(now, free_at[first])
        waited += begins - now
        free_at[first] = begins + dice.expovariate(serving)
    closed = entry.chance(arriving, serving, lanes)
    assert closed is not None
    assert waited / guests == pytest.approx(closed.wait, rel=0.1)


def test_the_fluid_forecast_meets_the_closed_form_where_both_apply() -> None:
    """Overloaded without end, both grow by λ − cμ a minute; with lanes to spare the crowd's queue is gone and chance's is left."""
    even = Arrivals(WAVE.name, D(60), (D(100),))
    overloaded = entry.forecast(6_600, even, 18, D(6))  # 110 a minute against 108
    assert overloaded.worst.queue == (110 - 108) * 60
    assert overloaded.worst.minute == 60
    assert entry.chance(110, 6, 18) is None
    spare = entry.forecast(6_600, even, 22, D(6))
    closed = entry.chance(110, 6, 22)
    assert spare.worst.queue == 0
    assert closed is not None
    assert closed.queue < 2


def test_the_forecast_does_not_depend_on_how_finely_it_is_cut() -> None:
    """Each half hour cut in six says the same: between corners the queue is a straight line."""
    fine = Arrivals(WAVE.name, WAVE.step / 6, tuple(share / 6 for share in WAVE.shares for _part in range(6)))
    for lanes in (12, 16):
        coarse, cut = entry.forecast(10_000, WAVE, lanes, D(7)), entry.forecast(10_000, fine, lanes, D(7))
        assert float(coarse.worst.queue) == pytest.approx(float(cut.worst.queue))
        assert float(coarse.over_at) == pytest.approx(float(cut.over_at))


@given(people, st.integers(1, 300), rates)
def test_everybody_who_came_is_let_in_in_the_end(number: int, lanes: int, per_lane: Decimal) -> None:
    found = entry.forecast(number, WAVE, lanes, per_lane)
    assert found.points[-1].queue == 0
    assert float(found.points[-1].arrived) == pytest.approx(number)
    assert all(before.minute <= after.minute for before, after in pairwise(found.points))
    assert all(point.queue >= 0 for point in found.points)


@given(people, people, rates, st.integers(0, 30))
def test_more_people_never_need_fewer_lanes(one: int, two: int, per_lane: Decimal, wait: int) -> None:
    fewer, more = sorted((one, two))
    assert entry.lanes(fewer, per_lane, D(60)) <= entry.lanes(more, per_lane, D(60))
    few, many = (entry.lanes_for_wait(n, WAVE, per_lane, D(wait)) for n in (fewer, more))
    assert many is None or (few is not None and few <= many)


@given(people, st.integers(1, 100), st.integers(1, 100), rates)
def test_more_lanes_never_make_a_longer_queue(number: int, one: int, two: int, per_lane: Decimal) -> None:
    fewer, more = sorted((one, two))
    long, short = (entry.forecast(number, WAVE, lanes, per_lane) for lanes in (fewer, more))
    assert short.worst.queue <= long.worst.queue
    assert short.worst.wait <= long.worst.wait


@given(people, rates, st.integers(0, 30))
def test_the_fewest_lanes_are_the_fewest(number: int, per_lane: Decimal, wait: int) -> None:
    found = entry.lanes_for_wait(number, WAVE, per_lane, D(wait))
    if found is not None:
        assert entry.forecast(number, WAVE, found, per_lane).worst.wait <= wait
        if found > 1:
            assert entry.forecast(number, WAVE, found - 1, per_lane).worst.wait > wait


def test_scenarios_stand_side_by_side() -> None:
    asked = EntryAsked(10_000, WAVE, D(7), lanes=20, most_wait=D(10))
    plan, half_more, as_in_2023 = entry_answers(NUMBERS, asked)
    assert [one.people for one in (plan, half_more, as_in_2023)] == [10_000, 15_000, 25_000]
    assert (plan.on_average, half_more.on_average, as_in_2023.on_average) == (12, 18, 30)
    assert plan.forecast.worst.queue == 0
    assert as_in_2023.forecast.worst.queue == 9_900
    assert plan.needs == (Need(Role.LANE, 15),)
    assert as_in_2023.chance is None  # 333 a minute against 140
    lines = chart([one.forecast for one in (plan, half_more, as_in_2023)])
    assert lines[2].top[1] == 0
    minutes, waiting = ticks([one.forecast for one in (plan, half_more, as_in_2023)])
    assert [minute for minute, _x in minutes] == [0, 30, 60, 90, 120, 150]
    assert [number for number, _y in waiting] == [0, 2_000, 4_000, 6_000, 8_000]
    assert all(0 <= x <= WIDE and 0 <= y <= HIGH for line in lines for x, y in line.points)


# --- crowd -------------------------------------------------------------------------------------------------------------


def test_widths_of_exits_for_ten_thousand() -> None:
    assert round(crowd.width(10_000, D(82), D(8)), 1) == D("15.2")
    assert round(crowd.width(10_000, D(109), D(10)), 1) == D("9.2")
    rates_of_exits = [one.value for one in NUMBERS.choices(TableKind.EXIT_RATES, Column.PER_MINUTE)]
    assert rates_of_exits == [82, 66, 109]


def test_the_widest_exit_is_discounted_and_a_narrow_one_counts_for_nothing() -> None:
    found = crowd.exits(
        10_000, [D(6), D(6), D(4), D(1)], D(82), D(8), least=NUMBERS.figure(Figure.LEAST_EXIT)
    )
    assert found.counted == 10
    assert found.discounted == 6
    assert found.too_narrow == (D(1),)
    assert (found.people, found.enough) == (6560, False)
    assert crowd.exits(6560, [D(6), D(6), D(4)], D(82), D(8), least=D("1.05")).enough
    assert (
        crowd.exits(1, [D(6)], D(82), D(8), least=D("1.05")).people == 0
    )  # the only one may be the blocked one


@pytest.mark.parametrize(
    ("dense", "place"),
    [("0.43", 0), ("1.99", 0), ("2", 1), ("3", 2), ("3.57", 2), ("4", 3), ("5", 4), ("7.1", 4)],
)
def test_bands_of_density(dense: str, place: int) -> None:
    assert crowd.band(NUMBERS.bands, D(dense)) == place


def test_marks_of_density_and_areas_are_those_of_the_sources() -> None:
    marks = [one.value for one in NUMBERS.choices(TableKind.DENSITY_MARKS, Column.DENSITY)]
    assert marks == [D("0.43"), 2, D("3.57"), 5, D("7.1")]
    assert [one.value for one in NUMBERS.choices(TableKind.AREAS, Column.AREA)] == [D("0.5"), 1, D("1.5")]
    assert crowd.room(D(23_000), D("0.5")) == 46_000


def test_the_safe_capacity_is_the_least_of_four() -> None:
    square = {
        "physical": D(1),
        "management": D(1),
        "entry_per_minute": D(112),
        "entry_minutes": D(60),
        "exit_metres": D(30),
        "per_metre": D(82),
        "exit_minutes": D(8),
        "emergency_minutes": D(8),
    }
    found = crowd.safe_capacity(D(23_000), D(2), **square)
    assert (found.holding, found.entry, found.exit, found.emergency) == (46_000, 6_720, 19_680, 19_680)
    assert found.people == 6_720
    assert found.limits == frozenset({"entry"})
    reduced = crowd.safe_capacity(D(23_000), D(2), **square | {"physical": D("0.5"), "management": D("0.2")})
    assert (reduced.holding, reduced.people) == (4_600, 4_600)


@given(st.fractions(0, 1), st.fractions(0, 1))
def test_factors_never_raise_what_a_place_holds(physical: float, management: float) -> None:
    def holding(p: Decimal, s: Decimal) -> int:
        return crowd.safe_capacity(
            D(1000), D(2), physical=p, management=s, entry_per_minute=D(999), entry_minutes=D(60),
            exit_metres=D(99), per_metre=D(82), exit_minutes=D(8), emergency_minutes=D(8),
        ).holding  # fmt: skip

    p, s = round(D(float(physical)), 6), round(D(float(management)), 6)
    assert holding(p, s) <= min(holding(p, D(1)), holding(D(1), s)) <= holding(D(1), D(1))


@given(people, people)
def test_more_people_never_need_a_narrower_exit_nor_fewer_stewards(one: int, two: int) -> None:
    fewer, more = sorted((one, two))
    assert crowd.width(fewer, D(82), D(8)) <= crowd.width(more, D(82), D(8))
    few, many = (stewards_answers(NUMBERS, StewardsAsked(n, posts=12))[0][1] for n in (fewer, more))
    assert few.needed <= many.needed
    assert few.with_relief <= many.with_relief


def test_stewards_for_ten_thousand() -> None:
    (_people, found), *_more = stewards_answers(NUMBERS, StewardsAsked(10_000, posts=24))
    assert (found.by_ratio, found.needed, found.with_relief) == (40, 40, 46)
    assert (found.low, found.high) == (34, 100)
    assert stewards_needs(found) == (Need(Role.STEWARD, 46),)
    assert stewards_answers(NUMBERS, StewardsAsked(10_000, posts=55))[0][1].needed == 55  # posts first


# --- medical -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "score", "asked"),
    [
        (MedicalAsked(12_000, 10_000, D("0.5"), False, 0, False), "13.5", (5, 2, 1, 1)),
        (MedicalAsked(12_000, 10_000, D("0.5"), False, 10, False), "33.5", (20, 3, 2, 2)),
        (MedicalAsked(12_000, 10_000, D("1.0"), False, 10, False), "47", (30, 4, 3, 2)),
        (MedicalAsked(30_000, 30_000, D("1.0"), False, 5, False), "78", (40, 5, 5, 3)),
        (MedicalAsked(600, 500, D("0.2"), True, 10, False), "21", (10, 2, 1, 1)),
    ],
)
def test_the_maurer_scheme(event: MedicalAsked, score: str, asked: tuple[int, int, int, int]) -> None:
    found = medical_answers(NUMBERS, event)[0].maurer
    assert found.score == D(score)
    assert (found.aiders, found.transport, found.emergency, found.doctors) == asked


@pytest.mark.parametrize(
    ("permitted", "points"),
    [
        (500, 1), (501, 2), (1_000, 2), (1_500, 3), (3_000, 4), (6_000, 5), (10_000, 6), (20_000, 7),
        (20_001, 8), (30_000, 8), (30_001, 9), (50_000, 10),
    ],
)  # fmt: skip
def test_points_for_the_permitted_number(permitted: int, points: int) -> None:
    assert medical.points_for(NUMBERS, permitted) == points


@pytest.mark.parametrize(("vips", "points"), [(0, 0), (1, 10), (5, 10), (6, 20), (11, 30), (90, 30)])
def test_points_for_guests_of_high_rank(vips: int, points: int) -> None:
    assert medical.vip_points(NUMBERS, vips) == points


def test_violence_counts_ten() -> None:
    calm, rough = (
        medical.maurer(
            NUMBERS, permitted=500, expected=500, factor=D(1), enclosed=False, vips=0, violence=one
        )
        for one in (False, True)
    )
    assert [calm.score, rough.score] == [2, 12]


@pytest.mark.parametrize("factor", ["0.2", "0.3", "0.4", "0.5", "0.7", "1.0", "1.2"])
def test_factors_of_kinds_of_events(factor: str) -> None:
    assert D(factor) in [one.value for one in NUMBERS.choices(TableKind.MAURER_FACTORS, Column.FACTOR)]


_STEPS = {
    TableKind.MAURER_AIDERS: "2→0 4→3 13.5→5 22→10 40→20 60→30 80→40 100→80 110→100 120→120 above→160",
    TableKind.MAURER_TRANSPORT: "4→0 13→1 25→2 40→3 60→4 80→5 100→6 110→7 120→8 above→10",
    TableKind.MAURER_EMERGENCY: "6→0 25.5→1 45.5→2 60.5→3 75.5→4 100→5 120→6 above→7",
    TableKind.MAURER_DOCTORS: "13→0 30→1 60→2 90→3 120→4 above→5",
    TableKind.MAURER_COMMAND: "30→0 60→1 above→2",
    TableKind.MAURER_POSTS: "50→0 80→1 110→2 above→3",
}


@pytest.mark.parametrize(("kind", "said"), _STEPS.items())
def test_steps_of_the_maurer_scheme(kind: TableKind, said: str) -> None:
    steps = NUMBERS.steps(kind)
    for score, asked in (step.split("→") for step in said.split()):
        assert within(steps, D(121) if score == "above" else D(score)) == int(asked)
    for (up_to, number), (_next, above) in pairwise(steps):
        assert up_to is not None
        assert within(steps, up_to) == number
        assert within(steps, up_to + D("0.01")) == above


@pytest.mark.parametrize(
    ("crowd_of", "aiders", "nurses", "doctor_led"),
    [
        (200, 2, (0, 0), False), (1_000, 2, (0, 0), False), (1_001, 3, (0, 0), False), (3_000, 6, (0, 0), False),
        (3_001, 7, (1, 2), False), (10_000, 13, (1, 2), False), (10_001, 14, (1, 2), True),
    ],
)  # fmt: skip
def test_the_purple_guide(crowd_of: int, aiders: int, nurses: tuple[int, int], doctor_led: bool) -> None:
    found = medical.purple(NUMBERS, crowd_of)
    assert (found.aiders, found.nurses, found.doctor_led) == (aiders, nurses, doctor_led)
    assert found.paramedics == nurses


@given(
    people,
    people,
    st.sampled_from([one.value for one in NUMBERS.choices(TableKind.MAURER_FACTORS, Column.FACTOR)]),
)
def test_more_people_never_need_less_help(one: int, two: int, factor: Decimal) -> None:
    fewer, more = sorted((one, two))

    def asked(number: int) -> list[int]:
        answer = medical_answers(NUMBERS, MedicalAsked(number, number, factor, False, 0, False))[0]
        found = answer.maurer
        return [
            found.aiders, found.transport, found.emergency, found.doctors, found.command, found.posts,
            answer.purple.aiders, int(answer.purple.doctor_led),
        ]  # fmt: skip

    assert all(few <= many for few, many in zip(asked(fewer), asked(more), strict=True))


def test_the_more_cautious_opinion_becomes_the_need() -> None:
    answer = medical_answers(NUMBERS, MedicalAsked(12_000, 10_000, D("0.5"), False, 0, False))[0]
    assert (answer.maurer.aiders, answer.purple.aiders) == (5, 13)
    assert answer.needs == (
        Need(Role.FIRST_AIDER, 13),
        Need(Role.DOCTOR, 1),
        Need(Role.TRANSPORT_AMBULANCE, 2),
        Need(Role.EMERGENCY_AMBULANCE, 1),
    )


# --- tables ------------------------------------------------------------------------------------------------------------


def test_every_table_has_its_columns_and_its_source() -> None:
    found = shipped()
    assert set(found) == set(TableKind) == set(SHAPES)
    for kind, table in found.items():
        assert table.source
        assert all(set(row) == {column for column, _cell in SHAPES[kind]} for row in table.rows), kind
    assert {row["key"] for row in found[TableKind.FIGURES].rows} == set(Figure)


def test_all_scenarios_of_the_sources_are_there() -> None:
    assert [one.value for one in NUMBERS.scenarios] == [1, D("1.5"), D("2.5")]
    assert [scaled(101, one) for one in NUMBERS.scenarios] == [101, 152, 253]


def test_shares_of_arrivals_make_a_whole() -> None:
    assert all(sum(one.shares) == 100 for one in NUMBERS.arrivals)
    assert any(cell is Cell.SHARES for _column, cell in SHAPES[TableKind.ARRIVALS])
    late = NUMBERS.arrivals[1]
    assert [late.minutes, sum(late.shares[-3:])] == [120, 70]  # 70 % in the last 45 minutes
    assert sum(NUMBERS.arrivals[2].shares[-2:]) == 75  # 75 % in the last 30
