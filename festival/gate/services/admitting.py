"""Claims of gates are judged and kept: each id once, each person once.

The order matters: ids that are known answer from the record; tickets are locked in the order of their numbers (two
batches never wait for each other); every scan is inserted; only then, and only for scans that were really new, people are
marked as inside.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from festival.gate import rules
from festival.gate.models import Scan
from festival.gate.queries import stored_scans
from festival.gate.reading import Reading, read_all
from festival.gate.types import Claim, GateFacts, PairedGate, Refusal, TicketFacts, Verdict
from festival.registration.models import Ticket
from festival.registration.qr import Codes
from festival.registration.types import TicketState

_LIVE = {TicketState.VALID, TicketState.BLOCKED}


@dataclass(slots=True)
class _Locked:
    """A ticket whose row we hold while a batch is judged."""

    id: int
    registration: int
    event: int
    position: int
    state: str
    valid_from: datetime
    valid_until: datetime
    admitted_at: datetime | None
    admitted_gate: int | None

    def facts(self) -> TicketFacts:
        return TicketFacts(
            self.id, self.event, self.state, self.valid_from, self.valid_until, self.admitted_at
        )


@dataclass(slots=True)
class _Judged:
    """One claim's outcome: the scan to keep and the people it lets in."""

    scan: dict[str, Any]
    people: list[_Locked] = field(default_factory=list)


def admit(
    session: Session,
    *,
    device: PairedGate,
    gate: GateFacts,
    claims: Sequence[Claim],
    codes: Codes,
    now: datetime,
) -> list[Scan]:
    """Judge claims and return one scan for each, in their order; a claim sent before returns the first answer.

    An online claim is judged at `now`, an offline one at the moment it says (never in the future).
    """
    known = stored_scans(session, [claim.id for claim in claims])
    fresh = {claim.id: claim for claim in claims if claim.id not in known}
    if fresh:
        readings = read_all(
            session, codes, (claim.ticket for claim in fresh.values()), edition_id=device.edition_id
        )
        locked = _lock(session, readings.values())
        in_time = sorted(fresh.values(), key=lambda claim: (claim.at, claim.id))
        judged = [
            _judge(claim, readings.get(claim.ticket), locked, device=device, gate=gate, now=now)
            for claim in in_time
        ]
        new = _keep(session, judged)
        _let_in(session, [one for one in judged if one.scan["id"] in new])
        known |= {one.scan["id"]: Scan(**one.scan) for one in judged if one.scan["id"] in new}
        lost = [number for number in fresh if number not in known]
        if lost:  # the same ids were being stored by another request: its answers are the first ones
            known |= stored_scans(session, lost)
    return [known[claim.id] for claim in claims]


def _lock(session: Session, readings: Iterable[Reading]) -> list[_Locked]:
    """Lock every ticket the readings are about, and all of a party whose code was read."""
    persons = {reading.ticket for reading in readings if reading.ticket and not reading.is_party}
    parties = {reading.ticket for reading in readings if reading.ticket and reading.is_party}
    typed = {reading.registration for reading in readings if reading.registration}
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
    rows = session.execute(
        select(
            Ticket.id,
            Ticket.registration_id,
            Ticket.event_id,
            Ticket.position,
            Ticket.state,
            Ticket.valid_from,
            Ticket.valid_until,
            Ticket.admitted_at,
            Ticket.admitted_gate,
        )
        .where(or_(*wanted))
        .order_by(Ticket.id)
        .with_for_update()
    )
    return [_Locked(*row) for row in rows]


def _judge(
    claim: Claim,
    reading: Reading | None,
    locked: Sequence[_Locked],
    *,
    device: PairedGate,
    gate: GateFacts,
    now: datetime,
) -> _Judged:
    at = min(claim.at, now) if claim.offline else now
    ticket = _ticket(reading, locked)
    people: list[_Locked] = []
    party = 1
    if ticket is not None and ticket.position == 0 and ticket.state == TicketState.VALID:
        members = [
            other
            for other in locked
            if other.registration == ticket.registration and other.position > 0 and other.state in _LIVE
        ]
        party = len(members)
        refusal, inside = rules.judge_party([member.facts() for member in members], gate, at)
        numbers = {facts.id for facts in inside}
        people = [member for member in members if member.id in numbers]
        first = max((m for m in members if m.admitted_at), key=lambda m: m.admitted_at or now, default=None)
    else:
        refusal = rules.judge(ticket.facts() if ticket else None, gate, at)
        people = [ticket] if ticket is not None and refusal is None else []
        first = ticket
    for person in people:  # later claims of the same batch meet them inside
        person.admitted_at, person.admitted_gate = at, device.gate_id
    used = refusal is Refusal.ALREADY_ADMITTED and first is not None
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
        "first_at": first.admitted_at if used and first else None,
        "first_gate": first.admitted_gate if used and first else None,
    }
    return _Judged(scan, people)


def _ticket(reading: Reading | None, locked: Sequence[_Locked]) -> _Locked | None:
    """Return the ticket a reading means; of a short code's position the live one, else the newest."""
    if reading is None:
        return None
    if reading.ticket is not None:
        return next((ticket for ticket in locked if ticket.id == reading.ticket), None)
    there = [
        ticket
        for ticket in locked
        if ticket.registration == reading.registration and ticket.position == reading.position
    ]
    return next((ticket for ticket in there if ticket.state in _LIVE), there[-1] if there else None)


def _keep(session: Session, judged: Sequence[_Judged]) -> set[UUID]:
    """Insert the scans and return the ids that were new: of two requests with the same id one finds it taken."""
    insert = postgres_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    statement = insert(Scan).on_conflict_do_nothing(index_elements=["id"]).returning(Scan.id)
    return set(session.scalars(statement, [one.scan for one in judged]))


def _let_in(session: Session, judged: Sequence[_Judged]) -> None:
    """Mark people as inside, each by the one scan that counts."""
    marks = [
        {
            "id": person.id,
            "admitted_at": one.scan["at"],
            "admitted_scan": one.scan["id"],
            "admitted_gate": one.scan["gate_id"],
            "changed_at": one.scan["received_at"],
        }
        for one in judged
        for person in one.people
    ]
    if marks:
        session.execute(update(Ticket), marks)
