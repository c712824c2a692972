"""Scans that do not agree: two gates, two times, and what a gate lead found."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from festival.accounts.models import Account
from festival.core.errors import NotFound
from festival.core.trilingual import Trilingual
from festival.gate.models import Device, Gate, Scan, ScanConflict
from festival.registration.models import Registration, Ticket


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One conflict as the desk lists it. `first_*` is the admission it meets; None where it is against the rules by itself.

    `came` is how many went through where they were counted, `counted` how many of them count.
    """

    id: int
    scan: UUID
    kind: str
    code: str | None
    at: datetime
    gate: Trilingual
    device: str
    skew: int | None
    first_at: datetime | None
    first_gate: Trilingual | None
    first_device: str | None
    name: str
    short_code: str | None
    position: int
    registration: int | None
    found_at: datetime
    is_live: bool
    resolution: str | None
    note: str
    resolved_at: datetime | None
    resolved_by: str | None
    came: int | None
    counted: int

    @property
    def over(self) -> int:
        """Return how many more came in by a party's code than it had outside; 0 where nobody was asked how many they were."""
        return max(0, (self.came or 0) - self.counted)

    @property
    def minutes_apart(self) -> int | None:
        """Return the minutes between the two scans."""
        return None if self.first_at is None else int(abs(self.at - self.first_at).total_seconds() // 60)


_First, _FirstGate, _FirstDevice = aliased(Scan), aliased(Gate), aliased(Device)
_LINES: Any = (  # too many columns for types to follow
    select(
        ScanConflict.id, Scan.id, ScanConflict.kind, ScanConflict.code, Scan.at, Gate.name, Device.name, Scan.skew,
        _First.at, _FirstGate.name, _FirstDevice.name, func.coalesce(Ticket.name, ""), Registration.code,
        func.coalesce(Ticket.position, 0), Registration.id, ScanConflict.found_at, ScanConflict.is_live,
        ScanConflict.resolution, ScanConflict.note, ScanConflict.resolved_at, Account.name,
        case((Scan.here.is_(None), None), (Scan.offline & Scan.said.is_not(None), Scan.here), else_=Scan.people),
        func.coalesce(Scan.counted, Scan.people),
    )
    .join(Scan, Scan.id == ScanConflict.scan_id)
    .join(Gate, Gate.id == Scan.gate_id)
    .join(Device, Device.id == Scan.device_id)
    .outerjoin(_First, _First.id == ScanConflict.against)
    .outerjoin(_FirstGate, _FirstGate.id == _First.gate_id)
    .outerjoin(_FirstDevice, _FirstDevice.id == _First.device_id)
    .outerjoin(Ticket, Ticket.id == Scan.ticket_id)
    .outerjoin(Registration, Registration.id == Ticket.registration_id)
    .outerjoin(Account, Account.id == ScanConflict.resolved_by)
)  # fmt: skip


def conflicts(
    session: Session, edition_id: int, *, resolved: bool = False, limit: int = 200
) -> list[ConflictLine]:
    """Return an edition's open conflicts, or those that are done with (resolved, or dissolved by later news); newest first."""
    is_open = ScanConflict.is_live & ScanConflict.resolution.is_(None)
    statement = _LINES.where(Gate.edition_id == edition_id, ~is_open if resolved else is_open)
    rows = session.execute(statement.order_by(Scan.at.desc(), ScanConflict.id).limit(limit))
    return [ConflictLine(*row) for row in rows]


def open_conflicts(session: Session, edition_id: int) -> int:
    """Return how many conflicts of an edition nobody has looked at."""
    return (
        session.scalar(
            select(func.count())
            .select_from(ScanConflict)
            .join(Scan, Scan.id == ScanConflict.scan_id)
            .join(Gate, Gate.id == Scan.gate_id)
            .where(Gate.edition_id == edition_id, ScanConflict.is_live, ScanConflict.resolution.is_(None))
        )
        or 0
    )


def get_conflict(session: Session, conflict_id: int, *, edition_id: int) -> ScanConflict:
    """Return one conflict of an edition, locked. Raises NotFound."""
    found = session.scalars(
        select(ScanConflict)
        .join(Scan, Scan.id == ScanConflict.scan_id)
        .join(Gate, Gate.id == Scan.gate_id)
        .where(ScanConflict.id == conflict_id, Gate.edition_id == edition_id)
        .with_for_update(of=ScanConflict)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found
