"""What phones have tapped is kept: once for each id, at the moment of the tap, whenever it comes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from festival.gate.models import CountClass, Crossing, Tally
from festival.gate.types import PairedGate, Taps


def keep(session: Session, *, device: PairedGate, taps: Sequence[Taps], now: datetime) -> dict[UUID, bool]:
    """Keep batches of taps; return id → whether it is kept (now or before). Not kept: an unknown way or class.

    Two statements to look and one to write, however many. A batch that was sent twice changes nothing.
    """
    ways = set(session.scalars(select(Crossing.id).where(Crossing.edition_id == device.edition_id)))
    classes = set(session.scalars(select(CountClass.id)))
    good = [one for one in taps if one.crossing in ways and one.class_id in classes]
    rows: list[dict[str, Any]] = [
        {
            "id": one.id,
            "device_id": device.device_id,
            "crossing_id": one.crossing,
            "class_id": one.class_id,
            "direction": one.direction,
            "people": one.people,
            "at": min(one.at, now),
            "received_at": now,
            "skew": one.skew,
        }
        for one in good
    ]
    if rows:
        connection = session.connection()
        insert = postgres_insert if connection.dialect.name == "postgresql" else sqlite_insert
        connection.execute(
            insert(cast("Table", Tally.__table__)).on_conflict_do_nothing(index_elements=["id"]), rows
        )
    kept = {one.id for one in good}
    return {one.id: one.id in kept for one in taps}
