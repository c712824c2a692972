"""A roster as a table: rows with cells over quarters of an hour, what overlaps in rows below one another. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

STEP = timedelta(minutes=15)


class Timed(Protocol):
    """Something with a beginning and an end."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


Thing = TypeVar("Thing", bound=Timed)


@dataclass(frozen=True, slots=True)
class Stretch(Generic[Thing]):
    """So many columns: something, or nothing."""

    columns: int
    thing: Thing | None = None


def window(things: Iterable[Timed], begin: datetime, end: datetime) -> tuple[datetime, datetime]:
    """Return the whole hours of [begin, end) in which something is; all of it when nothing is."""
    spans = [(max(one.starts_at, begin), min(one.ends_at, end)) for one in things]
    spans = [(since, until) for since, until in spans if since < until]
    if not spans:
        return begin, end
    first, last = min(since for since, _until in spans), max(until for _since, until in spans)
    hour = timedelta(hours=1)
    return begin + (first - begin) // hour * hour, begin + -(-(last - begin) // hour) * hour


def rows(things: Iterable[Thing], begin: datetime, end: datetime) -> list[list[Stretch[Thing]]]:
    """Return rows of stretches that fill the window; what overlaps another thing gets a row of its own. One row at least."""
    lanes: list[tuple[int, list[Stretch[Thing]]]] = []
    count = (end - begin) // STEP
    for thing in sorted(things, key=lambda one: (one.starts_at, one.ends_at)):
        first = max(0, (thing.starts_at - begin) // STEP)
        last = min(count, -(-(thing.ends_at - begin) // STEP))
        if first >= last:
            continue
        number = next((n for n, (until, _lane) in enumerate(lanes) if until <= first), None)
        if number is None:
            number = len(lanes)
            lanes.append((0, []))
        until, lane = lanes[number]
        if first > until:
            lane.append(Stretch(first - until))
        lane.append(Stretch(last - first, thing))
        lanes[number] = (last, lane)
    for until, lane in lanes:
        if until < count:
            lane.append(Stretch(count - until))
    return [lane for _until, lane in lanes] or [[Stretch(count)]]
