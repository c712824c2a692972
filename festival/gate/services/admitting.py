"""One guest waits at the gate: the short way of a scan, with as few journeys to the database as there can be.

Six gates do this all evening, so its statements are prepared once (core/statements.py). The ticket is locked and judged; the scan
and who comes in are written by the journey that commits. A scan that had been sent before is refused there by its own number
(TooLate), and whoever called asks again the thorough way. There is nothing to settle: the ticket's lock keeps everybody
else's scans of it away until then.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from festival.core.statements import Prepared, together
from festival.core.transaction import TooLate, last
from festival.gate.models import Scan
from festival.gate.queries import TICKET, was_counted
from festival.gate.reading import Reading, read_all
from festival.gate.services.claims import Judged, judge_claim, kept
from festival.gate.types import Claim, GateFacts, KeptScan, PairedGate, Refusal, ScannedTicket
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
_KEEP = Prepared(insert(Scan).inline())
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
    """Judge the one claim of somebody coming in and return its scan with its ticket.

    Raises TooLate, here or with the commit, when the claim had been sent before, or when it takes a whole party to judge it.
    """
    [claim] = claims
    reading = read_all(session, codes, [claim.ticket], edition_id=device.edition_id).get(claim.ticket)
    party = _lock(session.connection(), reading)
    judged = judge_claim(claim, reading, party, device=device, gate=gate, now=now)
    if judged.scan["code"] == Refusal.ALREADY_ADMITTED and was_counted(session, judged.ticket):
        raise TooLate  # perhaps somebody else of the party: it takes all of them to say
    _write(session, judged, now)
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


def _write(session: Session, judged: Judged, now: datetime) -> None:
    steps = [(_KEEP, judged.scan)] + [
        (
            _LET_IN,
            {
                "number": person.id,
                "at": judged.scan["at"],
                "scan": judged.scan["id"],
                "gate": judged.scan["gate_id"],
                "now": now,
            },
        )
        for person in judged.people
    ]
    if judged.ticket is None or judged.ticket.position > 0:
        for statement, values in steps:
            last(session, statement, values)
        return
    try:  # the answer reads who of the party came in
        with together(session.connection()) as journey:
            for statement, values in steps:
                journey.ask(statement, values)
    except IntegrityError as error:
        raise TooLate from error
