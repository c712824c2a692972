"""The words of following the programme."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Answer(StrEnum):
    """What became of a proposal: a newer one takes its place, or the task was closed meanwhile."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a change of an event means for one task: so many days later, another place, or nothing to do any more."""

    days: int = 0
    venue_id: int | None = None
    space_id: int | None = None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class ShiftWanted:
    """What a change of an event means for one shift: these times, the event's new place, or nobody needed any more."""

    starts_at: datetime
    ends_at: datetime
    venue_id: int | None = None
    cancelled: bool = False


class Clashing(StrEnum):
    """What becomes of people against whom the rules speak once their shift has moved."""

    OFF = "off"
    KEEP = "keep"
