"""Claims of gates are judged and kept: each id once, each person once.

The order matters. Ids that are known answer from the record; tickets are locked in the order of their numbers (two batches
never wait for each other); every scan is inserted; only then, and only for scans that were really new, people are marked as
inside. A single claim skips the first look: inserting it finds out the same, and one statement less is a fifth of its time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, bindparam, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from festival.gate import rules
from festival.gate.models import Scan
from festival.gate.queries import TICKET, scanned_tickets, stored_scans
from festival.gate.reading import Reading, read_all
from festival.gate.types import Claim, GateFacts, KeptScan, PairedGate, Refusal, ScannedTicket, Verdict
from festival.registration.models import Ticket
from festival.registration.qr import Codes
from festival.registration.types import TicketState

_LIVE = {TicketState.VALID, TicketState.BLOCKED}
_LOCKED = select(*TICKET).order_by(Ticket.id).with_for_update()
_LOCK_ONE = select(*TICKET).where(Ticket.id == bindparam("number")).with_for_update()
_MARK = (
    update(Ticket.__table__)  # type: ignore[arg-type]
    .where(Ticket.id == bindparam("number"))
    .values(
        admitted_at=bindparam("at"),
        admitted_scan=bindparam("scan"),
        admitted_gate=bindparam("gate"),
        changed_at=bindparam("now"),
    )
)


@dataclass(slots=True)
class _Judged:
    """One claim's outcome: the scan to keep, the ticket it was about, and the people it lets in."""

    scan: dict[str, Any]
    ticket: ScannedTicket | None
    people: list[ScannedTicket] = field(default_factory=list)


Answered = tuple[KeptScan, ScannedTicket | None]


def admit(
    session: Session,
    *,
    device: PairedGate,
    gate: GateFacts,
    claims: Sequence[Claim],
    codes: Codes,
    now: datetime,
) -> list[Answered]:
    """Judge claims and return a scan with its ticket for each, in their order; a claim sent before has its first answer.

    An online claim is judged at `now`, an offline one at the moment it says (never in the future).
    """
    answered = _answered_before(session, [claim.id for claim in claims]) if len(claims) > 1 else {}
    fresh = [claim for claim in claims if claim.id not in answered]
    if fresh:
        connection = session.connection()
        readings = read_all(session, codes, (claim.ticket for claim in fresh), edition_id=device.edition_id)
        locked = _lock(connection, readings.values())
        in_time = sorted(fresh, key=lambda claim: (claim.at, claim.id))
        judged = [
            _judge(claim, readings.get(claim.ticket), locked, device=device, gate=gate, now=now)
            for claim in in_time
        ]
        new = _keep(connection, judged)
        _let_in(connection, [one for one in judged if one.scan["id"] in new])
        answered |= {one.scan["id"]: (_kept(one.scan), one.ticket) for one in judged if one.scan["id"] in new}
        if len(new) < len(judged):  # sent before, or being stored by another request: the first answers count
            answered |= _answered_before(
                session, [one.scan["id"] for one in judged if one.scan["id"] not in new]
            )
    return [answered[claim.id] for claim in claims]


def _answered_before(session: Session, ids: Sequence[UUID]) -> dict[UUID, Answered]:
    scans = stored_scans(session, ids)
    tickets = scanned_tickets(session, {scan.ticket_id for scan in scans if scan.ticket_id})
    return {scan.id: (scan, tickets.get(scan.ticket_id or 0)) for scan in scans}


def _lock(connection: Connection, readings: Iterable[Reading]) -> list[ScannedTicket]:
    """Lock every ticket the readings are about, and all of a party whose code was read."""
    persons = {reading.ticket for reading in readings if reading.ticket and not reading.is_party}
    parties = {reading.ticket for reading in readings if reading.ticket and reading.is_party}
    typed = {reading.registration for reading in readings if reading.registration}
    if len(persons) == 1 and not parties and not typed:
        rows = connection.execute(_LOCK_ONE, {"number": persons.pop()})
        return [ScannedTicket(*row) for row in rows]
    wanted: list[ColumnElement[bool]] = []
    if persons:
        wanted.append(Ticket.id.in_(persons))
    if parties:
        wanted.append(
            Ticket.registration_id.in_(select(Ticket.registration_id).where(Ticket.id.in_(parties)))
        )
    if typed:
        wanted.append(Ticket.registration_id.in_(typed))
    if not wanted:
        return []
    return [ScannedTicket(*row) for row in connection.execute(_LOCKED.where(or_(*wanted)))]


