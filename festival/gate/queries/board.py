"""How the gates are doing now: people a minute, refusals by kind, phones, and what is not ready before doors open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.gate.models import Device, Gate, Scan
from festival.gate.queries.gates import gates, order_of
from festival.gate.types import Direction

LATELY = timedelta(minutes=5)
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


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate as the board shows it: people inside by it, exits, people a minute lately, refusals by code."""

    gate: Gate
    entered: int
    left: int
    per_minute: float
    refusals: list[tuple[str, int]]
    phones: list[PhoneLine]
    order: dict[str, Any] | None

    @property
    def is_ready(self) -> bool:
        """Tell whether doors may open here: there is a phone, and none has trouble."""
        return self.gate.is_open and bool(self.phones) and not any(phone.troubles for phone in self.phones)


def board(session: Session, edition_id: int, now: datetime) -> list[GateLine]:
    """Return an edition's gates as they are now, in a fixed number of statements."""
    found = gates(session, edition_id)
    brought = _people(session, edition_id, None)
    lately = _people(session, edition_id, now - LATELY)
    refusals: dict[int, list[tuple[str, int]]] = {}
    rows = session.execute(
        select(Scan.gate_id, Scan.code, func.count())
        .join(Gate, Gate.id == Scan.gate_id)
        .where(Gate.edition_id == edition_id, Scan.code.is_not(None))
        .group_by(Scan.gate_id, Scan.code)
        .order_by(func.count().desc())
    )
    for gate_id, code, number in rows:
        refusals.setdefault(gate_id, []).append((code or "", number))
    newest = max((phone.report or {}).get("version", "") for gate in found for phone in gate.devices) if any(
        gate.devices for gate in found
    ) else ""  # fmt: skip
    return [
        GateLine(
            gate,
            brought.get((gate.id, Direction.IN), 0),
            brought.get((gate.id, Direction.OUT), 0),
            lately.get((gate.id, Direction.IN), 0) / (LATELY.total_seconds() / 60),
            refusals.get(gate.id, []),
            _phones(gate.devices, now, newest),
            order_of(gate, now),
        )
        for gate in found
    ]


def _people(session: Session, edition_id: int, since: datetime | None) -> dict[tuple[int, str], int]:
    statement = (
        select(Scan.gate_id, Scan.direction, func.sum(func.coalesce(Scan.counted, Scan.people)))
        .join(Gate, Gate.id == Scan.gate_id)
        .where(Gate.edition_id == edition_id)
        .group_by(Scan.gate_id, Scan.direction)
    )
    if since is not None:
        statement = statement.where(Scan.at >= since)
    return {
        (gate_id, direction): int(people or 0) for gate_id, direction, people in session.execute(statement)
    }


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
        "version": bool(newest) and report.get("version") != newest,
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
    )
