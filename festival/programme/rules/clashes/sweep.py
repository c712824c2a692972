"""Who is in whose way: one walk along time, which costs a sort and what it finds, not all pairs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from typing import Protocol, TypeVar

from festival.programme.rules.clashes.facts import Ground, Plan

# An import that puts two thousand events on one hour makes two million pairs, which nobody can read.
MOST = 5


class Timed(Protocol):
    """Anything that begins and ends."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


T = TypeVar("T", bound=Timed)


@dataclass(frozen=True, slots=True)
class Stay:
    """A plan that holds its time, its space and its people, and the venue at which it does."""

    plan: Plan
    starts_at: datetime
    ends_at: datetime
    venue_id: int | None


def stays(plans: Iterable[Plan], ground: Ground) -> list[Stay]:
    """Return the plans that hold anything: those with a place in time which are not cancelled. A space says its venue."""
    return [
        Stay(plan, plan.starts_at, plan.ends_at, _venue_of(plan, ground))
        for plan in plans
        if plan.starts_at is not None and plan.ends_at is not None and not plan.is_cancelled
    ]


def _venue_of(plan: Plan, ground: Ground) -> int | None:
    room = None if plan.space_id is None else ground.rooms.get(plan.space_id)
    return plan.venue_id if room is None else room.venue_id


def overlapping(things: Iterable[T]) -> Iterator[tuple[T, list[T]]]:
    """Give each thing, earliest first, with those that began before it and have not ended. The list is valid until the next."""
    running: list[T] = []
    ends: list[datetime] = []
    for thing in sorted(things, key=lambda one: (one.starts_at, one.ends_at)):
        if ends and ends[0] <= thing.starts_at:
            while ends and ends[0] <= thing.starts_at:
                heappop(ends)
            running = [one for one in running if one.ends_at > thing.starts_at]
        yield thing, running
        running.append(thing)
        heappush(ends, thing.ends_at)


def in_a_row(things: Iterable[T]) -> Iterator[tuple[T, T]]:
    """Give each thing with the one that ended before it and has nothing of the rest between the two.

    There are several only where they overlap each other: then at most MOST, those first that end last.
    """
    known = list(things)
    by_end = sorted(known, key=lambda one: one.ends_at)
    ended, last_start = 0, datetime.min.replace(tzinfo=UTC)
    for thing in sorted(known, key=lambda one: (one.starts_at, one.ends_at)):
        while by_end[ended].ends_at <= thing.starts_at:  # the thing itself has not ended then
            last_start = max(last_start, by_end[ended].starts_at)
            ended += 1
        for one in reversed(by_end[max(0, ended - MOST) : ended]):
            if one.ends_at <= last_start:
                break
            yield one, thing


def minutes(duration: timedelta) -> int:
    """Return whole minutes, a begun one counted."""
    return -(-duration // timedelta(minutes=1))


def shared(one: Timed, other: Timed) -> int:
    """Return for how many minutes both last."""
    return minutes(min(one.ends_at, other.ends_at) - max(one.starts_at, other.starts_at))


def times(stay: Stay) -> tuple[object, ...]:
    """Return which event lasts from when to when, as facts of a clash."""
    return stay.plan.id, stay.starts_at, stay.ends_at
