"""What a phone needs to judge with no network: keys, its gate's rules, and the numbers of tickets that are used, ended or moved.

The whole of it once, then what has changed since the cursor. Nothing in it is a secret or a name; it is signed and dated, so that
it may travel by any way and an old one shows its age. A ticket's hours stand in its code; those whose hours have changed since
are told from the groups of `hours` (the largest group of an event names no numbers), and which zones are open at which hours to whom from those of `openings`.
"""

import base64
import json
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from cachetools import TTLCache
from flask import Flask, current_app
from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from festival.core import clock
from festival.core.many import among
from festival.core.signing import KeyRing
from festival.gate.labels import class_label
from festival.gate.models import Scan
from festival.gate.numbers import packed
from festival.gate.queries import event_titles, get_gate, order_of, room_at, used_in
from festival.gate.seats import seated_at, seats
from festival.gate.types import Admits, GateFacts, Window
from festival.registration.models import Ticket
from festival.registration.types import TicketClass, TicketState
from festival.registration.types.passes import Opening

VERSION = 2
DOMAIN = b"hokkaido-halong-snapshot\x01"
# A transaction that began before the last snapshot may have committed after it: ask again for its minute.
OVERLAP = timedelta(minutes=1)
WHOLE_SECONDS = 15  # for which sixty phones that start together share one reading of the table

_LIVE = (TicketState.VALID, TicketState.BLOCKED)
_Row = tuple[int, str, datetime | None, datetime | None, int, datetime, datetime, tuple[Opening, ...]]


def init_app(app: Flask) -> None:
    """Give `app` its own store of whole snapshots."""
    app.extensions["snapshots"] = (TTLCache(32, WHOLE_SECONDS), threading.Lock())


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
    tickets = _whole(session, gate, now) if after is None else _changes(session, gate, after - OVERLAP, now)
    return {
        "v": VERSION,
        "made_at": now.isoformat(),
        "after": after.isoformat() if after else None,
        "gate": rules_of(gate),
        "order": _order(session, gate, now),
        "rehearsal": _rehearsal(session, gate, now),
        "keys": public_keys(session, ring),
        "classes": {str(int(one)): class_label(one).as_dict() for one in TicketClass},
        "titles": {
            str(number): title.as_dict() for number, title in event_titles(session, set(gate.events)).items()
        },
        "sessions": _sessions(session, gate),
        **tickets,
    }


def public_keys(session: Session, ring: KeyRing) -> list[dict[str, Any]]:
    """Return the keys that verify tickets and snapshots."""
    return [{"id": key.id, "public": base64.b64encode(key.raw).decode()} for key in ring.public_keys(session)]


def rules_of(gate: GateFacts) -> dict[str, Any]:
    """Return a gate's facts as the phone's judge takes them; durations in ms."""
    return {
        "id": gate.id,
        "events": sorted(gate.events),
        "classes": sorted(gate.classes),
        "zones": gate.zones,
        "is_open": gate.is_open,
        "checks_time": gate.checks_time,
        "admits": gate.admits,
        "reentry": gate.reentry,
        "early": int(gate.early.total_seconds() * 1000),
        "late": int(gate.late.total_seconds() * 1000),
        "is_rehearsal": False,  # said by "rehearsal", which ends by itself
        "called_off": {str(event): int(at.timestamp() * 1000) for event, at in gate.called_off.items()},
        "stopped_until": int(gate.stopped_until.timestamp() * 1000) if gate.stopped_until else None,
        "may_override": gate.may_override,
        "windows": [_window(one) for one in gate.windows],
    }


def _window(window: Window) -> dict[str, Any]:
    return {
        "day": window.day,
        "since": window.since,
        "until": window.until,
        "events": sorted(window.events),
        "classes": sorted(window.classes),
        "zones": window.zones,
        "directions": window.directions,
        "admits": window.admits,
        "reentry": window.reentry,
        "early": int(window.early.total_seconds() * 1000),
        "late": int(window.late.total_seconds() * 1000),
        "sessions": sorted(window.sessions),
        "beside": sorted(window.beside),
    }


def _sessions(session: Session, gate: GateFacts) -> dict[str, Any]:
    """Return the sessions whose seats a door asks for, with the numbers of the tickets that sit there: told whole each time."""
    numbers = seated_at(gate)
    told = seats().sessions(session, numbers) if numbers else {}
    return {
        str(one.number): {
            "title": one.title.as_dict(),
            "hall": one.hall.as_dict(),
            "free": one.free,
            "tickets": packed(one.tickets),
        }
        for one in told.values()
    }