def _judge(
    claim: Claim,
    reading: Reading | None,
    locked: Sequence[ScannedTicket],
    *,
    device: PairedGate,
    gate: GateFacts,
    now: datetime,
) -> _Judged:
    at = min(claim.at, now) if claim.offline else now
    ticket = _ticket(reading, locked)
    people: list[ScannedTicket] = []
    party = 1
    if ticket is not None and ticket.position == 0 and ticket.state == TicketState.VALID:
        members = _members(ticket, locked)
        party = len(members)
        refusal, inside = rules.judge_party([member.facts() for member in members], gate, at)
        numbers = {facts.id for facts in inside}
        people = [member for member in members if member.id in numbers]
        first = max((m for m in members if m.admitted_at), key=lambda m: m.admitted_at or now, default=None)
    else:
        refusal = rules.judge(ticket.facts() if ticket else None, gate, at)
        people = [ticket] if ticket is not None and refusal is None else []
        first = ticket
    used = first if refusal is Refusal.ALREADY_ADMITTED else None
    first_at, first_gate = (used.admitted_at, used.admitted_gate) if used else (None, None)
    for person in people:  # later claims of the same batch meet them inside
        person.admitted_at, person.admitted_gate = at, device.gate_id
    scan = {
        "id": claim.id,
        "device_id": device.device_id,
        "gate_id": device.gate_id,
        "ticket_id": ticket.id if ticket else None,
        "direction": claim.direction,
        "at": at,
        "received_at": now,
        "said": claim.said,
        "offline": claim.offline,
        "verdict": Verdict.REFUSED if refusal else Verdict.ADMITTED,
        "code": refusal,
        "people": len(people),
        "party": party,
        "first_at": first_at,
        "first_gate": first_gate,
    }
    return _Judged(scan, ticket, people)


def _members(party: ScannedTicket, locked: Sequence[ScannedTicket]) -> list[ScannedTicket]:
    return [
        one
        for one in locked
        if one.registration == party.registration and one.position > 0 and one.state in _LIVE
    ]


def _ticket(reading: Reading | None, locked: Sequence[ScannedTicket]) -> ScannedTicket | None:
    """Return the ticket a reading means; of a short code's position the live one, else the newest."""
    if reading is None:
        return None
    if reading.ticket is not None:
        return next((ticket for ticket in locked if ticket.id == reading.ticket), None)
    there = [
        one for one in locked if one.registration == reading.registration and one.position == reading.position
    ]
    return next((ticket for ticket in there if ticket.state in _LIVE), there[-1] if there else None)


def _keep(connection: Connection, judged: Sequence[_Judged]) -> set[UUID]:
    """Insert the scans and return the ids that were new: of two requests with the same id one finds it taken."""
    rows = connection.execute(_insert(connection.dialect.name), [one.scan for one in judged])
    return {row[0] for row in rows}


@cache
def _insert(dialect: str) -> Any:
    insert = postgres_insert if dialect == "postgresql" else sqlite_insert
    return insert(Scan).on_conflict_do_nothing(index_elements=["id"]).returning(Scan.id)


def _let_in(connection: Connection, judged: Sequence[_Judged]) -> None:
    """Mark people as inside, each by the one scan that counts."""
    marks = [
        {
            "number": person.id,
            "at": one.scan["at"],
            "scan": one.scan["id"],
            "gate": one.scan["gate_id"],
            "now": one.scan["received_at"],
        }
        for one in judged
        for person in one.people
    ]
    if marks:
        connection.execute(_MARK, marks)


def _kept(scan: dict[str, Any]) -> KeptScan:
    return KeptScan(
        id=scan["id"],
        ticket_id=scan["ticket_id"],
        at=scan["at"],
        received_at=scan["received_at"],
        verdict=scan["verdict"],
        code=scan["code"],
        people=scan["people"],
        party=scan["party"],
        first_at=scan["first_at"],
        first_gate=scan["first_gate"],
    )
