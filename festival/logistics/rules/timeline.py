"""The timeline: where bars and the arrows between them stand, in pixels of one drawing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from festival.logistics.rules.dependencies import Node

ROW = 48  # pixels of a row; the labels beside the drawing have the same height
HEAD = 44
BAR = 20
_ELBOW = 7


@dataclass(frozen=True, slots=True)
class Bar:
    """One task's bar. `done` is how much of its width is filled."""

    id: int
    x: int
    y: int
    width: int
    done: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """The way from the end of one bar to the beginning of another, as an SVG path."""

    before: int
    after: int
    path: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A day that the head names: the first of a month or a Monday."""

    x: int
    day: date
    is_month: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of it. `today` and `main` are where these days stand, None outside of the drawing."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    arrows: tuple[Arrow, ...]
    ticks: tuple[Tick, ...]
    today: int | None
    main: int | None


def drawn(
    rows: Sequence[Node],
    progress: Mapping[int, int],
    before: Mapping[int, Iterable[int]],
    *,
    today: date,
    main_day: date,
    per_day: int,
) -> Drawing:
    """Return the drawing of tasks in this order, `per_day` pixels a day. Raises ValueError without any."""
    first = min(node.starts_on for node in rows)
    first -= timedelta(days=first.weekday())
    last = max(node.due_on for node in rows) + timedelta(days=3)
    days = (last - first).days + 1

    def x_of(day: date) -> int:
        return (day - first).days * per_day

    bars = {}
    for place, node in enumerate(rows):
        width = max(per_day * node.days, 6)
        y = HEAD + place * ROW + (ROW - BAR) // 2
        done = round(width * progress.get(node.id, 0) / 100)
        bars[node.id] = Bar(node.id, x_of(node.starts_on), y, width, done)
    arrows = [
        Arrow(one, node.id, _path(bars[one], bars[node.id]))
        for node in rows
        for one in sorted(before.get(node.id, ()))
        if one in bars
    ]
    return Drawing(
        width=days * per_day,
        height=HEAD + len(rows) * ROW,
        bars=tuple(bars.values()),
        arrows=tuple(arrows),
        ticks=tuple(_ticks(first, days, per_day)),
        today=x_of(today) + per_day // 2 if first <= today <= last else None,
        main=x_of(main_day) + per_day // 2 if first <= main_day <= last else None,
    )


def _ticks(first: date, days: int, per_day: int) -> Iterable[Tick]:
    months = [day for day in (first + timedelta(days=n) for n in range(days)) if day.day == 1]
    room = 56  # pixels that a date needs
    for n in range(0, days, 7):
        day = first + timedelta(days=n)
        near_month = any(abs((day - month).days) * per_day < room for month in months)
        if per_day * 7 >= room and not near_month:
            yield Tick(n * per_day, day, is_month=False)
    for month in months:
        yield Tick((month - first).days * per_day, month, is_month=True)


def _path(before: Bar, after: Bar) -> str:
    """Return the way in right angles: out to the right, down between the rows where it must go back, in from the left."""
    start, end = before.x + before.width, after.x
    y1, y2 = before.y + BAR // 2, after.y + BAR // 2
    if end >= start + 2 * _ELBOW:
        return f"M{start} {y1}H{start + _ELBOW}V{y2}H{end - 2}"
    between = y2 - ROW // 2 if y2 > y1 else y2 + ROW // 2
    return f"M{start} {y1}H{start + _ELBOW}V{between}H{end - _ELBOW}V{y2}H{end - 2}"
