"""One guest waits at the gate: the short way of a scan, with as few journeys to the database as there can be.

Six gates do this all evening, so its statements are prepared once (core/statements.py). The ticket is locked, judged, and the
scan inserted, which also finds out whether it had been sent before; who comes in is marked in the journey that commits.
There is nothing to settle: the ticket's lock keeps everybody else's scans of it away until then.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.orm import Session, aliased

from festival.core.statements import Prepared, together
from festival.core.transaction import last
from festival.gate.models import Scan
from festival.gate.queries import TICKET, scanned_tickets, stored_scans
from festival.gate.reading import Reading, read_all
from festival.gate.services.claims import Judged, judge_claim, kept
from festival.gate.types import Claim, GateFacts, KeptScan, PairedGate, ScannedTicket
from festival.registration.models import Ticket
from festival.registration.qr import Codes

Answered = tuple[KeptScan, ScannedTicket | None]

_code = aliased(Ticket)
_LOCK_ONE = Prepared(select(*TICKET).where(Ticket.id == bindparam("number")).with_for_update())
_LOCK_PARTY_OF = Prepared(
    select(*TICKET)
    .where(
        Ticket.registration_id
        == select(_code.registration_id).where(_code.id == bindparam("number")).scalar_subquery()
    )
    .order_by(Ticket.id)
    .with_for_update(of=Ticket)
)
_LOCK_PARTY = Prepared(
    select(*TICKET)
    .where(Ticket.registration_id == bindparam("registration"))
    .order_by(Ticket.id)
    .with_for_update()
)
_KEEP = Prepared.inserting(
    lambda insert: insert(Scan).on_conflict_do_nothing(index_elements=["id"]).returning(Scan.id)
)
_LET_IN = Prepared(
    update(Ticket)
    .where(Ticket.id == bindparam("number"))
    .values(
        admitted_at=bindparam("at"),
        admitted_scan=bindparam("scan"),
        admitted_gate=bindparam("gate"),
        left_at=None,
        changed_at=bindparam("now"),
    )
)


def admit(
    session: Session,
    *,
    device: PairedGate,
    gate: GateFacts,
    claims: Sequence[Claim],
    codes: Codes,
    now: datetime,
) -> list[Answered]:
    """Judge the one claim of somebody coming in and return its scan with its ticket; one sent before has its first answer."""
    [claim] = claims
    connection = session.connection()
    reading = read_all(session, codes, [claim.ticket], edition_id=device.edition_id).get(claim.ticket)
    judged = judge_claim(claim, reading, _lock(connection, reading), device=device, gate=gate, now=now)
    with together(connection) as journey:
        stored = journey.ask(_KEEP, judged.scan)
    if stored.first() is None:
        return _first_answer(session, claim)
    _let_in(session, judged, now)
    return [(kept(judged.scan), judged.ticket)]


def _lock(connection: Connection, reading: Reading | None) -> list[ScannedTicket]:
    """Lock the ticket that was read; of a party's code, or a short one, all tickets of the party."""
    if reading is None:
        return []
    with together(connection) as journey:
        if reading.ticket is None:
            rows = journey.ask(_LOCK_PARTY, {"registration": reading.registration})
        else:
            rows = journey.ask(_LOCK_PARTY_OF if reading.is_party else _LOCK_ONE, {"number": reading.ticket})
    return [ScannedTicket(*row) for row in rows.rows()]


def _let_in(session: Session, judged: Judged, now: datetime) -> None:
    marks = [
        {
            "number": person.id,
            "at": judged.scan["at"],
            "scan": judged.scan["id"],
            "gate": judged.scan["gate_id"],
            "now": now,
        }
        for person in judged.people
    ]
    if judged.ticket is not None and judged.ticket.position == 0:  # the answer reads who of the party came in
        with together(session.connection()) as journey:
            for mark in marks:
                journey.ask(_LET_IN, mark)
    else:
        for mark in marks:
            last(session, _LET_IN, mark)


def _first_answer(session: Session, claim: Claim) -> list[Answered]:
    [scan] = stored_scans(session, [claim.id])
    tickets = scanned_tickets(session, {scan.ticket_id} if scan.ticket_id else set())
    return [(scan, tickets.get(scan.ticket_id or 0))]
