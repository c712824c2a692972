"""Who went through some gates, as scans say: for whoever asks who was in a room."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.gate.models import Device, Gate, Scan
from festival.gate.types import Direction, Verdict
from festival.registration.models import Ticket
from festival.registration.types.passages import Door, Passage


def doors(session: Session, edition_id: int) -> list[Door]:
    """Return the gates of an edition that lead into zones, with how many phones scan at them."""
    phones = select(Device.gate_id, func.count()).where(Device.revoked_at.is_(None)).group_by(Device.gate_id)
    paired = {gate_id: number for gate_id, number in session.execute(phones)}
    rows = session.execute(
        select(Gate.id, Gate.name, Gate.rules, Gate.is_open)
        .where(Gate.edition_id == edition_id)
        .order_by(Gate.position, Gate.id)
    )
    return [
        Door(number, name, zones, paired.get(number, 0), is_open)
        for number, name, rules, is_open in rows
        if (zones := zones_of(rules or {}))
    ]


def zones_of(rules: dict[str, Any]) -> int:
    """Return the zones that a gate's rules ask for at any hour."""
    zones: int = rules.get("zones", 0)
    for window in rules.get("windows", ()):
        zones |= window.get("zones", 0)
    return zones


def passages(session: Session, gate_ids: Iterable[int], *, since: datetime, until: datetime) -> list[Passage]:
    """Return who went through these gates in this time, in order. A party's code is each of its people who were there."""
    rows = session.execute(
        select(
            Scan.gate_id, Scan.at, Scan.direction, Scan.said, Scan.offline, Scan.verdict, Scan.members,
            Ticket.person_id, Ticket.registration_id, Ticket.position, Ticket.name,
        )
        .join(Ticket, Ticket.id == Scan.ticket_id)
        .where(Scan.gate_id.in_(list(gate_ids)), Scan.at >= since, Scan.at < until)
        .order_by(Scan.at, Scan.id)
    ).all()  # fmt: skip
    went = [
        row for row in rows if (row.said if row.offline and row.said else row.verdict) == Verdict.ADMITTED
    ]
    parties = _people(session, {row.registration_id for row in went if row.position == 0})
    return [one for row in went for one in _of(row, parties)]


def _people(session: Session, registrations: set[int]) -> dict[int, list[tuple[int, int | None, str]]]:
    found: dict[int, dict[int, tuple[int, int | None, str]]] = defaultdict(dict)
    if registrations:
        statement = (
            select(Ticket.registration_id, Ticket.position, Ticket.person_id, Ticket.name)
            .where(Ticket.registration_id.in_(registrations), Ticket.position > 0)
            .order_by(Ticket.id)
        )
        for party, position, person_id, name in session.execute(statement):
            found[party][position] = (
                position,
                person_id,
                name,
            )  # the newest ticket of a position says who it is
    return {party: list(people.values()) for party, people in found.items()}


def _of(row: Any, parties: dict[int, list[tuple[int, int | None, str]]]) -> Iterator[Passage]:
    is_in = row.direction == Direction.IN
    people: Sequence[tuple[int, int | None, str]] = [(row.position, row.person_id, row.name)]
    if row.position == 0:
        there = {int(one) for one in (row.members or "").split(",") if one}
        people = [one for one in parties.get(row.registration_id, []) if not there or one[0] in there]
    for position, person_id, name in people:
        yield Passage(row.gate_id, row.at, is_in, person_id, row.registration_id, position, name)
