"""Companies that come to meet others, who comes for them, and what they wish."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.conference.models.fields import FieldRow
from festival.conference.types.meetings import CompanyGroup, Strength
from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.programme.models.words import one_of
from festival.registration.models import Person

company_people = Table(
    "company_people",
    Base.metadata,
    Column("company_id", ForeignKey("companies.id"), primary_key=True),
    Column("person_id", ForeignKey("persons.id"), primary_key=True, index=True),
)
company_away = Table(
    "company_away",
    Base.metadata,
    Column("company_id", ForeignKey("companies.id"), primary_key=True),
    Column("slot_id", ForeignKey("meeting_slots.id"), primary_key=True),
)


class CompanyRow(Base):
    """A company or a department. Others read of it once it has said so (`listed_at`); `epoch` + 1 ends its link."""

    __tablename__ = "companies"
    __table_args__ = (one_of("kind", CompanyGroup),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    name: Mapped[Trilingual]
    kind: Mapped[str] = mapped_column(String(12))
    field_id: Mapped[int | None] = mapped_column(ForeignKey("fields.id"), index=True)
    country: Mapped[str] = mapped_column(String(60))
    offers: Mapped[Trilingual]
    seeks: Mapped[Trilingual]
    languages: Mapped[str] = mapped_column(String(20))
    website: Mapped[str] = mapped_column(String(500))
    listed_at: Mapped[datetime | None]
    epoch: Mapped[int] = mapped_column(SmallInteger)
    version: Mapped[int] = mapped_column(Integer)
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)

    field: Mapped[FieldRow | None] = relationship()
    people: Mapped[list[Person]] = relationship(secondary=company_people, order_by=Person.id)


class WishRow(Base):
    """What one company wants of another. It counts until it expires; saying it again lets it count longer."""

    __tablename__ = "wishes"
    __table_args__ = (
        one_of("strength", Strength),
        CheckConstraint("from_id <> to_id", name="two_companies"),
        UniqueConstraint("from_id", "to_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("companies.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), index=True)
    strength: Mapped[str] = mapped_column(String(6))
    expires_at: Mapped[datetime]
