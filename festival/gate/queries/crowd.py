"""Zones, the ways into them, how many people are in each now, and which alarms stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, literal, select
from sqlalchemy.orm import Session

from festival.accounts.models import Account
from festival.core.db import UtcDateTime
from festival.core.errors import NotFound
from festival.core.trilingual import Trilingual
from festival.gate.models import (
    CountClass,
    Crossing,
    CrowdAlarm,
    CrowdLimit,
    CrowdWatcher,
    CrowdZone,
    Tally,
    ZoneCorrection,
)
from festival.gate.queries.sums import Sum, sums
from festival.gate.rules import crowding, occupancy
from festival.gate.rules.crowding import Limit
from festival.gate.rules.occupancy import Correction, Passed, Stand, Way
from festival.gate.types import Direction, LimitKind


def zones(session: Session, edition_id: int) -> Sequence[CrowdZone]:
    """Return an edition's zones in their order."""
    return session.scalars(
        select(CrowdZone).where(CrowdZone.edition_id == edition_id).order_by(CrowdZone.position, CrowdZone.id)
    ).all()


def crossings(session: Session, edition_id: int) -> Sequence[Crossing]:
    """Return an edition's ways in their order."""
    return session.scalars(
        select(Crossing).where(Crossing.edition_id == edition_id).order_by(Crossing.position, Crossing.id)
    ).all()


def get_zone(session: Session, zone_id: int, edition_id: int) -> CrowdZone:
    """Return one zone of an edition. Raises NotFound."""
    zone = session.get(CrowdZone, zone_id)
    if zone is None or zone.edition_id != edition_id:
        raise NotFound
    return zone


def get_crossing(session: Session, crossing_id: int, edition_id: int) -> Crossing:
    """Return one way of an edition. Raises NotFound."""
    crossing = session.get(Crossing, crossing_id)
    if crossing is None or crossing.edition_id != edition_id:
        raise NotFound
    return crossing


def count_classes(session: Session, *, hidden: bool = False) -> Sequence[CountClass]:
    """Return the classes of the clicker in their order; with `hidden` those without a button too."""
    statement = select(CountClass).order_by(CountClass.position, CountClass.id)
    return session.scalars(statement if hidden else statement.where(CountClass.is_shown)).all()


def limits(session: Session) -> dict[LimitKind, list[CrowdLimit]]:
    """Return the limits by what they watch, lowest first."""
    found: dict[LimitKind, list[CrowdLimit]] = {kind: [] for kind in LimitKind}
    for one in session.scalars(select(CrowdLimit).order_by(CrowdLimit.kind, CrowdLimit.level)):
        found[LimitKind(one.kind)].append(one)
    return found


def rules_of(stored: Sequence[CrowdLimit]) -> list[Limit]:
    """Return stored limits as the rules take them."""
    return [Limit(one.level, one.at_least, one.gap) for one in stored]


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """A zone as it stands now. `levels` by what is watched: 0 is none. `newest` reading; `is_stale` when it is too old."""

    zone: CrowdZone
    stand: Stand
    density: float
    share: int
    levels: Mapping[LimitKind, int]
    is_stale: bool

    @property
    def people(self) -> int:
        """People to show; a count below zero is a doubt and shown as nobody."""
        return max(self.stand.people, 0)


@dataclass(frozen=True, slots=True)
class Crowd:
    """All zones of an edition as they stand now, and what stood behind it: one reading of the ledger."""

    lines: list[ZoneLine]
    sums: list[Sum]
    ways: Sequence[Crossing]

    @property
    def people(self) -> int:
        """People on the whole site: what was not counted between two zones cancels out."""
        return max(0, sum(line.stand.people for line in self.lines))

    @property
    def area(self) -> int:
        """Square metres of all zones."""
        return sum(line.zone.area for line in self.lines)


def crowd(session: Session, edition_id: int, now: datetime) -> Crowd:
    """Return how many people are where. Seven statements, however many zones, scans and taps."""
    found, ways = zones(session, edition_id), crossings(session, edition_id)
    corrections = _corrections(session, edition_id)
    moments = sorted({one.at for one in occupancy.last_head_counts(corrections).values()})
    scanned = sums(session, edition_id, moments)
    passed = _passed_gates(ways, scanned, moments) + _tapped(session, edition_id, moments)
    stands = occupancy.stands(
        [zone.id for zone in found],
        [Way(way.id, way.gate_id, way.outer_id, way.inner_id) for way in ways],
        passed,
        corrections,
    )
    held = open_levels(session, [zone.id for zone in found])
    known = limits(session)
    return Crowd([_line(zone, stands[zone.id], held, known, now) for zone in found], scanned, ways)


def _line(
    zone: CrowdZone,
    stand: Stand,
    held: Mapping[tuple[int, str], set[int]],
    known: Mapping[LimitKind, Sequence[CrowdLimit]],
    now: datetime,
) -> ZoneLine:
    people = max(stand.people, 0)
    levels = {
        kind: max(
            crowding.holding(
                rules_of(known[kind]), held.get((zone.id, kind), set()), people, size_of(zone, kind)
            ),
            default=0,
        )
        for kind in LimitKind
    }
    return ZoneLine(
        zone,
        stand,
        crowding.density(people, zone.area),
        crowding.share(people, zone.capacity),
        levels,
        crowding.is_stale(stand.newest, timedelta(minutes=zone.stale_after), now),
    )


