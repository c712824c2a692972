"""What a published change of the programme proposes for the tasks that are tied to an event."""

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
