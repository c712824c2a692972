"""Certificates of attendance."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base


class Certificate(Base):
    """What was attested of one person's attendance at one event, in the words that are printed (`said`).

    A correction is a new one; the old one is revoked. `number` counts within an edition and leaves no gap.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        UniqueConstraint("edition_id", "number"),
        Index(
            "uq_certificates_standing",
            "event_id",
            "person_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index("ix_certificates_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    number: Mapped[int] = mapped_column(Integer)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    language: Mapped[str] = mapped_column(String(2))
    name: Mapped[str] = mapped_column(String(180))
    latin: Mapped[str] = mapped_column(String(120))
    said: Mapped[dict[str, Any]]  # see types/certificates.py:Said
    issued_at: Mapped[datetime]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(String(200), default="")
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)
