"""What is stored of questions to sessions. Who asked is known by no more than the name they gave; votes by a digest for each question."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from festival.conference.types.asking import AskAudience, ModeratorPart, QuestionState
from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.programme.models.words import one_of


class AskTermsRow(Base):
    """Whether and by whom a session is asked."""

    __tablename__ = "question_terms"
    __table_args__ = (one_of("audience", AskAudience),)

    session_id: Mapped[int] = mapped_column(ForeignKey("conference_sessions.id"), primary_key=True)
    is_open: Mapped[bool] = mapped_column(Boolean)
    audience: Mapped[str] = mapped_column(String(10))
    takes_votes: Mapped[bool] = mapped_column(Boolean)


class ModeratorLink(Base):
    """Somebody without an account who moderates or interprets one session behind a link of their own, until its day is over."""

    __tablename__ = "moderator_links"
    __table_args__ = (one_of("part", ModeratorPart), Index("ix_moderator_links_session", "session_id"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("conference_sessions.id"))
    name: Mapped[str] = mapped_column(String(80))
    part: Mapped[str] = mapped_column(String(12))
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    ended_at: Mapped[datetime | None]


class QuestionRow(Base):
    """A question to a session. Consent to be shown came with it: `consent_version` of the words, in `language`, at `made_at`."""

    __tablename__ = "session_questions"
    __table_args__ = (
        one_of("state", QuestionState),
        Index("ix_session_questions_session", "session_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("conference_sessions.id"))
    state: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(2))
    text: Mapped[Trilingual]
    answer: Mapped[Trilingual]
    name: Mapped[str] = mapped_column(String(80))
    consent_version: Mapped[str] = mapped_column(String(8))
    votes: Mapped[int] = mapped_column(Integer)
    is_before: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[str] = mapped_column(String(300))
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("session_questions.id"))
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
    made_at: Mapped[datetime]
    moved_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(SmallInteger)


class QuestionVote(Base):
    """One browser's wish to hear an answer: the digest is made for this question alone, so that nobody can be followed by it."""

    __tablename__ = "question_votes"

    question_id: Mapped[int] = mapped_column(ForeignKey("session_questions.id"), primary_key=True)
    voter: Mapped[str] = mapped_column(String(43), primary_key=True)
