"""Gates, devices and what they have scanned."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, exists, func, or_, select
from sqlalchemy.orm import Session, selectinload

from festival.core import clock
from festival.core.errors import NotFound
from festival.core.many import among
from festival.core.trilingual import Trilingual
from festival.gate.models import Device, Gate, Scan, gate_events
from festival.gate.types import (
    Admits,
    Directions,
    GateFacts,
    KeptScan,
    OrderKind,
    PairedGate,
    ScannedTicket,
    Window,
)
from festival.programme.gates_now import GatesNow
from festival.programme.models import Event
from festival.programme.types import EventState
from festival.registration.models import Ticket

# A phone whose session is over scans no more, but may still send what it has kept.
SENDS_AFTER = timedelta(days=2)
EPOCH = date(1970, 1, 1).toordinal()


def digest(secret: str) -> bytes:
    """Return what is kept of a device's key or a pairing token."""
    return hashlib.sha256(secret.encode()).digest()


def find_device(session: Session, key: str) -> PairedGate | str:
    """Return the device with this key, or why there is none: "unknown_device", "revoked" or "ended"."""
    row = session.execute(
        select(
            Device.id,
            Device.name,
            Device.shows_names,
            Device.seen_at,
            Device.revoked_at,
            Device.ends_at,
            Device.may_help,
            Gate.id,
            Gate.edition_id,
        )
        .join(Gate, Gate.id == Device.gate_id)
        .where(Device.digest == digest(key))
    ).first()
    if row is None:
        return "unknown_device"
    device_id, name, shows_names, seen_at, revoked_at, ends_at, may_help, gate_id, edition_id = row
    if revoked_at is not None:
        return "revoked"
    if ends_at is not None and clock.now() >= ends_at + SENDS_AFTER:
        return "ended"
    return PairedGate(device_id, name, shows_names, seen_at, gate_id, edition_id, ends_at, may_help)


def gate_facts(session: Session, gate_id: int) -> GateFacts:
    """Return what a gate admits now. Raises NotFound."""
    found = gates_facts(session, {gate_id}).get(gate_id)
    if found is None:
        raise NotFound
    return found


def gates_facts(
    session: Session, numbers: set[int], *, edition_id: int | None = None
) -> dict[int, GateFacts]:
    """Return gate number → what it admits now, for those there are (of one edition where that is said)."""
    if not numbers:
        return {}
    statement = select(Gate.id, Gate.is_open, Gate.checks_time, Gate.rules).where(Gate.id.in_(numbers))
    if edition_id is not None:
        statement = statement.where(Gate.edition_id == edition_id)
    events: dict[int, set[int]] = {}
    called_off: dict[int, dict[int, datetime]] = {}
    for gate_id, event_id, state, changed_at in session.execute(
        select(gate_events.c.gate_id, Event.id, Event.state, Event.changed_at)
        .join(Event, Event.id == gate_events.c.event_id)
        .where(gate_events.c.gate_id.in_(numbers))
    ):
        events.setdefault(gate_id, set()).add(event_id)
        if state == EventState.CANCELLED:
            called_off.setdefault(gate_id, {})[event_id] = changed_at
    return {
        number: replace(
            facts_of(number, frozenset(events.get(number, ())), is_open, checks_time, rules or {}),
            called_off=called_off.get(number, {}),
        )
        for number, is_open, checks_time, rules in session.execute(statement)
    }


def facts_of(
    number: int, events: frozenset[int], is_open: bool, checks_time: bool, rules: dict[str, Any]
) -> GateFacts:
    """Return a gate's facts from its row; minutes of tolerance become durations."""
    stopped = _order_holds(rules.get("order"), OrderKind.STOP)
    metered = _order_holds(rules.get("order"), OrderKind.ONE_IN_ONE_OUT)
    rehearsal = rules.get("rehearsal")
    return GateFacts(
        number,
        events,
        is_open,
        checks_time,
        classes=frozenset(rules.get("classes", ())),
        zones=rules.get("zones", 0),
        admits=rules.get("admits", Admits.ONCE),
        reentry=rules.get("reentry", False),
        early=timedelta(minutes=rules.get("early", 0)),
        late=timedelta(minutes=rules.get("late", 0)),
        stopped_until=stopped[1] if stopped else None,
        may_override=rules.get("override", False),
        windows=windows_of(rules, events),
        metered_since=metered[0] if metered else None,
        metered_until=metered[1] if metered else None,
        rehearsal=datetime.fromisoformat(rehearsal["round"]) if rehearsal else None,
        rehearsal_until=datetime.fromisoformat(rehearsal["ends_at"]) if rehearsal else None,
    )


