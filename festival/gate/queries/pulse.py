"""What tells whether anything at the gates is new: for pages that wait, and for the worker."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.gate.models import (
    CrowdAlarm,
    CrowdLimit,
    CrowdZone,
    Device,
    Gate,
    QueueReading,
    RecountMinute,
    Scan,
    ScanConflict,
    Tally,
    ZoneCorrection,
)

Counts = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Pulse:
    """`counts` changes with how many people are where, `rest` with everything else the board shows."""

    counts: Counts
    rest: Counts


def pulse(session: Session, edition_id: int, now: datetime) -> Pulse:
    """Return what changes when something has happened. Two statements, which read the ends of indices and small tables."""
    # The newest scan of each gate stands at the end of ix_scans_gate_at; what comes late leaves a minute to recount.
    newest = select(func.max(Scan.at)).where(Scan.gate_id == Gate.id).correlate(Gate).scalar_subquery()
    parts = (
        select(func.max(newest)).where(Gate.edition_id == edition_id),
        select(func.max(RecountMinute.id)),
        select(func.max(Tally.received_at)),
        select(func.max(ZoneCorrection.id)),
        select(func.sum(CrowdLimit.at_least * CrowdLimit.level + CrowdLimit.gap)),
        select(func.sum(CrowdZone.area + CrowdZone.capacity)).where(CrowdZone.edition_id == edition_id),
        select(func.max(CrowdAlarm.id)),
        select(func.count(CrowdAlarm.acknowledged_at)),
        select(func.count(CrowdAlarm.ended_at)),
        select(func.max(ScanConflict.id)),
        select(func.count(ScanConflict.resolved_at)),
        select(func.max(Device.seen_at)),
        select(func.max(QueueReading.id)),
    )
    row = tuple(session.execute(select(*(part.scalar_subquery() for part in parts))).one())
    minute = int(now.timestamp()) // 60  # what is too old becomes so without anything happening
    rules = session.execute(
        select(Gate.id, Gate.is_open, Gate.rules).where(Gate.edition_id == edition_id).order_by(Gate.id)
    )
    return Pulse(row[:6], (*row[6:], minute, repr(rules.all())))
