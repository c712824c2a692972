"""Run sheets: the cues of an event in order, how the night went, and every call of the caller."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.programme.cues import Call
from festival.programme.models.drafts import Participant
from festival.programme.models.words import one_of


class RunSheet(Base):
    """The run sheet of one event: the row that is locked while anything of it changes, one after the other.

    `version` goes up with every change of the plan and every call.
    """

    __tablename__ = "run_sheets"

    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(Integer, default=1)


class Cue(Base):
    """One line of a run sheet. `seconds` is its length; `starts_after` are seconds after the event's start.

    Cues are called in the order of `position`, one at a time: starting one ends the one before. What is removed can be
    put back, unless the night has begun without it.
    """

    __tablename__ = "cues"
    __table_args__ = (
        Index("ix_cues_draft_position", "draft_id", "position"),
        Index(
            "uq_cues_running",
            "draft_id",
            unique=True,
            sqlite_where=text("started_at IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=text("started_at IS NOT NULL AND ended_at IS NULL"),
        ),
        CheckConstraint("seconds BETWEEN 1 AND 86400", name="seconds"),
        CheckConstraint("starts_after BETWEEN 0 AND 1209600", name="starts_after"),
        CheckConstraint("ended_at >= started_at", name="times"),
        CheckConstraint("ended_at IS NULL OR started_at IS NOT NULL", name="ended"),
        CheckConstraint("NOT is_skipped OR started_at IS NULL", name="skipped"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("run_sheets.draft_id"))
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[Trilingual]
    seconds: Mapped[int] = mapped_column(Integer)
    starts_after: Mapped[int | None] = mapped_column(Integer)
    owner: Mapped[str] = mapped_column(String(120), default="")
    performers: Mapped[Trilingual]
    stage: Mapped[Trilingual]
    light: Mapped[Trilingual]
    sound: Mapped[Trilingual]
    screen: Mapped[Trilingual]
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    removed_at: Mapped[datetime | None]
    calls: Mapped[int] = mapped_column(Integer, default=0)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    is_skipped: Mapped[bool] = mapped_column(Boolean, default=False)
    held_until: Mapped[datetime | None]

    people: Mapped[list[Participant]] = relationship(
        secondary="cue_performers", order_by=Participant.id, lazy="selectin"
    )


class CuePerformer(Base):
    """A participant who performs in a cue."""

    __tablename__ = "cue_performers"

    cue_id: Mapped[int] = mapped_column(ForeignKey("cues.id"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"), primary_key=True, index=True)


class CueCall(Base):
    """One thing the caller did. `before` is how the cues it touched stood, so that it can be taken back. Never deleted."""

    __tablename__ = "cue_calls"
    __table_args__ = (one_of("call", Call),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("run_sheets.draft_id"), index=True)
    call: Mapped[str] = mapped_column(String(8))
    cue_id: Mapped[int | None] = mapped_column(ForeignKey("cues.id"))
    before: Mapped[dict[str, Any]]
    called_at: Mapped[datetime]
    called_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
