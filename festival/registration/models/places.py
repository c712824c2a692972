"""How many places there are and how many are taken."""

from sqlalchemy import CheckConstraint, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base


class EventPlaces(Base):
    """How many places of an event are taken: the row everybody who registers for it locks.

    `revision` goes up with each release that changes the event.
    """

    __tablename__ = "event_places"
    __table_args__ = (CheckConstraint("taken >= 0", name="taken"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    taken: Mapped[int] = mapped_column(Integer, default=0)
    revision: Mapped[int] = mapped_column(Integer, default=0)
