"""Posts at which people stand, and how many of them when."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.logistics.types.crew import Role, Skill
from festival.logistics.types.shifts import PostKind
from festival.logistics.types.tasks import Area
from festival.programme.models.words import one_of


class Post(Base):
    """A place where people stand. `code` is what people call it (B3), `x` and `y` are metres on the venue's plan.

    A road closure says from when until when it is closed. Another `epoch` ends the code that hangs at the post.
    """

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("edition_id", "code"),
        CheckConstraint("closed_until > closed_from", name="closed"),
        one_of("kind", PostKind),
        one_of("area", Area),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    code: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(14))
    area: Mapped[str] = mapped_column(String(14))
    name: Mapped[Trilingual]
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"))
    x: Mapped[int | None] = mapped_column(Integer)
    y: Mapped[int | None] = mapped_column(Integer)
    closed_from: Mapped[datetime | None]
    closed_until: Mapped[datetime | None]
    briefing: Mapped[Trilingual]
    contact: Mapped[str] = mapped_column(String(120), default="")
    contact_phone: Mapped[str] = mapped_column(String(20), default="")
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    epoch: Mapped[int] = mapped_column(Integer, default=0)
    version: Mapped[int] = mapped_column(Integer, default=1)
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)


class Demand(Base):
    """How many people a post needs in one block of time, in one role, with one qualification. Shifts are made from it.

    `event_id` is the event it goes by: when that moves, its shifts are proposed to follow.
    """

    __tablename__ = "demands"
    __table_args__ = (
        Index("ix_demands_post", "post_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="times"),
        CheckConstraint("minimum BETWEEN 0 AND 500 AND target BETWEEN minimum AND 500", name="counts"),
        one_of("role", Role),
        one_of("skill", Skill),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    role: Mapped[str] = mapped_column(String(8))
    skill: Mapped[str | None] = mapped_column(String(14))
    minimum: Mapped[int] = mapped_column(Integer)
    target: Mapped[int] = mapped_column(Integer)
    # What worked out the numbers, in words ("Maurer"); empty: somebody entered them.
    source: Mapped[str] = mapped_column(String(300), default="")
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
