"""The words of following the programme."""

from dataclasses import dataclass
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
