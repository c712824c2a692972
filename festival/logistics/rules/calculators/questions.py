"""What is asked of each calculator, and what it answers for each scenario, side by side. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from festival.logistics.rules.calculators import crowd, entry, medical
from festival.logistics.rules.calculators.numbers import Arrivals, Choice, Numbers, whole_up
from festival.logistics.types.planning import Figure, Need, Role


@dataclass(frozen=True, slots=True)
class EntryAsked:
    """People who come like `arrivals`, before so many lanes. `most_wait` in minutes is what is thought bearable."""

    people: int
    arrivals: Arrivals
    per_lane: Decimal
    lanes: int
    most_wait: Decimal


@dataclass(frozen=True, slots=True)
class EntryAnswer:
    """Lanes that would do on average, lanes that keep the wait bearable, and what happens before the lanes there are."""

    people: int
    on_average: int
    for_wait: int | None
    forecast: entry.Forecast
    busiest: Decimal
    chance: entry.Chance | None

    @property
    def needs(self) -> tuple[Need, ...]:
        """What it asks for."""
        return (Need(Role.LANE, self.for_wait),) if self.for_wait else ()


def scaled(people: int, scenario: Choice) -> int:
    """Return how many come in a scenario."""
    return whole_up(people * scenario.value)


def entry_answers(numbers: Numbers, asked: EntryAsked) -> list[EntryAnswer]:
    """Answer for each scenario. `per_lane` must be above 0."""
    answers = []
    for scenario in numbers.scenarios:
        people = scaled(asked.people, scenario)
        busiest = entry.busiest(people, asked.arrivals)
        answers.append(
            EntryAnswer(
                people=people,
                on_average=entry.lanes(people, asked.per_lane, asked.arrivals.minutes),
                for_wait=entry.lanes_for_wait(people, asked.arrivals, asked.per_lane, asked.most_wait),
                forecast=entry.forecast(people, asked.arrivals, asked.lanes, asked.per_lane),
                busiest=busiest,
                chance=entry.chance(float(busiest), float(asked.per_lane), asked.lanes),
            )
        )
    return answers


@dataclass(frozen=True, slots=True)
class CapacityAsked:
    """A place, its entrance and its exits. `physical` and `management` from 0 to 1."""

    people: int
    area: Decimal
    per_person: Decimal
    physical: Decimal
    management: Decimal
    per_lane: Decimal
    lanes: int
    exit_metres: Decimal
    per_metre: Decimal
    emergency_minutes: Decimal


@dataclass(frozen=True, slots=True)
class CapacityAnswer:
    """How dense it is in one scenario, which band that is (None: below all), and whether it is within what is safe."""

    people: int
    density: Decimal
    band: int | None
    within: bool


def capacity_answers(numbers: Numbers, asked: CapacityAsked) -> tuple[crowd.Safe, int, list[CapacityAnswer]]:
    """Return the safe capacity, the room at the area each person needs, and how each scenario stands to them."""
    safe = crowd.safe_capacity(
        asked.area,
        numbers.figure(Figure.HOLDING_DENSITY),
        physical=asked.physical,
        management=asked.management,
        entry_per_minute=asked.lanes * asked.per_lane,
        entry_minutes=numbers.figure(Figure.ENTRY_MINUTES),
        exit_metres=asked.exit_metres,
        per_metre=asked.per_metre,
        exit_minutes=numbers.figure(Figure.EXIT_MINUTES),
        emergency_minutes=asked.emergency_minutes,
    )
    answers = []
    for scenario in numbers.scenarios:
        people = scaled(asked.people, scenario)
        dense = crowd.density(people, asked.area)
        answers.append(CapacityAnswer(people, dense, crowd.band(numbers.bands, dense), people <= safe.people))
    return safe, crowd.room(asked.area, asked.per_person), answers


@dataclass(frozen=True, slots=True)
class ExitsAsked:
    """People, the widths of all exits in metres, and how they get through."""

    people: int
    widths: tuple[Decimal, ...]
    per_metre: Decimal
    minutes: Decimal


def exits_answers(numbers: Numbers, asked: ExitsAsked) -> list[tuple[int, crowd.Exits]]:
    """Return (people, exits) for each scenario."""
    return [
        (
            people,
            crowd.exits(
                people,
                asked.widths,
                asked.per_metre,
                asked.minutes,
                least=numbers.figure(Figure.LEAST_EXIT),
            ),
        )
        for people in (scaled(asked.people, scenario) for scenario in numbers.scenarios)
    ]


@dataclass(frozen=True, slots=True)
class StewardsAsked:
    """People, and how many stewards the posts of the plan take."""

    people: int
    posts: int


def stewards_answers(numbers: Numbers, asked: StewardsAsked) -> list[tuple[int, crowd.Stewards]]:
    """Return (people, stewards) for each scenario."""
    return [
        (
            people,
            crowd.stewards(
                people,
                per_steward=numbers.figure(Figure.PER_STEWARD),
                posts=asked.posts,
                relief=numbers.figure(Figure.RELIEF),
                low=numbers.figure(Figure.STEWARD_LOW),
                high=numbers.figure(Figure.STEWARD_HIGH),
            ),
        )
        for people in (scaled(asked.people, scenario) for scenario in numbers.scenarios)
    ]


@dataclass(frozen=True, slots=True)
class MedicalAsked:
    """An event as the Maurer scheme looks at it."""

    permitted: int
    expected: int
    factor: Decimal
    enclosed: bool
    vips: int
    violence: bool


@dataclass(frozen=True, slots=True)
class MedicalAnswer:
    """Both opinions for one scenario."""

    people: int
    maurer: medical.Maurer
    purple: medical.Purple

    @property
    def needs(self) -> tuple[Need, ...]:
        """What the two ask for, the more cautious of each."""
        asked = (
            (Role.FIRST_AIDER, max(self.maurer.aiders, self.purple.aiders)),
            (Role.DOCTOR, max(self.maurer.doctors, int(self.purple.doctor_led))),
            (Role.TRANSPORT_AMBULANCE, self.maurer.transport),
            (Role.EMERGENCY_AMBULANCE, self.maurer.emergency),
            (Role.FIRST_AID_POST, self.maurer.posts),
        )
        return tuple(Need(role, number) for role, number in asked if number)


def medical_answers(numbers: Numbers, asked: MedicalAsked) -> list[MedicalAnswer]:
    """Answer for each scenario: more may come than is permitted, as in 2023."""
    return [
        MedicalAnswer(
            people,
            medical.maurer(
                numbers,
                permitted=asked.permitted,
                expected=people,
                factor=asked.factor,
                enclosed=asked.enclosed,
                vips=asked.vips,
                violence=asked.violence,
            ),
            medical.purple(numbers, people),
        )
        for people in (scaled(asked.expected, scenario) for scenario in numbers.scenarios)
    ]


def stewards_needs(answer: crowd.Stewards) -> tuple[Need, ...]:
    """Return what an answer about stewards asks for."""
    return (Need(Role.STEWARD, answer.with_relief),)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the queue's chart: its corners in the drawing's units, and where its label stands."""

    points: tuple[tuple[float, float], ...]
    top: tuple[float, float]


