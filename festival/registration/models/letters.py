"""Texts of messages as organizers have rewritten them: each saving is a row that stays."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base
from festival.core.trilingual import Trilingual


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
