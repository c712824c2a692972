"""Companies, agencies and associations, and who speaks for them."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.conference.types.companies import CompanyContent, Intent, Size
from festival.conference.types.meetings import Side
from festival.core.db import Base
from festival.core.trilingual import DEFAULT_LANGUAGE, Language, Trilingual, as_language
from festival.programme.models.words import one_of
from festival.registration.models import Person


class Company(Base):
    """One that comes to meet others. `epoch` + 1 ends its link; `listed_at` is when it agreed to be shown to everybody.

    `name_folded` is for searching; `submission` is the form it came from; `version` goes up with each change.
    """

    __tablename__ = "companies"
    __table_args__ = (
        one_of("side", Side),
        one_of("size", Size),
        one_of("intent", Intent),
        Index("ix_companies_edition", "edition_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    name: Mapped[Trilingual]
    name_folded: Mapped[str] = mapped_column(String(400))
    side: Mapped[str] = mapped_column(String(12))
    country: Mapped[str] = mapped_column(String(2))
    offers: Mapped[Trilingual]
    seeks: Mapped[Trilingual]
    size: Mapped[str] = mapped_column(String(8))
    intent: Mapped[str] = mapped_column(String(8))
    website: Mapped[str] = mapped_column(String(300))
    mail: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    listed_at: Mapped[datetime | None]
    listed_version: Mapped[str | None] = mapped_column(String(10))
    epoch: Mapped[int] = mapped_column(SmallInteger, default=1)
    version: Mapped[int] = mapped_column(Integer, default=1)
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    people: Mapped[list["CompanyPerson"]] = relationship(
        back_populates="company", order_by="CompanyPerson.id", lazy="raise"
    )

    in_fields: Mapped[list["CompanyField"]] = relationship(
        order_by="CompanyField.field_id", lazy="raise", cascade="all, delete-orphan"
    )

    @property
    def content(self) -> CompanyContent:
        """Return what it says of itself."""
        return CompanyContent(
            self.name, Side(self.side), self.country, self.offers, self.seeks, Size(self.size), Intent(self.intent),
            self.website, self.mail, self.reader, tuple(one.field_id for one in self.in_fields),
        )  # fmt: skip

    @property
    def reader(self) -> Language:
        """The language it is written to in."""
        return as_language(self.language) or DEFAULT_LANGUAGE


class CompanyField(Base):
    """A field in which a company works or is looking."""

    __tablename__ = "company_fields"

    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id", ondelete="CASCADE"), primary_key=True)
    field_id: Mapped[int] = mapped_column(
        ForeignKey("fields.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class CompanyPerson(Base):
    """Somebody who speaks for a company; `languages` are the codes, joined by a space."""

    __tablename__ = "company_people"
    __table_args__ = (
        UniqueConstraint("company_id", "person_id"),
        Index("ix_company_people_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    languages: Mapped[str] = mapped_column(String(10))
    is_coming: Mapped[bool] = mapped_column(Boolean, default=True)

    company: Mapped[Company] = relationship(back_populates="people", lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")
