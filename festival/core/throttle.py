"""How often something may happen: counters in the database, so that every process sees the same ones.

Keys are digests: neither an address nor a phone number is kept.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from festival.core.db import Base
from festival.core.statements import Journey, Prepared, together


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
    """Count one more of each and return how many there are now in its present window (one journey for all)."""
    with together(session.connection()) as journey:
        asked = count_along(journey, *counters, secret=secret, now=now)
    return asked()


def count_along(
    journey: Journey, *counters: Counter, secret: bytes, now: datetime
) -> Callable[[], list[int]]:
    """Count with other statements of a journey: what is returned gives the numbers once it is over."""
    rows = [_row(counter, secret, now) for counter in counters]
    # In one order everywhere, so that two requests with the same counters never wait for each other.
    answers = {
        key: journey.ask(_UPSERT, {"key": key, "window": window, "count": 1}) for key, window in sorted(rows)
    }

    def counted() -> list[int]:
        found = {key: answer.one()[0] for key, answer in answers.items()}
        return [found[key] for key, _ in rows]

    return counted


def digest(counter: Counter, secret: bytes) -> str:
    """Return the key under which a counter is kept: nobody can read from it whom it is about."""
    return hmac.new(secret, f"{counter.purpose}\0{counter.subject}".encode(), hashlib.sha256).hexdigest()


def _row(counter: Counter, secret: bytes, now: datetime) -> tuple[str, datetime]:
    seconds = int(counter.every.total_seconds())
    return digest(counter, secret), datetime.fromtimestamp(
        int(now.timestamp()) // seconds * seconds, tz=now.tzinfo
    )


_UPSERT = Prepared.inserting(
    lambda insert: (
        insert(Throttle)
        .on_conflict_do_update(index_elements=["key", "window"], set_={"count": Throttle.count + 1})
        .returning(Throttle.count)
    )
)


def sweep(session: Session, *, before: datetime) -> None:
    """Delete windows that began before `before` (the worker does this now and then)."""
    session.execute(delete(Throttle).where(Throttle.window < before))
