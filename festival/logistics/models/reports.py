"""What somebody wrote around a report, kept for the next one."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base
from festival.logistics.types.reports import ReportKind
from festival.programme.models.words import one_of


class ReportHead(Base):
    """The head of a kind of report in a language: of an agency, or (none) of the organizing committee. `said` is a `Head`."""

    __tablename__ = "report_heads"
    __table_args__ = (
        one_of("kind", ReportKind),
        CheckConstraint("language IN ('vi', 'ja', 'en')", name="language"),
        # One for each agency and one for the committee: a null is different from every other one.
        Index(
            "uq_report_heads_agency",
            "edition_id",
            "agency_id",
            "kind",
            "language",
            unique=True,
            sqlite_where=text("agency_id IS NOT NULL"),
            postgresql_where=text("agency_id IS NOT NULL"),
        ),
        Index(
            "uq_report_heads_committee",
            "edition_id",
            "kind",
            "language",
            unique=True,
            sqlite_where=text("agency_id IS NULL"),
            postgresql_where=text("agency_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(2))
    said: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
