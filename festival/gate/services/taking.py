"""The door for scans: one guest who waits takes the short way (`admitting`), everything else the thorough one (`agreeing`)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from festival.gate.rules import standing_at
from festival.gate.services.admitting import admit
from festival.gate.services.agreeing import Answered, agree
from festival.gate.types import Admits, Claim, Direction, GateFacts, PairedGate
from festival.registration.qr import Codes


def take(
    session: Session,
    *,
    device: PairedGate,
    gate: GateFacts,
    claims: Sequence[Claim],
    codes: Codes,
    now: datetime,
    again: bool = False,
) -> list[Answered]:
    """Keep claims and return a scan with its ticket for each, in their order.

    Raises TooLate, from here or from the transaction, when somebody's one claim had been sent before: then ask `again`, and the
    first answer is looked up.
    """
    is_plain = len(claims) == 1 and not again and _is_plain(claims[0], standing_at(gate, now), now)
    way = admit if is_plain else agree
    return way(session, device=device, gate=gate, claims=claims, codes=codes, now=now)


def _is_plain(claim: Claim, gate: GateFacts, now: datetime) -> bool:
    """Tell whether this is somebody coming in now at a gate that admits once: then there is nothing to settle."""
    return (
        not claim.offline
        and claim.direction == Direction.IN
        and not claim.reason
        and not claim.members
        and claim.gate in {None, gate.id}
        and gate.admits == Admits.ONCE
        and not gate.reentry
        and not gate.is_metered(now)
    )
