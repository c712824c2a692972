"""The state of parties is brought in line with all scans there are of them; what does not agree becomes a conflict.

Only differences are written: a batch of first scans of strangers to each other costs one statement for all its tickets.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from festival.core.many import among, update_each
from festival.gate import rules
from festival.gate.models import Scan, ScanConflict
from festival.gate.queries import gates_facts
from festival.gate.rules.settling import Conflict, Mark, Settlement, entry_of, went
from festival.gate.services.claims import LIVE, Judged
from festival.gate.services.recounting import note_late
from festival.gate.types import ConflictKind, Refusal, ScannedTicket
from festival.registration.models import Ticket


class PartyScan(NamedTuple):
    """A scan of a party, with the position of the ticket it was of."""

    registration_id: int
    position: int
    id: UUID
    at: datetime
    gate_id: int
    direction: str
    said: str | None
    offline: bool
    verdict: str
    code: str | None
    members: str | None
    here: int | None
    reason: str | None
    people: int
    counted: int | None


# What a ticket's row says of its admission: when, by which scan, at which gate, and when its holder left.
StoredMark = tuple[datetime | None, UUID | None, int | None, datetime | None]

_SCANS = (
    select(
        Ticket.registration_id,
        Ticket.position,
        Scan.id,
        Scan.at,
        Scan.gate_id,
        Scan.direction,
        Scan.said,
        Scan.offline,
        Scan.verdict,
        Scan.code,
        Scan.members,
        Scan.here,
        Scan.reason,
        Scan.people,
        Scan.counted,
    )
    .join(Ticket, Ticket.id == Scan.ticket_id)
)  # fmt: skip
_OF_SCAN = tuple(name for name in PartyScan._fields if name not in {"registration_id", "position", "counted"})
_TICKETS, _TABLE = cast("Table", Ticket.__table__), cast("Table", Scan.__table__)


def scans_of(session: Session, parties: Collection[int]) -> list[PartyScan]:
    """Return all stored scans of these registrations."""
    if not parties:
        return []
    connection = session.connection()
    rows = connection.execute(_SCANS.where(among(connection, Ticket.registration_id, parties)))
    return [PartyScan._make(row) for row in rows]


def scans_made(judged: Iterable[Judged]) -> list[PartyScan]:
    """Return what `scans_of` would now say of these in addition, without asking."""
    return [
        PartyScan(
            registration_id=one.ticket.registration,
            position=one.ticket.position,
            counted=None,
            **{column: one.scan[column] for column in _OF_SCAN},
        )
        for one in judged
        if one.ticket is not None
    ]


def settle_parties(
    session: Session,
    parties: Iterable[int],
    *,
    known: Collection[PartyScan],
    made: Collection[PartyScan],
    tickets: Sequence[ScannedTicket],
    stored: Mapping[int, StoredMark],
    now: datetime,
) -> None:
    """Settle these registrations.

    `known` are all the scans they had and `made` those that were added now; `tickets` are all their tickets, locked, and `stored` what
    their rows say.
    """
    wanted = set(parties)
    if not wanted:
        return
    connection = session.connection()
    scans: dict[int, list[PartyScan]] = {}
    for row in (*known, *made):
        scans.setdefault(row.registration_id, []).append(row)
    by_party: dict[int, list[ScannedTicket]] = {}
    for ticket in tickets:
        by_party.setdefault(ticket.registration, []).append(ticket)
    gates = gates_facts(session, {row.gate_id for rows in scans.values() for row in rows})
    marks: list[dict[str, Any]] = []
    counts: list[dict[str, Any]] = []
    moments: list[tuple[int, datetime]] = []
    conflicts: list[Conflict] = []
    for party in sorted(wanted):
        rows, theirs = scans.get(party, []), by_party.get(party, [])
        live = [ticket.position for ticket in theirs if ticket.position > 0 and ticket.state in LIVE]
        found = rules.settle(live, [entry_of(row) for row in rows], gates)
        marks += _changed_marks(found, theirs, stored, now)
        recounted = [
            row
            for row in rows
            if found.counted[row.id] != (row.people if row.counted is None else row.counted)
        ]
        counts += [{"id": row.id, "counted": found.counted[row.id]} for row in recounted]
        moments += [(row.gate_id, row.at) for row in recounted]
        conflicts += found.conflicts
    if marks:
        update_each(connection, _TICKETS, "id", marks)
    if counts:
        update_each(connection, _TABLE, "id", counts)
        note_late(connection, moments, now=now)
    _write(session, conflicts, {row.id for row in known}, now)


def _changed_marks(
    made: Settlement, tickets: Sequence[ScannedTicket], stored: Mapping[int, StoredMark], now: datetime
) -> list[dict[str, Any]]:
    """Return what must be written: the mark of each position stands on its live ticket, or on its newest."""
    bearers: dict[int, ScannedTicket] = {}
    for ticket in tickets:
        if ticket.position > 0 and (ticket.state in LIVE or ticket.position not in bearers):
            bearers[ticket.position] = ticket
    changed = []
    for position, ticket in bearers.items():
        mark = made.marks.get(position)
        wanted = (mark.at, mark.scan, mark.gate, mark.left_at) if mark else (None, None, None, None)
        if stored[ticket.id] != wanted:
            changed.append(_as_row(ticket, mark, now))
    return changed


def _as_row(ticket: ScannedTicket, mark: Mark | None, now: datetime) -> dict[str, Any]:
    # What ended a ticket stays dated: an offline scan before that moment was right.
    row = {"id": ticket.id, "changed_at": now if ticket.state in LIVE else ticket.changed_at}
    if mark is None:
        return row | {"admitted_at": None, "admitted_scan": None, "admitted_gate": None, "left_at": None}
    return row | {
        "admitted_at": mark.at, "admitted_scan": mark.scan, "admitted_gate": mark.gate, "left_at": mark.left_at
    }  # fmt: skip


def note_strangers(session: Session, judged: Sequence[Judged], *, now: datetime) -> None:
    """Note people whom a phone let in with a code that means nothing to us (its key was withdrawn meanwhile)."""
    odd = [
        one.scan["id"]
        for one in judged
        if one.ticket is None
        and not one.scan["reason"]
        and went(one.scan["said"], offline=one.scan["offline"], verdict=one.scan["verdict"])
    ]
    conflicts = [Conflict(number, ConflictKind.AGAINST, None, Refusal.INVALID) for number in odd]
    _write(session, conflicts, set(), now)


def _write(session: Session, conflicts: Sequence[Conflict], scans: set[UUID], now: datetime) -> None:
    """Make the conflicts be exactly `conflicts`; what dissolved stays, no longer live. `scans` are those that may have had some."""
    known = {
        (row.scan_id, row.kind): row
        for row in session.scalars(select(ScanConflict).where(among(session.connection(), ScanConflict.scan_id, scans)))
    } if scans else {}  # fmt: skip
    wanted = {(one.scan, str(one.kind)): one for one in conflicts}
    for key, row in known.items():
        one = wanted.get(key)
        row.is_live = one is not None
        if one is not None:
            row.against = one.against
    fresh = [
        {"scan_id": one.scan, "kind": one.kind, "against": one.against, "code": one.code, "found_at": now,
         "is_live": True, "note": ""}
        for key, one in wanted.items()
        if key not in known
    ]  # fmt: skip
    session.flush()
    if fresh:
        connection = session.connection()
        insert = postgres_insert if connection.dialect.name == "postgresql" else sqlite_insert
        connection.execute(insert(ScanConflict).on_conflict_do_nothing(), fresh)
