"""Who is admitted: pure, and the same table of cases that the phones' judge will run (tests/gate/cases.json)."""

from collections.abc import Sequence
from datetime import datetime

from festival.gate.types import GateFacts, Refusal, TicketFacts
from festival.registration.types import TicketState

_STATES = {
    TicketState.REVOKED: Refusal.REVOKED,
    TicketState.CANCELLED: Refusal.CANCELLED,
    TicketState.BLOCKED: Refusal.BLOCKED,
}


def judge(ticket: TicketFacts | None, gate: GateFacts, at: datetime) -> Refusal | None:
    """Return why this ticket is refused at this gate and moment, or None when it is admitted.

    The order says what staff hear first: what is wrong with the ticket, then with place and time, then that it was used.
    `ticket` is None for what is no ticket of ours (unknown, altered, forged).
    """
    if ticket is None:
        return Refusal.INVALID
    if (ended := _STATES.get(TicketState(ticket.state))) is not None:
        return ended
    if ticket.event not in gate.events:
        return Refusal.WRONG_EVENT
    if gate.checks_time and at < ticket.valid_from:
        return Refusal.NOT_YET_VALID
    if gate.checks_time and at >= ticket.valid_until:
        return Refusal.EXPIRED
    if ticket.admitted_at is not None:
        return Refusal.ALREADY_ADMITTED
    return None if gate.is_open else Refusal.CLOSED


def judge_party(
    members: Sequence[TicketFacts], gate: GateFacts, at: datetime
) -> tuple[Refusal | None, list[TicketFacts]]:
    """Return (refusal, who is admitted) for a party's code: everybody of it who is still outside.

    The party is refused only when nobody can be admitted; then with `already_admitted` if somebody is inside.
    """
    verdicts = [(member, judge(member, gate, at)) for member in members]
    admitted = [member for member, refusal in verdicts if refusal is None]
    if admitted:
        return None, admitted
    refusals = [refusal for _, refusal in verdicts if refusal is not None]
    if not refusals:
        return Refusal.CANCELLED, []
    return (Refusal.ALREADY_ADMITTED if Refusal.ALREADY_ADMITTED in refusals else refusals[0]), []
