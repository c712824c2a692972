"""Lanes at the entrance: how many, and what queue before them. A fluid forecast, and the closed form of M/M/c beside it. Pure.

Averages deceive: enough lanes over two hours are too few in the half hour in which most people come. The fluid queue
`Q(t + dt) = max(0, Q + a·dt − c·μ·dt)` tells the queue of a crowd, M/M/c the one of mere chance.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from festival.logistics.rules.calculators.numbers import Arrivals, whole_up

MOST_LANES = 500  # more than any square has room for: the search for lanes ends here


@dataclass(frozen=True, slots=True)
class Point:
    """The queue at a minute; `wait` is how long the last of it stands, in minutes."""

    minute: Decimal
    arrived: Decimal
    queue: Decimal
    wait: Decimal


@dataclass(frozen=True, slots=True)
class Forecast:
    """What becomes of the queue, from the first arrival until nobody waits. `worst` is its longest moment."""

    points: tuple[Point, ...]
    worst: Point
    over_at: Decimal


@dataclass(frozen=True, slots=True)
class Chance:
    """M/M/c in a steady state: people who wait, and minutes each of them does. `busy` is the lanes' load, below 1."""

    queue: float
    wait: float
    busy: float


def rate(per_lane: Decimal, reductions: Iterable[Decimal]) -> Decimal:
    """Return people per lane and minute after what slows a lane down; 0 where nothing is left."""
    return max(Decimal(), per_lane - sum(reductions, Decimal()))


def lanes(people: int, per_lane: Decimal, minutes: Decimal) -> int:
    """Return how many lanes let `people` in within `minutes` if they came evenly. Source: NUMBERS of entry, ceil(people / (rate × minutes))."""
    return whole_up(people / (per_lane * minutes))


def forecast(people: int, arrivals: Arrivals, lanes: int, per_lane: Decimal) -> Forecast:
    """Return the queue before `lanes` when `people` come like this. Exact: within a step everything runs in straight lines."""
    served = lanes * per_lane
    minute = queue = arrived = Decimal()
    points = [Point(minute, arrived, queue, Decimal())]
    for share in arrivals.shares:
        come = people * share / 100
        after = queue + come - served * arrivals.step
        if after < 0 < queue:  # the queue ends within this step: that moment is a corner of the line
            corner = queue / (served - come / arrivals.step)
            points.append(
                Point(minute + corner, arrived + come * corner / arrivals.step, Decimal(), Decimal())
            )
        minute, arrived, queue = minute + arrivals.step, arrived + come, max(Decimal(), after)
        points.append(Point(minute, arrived, queue, queue / served))
    if queue:
        minute += queue / served
        points.append(Point(minute, arrived, Decimal(), Decimal()))
    return Forecast(tuple(points), max(points, key=lambda point: point.queue), minute)


def lanes_for_wait(people: int, arrivals: Arrivals, per_lane: Decimal, most_wait: Decimal) -> int | None:
    """Return the fewest lanes before which nobody waits longer than so many minutes; None where even 500 are too few."""
    low, high = 1, MOST_LANES
    if forecast(people, arrivals, high, per_lane).worst.wait > most_wait:
        return None
    while low < high:
        middle = (low + high) // 2
        if forecast(people, arrivals, middle, per_lane).worst.wait > most_wait:
            low = middle + 1
        else:
            high = middle
    return low


def busiest(people: int, arrivals: Arrivals) -> Decimal:
    """Return people per minute in the busiest step."""
    return people * max(arrivals.shares) / 100 / arrivals.step


def chance(arrivals: float, per_lane: float, lanes: int) -> Chance | None:
    """Return the queue of M/M/c (arrivals and lanes both by chance); None where the lanes cannot keep up: it grows without end.

    Erlang's C by the recursion of Erlang's B, which stays within floats for any number of lanes.
    """
    load = arrivals / per_lane
    if load >= lanes:
        return None
    blocked = 1.0
    for number in range(1, lanes + 1):
        blocked = load * blocked / (number + load * blocked)
    busy = load / lanes
    waiting = blocked / (1 - busy * (1 - blocked))
    queue = waiting * busy / (1 - busy)
    return Chance(queue, queue / arrivals if arrivals else 0.0, busy)


def longest(forecasts: Sequence[Forecast]) -> tuple[Decimal, Decimal]:
    """Return the last minute and the longest queue of several forecasts: the scale of a chart."""
    return max(one.over_at for one in forecasts), max(one.worst.queue for one in forecasts)
