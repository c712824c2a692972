"""Zones, categories and agencies; who asked for which accreditation, who decided; photos; what was printed."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.registration.models.openings import Offers, Openings
from festival.registration.models.people import Person
from festival.registration.types import Validity
from festival.registration.types.accreditation import OPEN_STATES, AccreditationState, Colour, GivenBy, Sheet
from festival.registration.types.passes import Offered, Opening

_OPEN = "state IN (" + ", ".join(f"'{state}'" for state in sorted(OPEN_STATES)) + ")"
_COLOURS = "colour IN (" + ", ".join(f"'{colour}'" for colour in Colour) + ")"


class Zone(Base):
    """A part of the grounds with an entrance of its own. `bit` is its place in the signed code and stays."""

    __tablename__ = "zones"
    __table_args__ = (
        UniqueConstraint("edition_id", "bit"),
        UniqueConstraint("edition_id", "letter"),
        CheckConstraint("bit BETWEEN 0 AND 7", name="bit"),
        CheckConstraint(_COLOURS, name="colour"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    bit: Mapped[int] = mapped_column(SmallInteger)
    letter: Mapped[str] = mapped_column(String(2))
    name: Mapped[Trilingual]
    colour: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(Integer, default=1)
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)

    @property
    def mask(self) -> int:
        """The zone as it stands in a bit mask."""
        return 1 << self.bit


class Category(Base):
    """A kind of accreditation with the rights it gives unless somebody decides otherwise: zones at hours.

    One zone list with one time stands in `zones` and `valid_…`; several stand in `offers`, and `zones` is all of theirs.
    """

    __tablename__ = "accreditation_categories"
    __table_args__ = (
        CheckConstraint(_COLOURS, name="colour"),
        CheckConstraint("zones BETWEEN 0 AND 255", name="zones"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
    name: Mapped[Trilingual]
    colour: Mapped[str] = mapped_column(String(10))
    ticket_class: Mapped[int] = mapped_column(SmallInteger)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    zones: Mapped[int] = mapped_column(SmallInteger, default=0)
    valid_from: Mapped[datetime | None]  # both None: the hours of the event
    valid_until: Mapped[datetime | None]
    offers: Mapped[tuple[Offered, ...]] = mapped_column(Offers, nullable=True, default=())
    needs_photo: Mapped[bool] = mapped_column(Boolean, default=False)
    version: Mapped[int] = mapped_column(Integer, default=1)
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)

    @property
    def offered(self) -> tuple[Offered, ...]:
        """What the category gives, one offer at least."""
        own = Validity(self.valid_from, self.valid_until) if self.valid_from and self.valid_until else None
        return self.offers or (Offered(self.zones, own),)


class Agency(Base):
    """Who asks for accreditations of its people by a link: a newspaper, a company, an office. `epoch` + 1 ends the link."""

    __tablename__ = "accreditation_agencies"
    __table_args__ = (Index("ix_accreditation_agencies_edition", "edition_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("accreditation_categories.id"))  # None: any
    most: Mapped[int] = mapped_column(SmallInteger)
    closes_at: Mapped[datetime | None]
    epoch: Mapped[int] = mapped_column(SmallInteger, default=1)
    version: Mapped[int] = mapped_column(Integer, default=1)
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)
    made_at: Mapped[datetime]


class Accreditation(Base):
    """One person's request for one category and what became of it.

    `base` is the right that the person's ticket gave before, when it came from elsewhere (an invitation): it is what stays
    when this is withdrawn. `printed_ticket_id` is the ticket whose code is on the last badge: another than `ticket_id`
    means that a new badge is due.
    """

    __tablename__ = "accreditations"
    __table_args__ = (
        CheckConstraint(
            "state IN (" + ", ".join(f"'{state}'" for state in AccreditationState) + ")", name="state"
        ),
        CheckConstraint("signed_by IS NULL OR signed_by <> approved_by", name="two_people"),
        CheckConstraint("zones BETWEEN 0 AND 255", name="zones"),
        Index(
            "uq_accreditations_open",
            "person_id",
            "category_id",
            unique=True,
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
        Index("ix_accreditations_edition_state", "edition_id", "state", "id"),
        Index("ix_accreditations_ticket", "ticket_id"),
        Index("ix_accreditations_agency", "agency_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("accreditation_categories.id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("accreditation_agencies.id"))
    submission: Mapped[str] = mapped_column(String(50), unique=True)
    state: Mapped[str] = mapped_column(String(10))
    zones: Mapped[int] = mapped_column(SmallInteger)
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    openings: Mapped[tuple[Opening, ...]] = mapped_column(Openings, nullable=True, default=())
    desk: Mapped[str] = mapped_column(String(60), default="")  # where the badge is handed out
    note: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    requested_at: Mapped[datetime]
    requested_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    base: Mapped[dict[str, Any] | None]
    prints: Mapped[int] = mapped_column(SmallInteger, default=0)
    printed_ticket_id: Mapped[int | None] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer, default=1)
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)

    person: Mapped[Person] = relationship()
    category: Mapped[Category] = relationship()

    @property
    def parts(self) -> tuple[Opening, ...]:
        """What is asked for or given, one opening at least."""
        return self.openings or (Opening(self.zones, Validity(self.valid_from, self.valid_until)),)


class Photo(Base):
    """A person's face for the badge, made anew by us (photo_files.py), with the consent it was given by and by whom."""

    __tablename__ = "accreditation_photos"
    __table_args__ = (
        CheckConstraint("given_by IN (" + ", ".join(f"'{one}'" for one in GivenBy) + ")", name="given_by"),
        Index("ix_accreditation_photos_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    jpeg: Mapped[bytes] = mapped_column(LargeBinary)
    consent_version: Mapped[str] = mapped_column(String(10))
    consent_language: Mapped[str] = mapped_column(String(2))
    consent_at: Mapped[datetime]
    given_by: Mapped[str] = mapped_column(String(8))


class BadgeBatch(Base):
    """Badges that were printed together. `reason` is "" for first badges, else why one was printed again."""

    __tablename__ = "badge_batches"
    __table_args__ = (
        CheckConstraint("sheet IN (" + ", ".join(f"'{sheet}'" for sheet in Sheet) + ")", name="sheet"),
        Index("ix_badge_batches_edition", "edition_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    submission: Mapped[str] = mapped_column(String(43), unique=True)
    sheet: Mapped[str] = mapped_column(String(2))
    reason: Mapped[str] = mapped_column(String(10), default="")
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    badges: Mapped[list["PrintedBadge"]] = relationship(order_by="PrintedBadge.position")


class PrintedBadge(Base):
    """One badge of a batch: whose, with which ticket's code."""

    __tablename__ = "printed_badges"
    __table_args__ = (Index("ix_printed_badges_person", "person_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("badge_batches.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(SmallInteger)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))


class BadgeTerms(Base):
    """What stands on the back of an edition's badges."""

    __tablename__ = "badge_terms"

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    emergency: Mapped[str] = mapped_column(String(40))
    note: Mapped[Trilingual]
    version: Mapped[int] = mapped_column(Integer, default=1)
