"""What a phone needs to judge with no network: keys, its gate, and the numbers of tickets that are used or ended.

Numbers are ascending and written as differences, which compress well; nothing in it is a secret or a name.
"""

import base64
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.core.signing import KeyRing
from festival.gate.types import GateFacts
from festival.registration.models import Ticket
from festival.registration.types import TicketState

VERSION = 1
DOMAIN = b"hokkaido-halong-snapshot\x01"
# A transaction that began before the last snapshot may have committed after it: ask again for its minute.
OVERLAP = timedelta(minutes=1)


def signed(
    session: Session, ring: KeyRing, gate: GateFacts, *, after: datetime | None, now: datetime
) -> tuple[bytes, str]:
    """Return (JSON, "key number:base64 signature of DOMAIN + JSON")."""
    body = json.dumps(contents(session, ring, gate, after=after, now=now), separators=(",", ":")).encode()
    pen = ring.pen(session)
    return body, f"{pen.number}:{base64.b64encode(pen.sign(DOMAIN + body)).decode()}"


def contents(
    session: Session, ring: KeyRing, gate: GateFacts, *, after: datetime | None, now: datetime
) -> dict[str, Any]:
    """Return the snapshot, or its changes after `after`, as JSON values."""
    statement = select(Ticket.id, Ticket.state, Ticket.admitted_at).where(Ticket.event_id.in_(gate.events))
    statement = statement.where((Ticket.state != TicketState.VALID) | Ticket.admitted_at.is_not(None))
    if after is not None:
        statement = statement.where(Ticket.changed_at >= after - OVERLAP)
    used: list[int] = []
    ended: dict[str, list[int]] = {
        state: [] for state in (TicketState.CANCELLED, TicketState.REVOKED, TicketState.BLOCKED)
    }
    for number, state, admitted_at in session.execute(statement.order_by(Ticket.id)):
        if state != TicketState.VALID:
            ended[state].append(number)
        elif admitted_at is not None:
            used.append(number)
    return {
        "v": VERSION,
        "made_at": now.isoformat(),
        "after": after.isoformat() if after else None,
        "cursor": now.isoformat(),
        "gate": {
            "id": gate.id,
            "events": sorted(gate.events),
            "is_open": gate.is_open,
            "checks_time": gate.checks_time,
        },
        "keys": [
            {"id": key.id, "public": base64.b64encode(key.raw).decode()} for key in ring.public_keys(session)
        ],
        "used": differences(used),
        "ended": {state: differences(numbers) for state, numbers in ended.items()},
    }


def differences(numbers: Iterable[int]) -> list[int]:
    """Return ascending numbers as the first and then the steps between them: [5, 7, 8] → [5, 2, 1]."""
    steps, before = [], 0
    for number in numbers:
        steps.append(number - before)
        before = number
    return steps