Ticks = tuple[tuple[tuple[int, float], ...], tuple[tuple[int, float], ...]]
_MINUTES = (5, 10, 15, 30, 60, 120, 240, 480, 1440)
_MOST_TICKS = 6
WIDE, HIGH = 640, 240  # the drawing's units


def chart(forecasts: Sequence[entry.Forecast]) -> list[Line]:
    """Return the queues as lines of one drawing: time to the right, people upwards, 0 at the lower left."""
    last, most = entry.longest(forecasts)
    scale_x, scale_y = WIDE / float(last or 1), HIGH / float(most or 1)

    def at(point: entry.Point) -> tuple[float, float]:
        return round(float(point.minute) * scale_x, 1), round(HIGH - float(point.queue) * scale_y, 1)

    return [Line(tuple(at(point) for point in one.points), at(one.worst)) for one in forecasts]


def ticks(forecasts: Sequence[entry.Forecast]) -> Ticks:
    """Return (minute, x)… and (people, y)… where the chart's axes carry round numbers."""
    last, most = entry.longest(forecasts)
    minute = next((one for one in _MINUTES if one * _MOST_TICKS >= last), int(last) + 1)
    people = next(
        one * 10**power for power in range(9) for one in (1, 2, 5) if one * 10**power * _MOST_TICKS >= most
    )
    across = range(0, int(last) + 1, minute)
    upwards = range(0, int(most) + 1, people)
    return (
        tuple((one, round(one * WIDE / float(last or 1), 1)) for one in across),
        tuple((one, round(HIGH - one * HIGH / float(most or 1), 1)) for one in upwards),
    )
