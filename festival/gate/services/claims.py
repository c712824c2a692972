"""One claim judged and made a row: what the ways of taking scans in have in common."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Table, select

from festival.core.many import insert_new
from festival.gate import rules
from festival.gate.models import Scan
from festival.gate.reading import Reading
from festival.gate.services.recounting import note_late
from festival.gate.types import (
    Claim,
    Direction,
    GateFacts,
    KeptScan,
    PairedGate,
    Refusal,
    ScannedTicket,
    TicketFacts,
    Verdict,
)
from festival.registration.types import TicketState

LIVE = frozenset({TicketState.VALID, TicketState.BLOCKED})
_GONE = frozenset({TicketState.CANCELLED, TicketState.REVOKED})


@dataclass(slots=True)
class Judged:
    """One claim's outcome: the scan to keep, the ticket it was about, and the people it lets through."""

    scan: dict[str, Any]
    ticket: ScannedTicket | None
    people: list[ScannedTicket] = field(default_factory=list)

    @property
    def is_override(self) -> bool:
        """Tell whether staff let somebody in against the rules."""
        return bool(self.scan["reason"]) and self.scan["code"] is None


def judge_claim(
    claim: Claim,
    reading: Reading | None,
    party: Sequence[ScannedTicket],
    *,
    device: PairedGate,
    gate: GateFacts,
    now: datetime,
    free: int = 0,
) -> Judged:
    """Judge a claim by the tickets of its party and mark, in memory, whom it lets through.

    An online claim is judged at `now`, an offline one at the moment it says (never in the future). `free`: how many seats are free
    behind a door that asks for one; then staff may let somebody sit there with a reason, whatever the gate's rules say.
    """
    at = min(claim.at, now) if claim.offline else now
    ticket = find_ticket(reading, party)
    people: list[ScannedTicket] = []
    size = 1
    used: ScannedTicket | None = ticket
    there = [ticket] if ticket is not None else []
    is_party = ticket is not None and ticket.position == 0 and ticket.state == TicketState.VALID
    here = claim.here if is_party and not claim.members else None
    if is_party:
        members = [one for one in party if one.position > 0 and one.state in LIVE]
        size = len(members)
        there = [one for one in members if not claim.members or one.position in claim.members]
        if claim.members:
            _tell_apart(there, members, claim.direction)
        facts = [_facts(one, claim, at) for one in there]
        refusal, through = rules.judge_party(facts, gate, at, claim.direction, here=here)
        numbers = {one.id for one in through}
        people = [one for one in there if one.id in numbers]
        inside = [one for one in members if one.admitted_at is not None]
        used = max(inside, key=lambda one: (one.admitted_at or now, one.id), default=None)
    else:
        _tell_apart(there, party, claim.direction)
        refusal = rules.judge(_facts(ticket, claim, at) if ticket else None, gate, at, claim.direction)
        people = [ticket] if ticket is not None and refusal is None else []
    sits = refusal is Refusal.NO_SEAT and free >= max(1, len(there[:here]))
    overrides = bool(claim.reason) and (gate.may_override or sits)
    if overrides and ticket is not None and refusal is not None:
        people, refusal = there[:here], None
    first = used if refusal is Refusal.ALREADY_ADMITTED else None
    scan = _row(claim, ticket, refusal, device=device, gate=gate, at=at, now=now)
    scan["reason"] = claim.reason or None if overrides or gate.may_override else None
    scan |= {"people": len(people), "party": size}
    if first is not None:
        scan |= {"first_at": first.admitted_at, "first_gate": first.admitted_gate}
    for person in people:
        _pass(person, claim.direction, at, gate.id)
        person.is_counted = here is not None and len(people) < size
    return Judged(scan, ticket, people)


def _tell_apart(named: Sequence[ScannedTicket], party: Sequence[ScannedTicket], direction: str) -> None:
    """Let those who show who they are not be among the people of their party who were only counted, as long as others may be."""
    free = [one for one in party if one.position > 0 and one.state in LIVE and one.admitted_at is None]
    free = [one for one in free if one not in named]
    for one in named if direction == Direction.IN else ():
        if not one.is_counted or not free:
            continue
        other = free.pop(0)
        other.admitted_at, other.admitted_gate, other.left_at = (
            one.admitted_at,
            one.admitted_gate,
            one.left_at,
        )
        one.admitted_at = one.admitted_gate = one.left_at = None
        one.is_counted, other.is_counted = False, True


def _row(
    claim: Claim,
    ticket: ScannedTicket | None,
    refusal: Refusal | None,
    *,
    device: PairedGate,
    gate: GateFacts,
    at: datetime,
    now: datetime,
) -> dict[str, Any]:
    return {
        "id": claim.id,
        "device_id": device.device_id,
        "gate_id": gate.id,
        "ticket_id": ticket.id if ticket else None,
        "direction": claim.direction,
        "at": at,
        "received_at": now,
        "said": claim.said,
        "said_code": claim.said_code,
        "offline": claim.offline,
        "verdict": Verdict.REFUSED if refusal else Verdict.ADMITTED,
        "code": refusal,
        "people": 0,
        "party": 1,
        "first_at": None,
        "first_gate": None,
        "members": ",".join(map(str, claim.members)) or None,
        "here": claim.here if ticket is not None and ticket.position == 0 and not claim.members else None,
        "skew": claim.skew,
    }


def _facts(ticket: ScannedTicket, claim: Claim, at: datetime) -> TicketFacts:
    """Return what the rules judge by; a ticket that was given back only after an offline scan was good at the time."""
    facts = ticket.facts()
    if claim.offline and ticket.state in _GONE and ticket.changed_at > at:
        return TicketFacts(
            facts.id, facts.event, TicketState.VALID, facts.valid_from, facts.valid_until, facts.admitted_at,
            facts.ticket_class, facts.zones, facts.left_at, facts.is_rehearsal, facts.openings,
            facts.seats,
        )  # fmt: skip
    return facts


def _pass(person: ScannedTicket, direction: str, at: datetime, gate: int) -> None:
    if direction == Direction.OUT:
        person.left_at = at
    else:
        person.admitted_at, person.admitted_gate, person.left_at = at, gate, None


def find_ticket(reading: Reading | None, party: Sequence[ScannedTicket]) -> ScannedTicket | None:
    """Return the ticket a reading means; of a short code's position the live one, else the newest."""
    if reading is None:
        return None
    if reading.ticket is not None:
        return next((ticket for ticket in party if ticket.id == reading.ticket), None)
    there = [one for one in party if one.position == reading.position]
    return next((ticket for ticket in there if ticket.state in LIVE), there[-1] if there else None)


def insert_scans(connection: Connection, judged: Sequence[Judged]) -> set[UUID]:
    """Insert the scans and return the ids that were new: of two requests with the same id one finds it taken.

    Which were new is asked only when some were not.
    """
    if not judged:
        return set()
    new = insert_new(connection, cast("Table", Scan.__table__), [one.scan for one in judged], "id")
    moments = ((one.scan["gate_id"], one.scan["at"]) for one in judged)
    note_late(connection, moments, now=judged[0].scan["received_at"])
    ids = {one.scan["id"] for one in judged}
    if new is None or new:
        return ids if new is None else new
    ours = select(Scan.id).where(Scan.id.in_(ids), Scan.received_at == judged[0].scan["received_at"])
    return set(connection.scalars(ours))


def kept(scan: dict[str, Any]) -> KeptScan:
    """Return a new scan as it will be read back."""
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
        offline=scan["offline"],
    )
