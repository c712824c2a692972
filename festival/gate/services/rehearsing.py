"""Scans of a rehearsal: judged and settled by the rules of the festival's own, and kept apart from them.

A rehearsal's ticket is its signed code and nothing else, so that no ticket, registration or place of anybody is made, taken or used;
a real ticket meets `rehearsal` here, as a rehearsal's does at a gate that does not rehearse.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.gate.models import Gate, RehearsalScan
from festival.gate.queries import gates_facts, rehearsal_rows, rehearsal_scans, settled
from festival.gate.reading import Reading, read_all
from festival.gate.services.claims import judge_claim
from festival.gate.types import Claim, GateFacts, KeptScan, PairedGate, ScannedTicket
from festival.registration import ticket_code
from festival.registration.qr import Codes
from festival.registration.ticket_code import Payload
from festival.registration.types import TicketState

Answered = tuple[KeptScan, ScannedTicket | None]
_MEMBERS = 1000  # a party's people are numbered behind its own number, in memory only


@dataclass(slots=True)
class _Paper:
    """What a claim's text means in a rehearsal: the ticket's number (None: no rehearsal's ticket) and its people."""

    reading: Reading | None
    number: int | None
    party: list[ScannedTicket]


def is_apart(claim: Claim, gate: GateFacts, now: datetime) -> bool:
    """Tell whether a claim belongs to a rehearsal: by the phone's word where it stood alone, by ours otherwise, and by its code."""
    in_one = claim.rehearsal is not None if claim.offline else gate.rehearses(now)
    return in_one or ticket_code.is_rehearsal(claim.ticket)


def rehearse(
    session: Session,
    *,
    device: PairedGate,
    gate: GateFacts,
    claims: Sequence[Claim],
    codes: Codes,
    now: datetime,
) -> list[Answered]:
    """Keep claims of rehearsals and return a scan with its ticket for each, in their order; one sent before has its first answer."""
    _hold(session, device.edition_id)
    kept = rehearsal_scans(session, (claim.id for claim in claims))
    touched = {
        _settle_key(kept[claim.id])
        for claim in claims
        if claim.id in kept and _stands(claim, kept[claim.id], now)
    }
    papers = _papers(session, claims, codes, device.edition_id)
    gates = gates_facts(
        session, {gate.id, *(one.gate for one in claims if one.gate)}, edition_id=device.edition_id
    )
    inside: dict[tuple[datetime | None, int | None], _Paper] = {}
    tickets: dict[UUID, ScannedTicket | None] = {}
    for claim in sorted(claims, key=lambda one: (one.at, one.id)):
        began = claim.rehearsal if claim.offline else (gate.rehearsal if gate.rehearses(now) else None)
        paper = papers[claim.ticket]
        if claim.id in kept:
            tickets[claim.id] = paper.party[0] if paper.party else None
            continue
        if paper.number is not None:
            paper = inside.setdefault(
                (began, paper.number), _as_it_stands(session, device.edition_id, began, paper)
            )
        stood = replace(gates.get(claim.gate or gate.id, gate), is_rehearsal=began is not None, room=None)
        judged = judge_claim(claim, paper.reading, paper.party, device=device, gate=stood, now=now)
        tickets[claim.id] = judged.ticket
        kept[claim.id] = _row(judged.scan, paper, began, device.edition_id)
        session.add(kept[claim.id])
        touched.add(_settle_key(kept[claim.id]))
    session.flush()
    _settle(session, device.edition_id, touched)
    return [(_answer(kept[claim.id]), tickets[claim.id]) for claim in claims]


def _hold(session: Session, edition_id: int) -> None:
    """Let one batch of a rehearsal in at a time; scans that count only refer to gates and go on."""
    session.execute(
        select(Gate.id).where(Gate.edition_id == edition_id).order_by(Gate.id).with_for_update(key_share=True)
    )


def _stands(claim: Claim, row: RehearsalScan, now: datetime) -> bool:
    """Note that our answer had not reached the phone and its own word stood."""
    if not claim.offline or not claim.said or row.offline:
        return False
    row.offline, row.said, row.said_code, row.at = True, claim.said, claim.said_code, min(claim.at, now)
    return True


def _papers(session: Session, claims: Sequence[Claim], codes: Codes, edition_id: int) -> dict[str, _Paper]:
    found: dict[str, _Paper] = {}
    real = read_all(
        session,
        codes,
        [one.ticket for one in claims if not ticket_code.is_rehearsal(one.ticket)],
        edition_id=edition_id,
    )
    for text in {claim.ticket for claim in claims}:
        payload = codes.read_any(session, text) if ticket_code.is_rehearsal(text) else None
        if payload is not None:
            found[text] = _Paper(
                Reading(payload.ticket, is_party=payload.is_party), payload.ticket, _people(payload)
            )
        elif text in real:
            found[text] = _Paper(Reading(ticket=1), None, [_somebody(1, 1)])
        else:
            found[text] = _Paper(None, None, [])
    return found


def _people(payload: Payload) -> list[ScannedTicket]:
    def one(number: int, position: int) -> ScannedTicket:
        return ScannedTicket(
            number, payload.ticket, payload.event, position, payload.ticket_class, f"– {payload.ticket} –", TicketState.VALID,
            payload.valid_from, payload.valid_until, payload.valid_from, None, None, zones=payload.zones, is_rehearsal=True,
        )  # fmt: skip

    if not payload.is_party:
        return [one(payload.ticket, 1)]
    members = [one(payload.ticket * _MEMBERS + place, place) for place in range(1, payload.people + 1)]
    return [one(payload.ticket, 0), *members]


def _somebody(number: int, event: int) -> ScannedTicket:
    """Return a stand-in for a real ticket, of which a rehearsal needs to know no more than that it is one."""
    moment = ticket_code.EPOCH
    return ScannedTicket(number, 0, event, 1, 1, "", TicketState.VALID, moment, moment, moment, None, None)


def _as_it_stands(session: Session, edition_id: int, began: datetime | None, paper: _Paper) -> _Paper:
    """Return a ticket with who of it is inside."""
    party = [replace(one) for one in paper.party]
    if began is not None and paper.number is not None:
        rows = rehearsal_rows(session, edition_id=edition_id, began=began, numbers=[paper.number]).get(
            paper.number, []
        )
        marks = settled(session, rows).marks
        for one in party:
            if (mark := marks.get(one.position)) is not None:
                one.admitted_at, one.admitted_gate, one.left_at = mark.at, mark.gate, mark.left_at
    return _Paper(paper.reading, paper.number, party)


def _row(scan: dict[str, object], paper: _Paper, began: datetime | None, edition_id: int) -> RehearsalScan:
    row = RehearsalScan(
        edition_id=edition_id,
        round=began,
        number=paper.number,
        position=paper.party[0].position if paper.party else 1,
        size=max(1, len([one for one in paper.party if one.position > 0])),
    )
    for name in (
        "id", "device_id", "gate_id", "direction", "at", "received_at", "said", "said_code", "offline", "verdict", "code",
        "people", "first_at", "first_gate", "members", "here", "reason",
    ):  # fmt: skip
        setattr(row, name, scan[name])
    return row


def _settle_key(row: RehearsalScan) -> tuple[datetime | None, int | None]:
    return row.round, row.number


def _settle(session: Session, edition_id: int, touched: set[tuple[datetime | None, int | None]]) -> None:
    for began, number in touched:
        if began is None or number is None:
            continue
        for rows in rehearsal_rows(session, edition_id=edition_id, began=began, numbers=[number]).values():
            made = settled(session, rows)
            kinds = {one.scan: str(one.kind) for one in made.conflicts}
            for row in rows:
                row.counted, row.conflict = made.counted[row.id], kinds.get(row.id)
    session.flush()


def _answer(row: RehearsalScan) -> KeptScan:
    return KeptScan(
        row.id, row.number, row.at, row.received_at, row.verdict, row.code, row.people, row.size, row.first_at,
        row.first_gate, row.offline,
    )  # fmt: skip
