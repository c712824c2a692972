"""How many people wait before a gate, as far as that can be worked out: a fluid queue, pure.

`Q(t + dt) = max(0, Q + arrivals − admitted)`: whoever was planned to have come and has not been admitted is taken to wait. That
says too much when people come later than planned, and too little when more come: so it is said as a range.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Flow:
    """What happened in one step of time: how many were planned to come, and how many were admitted."""

    planned: float
    admitted: int


@dataclass(frozen=True, slots=True)
class Queue:
    """People who wait: between `least` and `most`; `seen_at` when somebody has looked. `minutes`: how long the last of
    them waits at the present pace (None: nobody is being admitted).
    """

    least: int
    most: int
    seen_at: datetime | None
    minutes: int | None


def fluid(flows: Sequence[Flow], *, start: float = 0, factor: float = 1) -> float:
    """Return how many wait after these steps, beginning with `start`, when `factor` times as many come as planned."""
    waiting = start
    for flow in flows:
        waiting = max(0.0, waiting + factor * flow.planned - flow.admitted)
    return waiting


def estimate(
    flows: Sequence[Flow], *, seen: int, seen_at: datetime | None, per_minute: float, most: float
) -> Queue:
    """Return the queue by these steps, those since somebody looked where somebody did; `most` times the plan at most."""
    low, high = fluid(flows, start=seen), fluid(flows, start=seen, factor=most)
    minutes = round(high / per_minute) if per_minute > 0 else (None if high else 0)
    return Queue(round(low), round(high), seen_at, minutes)
