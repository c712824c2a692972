"""How a day of the working copy lies in a grid: a column for each place, a row for each five minutes. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from festival.core.clock import LOCAL, local
from festival.programme.content import EventContent
from festival.programme.rules.clashes.facts import Closed

ROW = timedelta(minutes=5)
DAY = timedelta(days=1)
FIRST_HOUR, LAST_HOUR = 6, 24  # shown even when nothing happens; an earlier event shows more


@dataclass(frozen=True, slots=True)
class Place:
    """A space of a venue, or the venue itself for what has no space there."""

    venue_id: int
    space_id: int | None = None

    @property
    def key(self) -> str:
        """Return the place in one word, as forms and pages name it: s3 for a space, v1 for a venue."""
        return f"v{self.venue_id}" if self.space_id is None else f"s{self.space_id}"


@dataclass(frozen=True, slots=True)
class Block:
    """An event in a column: from which row (0 is the grid's first), how many, and in which lane beside others (0 …)."""

    id: int
    row: int
    rows: int
    lane: int
    began_before: bool
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Shade:
    """A time in which a place is closed: from which row, how many."""

    closed: Closed
    row: int
    rows: int


@dataclass(frozen=True, slots=True)
class Column:
    """A place and what happens there on the day. `lanes`: how many lie side by side at most, at least 1."""

    place: Place
    lanes: int
    blocks: tuple[Block, ...]
    shades: tuple[Shade, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A local day from `first_hour` to 24:00."""

    day: date
    first_hour: int
    columns: tuple[Column, ...]


class Placeable(Protocol):
    """An event as far as it has a time and a place."""

    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def ends_at(self) -> datetime | None: ...
    @property
    def is_placed(self) -> bool: ...


def place_of(content: EventContent) -> Place | None:
    """Return where an event stands, or would if it had a time."""
    return None if content.venue_id is None else Place(content.venue_id, content.space_id)


def is_on(content: Placeable, day: date) -> bool:
    """Tell whether an event in the timetable touches the local day."""
    if content.starts_at is None or content.ends_at is None or not content.is_placed:
        return False
    begins = _midnight(day)
    return content.starts_at < begins + DAY and content.ends_at > begins


def days_with_events(contents: Iterable[Placeable]) -> list[date]:
    """Return the local days that any placed event touches, earliest first."""
    found: set[date] = set()
    for content in contents:
        if content.starts_at is None or content.ends_at is None or not content.is_placed:
            continue
        day, last = local(content.starts_at).date(), local(content.ends_at - timedelta(seconds=1)).date()
        while day <= last:
            found.add(day)
            day += DAY
    return sorted(found)


def lay_out(
    contents: Mapping[int, EventContent],
    places: Sequence[Place],
    day: date,
    closures: Mapping[int, Sequence[Closed]] | None = None,
) -> Grid:
    """Lay out what happens at `places` on a local day; events over several days are cut at midnight.

    `closures` are by space.
    """
    known = set(places)
    by_place: dict[Place, list[tuple[datetime, datetime, int]]] = {place: [] for place in places}
    for event_id, content in contents.items():
        place = place_of(content)
        if place in known and is_on(content, day) and content.starts_at and content.ends_at:
            by_place[place].append((content.starts_at, content.ends_at, event_id))
    first_hour = _first_hour([start for held in by_place.values() for start, _, _ in held], day)
    closures = closures or {}
    columns = (
        _column(place, sorted(held), day, first_hour, closures.get(place.space_id or 0, ()))
        for place, held in by_place.items()
    )
    return Grid(day, first_hour, tuple(columns))


def _first_hour(starts: Iterable[datetime], day: date) -> int:
    begins = _midnight(day)
    hours = [max(timedelta(), start - begins) // timedelta(hours=1) for start in starts]
    return min([FIRST_HOUR, *hours])


def _column(
    place: Place,
    held: list[tuple[datetime, datetime, int]],
    day: date,
    first_hour: int,
    closures: Sequence[Closed],
) -> Column:
    midnight = _midnight(day)
    top = midnight + timedelta(hours=first_hour)
    free_from: list[datetime] = []  # of each lane
    blocks = []
    for starts_at, ends_at, event_id in held:
        lane = next((n for n, until in enumerate(free_from) if until <= starts_at), len(free_from))
        free_from[lane : lane + 1] = [ends_at]
        row, rows = _rows(starts_at, ends_at, top, midnight + DAY)
        blocks.append(
            Block(
                event_id,
                row,
                rows,
                lane,
                began_before=starts_at < midnight,
                goes_on=ends_at > midnight + DAY,
            )
        )
    shades = (
        Shade(closed, *_rows(closed.starts_at, closed.ends_at, top, midnight + DAY))
        for closed in sorted(closures, key=lambda one: (one.starts_at, one.id))
        if closed.starts_at < midnight + DAY and closed.ends_at > top
    )
    return Column(place, max(1, len(free_from)), tuple(blocks), tuple(shades))


def _rows(starts_at: datetime, ends_at: datetime, top: datetime, bottom: datetime) -> tuple[int, int]:
    """Return from which row of the grid something lies, and over how many; a begun row counts."""
    row = max(timedelta(), starts_at - top) // ROW
    end = -((top - min(ends_at, bottom)) // ROW)
    return row, max(1, end - row)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)
