"""Requests of people concerning their own data, and the days on which offices rest."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.registration.types.privacy import RequestKind, RequestState


class PrivacyRequest(Base):
    """One request. `submission` is the form's own number: the same form sent twice makes one request.

    `registration_id` stays when its data is erased: it names a row without names. `name` and `contact` are those of who asked
    at a desk without a registration, and are forgotten by the retention schedule.
    """

    __tablename__ = "privacy_requests"
    __table_args__ = (
        CheckConstraint("kind IN (" + ", ".join(f"'{kind}'" for kind in RequestKind) + ")", name="kind"),
        CheckConstraint("state IN (" + ", ".join(f"'{state}'" for state in RequestState) + ")", name="state"),
        Index("ix_privacy_requests_state", "state", "answer_by"),
        Index("ix_privacy_requests_registration", "registration_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    submission: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"))
    name: Mapped[str] = mapped_column(String(120), default="")
    contact: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(2))
    details: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(8))  # "page": the citizen's own; "desk": typed in
    state: Mapped[str] = mapped_column(String(10), default=RequestState.OPEN)
    received_at: Mapped[datetime]
    answer_by: Mapped[date]
    done_by: Mapped[date]
    answered_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, default=1)


class Holiday(Base):
    """A public holiday, with who says so."""

    __tablename__ = "holidays"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[Trilingual]
    source: Mapped[str] = mapped_column(String(300))
