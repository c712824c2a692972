"""Plans of people without an account, as far as they asked for a calendar of their own."""

from datetime import datetime

from sqlalchemy import JSON, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base


class Plan(Base):
    """Which events somebody starred, behind a secret address. Nothing says whose it is.

    Of the address only the digest is kept; `revoked_at` ends it for good, and nothing of what was chosen stays.
    """

    __tablename__ = "plans"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    event_ids: Mapped[list[int]] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(2))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
