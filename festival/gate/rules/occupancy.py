"""How many people are in a zone, from everything that was written down: pure, and the same in whatever order it came.

The newest head count says how many there were at its minute. From then on people who came in are added and those who left are
taken away, by whichever way and whoever counted them, and what somebody has put right is added.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from festival.gate.types import CorrectionKind, Direction


@dataclass(frozen=True, slots=True)
class Way:
    """A way into a zone, from another one or from outside (None)."""

    crossing: int
    gate: int | None
    outer: int | None
    inner: int


@dataclass(frozen=True, slots=True)
class Passed:
    """So many people went through a way in one direction from `since` until the next of the moments asked for.

    `since` is None for what was before all of them. `newest`: when the last of them did.
    """

    crossing: int
    direction: str
    people: int
    since: datetime | None
    newest: datetime


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction as it was written down; of two head counts of a minute the later number counts."""

    id: int
    zone: int
    kind: str
    people: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Stand:
    """How a zone stands. `people` may come out below zero: then something was not counted, and that is said.

    `entered` and `left` since the last head count (`counted_at`, None: never). `newest`: the newest reading.
    """

    zone: int
    people: int
    entered: int
    left: int
    counted_at: datetime | None
    newest: datetime | None

    @property
    def is_doubtful(self) -> bool:
        """Whether more people have left than can have been there."""
        return self.people < 0


def last_head_counts(corrections: Iterable[Correction]) -> dict[int, Correction]:
    """Return zone → its newest head count."""
    found: dict[int, Correction] = {}
    for one in sorted(corrections, key=lambda one: (one.at, one.id)):
        if one.kind == CorrectionKind.HEAD_COUNT:
            found[one.zone] = one
    return found


def stands(
    zones: Sequence[int], ways: Iterable[Way], passed: Iterable[Passed], corrections: Sequence[Correction]
) -> dict[int, Stand]:
    """Return zone → how it stands. `passed` must be parted at the moments of the head counts."""
    counts = last_head_counts(corrections)
    entered, left = dict.fromkeys(zones, 0), dict.fromkeys(zones, 0)
    newest: dict[int, datetime | None] = {zone: counts[zone].at if zone in counts else None for zone in zones}
    sides = {way.crossing: (way.outer, way.inner) for way in ways}
    for one in passed:
        if one.crossing not in sides:
            continue
        outer, inner = sides[one.crossing]
        into, out_of = (inner, outer) if one.direction == Direction.IN else (outer, inner)
        for zone, sums in ((into, entered), (out_of, left)):
            if zone is None:
                continue
            newest[zone] = max(newest[zone] or one.newest, one.newest)
            if _counts(one, counts.get(zone)):
                sums[zone] += one.people
    return {
        zone: Stand(
            zone,
            _base(counts.get(zone), corrections, zone) + entered[zone] - left[zone],
            entered[zone],
            left[zone],
            counts[zone].at if zone in counts else None,
            newest[zone],
        )
        for zone in zones
    }


def _counts(passed: Passed, count: Correction | None) -> bool:
    return count is None or (passed.since is not None and passed.since >= count.at)


def _base(count: Correction | None, corrections: Iterable[Correction], zone: int) -> int:
    put_right = sum(
        one.people
        for one in corrections
        if one.zone == zone
        and one.kind == CorrectionKind.ADJUSTMENT
        and (count is None or one.at >= count.at)
    )
    return (count.people if count else 0) + put_right
