"""When and where companies can meet, who interprets, and the meetings that are booked."""

from datetime import datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.conference.models.companies import CompanyRow
from festival.conference.types.meetings import CompanyGroup
from festival.core.db import Base
from festival.programme.models.words import one_of
from festival.registration.models import Person

meeting_companies = Table(
    "meeting_companies",
    Base.metadata,
    Column("meeting_id", ForeignKey("meetings.id"), primary_key=True),
    Column("company_id", ForeignKey("companies.id"), primary_key=True, index=True),
)


class MeetingPlan(Base):
    """The meetings of an edition as a whole. `published_at`: since then companies see theirs."""

    __tablename__ = "meeting_plans"
    __table_args__ = (
        CheckConstraint("walk_minutes BETWEEN 0 AND 120", name="walk_minutes"),
        CheckConstraint("wish_days BETWEEN 1 AND 365", name="wish_days"),
    )

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    walk_minutes: Mapped[int] = mapped_column(SmallInteger)
    wish_days: Mapped[int] = mapped_column(SmallInteger)
    published_at: Mapped[datetime | None]


class SlotRow(Base):
    """A time in which meetings take place, or a break."""

    __tablename__ = "meeting_slots"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="times"),
        UniqueConstraint("edition_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    is_break: Mapped[bool] = mapped_column(Boolean)


class TableRow(Base):
    """A table at which a meeting takes place."""

    __tablename__ = "meeting_tables"
    __table_args__ = (UniqueConstraint("edition_id", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    zone: Mapped[str] = mapped_column(String(20))


class InterpreterRow(Base):
    """Somebody who interprets at meetings. `pairs` are of `Pair`, comma-separated."""

    __tablename__ = "meeting_interpreters"
    __table_args__ = (UniqueConstraint("edition_id", "person_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    pairs: Mapped[str] = mapped_column(String(30))

    person: Mapped[Person] = relationship()


class MatrixRow(Base):
    """That companies of one group may ask those of another."""

    __tablename__ = "meeting_matrix"
    __table_args__ = (one_of("asker", CompanyGroup), one_of("asked", CompanyGroup))

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    asker: Mapped[str] = mapped_column(String(12), primary_key=True)
    asked: Mapped[str] = mapped_column(String(12), primary_key=True)


class MeetingRow(Base):
    """A meeting that is booked. One that was cancelled is kept, and gives its place back."""

    __tablename__ = "meetings"
    __table_args__ = (
        Index(
            "uq_meetings_place",
            "slot_id",
            "table_id",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL"),
        ),
        Index("ix_meetings_edition", "edition_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("meeting_slots.id"))
    table_id: Mapped[int] = mapped_column(ForeignKey("meeting_tables.id"))
    interpreter_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_interpreters.id"))
    version: Mapped[int] = mapped_column(Integer)
    cancelled_at: Mapped[datetime | None]
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)

    companies: Mapped[list[CompanyRow]] = relationship(secondary=meeting_companies, order_by=CompanyRow.id)
