"""Guest lists that somebody has sent, between looking at them and taking them, and what their columns meant."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base


class GuestList(Base):
    """A list as it was read. Only who sent it sees it, and it is forgotten after a day.

    `mapping` is which column means what, `result` what taking it has done; a second press gets the same.
    """

    __tablename__ = "guest_lists"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    event_id: Mapped[int | None] = mapped_column(
        ForeignKey("events.id")
    )  # everybody on it is invited to this
    name: Mapped[str] = mapped_column(String(120))
    cells: Mapped[dict[str, Any]]
    mapping: Mapped[dict[str, Any]]
    made_at: Mapped[datetime] = mapped_column(index=True)
    made_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    taken_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any] | None]


class RememberedColumn(Base):
    """What a column of this head meant the last time, so that the next list of the same office is understood at once."""

    __tablename__ = "remembered_columns"

    head: Mapped[str] = mapped_column(String(120), primary_key=True)  # in its search form
    field: Mapped[str] = mapped_column(String(40))
    used_at: Mapped[datetime]
