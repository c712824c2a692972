"""How often something may happen: counters in the database, so that every process sees the same ones.

Keys are digests: neither an address nor a phone number is kept.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy import Integer, String, delete
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from festival.core.db import Base


class Throttle(Base):
    """One counter of one window."""

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    window: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(Integer)


def count(
    session: Session, *, secret: bytes, purpose: str, subject: str, every: timedelta, now: datetime
) -> int:
    """Count one more of `purpose` for `subject` in the present window and return how many there are now."""
    digest = hmac.new(secret, f"{purpose}\0{subject}".encode(), hashlib.sha256).hexdigest()
    seconds = int(every.total_seconds())
    window = datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=now.tzinfo)
    insert = postgres_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    statement = (
        insert(Throttle)
        .values(key=digest, window=window, count=1)
        .on_conflict_do_update(index_elements=["key", "window"], set_={"count": Throttle.count + 1})
        .returning(Throttle.count)
    )
    return session.execute(statement).scalar_one()


def sweep(session: Session, *, before: datetime) -> None:
    """Delete windows that began before `before` (the worker does this now and then)."""
    session.execute(delete(Throttle).where(Throttle.window < before))
