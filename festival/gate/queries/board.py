"""How the gates are doing now: people a minute, who waits, refusals by kind, phones, zones, and arrivals against the plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.gate.models import Device, Gate, QueueReading
from festival.gate.queries.arrivals import Arrivals, arrivals, chart_begins
from festival.gate.queries.conflicts import open_conflicts
from festival.gate.queries.crowd import AlarmLine, Crowd, crowd, standing_alarms
from festival.gate.queries.gates import gates, order_of
from festival.gate.queries.sums import by_minute
from festival.gate.rules import queueing
from festival.gate.rules.arrivals import Column, columns, planned
from festival.gate.rules.queueing import Flow, Queue
from festival.gate.types import Direction

LATELY = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
STEP = timedelta(minutes=10)  # of the chart
LONGEST = 36  # steps of the chart: six hours
SEEN_LASTS = timedelta(minutes=20)  # what somebody saw before a gate says nothing any more after that
MOST = 1.5  # times the plan: the middle scenario (in 2023 twice as many came)
SILENT = timedelta(minutes=2)  # phones speak every ten seconds while they have a network
OLD = timedelta(minutes=30)
FAR_OFF = 60_000  # ms
LOW = 20  # per cent of battery


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """A phone as the board shows it. `troubles` are words of PHONE_TROUBLES, none when it is ready."""

    name: str
    seen_at: datetime | None
    waiting: int
    battery: int | None
    skew: int | None
    version: str
    snapshot_at: datetime | None
    troubles: tuple[str, ...]
    device: int


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate as the board shows it: people inside by it, exits, people a minute lately, refusals by code, who waits outside."""

    gate: Gate
    entered: int
    left: int
    per_minute: float
    refusals: list[tuple[str, int]]
    phones: list[PhoneLine]
    order: dict[str, Any] | None
    queue: Queue | None = None

    @property
    def is_ready(self) -> bool:
        """Tell whether doors may open here: there is a phone, and none has trouble."""
        return self.gate.is_open and bool(self.phones) and not any(phone.troubles for phone in self.phones)


@dataclass(frozen=True, slots=True)
class Board:
    """All that the board shows, as it is at `at`."""

    at: datetime
    lines: list[GateLine]
    crowd: Crowd
    alarms: list[AlarmLine]
    conflicts: int
    arrivals: Arrivals | None
    columns: list[Column]

    @property
    def per_minute(self) -> float:
        """People a minute at all gates together."""
        return sum(line.per_minute for line in self.lines)


def board(session: Session, edition_id: int, now: datetime, *, newest: str) -> Board:
    """Return an edition's gates and zones as they are now, in a fixed number of statements. `newest` is the version of the phones' page."""
    found = gates(session, edition_id)
    read = crowd(session, edition_id, now)
    coming = arrivals(session, edition_id, now)
    begins = chart_begins(coming) if coming else now - LATELY
    minutes = by_minute(session, edition_id, min(begins, now - LATELY), now + STEP)
    seen = _seen_queues(session, [gate.id for gate in found])
    totals: dict[tuple[int, str], int] = {}
    for one in read.sums:
        totals[one.gate, one.what] = totals.get((one.gate, one.what), 0) + one.number
    lines = []
    for gate in found:
        pace = _pace(minutes, gate.id, now)
        lines.append(
            GateLine(
                gate,
                totals.get((gate.id, Direction.IN), 0),
                totals.get((gate.id, Direction.OUT), 0),
                pace,
                _refusals(totals, gate.id),
                _phones(gate.devices, now, newest),
                order_of(gate, now),
                _queue(gate.id, coming, minutes, seen.get(gate.id), pace=pace, now=now),
            )
        )
    return Board(
        now,
        lines,
        read,
        standing_alarms(session, edition_id),
        open_conflicts(session, edition_id),
        coming,
        _columns(coming, minutes, now),
    )


def _refusals(totals: dict[tuple[int, str], int], gate: int) -> list[tuple[str, int]]:
    found = [
        (what, number) for (at, what), number in totals.items() if at == gate and what not in set(Direction)
    ]
    return sorted(found, key=lambda one: (-one[1], one[0]))


