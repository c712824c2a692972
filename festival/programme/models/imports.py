"""Tables that somebody has sent, between looking at them and taking them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base


class Import(Base):
    """A table as it was read: its heads and rows of text. Only who sent it sees it, and it is forgotten after a day.

    `result` is what taking it has done, from `taken_at` on; a second press gets the same.
    """

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    name: Mapped[str] = mapped_column(String(120))
    cells: Mapped[dict[str, Any]]
    made_at: Mapped[datetime] = mapped_column(index=True)
    made_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    taken_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any] | None]
