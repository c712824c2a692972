"""Gates, the phones that scan at them, and every scan there was."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.gate.types import ConflictKind, Verdict
from festival.programme.models import Event

gate_events = Table(
    "gate_events",
    Base.metadata,
    Column("gate_id", ForeignKey("gates.id", ondelete="CASCADE"), primary_key=True),
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
)


class Gate(Base):
    """An entrance: which events it admits to, and whether it is open."""

    __tablename__ = "gates"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    name: Mapped[Trilingual]
    place: Mapped[Trilingual]
    position: Mapped[int] = mapped_column(SmallInteger, default=0)
    is_open: Mapped[bool] = mapped_column(Boolean, default=True)
    checks_time: Mapped[bool] = mapped_column(Boolean, default=True)
    rules: Mapped[dict[str, Any] | None]  # classes, zones, how often, tolerances: see queries.gate_facts
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)

    events: Mapped[list[Event]] = relationship(secondary=gate_events, order_by=Event.starts_at)
    devices: Mapped[list["Device"]] = relationship(back_populates="gate", order_by="Device.id")


class Device(Base):
    """A phone that may scan at one gate and do nothing else, until `ends_at`. It holds the key, we its digest.

    `report` is what it last said of itself: version, battery, scans not sent, clock, age of its snapshot.
    """

    __tablename__ = "devices"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gates.id"))
    name: Mapped[str] = mapped_column(String(80))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    shows_names: Mapped[bool] = mapped_column(Boolean, default=True)
    agent: Mapped[dict[str, Any] | None]
    paired_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    report: Mapped[dict[str, Any] | None]
    may_help: Mapped[bool] = mapped_column(
        Boolean, default=False, server_default=false()
    )  # look guests up, register who comes

    gate: Mapped[Gate] = relationship(back_populates="devices")


class Pairing(Base):
    """A link that makes one phone a device, once."""

    __tablename__ = "pairings"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gates.id", ondelete="CASCADE"))
    device_name: Mapped[str] = mapped_column(String(80))
    shows_names: Mapped[bool] = mapped_column(Boolean, default=True)
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    session_ends_at: Mapped[datetime | None]  # of the device that it makes
    may_help: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class Scan(Base):
    """One reading, refused or not. `at` is when it happened, `received_at` when we learnt of it.

    What we answered is never changed: `verdict`, `code`, `people` and the admission that an `already_admitted` names
    (`first_*`). `said` and `said_code` are what the phone had answered, and `offline` that its word stood. `counted` is
    how many people it brought through when all scans of the party are looked at together (None: `people`).
    """

    __tablename__ = "scans"
    __table_args__ = (
        CheckConstraint(
            "verdict IN (" + ", ".join(f"'{verdict}'" for verdict in Verdict) + ")", name="verdict"
        ),
        CheckConstraint("people >= 0", name="people"),
        Index("ix_scans_gate_at", "gate_id", "at"),
        Index("ix_scans_ticket", "ticket_id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id"))
    gate_id: Mapped[int] = mapped_column(ForeignKey("gates.id"))
    ticket_id: Mapped[int | None] = mapped_column(Integer)
    direction: Mapped[str] = mapped_column(String(3))
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    said: Mapped[str | None] = mapped_column(String(20))
    offline: Mapped[bool] = mapped_column(Boolean)
    verdict: Mapped[str] = mapped_column(String(8))
    code: Mapped[str | None] = mapped_column(String(20))
    people: Mapped[int] = mapped_column(SmallInteger)
    party: Mapped[int] = mapped_column(SmallInteger)
    first_at: Mapped[datetime | None]
    first_gate: Mapped[int | None] = mapped_column(Integer)
    said_code: Mapped[str | None] = mapped_column(String(20))
    counted: Mapped[int | None] = mapped_column(SmallInteger)
    members: Mapped[str | None] = mapped_column(String(40))  # positions of a party that were there: "1,3"
    here: Mapped[int | None] = mapped_column(
        SmallInteger
    )  # how many of a party were counted, and not ticked off
    reason: Mapped[str | None] = mapped_column(String(200))
    skew: Mapped[int | None] = mapped_column(Integer)  # ms by which the phone's own clock was off


class ScanConflict(Base):
    """A scan that does not agree with the rest: one row a scan and kind, kept when it is resolved or has dissolved.

    `against` is the admission it meets. `is_live` is false once later news have dissolved it.
    """

    __tablename__ = "scan_conflicts"
    __table_args__ = (
        UniqueConstraint("scan_id", "kind"),
        CheckConstraint("kind IN (" + ", ".join(f"'{kind}'" for kind in ConflictKind) + ")", name="kind"),
        Index("ix_scan_conflicts_found", "found_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    scan_id: Mapped[UUID] = mapped_column(ForeignKey("scans.id"))
    kind: Mapped[str] = mapped_column(String(12))
    against: Mapped[UUID | None] = mapped_column(ForeignKey("scans.id"))
    code: Mapped[str | None] = mapped_column(String(20))
    found_at: Mapped[datetime]
    is_live: Mapped[bool] = mapped_column(Boolean, default=True)
    resolution: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(300), default="")
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
