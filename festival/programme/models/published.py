"""Editions, and their events as the last release published them."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from festival.core import clock
from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.programme.models.words import one_of
from festival.programme.types import Audience, EventKind, EventState


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


class Event(Base):
    """One activity of an edition, as it is published: `services/publishing.py` writes it, everybody reads it.

    Its number is that of its draft. `sequence` counts the releases that changed it (iCalendar's SEQUENCE); `people` are
    [{"id": …, "name": {…}, "part": …}] in their order.
    """

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("edition_id", "slug"),
        UniqueConstraint("guid"),
        Index("ix_events_edition_start", "edition_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="times"),
        CheckConstraint("doors_at <= starts_at", name="doors"),
        CheckConstraint("capacity >= 0", name="capacity"),
        CheckConstraint("party_max BETWEEN 1 AND 20", name="party_max"),
        CheckConstraint("registration_closes_at > registration_opens_at", name="registration_window"),
        one_of("kind", EventKind),
        one_of("audience", Audience),
        one_of("state", EventState),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    guid: Mapped[str] = mapped_column(String(36), default=lambda: str(uuid4()))
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[Trilingual]
    summary: Mapped[Trilingual]
    text: Mapped[Trilingual]
    kind: Mapped[str] = mapped_column(String(12))
    audience: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(10), default=EventState.PUBLISHED)
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
    people: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
