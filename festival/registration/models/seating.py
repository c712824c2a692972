"""Where guests sit at a ceremony."""

from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base


class SeatingPlan(Base):
    """The rows of seats of one event: how many on each side of the aisle, and which are kept free. `version` counts what was saved."""

    __tablename__ = "seating_plans"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    rows: Mapped[
        dict[str, Any]
    ]  # {"of": [[left, right], …], "reserved": ["A-1", …]}, the first row is nearest the stage
    version: Mapped[int] = mapped_column(Integer, default=1)


class Seating(Base):
    """One invitation's seat. Two may stand on one seat while somebody puts them in order: the plan shows it."""

    __tablename__ = "seatings"
    __table_args__ = (Index("ix_seatings_event", "event_id"),)

    invitation_id: Mapped[int] = mapped_column(
        ForeignKey("invitations.id", ondelete="CASCADE"), primary_key=True
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    row: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int] = mapped_column(Integer)  # from 1, left to right over the whole row
