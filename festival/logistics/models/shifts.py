"""Shifts, who is on them, who is proposed for them, and who would like to change places."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.core.db import Base
from festival.logistics.models.crew import CrewMember
from festival.logistics.models.posts import Post
from festival.logistics.types.crew import Role, Skill
from festival.logistics.types.shifts import ArrivedBy, AssignmentState, SwapState
from festival.programme.models.words import one_of


class Shift(Base):
    """Places at a post from when until when. `is_open`: the crew may sign up themselves. `event_id`: the event it follows."""

    __tablename__ = "shifts"
    __table_args__ = (
        Index("ix_shifts_edition_times", "edition_id", "starts_at", "ends_at"),
        Index("ix_shifts_post", "post_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="times"),
        CheckConstraint("minimum BETWEEN 0 AND 500 AND target BETWEEN minimum AND 500", name="counts"),
        one_of("role", Role),
        one_of("skill", Skill),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    demand_id: Mapped[int | None] = mapped_column(ForeignKey("demands.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    role: Mapped[str] = mapped_column(String(8))
    skill: Mapped[str | None] = mapped_column(String(14))
    minimum: Mapped[int] = mapped_column(Integer)
    target: Mapped[int] = mapped_column(Integer)
    is_open: Mapped[bool] = mapped_column(Boolean, default=False)
    version: Mapped[int] = mapped_column(Integer, default=1)

    post: Mapped[Post] = relationship(lazy="joined", innerjoin=True)


class Assignment(Base):
    """Somebody on a shift; one row for both for ever, with the state it has now.

    `overridden` are the kinds of objections that somebody overrode, `reason` why (or why the person refused or was taken
    off). `replaces_id` is the assignment of who did not come.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        UniqueConstraint("shift_id", "crew_id"),
        Index("ix_assignments_crew", "crew_id", "state"),
        Index("ix_assignments_shift_state", "shift_id", "state"),
        CheckConstraint("left_at >= arrived_at", name="presence"),
        one_of("state", AssignmentState),
        one_of("arrived_by", ArrivedBy),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"))
    crew_id: Mapped[int] = mapped_column(ForeignKey("crew.id"))
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(300), default="")
    overridden: Mapped[str] = mapped_column(String(300), default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("assignments.id"))
    arrived_at: Mapped[datetime | None]
    arrived_by: Mapped[str | None] = mapped_column(String(8))
    left_at: Mapped[datetime | None]
    told: Mapped[int] = mapped_column(
        Integer, default=0
    )  # how often it was written about, for causes of messages
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    shift: Mapped[Shift] = relationship(lazy="joined", innerjoin=True)
    member: Mapped[CrewMember] = relationship(lazy="joined", innerjoin=True)


class Proposed(Base):
    """Somebody who could take an open place: only a proposal, kept apart from what is booked, until somebody takes it."""

    __tablename__ = "proposals"
    __table_args__ = (UniqueConstraint("shift_id", "crew_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"))
    crew_id: Mapped[int] = mapped_column(ForeignKey("crew.id"), index=True)
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class Swap(Base):
    """Somebody asks a colleague to take their place, or to change places when `back_id` names an assignment of the colleague."""

    __tablename__ = "swaps"
    __table_args__ = (Index("ix_swaps_asked", "asked_id", "state"), one_of("state", SwapState))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    give_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    asked_id: Mapped[int] = mapped_column(ForeignKey("crew.id"))
    back_id: Mapped[int | None] = mapped_column(ForeignKey("assignments.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
