"""How often something may happen: counters in the database, so that every process sees the same ones.

Keys are digests: neither an address nor a phone number is kept.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Integer, String, delete
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql.dml import ReturningInsert

from festival.core.db import Base


class Throttle(Base):
    """One counter of one window."""

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    window: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(Integer)


@dataclass(frozen=True, slots=True)
class Counter:
    """What is counted: a purpose, whom it is about, and the length of its window."""

    purpose: str
    subject: str
    every: timedelta


def count(session: Session, *counters: Counter, secret: bytes, now: datetime) -> list[int]:
    """Count one more of each and return how many there are now in its present window (one statement for all)."""
    rows = [_row(counter, secret, now) for counter in counters]
    # In one order everywhere, so that two requests with the same counters never wait for each other.
    values = [{"key": key, "window": window, "count": 1} for key, window in sorted(rows)]
    connection = session.connection()
    found = {key: number for key, number in connection.execute(_upsert(connection.dialect.name), values)}
    return [found[key] for key, _ in rows]


def _row(counter: Counter, secret: bytes, now: datetime) -> tuple[str, datetime]:
    digest = hmac.new(secret, f"{counter.purpose}\0{counter.subject}".encode(), hashlib.sha256).hexdigest()
    seconds = int(counter.every.total_seconds())
    return digest, datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=now.tzinfo)


@cache
def _upsert(dialect: str) -> ReturningInsert[str, int]:
    insert = postgres_insert if dialect == "postgresql" else sqlite_insert
    return (
        insert(Throttle)
        .on_conflict_do_update(index_elements=["key", "window"], set_={"count": Throttle.count + 1})
        .returning(Throttle.key, Throttle.count)
    )


def sweep(session: Session, *, before: datetime) -> None:
    """Delete windows that began before `before` (the worker does this now and then)."""
    session.execute(delete(Throttle).where(Throttle.window < before))
