"""Calendars of one's own: made, changed and ended by whoever holds the key."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, func, or_, select
from sqlalchemy.orm import Session

from festival.core import throttle
from festival.core.throttle import Counter
from festival.core.trilingual import Language
from festival.programme.models import Plan
from festival.programme.plan_keys import address_of, digest_of, new_key
from festival.programme.queries.plans import get_plan

MOST = 200  # events in a plan: more than anybody can see in five days
HOUR = timedelta(hours=1)
KEEP = timedelta(days=400)  # without a change: a year's festival and the next one's beginning
NEW_PER_NETWORK = 120  # an hour: a hotel's guests share one address
CHANGES_PER_PLAN = 300  # an hour: a star pressed every twelve seconds


@dataclass(frozen=True, slots=True)
class Kept:
    """A new calendar: the key for the phone, and the address to read it at."""

    key: str
    address: str


@dataclass(frozen=True, slots=True)
class TooOften:
    """The network or the plan asked for too much this hour; nothing was stored."""


def make(
    session: Session,
    *,
    event_ids: Iterable[int],
    language: Language,
    network: str,
    secret: bytes,
    now: datetime,
) -> Kept | TooOften:
    """Keep a plan behind a new secret address."""
    [made] = throttle.count(session, Counter("plans-from", network, HOUR), secret=secret, now=now)
    if made > NEW_PER_NETWORK:
        return TooOften()
    key = new_key()
    address = address_of(key)
    assert address is not None, "a new key has the shape of one"
    session.add(
        Plan(
            digest=digest_of(address),
            event_ids=_chosen(event_ids),
            language=language,
            made_at=now,
            changed_at=now,
        )
    )
    session.flush()
    return Kept(key, address)


def change(
    session: Session, *, key: str, event_ids: Iterable[int], language: Language, secret: bytes, now: datetime
) -> Plan | TooOften:
    """Make the plan say these events. Raises NotFound for a wrong key and after the end."""
    plan = get_plan(session, address_of(key), for_change=True)
    [changes] = throttle.count(session, Counter("plan-changes", plan.digest, HOUR), secret=secret, now=now)
    if changes > CHANGES_PER_PLAN:
        return TooOften()
    wanted = _chosen(event_ids)
    if (plan.event_ids, plan.language) != (wanted, language):
        plan.event_ids, plan.language, plan.changed_at = wanted, language, now
    return plan


def end(session: Session, *, key: str, now: datetime) -> None:
    """End the address for good and forget what was chosen. Raises NotFound when there is none, or no more."""
    plan = get_plan(session, address_of(key), for_change=True)
    plan.revoked_at = plan.changed_at = now
    plan.event_ids = []


def forget_old_plans(session: Session, *, now: datetime) -> int:
    """Delete plans that have ended or that nobody has changed for 400 days; return how many."""
    count = session.scalar(select(func.count()).select_from(Plan).where(_is_old(now))) or 0
    session.execute(delete(Plan).where(_is_old(now)))
    return count


def any_old_plan(session: Session, *, now: datetime) -> bool:
    """Tell whether there is a plan to forget, without taking a lock."""
    return bool(session.scalar(select(exists().where(_is_old(now)))))


def _is_old(now: datetime) -> ColumnElement[bool]:
    return or_(Plan.revoked_at.is_not(None), Plan.changed_at < now - KEEP)


def _chosen(event_ids: Iterable[int]) -> list[int]:
    return sorted(set(event_ids))[:MOST]
