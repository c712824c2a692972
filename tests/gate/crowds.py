"""Zones, ways and taps for tests, and the slow, obvious way to work out who is where."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from festival.core import clock
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.gate.models import Crossing, CrowdZone, Scan, Tally, ZoneCorrection
from festival.gate.services import counting
from festival.gate.types import PairedGate, Taps


def make_zone(
    app: Flask, letter: str = "A", *, area: int = 100, capacity: int = 200, stale_after: int = 10
) -> int:
    """Add a zone."""
    with app.app_context(), writing() as session:
        zone = CrowdZone(
            edition_id=1, name=Trilingual(f"Khu {letter} (mẫu)", f"エリア{letter}（見本）", f"Zone {letter} (sample)"),
            area=area, capacity=capacity, stale_after=stale_after, position=0, is_sample=True,
        )  # fmt: skip
        session.add(zone)
        session.flush()
        return zone.id


def make_way(app: Flask, inner: int, outer: int | None = None, gate: int | None = None) -> int:
    """Add a way into a zone."""
    with app.app_context(), writing() as session:
        way = Crossing(
            edition_id=1, name=Trilingual("Lối vào (mẫu)"), gate_id=gate, outer_id=outer, inner_id=inner, is_sample=True
        )  # fmt: skip
        session.add(way)
        session.flush()
        return way.id


def taps(
    crossing: int, people: int, at: datetime, *, direction: str = "in", number: int | None = None
) -> Taps:
    """Return what a phone counted within a moment, in the first class there is."""
    return Taps(
        uuid.uuid4() if number is None else UUID(int=number + (1 << 120)), crossing, 1, direction, people, at
    )


def tap(app: Flask, phone: PairedGate, *batches: Taps) -> dict[UUID, bool]:
    """Send batches as the view does."""
    with app.app_context(), writing() as session:
        return counting.keep(session, device=phone, taps=batches, now=clock.now())


@dataclass(frozen=True)
class Entry:
    """One line of the ledger about a zone."""

    at: datetime
    change: int


def obvious(app: Flask) -> dict[int, int]:
    """Return zone → people, by going through everything there is, one row after the other."""
    with app.app_context():
        session = current()
        ways = session.scalars(select(Crossing)).all()
        zones = session.scalars(select(CrowdZone.id)).all()
        scans, tapped = session.scalars(select(Scan)).all(), session.scalars(select(Tally)).all()
        corrections = session.scalars(select(ZoneCorrection)).all()
        entries: dict[int, list[Entry]] = {zone: [] for zone in zones}
        for way in ways:
            passed: Iterable[tuple[str, int, datetime]] = [
                (one.direction, one.people if one.counted is None else one.counted, one.at)
                for one in scans
                if one.gate_id == way.gate_id
            ] + [(one.direction, one.people, one.at) for one in tapped if one.crossing_id == way.id]
            for direction, people, at in passed:
                sign = 1 if direction == "in" else -1
                entries[way.inner_id].append(Entry(at, sign * people))
                if way.outer_id is not None:
                    entries[way.outer_id].append(Entry(at, -sign * people))
        found = {}
        for zone in zones:
            own = sorted(
                (one for one in corrections if one.zone_id == zone), key=lambda one: (one.at, one.id)
            )
            counts = [one for one in own if one.kind == "head_count"]
            since = counts[-1].at if counts else None
            found[zone] = (
                (counts[-1].people if counts else 0)
                + sum(one.people for one in own if one.kind == "adjustment" and (since is None or one.at >= since))
                + sum(one.change for one in entries[zone] if since is None or one.at >= since)
            )  # fmt: skip
        return found