def _pace(minutes: dict[tuple[int, datetime], int], gate: int, now: datetime) -> float:
    """Return people a minute over the last five whole minutes and the present one."""
    since = (now - LATELY).replace(second=0, microsecond=0)
    people = sum(number for (at, minute), number in minutes.items() if at == gate and minute >= since)
    return people / ((now - since).total_seconds() / 60)


def _seen_queues(session: Session, numbers: Sequence[int]) -> dict[int, tuple[int, datetime]]:
    """Return gate → how many somebody saw waiting last, and when."""
    newest = (
        select(QueueReading.gate_id, func.max(QueueReading.id).label("id"))
        .where(QueueReading.gate_id.in_(numbers))
        .group_by(QueueReading.gate_id)
        .subquery()
    )
    rows = session.execute(
        select(QueueReading.gate_id, QueueReading.people, QueueReading.at).join(
            newest, newest.c.id == QueueReading.id
        )
    )
    return {gate: (people, at) for gate, people, at in rows}


def _queue(
    gate: int,
    coming: Arrivals | None,
    minutes: dict[tuple[int, datetime], int],
    seen: tuple[int, datetime] | None,
    *,
    pace: float,
    now: datetime,
) -> Queue | None:
    """Estimate who waits before a gate: from the plan of arrivals, or from what somebody has seen since it began."""
    is_fresh = seen is not None and now - seen[1] <= SEEN_LASTS
    if coming is None or gate not in coming.gates or not coming.windows:
        if seen is None or not is_fresh:
            return None
        return queueing.estimate([], seen=seen[0], seen_at=seen[1], per_minute=pace, most=1)
    begins = chart_begins(coming)
    start, seen_at = 0, None
    if seen is not None and is_fresh and seen[1] >= begins:
        (start, seen_at), begins = seen, seen[1].replace(second=0, microsecond=0)
    if now <= begins:
        return queueing.estimate([], seen=start, seen_at=seen_at, per_minute=pace, most=1)
    steps = int((now - begins).total_seconds() // 60)
    plan = planned(coming.windows, begins, MINUTE, steps)
    flows = [
        Flow(share / len(coming.gates), minutes.get((gate, begins + place * MINUTE), 0))
        for place, share in enumerate(plan)
    ]
    return queueing.estimate(flows, seen=start, seen_at=seen_at, per_minute=pace, most=MOST)


def _columns(
    coming: Arrivals | None, minutes: dict[tuple[int, datetime], int], now: datetime
) -> list[Column]:
    """Return the chart of arrivals at the event's gates, in steps of ten minutes."""
    if coming is None:
        return []
    begins = chart_begins(coming)
    last = max([coming.starts_at, *(window.ends_at for window in coming.windows)])
    steps = min(LONGEST, int((last - begins) / STEP) + 1)
    plan = planned(coming.windows, begins, STEP, steps)
    came = [0] * steps
    for (gate, minute), number in minutes.items():
        place = int((minute - begins) / STEP) if minute >= begins else -1
        if gate in coming.gates and 0 <= place < steps:
            came[place] += number
    return columns(
        [
            (begins + place * STEP, plan[place], came[place] if begins + place * STEP <= now else None)
            for place in range(steps)
        ]
    )


def _phones(devices: Sequence[Device], now: datetime, newest: str) -> list[PhoneLine]:
    return [
        _phone(one, one.report or {}, now, newest)
        for one in devices
        if one.revoked_at is None and (one.ends_at is None or now < one.ends_at)
    ]


def _phone(device: Device, report: dict[str, Any], now: datetime, newest: str) -> PhoneLine:
    told = report.get("snapshot_at")
    snapshot_at = datetime.fromisoformat(told) if told else None
    battery, skew, waiting = report.get("battery"), report.get("skew"), report.get("waiting", 0)
    wrong = {
        "silent": device.seen_at is None or now - device.seen_at > SILENT,
        "waiting": waiting > 0,
        "battery": battery is not None and battery < LOW,
        "clock": skew is not None and abs(skew) > FAR_OFF,
        "snapshot": snapshot_at is None or now - snapshot_at > OLD,
        "version": report.get("version", "") != newest,
        "signatures": report.get("signatures") == "none",
    }
    return PhoneLine(
        device.name,
        device.seen_at,
        waiting,
        battery,
        skew,
        report.get("version", ""),
        snapshot_at,
        tuple(word for word, is_so in wrong.items() if is_so),
        device.id,
    )
