"""What is scanned in rehearsals, apart from everything that counts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, SmallInteger, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base
from festival.gate.types import Verdict


class RehearsalScan(Base):
    """One reading of a rehearsal: it stands apart, so that nothing of it gets into any count, list or file of the festival.

    A rehearsal's ticket is what its code says (`number`, `position` of a party of `size`); there is no other row of it. `round` is the
    rehearsal's beginning (None: a rehearsal's code at a gate that does not rehearse), `conflict` how it disagrees with the others.
    """

    __tablename__ = "rehearsal_scans"
    __table_args__ = (
        CheckConstraint(
            "verdict IN (" + ", ".join(f"'{verdict}'" for verdict in Verdict) + ")", name="verdict"
        ),
        Index("ix_rehearsal_scans_round", "edition_id", "round", "number"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    round: Mapped[datetime | None]
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id"))
    gate_id: Mapped[int] = mapped_column(ForeignKey("gates.id"))
    number: Mapped[int | None] = mapped_column(Integer)
    position: Mapped[int] = mapped_column(SmallInteger)
    size: Mapped[int] = mapped_column(SmallInteger)
    direction: Mapped[str] = mapped_column(String(3))
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    said: Mapped[str | None] = mapped_column(String(20))
    said_code: Mapped[str | None] = mapped_column(String(20))
    offline: Mapped[bool] = mapped_column(Boolean)
    verdict: Mapped[str] = mapped_column(String(8))
    code: Mapped[str | None] = mapped_column(String(20))
    people: Mapped[int] = mapped_column(SmallInteger)
    counted: Mapped[int | None] = mapped_column(SmallInteger)
    first_at: Mapped[datetime | None]
    first_gate: Mapped[int | None] = mapped_column(Integer)
    members: Mapped[str | None] = mapped_column(String(40))
    here: Mapped[int | None] = mapped_column(SmallInteger)
    reason: Mapped[str | None] = mapped_column(String(200))
    conflict: Mapped[str | None] = mapped_column(String(12))
