"""The working copy of the programme: what organizers change, with every change kept."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.programme.models.words import one_of
from festival.programme.types import Audience, EventKind, Part


class Participant(Base):
    """A person or group that appears in events: who performs, speaks, interprets, or is a guest of protocol."""

    __tablename__ = "participants"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    name: Mapped[Trilingual]
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)


class Draft(Base):
    """One event as the organizers are working on it. Its number stays when it is published.

    `minutes` is its length, kept while it has no place in time; `doors_before` are minutes before the start, so that doors
    move with it. `version` goes up with every change: who sends an older one is told instead of overwriting. `submission` is
    the form it came from, so that a double click makes one. Only what was never published is discarded.
    """

    __tablename__ = "drafts"
    __table_args__ = (
        UniqueConstraint("edition_id", "slug"),
        UniqueConstraint("guid"),
        Index("ix_drafts_edition_start", "edition_id", "starts_at"),
        CheckConstraint("minutes BETWEEN 5 AND 20160", name="minutes"),
        CheckConstraint("doors_before BETWEEN 0 AND 1440", name="doors_before"),
        CheckConstraint("capacity >= 0", name="capacity"),
        CheckConstraint("party_max BETWEEN 1 AND 20", name="party_max"),
        CheckConstraint("registration_closes_at > registration_opens_at", name="registration_window"),
        one_of("kind", EventKind),
        one_of("audience", Audience),
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
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"))
    starts_at: Mapped[datetime | None]
    minutes: Mapped[int] = mapped_column(Integer)
    doors_before: Mapped[int | None] = mapped_column(Integer)
    capacity: Mapped[int | None] = mapped_column(Integer)
    party_max: Mapped[int] = mapped_column(Integer, default=6)
    registration_opens_at: Mapped[datetime | None]
    registration_closes_at: Mapped[datetime | None]
    is_main: Mapped[bool] = mapped_column(Boolean, default=False)
    is_cancelled: Mapped[bool] = mapped_column(Boolean, default=False)
    discarded_at: Mapped[datetime | None]
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    appearances: Mapped[list["Appears"]] = relationship(
        order_by="Appears.position", cascade="all, delete-orphan", lazy="selectin"
    )


class Appears(Base):
    """A participant's part in a draft."""

    __tablename__ = "appearances"
    __table_args__ = (one_of("part", Part),)

    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"), primary_key=True, index=True)
    part: Mapped[str] = mapped_column(String(12), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, default=0)

    participant: Mapped[Participant] = relationship(lazy="joined")


class DraftChange(Base):
    """One change of a draft: what it was after it (`content`), who made it and when. Never changed, never deleted."""

    __tablename__ = "draft_changes"
    __table_args__ = (UniqueConstraint("draft_id", "version"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"))
    version: Mapped[int] = mapped_column(Integer)
    what: Mapped[str] = mapped_column(String(12))
    content: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class AcceptedClash(Base):
    """A soft clash that somebody accepts, with the reason. `fingerprint` names its events and times: when they change, it counts no more."""

    __tablename__ = "accepted_clashes"
    __table_args__ = (UniqueConstraint("edition_id", "fingerprint"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    sentence: Mapped[str] = mapped_column(String(500))
    reason: Mapped[str] = mapped_column(String(500))
    accepted_at: Mapped[datetime]
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
