"""What is when: days, what is on now, what comes next."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby

from festival.core.clock import local
from festival.programme.types import Day, EventFacts, EventState

SOON = timedelta(hours=3)


def by_day(events: Iterable[EventFacts]) -> list[Day]:
    """Group events by the local day they begin on; days and events in order of time."""
    ordered = sorted(events, key=lambda event: (event.starts_at, event.ends_at, event.id))
    return [
        Day(day, tuple(group))
        for day, group in groupby(ordered, key=lambda event: local(event.starts_at).date())
    ]


def on_now(events: Iterable[EventFacts], now: datetime) -> list[EventFacts]:
    """Return what is happening at `now` (cancelled ones are not)."""
    return [
        event
        for event in events
        if event.state is EventState.PUBLISHED and event.starts_at <= now < event.ends_at
    ]


def next_up(events: Iterable[EventFacts], now: datetime, *, limit: int = 3) -> list[EventFacts]:
    """Return what begins next."""
    coming = [event for event in events if event.state is EventState.PUBLISHED and event.starts_at > now]
    return sorted(coming, key=lambda event: event.starts_at)[:limit]


def days_left(main_day: date, now: datetime) -> int:
    """Return whole days until `main_day` by the local calendar: 0 on the day, negative after it."""
    return (main_day - local(now).date()).days
