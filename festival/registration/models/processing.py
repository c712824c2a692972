"""What personal data is processed for, which words people agreed to, how long it is kept, what was purged, and what went wrong."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.registration.types.privacy import Basis, Kept


class ProcessingPurpose(Base):
    """One version of one purpose: what for, on what ground, which data, who sees it. The newest of a `key` holds."""

    __tablename__ = "processing_purposes"
    __table_args__ = (
        UniqueConstraint("key", "version"),
        CheckConstraint("basis IN (" + ", ".join(f"'{basis}'" for basis in Basis) + ")", name="basis"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(Integer)
    basis: Mapped[str] = mapped_column(String(10))
    law: Mapped[str] = mapped_column(String(300), default="")
    title: Mapped[Trilingual]
    text: Mapped[Trilingual]
    data: Mapped[Trilingual]
    readers: Mapped[Trilingual]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class ConsentText(Base):
    """The words beside a box of the form, as they were: evidence long after the code has other ones."""

    __tablename__ = "consent_texts"

    purpose: Mapped[str] = mapped_column(String(20), primary_key=True)
    version: Mapped[str] = mapped_column(String(10), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]


class RetentionRule(Base):
    """How many days one kind of data is kept, and why."""

    __tablename__ = "retention_rules"
    __table_args__ = (
        CheckConstraint("kind IN (" + ", ".join(f"'{kind}'" for kind in Kept) + ")", name="kind"),
        CheckConstraint("days BETWEEN 1 AND 3650", name="days"),
    )

    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    days: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(300))
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class Purge(Base):
    """What the worker has purged: how many rows of which kind, and up to when. No word of what stood in them."""

    __tablename__ = "purges"
    __table_args__ = (Index("ix_purges_at", "at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(12))
    rows: Mapped[int] = mapped_column(Integer)
    before: Mapped[datetime]
    why: Mapped[str] = mapped_column(
        String(10)
    )  # "term": its time had come; "request"; "backup": erased before, and back


class Violation(Base):
    """A violation of the protection of personal data: what is known, done and reported. 72 hours run from `found_at`."""

    __tablename__ = "violations"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    submission: Mapped[str] = mapped_column(String(60), unique=True)
    found_at: Mapped[datetime]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    what: Mapped[str] = mapped_column(Text)
    data: Mapped[str] = mapped_column(Text)
    consequences: Mapped[str] = mapped_column(Text)
    measures: Mapped[str] = mapped_column(Text)
    audience: Mapped[dict[str, Any]]
    reported_at: Mapped[datetime | None]
    reported_to: Mapped[str] = mapped_column(String(300), default="")
    why_late: Mapped[str] = mapped_column(Text, default="")
    mailing_id: Mapped[int | None] = mapped_column(ForeignKey("mailings.id"))
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer, default=1)
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
