"""A day of a gate as a line: which of its windows holds when, where nobody comes in, and where windows lie over each other. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from festival.gate.types import Window

DAY = 1440  # minutes


@dataclass(frozen=True, slots=True)
class Stretch:
    """Minutes of a day in which one thing holds: the window at `place` of the list (None: a gap), over those in `beneath`."""

    since: int
    until: int
    place: int | None
    beneath: tuple[int, ...] = ()

    @property
    def is_gap(self) -> bool:
        """Tell whether nobody comes in."""
        return self.place is None


def day_line(windows: Sequence[Window], day: int) -> list[Stretch]:
    """Return the stretches of a day (counted from 1970-01-01) from midnight to midnight, none of them empty."""
    parts = [
        (start, window.since - back, window.until - back, place)
        for place, window in enumerate(windows)
        for back, start in ((0, day * DAY + window.since), (DAY, (day - 1) * DAY + window.since))
        if window.day is None or window.day == (day if back == 0 else day - 1)
    ]
    edges = sorted(
        {0, DAY, *(min(max(edge, 0), DAY) for _, since, until, _ in parts for edge in (since, until))}
    )
    line: list[Stretch] = []
    for since, until in pairwise(edges):
        # The judge's own order: the one that began last, then the last of the list.
        holding = [place for _, _, place in sorted(
            (began, place, place) for began, start, end, place in parts if start <= since and until <= end
        )]  # fmt: skip
        stretch = Stretch(since, until, holding[-1] if holding else None, tuple(holding[:-1]))
        if line and (line[-1].place, line[-1].beneath) == (stretch.place, stretch.beneath):
            line[-1] = Stretch(line[-1].since, until, stretch.place, stretch.beneath)
        else:
            line.append(stretch)
    return line
