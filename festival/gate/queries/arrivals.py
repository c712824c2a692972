"""Who was asked to come when, and who has come: for the event that people are coming to now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.core.trilingual import Trilingual
from festival.gate.models import ArrivalWave, Gate, gate_events
from festival.gate.rules.arrivals import Wave, Window, windows_of
from festival.programme.models import Event
from festival.programme.types import EventState
from festival.registration.models import Registration, Slot, Ticket
from festival.registration.types import TicketState


@dataclass(frozen=True, slots=True)
class SlotLine:
    """An arrival slot: how many are expected in it and how many of them have been admitted."""

    starts_at: datetime
    ends_at: datetime
    expected: int
    admitted: int


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The event people are coming to: `expected` and `admitted` people in all, by slot, and the plan of their coming.

    `gates` are those that admit to it. Without slots the plan is the usual waves of arrivals.
    """

    event_id: int
    title: Trilingual
    starts_at: datetime
    ends_at: datetime
    expected: int
    admitted: int
    slots: list[SlotLine]
    windows: list[Window]
    gates: frozenset[int]


def waves(session: Session) -> list[ArrivalWave]:
    """Return how people without an arrival time come, the earliest first."""
    return list(session.scalars(select(ArrivalWave).order_by(ArrivalWave.begins.desc())))


def arrivals(session: Session, edition_id: int, now: datetime) -> Arrivals | None:
    """Return the event that is on or comes next at the gates, the largest of those that begin together. Five statements."""
    event = session.execute(
        select(Event.id, Event.title, Event.starts_at, Event.ends_at)
        .join(gate_events, gate_events.c.event_id == Event.id)
        .join(Gate, Gate.id == gate_events.c.gate_id)
        .where(
            Gate.edition_id == edition_id,
            Gate.checks_time,
            Event.ends_at > now,
            Event.state != EventState.CANCELLED,
        )
        .order_by(Event.starts_at, Event.capacity.desc(), Event.id)
        .limit(1)
    ).first()
    if event is None:
        return None
    counts = {
        slot: (int(expected), int(admitted))
        for slot, expected, admitted in session.execute(
            select(Registration.slot_id, func.count(), func.count(Ticket.admitted_at))
            .select_from(Ticket)
            .join(Registration, Registration.id == Ticket.registration_id)
            .where(
                Ticket.event_id == event.id,
                Ticket.position > 0,
                Ticket.state.in_([TicketState.VALID, TicketState.BLOCKED]),
            )
            .group_by(Registration.slot_id)
        )
    }
    slots = [
        SlotLine(starts_at, ends_at, *counts.get(number, (0, 0)))
        for number, starts_at, ends_at in session.execute(
            select(Slot.id, Slot.starts_at, Slot.ends_at)
            .where(Slot.event_id == event.id)
            .order_by(Slot.starts_at)
        )
    ]
    usual = [Wave(one.begins, one.ends, one.share) for one in waves(session)]
    free = sum(expected for slot, (expected, _) in counts.items() if slot is None)
    gates = session.scalars(
        select(gate_events.c.gate_id)
        .join(Gate, Gate.id == gate_events.c.gate_id)
        .where(gate_events.c.event_id == event.id, Gate.is_open, Gate.checks_time)
    )
    return Arrivals(
        event.id,
        event.title,
        event.starts_at,
        event.ends_at,
        sum(expected for expected, _ in counts.values()),
        sum(admitted for _, admitted in counts.values()),
        slots,
        [Window(one.starts_at, one.ends_at, one.expected) for one in slots if one.expected]
        + windows_of(free, event.starts_at, usual),
        frozenset(gates),
    )


BEFORE = timedelta(hours=3)  # of the chart: open sites count with two hours of entry, and some come earlier


def chart_begins(found: Arrivals) -> datetime:
    """Return when the chart of an event begins: at the full ten minutes, before its first window."""
    first = min((window.starts_at for window in found.windows), default=found.starts_at)
    begins = max(min(first, found.starts_at - timedelta(hours=2)), found.starts_at - BEFORE)
    return begins.replace(minute=begins.minute // 10 * 10, second=0, microsecond=0)
