"""How many people a place can hold, let out, and how dense they stand. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from festival.logistics.rules.calculators.numbers import Choice, whole_up, widest


@dataclass(frozen=True, slots=True)
class Exits:
    """Exits against a need, in metres. `counted` is without the widest one and without those that are too narrow."""

    needed: Decimal
    counted: Decimal
    discounted: Decimal
    too_narrow: tuple[Decimal, ...]
    people: int  # who can leave through what is counted, in time

    @property
    def enough(self) -> bool:
        """Whether everybody gets out in time."""
        return self.counted >= self.needed


@dataclass(frozen=True, slots=True)
class Safe:
    """The four capacities of the Green Guide; the least of them is the safe one."""

    holding: int
    entry: int
    exit: int
    emergency: int

    @property
    def people(self) -> int:
        """The safe capacity."""
        return min(self.holding, self.entry, self.exit, self.emergency)

    @property
    def limits(self) -> frozenset[str]:
        """Which of the four set it."""
        return frozenset(
            name for name in ("holding", "entry", "exit", "emergency") if getattr(self, name) == self.people
        )


def width(people: int, per_metre: Decimal, minutes: Decimal) -> Decimal:
    """Return the metres of exit through which `people` get out within `minutes`."""
    return people / (per_metre * minutes)


def exits(
    people: int, widths: Sequence[Decimal], per_metre: Decimal, minutes: Decimal, *, least: Decimal
) -> Exits:
    """Return whether these exits are enough. The widest is taken to be blocked; one narrower than `least` counts for nothing."""
    usable = [one for one in widths if one >= least]
    counted = sum(usable, Decimal()) - widest(usable)
    return Exits(
        needed=width(people, per_metre, minutes),
        counted=counted,
        discounted=widest(usable),
        too_narrow=tuple(one for one in widths if one < least),
        people=int(counted * per_metre * minutes),
    )


def density(people: int, area: Decimal) -> Decimal:
    """Return people per m²."""
    return people / area


def band(bands: Sequence[Choice], people_per_area: Decimal) -> int | None:
    """Return the place in `bands` (the lowest first) of the highest one reached; None below all of them."""
    reached = [place for place, one in enumerate(bands) if people_per_area >= one.value]
    return reached[-1] if reached else None


def room(area: Decimal, per_person: Decimal) -> int:
    """Return how many people have room at so many m² each."""
    return int(area / per_person)


def safe_capacity(
    area: Decimal,
    holding_density: Decimal,
    *,
    physical: Decimal,
    management: Decimal,
    entry_per_minute: Decimal,
    entry_minutes: Decimal,
    exit_metres: Decimal,
    per_metre: Decimal,
    exit_minutes: Decimal,
    emergency_minutes: Decimal,
) -> Safe:
    """Return the safe capacity. `physical` (P) and `management` (S), 0 to 1, both reduce the holding figure: the cautious reading of
    what our source says of the Green Guide; whether it means the lower of the two instead is to be verified in the Guide itself.
    """
    return Safe(
        holding=int(area * holding_density * physical * management),
        entry=int(entry_per_minute * entry_minutes),
        exit=int(exit_metres * per_metre * exit_minutes),
        emergency=int(exit_metres * per_metre * emergency_minutes),
    )


@dataclass(frozen=True, slots=True)
class Stewards:
    """Trained people for a crowd: by the ratio, by the posts, the greater of both, and with relief for breaks."""

    by_ratio: int
    by_posts: int
    needed: int
    with_relief: int
    low: int  # the sense-check's range
    high: int


def stewards(
    people: int, *, per_steward: Decimal, posts: int, relief: Decimal, low: Decimal, high: Decimal
) -> Stewards:
    """Return how many stewards are needed: posts first, never fewer than the ratio; `relief` in per cent for breaks.

    `low` and `high` are people per steward of the sense-check (100 and 300).
    """
    by_ratio = whole_up(people / per_steward)
    needed = max(by_ratio, posts)
    return Stewards(
        by_ratio=by_ratio,
        by_posts=posts,
        needed=needed,
        with_relief=whole_up(needed * (100 + relief) / 100),
        low=whole_up(people / high),
        high=whole_up(people / low),
    )
