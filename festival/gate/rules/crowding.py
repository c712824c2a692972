"""How full a zone is, and which limits hold there: pure. Figures advise, people decide."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """A level of a zone. `at_least` and `gap` in hundredths of people per m², or of the capacity (85: 85 per cent)."""

    level: int
    at_least: int
    gap: int


def holding(limits: Iterable[Limit], held: Collection[int], people: int, size: int) -> frozenset[int]:
    """Return the levels that hold with `people` on `size` (m², or places), of which `held` held before.

    A level begins at its limit and ends only `gap` below it, so that a crowd that wavers about a limit raises one alarm.
    """
    return frozenset(
        one.level
        for one in limits
        if people * 100 >= (one.at_least - (one.gap if one.level in held else 0)) * size
    )


def density(people: int, area: int) -> float:
    """Return people per m²."""
    return max(people, 0) / area


def share(people: int, capacity: int) -> int:
    """Return per cent of the capacity, rounded down: 100 is said only when it is full."""
    return max(people, 0) * 100 // capacity


def is_stale(newest: datetime | None, after: timedelta, now: datetime) -> bool:
    """Tell whether nothing has been read in a zone for longer than `after` (never read: stale)."""
    return newest is None or now - newest > after
