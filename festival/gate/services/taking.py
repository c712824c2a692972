"""The door for scans: one guest who waits takes the short way (`admitting`), everything else the thorough one (`agreeing`)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from festival.gate.rules import standing_at
from festival.gate.services.admitting import admit
from festival.gate.services.agreeing import Answered, agree
from festival.gate.services.rehearsing import is_apart, rehearse
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
    apart = [claim for claim in claims if is_apart(claim, gate, now)]
    if apart:
        return _take_apart(session, apart, device=device, gate=gate, claims=claims, codes=codes, now=now)
    is_plain = len(claims) == 1 and not again and _is_plain(claims[0], standing_at(gate, now), now)
    way = admit if is_plain else agree
    return way(session, device=device, gate=gate, claims=claims, codes=codes, now=now)


def _take_apart(
    session: Session,
    apart: Sequence[Claim],
    *,
    device: PairedGate,
    gate: GateFacts,
    claims: Sequence[Claim],
    codes: Codes,
    now: datetime,
) -> list[Answered]:
    """Take claims of a rehearsal by a way of their own, and what is left of the batch by the thorough one."""
    answered = dict(
        zip(
            (claim.id for claim in apart),
            rehearse(session, device=device, gate=gate, claims=apart, codes=codes, now=now),
            strict=True,
        )
    )
    others = [claim for claim in claims if claim.id not in answered]
    if others:
        real = agree(session, device=device, gate=gate, claims=others, codes=codes, now=now)
        answered |= dict(zip((claim.id for claim in others), real, strict=True))
    return [answered[claim.id] for claim in claims]


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
        and not gate.sessions
    )
