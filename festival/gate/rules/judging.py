"""Who is admitted. The phones' own judge (static/gate/judge.js) decides the same: both run the table of tests/gate/table.py."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from festival.gate.types import Admits, Direction, Directions, GateFacts, Refusal, TicketFacts, Window
from festival.registration.rules.passes import at_gate, is_open, opens_next
from festival.registration.types import TicketState

_STATES = {
    TicketState.REVOKED: Refusal.REVOKED,
    TicketState.CANCELLED: Refusal.CANCELLED,
    TicketState.BLOCKED: Refusal.BLOCKED,
}
_LOCAL = timedelta(hours=7)  # Hạ Long's clock; it has known no summer time since 1975
_DAY = 1440  # minutes


def judge(
    ticket: TicketFacts | None, gate: GateFacts, at: datetime, direction: str = Direction.IN
) -> Refusal | None:
    """Return why this ticket is refused at this gate and moment, or None when it is let through.

    The order says what staff hear first: what is wrong with the ticket, then with place and time, then that it was used.
    `ticket` is None for what is no ticket of ours (unknown, altered, forged). On the way out only where one belongs
    and whether one is inside is asked: nobody is kept in because the evening is over or the gate is closed.
    """
    if ticket is None:
        return Refusal.INVALID
    gate = standing_at(gate, at)
    if ticket.is_rehearsal != gate.is_rehearsal:
        return Refusal.REHEARSAL
    if (ended := _STATES.get(TicketState(ticket.state))) is not None:
        return ended
    if (misplaced := _place(ticket, gate)) is not None:
        return misplaced
    if direction == Direction.OUT:
        if not is_inside(ticket):
            return Refusal.NOT_INSIDE
        return Refusal.CLOSED if gate.directions == Directions.IN else None
    called_off = gate.called_off.get(ticket.event)
    if called_off is not None and at >= called_off:
        return Refusal.CANCELLED
    hours = at_gate(ticket.parts, gate.zones)
    if gate.checks_time and not is_open(hours, at, early=gate.early, late=gate.late):
        return Refusal.NOT_YET_VALID if opens_next(hours, at) else Refusal.EXPIRED
    if (unseated := _seat(ticket, gate)) is not None:
        return unseated
    if not may_enter_again(ticket.admitted_at, ticket.left_at, gate, at):
        return Refusal.ALREADY_ADMITTED
    return Refusal.CLOSED if _is_shut(gate, at) else None


def _is_shut(gate: GateFacts, at: datetime) -> bool:
    return (
        not gate.is_open
        or gate.directions == Directions.OUT
        or (gate.stopped_until is not None and at < gate.stopped_until)
        or (gate.room is not None and gate.room < 1)
    )


def standing_at(gate: GateFacts, at: datetime) -> GateFacts:
    """Return the gate with the rules of the hour; outside of all its windows it is closed for who wants to come in."""
    if not gate.windows:
        return gate
    window = window_at(gate.windows, at)
    if window is None:
        return replace(gate, is_open=False, windows=())
    return replace(
        gate, events=window.events or gate.events, classes=window.classes, zones=window.zones, admits=window.admits,
        reentry=window.reentry, early=window.early, late=window.late, directions=window.directions, windows=(),
        sessions=window.sessions, beside=window.beside,
    )  # fmt: skip


def window_at(windows: Sequence[Window], at: datetime) -> Window | None:
    """Return the window that holds at a moment: of several the one that began last, then the last of the list."""
    today, minute = divmod(int((at + _LOCAL).timestamp() // 60), _DAY)
    found, began = None, -1
    for window in windows:
        for day, passed in ((today, minute), (today - 1, minute + _DAY)):
            start = day * _DAY + window.since
            is_day = window.day is None or window.day == day
            if is_day and window.since <= passed < window.until and start >= began:
                found, began = window, start
    return found


def _place(ticket: TicketFacts, gate: GateFacts) -> Refusal | None:
    if ticket.event not in gate.events:
        return Refusal.WRONG_EVENT
    if gate.classes and ticket.ticket_class not in gate.classes:
        return Refusal.WRONG_CLASS
    # A ticket without zones goes wherever its event is; a gate without zones leads to all of it.
    if gate.zones and ticket.zones and not gate.zones & ticket.zones:
        return Refusal.WRONG_ZONE
    return None


def _seat(ticket: TicketFacts, gate: GateFacts) -> Refusal | None:
    """Return what is wrong where a session goes on whose seats are counted. Tickets of a rehearsal sit nowhere and are asked for no seat."""
    if not gate.sessions or ticket.is_rehearsal or gate.sessions & ticket.seats:
        return None
    return Refusal.WRONG_SESSION if gate.beside & ticket.seats else Refusal.NO_SEAT


def is_inside(ticket: TicketFacts) -> bool:
    """Tell whether this person has come in and has not gone out since."""
    return ticket.admitted_at is not None and ticket.left_at is None


def may_enter_again(
    admitted_at: datetime | None, left_at: datetime | None, gate: GateFacts, at: datetime
) -> bool:
    """Tell whether somebody who last came in at `admitted_at` (None: never) may come in at `at`."""
    if admitted_at is None or gate.admits == Admits.OFTEN:
        return True
    if gate.reentry and left_at is not None:
        return True
    return gate.admits == Admits.DAILY and _day(admitted_at) != _day(at)


def _day(moment: datetime) -> int:
    return int((moment + _LOCAL).timestamp() // 86_400)


def judge_party(
    members: Sequence[TicketFacts],
    gate: GateFacts,
    at: datetime,
    direction: str = Direction.IN,
    *,
    here: int | None = None,
) -> tuple[Refusal | None, list[TicketFacts]]:
    """Return (refusal, who is let through) for a party's code: everybody of it who is still on the other side.

    Where somebody has counted how many are `here`, it is so many of them, and never more than there are. The party is refused
    only when nobody can be admitted; then with `already_admitted` if somebody is inside.
    """
    verdicts = [(member, judge(member, gate, at, direction)) for member in members]
    admitted = [member for member, refusal in verdicts if refusal is None]
    if admitted:
        refused, number = through(len(admitted), here, gate.room if direction == Direction.IN else None)
        return refused, admitted[:number]
    refusals = [refusal for _, refusal in verdicts if refusal is not None]
    if not refusals:
        return Refusal.CANCELLED, []
    return (Refusal.ALREADY_ADMITTED if Refusal.ALREADY_ADMITTED in refusals else refusals[0]), []


def through(outside: int, here: int | None, room: int | None) -> tuple[Refusal | None, int]:
    """Return (refusal, how many go through) where `outside` of a party may, `here` were counted (None: nobody was asked) and there is
    `room` for so many (None: it is not asked). Families come in together or wait together.
    """
    number = outside if here is None else min(here, outside)
    return (Refusal.CLOSED, 0) if room is not None and number > max(room, 0) else (None, number)
