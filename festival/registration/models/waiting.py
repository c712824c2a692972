"""Parties that wait for places."""

from datetime import datetime

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from festival.core.db import Base
from festival.core.names import fold
from festival.registration.models.parties import Registration
from festival.registration.types.waiting import WaitingState

_OPEN = text("state IN ('waiting', 'offered')")


class Waiting(Base):
    """A registration whose party waits: it has names here and no tickets yet (types/waiting.py says the states).

    The queue goes by `queued_at`, then number. `slot_id` is the arrival time it wishes for (None: any); `offered_slot` the one that
    is held for it. `offers` counts its offers, so that each has a message of its own.
    """

    __tablename__ = "waiting"
    __table_args__ = (
        CheckConstraint("state IN (" + ", ".join(f"'{one}'" for one in WaitingState) + ")", name="state"),
        CheckConstraint("people >= 1", name="people"),
        CheckConstraint("state <> 'offered' OR offer_ends_at IS NOT NULL", name="offer"),
        Index(
            "ix_waiting_queue",
            "event_id",
            "state",
            "queued_at",
            "registration_id",
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_waiting_event", "event_id", "registration_id"),
    )

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(8), default=WaitingState.WAITING)
    people: Mapped[int] = mapped_column(SmallInteger)
    names: Mapped[list[str]] = mapped_column(JSON)
    names_folded: Mapped[str] = mapped_column(
        Text, default=""
    )  # what the desk searches, a line for each name
    companion: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())  # the last name's
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slots.id"))
    offered_slot: Mapped[int | None] = mapped_column(ForeignKey("slots.id"))
    queued_at: Mapped[datetime]
    offered_at: Mapped[datetime | None]
    offer_ends_at: Mapped[datetime | None]
    offers: Mapped[int] = mapped_column(Integer, default=0)
    changed_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship()

    @validates("names")
    def _fold(self, _key: str, names: list[str]) -> list[str]:
        self.names_folded = "\n".join(map(fold, names))
        return names
