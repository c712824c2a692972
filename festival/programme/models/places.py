"""Venues, their spaces, when a space is closed, and how long the way from one venue to another takes."""

from datetime import datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.programme.models.words import one_of
from festival.programme.types import RoomType


class Venue(Base):
    """A place with an address. From `quiet_from` to `quiet_until`, local time, nothing loud may sound there.

    `submission` is here and below the form it came from, so that a double click makes one.
    """

    __tablename__ = "venues"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[Trilingual]
    address: Mapped[Trilingual]
    directions: Mapped[Trilingual]
    quiet_from: Mapped[time | None] = mapped_column(Time)
    quiet_until: Mapped[time | None] = mapped_column(Time)
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)

    spaces: Mapped[list["Space"]] = relationship(back_populates="venue", order_by="Space.position")


class Space(Base):
    """A hall, stage or zone in a venue.

    `area` in square metres, `capacity` in people; `changeover`: minutes it needs between two events.
    """

    __tablename__ = "spaces"
    __table_args__ = (
        UniqueConstraint("venue_id", "slug"),
        CheckConstraint("area > 0", name="area"),
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("changeover BETWEEN 0 AND 1440", name="changeover"),
        one_of("room_type", RoomType),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"))
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[Trilingual]
    area: Mapped[int | None] = mapped_column(Integer)
    capacity: Mapped[int | None] = mapped_column(Integer)
    position: Mapped[int] = mapped_column(Integer, default=0)
    room_type: Mapped[str] = mapped_column(String(12), default=RoomType.OTHER)
    changeover: Mapped[int] = mapped_column(Integer, default=0)
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)

    venue: Mapped[Venue] = relationship(back_populates="spaces")
    closures: Mapped[list["Closure"]] = relationship(
        order_by="Closure.starts_at", cascade="all, delete-orphan"
    )


class Closure(Base):
    """A time in which a space cannot be used, and why."""

    __tablename__ = "closures"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="times"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200))
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)


class TravelTime(Base):
    """Minutes from one venue to another, either way unless the way back has a row of its own."""

    __tablename__ = "travel_times"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes"),
        CheckConstraint("from_id <> to_id", name="two_venues"),
    )

    from_id: Mapped[int] = mapped_column(ForeignKey("venues.id"), primary_key=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("venues.id"), primary_key=True)
    minutes: Mapped[int] = mapped_column(Integer)
