"""The ledger of one zone as people read it: every minute at a gate, every batch of taps, every correction, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from festival.accounts.models import Account
from festival.core.trilingual import Trilingual
from festival.gate.models import CountClass, Crossing, CrowdZone, Device, Tally, ZoneCorrection
from festival.gate.queries.sums import by_minute
from festival.gate.types import Direction

MOST = 400  # lines of a page


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One entry: at which way, by whom or what, and what it changes in the zone. A head count has `change` None."""

    at: datetime
    kind: Literal["scans", "taps", "head_count", "adjustment"]
    people: int
    change: int | None
    where: Trilingual | None
    what: Trilingual | None
    by: str
    reason: str
    received_at: datetime | None


def ledger(session: Session, zone: CrowdZone, begins: datetime, ends: datetime) -> list[LedgerLine]:
    """Return a zone's entries from `begins` until `ends`. Five statements."""
    ways = session.scalars(
        select(Crossing).where(or_(Crossing.inner_id == zone.id, Crossing.outer_id == zone.id))
    ).all()
    lines = [
        *_scanned(session, zone, ways, begins, ends),
        *_tapped(session, zone, begins, ends),
        *_corrected(session, zone, begins, ends),
    ]
    return sorted(lines, key=lambda one: one.at, reverse=True)[:MOST]


def _sign(way: Crossing, zone: CrowdZone, direction: str) -> int:
    into = way.inner_id if direction == Direction.IN else way.outer_id
    return 1 if into == zone.id else -1


def _scanned(
    session: Session, zone: CrowdZone, ways: Sequence[Crossing], begins: datetime, ends: datetime
) -> list[LedgerLine]:
    gates = {way.gate_id: way for way in ways if way.gate_id is not None}
    if not gates:
        return []
    return [
        LedgerLine(
            minute, "scans", people, people * _sign(gates[gate], zone, direction), gates[gate].name, None, "", "", None
        )
        for direction in Direction
        for (gate, minute), people in by_minute(session, zone.edition_id, begins, ends, what=direction).items()
        if gate in gates and people
    ]  # fmt: skip


def _tapped(session: Session, zone: CrowdZone, begins: datetime, ends: datetime) -> list[LedgerLine]:
    rows = session.execute(
        select(Tally, Crossing, CountClass.name, Device.name)
        .join(Crossing, Crossing.id == Tally.crossing_id)
        .join(CountClass, CountClass.id == Tally.class_id)
        .join(Device, Device.id == Tally.device_id)
        .where(
            or_(Crossing.inner_id == zone.id, Crossing.outer_id == zone.id),
            Tally.at >= begins,
            Tally.at < ends,
        )
        .order_by(Tally.at.desc())
        .limit(MOST)
    )
    return [
        LedgerLine(
            tally.at, "taps", tally.people, tally.people * _sign(way, zone, tally.direction), way.name, kind, device, "",
            tally.received_at,
        )
        for tally, way, kind, device in rows
    ]  # fmt: skip


def _corrected(session: Session, zone: CrowdZone, begins: datetime, ends: datetime) -> list[LedgerLine]:
    rows = session.execute(
        select(ZoneCorrection, Account.name)
        .join(Account, Account.id == ZoneCorrection.made_by)
        .where(ZoneCorrection.zone_id == zone.id, ZoneCorrection.at >= begins, ZoneCorrection.at < ends)
    )
    return [
        LedgerLine(
            one.at,
            "head_count" if one.kind == "head_count" else "adjustment",
            one.people,
            None if one.kind == "head_count" else one.people,
            None,
            None,
            name,
            one.reason,
            one.made_at,
        )
        for one, name in rows
    ]