def size_of(zone: CrowdZone, kind: LimitKind) -> int:
    """Return what the people of a zone are compared with: its area or its capacity."""
    return zone.area if kind is LimitKind.DENSITY else zone.capacity


def open_levels(session: Session, numbers: Sequence[int]) -> dict[tuple[int, str], set[int]]:
    """Return (zone, what is watched) → the levels whose alarm has not ended."""
    found: dict[tuple[int, str], set[int]] = {}
    rows = session.execute(
        select(CrowdAlarm.zone_id, CrowdAlarm.kind, CrowdAlarm.level).where(
            CrowdAlarm.ended_at.is_(None), CrowdAlarm.zone_id.in_(numbers)
        )
    )
    for zone, kind, level in rows:
        found.setdefault((zone, kind), set()).add(level)
    return found


def _corrections(session: Session, edition_id: int) -> list[Correction]:
    rows = session.execute(
        select(
            ZoneCorrection.id,
            ZoneCorrection.zone_id,
            ZoneCorrection.kind,
            ZoneCorrection.people,
            ZoneCorrection.at,
        )
        .join(CrowdZone, CrowdZone.id == ZoneCorrection.zone_id)
        .where(CrowdZone.edition_id == edition_id)
    )
    return [Correction(*row) for row in rows]


def _passed_gates(
    ways: Sequence[Crossing], scanned: Sequence[Sum], moments: Sequence[datetime]
) -> list[Passed]:
    at = {way.gate_id: way.id for way in ways if way.gate_id is not None}
    return [
        Passed(at[one.gate], one.what, one.number, moments[one.part - 1] if one.part else None, one.newest)
        for one in scanned
        if one.gate in at and one.what in set(Direction)
    ]


def _tapped(session: Session, edition_id: int, moments: Sequence[datetime]) -> list[Passed]:
    part: Any = literal(0)
    for moment in moments:
        part = part + case((Tally.at >= moment, 1), else_=0)
    rows = session.execute(
        select(
            Tally.crossing_id, Tally.direction, part.label("part"), func.sum(Tally.people),
            func.max(Tally.at, type_=UtcDateTime()),
        )
        .join(Crossing, Crossing.id == Tally.crossing_id)
        .where(Crossing.edition_id == edition_id)
        .group_by(Tally.crossing_id, Tally.direction, "part")
    )  # fmt: skip
    return [
        Passed(crossing, direction, int(people), moments[place - 1] if place else None, newest)
        for crossing, direction, place, people, newest in rows
    ]


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """An alarm with its zone and who has taken it up."""

    alarm: CrowdAlarm
    zone: Trilingual
    by: str | None


def standing_alarms(session: Session, edition_id: int) -> list[AlarmLine]:
    """Return of each zone, and of what is watched in it, the highest alarm that stands or that nobody has taken up; the worst first."""
    found: dict[tuple[int, str, bool], AlarmLine] = {}
    for line in alarms(session, edition_id, limit=200, open_only=True):
        key = (line.alarm.zone_id, line.alarm.kind, line.alarm.acknowledged_at is None)
        if key not in found or line.alarm.level > found[key].alarm.level:
            found[key] = line
    fresh = [line for line in found.values() if line.alarm.acknowledged_at is None]
    # What was taken up is covered by a higher one that nobody has taken up yet.
    above = {(line.alarm.zone_id, line.alarm.kind): line.alarm.level for line in fresh}
    taken = [
        line
        for line in found.values()
        if line.alarm.acknowledged_at is not None
        and line.alarm.level > above.get((line.alarm.zone_id, line.alarm.kind), 0)
    ]
    return sorted(
        fresh + taken,
        key=lambda line: (line.alarm.acknowledged_at is not None, -line.alarm.level, line.alarm.id),
    )


def alarms(session: Session, edition_id: int, *, limit: int = 50, open_only: bool = False) -> list[AlarmLine]:
    """Return alarms, those that nobody has taken up first, then the newest."""
    statement = (
        select(CrowdAlarm, CrowdZone.name, Account.name)
        .join(CrowdZone, CrowdZone.id == CrowdAlarm.zone_id)
        .outerjoin(Account, Account.id == CrowdAlarm.acknowledged_by)
        .where(CrowdZone.edition_id == edition_id)
        .order_by(CrowdAlarm.acknowledged_at.is_not(None), CrowdAlarm.id.desc())
        .limit(limit)
    )
    if open_only:
        statement = statement.where(CrowdAlarm.ended_at.is_(None) | CrowdAlarm.acknowledged_at.is_(None))
    return [AlarmLine(alarm, name, by) for alarm, name, by in session.execute(statement)]


def watcher_of(session: Session, account_id: int) -> CrowdWatcher | None:
    """Return how somebody is told of alarms, or None."""
    return session.get(CrowdWatcher, account_id)
