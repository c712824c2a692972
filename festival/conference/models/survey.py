"""What is stored of a survey: an answer, and a word that one browser makes once for one session. Nothing tells who answered."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from festival.conference.types.survey import Organisation
from festival.core.db import Base
from festival.programme.models.words import one_of


class OpinionRow(Base):
    """One answer to the survey of a session. `useful` is comma-separated; `once` keeps one browser to one answer."""

    __tablename__ = "session_opinions"
    __table_args__ = (
        one_of("organisation", Organisation),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
        Index("ix_session_opinions_session", "session_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("conference_sessions.id"))
    rating: Mapped[int] = mapped_column(SmallInteger)
    useful: Mapped[str] = mapped_column(String(120))
    remark: Mapped[str] = mapped_column(String(1000))
    organisation: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(2))
    once: Mapped[str | None] = mapped_column(String(43), unique=True)
    made_at: Mapped[datetime]
