"""What a gate's phone is told about a scan: verdict, code, who and how many, and the facts its sentence needs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from festival.core.trilingual import Trilingual
from festival.gate.labels import class_label
from festival.gate.queries import (
    admitted_names,
    called_off,
    event_titles,
    gate_facts,
    gate_names,
    persons_behind,
)
from festival.gate.rules import standing_at
from festival.gate.seats import seated_at, seats
from festival.gate.services.admitting import Answered
from festival.gate.types import GateFacts, KeptScan, PairedGate, Refusal, ScannedTicket, Verdict
from festival.registration.rules.passes import at_gate, opens_next
from festival.registration.types import TicketClass
from festival.registration.types.passages import SeatedSession


def answers(
    session: Session, answered: Sequence[Answered], *, device: PairedGate, gate: GateFacts, now: datetime
) -> list[dict[str, Any]]:
    """Return one JSON object a scan. Names only for devices that may show them, and only of people who are or were let in.

    A scan that was received before `now` is marked as repeated.
    """
    gates = gate_names(session, {scan.first_gate for scan, _ in answered if scan.first_gate})
    off = called_off(session, {t.event for s, t in answered if t and s.code == Refusal.CANCELLED})
    wrong = {t.event for s, t in answered if t and s.code == Refusal.WRONG_EVENT}
    titles = event_titles(session, wrong | off)
    names = _names(session, answered) if device.shows_names else {}
    zones = _zones(session, answered, device, now)
    asked = seated_at(gate)
    sitting = seats().sessions(session, asked) if asked else {}
    scanned = {t.id for _, t in answered if t and t.position > 0 and not t.is_rehearsal}
    persons = persons_behind(session, scanned) if device.may_help else {}
    made = []
    for scan, ticket in answered:
        answer: dict[str, Any] = {
            "id": str(scan.id),
            "verdict": scan.verdict,
            "code": scan.code,
            "people": scan.people,
            "of": scan.party,
            "repeated": scan.received_at != now,
            "names": names.get(scan.id, []),
        }
        if ticket is not None:
            answer["class"] = TicketClass(ticket.ticket_class).name.lower()
            answer["class_label"] = class_label(ticket.ticket_class).as_dict()
            answer |= _reason(scan, ticket, gates, titles, zones) | _seat(scan, ticket, gate, sitting)
            if ticket.id in persons:
                attention, has_photo = persons[ticket.id]
                answer["person"] = {"attention": attention, "photo": ticket.id if has_photo else None}
            if scan.code == Refusal.CANCELLED and ticket.event in off:
                answer["event"] = {"title": titles[ticket.event].as_dict(), "called_off": True}
        made.append(answer)
    return made


def _reason(
    scan: KeptScan,
    ticket: ScannedTicket,
    gates: dict[int, Trilingual],
    titles: dict[int, Trilingual],
    zones: int,
) -> dict[str, Any]:
    """Return the facts that the sentence of a refusal needs."""
    if scan.code == Refusal.ALREADY_ADMITTED and scan.first_at is not None:
        gate = gates.get(scan.first_gate or 0)
        minutes = max(0, int((scan.at - scan.first_at).total_seconds() // 60))
        first = {"at": scan.first_at.isoformat(), "gate": gate.as_dict() if gate else None}
        return {"first": first | {"minutes_ago": minutes}}
    if scan.code == Refusal.NOT_YET_VALID:
        hours = at_gate(ticket.facts().parts, zones)
        return {"valid_from": (opens_next(hours, scan.at) or ticket.valid_from).isoformat()}
    if scan.code == Refusal.EXPIRED:
        hours = at_gate(ticket.facts().parts, zones)
        return {"valid_until": max((one.until for one in hours), default=ticket.valid_until).isoformat()}
    if scan.code in {Refusal.CANCELLED, Refusal.REVOKED}:
        return {"cancelled_at": ticket.changed_at.isoformat()}
    if scan.code == Refusal.WRONG_EVENT and ticket.event in titles:  # a rehearsal's other event is none
        return {"event": {"title": titles[ticket.event].as_dict()}}
    return {}


def _seat(
    scan: KeptScan, ticket: ScannedTicket, gate: GateFacts, sitting: Mapping[int, SeatedSession]
) -> dict[str, Any]:
    """Return in which session somebody has a seat, and which; or of which session they have none, and how many are free."""
    stood = standing_at(gate, scan.at)
    mine = {number: one for number, one in sitting.items() if ticket.id in one.tickets}
    if scan.code == Refusal.NO_SEAT:
        there = [sitting[number] for number in sorted(stood.sessions & sitting.keys())]
        one = max(there, key=lambda each: each.free, default=None)
        return {"seat": {"session": one.title.as_dict(), "free": max(0, one.free)}} if one else {}
    if scan.code == Refusal.WRONG_SESSION:
        found = next((mine[number] for number in sorted(stood.beside & mine.keys())), None)
        return {"seat": {"session": found.title.as_dict(), "hall": found.hall.as_dict()}} if found else {}
    found = next((mine[number] for number in sorted(stood.sessions & mine.keys())), None)
    if scan.verdict != Verdict.ADMITTED or found is None:
        return {}
    place = found.places.get(ticket.id)
    said = {"place": {"row": place[0], "number": place[1]}} if place else {}
    return {"seat": {"session": found.title.as_dict()} | said}


def _zones(session: Session, answered: Sequence[Answered], device: PairedGate, now: datetime) -> int:
    """Return the zones this gate leads to; asked only where somebody was refused whose zones have hours of their own."""
    timed = {Refusal.NOT_YET_VALID, Refusal.EXPIRED}
    if not any(ticket and ticket.openings and scan.code in timed for scan, ticket in answered):
        return 0
    return standing_at(gate_facts(session, device.gate_id), now).zones


def _names(session: Session, answered: Sequence[Answered]) -> dict[UUID, list[str]]:
    """Return scan → names: the person's, or those of a party whom this scan let in."""
    parties = [
        scan.id
        for scan, ticket in answered
        if ticket and ticket.position == 0 and scan.verdict == Verdict.ADMITTED
    ]
    found = admitted_names(session, parties)
    for scan, ticket in answered:
        shown = scan.verdict == Verdict.ADMITTED or scan.code == Refusal.ALREADY_ADMITTED
        if shown and ticket and ticket.position > 0:
            found[scan.id] = [ticket.name]
    return found
