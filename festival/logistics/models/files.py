"""Files that people sent, kept in the database: a backup has them, and a transaction that fails leaves none behind."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column

from festival.core.db import Base


class KeptFile(Base):
    """One file of a task or of a directive. `kind` is its content type as its content says; `data` is read on demand."""

    __tablename__ = "kept_files"
    __table_args__ = (CheckConstraint("(task_id IS NULL) <> (directive_id IS NULL)", name="owner"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("tasks.id"), index=True)
    directive_id: Mapped[int | None] = mapped_column(ForeignKey("directives.id"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(80))
    size: Mapped[int] = mapped_column(Integer)
    note: Mapped[str] = mapped_column(String(300), default="")
    data: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
