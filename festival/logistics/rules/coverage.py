"""Need against rostered against present, per area (or whatever else is asked for) and quarter of an hour; and what is to be alarmed.

A surplus of one shift hides no lack of another: what is short is added up shift by shift.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

STEP = timedelta(minutes=15)
PER_HOUR = 4


@dataclass(frozen=True, slots=True)
class Manned:
    """One shift with how many people it needs and has. `key` is what its figures are added under."""

    shift_id: int
    key: str
    starts_at: datetime
    ends_at: datetime
    minimum: int
    target: int
    rostered: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody who was or is at their post; `until` is None while they are."""

    key: str
    since: datetime
    until: datetime | None


@dataclass(slots=True)
class Cell:
    """One key in one quarter of an hour. `short` is how many are lacking to the minimum, `below` how many to the target."""

    needed: int = 0
    target: int = 0
    rostered: int = 0
    confirmed: int = 0
    present: int = 0
    short: int = 0
    below: int = 0

    @property
    def level(self) -> "Level":
        """How it stands."""
        if not self.target:
            return Level.NOTHING
        if self.short:
            return Level.SHORT
        return Level.BELOW if self.below else Level.COVERED


class Level(StrEnum):
    """How a quarter of an hour stands, worst first."""

    SHORT = "short"
    BELOW = "below"
    COVERED = "covered"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The quarters of an hour by their beginning, and for each key one cell for each of them."""

    quarters: tuple[datetime, ...]
    rows: dict[str, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Gap:
    """From when until when a key has fewer than it needs, and the worst of it."""

    key: str
    starts_at: datetime
    ends_at: datetime
    needed: int
    rostered: int
    short: int


def coverage(
    shifts: Iterable[Manned], present: Iterable[Presence], *, begin: datetime, end: datetime, now: datetime
) -> Coverage:
    """Return the figures of every quarter of an hour in [begin, end). Who is present counts until `now` only."""
    count = max(0, -(-int((end - begin).total_seconds()) // int(STEP.total_seconds())))
    rows: dict[str, list[Cell]] = {}
    for one in shifts:
        cells = rows.setdefault(one.key, [Cell() for _ in range(count)])
        for cell in cells[_slice(one.starts_at, one.ends_at, begin, count)]:
            cell.needed += one.minimum
            cell.target += one.target
            cell.rostered += one.rostered
            cell.confirmed += one.confirmed
            cell.short += max(0, one.minimum - one.rostered)
            cell.below += max(0, one.target - one.rostered)
    for who in present:
        if who.key in rows:
            # Who came at 17:52 is there in the quarter that begins at 18:00; who is still there counts up to the present one.
            for cell in rows[who.key][_slice(who.since, min(who.until or now, now), begin, count)]:
                cell.present += 1
    return Coverage(
        tuple(begin + step * STEP for step in range(count)), {key: tuple(row) for key, row in rows.items()}
    )


def _slice(since: datetime, until: datetime, begin: datetime, count: int) -> slice:
    step = int(STEP.total_seconds())
    first = int((since - begin).total_seconds()) // step
    last = -(-int((until - begin).total_seconds()) // step)
    return slice(min(max(first, 0), count), min(max(last, 0), count))


@dataclass(frozen=True, slots=True)
class Hour:
    """The worst quarter of an hour of one key: when it begins, and its figures."""

    key: str
    starts_at: datetime
    cell: Cell


def by_hour(found: Coverage) -> list[Hour]:
    """Return each hour in which something is needed, key by key: of its quarters the one in which most is lacking, the first such."""
    said = []
    for key, cells in sorted(found.rows.items()):
        for first in range(0, len(cells), PER_HOUR):
            worst = max(
                range(first, min(first + PER_HOUR, len(cells))),
                key=lambda place: (cells[place].short, cells[place].below, cells[place].target, -place),
            )
            if cells[worst].target:
                said.append(Hour(key, found.quarters[worst], cells[worst]))
    return said


def gaps(found: Coverage, *, after: datetime) -> list[Gap]:
    """Return where people are lacking from `after` on: quarters that follow one another are one gap, the earliest first."""
    said = []
    for key, cells in found.rows.items():
        run: list[tuple[datetime, Cell]] = []
        for quarter, cell in [*zip(found.quarters, cells, strict=True), (None, Cell())]:
            if quarter is not None and cell.short and quarter + STEP > after:
                run.append((quarter, cell))
            elif run:
                said.append(_gap(key, run))
                run = []
    return sorted(said, key=lambda one: (one.starts_at, -one.short, one.key))


def _gap(key: str, run: Sequence[tuple[datetime, Cell]]) -> Gap:
    worst = max((cell for _quarter, cell in run), key=lambda cell: cell.short)
    return Gap(key, run[0][0], run[-1][0] + STEP, worst.needed, worst.rostered, worst.short)


class Alarm(StrEnum):
    """What is wrong with somebody's assignment."""

    NOT_CONFIRMED = "not_confirmed"
    NOT_ARRIVED = "not_arrived"


def alarm(
    *,
    starts_at: datetime,
    ends_at: datetime,
    is_confirmed: bool,
    has_arrived: bool,
    confirm_before: int,
    late_after: int,
    now: datetime,
) -> Alarm | None:
    """Return what is to be said about an assignment that holds its place. The limits are minutes before and after the beginning."""
    if has_arrived or now >= ends_at:
        return None
    if now >= starts_at + timedelta(minutes=late_after):
        return Alarm.NOT_ARRIVED
    if not is_confirmed and now >= starts_at - timedelta(minutes=confirm_before):
        return Alarm.NOT_CONFIRMED
    return None
