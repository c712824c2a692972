"""What a published change of the programme proposes for the tasks and shifts that are tied to an event."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base
from festival.logistics.types.following import Answer
from festival.programme.models.words import one_of


class TaskProposal(Base):
    """One task and one release that moved, placed anew or cancelled its event. Nothing happens before somebody answers."""

    __tablename__ = "task_proposals"
    __table_args__ = (
        UniqueConstraint("task_id", "release_id"),
        Index("ix_task_proposals_open", "answer", "task_id"),
        CheckConstraint("days BETWEEN -400 AND 400", name="days"),
        one_of("answer", Answer),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"))
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"))
    days: Mapped[int] = mapped_column(Integer, default=0)
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"))
    cancelled: Mapped[bool] = mapped_column(Boolean, default=False)
    made_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(10), default=Answer.OPEN)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class ShiftProposal(Base):
    """One shift and one release that moved or cancelled its event. Nothing happens before somebody answers.

    `venue_id` is where the event takes place from now on, if that changed: the post stays until somebody moves it.
    """

    __tablename__ = "shift_proposals"
    __table_args__ = (
        UniqueConstraint("shift_id", "release_id"),
        Index("ix_shift_proposals_open", "answer", "shift_id"),
        CheckConstraint("ends_at > starts_at", name="times"),
        one_of("answer", Answer),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"))
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"))
    cancelled: Mapped[bool] = mapped_column(Boolean, default=False)
    made_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(10), default=Answer.OPEN)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")
