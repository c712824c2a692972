"""What the registrar's desk keeps: what was done to many parties at once, and lists that wait to be taken."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base


class BulkAction(Base):
    """One action on many parties: looked at, then done, perhaps undone. Only who made it sees it.

    `chosen` holds the numbers of the registrations as they were when somebody looked; `form` is the number of the form that
    asked, so that the same form makes one. `result` and `undo_result` say what became of it.
    """

    __tablename__ = "bulk_actions"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    form: Mapped[str] = mapped_column(String(43), unique=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    action: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(20), default="")
    chosen: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    done_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any] | None]
    undone_at: Mapped[datetime | None]
    undo_result: Mapped[dict[str, Any] | None]


class PartyImport(Base):
    """A list of parties as it was read from a file. Only who sent it sees it, and it is forgotten after a day.

    `result` is what taking it has done, from `taken_at` on; a second press gets the same.
    """

    __tablename__ = "party_imports"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    name: Mapped[str] = mapped_column(String(120))
    cells: Mapped[dict[str, Any]]
    made_at: Mapped[datetime] = mapped_column(index=True)
    made_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    taken_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any] | None]
