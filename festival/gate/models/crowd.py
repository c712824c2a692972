"""Zones of a site, the ways into them, and what is written down about how many people are there.

Three kinds of entries make one ledger: scans (kept as they are, added up by the minute), taps of the clicker (`Tally`) and
corrections. Rows are added and never changed.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.gate.types import CorrectionKind, Direction, LimitKind


def _one_of(column: str, kind: type[CorrectionKind | Direction | LimitKind]) -> CheckConstraint:
    words = ", ".join(f"'{word}'" for word in kind)
    return CheckConstraint(f"{column} IN ({words})", name=column)


class CrowdZone(Base):
    """A part of the site that people are counted in. `area` in m², `capacity` in people, `stale_after` in minutes.

    `position` is the order of the list. A zone of the programme's plan may be named by `space_id`.
    """

    __tablename__ = "crowd_zones"
    __table_args__ = (
        CheckConstraint("area > 0", name="area"),
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("stale_after BETWEEN 1 AND 1440", name="stale_after"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id", ondelete="SET NULL"))
    name: Mapped[Trilingual]
    area: Mapped[int] = mapped_column(Integer)
    capacity: Mapped[int] = mapped_column(Integer)
    stale_after: Mapped[int] = mapped_column(SmallInteger, default=10)
    position: Mapped[int] = mapped_column(SmallInteger, default=0)
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)


class Crossing(Base):
    """A way on which people are counted: into `inner_id` from `outer_id` (None: from outside), by a gate or by hand."""

    __tablename__ = "crossings"
    __table_args__ = (
        CheckConstraint("outer_id IS NULL OR outer_id <> inner_id", name="sides"),
        Index("ix_crossings_edition", "edition_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    name: Mapped[Trilingual]
    gate_id: Mapped[int | None] = mapped_column(ForeignKey("gates.id", ondelete="CASCADE"), unique=True)
    outer_id: Mapped[int | None] = mapped_column(ForeignKey("crowd_zones.id"))
    inner_id: Mapped[int] = mapped_column(ForeignKey("crowd_zones.id"))
    position: Mapped[int] = mapped_column(SmallInteger, default=0)
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)


class CountClass(Base):
    """A kind of people that the clicker has a button for."""

    __tablename__ = "count_classes"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[Trilingual]
    position: Mapped[int] = mapped_column(SmallInteger, default=0)
    is_shown: Mapped[bool] = mapped_column(Boolean, default=True)


class Tally(Base):
    """The taps of one phone within a moment: `people` of one class, one way. Taking taps back is a row below zero.

    `id` is made on the phone. `at` is when it was tapped, by the corrected clock; `received_at` when we learnt of it.
    """

    __tablename__ = "tallies"
    __table_args__ = (
        _one_of("direction", Direction),
        Index("ix_tallies_crossing_at", "crossing_id", "at"),
        Index("ix_tallies_received", "received_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id"))
    crossing_id: Mapped[int] = mapped_column(ForeignKey("crossings.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("count_classes.id"))
    direction: Mapped[str] = mapped_column(String(3))
    people: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    skew: Mapped[int | None] = mapped_column(Integer)


class ZoneCorrection(Base):
    """What somebody knows better, with the reason. A "head_count" says how many there were at `at` (a whole minute: what
    happened before it counts no more); an "adjustment" adds or takes away.
    """

    __tablename__ = "zone_corrections"
    __table_args__ = (
        _one_of("kind", CorrectionKind),
        CheckConstraint("kind <> 'head_count' OR people >= 0", name="head_count"),
        Index("ix_zone_corrections_zone_at", "zone_id", "at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    zone_id: Mapped[int] = mapped_column(ForeignKey("crowd_zones.id"))
    kind: Mapped[str] = mapped_column(String(10))
    people: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)


class GateMinute(Base):
    """What the scans of one gate and minute come to: `what` is a direction (people) or a code of refusal (readings)."""

    __tablename__ = "gate_minutes"

    gate_id: Mapped[int] = mapped_column(ForeignKey("gates.id", ondelete="CASCADE"), primary_key=True)
    minute: Mapped[datetime] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[int] = mapped_column(Integer)


class FoldedUntil(Base):
    """Up to when the scans of a gate have been added up in `gate_minutes`."""

    __tablename__ = "folded_until"

    gate_id: Mapped[int] = mapped_column(ForeignKey("gates.id", ondelete="CASCADE"), primary_key=True)
    until: Mapped[datetime]


class RecountMinute(Base):
    """A minute that has been added up and is no longer right, from `minute` to `until`: something came late."""

    __tablename__ = "recount_minutes"
    # A number is never given twice: the newest one tells whether there is news (queries/pulse.py).
    __table_args__ = (Index("ix_recount_minutes_gate", "gate_id", "minute"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gates.id", ondelete="CASCADE"))
    minute: Mapped[datetime]
    until: Mapped[datetime]


class CrowdLimit(Base):
    """From `at_least` on a zone has this level; it is let go `gap` below. In hundredths of people per m², or of the capacity.

    So 200 is 2 people per m², and 85 is 85 per cent: whole numbers, compared without rounding.
    """

    __tablename__ = "crowd_limits"
    __table_args__ = (
        _one_of("kind", LimitKind),
        CheckConstraint("at_least > 0 AND gap >= 0 AND gap < at_least", name="numbers"),
        Index("ix_crowd_limits_kind", "kind", "level", unique=True),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    level: Mapped[int] = mapped_column(SmallInteger)
    at_least: Mapped[int] = mapped_column(Integer)
    gap: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(300))


class CrowdAlarm(Base):
    """A zone has crossed a limit. Kept when it is over; at most one of a kind and level stands open in a zone."""

    __tablename__ = "crowd_alarms"
    __table_args__ = (
        _one_of("kind", LimitKind),
        Index(
            "ix_crowd_alarms_open",
            "zone_id",
            "kind",
            "level",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    zone_id: Mapped[int] = mapped_column(ForeignKey("crowd_zones.id"))
    kind: Mapped[str] = mapped_column(String(8))
    level: Mapped[int] = mapped_column(SmallInteger)
    at_least: Mapped[int] = mapped_column(Integer)
    people: Mapped[int] = mapped_column(Integer)
    raised_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    note: Mapped[str] = mapped_column(String(200), default="")


class CrowdWatcher(Base):
    """A member of staff who wants a mail when an alarm is raised."""

    __tablename__ = "crowd_watchers"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    mail: Mapped[str] = mapped_column(String(254))
    least_level: Mapped[int] = mapped_column(SmallInteger, default=1)


class QueueReading(Base):
    """How many people somebody has seen waiting before a gate."""

    __tablename__ = "queue_readings"
    __table_args__ = (
        CheckConstraint("people >= 0", name="people"),
        Index("ix_queue_readings_gate_at", "gate_id", "at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gates.id", ondelete="CASCADE"))
    people: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)


class ArrivalWave(Base):
    """How people without an arrival time come: `share` per cent of them from `begins` to `ends` minutes before the start."""

    __tablename__ = "arrival_waves"
    __table_args__ = (CheckConstraint("begins > ends AND share BETWEEN 0 AND 100", name="numbers"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    begins: Mapped[int] = mapped_column(SmallInteger)
    ends: Mapped[int] = mapped_column(SmallInteger)
    share: Mapped[int] = mapped_column(SmallInteger)
    source: Mapped[str] = mapped_column(String(300))
