"""What a gate's phone is told about a scan: verdict, code, who and how many, and the facts its sentence needs."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.gate.labels import class_label
from festival.gate.models import Scan
from festival.gate.queries import gate_names
from festival.gate.types import PairedGate, Refusal, Verdict
from festival.programme.models import Event
from festival.registration.models import Ticket
from festival.registration.types import TicketClass


def answers(
    session: Session, scans: Sequence[Scan], *, device: PairedGate, repeated: set[Any]
) -> list[dict[str, Any]]:
    """Return one JSON object a scan. Names only for devices that may show them, and only of people who are or were let in."""
    tickets = _tickets(session, scans)
    gates = gate_names(session, {scan.first_gate for scan in scans if scan.first_gate})
    events = _events(
        session,
        {
            tickets[s.ticket_id].event_id
            for s in scans
            if s.code == Refusal.WRONG_EVENT and s.ticket_id in tickets
        },
    )
    names = _names(session, scans, tickets) if device.shows_names else {}
    made = []
    for scan in scans:
        ticket = tickets.get(scan.ticket_id or 0)
        answer: dict[str, Any] = {
            "id": str(scan.id),
            "verdict": scan.verdict,
            "code": scan.code,
            "people": scan.people,
            "of": scan.party,
            "repeated": scan.id in repeated,
            "names": names.get(scan.id, []),
        }
        if ticket is not None:
            answer["class"] = TicketClass(ticket.ticket_class).name.lower()
            answer["class_label"] = class_label(ticket.ticket_class).as_dict()
            answer |= _reason(scan, ticket, gates, events)
        made.append(answer)
    return made


def _reason(scan: Scan, ticket: Ticket, gates: dict[int, Any], events: dict[int, Any]) -> dict[str, Any]:
    if scan.code == Refusal.ALREADY_ADMITTED and scan.first_at is not None:
        gate = gates.get(scan.first_gate or 0)
        minutes = max(0, int((scan.at - scan.first_at).total_seconds() // 60))
        return {
            "first": {
                "at": scan.first_at.isoformat(),
                "gate": gate.as_dict() if gate else None,
                "minutes_ago": minutes,
            }
        }
    if scan.code == Refusal.NOT_YET_VALID:
        return {"valid_from": ticket.valid_from.isoformat()}
    if scan.code == Refusal.EXPIRED:
        return {"valid_until": ticket.valid_until.isoformat()}
    if scan.code in {Refusal.CANCELLED, Refusal.REVOKED}:
        return {"cancelled_at": ticket.changed_at.isoformat()}
    if scan.code == Refusal.WRONG_EVENT:
        return {"event": {"title": events[ticket.event_id].as_dict()}}
    return {}


def _tickets(session: Session, scans: Sequence[Scan]) -> dict[int, Ticket]:
    numbers = {scan.ticket_id for scan in scans if scan.ticket_id}
    if not numbers:
        return {}
    statement = select(Ticket).where(Ticket.id.in_(numbers)).execution_options(populate_existing=True)
    return {ticket.id: ticket for ticket in session.scalars(statement)}


def _events(session: Session, numbers: set[int]) -> dict[int, Any]:
    if not numbers:
        return {}
    return {
        number: title
        for number, title in session.execute(select(Event.id, Event.title).where(Event.id.in_(numbers)))
    }


def _names(session: Session, scans: Sequence[Scan], tickets: dict[int, Ticket]) -> dict[Any, list[str]]:
    """Return scan → names: the person's, or those of a party whom this scan let in."""
    found: dict[Any, list[str]] = {}
    parties = [
        s.id
        for s in scans
        if s.verdict == Verdict.ADMITTED and s.ticket_id in tickets and tickets[s.ticket_id].position == 0
    ]
    if parties:
        rows = session.execute(
            select(Ticket.admitted_scan, Ticket.name)
            .where(Ticket.admitted_scan.in_(parties))
            .order_by(Ticket.position)
        )
        for scan_id, name in rows:
            found.setdefault(scan_id, []).append(name)
    for scan in scans:
        shown = scan.verdict == Verdict.ADMITTED or scan.code == Refusal.ALREADY_ADMITTED
        if shown and scan.ticket_id in tickets and tickets[scan.ticket_id].position > 0:
            found[scan.id] = [tickets[scan.ticket_id].name]
    return found
