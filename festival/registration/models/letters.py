"""Texts of messages as organizers have rewritten them, each saving a row that stays, and letters to many."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.registration.types.letters import MailingState


class MessageText(Base):
    """One version of one kind's texts. Without texts it says "back to the standard text"."""

    __tablename__ = "message_texts"
    __table_args__ = (UniqueConstraint("kind", "version"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(Integer)
    subject: Mapped[Trilingual | None]
    text: Mapped[Trilingual | None]
    short: Mapped[Trilingual | None]
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))


class Mailing(Base):
    """One letter to an audience: drafted, counted, sent in batches by the worker.

    `submission` is the form's own number. `cursor` is the last registration that was written to, so that a worker that dies
    goes on where it was; `written` counts messages, `spared` those who have unsubscribed or have too many waiting.
    """

    __tablename__ = "mailings"
    __table_args__ = (
        CheckConstraint("state IN (" + ", ".join(f"'{state}'" for state in MailingState) + ")", name="state"),
        Index("ix_mailings_state", "state"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    submission: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    audience: Mapped[dict[str, Any]]
    subject: Mapped[Trilingual]
    text: Mapped[Trilingual]
    short: Mapped[Trilingual]
    state: Mapped[str] = mapped_column(String(8), default=MailingState.DRAFT)
    version: Mapped[int] = mapped_column(Integer, default=1)
    cursor: Mapped[int] = mapped_column(Integer, default=0)
    written: Mapped[int] = mapped_column(Integer, default=0)
    spared: Mapped[int] = mapped_column(Integer, default=0)
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    sent_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
