"""Scans that phones have collected are taken in: every one is kept, and the party it is about is settled anew.

Ids are looked at before anything else: what was taken before gets its first answer. Then all tickets of the parties concerned
are locked in the order of their numbers, each claim is judged (that is what we answer), the scans are inserted, and
`rules.settle` says from all scans there are who is inside by which of them, and what does not agree. So it ends the same
in whatever order, how often and in what pieces the phones send.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, or_, select, update
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.many import among
from festival.gate.models import Scan
from festival.gate.queries import TICKET, counted_tickets, gates_facts, room_at, scanned_tickets, stored_scans
from festival.gate.reading import Reading, read_signed, read_typed
from festival.gate.services import settling
from festival.gate.services.claims import Judged, insert_scans, judge_claim, kept
from festival.gate.services.recounting import note_late
from festival.gate.services.settling import StoredMark
from festival.gate.services.sitting import Sitting
from festival.gate.types import Claim, Direction, GateFacts, KeptScan, PairedGate, ScannedTicket
from festival.registration.models import Ticket
from festival.registration.qr import Codes

Answered = tuple[KeptScan, ScannedTicket | None]
_STAND = (
    update(Scan.__table__)  # type: ignore[arg-type]
    .where(Scan.id == bindparam("number"), Scan.offline.is_(False))
    .values(offline=True, said=bindparam("word"), said_code=bindparam("why"), at=bindparam("moment"))
)


def agree(
    session: Session,
    *,
    device: PairedGate,
    gate: GateFacts,
    claims: Sequence[Claim],
    codes: Codes,
    now: datetime,
) -> list[Answered]:
    """Keep claims, settle their parties, and return a scan with its ticket for each, in their order."""
    # Before the first statement: SQLite has one writer at a time, and the others need not wait for our signatures.
    signed = read_signed(session, codes, (claim.ticket for claim in claims))
    answered = _answered_before(session, [claim.id for claim in claims])
    fresh = [claim for claim in claims if claim.id not in answered]
    parties = _let_words_stand(session, claims, answered, now=now)
    if fresh or parties:
        # Before the tickets: who waits for room waits here, and nobody holds a ticket meanwhile.
        room = room_at(session, gate, lock=True) if gate.is_metered(now) else None
        texts = {claim.ticket for claim in fresh}
        readings = {text: signed[text] for text in texts & signed.keys()}
        readings |= read_typed(session, texts - signed.keys(), edition_id=device.edition_id)
        tickets, marks = _lock(session, readings.values(), parties)
        judged = _judge_all(session, fresh, readings, tickets, device=device, gate=gate, room=room, now=now)
        parties |= {one.ticket.registration for one in judged if one.ticket is not None}
        # Before the new ones are inserted, and of locked tickets: nobody else can add to these meanwhile.
        stored = settling.scans_of(session, parties)
        new = insert_scans(session.connection(), judged)
        answered |= {one.scan["id"]: (kept(one.scan), one.ticket) for one in judged if one.scan["id"] in new}
        if len(new) < len(judged):  # another request was storing them
            answered |= _answered_before(session, [claim.id for claim in fresh if claim.id not in new])
        made = settling.scans_made(one for one in judged if one.scan["id"] in new)
        settling.settle_parties(
            session, parties, known=stored, made=made, tickets=tickets, stored=marks, now=now
        )
        for one in judged:
            if one.scan["id"] in new and one.scan["reason"]:
                note(
                    session, actor=Actor("device", device.device_id), verb="scan.overridden", subject="ticket",
                    subject_id=one.scan["ticket_id"], now=now, scan=str(one.scan["id"]),
                )  # fmt: skip
        settling.note_strangers(session, [one for one in judged if one.scan["id"] in new], now=now)
    return [answered[claim.id] for claim in claims]


def _answered_before(session: Session, ids: Sequence[UUID]) -> dict[UUID, Answered]:
    scans = stored_scans(session, ids)
    tickets = scanned_tickets(session, {scan.ticket_id for scan in scans if scan.ticket_id})
    return {scan.id: (scan, tickets.get(scan.ticket_id or 0)) for scan in scans}


def _let_words_stand(
    session: Session, claims: Sequence[Claim], answered: Mapping[UUID, Answered], *, now: datetime
) -> set[int]:
    """Note where our answer had not reached the phone and its own word stood; return the parties this concerns."""
    late = [claim for claim in claims if claim.id in answered and claim.offline and claim.said]
    late = [claim for claim in late if not answered[claim.id][0].offline]
    if not late:
        return set()
    rows = [
        {"number": one.id, "word": one.said, "why": one.said_code, "moment": min(one.at, now)} for one in late
    ]
    before = select(Scan.gate_id, Scan.at, Scan.id).where(Scan.id.in_([one.id for one in late]))
    stood = {number: (gate, at) for gate, at, number in session.execute(before)}
    session.connection().execute(_STAND, rows)
    moved = [(stood[one.id][0], min(one.at, now)) for one in late if one.id in stood]
    note_late(session.connection(), [*stood.values(), *moved], now=now)
    tickets = (answered[claim.id][1] for claim in late)
    return {ticket.registration for ticket in tickets if ticket is not None}


def _lock(
    session: Session, readings: Iterable[Reading], parties: set[int]
) -> tuple[list[ScannedTicket], dict[int, StoredMark]]:
    """Lock and return all tickets of the parties that are concerned, in the order of their numbers, and the mark each has now."""
    numbers = {reading.ticket for reading in readings if reading.ticket}
    typed = {reading.registration for reading in readings if reading.registration} | parties
    wanted: list[ColumnElement[bool]] = []
    if numbers:
        of_them = select(Ticket.registration_id).where(among(session.connection(), Ticket.id, numbers))
        wanted.append(Ticket.registration_id.in_(of_them))
    if typed:
        wanted.append(among(session.connection(), Ticket.registration_id, typed))
    if not wanted:
        return [], {}
    statement = (
        select(*TICKET, Ticket.admitted_scan)
        .where(or_(*wanted))
        .order_by(Ticket.id)
        .with_for_update(of=Ticket)
    )
    tickets: list[ScannedTicket] = []
    marks: dict[int, StoredMark] = {}
    for *columns, scan in session.connection().execute(statement):
        ticket = ScannedTicket(*columns)
        tickets.append(ticket)
        marks[ticket.id] = (ticket.admitted_at, scan, ticket.admitted_gate, ticket.left_at)
    counted = counted_tickets(session, tickets)
    for ticket in tickets:
        ticket.is_counted = ticket.id in counted
    return tickets, marks


def _judge_all(
    session: Session,
    claims: Sequence[Claim],
    readings: Mapping[str, Reading],
    tickets: Sequence[ScannedTicket],
    *,
    device: PairedGate,
    gate: GateFacts,
    room: int | None,
    now: datetime,
) -> list[Judged]:
    """Judge in the order in which it happened; later claims meet those before them inside, and the `room` they have left."""
    elsewhere = {claim.gate for claim in claims if claim.gate not in {None, gate.id}}
    gates = {gate.id: gate}
    if elsewhere:  # the phone stood at another gate then, or sends what a dying phone had kept
        gates |= gates_facts(session, {one for one in elsewhere if one}, edition_id=device.edition_id)
    by_party: dict[int, list[ScannedTicket]] = {}
    by_number: dict[int, ScannedTicket] = {}
    for ticket in tickets:
        by_party.setdefault(ticket.registration, []).append(ticket)
        by_number[ticket.id] = ticket
    sitting = Sitting(session, gates.values())
    sitting.tell(tickets)
    made = []
    for claim in sorted(claims, key=lambda one: (one.at, one.id)):
        reading = readings.get(claim.ticket)
        registration = _party_of(reading, by_number)
        party = by_party.get(registration, []) if registration else []
        stood = gates.get(claim.gate or gate.id, gate)
        if room is not None and not claim.offline:  # who was let in without a network is in
            stood = replace(stood, room=room)
        at = min(claim.at, now) if claim.offline else now
        free = sitting.free(stood, at)
        one = judge_claim(claim, reading, party, device=device, gate=stood, now=now, free=free)
        if one.is_override and claim.direction == Direction.IN:
            sitting.take(stood, at, one.people, actor=Actor("device", device.device_id), now=now)
        if room is not None:
            room += len(one.people) if claim.direction == Direction.OUT else -len(one.people)
        made.append(one)
    return made


def _party_of(reading: Reading | None, by_number: Mapping[int, ScannedTicket]) -> int | None:
    if reading is None:
        return None
    if reading.registration is not None:
        return reading.registration
    ticket = by_number.get(reading.ticket or 0)
    return ticket.registration if ticket else None