def _order_holds(order: dict[str, Any] | None, kind: OrderKind) -> tuple[datetime, datetime] | None:
    if not order or order["kind"] != kind:
        return None
    return datetime.fromisoformat(order["made_at"]), datetime.fromisoformat(order["ends_at"])


def windows_of(rules: dict[str, Any], events: frozenset[int]) -> tuple[Window, ...]:
    """Return a gate's windows in the order in which they were made; events that the gate no longer has fall away."""
    return tuple(
        Window(
            day=date.fromisoformat(said["day"]).toordinal() - EPOCH if said.get("day") else None,
            since=said["since"],
            until=said["until"],
            events=frozenset(said.get("events", ())) & events,
            classes=frozenset(said.get("classes", ())),
            zones=said.get("zones", 0),
            directions=said.get("directions", Directions.BOTH),
            admits=said.get("admits", Admits.ONCE),
            reentry=said.get("reentry", False),
            early=timedelta(minutes=said.get("early", 0)),
            late=timedelta(minutes=said.get("late", 0)),
            sessions=frozenset(said.get("sessions", ())),
            beside=frozenset(said.get("beside", ())),
        )
        for said in rules.get("windows", ())
    )


def order_of(gate: Gate, now: datetime) -> dict[str, Any] | None:
    """Return the order that holds at a gate now: {kind, made_at, ends_at}, moments as datetimes."""
    order: dict[str, Any] | None = (gate.rules or {}).get("order")
    if order is None:
        return None
    found = order | {name: datetime.fromisoformat(order[name]) for name in ("made_at", "ends_at")}
    return found if now < found["ends_at"] else None


def get_gate(session: Session, gate_id: int) -> Gate:
    """Return one gate. Raises NotFound."""
    gate = session.get(Gate, gate_id)
    if gate is None:
        raise NotFound
    return gate


def gates(session: Session, edition_id: int) -> Sequence[Gate]:
    """Return an edition's gates with their events and devices (three queries, however many)."""
    statement = (
        select(Gate)
        .where(Gate.edition_id == edition_id)
        .order_by(Gate.position, Gate.id)
        .options(selectinload(Gate.events), selectinload(Gate.devices))
    )
    return session.scalars(statement).all()


def gate_names(session: Session, numbers: set[int]) -> dict[int, Trilingual]:
    """Return gate number → name."""
    if not numbers:
        return {}
    return {
        number: name
        for number, name in session.execute(select(Gate.id, Gate.name).where(Gate.id.in_(numbers)))
    }


def get_device(session: Session, device_id: int) -> Device:
    """Return one device. Raises NotFound."""
    device = session.get(Device, device_id)
    if device is None:
        raise NotFound
    return device


# The columns of a ScannedTicket, in its order.
TICKET: tuple[Any, ...] = (
    Ticket.id,
    Ticket.registration_id,
    Ticket.event_id,
    Ticket.position,
    Ticket.ticket_class,
    Ticket.name,
    Ticket.state,
    Ticket.valid_from,
    Ticket.valid_until,
    Ticket.changed_at,
    Ticket.admitted_at,
    Ticket.admitted_gate,
    Ticket.left_at,
    Ticket.zones,
    Ticket.openings,
)
# The columns of a KeptScan, in its order.
_SCAN: tuple[Any, ...] = (
    Scan.id,
    Scan.ticket_id,
    Scan.at,
    Scan.received_at,
    Scan.verdict,
    Scan.code,
    Scan.people,
    Scan.party,
    Scan.first_at,
    Scan.first_gate,
    Scan.offline,
)


def stored_scans(session: Session, ids: Sequence[UUID]) -> list[KeptScan]:
    """Return the scans we already know among these ids."""
    return [
        KeptScan(*row)
        for row in session.execute(select(*_SCAN).where(among(session.connection(), Scan.id, ids)))
    ]


def scanned_tickets(session: Session, numbers: set[int]) -> dict[int, ScannedTicket]:
    """Return ticket number → ticket."""
    if not numbers:
        return {}
    rows = session.execute(select(*TICKET).where(among(session.connection(), Ticket.id, numbers)))
    return {row[0]: ScannedTicket(*row) for row in rows}


