"""Who was to arrive when, and who did: the plan in equal steps of time, pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Window:
    """So many people are asked to come from `starts_at` until `ends_at`."""

    starts_at: datetime
    ends_at: datetime
    people: int


@dataclass(frozen=True, slots=True)
class Wave:
    """A part (in hundredths) of those without a time of their own, who come from `begins` to `ends` minutes before the start."""

    begins: int
    ends: int
    share: int


def windows_of(people: int, starts_at: datetime, waves: Sequence[Wave]) -> list[Window]:
    """Return when people without an arrival time are taken to come to what begins at `starts_at`."""
    return [
        Window(
            starts_at - timedelta(minutes=wave.begins),
            starts_at - timedelta(minutes=wave.ends),
            round(people * wave.share / 100),
        )
        for wave in waves
    ]


def planned(windows: Sequence[Window], begins: datetime, step: timedelta, steps: int) -> list[float]:
    """Return how many were to come in each of `steps` steps from `begins` on, evenly within their windows."""
    made = [0.0] * steps
    for window in windows:
        length = (window.ends_at - window.starts_at).total_seconds()
        for place in range(steps):
            start = begins + place * step
            inside = min(start + step, window.ends_at) - max(start, window.starts_at)
            if inside > timedelta():
                made[place] += window.people * inside.total_seconds() / length
    return made


@dataclass(frozen=True, slots=True)
class Column:
    """One step of the chart: what was planned and who came (None: it lies ahead), and both as heights from 0 to HEIGHT."""

    at: datetime
    planned: int
    came: int | None
    plan_height: int
    height: int
    x: int


HEIGHT = 150  # units of the drawing
WIDTH = 24  # of one step, with the space beside it


def columns(steps: Sequence[tuple[datetime, float, int | None]]) -> list[Column]:
    """Return the chart's columns of (when, planned, came), all on one scale; what is not nothing is at least seen."""
    top = max((max(plan, came or 0) for _at, plan, came in steps), default=0) or 1
    return [
        Column(at, round(plan), came, _height(plan, top), _height(came or 0, top), place * WIDTH)
        for place, (at, plan, came) in enumerate(steps)
    ]


def _height(value: float, top: float) -> int:
    return max(2, round(value * HEIGHT / top)) if value > 0 else 0
