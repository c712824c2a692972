"""Bars of a chart as numbers that a template draws: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key")
LONGEST = 260  # units of the drawing that the longest bar has
ROW = 44  # height of one line: its words, its bar and space


@dataclass(frozen=True, slots=True)
class Bar(Generic[Key]):
    """One line of a chart: `length` of `value`, and of `plan` where there is one, both from 0 to LONGEST."""

    key: Key
    value: int
    plan: int | None
    length: int
    plan_length: int
    y: int


def bars(rows: Sequence[tuple[Key, int, int | None]]) -> list[Bar[Key]]:
    """Return the bars of (key, value, plan or None), all on one scale; what is not nothing is at least seen."""
    top = max((max(value, plan or 0) for _key, value, plan in rows), default=0) or 1
    return [
        Bar(key, value, plan, _length(value, top), _length(plan or 0, top), place * ROW)
        for place, (key, value, plan) in enumerate(rows)
    ]


def _length(value: int, top: int) -> int:
    return max(2, round(value * LONGEST / top)) if value > 0 else 0