def admitted_names(session: Session, scans: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Return scan → the names of those whom it let in, in the order of their party; none where some of a party were only counted."""
    names: dict[UUID, list[str]] = {}
    if scans:
        statement = (
            select(Ticket.admitted_scan, Ticket.name)
            .join(Scan, Scan.id == Ticket.admitted_scan)
            .where(Scan.id.in_(scans), or_(Scan.here.is_(None), Scan.here >= Scan.party))
            .order_by(Ticket.position)
        )
        for scan, name in session.execute(statement):
            if scan is not None:
                names.setdefault(scan, []).append(name)
    return names


def counted_tickets(session: Session, tickets: Sequence[ScannedTicket]) -> set[int]:
    """Return which of these stand for people of a party who were counted and not ticked off. No statement where there can be none."""
    used = {one.id for one in tickets if one.admitted_at is not None and one.position > 0}
    parties = {one.registration for one in tickets if one.position == 0}
    if not used or not parties:
        return set()
    statement = select(Ticket.id).join(Scan, Scan.id == Ticket.admitted_scan)
    where = (among(session.connection(), Ticket.id, used), Scan.here.is_not(None))
    return set(session.scalars(statement.where(*where)))


def was_counted(session: Session, ticket: ScannedTicket | None) -> bool:
    """Tell whether a ticket counts as used because people of its party were counted, and nobody asked who they were."""
    if ticket is None or ticket.position == 0:
        return False
    here = select(Scan.here).join(Ticket, Ticket.admitted_scan == Scan.id).where(Ticket.id == ticket.id)
    return session.scalar(here) is not None


def called_off(session: Session, numbers: set[int]) -> set[int]:
    """Return which of these events do not take place."""
    if not numbers:
        return set()
    statement = select(Event.id).where(Event.id.in_(numbers), Event.state == EventState.CANCELLED)
    return set(session.scalars(statement))


def event_titles(session: Session, numbers: set[int]) -> dict[int, Trilingual]:
    """Return event number → title."""
    if not numbers:
        return {}
    rows = session.execute(select(Event.id, Event.title).where(Event.id.in_(numbers)))
    return {number: title for number, title in rows}


@dataclass(frozen=True, slots=True)
class RecentScan:
    """One line of the desk's list of last scans."""

    at: datetime
    gate: Trilingual
    device: str
    name: str
    verdict: str
    code: str | None
    people: int


def recent_scans(session: Session, edition_id: int, *, limit: int = 12) -> list[RecentScan]:
    """Return an edition's newest scans."""
    rows = session.execute(
        select(Scan.received_at, Gate.name, Device.name, Ticket.name, Scan.verdict, Scan.code, Scan.people)
        .join(Gate, Gate.id == Scan.gate_id)
        .join(Device, Device.id == Scan.device_id)
        .outerjoin(Ticket, Ticket.id == Scan.ticket_id)
        .where(Gate.edition_id == edition_id)
        .order_by(Scan.received_at.desc())
        .limit(limit)
    )
    return [
        RecentScan(at, gate, device, name or "", verdict, code, people)
        for at, gate, device, name, verdict, code, people in rows
    ]


def scan_counts(session: Session, edition_id: int) -> dict[int, tuple[int, int]]:
    """Return gate number → (people admitted, readings refused)."""
    rows = session.execute(
        select(
            Scan.gate_id,
            func.sum(func.coalesce(Scan.counted, Scan.people)),
            func.count().filter(Scan.verdict == "refused"),
        )
        .join(Gate, Gate.id == Scan.gate_id)
        .where(Gate.edition_id == edition_id)
        .group_by(Scan.gate_id)
    )
    return {gate_id: (int(people or 0), refused) for gate_id, people, refused in rows}


# So long after it was last heard of, nobody counts on a phone.
_HEARD = timedelta(minutes=5)


def gates_now(session: Session, edition_id: int, now: datetime) -> GatesNow:
    """Return how many gates are open, and at how many a phone that may scan has just been heard of (one statement)."""
    heard = exists().where(
        Device.gate_id == Gate.id,
        Device.revoked_at.is_(None),
        Device.seen_at > now - _HEARD,
        or_(Device.ends_at.is_(None), Device.ends_at > now),
    )
    gates, ready = session.execute(
        select(func.count(), func.coalesce(func.sum(case((heard, 1), else_=0)), 0)).where(
            Gate.edition_id == edition_id, Gate.is_open
        )
    ).one()
    return GatesNow(gates, ready)
