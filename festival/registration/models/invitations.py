"""Invitations of guests to events, the questions after an acceptance, and the answers."""

from datetime import datetime
from typing import Any

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
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.registration.models.guests import Guest
from festival.registration.models.parties import Registration
from festival.registration.models.people import Person
from festival.registration.types.guests import InvitationState, QuestionKind


class InvitationTerms(Base):
    """How guests of one event are asked: until when, whether a deputy may come, and what needs approval again when it changes."""

    __tablename__ = "invitation_terms"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    answer_by: Mapped[datetime | None]
    takes_deputies: Mapped[bool] = mapped_column(Boolean, default=True)
    matters: Mapped[str] = mapped_column(String(80), default="")  # Matter words, comma-separated
    version: Mapped[int] = mapped_column(Integer, default=1)


class Invitation(Base):
    """One guest asked to one event. `deputy_id` comes instead of the guest; `epoch` + 1 ends the old link.

    `registration_id` holds the guest's ticket once they have accepted.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint(
            "state IN (" + ", ".join(f"'{state}'" for state in InvitationState) + ")", name="state"
        ),
        UniqueConstraint("event_id", "guest_id"),
        Index("ix_invitations_guest", "guest_id"),
        Index("ix_invitations_event_state", "event_id", "state"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    guest_id: Mapped[int] = mapped_column(ForeignKey("guests.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"))
    state: Mapped[str] = mapped_column(String(10), default=InvitationState.LISTED)
    changed: Mapped[str] = mapped_column(String(200), default="")  # what is to be approved, comma-separated
    epoch: Mapped[int] = mapped_column(SmallInteger, default=1)
    version: Mapped[int] = mapped_column(Integer, default=1)
    reminders: Mapped[int] = mapped_column(SmallInteger, default=0)
    sent_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)
    made_at: Mapped[datetime]

    guest: Mapped[Guest] = relationship()
    deputy: Mapped[Person | None] = relationship()
    registration: Mapped[Registration | None] = relationship()


class Question(Base):
    """What guests of an event are asked after they have accepted. One that was answered is closed, never deleted."""

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint("kind IN (" + ", ".join(f"'{kind}'" for kind in QuestionKind) + ")", name="kind"),
        Index("ix_questions_event", "event_id", "position"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str] = mapped_column(String(6))
    label: Mapped[Trilingual]
    options: Mapped[
        dict[str, Any]
    ]  # {"of": [{"vi": …, "ja": …, "en": …}, …]} for a choice; the answer is the number
    is_needed: Mapped[bool] = mapped_column(Boolean, default=False)
    matters: Mapped[bool] = mapped_column(Boolean, default=False)
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    closed_at: Mapped[datetime | None]

    @property
    def choices(self) -> list[Trilingual]:
        """Return the words of a choice in their order."""
        return [Trilingual(**words) for words in self.options.get("of", [])]


class Answer(Base):
    """What one guest answered to one question."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("invitation_id", "question_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    value: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
