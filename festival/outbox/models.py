"""Messages waiting to be sent, written in the same transaction as their cause."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base
from festival.outbox.types import MessageState


class Message(Base):
    """One message to one address. `cause` is unique: nothing is said twice for one cause."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_due", "state", "due_at"),
        CheckConstraint("state IN ('queued', 'sending', 'sent', 'failed')", name="state"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    cause: Mapped[str] = mapped_column(String(120), unique=True)
    channel: Mapped[str] = mapped_column(String(8))
    recipient: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(String(600))
    link_label: Mapped[str | None] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(8), default=MessageState.QUEUED)
    transport: Mapped[str | None] = mapped_column(String(10))
    tries: Mapped[int] = mapped_column(Integer, default=0)
    error: Mapped[str | None] = mapped_column(String(300))
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
