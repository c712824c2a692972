"""How many places there are, for whom and when, and how many are given."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.registration.types.places import MOST_OVERBOOKING, Category

_CATEGORIES = "category IN (" + ", ".join(f"'{one}'" for one in Category) + ")"


class EventPlaces(Base):
    """How many places of an event are given: the row everybody who registers for it locks.

    `taken` are people with tickets, `held` people with an open offer, `waiting` parties in the queue. `cap`, `overbooking` (percent)
    and `ceiling` bound them (types/places.py:Bounds). `parts` are the bits of types/places.py:Parts. `revision` goes
    up with each release that changes the event and each change of its slots, allotments and pools.
    """

    __tablename__ = "event_places"
    __table_args__ = (
        CheckConstraint("taken >= 0", name="taken"),
        CheckConstraint("held >= 0", name="held"),
        CheckConstraint("waiting >= 0", name="waiting"),
        CheckConstraint("cap >= 0", name="cap"),
        CheckConstraint(f"overbooking BETWEEN 0 AND {MOST_OVERBOOKING}", name="overbooking"),
        CheckConstraint("overbooking = 0 OR ceiling IS NOT NULL", name="ceiling"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    taken: Mapped[int] = mapped_column(Integer, default=0)
    revision: Mapped[int] = mapped_column(Integer, default=0)
    held: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    waiting: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    cap: Mapped[int | None] = mapped_column(Integer)
    overbooking: Mapped[int] = mapped_column(SmallInteger, default=0, server_default=text("0"))
    ceiling: Mapped[int | None] = mapped_column(Integer)
    parts: Mapped[int] = mapped_column(SmallInteger, default=0, server_default=text("0"))


class Slot(Base):
    """A time in which people of an event are asked to arrive, and how many of them. `given`: tickets and offers."""

    __tablename__ = "slots"
    __table_args__ = (
        UniqueConstraint("event_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="times"),
        CheckConstraint("capacity >= 0", name="capacity"),
        CheckConstraint("given >= 0", name="given"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int] = mapped_column(Integer)
    given: Mapped[int] = mapped_column(Integer, default=0)


class Allotment(Base):
    """Places of an event kept for a category until they are released to everybody. `given`: that category's tickets and offers."""

    __tablename__ = "allotments"
    __table_args__ = (
        UniqueConstraint("event_id", "category"),
        CheckConstraint(_CATEGORIES, name="category"),
        CheckConstraint("places >= 0", name="places"),
        CheckConstraint("given >= 0", name="given"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    category: Mapped[str] = mapped_column(String(8))
    places: Mapped[int] = mapped_column(Integer)
    given: Mapped[int] = mapped_column(Integer, default=0)
    releases_at: Mapped[datetime | None]


class Pool(Base):
    """Places that several events share: one hall's headsets, one boat for two tours. `given`: tickets and offers of all of them."""

    __tablename__ = "pools"
    __table_args__ = (
        CheckConstraint("capacity >= 0", name="capacity"),
        CheckConstraint("given >= 0", name="given"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    name: Mapped[Trilingual]
    capacity: Mapped[int] = mapped_column(Integer)
    given: Mapped[int] = mapped_column(Integer, default=0)
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)


class PoolEvent(Base):
    """An event takes part in a pool."""

    __tablename__ = "pool_events"
    __table_args__ = (Index("ix_pool_events_event", "event_id"),)

    pool_id: Mapped[int] = mapped_column(ForeignKey("pools.id", ondelete="CASCADE"), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
