"""What rehearsals came to: who is inside by the scans of one, and what its board shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.gate import rules
from festival.gate.models import Device, Gate, RehearsalScan
from festival.gate.queries.gates import gates_facts
from festival.gate.rules.settling import Settlement, entry_of
from festival.gate.types import Direction, GateFacts


def rehearsal_rows(
    session: Session, *, edition_id: int, began: datetime, numbers: Iterable[int] | None = None
) -> dict[int, list[RehearsalScan]]:
    """Return number of a rehearsal's ticket → its scans in the rehearsal that began then (of these numbers, or of all)."""
    statement = select(RehearsalScan).where(
        RehearsalScan.edition_id == edition_id,
        RehearsalScan.round == began,
        RehearsalScan.number.is_not(None) if numbers is None else RehearsalScan.number.in_(set(numbers)),
    )
    found: dict[int, list[RehearsalScan]] = {}
    for row in session.scalars(statement):
        found.setdefault(row.number or 0, []).append(row)
    return found


def settled(
    session: Session, rows: Sequence[RehearsalScan], gates: dict[int, GateFacts] | None = None
) -> Settlement:
    """Return what the scans of one rehearsal's ticket come to, by the rule that settles the festival's."""
    size = max((row.size for row in rows), default=1)
    if gates is None:
        gates = gates_facts(session, {row.gate_id for row in rows})
    return rules.settle(range(1, size + 1), [entry_of(row) for row in rows], gates)


def used_in(session: Session, *, edition_id: int, began: datetime) -> tuple[set[int], set[int]]:
    """Return the numbers of a rehearsal's tickets whose people are all in, and of those the ones who have left again."""
    used, left = set(), set()
    for number, rows in rehearsal_rows(session, edition_id=edition_id, began=began).items():
        marks = settled(session, rows).marks
        if len(marks) == max(row.size for row in rows):
            used.add(number)
            if all(mark.left_at is not None for mark in marks.values()):
                left.add(number)
    return used, left


@dataclass(frozen=True, slots=True)
class RehearsalLine:
    """A gate in a rehearsal: people in and out, refusals by code, conflicts by kind, and the phones that have scanned."""

    gate: Gate
    entered: int
    left: int
    refusals: list[tuple[str, int]]
    conflicts: list[tuple[str, int]]
    phones: list[tuple[str, bool]]  # every phone that may scan, and whether it has scanned


def rehearsal_board(
    session: Session, gates: Sequence[Gate], *, began: datetime | None, now: datetime
) -> list[RehearsalLine]:
    """Return a line for each gate; four statements, however many there are."""
    numbers = [gate.id for gate in gates]
    if began is None or not numbers:
        return [RehearsalLine(gate, 0, 0, [], [], []) for gate in gates]
    where = (RehearsalScan.gate_id.in_(numbers), RehearsalScan.round == began)
    people = func.sum(func.coalesce(RehearsalScan.counted, RehearsalScan.people))
    moved = _grouped(session, RehearsalScan.direction, people, where)
    refusals = _grouped(session, RehearsalScan.code, func.count(), (*where, RehearsalScan.code.is_not(None)))
    conflicts = _grouped(
        session, RehearsalScan.conflict, func.count(), (*where, RehearsalScan.conflict.is_not(None))
    )
    scanned = set(session.scalars(select(RehearsalScan.device_id).where(*where).distinct()))
    return [
        RehearsalLine(
            gate,
            dict(moved.get(gate.id, [])).get(Direction.IN, 0),
            dict(moved.get(gate.id, [])).get(Direction.OUT, 0),
            refusals.get(gate.id, []),
            conflicts.get(gate.id, []),
            [(one.name, one.id in scanned) for one in gate.devices if _may_scan(one, now)],
        )
        for gate in gates
    ]


def _grouped(
    session: Session, word: Any, number: Any, where: Sequence[Any]
) -> dict[int, list[tuple[str, int]]]:
    rows = session.execute(
        select(RehearsalScan.gate_id, word, number)
        .where(*where)
        .group_by(RehearsalScan.gate_id, word)
        .order_by(word)
    )
    found: dict[int, list[tuple[str, int]]] = {}
    for gate_id, said, n in rows:
        found.setdefault(gate_id, []).append((said, int(n or 0)))
    return found


def _may_scan(device: Device, now: datetime) -> bool:
    return device.revoked_at is None and (device.ends_at is None or now < device.ends_at)


def rehearsal_scans(session: Session, ids: Iterable[UUID]) -> dict[UUID, RehearsalScan]:
    """Return the scans of rehearsals that we know already among these ids."""
    return {
        row.id: row for row in session.scalars(select(RehearsalScan).where(RehearsalScan.id.in_(set(ids))))
    }
