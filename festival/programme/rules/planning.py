"""What is wrong with a plan of one's own: two at once, or too little time for the way. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from festival.programme.types import EventFacts, EventKind, EventState

# People come and go there: standing in the fair's list all day says nothing against the evening's show.
_COME_AND_GO = frozenset({EventKind.FAIR, EventKind.BREAK})


class Trouble(StrEnum):
    """Why one cannot do both."""

    OVERLAP = "overlap"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Warn:
    """One can hardly do both. `minutes`: how long they overlap, or how long the way takes; `left`: how long there is for it."""

    first: EventFacts
    second: EventFacts
    trouble: Trouble
    minutes: int
    left: int = 0


def warnings(events: Sequence[EventFacts], travel: Mapping[tuple[str, str], int]) -> list[Warn]:
    """Return what a plan's owner should know, in order of time. `travel`: minutes from one venue's slug to another's."""
    bound = sorted(
        (e for e in events if e.state is EventState.PUBLISHED and e.kind not in _COME_AND_GO),
        key=lambda event: (event.starts_at, event.ends_at, event.id),
    )
    found = []
    for place, first in enumerate(bound):
        for second in bound[place + 1 :]:
            gap = second.starts_at - first.ends_at
            if gap < timedelta():
                shared = min(first.ends_at, second.ends_at) - second.starts_at
                found.append(Warn(first, second, Trouble.OVERLAP, _minutes(shared)))
                continue
            way = _way(first.venue_slug, second.venue_slug, travel)
            if _minutes(gap) < way:
                found.append(Warn(first, second, Trouble.FAR, way, _minutes(gap)))
    return found


def _way(here: str, there: str, travel: Mapping[tuple[str, str], int]) -> int:
    if here == there:
        return 0
    return travel.get((here, there), travel.get((there, here), 0))


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds()) // 60
