"""Editions, venues with their spaces, and events."""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.programme.types import Audience, EventKind, EventState


def _one_of(column: str, words: type[EventKind] | type[Audience] | type[EventState]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (" + ", ".join(f"'{word}'" for word in words) + ")", name=column)


class Edition(Base):
    """One year's festival. The newest that is current is the one the public site shows."""

    __tablename__ = "editions"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    year: Mapped[int] = mapped_column(Integer, unique=True)
    title: Mapped[Trilingual]
    theme: Mapped[Trilingual]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    main_day: Mapped[date] = mapped_column(Date)
    is_current: Mapped[bool] = mapped_column(Boolean, default=False)
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)


class Venue(Base):
    """A place with an address."""

    __tablename__ = "venues"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[Trilingual]
    address: Mapped[Trilingual]
    directions: Mapped[Trilingual]

    spaces: Mapped[list["Space"]] = relationship(back_populates="venue", order_by="Space.position")


class Space(Base):
    """A hall, stage or zone in a venue. `area` in square metres, `capacity` in people."""

    __tablename__ = "spaces"
    __table_args__ = (
        UniqueConstraint("venue_id", "slug"),
        CheckConstraint("area > 0", name="area"),
        CheckConstraint("capacity > 0", name="capacity"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"))
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[Trilingual]
    area: Mapped[int | None] = mapped_column(Integer)
    capacity: Mapped[int | None] = mapped_column(Integer)
    position: Mapped[int] = mapped_column(Integer, default=0)

    venue: Mapped[Venue] = relationship(back_populates="spaces")


class Event(Base):
    """One activity of an edition."""

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("edition_id", "slug"),
        Index("ix_events_edition_start", "edition_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="times"),
        CheckConstraint("doors_at <= starts_at", name="doors"),
        CheckConstraint("capacity >= 0", name="capacity"),
        CheckConstraint("party_max BETWEEN 1 AND 20", name="party_max"),
        CheckConstraint("registration_closes_at > registration_opens_at", name="registration_window"),
        _one_of("kind", EventKind),
        _one_of("audience", Audience),
        _one_of("state", EventState),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[Trilingual]
    summary: Mapped[Trilingual]
    text: Mapped[Trilingual]
    kind: Mapped[str] = mapped_column(String(12))
    audience: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(10), default=EventState.DRAFT)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    doors_at: Mapped[datetime | None]
    capacity: Mapped[int | None] = mapped_column(Integer)
    party_max: Mapped[int] = mapped_column(Integer, default=6)
    registration_opens_at: Mapped[datetime | None]
    registration_closes_at: Mapped[datetime | None]
    is_main: Mapped[bool] = mapped_column(Boolean, default=False)
