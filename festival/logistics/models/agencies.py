"""Agencies that the festival's work is given to, who of the accounts works for one, and statutory terms."""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.logistics.types.agencies import Anchor
from festival.programme.models.words import one_of


class Agency(Base):
    """An office, unit or locality. It belongs to no edition; `code` is what lists call it.

    `reminded_on` is the last day for which its reminders were looked at.
    """

    __tablename__ = "agencies"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Trilingual]
    short: Mapped[str] = mapped_column(String(40), default="")
    contact: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    mail: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(2), default="vi")
    position: Mapped[int] = mapped_column(Integer, default=0)
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)
    reminded_on: Mapped[date | None] = mapped_column(Date)
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)


class AgencyMember(Base):
    """An account that works for an agency: it sees the agency's tasks and reports on them."""

    __tablename__ = "agency_members"

    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class StatutoryTerm(Base):
    """Something the law wants so many days before the festival; `met_on` is when it was done."""

    __tablename__ = "statutory_terms"
    __table_args__ = (
        UniqueConstraint("edition_id", "code"),
        CheckConstraint("days_before BETWEEN 0 AND 400", name="days_before"),
        one_of("anchor", Anchor),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    code: Mapped[str | None] = mapped_column(String(40))  # of the standard ones; None for one that was added
    title: Mapped[Trilingual]
    days_before: Mapped[int] = mapped_column(Integer)
    anchor: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(300))
    met_on: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(String(300), default="")
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
    changed_at: Mapped[datetime]
