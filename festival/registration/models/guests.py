"""Guests of an edition and the delegations they come in."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.registration.models.people import Person
from festival.registration.types.guests import GuestPart, Side, Travel


class _Travels:
    """The columns that a delegation has for all and a guest may have for the own person."""

    hotel: Mapped[str] = mapped_column(String(120), default="")
    car: Mapped[str] = mapped_column(String(40), default="")
    flight_in: Mapped[str] = mapped_column(String(12), default="")
    arrives_at: Mapped[datetime | None]
    flight_out: Mapped[str] = mapped_column(String(12), default="")
    departs_at: Mapped[datetime | None]

    @property
    def travel(self) -> Travel:
        """Return them as one value."""
        return Travel(self.hotel, self.car, self.flight_in, self.arrives_at, self.flight_out, self.departs_at)


class Delegation(_Travels, Base):
    """People who come together. What is said here of travel holds for each member who has nothing of the own.

    `epoch` + 1 ends the link with which the head completes everyone; `version` counts what was saved.
    """

    __tablename__ = "delegations"
    __table_args__ = (
        CheckConstraint("side IN (" + ", ".join(f"'{side}'" for side in Side) + ")", name="side"),
        Index("ix_delegations_edition", "edition_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    name: Mapped[Trilingual]
    name_folded: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(2))
    side: Mapped[str] = mapped_column(String(5), default=Side.ANY)
    liaison: Mapped[str] = mapped_column(String(120), default="")
    liaison_phone: Mapped[str] = mapped_column(String(20), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    epoch: Mapped[int] = mapped_column(SmallInteger, default=1)
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    guests: Mapped[list["Guest"]] = relationship(back_populates="delegation", order_by="Guest.precedence")


class Guest(_Travels, Base):
    """A person's place on the guest list of an edition. Rank, side and seat belong to the place, so that a deputy inherits them."""

    __tablename__ = "guests"
    __table_args__ = (
        CheckConstraint("part IN (" + ", ".join(f"'{part}'" for part in GuestPart) + ")", name="part"),
        Index("ix_guests_person", "person_id"),
        Index("ix_guests_precedence", "edition_id", "precedence"),
        Index("ix_guests_arrives", "edition_id", "arrives_at"),
        Index(
            "uq_guests_head",
            "delegation_id",
            unique=True,
            sqlite_where=text("is_head"),
            postgresql_where=text("is_head"),
        ),
        Index("ix_guests_delegation", "delegation_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegations.id"))
    is_head: Mapped[bool] = mapped_column(Boolean, default=False)
    part: Mapped[str] = mapped_column(String(12), default=GuestPart.GUEST)
    precedence: Mapped[int] = mapped_column(Integer)
    dietary: Mapped[str] = mapped_column(Text, default="")
    gift: Mapped[str] = mapped_column(String(200), default="")
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    delegation: Mapped[Delegation | None] = relationship(back_populates="guests")
