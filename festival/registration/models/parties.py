"""Registrations of parties, their tickets, and what they agreed to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.core.db import Base
from festival.registration.models.openings import Openings
from festival.registration.types import Category, RegistrationKind, TicketState
from festival.registration.types.passes import Opening


class Registration(Base):
    """One party that comes to one event.

    `code` is the party's short code, read aloud and typed at gates: a name, no right. `submission` is the form's own
    number: the same form sent twice finds the first registration. `manage_epoch` + 1 ends the old link. `category` and `slot_id`
    say against what its places count (models/places.py); while the party waits, it has a row of `waiting` and no tickets.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        CheckConstraint("kind IN (" + ", ".join(f"'{kind}'" for kind in RegistrationKind) + ")", name="kind"),
        CheckConstraint(
            "phone IS NOT NULL OR mail IS NOT NULL OR kind IN ('guest', 'walk_in')", name="contact"
        ),
        Index("ix_registrations_event", "event_id", "id"),
        Index("ix_registrations_phone", "phone"),
        Index("ix_registrations_mail", "mail"),
        CheckConstraint("category IN (" + ", ".join(f"'{one}'" for one in Category) + ")", name="category"),
        Index("ix_registrations_slot", "slot_id"),
        Index(
            "ix_registrations_unreminded",
            "event_id",
            sqlite_where=text("reminded_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=text("reminded_at IS NULL AND cancelled_at IS NULL"),
        ),
        Index("ix_registrations_made", "made_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[str] = mapped_column(String(8), default=RegistrationKind.PARTY)
    code: Mapped[str] = mapped_column(String(7), unique=True)
    submission: Mapped[str] = mapped_column(String(43), unique=True)
    language: Mapped[str] = mapped_column(String(2))
    phone: Mapped[str | None] = mapped_column(String(20))
    mail: Mapped[str | None] = mapped_column(String(254))
    needs: Mapped[str] = mapped_column(String(80), default="")  # AccessNeed words, comma-separated
    needs_note: Mapped[str] = mapped_column(Text, default="")
    manage_epoch: Mapped[int] = mapped_column(SmallInteger, default=1)
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)
    category: Mapped[str] = mapped_column(String(8), default=Category.CITIZEN)
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slots.id"))
    made_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    # the party wants its data kept and not used: it gets no message that can be spared
    restricted_at: Mapped[datetime | None]

    tickets: Mapped[list["Ticket"]] = relationship(
        back_populates="registration", order_by="(Ticket.position, Ticket.id)"
    )


class Ticket(Base):
    """One signed code. `id` is the number in the payload; position 0 is the party's code, 1… are its people.

    Reissuing revokes this row and adds another for the same position; cancelling adds none. `admitted_*` is the one scan
    that counts (gate/rules/settling.py), set under the row's lock; `left_at` is an exit after it. `person_id` is set for those whom
    the organizers know as persons (guests, press, crew).
    """

    __tablename__ = "tickets"
    __table_args__ = (
        CheckConstraint("state IN (" + ", ".join(f"'{state}'" for state in TicketState) + ")", name="state"),
        Index(
            "uq_tickets_live",
            "registration_id",
            "position",
            unique=True,
            sqlite_where=text("state IN ('valid', 'blocked')"),
            postgresql_where=text("state IN ('valid', 'blocked')"),
        ),
        Index("ix_tickets_event_changed", "event_id", "changed_at"),
        # Every name is read in this index alone, which is how the desk searches parts of names (DECISIONS.md).
        Index("ix_tickets_names", "registration_id", "position", "name_folded"),
        Index(
            "ix_tickets_blocked",
            "registration_id",
            sqlite_where=text("state = 'blocked'"),
            postgresql_where=text("state = 'blocked'"),
        ),
        Index(
            "ix_tickets_admitted",
            "registration_id",
            sqlite_where=text("admitted_at IS NOT NULL"),
            postgresql_where=text("admitted_at IS NOT NULL"),
        ),
        Index("ix_tickets_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    position: Mapped[int] = mapped_column(SmallInteger)
    ticket_class: Mapped[int] = mapped_column(SmallInteger)
    zones: Mapped[int] = mapped_column(SmallInteger, default=0)  # one bit each; 0: wherever the event is
    openings: Mapped[tuple[Opening, ...]] = mapped_column(Openings, nullable=True, default=())
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    name: Mapped[str] = mapped_column(String(120))
    name_folded: Mapped[str] = mapped_column(String(160))
    state: Mapped[str] = mapped_column(String(10))
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    admitted_at: Mapped[datetime | None]
    admitted_scan: Mapped[UUID | None] = mapped_column(Uuid)
    admitted_gate: Mapped[int | None] = mapped_column(Integer)
    left_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship(back_populates="tickets")


class Consent(Base):
    """What somebody agreed to: for which purpose, which text, in which language, when."""

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("registration_id", "purpose"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(20))
    text_version: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(2))
    given_at: Mapped[datetime]