def _order(session: Session, gate: GateFacts, now: datetime) -> dict[str, Any] | None:
    order = order_of(get_gate(session, gate.id), now)
    return order and {
        "kind": order["kind"],
        "made_at": order["made_at"].isoformat(),
        "ends_at": order["ends_at"].isoformat(),
        **({"room": room_at(session, gate)} if gate.is_metered(now) else {}),
    }


def _rehearsal(session: Session, gate: GateFacts, now: datetime) -> dict[str, Any] | None:
    """Return the rehearsal that goes on here, with the rehearsal's tickets that are used: a few hundred at most, told whole."""
    if gate.rehearsal is None or gate.rehearsal_until is None or not gate.rehearses(now):
        return None
    used, left = used_in(session, edition_id=get_gate(session, gate.id).edition_id, began=gate.rehearsal)
    return {
        "began": gate.rehearsal.isoformat(),
        "ends_at": gate.rehearsal_until.isoformat(),
        "used": sorted(used),
        "left": sorted(left),
    }


def _whole(session: Session, gate: GateFacts, now: datetime) -> dict[str, Any]:
    kept, lock = current_app.extensions["snapshots"]
    key = (gate.events, gate.admits, clock.local(now).date())
    with lock:
        found: dict[str, Any] | None = kept.get(key)
        if found is None:
            found = kept[key] = _read_whole(session, gate, now)
    return found


def _read_whole(session: Session, gate: GateFacts, now: datetime) -> dict[str, Any]:
    usual = _usual_hours(session, gate.events)
    odd = or_(
        Ticket.state != TicketState.VALID,
        Ticket.admitted_at.is_not(None),
        Ticket.openings.is_not(None),
        *(
            and_(Ticket.event_id == event, or_(Ticket.valid_from != since, Ticket.valid_until != until))
            for event, (since, until) in usual.items()
        ),
    )
    rows = _rows(session, gate.events, odd)
    told = _sorted(rows, gate, now, usual)
    told["used"] -= _only_counted(session, gate.events, Ticket.admitted_at.is_not(None))
    told["used"] |= _full_parties(session, gate.events, None)
    highest = session.scalar(select(func.max(Ticket.id)).where(Ticket.event_id.in_(gate.events))) or 0
    hours = [_hours(event, since, until, None) for event, (since, until) in usual.items()]
    return _packed(told, hours) | {"cursor": now.isoformat(), "highest": highest}


def _changes(session: Session, gate: GateFacts, since: datetime, now: datetime) -> dict[str, Any]:
    rows = _rows(session, gate.events, Ticket.changed_at >= since)
    told = _sorted(rows, gate, now, {})
    told["used"] -= _only_counted(session, gate.events, Ticket.changed_at >= since)
    full = _full_parties(session, gate.events, since)
    told["used"] |= full | _counted_of(session, full)
    touched = set().union(*told["ended"].values(), told["used"])
    told["fresh"] = {row[0] for row in rows} - touched
    highest = max((row[0] for row in rows), default=0)
    return _packed(told, []) | {
        "fresh": packed(told["fresh"]),
        "cursor": now.isoformat(),
        "highest": highest,
    }


def _usual_hours(session: Session, events: frozenset[int]) -> dict[int, tuple[datetime, datetime]]:
    """Return event → the hours that most of its tickets have."""
    rows = session.execute(
        select(Ticket.event_id, Ticket.valid_from, Ticket.valid_until, func.count())
        .where(Ticket.event_id.in_(events))
        .group_by(Ticket.event_id, Ticket.valid_from, Ticket.valid_until)
        .order_by(func.count())
    )
    return {event: (since, until) for event, since, until, _ in rows}


def _rows(session: Session, events: frozenset[int], wanted: ColumnElement[bool]) -> Sequence[_Row]:
    statement = select(
        Ticket.id, Ticket.state, Ticket.admitted_at, Ticket.left_at, Ticket.event_id, Ticket.valid_from,
        Ticket.valid_until, Ticket.openings,
    ).where(Ticket.event_id.in_(events), wanted)  # fmt: skip
    return [(a, b, c, d, e, f, g, h) for a, b, c, d, e, f, g, h in session.execute(statement)]


