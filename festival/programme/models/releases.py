"""Published programmes: each release is kept as it was, whole and for ever.

An event's content is stored once per change (`EventVersion`); a release lists which version of each event it published.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base
from festival.core.trilingual import Trilingual


class Release(Base):
    """A published programme of an edition. `number` counts from 1; `note` is what the organizers say of it."""

    __tablename__ = "releases"
    __table_args__ = (UniqueConstraint("edition_id", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    number: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(60))
    note: Mapped[Trilingual]
    published_at: Mapped[datetime]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class EventVersion(Base):
    """What a release said of one event (types.EventContent as JSON)."""

    __tablename__ = "event_versions"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    content: Mapped[dict[str, Any]]


class ReleaseEntry(Base):
    """One event of one release."""

    __tablename__ = "release_entries"

    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("event_versions.id"), index=True)