def _sorted(
    rows: Sequence[_Row], gate: GateFacts, now: datetime, usual: dict[int, tuple[datetime, datetime]]
) -> dict[str, Any]:
    """Return the numbers by what is to be told of them."""
    used: set[int] = set()
    left: set[int] = set()
    ended: dict[str, set[int]] = {
        state: set() for state in (TicketState.CANCELLED, TicketState.REVOKED, TicketState.BLOCKED)
    }
    hours: dict[tuple[int, datetime, datetime], set[int]] = {}
    openings: dict[tuple[Opening, ...], set[int]] = {}
    today = clock.local(now).date()
    for number, state, admitted_at, left_at, event, since, until, parts in rows:
        if state != TicketState.VALID:
            ended[state].add(number)
        # Where a ticket opens a gate every day, that of another day says nothing; phones begin each day anew.
        elif admitted_at is not None and (
            gate.admits != Admits.DAILY or clock.local(admitted_at).date() == today
        ):
            used.add(number)
            if left_at is not None:
                left.add(number)
        if parts and state in _LIVE:
            openings.setdefault(parts, set()).add(number)
        elif state in _LIVE and usual.get(event) != (since, until):
            hours.setdefault((event, since, until), set()).add(number)
    return {"used": used, "left": left, "ended": ended, "hours": hours, "openings": openings}


def _full_parties(session: Session, events: frozenset[int], since: datetime | None) -> set[int]:
    """Return the numbers of party codes whose people are all inside."""
    ours = Ticket.event_id.in_(events)
    if since is not None:  # then only the parties that changed are looked at, and not the whole event
        changed = select(Ticket.registration_id).where(
            ours, Ticket.changed_at >= since, Ticket.admitted_at.is_not(None)
        )
        ours = Ticket.registration_id.in_(changed)
    full = (
        select(Ticket.registration_id)
        .where(ours, Ticket.position > 0, Ticket.state.in_(_LIVE))
        .group_by(Ticket.registration_id)
        .having(func.count() == func.count(Ticket.admitted_at))
    )
    statement = select(Ticket.id).where(
        Ticket.position == 0, Ticket.state == TicketState.VALID, Ticket.registration_id.in_(full)
    )
    return set(session.scalars(statement))


def _only_counted(session: Session, events: frozenset[int], wanted: ColumnElement[bool]) -> set[int]:
    """Return the tickets at whose position somebody of a party was counted while others of it are outside: whose they are nobody knows."""
    other = aliased(Ticket)
    outside = exists().where(
        other.registration_id == Ticket.registration_id, other.position > 0, other.state.in_(_LIVE), other.admitted_at.is_(None)
    )  # fmt: skip
    statement = select(Ticket.id).join(Scan, Scan.id == Ticket.admitted_scan)
    return set(
        session.scalars(statement.where(Ticket.event_id.in_(events), wanted, Scan.here.is_not(None), outside))
    )


def _counted_of(session: Session, full: set[int]) -> set[int]:
    """Return the tickets of those who were counted of parties whose last people have come in: now they are used without a doubt."""
    if not full:
        return set()
    theirs = select(Ticket.registration_id).where(among(session.connection(), Ticket.id, full))
    statement = select(Ticket.id).join(Scan, Scan.id == Ticket.admitted_scan)
    where = (Ticket.registration_id.in_(theirs), Scan.here.is_not(None), Ticket.left_at.is_(None))
    return set(session.scalars(statement.where(*where, Ticket.state == TicketState.VALID)))


def _packed(told: dict[str, Any], hours: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "used": packed(told["used"]),
        "left": packed(told["left"]),
        "ended": {state: packed(numbers) for state, numbers in told["ended"].items()},
        "openings": [
            {
                "openings": [[one.zones, _ms(one.since), _ms(one.until)] for one in parts],
                "numbers": packed(numbers),
            }
            for parts, numbers in told["openings"].items()
        ],
        "hours": hours
        + [_hours(event, since, until, numbers) for (event, since, until), numbers in told["hours"].items()],
    }


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _hours(event: int, since: datetime, until: datetime, numbers: set[int] | None) -> dict[str, Any]:
    return {
        "event": event,
        "from": _ms(since),
        "until": _ms(until),
        "numbers": None if numbers is None else packed(numbers),
    }
